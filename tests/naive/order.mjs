// How cells are compared: numbers by value, instants by time, text by its UTF-8 bytes. Null comes first.

import { compare } from "./decimal.mjs";

export function byBytes(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)); // not JavaScript's UTF-16 order
}

const ORDERS = { decimal: compare, date: (a, b) => a - b };

/** The order of two cells of a column's type. */
export function orderOf(type) {
  const order = ORDERS[type] ?? byBytes;
  return (a, b) => {
    if (a === null || b === null) return (b === null ? 1 : 0) - (a === null ? 1 : 0);
    return order(a, b);
  };
}

/** Rows in order, those that compare as equal made one by `add`. */
export function addedUp(rows, order, add) {
  const found = [];
  for (const row of rows.toSorted(order)) {
    const last = found.at(-1);
    if (last && order(last, row) === 0) found[found.length - 1] = add(last, row);
    else found.push(row);
  }
  return found;
}
