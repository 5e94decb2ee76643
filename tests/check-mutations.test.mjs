// A check says of a right file nothing, and of a file that is wrong in one thing just that: for every rule of every
// version. Then what cells and files may look like.

import assert from "node:assert/strict";
import { test } from "node:test";

import init, { checkFocus } from "fal-focus";

import { VERSIONS, baseOf, csvOf, linesOf } from "./check/base.mjs";
import { MUTATIONS } from "./check/mutations.mjs";

await init();

const check = (table, focusVersion, applicability = "ALL") => checkFocus(csvOf(table), { focusVersion, applicability });

/** What a right file comes to, by version. */
const RIGHT = new Map();
for (const version of VERSIONS) RIGHT.set(version, await check(baseOf(version), version));
const EVERYTHING = RIGHT.get("1.4").applicability;
const everythingBut = (criteria) => EVERYTHING.filter((criterion) => !criteria.includes(criterion));

/** Of a right file nothing can be asked: an account without an id, and codes of currencies that may be virtual. */
const NEVER_ASKED = ["BillingAccountType-C-004", "PricingCurrency-C-003"];

/** A rule by the name that cases know it by: `CAU-BilledCost-C-003-M` is `BilledCost-C-003`, and so on. */
function nameOf(rule) {
  const [, about, asks] = /^1\.[01]-[\d.]+-(\w+)-(\w+)$/.exec(rule) ?? [];
  return about ? `${about}.${asks}` : rule.replace(/^(CAU|ATT)-/, "").replace(/-[MCO]$/, "");
}

const namesOf = (rules) => rules.map(({ rule }) => nameOf(rule)).sort();
const namesIn = (version) => namesOf(RIGHT.get(version).outcomes);

/** The cases of a version, with the rules that it has. */
function casesOf(version) {
  const has = new Set(namesIn(version));
  const known = ({ rules, also, ...change }) => ({
    ...change,
    rules: rules.filter((name) => has.has(name)),
    also: also.filter((name) => has.has(name)),
  });
  const isWrong = ({ from = version, until = version }) => from <= version && version <= until;
  return MUTATIONS.filter(isWrong).map(known).filter(({ rules }) => rules.length > 0);
}

for (const version of VERSIONS) {
  test(`${version}: a right file`, () => assertRight(version));
  test(`${version}: every rule has a case, and a name of its own`, () => {
    const named = new Set(casesOf(version).flatMap(({ rules }) => rules));
    assert.deepEqual([...named].sort(), namesIn(version));
  });
  for (const each of casesOf(version)) {
    const title = `${version}: ${each.rules.join(", ")} ${each.row ? `in ${each.row}` : ""}`;
    test(title, () => assertBroken(version, each));
    if (each.criteria?.length > 0) test(`${title}, not offered`, () => assertNotAsked(version, each));
  }
}

test("cases name no rule that no version has", () => {
  const known = new Set(VERSIONS.flatMap(namesIn));
  const official = MUTATIONS.flatMap(({ rules, also }) => [...rules, ...also]).filter((name) => name.includes("-"));
  assert.deepEqual(official.filter((name) => !known.has(name)), []);
});

function assertRight(version) {
  const { findings, outcomes, rows, rules } = RIGHT.get(version);
  assert.deepEqual(findings, []);
  assert.equal(rows, baseOf(version).rows.length);
  const unasked = outcomes.filter(({ outcome }) => outcome !== "passed");
  assert.deepEqual(namesOf(unasked), NEVER_ASKED.filter((name) => namesIn(version).includes(name)));
  assert.equal(rules.passed, outcomes.length - unasked.length);
}

async function assertBroken(version, each) {
  const { table, at, changed } = mutated(version, each);
  const { findings, rows } = await check(table, version, each.criteria ?? (each.unless && everythingBut(each.unless)));
  assert.deepEqual(namesOf(findings), [...each.rules, ...each.also].sort());
  assert.equal(rows, table.rows.length);
  for (const finding of findings) {
    if (each.columns) assertColumnsFound(finding, each.columns);
    else assertRowFound(finding, table, at, changed);
  }
}

/** Nobody is asked for what they do not offer. */
async function assertNotAsked(version, each) {
  const { table } = mutated(version, each);
  for (const criterion of each.criteria) {
    const { findings } = await check(table, version, everythingBut([criterion]));
    assert.deepEqual(namesOf(findings).filter((name) => each.rules.includes(name)), [], criterion);
  }
}

function assertColumnsFound({ columns, count, rows }, expected) {
  assert.deepEqual({ columns, count, rows }, { columns: expected, count: expected.length, rows: [] });
}

/** Found is the row that was changed, with the cells that the rule looks at, among them one that was changed. */
function assertRowFound({ rule, columns, count, rows }, table, at, changed) {
  // Of long cells the beginning is shown.
  const values = columns.map((column) => [column, (table.rows[at].cells[column] ?? "").slice(0, 200)]);
  const found = { row: at + 1, line: linesOf(table)[at], values: Object.fromEntries(values) };
  assert.deepEqual({ count, rows }, { count: 1, rows: [found] }, rule);
  assert.ok(columns.some((column) => changed.includes(column)), `${rule} shows none of ${changed}`);
}

/** The base with the change of a case, the place of the row that it is in, and the columns. */
function mutated(version, { row, like, cells = {}, header = (names) => names, without = [] }) {
  const base = baseOf(version);
  const table = { header: header(base.header), rows: base.rows.filter(({ name }) => !without.includes(name)) };
  const model = table.rows.find(({ name }) => name === (row ?? like));
  const changes = typeof cells === "function" ? cells(model.cells) : cells;
  if (like) table.rows.push({ name: "another", cells: { ...model.cells, ...changes } });
  if (row) Object.assign(model.cells, changes);
  const at = like ? table.rows.length - 1 : table.rows.indexOf(model);
  return { table, at, changed: Object.keys(changes) };
}

