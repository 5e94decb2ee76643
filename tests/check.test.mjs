// The check of a FOCUS CSV from outside: our own reports keep every rule, what the official
// validator passes over is found, and a file that is none is named for what it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { FalFocusError, FocusReportWriter, checkFocus, explainConformance, focusReport } from "fal-focus";

import { caseFolders } from "./case-folders.mjs";
import { VERSIONS } from "./naive/columns.mjs";
import { randomCase } from "./naive/random.mjs";

await init();

const SEEDS = process.env.SLOW ? 5_000 : 500;

/** Options that leave out columns, which rules of presence then miss. */
const CHOICES = ["columns", "customColumns", "personalData"];
const isOfReplies = ({ files }) => !files.some(({ name }) => name.endsWith(".csv"));
const hasAllColumns = ({ options }) => !CHOICES.some((name) => options && name in options);

const reports = caseFolders().filter((each) => each.expected && isOfReplies(each) && hasAllColumns(each));

/** fal's words that become no unit of FOCUS's, such as `gpu-2 hours`. */
const ODD_UNITS = { units: ["ConsumedUnit-C-003-O", "PricingUnit-C-003-O"] };

for (const { name, expected } of reports) {
  test(`${name}: nothing is wrong with the golden report`, async () => {
    const { findings, focusVersion } = await checkFocus(expected.csv);
    assert.deepEqual(findings.map(({ rule }) => rule), ODD_UNITS[name] ?? []);
    assert.equal(focusVersion, expected.summary.focusVersion);
  });
}

test("golden reports are of every version", () => {
  assert.deepEqual([...new Set(reports.map(({ expected }) => expected.summary.focusVersion))].toSorted(), VERSIONS);
});

test(`${SEEDS} random reports of all versions fail no MUST, whatever the input`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { request, options, files } = randomCase(seed);
    for (const name of CHOICES) delete options[name];
    const { conformance } = report(request, { ...options, check: true, focusVersion: VERSIONS[seed % VERSIONS.length] }, files);
    const broken = conformance.findings.filter(({ keyword }) => keyword.startsWith("MUST"));
    assert.deepEqual(broken, [], `seed ${seed}`);
  }
});

function report(request, options, files) {
  const writer = new FocusReportWriter(request, options, () => {});
  for (const { name, text } of files) writer.write(text, { file: name });
  return writer.finish().summary;
}

test("a report's own check is the check of its CSV", async () => {
  const { request, options, files } = reports.find(({ name }) => name === "version-1.4-invoice");
  const { csv, summary } = focusReport(request, files.map(({ text }) => text), { ...options, check: true });
  const { versionFrom, ...own } = await explainConformance(summary.conformance);
  const { versionFrom: told, ...checked } = await checkFocus(csv);
  assert.deepEqual([versionFrom, told], ["report", "header"]);
  assert.deepEqual(own, checked);
});

test("a report without the option has no conformance", () => {
  const [{ request, options, files }] = reports;
  assert.equal(focusReport(request, files[0].text, options).summary.conformance, undefined);
});

test("a report of chosen columns says which it lacks", () => {
  const { request, options, files } = reports.find(({ name }) => name === "sample-account");
  const { summary } = focusReport(request, files[0].text, { ...options, columns: "BilledCost,BillingCurrency,Tags", check: true });
  const { findings, rules } = summary.conformance;
  assert.ok(findings.some(({ rule, kind, columns }) => rule === "CostAndUsage-D-024-M" && kind === "present" && columns[0] === "BillingAccountId"));
  assert.ok(rules.failedMust > 10);
});

// Files made by hand after the specification; of the two of 1.2 the official validator 2.2.1 fails only rules
// that contradict their own text.
const BY_HAND = {
  "focus-1.2-recommended.csv": ["1.2", undefined],
  "focus-1.2-full.csv": ["1.2", "ALL"],
  "focus-1.4-full.csv": ["1.4", undefined],
};

for (const [name, [version, applicability]] of Object.entries(BY_HAND)) {
  test(`nothing is wrong with ${name}`, async () => {
    const { findings, focusVersion, rows } = await checkFocus(readFileSync(new URL(`check/samples/${name}`, import.meta.url)), { applicability });
    assert.deepEqual(findings, []);
    assert.deepEqual([focusVersion, rows], [version, 20]);
  });
}

