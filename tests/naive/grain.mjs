// Grain "timeframe" (design section 3): line items that agree become one row; rows come out sorted, so that the
// order of the pages does not change a byte.

import { compare } from "./decimal.mjs";
import { addedRows } from "./row.mjs";

const byNumber = (a, b) => a - b;
const byText = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)); // UTF-8, not JavaScript's UTF-16 order

// What rows must agree on, and how they are sorted: by the first of these that differs.
const KEY = [
  ["ChargePeriodStart", byNumber],
  ["ChargePeriodEnd", byNumber],
  ["SkuId", byText],
  ["SkuPriceId", byText],
  ["x_Unit", byText],
  ["ListUnitPrice", compare],
  ["ContractedUnitPrice", compare],
  ["x_PercentDiscount", compare],
  ["BillingCurrency", byText],
  ["x_ApiKeyId", byText],
  ["x_AuthMethod", byText],
  ["x_LoginUsername", byText],
  ["Tags", byText],
  ["x_PriceDerived", byText], // "false" before "true"
];

/** One row for all rows that agree, sorted. */
export function rowsByTimeframe(rows) {
  const sorted = rows.toSorted(compareKeys);
  const merged = [];
  for (const row of sorted) {
    const last = merged.at(-1);
    if (last && compareKeys(last, row) === 0) merged[merged.length - 1] = addedRows(last, row);
    else merged.push(row);
  }
  return merged;
}

function compareKeys(a, b) {
  for (const [column, order] of KEY) {
    const difference = nullFirst(order)(a[column], b[column]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function nullFirst(order) {
  return (a, b) => {
    if (a === null || b === null) return (b === null ? 1 : 0) - (a === null ? 1 : 0);
    return order(a, b);
  };
}