// What cells may look like: the forms of numbers, times and units, of which some are wrong in form, some altogether.

const FORMS = [
  // Right, although nobody writes them all alike.
  ["BilledCost", ["10", "10.0", "010", "1E1", "1e1", "100E-1", "-0", ".5", "5.", "0.1234567890123456789"], []],
  ["BilledCost", ["$10", "+10", "1,000.5", "1e+3", " 10", "10 %", "1_000", "€10"], ["BilledCost-C-002"]],
  ["BilledCost", ["abc", "NaN", "1.2.3", "0x10", "1/2", "ten", "-", "10 USD"], ["BilledCost-C-001"]],
  ["BillingPeriodEnd", ["2026-10-01T00:00:00Z", "2028-02-29T23:59:59Z"], []],
  [
    "BillingPeriodEnd",
    ["2026-10-01", "2026-10-01 00:00:00", "2026-10-01T00:00:00.000Z", "2026-10-01T00:00:00", "2026-10-01T02:00:00+02:00"],
    ["BillingPeriodEnd-C-002"],
  ],
  ["BillingPeriodEnd", ["10/01/2026", "1790812800", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z"], ["BillingPeriodEnd-C-001"]],
  ["PricingUnit", ["GB", "Hours", "GB-Hours", "GB/Hour", "1000 Tokens", "Units/3 Months", "Core-Hours/Day", "API Requests"], []],
  ["PricingUnit", ["gb", "hours", "per hour", "1M Tokens", "1.5 Hours", "Gigabytes", "Tokens per Second"], ["PricingUnit-C-003"]],
  ["BillingCurrency", ["JPY", "CHF"], []],
  ["BillingCurrency", ["usd", "US$", "US", "Dollars"], ["BillingCurrency-C-003"]],
  ["Tags", ["{}", ' { "a" : null } ', '{"a":1.5,"b":"two","c":true,"d":false}'], []],
  ["Tags", ['{"a":{}}', '{"a":[1]}', '{"a":1,"a":1}'], ["Tags-C-001"]],
  ["Tags", ["[]", "null", "a=b", '{"a":1', "{'a':1}", '{"a":1}{}'], ["Tags-C-001", "Tags-C-018"]],
];

for (const [column, texts, rules] of FORMS) {
  for (const text of texts) {
    test(`${column}: ${text} ${rules.length > 0 ? `breaks ${rules}` : "is right"}`, async () => {
      const { table } = mutated("1.4", { row: "objects", cells: { [column]: text } });
      const { findings } = await check(table, "1.4");
      assert.deepEqual(namesOf(findings), rules);
    });
  }
}

// What files may look like. The wrong row stands behind a cell that takes two lines, and is found where it begins.

const WRONG = mutated("1.4", { row: "discounted", cells: { ServiceCategory: "Machines", ChargeDescription: "as\nnegotiated" } });
const WRONG_CSV = csvOf(WRONG.table);
const FOUND = (await check(WRONG.table, "1.4")).findings;

test("a row is found on the line that it begins on", () => {
  const [{ rows }] = FOUND;
  assert.deepEqual(rows.map(({ row, line }) => ({ row, line })), [{ row: 3, line: 5 }]);
});

const asText = WRONG_CSV.toString();
const FILES = {
  "with a byte order mark": `\uFEFF${asText}`,
  "with CRLF": asText.replaceAll("\n", "\r\n"),
  "without a newline at its end": asText.trimEnd(),
  "with every cell in quotes": quoteAll(WRONG.table),
  "in one piece": WRONG_CSV,
  "byte by byte": inPieces(WRONG_CSV, 1),
  "in pieces of seven bytes": inPieces(WRONG_CSV, 7),
};

for (const [what, csv] of Object.entries(FILES)) {
  test(`the same file ${what}`, async () => {
    const { findings } = await checkFocus(csv, { focusVersion: "1.4", applicability: "ALL" });
    assert.deepEqual(findings, FOUND);
  });
}

test("bytes that are no text, cut anywhere", async () => {
  const { table } = mutated("1.4", { row: "resold", cells: { RegionName: "Z\uFFFDrich ü€𝄞" } });
  const whole = await check(table, "1.4");
  assert.deepEqual(namesOf(whole.findings), ["RegionName-C-002"]);
  const options = { focusVersion: "1.4", applicability: "ALL" };
  for (const size of [1, 2, 3]) assert.deepEqual(await checkFocus(inPieces(csvOf(table), size), options), whole);
});

test("of many wrong rows all are counted and ten are listed", async () => {
  const { table } = mutated("1.4", { row: "usage", cells: { ConsumedUnit: "" } });
  const usage = table.rows.find(({ name }) => name === "usage");
  table.rows.push(...Array.from({ length: 30 }, () => usage));
  const { findings } = await check(table, "1.4");
  assert.deepEqual(findings.map(({ rule, count, rows }) => [nameOf(rule), count, rows.length]), [["ConsumedUnit-C-006", 31, 10]]);
  assert.deepEqual(findings[0].rows.map(({ row }) => row).slice(0, 3), [1, table.rows.length - 29, table.rows.length - 28]);
});

function inPieces(bytes, size) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, (at += size)));
    },
  });
}

function quoteAll({ header, rows }) {
  const lines = [header, ...rows.map(({ cells }) => header.map((column) => cells[column] ?? ""))];
  return lines.map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`).join("");
}
