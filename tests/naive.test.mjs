// The product against the naive converter, column by column, on random input; its own reports read
// back; and every total summed afresh: from the raw JSON number tokens on one side, from the CSV
// text on the other.

import assert from "node:assert/strict";
import { test } from "node:test";

import init, { FocusReportWriter, resolveRequest } from "fal-focus";

import { comparableSummary } from "./case-folders.mjs";
import { VERSIONS } from "./naive/columns.mjs";
import { convert } from "./naive/convert.mjs";
import { absolute, add, compare, decimal, decimalText, multiply, subtract } from "./naive/decimal.mjs";
import { diceOf } from "./naive/dice.mjs";
import { randomChoice } from "./naive/random-columns.mjs";
import { randomFocusCsv } from "./naive/random-focus-csv.mjs";
import { randomCase } from "./naive/random.mjs";
import { resolvedAnswer } from "./naive/request.mjs";

await init();

const SEEDS = process.env.SLOW ? 10_000 : 1_500;

test(`${SEEDS} random cases are as the naive converter has them`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options, files } = randomCase(seed);
    assertIsNaive(request, options, files, seed);
  }
});

test(`${SEEDS} random FOCUS CSV files are as the naive converter has them`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options, files } = randomFocusCsv(seed);
    assertIsNaive(request, options, files, seed);
  }
});

test("requests resolve as the naive resolver has them", () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options } = randomCase(seed);
    const { now, rangeLimit, invoice } = options;
    const { usage_query, filename, ...answer } = resolveRequest(request, { now, rangeLimit, invoice });
    assert.deepEqual(answer, resolvedAnswer(request, options), `seed ${seed}`);
    assert.match(filename, /^fal-focus-(estimate|invoice)-\d{4}-\d\d\S*\.csv$/);
    assert.match(usage_query, /^start=.*&expand=auth_method_structured$/);
  }
});

test("totals are the sums of the JSON's own number tokens and of the CSV's own text", () => {
  let compared = 0;
  for (let seed = 1; compared < SEEDS / 10; seed++) {
    const { request, options, files } = randomCase(seed);
    const { csv, summary } = report(request, options, files, seed);
    const [header, ...rows] = readCsv(csv);
    const [currency, cost] = ["BillingCurrency", "BilledCost"].map((name) => header.indexOf(name));
    if (leavesOut(summary) || currency < 0 || cost < 0) continue;
    compared++;
    const billed = files.flatMap(({ text }) => billedTokens(text)).concat(invoicedTokens(options, summary));
    const fromJson = sumsOf(billed);
    assert.deepEqual(sumsOf(rows.map((row) => [row[currency], row[cost]])), fromJson, `seed ${seed}`);
    assert.deepEqual(sumsOf(summary.totals.map((total) => [total.currency, total.BilledCost])), fromJson, `seed ${seed}`);
    for (const { difference } of summary.totals) assert.equal(difference, "0.0");
  }
});

test(`${SEEDS / 5} reports read back: the same bytes; coarser, and in another version, as the naive converter reads them`, () => {
  for (let seed = 1; seed <= SEEDS / 5; seed++) {
    const { request, options, files } = randomCase(seed);
    // Rows may differ in nothing but columns that were not chosen.
    for (const name of ["columns", "customColumns", "personalData"]) delete options[name];
    const { csv, summary } = report(request, options, files, seed);
    // A summary's line items lie in no charge period.
    if (summary.warnings.some(({ code }) => code === "summary_only")) continue;
    const { now, grain, spreadsheetSafe, invoice } = options;
    // Without its document an invoice's request needs to say the month.
    const month = invoice && { billing_month: summary.invoice.billingMonth };
    const again = { ...request, ...(request.charge_month ? {} : month), timeframe: summary.timeframe };
    const reading = { now, grain, spreadsheetSafe, inputSpreadsheetSafe: spreadsheetSafe, rangeLimit: "none" };
    const file = [{ name: "report.csv", text: csv }];
    const read = report(again, reading, file, seed);
    assertSameCells(read.csv, csv, seed);
    assert.equal(read.summary.focusVersion, summary.focusVersion, `seed ${seed}`);
    for (const timeframe of COARSER[summary.timeframe]) assertIsNaive({ ...again, timeframe }, reading, file, seed);
    const dice = diceOf(seed);
    const moving = { ...reading, focusVersion: dice.pick(VERSIONS) };
    const [columns] = readCsv(convert(again, moving, file).csv);
    assertIsNaive(again, { ...moving, ...randomChoice(dice, columns) }, file, seed);
  }
});

