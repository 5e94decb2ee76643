// The figures of a CSV, through the package: held to sums that are reckoned here in whole numbers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { FalFocusError } from "fal-focus";

import { FocusFigures, initFigures } from "../pkg/figures.js";
import { parseCsv } from "../pkg/csv-records.js";
import { caseFolders } from "./case-folders.mjs";

await init();
const early = errorOf(() => new FocusFigures());
await initFigures(readFileSync(new URL("../pkg/fal_focus_figures_bg.wasm", import.meta.url)));

const DECIMALS = 30;
const sample = caseFolders().find(({ name }) => name === "sample-account");

const figuresOf = (csv, { chunk = Infinity, ...about } = {}) => {
  const figures = new FocusFigures(about);
  const bytes = new TextEncoder().encode(csv);
  for (let at = 0; at < bytes.length; at += chunk) figures.push(bytes.subarray(at, at + chunk));
  return figures.finish();
};

/** Decimal text as a whole number of units of 10^-30, and back. */
const units = (text) => {
  const [, sign, whole, decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return BigInt(sign + whole + decimals.padEnd(DECIMALS, "0"));
};
const sum = (amounts) => amounts.reduce((total, amount) => total + units(amount), 0n);

/** `Map` from the texts of a column to the sums of BilledCost by ChargePeriodStart, in a `Map` again. */
function naive(csv, column) {
  const [header, ...rows] = parseCsv(csv);
  const [key, cost, start] = [column, "BilledCost", "ChargePeriodStart"].map((name) => header.indexOf(name));
  const sums = new Map();
  for (const row of rows) {
    const byStart = sums.get(row[key]) ?? sums.set(row[key], new Map()).get(row[key]);
    byStart.set(row[start], (byStart.get(row[start]) ?? 0n) + units(row[cost]));
  }
  return sums;
}

test("the sample account: each dimension's values are the naive sums, the dearest first, and together the total", () => {
  const { csv, summary } = sample.expected;
  const { rows, leftOut, currencies } = figuresOf(csv, { hasNullWords: false });
  assert.deepEqual({ rows, leftOut }, { rows: summary.rows, leftOut: [] });
  const [{ currency, BilledCost, byPeriod, periods, coarsened, dimensions }, ...others] = currencies;
  assert.deepEqual(others, []);
  const [total] = summary.totals;
  assert.deepEqual({ currency, BilledCost }, { currency: total.currency, BilledCost: total.BilledCost });
  assert.equal(coarsened, null);
  assert.equal(sum(byPeriod), units(total.BilledCost));
  const columns = dimensions.map(({ column }) => column);
  for (const column of ["SkuId", "x_ApiKeyId", "x_AuthMethod", "ChargeCategory"]) {
    assert.ok(columns.includes(column), `${column} in ${columns}`);
  }
  for (const { column, values, others, none } of dimensions) {
    const expected = naive(csv, column);
    for (const { value, BilledCost, byPeriod } of values) {
      const byStart = expected.get(value);
      assert.deepEqual(byPeriod.map(units), periods.map(({ start }) => byStart.get(start) ?? 0n), `${column} ${value}`);
      assert.equal(units(BilledCost), sum(byPeriod));
    }
    const amounts = values.map(({ BilledCost }) => units(BilledCost));
    assert.deepEqual(amounts, amounts.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)), `${column}: dearest first`);
    assert.equal(others?.values ?? 0, Math.max(0, [...expected.keys()].filter(Boolean).length - 20));
    const parts = [...values, others, none].filter(Boolean);
    assert.equal(sum(parts.map(({ BilledCost }) => BilledCost)), units(total.BilledCost), column);
    assert.equal(parts.reduce((rows, part) => rows + part.rows, 0), summary.rows, column);
  }
});

test("wherever the bytes are cut the figures are the same, and rows are counted as they come", () => {
  const whole = figuresOf(sample.expected.csv);
  for (const chunk of [7, 4096]) assert.deepEqual(figuresOf(sample.expected.csv, { chunk }), whole);
  const figures = new FocusFigures();
  const [header, first, second] = sample.expected.csv.split("\n").map((line) => new TextEncoder().encode(`${line}\n`));
  assert.deepEqual([header, first, second].map((bytes) => figures.push(bytes)), [0, 1, 2]);
});

test("the word NULL is a null, unless the file is said to mean it", () => {
  const csv = "BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,SkuId\n1.50,USD,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,NULL\n";
  assert.deepEqual(figuresOf(csv).currencies[0].dimensions, []);
  const [{ column, values }] = figuresOf(csv, { hasNullWords: false }).currencies[0].dimensions;
  assert.deepEqual({ column, values }, { column: "SkuId", values: [{ value: "NULL", name: null, rows: 1, BilledCost: "1.5", byPeriod: ["1.5"] }] });
});

function errorOf(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("before they are loaded figures say what to do", () => {
  assert.ok(early instanceof FalFocusError);
  assert.equal(early.code, "not_initialized");
  assert.match(early.hint, /await initFigures\(\)/);
});

test("what cannot be read is told by its reason; a quote out of place and a call too late are errors", () => {
  const row = (cost, start) => `${cost},USD,${start},2026-01-02T00:00:00Z\n`;
  const csv = `BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd\n${row("1", "2026-01-01T00:00:00Z")}${row("x", "2026-01-01T00:00:00Z")}${row("1", "then")}`;
  const { rows, leftOut, currencies } = figuresOf(csv);
  assert.deepEqual({ rows, leftOut }, { rows: 3, leftOut: [{ why: "no_cost", rows: 1 }, { why: "no_period", rows: 1 }] });
  assert.equal(currencies[0].BilledCost, "1.0");
  assert.deepEqual(figuresOf(""), { rows: 0, leftOut: [], currencies: [] });
  const isError = (code) => (error) => error instanceof FalFocusError && error.code === code;
  assert.throws(() => figuresOf(`${csv}1,5" disk,,\n`), isError("invalid_csv"));
  const figures = new FocusFigures();
  figures.finish();
  assert.throws(() => figures.finish(), isError("writer_finished"));
  assert.throws(() => figures.push(new Uint8Array(1)), isError("writer_finished"));
  assert.throws(() => new FocusFigures().push("text"), isError("invalid_usage"));
});
