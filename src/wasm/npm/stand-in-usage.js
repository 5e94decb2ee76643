// The stand-in's usage: requests added up by bucket and by what their line items have in common.

import { priced } from "./stand-in-account.js";
import { labelOf, startOf } from "./stand-in-calendar.js";

/** `{ bucket, item }` for each line item, by bucket; `itemOf` makes the item of what was added up. */
export function inBuckets(uses, { timezone, timeframe }, itemOf) {
  const groups = new Map();
  for (const use of uses) {
    // Of exact dates the first bucket may begin before them: it is labelled with its own start.
    const bucket = startOf(use.time, timeframe, timezone);
    const key = JSON.stringify([bucket, use.team, use.endpoint.id, use.key?.id, use.app, use.environment, use.isSurge]);
    const known = groups.get(key);
    if (known) known.hundredths += use.hundredths;
    else groups.set(key, { ...use, bucket });
  }
  return [...groups.values()]
    .sort((a, b) => a.bucket - b.bucket)
    .map((group) => ({ bucket: labelOf(group.bucket, timezone), item: itemOf({ ...group, ...priced(group.endpoint, group.hundredths) }) }));
}

const SUMMED = ["quantity", "cost_subtotal", "cost_discount", "cost_total", "cost"];

/** The same line items without their buckets. */
export function summed(items) {
  const sums = new Map();
  for (const item of items) {
    const same = Object.entries(item).filter(([name]) => !SUMMED.includes(name));
    const key = JSON.stringify(same);
    const sum = sums.get(key);
    if (!sum) sums.set(key, { ...item });
    else for (const name of SUMMED.filter((name) => name in item)) sum[name] = round(sum[name] + item[name]);
  }
  return [...sums.values()];
}

/** Amounts here have at most nine decimals. */
function round(amount) {
  return Math.round(amount * 1e9) / 1e9;
}
