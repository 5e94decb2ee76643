// Grain "timeframe" (design section 3): line items that agree become one row; rows come out sorted, so that the
// order of the pages does not change a byte.

import { SORTED_BY, typeOf } from "./columns.mjs";
import { addedUp, orderOf } from "./order.mjs";
import { addedRows } from "./row.mjs";

/** One row for all rows that agree, sorted. */
export function rowsByTimeframe(rows) {
  return addedUp(rows.map((row) => ({ ...row, x_RequestId: null })), compareKeys, addedRows);
}

function compareKeys(a, b) {
  for (const column of SORTED_BY) {
    const difference = orderOf(typeOf(column))(a[column], b[column]);
    if (difference !== 0) return difference;
  }
  return 0;
}
