// What a chart stacks: the dearest values of one dimension, all others together, and rows without a value.

import { sumOf } from "./decimal.js";

/** As many colours as people tell apart. */
const MOST_COLOURS = 7;

/**
 * @typedef {object} Part
 * @property {string} look what it is drawn as: "1" to "7", "others" or "none"
 * @property {string} label
 * @property {string} BilledCost exact
 * @property {number} rows
 * @property {string[]} byPeriod exact
 */

/**
 * @param {{ column: string, values: object[], others: object | null, none: object | null }} dimension
 * @returns {Part[]} the dearest first
 */
export function partsOf({ column, values, others, none }) {
  const parts = values.slice(0, MOST_COLOURS).map((each, index) => ({ ...each, look: String(index + 1), label: labelOf(each) }));
  const rest = [...values.slice(MOST_COLOURS), ...(others ? [others] : [])];
  if (rest.length > 0) parts.push(together(rest));
  if (none) parts.push({ ...none, look: "none", label: withoutValue(column) });
  return parts;
}

/** What a row without a value in a column is called. */
export function withoutValue(column) {
  return `without ${column}`;
}

/** A value, and what people call it. */
export function labelOf({ value, name }) {
  return name && name !== value ? `${name} (${value})` : value;
}

function together(rest) {
  const count = rest.reduce((sum, { values = 1 }) => sum + values, 0);
  return {
    look: "others",
    label: count === 1 ? "1 other" : `${count.toLocaleString("en")} others`,
    rows: rest.reduce((sum, { rows }) => sum + rows, 0),
    BilledCost: sumOf(rest.map(({ BilledCost }) => BilledCost)),
    byPeriod: rest[0].byPeriod.map((_, index) => sumOf(rest.map(({ byPeriod }) => byPeriod[index]))),
  };
}