// What the official validator 2.2.1 lets pass (measured with the model of 1.2).
const sample = reports.find(({ name }) => name === "sample-account").expected.csv;
const BLIND_SPOTS = {
  "one value of many that is not allowed: ChargeFrequency": [["ChargeFrequency", "Daily"], "ChargeFrequency-C-003-M"],
  "one value of many that is not allowed: ChargeCategory": [["ChargeCategory", "Refund"], "ChargeCategory-C-003-M"],
  "a cost that is not price × quantity": [["ListCost", "0.1"], "ListCost-C-009-C"],
  "usage without a price": [["ListUnitPrice", ""], "ListUnitPrice-C-005-C"],
  "usage without a SkuPriceId": [["SkuPriceId", ""], "SkuPriceId-C-005-C"],
  "usage without a PricingCategory": [["PricingCategory", ""], "PricingCategory-C-004-C"],
  "a period that ends before it begins": [["ChargePeriodEnd", "2026-01-01T00:00:00Z"], "ChargePeriodEnd-C-004-M"],
  "Tags that are a list": [["Tags", '"[""a""]"'], "Tags-C-001-M"],
  "Tags that are a text": [["Tags", '"""a"""'], "Tags-C-001-M"],
  "Tags that nest": [["Tags", '"{""a"":{""b"":1}}"'], "Tags-C-001-M"],
  "a time of another zone": [["ChargePeriodStart", "2026-10-01T00:00:00+02:00"], "ChargePeriodStart-C-002-M"],
  "a time without a zone": [["ChargePeriodStart", "2026-10-01T00:00:00"], "ChargePeriodStart-C-002-M"],
};

for (const [what, [[column, cell], rule]] of Object.entries(BLIND_SPOTS)) {
  test(`what the official validator passes over is found: ${what}`, async () => {
    const { findings } = await checkFocus(withCell(sample, 17, column, cell));
    const finding = findings.find((each) => each.rule === rule);
    assert.equal(finding?.count, 1);
    assert.deepEqual(finding.rows.map(({ row, line }) => [row, line]), [[17, 18]]);
    assert.ok(column in finding.rows[0].values);
    assert.match(finding.message, /^[A-Z].*\.$/);
  });
}

/** The CSV with another cell in a row; the sample has no quoted cell before Tags that holds a comma. */
function withCell(csv, row, column, cell) {
  const lines = csv.split("\n");
  const cells = lines[row].match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((text) => text.replace(/,$/, ""));
  cells[lines[0].split(",").indexOf(column)] = cell;
  lines[row] = cells.slice(0, lines[0].split(",").length).join(",");
  return lines.join("\n");
}

