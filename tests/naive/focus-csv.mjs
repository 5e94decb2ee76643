// A FOCUS CSV as input: its rows filtered to the window, moved to the report's charge periods, added up and sorted.
// Its columns stay, whatever they are, unless another version of FOCUS is wanted (other-version.mjs).

import { SORTED_BY, chosenColumns, typeOf } from "./columns.mjs";
import { csvLines, csvOf, isObject, plainJson, plainText } from "./csv.mjs";
import { decimal, isNumberText } from "./decimal.mjs";
import { readInstant } from "./instant.mjs";
import { invalid, readEach } from "./invalid.mjs";
import { addedUp, orderOf } from "./order.mjs";
import { otherVersion } from "./other-version.mjs";
import { chargePeriodAt, clippedTo } from "./request.mjs";
import { addKnown, crossesMonth } from "./row.mjs";

const REQUIRED = ["BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"];
const ADDED_UP = [
  "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity", "ConsumedQuantity",
  "CommitmentDiscountQuantity", "PricingCurrencyEffectiveCost", "x_CostDiscount", "x_CostSubtotal",
];

/** A file is JSON or CSV. */
export function isCsv({ text }) {
  return /^\uFEFF?\s*[^{[\s]/.test(text);
}

/** { csv, escaped, skipped, included, rows, outsideWindow, crossesMonth, focusVersion, lost } */
export function focusCsvReport(files, window, options) {
  const tables = files.map(({ name, text }) => ({ name, lines: csvLines(text) }));
  const header = tables[0].lines[0].map((name) => (options.inputSpreadsheetSafe ? plainText(name) : name));
  const entries = tables.flatMap(({ name, lines }) =>
    lines.slice(1).map((cells, at) => ({ file: name, path: `[${at}]`, cells })));
  const { items, skipped } = readEach(entries, ({ cells }) => readRow(header, cells, options), options);
  const placed = items.flatMap((row) => rowIn(window, row) ?? []);
  const { focusVersion, columns, moved, lostOf } = otherVersion(header, options);
  const included = placed.map(moved);
  const rows = options.grain === "line_item" ? included : rowsByTimeframe(included, columns);
  const { csv, escaped } = csvOf(chosenColumns(columns, options), rows, options);
  return {
    csv, escaped, skipped, included, rows, focusVersion,
    lost: lostOf(placed),
    outsideWindow: items.length - included.length,
    crossesMonth: included.filter((row) => isUsage(row) && crossesMonth(row)).length,
  };
}

function readRow(columns, cells, options) {
  if (cells.length !== columns.length) throw invalid("invalid_csv", null);
  const row = Object.create(null);
  columns.forEach((name, at) => {
    row[name] = cells[at] === "" ? null : readCell(name, cells[at], options);
    if (row[name] === null && REQUIRED.includes(name)) throw invalid("invalid_csv", name);
  });
  return row;
}

function readCell(name, cell, { inputSpreadsheetSafe = false }) {
  const type = typeOf(name);
  if (type === "json" || type === "text" || type === "unknown") {
    if (!inputSpreadsheetSafe) return cell;
    return type === "json" && isObject(cell) ? plainJson(cell) : plainText(cell);
  }
  try {
    if (type === "decimal" && isNumberText(cell)) return decimal(cell);
    if (type === "date") return readInstant(cell, "UTC");
  } catch {
    // said below
  }
  throw invalid("invalid_csv", name);
}

function isUsage({ ChargeCategory = null }) {
  return ChargeCategory === null || ChargeCategory === "Usage";
}

// Usage belongs to the charge period that holds its start, where it shares time with the window. A credit or a tax
// keeps its own period, and belongs where it starts.
function rowIn(window, row) {
  const { ChargePeriodStart: start, ChargePeriodEnd: end } = row;
  if (!isUsage(row)) return start >= window.start && start < window.end ? row : null;
  if (start >= window.end || end <= window.start) return null;
  const period = clippedTo(window, chargePeriodAt(window, row.ChargePeriodStart));
  return period && Object.assign(Object.create(null), row, { ChargePeriodStart: period.start, ChargePeriodEnd: period.end });
}

function rowsByTimeframe(rows, columns) {
  const order = (a, b) => {
    for (const compareCells of orders) {
      const difference = compareCells(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const orders = [
    ...SORTED_BY.filter((name) => columns.includes(name)).map(byValue),
    ...columns.filter((name) => !SORTED_BY.includes(name) && !ADDED_UP.includes(name)).map(byValue),
  ];
  const added = columns.filter((name) => ADDED_UP.includes(name));
  const add = (row, other) =>
    Object.assign(Object.create(null), row, Object.fromEntries(added.map((name) => [name, addKnown(row[name], other[name])])));
  return [...addedUp(rows.filter(isUsage), order, add), ...rows.filter((row) => !isUsage(row))];
}

function byValue(name) {
  const compareCells = orderOf(typeOf(name));
  return (a, b) => compareCells(a[name], b[name]);
}
