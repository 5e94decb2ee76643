// The dearest values of each dimension, with their share, rows and exact amount.

import { element } from "../dom.js";
import { withoutValue, labelOf } from "./chart-parts.js";
import { decimalOf, fractionOf, textOf } from "./decimal.js";
import * as words from "./report-words.js";

/** How many values stand there before the rest is unfolded. */
const SHOWN = 5;

/**
 * @param {{ currency: string, BilledCost: string, dimensions: object[] }} figures of one currency
 * @returns {HTMLElement[]} one section for each dimension
 */
export function topSections({ currency, BilledCost, dimensions }) {
  const telling = dimensions.filter((dimension) => !isOfOneValue(dimension));
  return telling.map((dimension) => topSection(dimension, { currency, BilledCost }));
}

/** What all rows have in common, by column. */
export function commonValues({ dimensions }) {
  return Object.fromEntries(dimensions.filter(isOfOneValue).map(({ column, values }) => [column, labelOf(values[0])]));
}

function isOfOneValue({ values, others, none }) {
  return values.length === 1 && !others && !none;
}

function topSection({ column, values, others, none }, total) {
  const entries = values.map((value) => ({ ...value, label: labelOf(value) }));
  if (others) entries.push({ ...others, label: words.othersText(others.values), isRest: true });
  if (none) entries.push({ ...none, label: withoutValue(column), isRest: true });
  const most = entries.map(({ BilledCost }) => sizeOf(BilledCost)).reduce((a, b) => (fractionOf(a, ZERO, b) > 1 ? a : b), ZERO);
  const items = entries.map((entry) => topItem(entry, total, most));
  const more = items.length - SHOWN;
  const lists = more > 1 ? [items.slice(0, SHOWN), items.slice(SHOWN)] : [items];
  const [first, rest] = lists.map((each) => element("ol", {}, ...each));
  const folded = rest ? [element("details", {}, element("summary", { textContent: `${more} more` }), rest)] : [];
  return element("section", { className: "top-values" }, element("h4", { textContent: words.dimensionText(column) }), first, ...folded);
}

const ZERO = decimalOf("0");

/** An amount without its sign. */
function sizeOf(amount) {
  return decimalOf(amount.replace(/^-/, ""));
}

function topItem({ label, BilledCost, rows, isRest = false }, total, most) {
  const isNegative = BilledCost.startsWith("-");
  const bar = element("span", { className: isNegative ? "bar negative" : "bar" });
  bar.style.width = `${(fractionOf(sizeOf(BilledCost), ZERO, most) * 100).toFixed(2)}%`;
  return element(
    "li",
    { className: isRest ? "rest" : "" },
    element("span", { className: "label", textContent: label, title: label }),
    element("span", { className: "amount", textContent: `${textOf(decimalOf(BilledCost))} ${total.currency}` }),
    element("span", { className: "track" }, bar),
    element("span", { className: "share", textContent: [words.shareText(BilledCost, total.BilledCost), words.rowsText(rows)].filter(Boolean).join(", ") }),
  );
}
