// The independent oracle: fal usage JSON → FOCUS 1.2 CSV, written from the design document alone,
// never from the product's code. Slow, small, and meant to be read.

import { csvOf } from "./csv.mjs";
import { ZERO, add, decimalText, subtract } from "./decimal.mjs";
import { rowsByTimeframe } from "./grain.mjs";
import { instantText } from "./instant.mjs";
import { lineItemsOf, repliesOf } from "./reply.mjs";
import { chargePeriodAt, resolve } from "./request.mjs";
import { completedRow, rowOf } from "./row.mjs";
import { warningsOf } from "./warnings.mjs";

/** { csv, summary }, from a valid request and files [{ name, text }]. The summary has no file name, and of each
 *  warning only { code, count }. */
export function convert(request, options, files) {
  const window = resolve(request, options);
  const replies = files.flatMap((file) => repliesOf(file.text));
  const items = replies.flatMap((reply) => lineItemsOf(reply, window.timezone));
  const included = items.flatMap((item) => {
    const period = chargePeriodIn(window, item);
    return period ? [{ item, row: rowOf(item, period, request, options) }] : [];
  });
  const lineItemRows = included.map(({ row }) => row);
  const rows = options.grain === "line_item" ? lineItemRows : rowsByTimeframe(lineItemRows);
  const { csv, escaped } = csvOf(rows.map(completedRow), options);
  const complete = isComplete(replies);
  const outsideWindow = items.length - included.length;
  const report = { included, written: rows.length, outsideWindow, complete, escaped };
  return {
    csv,
    summary: {
      focusVersion: "1.2",
      rows: rows.length,
      start: instantText(window.start),
      end: instantText(window.end),
      timeframe: window.timeframe,
      timezone: window.timezone,
      totals: totalsOf(included.map(({ item }) => item), rows),
      outsideWindow,
      complete,
      warnings: warningsOf(report, request, options),
    },
  };
}

// Design section 2: a bucket belongs to the charge period that holds its start, and to the window when that
// period overlaps it. Its amounts are taken whole; only the period is clipped.
function chargePeriodIn(window, item) {
  const period = chargePeriodAt(window, item.bucketStart);
  const clipped = { start: Math.max(period.start, window.start), end: Math.min(period.end, window.end) };
  return clipped.start < clipped.end ? clipped : null;
}

// A reply that says there is more, and none that says there is no more: the last page is missing.
function isComplete(replies) {
  return !replies.some((reply) => reply.has_more === true) || replies.some((reply) => reply.has_more === false);
}

// What came in against what was written, by currency.
function totalsOf(items, rows) {
  return [...new Set(items.map((item) => item.currency))].sort().map((currency) => {
    const given = items.filter((item) => item.currency === currency);
    const inputCost = given.map((item) => item.total).reduce(add, ZERO);
    const billedCost = rows.filter((row) => row.BillingCurrency === currency)
      .map((row) => row.BilledCost).reduce(add, ZERO);
    return {
      currency,
      lineItems: given.length,
      inputCost: decimalText(inputCost),
      BilledCost: decimalText(billedCost),
      difference: decimalText(subtract(inputCost, billedCost)),
    };
  });
}