const BAD_INPUT = {
  "an empty file": ["", { code: "invalid_csv", field: "[line 1]" }],
  "a byte order mark alone": ["\uFEFF", { code: "invalid_csv", field: "[line 1]" }],
  "JSON": ['{"time_series": []}', { code: "invalid_csv", field: "[line 1]" }],
  "a web page": ["<!doctype html>", { code: "invalid_csv", field: "[line 1]" }],
  "gzip": [new Uint8Array([0x1f, 0x8b, 8, 0, 0]), { code: "invalid_csv", field: "[line 1]" }],
  "a spreadsheet": [new TextEncoder().encode("PK\x03\x04"), { code: "invalid_csv", field: "[line 1]" }],
  "Parquet": ["PAR1....", { code: "invalid_csv", field: "[line 1]" }],
  "UTF-16": [new Uint8Array([0xff, 0xfe, 0x42, 0]), { code: "invalid_csv", field: "[line 1]" }],
  "UTF-16 without a mark": [new TextEncoder().encode("B\0i\0l\0l\0"), { code: "invalid_csv", field: "[line 1]", message: /UTF-16/ }],
  "a header that is no UTF-8": [new Uint8Array([0x42, 0x69, 0xff, 0x0a]), { code: "invalid_csv", field: "[line 1]" }],
  "semicolons": ["BilledCost;BillingCurrency\n1.0;USD\n", { code: "invalid_csv", field: "[line 1]" }],
  "semicolons between quoted cells": ['"BilledCost";"BillingCurrency"\n1.0;USD\n', { code: "invalid_csv", field: "[line 1]", message: /commas/ }],
  "a column twice": ["BilledCost,BilledCost\n1.0,2.0\n", { code: "invalid_csv", field: "BilledCost" }],
  "columns without a name": ["BilledCost,,\n1.0,,\n", { code: "invalid_csv", field: "[line 1]" }],
  "spaces beside the commas": ["BillingCurrency, BilledCost\nUSD, 1.0\n", { code: "invalid_csv", field: "[line 1]" }],
  "names in other letters": ["billed_cost,currency\n1.0,USD\n", { code: "invalid_csv", field: "[line 1]" }],
  "no column of FOCUS": ["cost,currency\n1.0,USD\n", { code: "invalid_csv", field: "[line 1]" }],
  "a row that is too short": ['BilledCost,Tags\n1.0,"a\nb"\n2.0\n', { code: "invalid_csv", field: "[line 4]" }],
  "a row that is too long": ["BilledCost,Tags\n1.0,,\n", { code: "invalid_csv", field: "[line 2]" }],
  "an open quote": ['BilledCost,Tags\n0.5,\n1.0,"{}\n2.0,\n', { code: "invalid_csv", field: "[line 3]" }],
  "an open quote, and no end of it": [() => new Blob(['BilledCost,Tags\n1.0,"', "x".repeat(20 << 20)]), { code: "invalid_csv", field: "[line 2]", message: /never closed/ }],
  "two open quotes": ['BilledCost,Tags\n1.0,"a\n2.0,"b\n3.0,c\n', { code: "invalid_csv", field: "[line 3]" }],
  "a quote that is not doubled": ['BilledCost,Tags\n0.5,5" disk\n1.0,"{}"\n', { code: "invalid_csv", field: "[line 2]" }],
  "a row that is too long to be one": [() => new Blob(["BilledCost,Tags\n1.0,", "x".repeat(20 << 20)]), { code: "invalid_csv", field: "[line 2]", message: /longer than 16777216 bytes/ }],
  "a stream that is being read": [() => { const { body } = new Response("BilledCost\n"); body.getReader(); return body; }, { code: "invalid_csv", field: undefined }],
  "a stream of texts": [() => new Blob(["BilledCost\n"]).stream().pipeThrough(new TextDecoderStream()), { code: "invalid_csv", field: undefined }],
  "columns of no one version": ["ProviderName,InvoiceDetailId\nfal,a\n", { code: "unknown_version", field: "focusVersion" }],
  "no file at all": [42, { code: "invalid_csv", field: undefined }],
};

for (const [what, [csv, expected]] of Object.entries(BAD_INPUT)) {
  test(`bad input: ${what}`, () => assertRejects(checkFocus(typeof csv === "function" ? csv() : csv), expected));
}

test("a row that is too short is named with its line and the first column that is missing", async () => {
  await assert.rejects(checkFocus("BilledCost,BillingCurrency,Tags\n1.0\n"), /row 1 \(line 2\) has 1 cells, the header 3: nothing stands in BillingCurrency/);
});

const WRONG_OPTIONS = {
  "a version that there is not": [{ focusVersion: "2.0" }, "focusVersion"],
  "a criterion that there is not": [{ applicability: ["TAGS"] }, "applicability"],
  "a criterion without its end": [{ applicability: "TAGGING" }, "applicability"],
  "an option of reports": [{ grain: "line_item" }, "grain"],
  "no function": [{ onProgress: true }, "onProgress"],
  "a version as a number": [{ focusVersion: 1.2 }, "focusVersion"],
  "no object": ["1.2", undefined],
};

for (const [what, [options, field]] of Object.entries(WRONG_OPTIONS)) {
  test(`wrong option: ${what}`, () => assertRejects(checkFocus(sample, options), { code: "invalid_option", field }));
}

async function assertRejects(promise, { code, field, message = /./ }) {
  const error = await promise.then(() => assert.fail("nothing was thrown"), (thrown) => thrown);
  assert.ok(error instanceof FalFocusError, String(error));
  assert.deepEqual({ code: error.code, field: error.field }, { code, field });
  assert.match(error.message, message);
  assert.ok(error.hint, "an error tells what to do");
}

test("names in other letters are told what FOCUS calls them", async () => {
  await assert.rejects(checkFocus("billed_cost\n1.0\n"), ({ hint }) => hint === "FOCUS calls billed_cost BilledCost: rename the columns.");
});

test("a source that never stops does not keep the error back, and is free again", { timeout: 10_000 }, async () => {
  const stream = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{}xxxx")),
    cancel: () => new Promise(() => {}),
  });
  await assertRejects(checkFocus(stream), { code: "invalid_csv", field: "[line 1]" });
  assert.equal(stream.locked, false);
});

test("what there is no conformance of is not explained", async () => {
  for (const none of [undefined, {}, { findings: [] }]) {
    await assertRejects(explainConformance(none), { code: "invalid_option", field: "conformance" });
  }
});

