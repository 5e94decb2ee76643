// The independent oracle: fal usage JSON (or a FOCUS CSV) → FOCUS CSV, written from the design document alone,
// never from the product's code. Slow, small, and meant to be read.

import { stretches } from "./calendar.mjs";
import { chosenColumns, reportColumns } from "./columns.mjs";
import { companionsOf } from "./companions.mjs";
import { completenessOf } from "./completeness.mjs";
import { csvOf } from "./csv.mjs";
import { decimalText, subtract, sum } from "./decimal.mjs";
import { focusCsvReport, isCsv } from "./focus-csv.mjs";
import { rowsByTimeframe } from "./grain.mjs";
import { instantText } from "./instant.mjs";
import { invoiceOf } from "./invoice-document.mjs";
import { invoiceRows } from "./invoice.mjs";
import { isLeftOut } from "./kinds.mjs";
import { isReply, lineItemsOf, objectsOf } from "./reply.mjs";
import { chargePeriodAt, clippedTo, resolve } from "./request.mjs";
import { completedRow, rowOf } from "./row.mjs";
import { csvWarningsOf, warningsOf } from "./warnings.mjs";

/** { csv, summary }, from a valid request and files [{ name, text }]. The summary has no file name, of each warning
 *  only { code, count }, and of each skipped line item { file, field, code }. */
export function convert(request, options, files) {
  return files.some(isCsv) ? convertCsv(request, options, files) : convertReplies(request, options, files);
}

function convertReplies(request, options, files) {
  const window = resolve(request, options);
  const invoice = invoiceOf(options);
  const objects = objectsOf(files);
  const replies = objects.filter(isReply);
  const companions = companionsOf(objects, options);
  const { items, skipped } =
    lineItemsOf(replies, { timezone: window.timezone, unitOf: companions.unitOf }, options);
  const counted = items.filter((item) => !isLeftOut(item, options.inputKind));
  const placed = counted.flatMap((item) => {
    const period = chargePeriodIn(window, item);
    return period ? [{ item, period }] : [];
  });
  const mapped = placed.map(({ item, period }) =>
    ({ item, row: rowOf(item, period, { request, options, companions, invoice }) }));
  const { included, repeated } = options.assumeUnique ? { included: mapped, repeated: [] } : once(mapped);
  const lineItemRows = included.map(({ row }) => row);
  const usageRows = (options.grain === "line_item" ? lineItemRows : rowsByTimeframe(lineItemRows)).map(completedRow);
  const extra = invoice
    ? invoiceRows(invoice, usageRows, { window, options, companions })
    : { rows: [], summary: null, warnings: {} };
  const rows = [...usageRows, ...extra.rows];
  const { focusVersion = "1.2" } = options;
  const { csv, escaped } = csvOf(chosenColumns(reportColumns(focusVersion), options), rows, options);
  const completeness = completenessOf({ replies, files, manifests: companions.manifests, skipped, window }, options);
  const outsideWindow = counted.length - placed.length;
  const billed = [
    ...included.map(({ item }) => ({ currency: item.currency, amount: item.total })),
    ...extra.rows.map((row) => ({ currency: row.BillingCurrency, amount: row.BilledCost })),
  ];
  const report = {
    included, written: usageRows.length, outsideWindow, escaped, skipped, companions, invoice,
    repeated,
    leftOut: items.length - counted.length,
    otherCounts: { ...completeness.counts, ...extra.warnings },
  };
  const summary = {
    ...summaryOf(window, rows, billed, { focusVersion, outsideWindow, skipped, lost: [], ...completeness }),
    warnings: warningsOf(report, request, options),
  };
  return { csv, summary: extra.summary ? { ...summary, invoice: extra.summary } : summary };
}

function convertCsv(request, options, files) {
  const window = resolve(request, options);
  const report = focusCsvReport(files, window, options);
  const billed = report.included.map((row) => ({ currency: row.BillingCurrency, amount: row.BilledCost }));
  const completeness = report.skipped.length > 0
    ? { complete: false, completeReason: "invalid_skipped" }
    : { complete: true, completeReason: "unpaged" };
  return {
    csv: report.csv,
    summary: {
      ...summaryOf(window, report.rows, billed, { ...report, ...completeness }),
      warnings: csvWarningsOf(report),
    },
  };
}

function summaryOf(window, rows, billed, { focusVersion, outsideWindow, complete, completeReason, skipped, lost }) {
  return {
    focusVersion,
    rows: rows.length,
    start: instantText(window.start),
    end: instantText(window.end),
    timeframe: window.timeframe,
    timezone: window.timezone,
    zoneOffsets: stretches(window.timezone, window.start, window.end).map(zoneOffset),
    totals: totalsOf(billed, rows),
    outsideWindow,
    complete,
    completeReason,
    skipped: skipped.slice(0, 100),
    lost,
  };
}

function zoneOffset({ start, offset }) {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 3600), Math.floor((Math.abs(offset) % 3600) / 60)];
  return { from: instantText(start), offset: `${offset < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}` };
}

// Design section 2: a bucket belongs to the charge period that holds its start, and to the window when that
// period overlaps it. Its amounts are taken whole; only the period is clipped. An event is one instant, which is in
// the window or not; a summary alone is of the whole window.
function chargePeriodIn(window, { isOfSummary, timestamp, bucketStart }) {
  if (isOfSummary) return { start: window.start, end: window.end };
  if (timestamp === undefined) return clippedTo(window, chargePeriodAt(window, bucketStart));
  if (timestamp < window.start || timestamp >= window.end) return null;
  return clippedTo(window, chargePeriodAt(window, timestamp));
}

// A request is billed once, however often a reply tells of it: { included, repeated: [whether with other figures] }.
function once(mapped) {
  const figures = ({ item, row }) => JSON.stringify([
    row.SkuId, item.username, row.ChargePeriodStart, decimalText(row.BilledCost), decimalText(row.PricingQuantity),
  ]);
  const seen = new Map();
  const repeated = [];
  const included = mapped.filter((each) => {
    const { request_id } = each.item;
    if (request_id === undefined) return true;
    if (seen.has(request_id)) repeated.push(seen.get(request_id) !== figures(each));
    else return seen.set(request_id, figures(each));
    return false;
  });
  return { included, repeated };
}

// What came in against what was written, by currency.
function totalsOf(billed, rows) {
  return [...new Set(billed.map(({ currency }) => currency))].sort().map((currency) => {
    const given = billed.filter((each) => each.currency === currency);
    const inputCost = sum(given.map(({ amount }) => amount));
    const billedCost = sum(rows.filter((row) => row.BillingCurrency === currency).map((row) => row.BilledCost));
    return {
      currency,
      lineItems: given.length,
      inputCost: decimalText(inputCost),
      BilledCost: decimalText(billedCost),
      difference: decimalText(subtract(inputCost, billedCost)),
    };
  });
}
