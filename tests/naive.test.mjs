// The product against the naive converter, column by column, on random input; and every total
// summed afresh: from the raw JSON number tokens on one side, from the CSV text on the other.

import assert from "node:assert/strict";
import { test } from "node:test";

import init, { FocusReportWriter, resolveRequest } from "fal-focus";

import { comparableSummary } from "./case-folders.mjs";
import { convert } from "./naive/convert.mjs";
import { ZERO, add, decimal, decimalText, subtract } from "./naive/decimal.mjs";
import { randomCase } from "./naive/random.mjs";
import { resolvedAnswer } from "./naive/request.mjs";

await init();

const SEEDS = process.env.SLOW ? 20_000 : 1_500;

test(`${SEEDS} random cases are as the naive converter has them`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options, files } = randomCase(seed);
    const expected = convert(request, options, files);
    const actual = report(request, options, files, seed);
    assertSameCells(actual.csv, expected.csv, seed);
    assert.deepEqual(comparableSummary(actual.summary), expected.summary, `seed ${seed}`);
  }
});

test("requests resolve as the naive resolver has them", () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options } = randomCase(seed);
    const { now, rangeLimit } = options;
    const { usage_query, ...answer } = resolveRequest(request, { now, rangeLimit });
    assert.deepEqual(answer, resolvedAnswer(request, options), `seed ${seed}`);
    assert.match(usage_query, /^start=.*&expand=auth_method_structured$/);
  }
});

test("totals are the sums of the JSON's own number tokens and of the CSV's own text", () => {
  let compared = 0;
  for (let seed = 1; compared < SEEDS / 10; seed++) {
    const { request, options, files } = randomCase(seed);
    const { csv, summary } = report(request, options, files, seed);
    // Line items left out are in the tokens, but not in the report.
    if (summary.outsideWindow > 0) continue;
    compared++;
    const fromJson = sumOf(files.flatMap(({ text }) => billedTokens(text)));
    const fromCsv = sumOf(readCsv(csv).slice(1).map(([billedCost]) => billedCost));
    const claimed = sumOf(summary.totals.map(({ BilledCost }) => BilledCost));
    assert.equal(fromCsv, fromJson, `seed ${seed}`);
    assert.equal(claimed, fromJson, `seed ${seed}`);
    for (const { difference } of summary.totals) assert.equal(difference, "0.0");
  }
});

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

/**
 * What each line item bills, as the text of its number. The numbers are lifted out of the JSON by
 * a text replacement, so that `JSON.parse` only ever sees strings.
 */
function billedTokens(text) {
  const lifted = text.replace(/^\uFEFF/, "").replace(/("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/g, (_, string, number) => string ?? `"${number}"`);
  const billed = ({ cost_total, cost, cost_subtotal, cost_discount }) =>
    cost_total ?? cost ?? [cost_subtotal, cost_discount];
  return jsonValues(lifted).flat().flatMap(({ time_series }) => time_series.flatMap(({ results }) => results.map(billed)));
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

function sumOf(amounts) {
  const value = (amount) =>
    Array.isArray(amount) ? subtract(...amount.map(decimal)) : decimal(amount);
  return decimalText(amounts.map(value).reduce(add, ZERO));
}