test("text, bytes, a Blob, a stream and an iterable give the same; progress counts bytes and rows", async () => {
  const bytes = new TextEncoder().encode(sample);
  const expected = await checkFocus(sample);
  const seen = [];
  const onProgress = (progress) => seen.push(progress);
  for (const csv of [bytes, bytes.buffer, [bytes], new Blob([bytes]), new Blob([bytes]).stream(), (async function* () { yield* [bytes.subarray(0, 1), bytes.subarray(1)]; })()]) {
    assert.deepEqual(await checkFocus(csv, { onProgress }), expected);
    assert.deepEqual(seen.at(-1), { bytes: bytes.length, rows: 795 });
  }
});

test("the word NULL is null in a file, and a name in a report of ours", async () => {
  const { findings } = await checkFocus(withCell(sample, 17, "ChargeClass", "NULL"));
  assert.deepEqual(findings, []);
  const lineItem = { endpoint_id: "NULL", unit: "image", quantity: 4, unit_price: 0.1, cost: 0.4, currency: "USD" };
  const reply = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: [lineItem] }] };
  const request = { source: "estimate", start: "2025-01-15", end: "2025-01-16", timeframe: "day" };
  const { csv, summary } = focusReport(request, reply, { now: "2025-01-16T00:00:00Z", check: true });
  assert.equal(summary.conformance.rules.failedMust, 0);
  const read = await checkFocus(csv);
  assert.ok(read.findings.some(({ rule }) => rule === "SkuId-C-005-C"), "importers read it as null");
});

test("a report that was read back is read with its nulls as they are in the file", async () => {
  const file = withCell(sample, 17, "ChargeClass", "NULL");
  const request = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" };
  const { csv, summary } = focusReport(request, file, { now: "2026-11-10T12:00:00Z", rangeLimit: "none", check: true });
  assert.ok((await csv.text()).includes(",NULL,"));
  const { findings } = await checkFocus(csv);
  assert.deepEqual(summary.conformance.findings, findings);
});

test("1.4 is told, though its old columns of providers are still there", async () => {
  const { focusVersion, findings } = await checkFocus("ServiceProviderName,InvoiceDetailId,ProviderName\nfal,a,fal\n", { applicability: [] });
  assert.equal(focusVersion, "1.4");
  assert.deepEqual(findings.filter(({ kind }) => kind !== "present").map(({ kind }) => kind), ["sorted"]);
});

test("numbers of any length are below zero or zero, and products of too many digits are checked in part", async () => {
  const long = "1".repeat(80);
  const failed = async (column, cell) => (await checkFocus(withCell(sample, 17, column, cell))).findings.map(({ rule }) => rule);
  assert.ok((await failed("ListUnitPrice", `-${long}`)).includes("ListUnitPrice-C-008-M"));
  assert.ok((await failed("ListUnitPrice", "-1E400")).includes("ListUnitPrice-C-008-M"));
  assert.ok((await failed("ListUnitPrice", "$-5")).includes("ListUnitPrice-C-008-M"));
  const comma = await checkFocus(withCell(sample, 17, "ListUnitPrice", '"0,5"'));
  assert.equal(comma.rules.inPart, 0);
  const { verdict, rules, outcomes } = await checkFocus(withCell(sample, 17, "ListUnitPrice", long));
  assert.deepEqual(outcomes.filter(({ isPartial }) => isPartial).map(({ rule }) => rule), ["ListCost-C-009-C", "ListUnitPrice-C-010-C", "PricingQuantity-C-009-C"]);
  assert.equal(rules.inPart, 3);
  assert.match(verdict, /^FOCUS 1\.2: \d+ rules checked \(3 in part\), 0 MUST failed/);
  const only = await checkFocus(`ListCost,ListUnitPrice,PricingQuantity\n1.0,${long},2.0\n`, { focusVersion: "1.2", applicability: [] });
  assert.deepEqual(only.outcomes.find(({ rule }) => rule === "ListCost-C-009-C"), { rule: "ListCost-C-009-C", keyword: "MUST", outcome: "passed", isPartial: true });
});

test("what is offered decides which columns must be there", async () => {
  const lacks = async (applicability) => (await checkFocus(sample, { applicability })).findings.map(({ columns }) => columns[0]);
  assert.deepEqual(await lacks([]), []);
  assert.deepEqual(await lacks("REGION_SUPPORTED,TAGGING_SUPPORTED"), ["RegionName", "RegionId"]);
  assert.ok((await lacks("ALL")).length > 10);
});