function assertIsNaive(request, options, files, seed) {
  const expected = convert(request, options, files);
  const actual = report(request, options, files, seed);
  assertSameCells(actual.csv, expected.csv, seed);
  assert.deepEqual(comparableSummary(actual.summary), expected.summary, `seed ${seed}`);
}

/** The timeframes whose periods hold whole periods of another one. */
const COARSER = {
  minute: ["hour", "day", "week", "month"],
  hour: ["day", "week", "month"],
  day: ["week", "month"],
  week: [],
  month: [],
};

function report(request, options, files, seed) {
  const chunks = [];
  const writer = new FocusReportWriter(request, options, (chunk) => chunks.push(chunk));
  for (const { name, text } of files) {
    const bytes = Buffer.from(text);
    const cut = seed % (bytes.length + 1);
    writer.push(bytes.subarray(0, cut), { file: name });
    writer.push(bytes.subarray(cut), { file: name });
    writer.endFile();
  }
  const { summary } = writer.finish();
  return { csv: Buffer.concat(chunks).toString(), summary };
}

function assertSameCells(actual, expected, seed) {
  if (actual === expected) return;
  const [expectedRows, actualRows] = [readCsv(expected), readCsv(actual)];
  const header = expectedRows[0];
  expectedRows.forEach((row, line) =>
    row.forEach((cell, column) =>
      assert.equal(actualRows[line]?.[column], cell, `seed ${seed}, row ${line}, ${header[column]}`)));
  assert.equal(actual, expected, `seed ${seed}`);
}

/** RFC 4180, read with a regular expression. */
function readCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

/** Line items left out are in the tokens, but not in the report. */
function leavesOut({ outsideWindow, warnings }) {
  const codes = ["duplicate_request", "duplicate_request_differs", "other_kind_left_out", "invalid_skipped"];
  return outsideWindow > 0 || warnings.some(({ code }) => codes.includes(code));
}

/**
 * What each line item bills, as [currency, the text of its number]. The numbers are lifted out of
 * the JSON by a text replacement, so that `JSON.parse` only ever sees strings.
 */
function billedTokens(text) {
  const replies = jsonValues(lifted(text)).flat();
  return replies.flatMap(({ time_series, summary, billing_events }) => [
    ...(time_series?.flatMap(({ results }) => results) ?? summary ?? []).map((item) => [item.currency, billedFigure(item)]),
    ...(billing_events ?? []).map((event) => [event.currency ?? "USD", billedByEvent(event)]),
  ]);
}

function lifted(text) {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/g, (_, string, number) => string ?? `"${number}"`);
}

function billedFigure({ cost_total, cost, cost_subtotal, cost_discount }) {
  if (cost_total ?? cost) return decimal(cost_total ?? cost);
  return cost_subtotal && cost_discount ? subtract(decimal(cost_subtotal), decimal(cost_discount)) : null;
}

/** Of two amounts that are one billionth, the longer; else the one that was given in billionths. */
function billedByEvent(event) {
  const figure = billedFigure(event);
  const nano = event.cost_estimate_nano_usd;
  if (!nano || (event.currency ?? "USD").toUpperCase() !== "USD") return figure;
  const fine = multiply(decimal(nano), decimal("1e-9"));
  if (!figure) return fine;
  const isSame = compare(absolute(subtract(fine, figure)), decimal("5e-10")) <= 0;
  return isSame && figure.scale >= fine.scale ? figure : fine;
}

/** What the invoice document adds; with a rounding row all of it is the total. */
function invoicedTokens({ invoice }, summary) {
  if (!invoice) return [];
  const { currency = "USD", credits = [], taxes = [] } = JSON.parse(lifted(invoice));
  const rounding = summary.invoice.rounding === "0.0" ? [] : [summary.invoice.residue];
  return [...[...credits, ...taxes].map(({ amount }) => amount), ...rounding].map((amount) => [currency, amount]);
}

/** One value, or one a line. */
function jsonValues(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return splitValues(text).map((value) => JSON.parse(value));
  }
}

/** Top-level values, told apart by their brackets. */
function splitValues(text) {
  const values = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "{" || token === "[") depth++ || (start = index);
    if ((token === "}" || token === "]") && --depth === 0) values.push(text.slice(start, index + 1));
  }
  return values;
}

/** { currency: sum }, from [currency, amount] with the amount as text or as a decimal. */
function sumsOf(billed) {
  const sums = {};
  for (const [given, amount] of billed) {
    const currency = given.toUpperCase();
    const value = typeof amount === "string" ? decimal(amount) : amount;
    sums[currency] = sums[currency] ? add(sums[currency], value) : value;
  }
  return Object.fromEntries(Object.keys(sums).sort().map((currency) => [currency, decimalText(sums[currency])]));
}
