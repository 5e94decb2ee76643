// The npm package in Node: what it exports, how it loads, how it behaves when it is used wrongly.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

import * as falFocus from "fal-focus";
import { WEB_ENTRY, totalSize, webEntrySizes } from "../xtask/size.mjs";
import { scriptsOf } from "./imports.mjs";

const { default: init, FalFocusError, FocusReportWriter, focusReport, focusReportStream, recogniseInput, resolveRequest } = falFocus;

const root = new URL("../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const SIZE_BUDGET = 157_000;

const request = { source: "estimate", start: "2025-01-15", end: "2025-01-16", timeframe: "day" };
const options = { now: "2025-01-16T00:00:00Z" };
const lineItem = {
  endpoint_id: "fal-ai/flux/dev",
  unit: "image",
  quantity: 4,
  unit_price: 0.1,
  cost: 0.4,
  currency: "USD",
};
const reply = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: [lineItem] }] };

/** Runs a script of its own in the project's folder: a process that has not called init. */
function inNewProcess(script) {
  const args = ["--input-type=module", "--eval", script];
  return execFileSync(process.execPath, args, { cwd: fileURLToPath(root), encoding: "utf8" });
}

/** The error that a call throws. */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

function assertError(call, expected) {
  const { code, field, file, hint, message, name, stack } = thrownBy(call);
  assert.deepEqual({ code, field, file }, { field: undefined, file: undefined, ...expected });
  assert.equal(name, "FalFocusError");
  assert.ok(hint && message && stack, "message, hint and stack are there");
}

test("before init every call says what to do", () => {
  assertError(() => resolveRequest(request), { code: "not_initialized" });
  assertError(() => focusReport(request, reply), { code: "not_initialized" });
  assertError(() => new FocusReportWriter(request, {}, () => {}), { code: "not_initialized" });
  assertError(() => focusReportStream(request), { code: "not_initialized" });
  assertError(() => recogniseInput("{}"), { code: "not_initialized" });
});

test("init may be called again, and at once", async () => {
  await Promise.all([init(), init()]);
  await init();
  assert.equal(resolveRequest(request, options).buckets, 1);
});

test("the package exports what types.d.ts declares", () => {
  const declared = readFileSync(new URL("pkg/types.d.ts", root), "utf8").matchAll(/^export (?:default )?(?:function|class) (\w+)/gm);
  const names = [...declared].map(([, name]) => (name === "init" ? "default" : name));
  assert.deepEqual(Object.keys(falFocus).sort(), names.sort());
});

test("one version everywhere", () => {
  const cargo = readFileSync(new URL("Cargo.toml", root), "utf8").match(/^version = "(.+)"$/m)[1];
  assert.equal(manifest.version, cargo);
});

const MODULES = { "fal_focus_bg.wasm": "focusReport", "fal_focus_check_bg.wasm": "focuscheck_new", "fal_focus_figures_bg.wasm": "focusfigures_new" };
for (const [file, exported] of Object.entries(MODULES)) {
  test(`the shipped ${file} compiles in this Node, and holds what it is for`, async () => {
    const module = await WebAssembly.compile(readFileSync(new URL(`pkg/${file}`, root)));
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    assert.deepEqual(Object.values(MODULES).filter((each) => names.includes(each)), [exported], "each is in one of them");
  });
}

test(`what the web entry loads is at most ${SIZE_BUDGET / 1000} kB brotli`, () => {
  const { brotli } = totalSize(webEntrySizes());
  assert.ok(brotli <= SIZE_BUDGET, `${brotli} bytes`);
});

test("and that is what is counted: the scripts that the web entry imports at once, none of the check's", () => {
  assert.deepEqual([...scriptsOf("web.js").keys()].sort(), WEB_ENTRY["its JavaScript"]);
});

test("transient chunks are the module's memory, others arrays of their own; both hold the same", async () => {
  const chunksOf = (more) => {
    const chunks = [];
    const writer = new FocusReportWriter(request, { ...options, ...more }, (chunk) => {
      chunks.push({ copy: chunk.slice(), isView: chunk.byteLength < chunk.buffer.byteLength });
    });
    writer.write(reply);
    writer.finish();
    return chunks;
  };
  const transient = chunksOf({ transientChunks: true });
  for (const own of [{}, { transientChunks: false }, { transientChunks: null }].map(chunksOf)) {
    assert.deepEqual(own.map(({ copy }) => copy), transient.map(({ copy }) => copy));
    assert.deepEqual(own.map(({ isView }) => isView), [false]);
  }
  assert.deepEqual(transient.map(({ isView }) => isView), [true]);
  const csv = await focusReport(request, reply, options).csv.text();
  assert.equal(new TextDecoder().decode(transient[0].copy), csv);
  const isWrong = { code: "invalid_option", field: "transientChunks" };
  assertError(() => new FocusReportWriter(request, { ...options, transientChunks: "yes" }, () => {}), isWrong);
  assertError(() => focusReport(request, reply, { ...options, transientChunks: true }), isWrong);
  assertError(() => focusReportStream(request, { ...options, transientChunks: true }), isWrong);
});

test("the report is a Blob of CSV with summary and metadata", async () => {
  const { csv, summary, metadata } = focusReport(request, reply, options);
  assert.ok(csv instanceof Blob);
  assert.equal(csv.type, "text/csv;charset=utf-8");
  assert.equal((await csv.text()).split("\n").length, 3);
  assert.equal(summary.filename, "fal-focus-estimate-2025-01-15_2025-01-16.csv");
  assert.equal(summary.totals[0].BilledCost, "0.4");
  assert.equal(metadata.Schema.FocusVersion, "1.2");
  assert.equal(metadata.Schema.CreationDate, options.now);
});

test("metadata describes the columns of the CSV, in their order", async () => {
  const { csv, metadata } = focusReport(request, reply, options);
  const header = (await csv.text()).split("\n")[0].split(",");
  assert.deepEqual(metadata.Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName), header);
});

const headerOf = async ({ csv }) => (await csv.text()).split("\n")[0].split(",");

test("every version has its columns, in the CSV and in the metadata; 1.2 is the default", async () => {
  const made = (focusVersion) => focusReport(request, reply, { ...options, focusVersion });
  const focusColumns = { "1.0": 33, "1.1": 36, "1.2": 41, "1.3": 49, "1.4": 49 };
  for (const [version, count] of Object.entries(focusColumns)) {
    const report = made(version);
    const header = await headerOf(report);
    assert.equal(header.filter((name) => !name.startsWith("x_")).length, count, version);
    const { summary, metadata } = report;
    assert.deepEqual(metadata.Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName), header);
    assert.deepEqual([summary.focusVersion, metadata.Schema.FocusVersion, summary.lost], [version, version, []]);
    assert.ok(metadata.Schema.SchemaId.endsWith(`-focus-${version}`), metadata.Schema.SchemaId);
  }
  assert.equal(await made(undefined).csv.text(), await made("1.2").csv.text());
});

test("the same choice of columns has the same SchemaId in every build", () => {
  const { metadata } = focusReport(request, reply, { ...options, customColumns: false });
  assert.equal(metadata.Schema.SchemaId, `fal-focus-${manifest.version}-focus-1.2-11c6777a`);
});

test("metadata by version: the maker's version, the dataset and its recency, what is deprecated", () => {
  const metadataOf = (focusVersion) => focusReport(request, { ...reply, has_more: true }, { ...options, focusVersion }).metadata;
  const makers = ({ ProviderVersion, DataGeneratorVersion }) => [ProviderVersion, DataGeneratorVersion];
  for (const [version, expected] of [
    ["1.0", [undefined, undefined]],
    ["1.1", [manifest.version, undefined]],
    ["1.2", [undefined, manifest.version]],
  ]) {
    const { Schema, DatasetInstance, Recency } = metadataOf(version);
    assert.deepEqual(makers(Schema), expected, version);
    assert.deepEqual([DatasetInstance, Recency, Schema.DatasetInstanceId], [undefined, undefined, undefined], version);
  }
  for (const version of ["1.3", "1.4"]) {
    const { Schema, DatasetInstance: [instance], Recency } = metadataOf(version);
    assert.deepEqual(makers(Schema), [undefined, manifest.version], version);
    assert.deepEqual([Schema.DatasetInstanceId, Recency.DatasetInstanceId], Array(2).fill(instance.DatasetInstanceId));
    assert.equal(instance.FocusDatasetId, "CostAndUsage");
    const times = { TimeSectorStart: "2025-01-15T00:00:00Z", TimeSectorEnd: "2025-01-16T00:00:00Z" };
    assert.deepEqual(Recency.TimeSectors, [{ ...times, TimeSectorComplete: false, TimeSectorLastUpdated: options.now }]);
    assert.deepEqual([Recency.DatasetInstanceComplete, Recency.RecencyLastUpdated], [false, options.now]);
    const deprecated = Schema.ColumnDefinition.filter(({ Deprecated }) => Deprecated).map(({ ColumnName }) => ColumnName);
    assert.deepEqual(deprecated, version === "1.3" ? ["ProviderName", "PublisherName"] : []);
  }
});

test("columns are chosen by an array or a text, in the version's order, and no value changes", async () => {
  const chosen = ["Tags", "BilledCost", "x_Unit"];
  const expected = "BilledCost,Tags,x_Unit\n0.4,,image\n";
  for (const columns of [chosen, Object.freeze([...chosen]), chosen.join(","), chosen.join(" , ")]) {
    const { csv, summary, metadata } = focusReport(request, reply, { ...options, columns });
    assert.equal(await csv.text(), expected);
    assert.equal(summary.totals[0].BilledCost, "0.4");
    assert.equal(metadata.Schema.ColumnDefinition.length, 3);
  }
  const without = await headerOf(focusReport(request, reply, { ...options, customColumns: false }));
  assert.ok(without.length > 30 && without.every((name) => !name.startsWith("x_")));
  const impersonal = await headerOf(focusReport(request, reply, { ...options, personalData: false }));
  assert.ok(impersonal.includes("x_App") && !impersonal.some((name) => ["x_AuthMethod", "x_LoginUsername"].includes(name)));
});

test("lists of other things than names of columns are refused, and so is a list where none belongs", () => {
  const made = (more) => () => focusReport(request, reply, { ...options, ...more });
  for (const columns of [[], [""], "", ",", [5], ["Tags", null], [["Tags"]], ["Tags", "Tags"], "Tags,Tags", ["Tags", ""], ["tags"], ["InvoiceDetailId"], {}, new Set(["Tags"]), 5, true]) {
    assertError(made({ columns }), { code: "invalid_option", field: "columns" });
  }
  assertError(made({ columns: ["x_App"], customColumns: false }), { code: "invalid_option", field: "columns" });
  assertError(made({ columns: ["x_AuthMethod"], personalData: false }), { code: "invalid_option", field: "columns" });
  for (const option of ["grain", "billingAccountId", "customColumns", "personalData", "now", "teams"]) {
    assertError(made({ [option]: ["line_item"] }), { code: "invalid_option", field: option });
  }
  assertError(() => resolveRequest({ ...request, timeframe: ["day"] }), { code: "invalid_parameter", field: "timeframe" });
});

test("a report moved from 1.2 to 1.4 and back is the same again; to 1.0 it says what is lost", async () => {
  const moved = (text, focusVersion) => focusReport(request, text, { ...options, focusVersion });
  const original = await focusReport(request, reply, options).csv.text();
  const newer = moved(original, "1.4");
  const there = await newer.csv.text();
  assert.ok((await headerOf(newer)).includes("ServiceProviderName"));
  assert.deepEqual([newer.summary.focusVersion, newer.summary.lost], ["1.4", []]);
  assert.equal(await moved(there, "1.2").csv.text(), original);
  assert.equal(moved(there).summary.focusVersion, "1.4");
  const ofOurs = await focusReport(request, reply, { ...options, focusVersion: "1.4" }).csv.text();
  assert.equal(moved(ofOurs).summary.focusVersion, "1.4");
  assert.equal(await moved(ofOurs).csv.text(), ofOurs);
  const { summary } = moved(original, "1.0");
  const lost = ["PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "ServiceSubcategory", "SkuMeter"];
  assert.deepEqual(summary.lost, lost.map((column) => ({ column, count: 1 })));
  assert.equal(summary.warnings.find(({ code }) => code === "values_lost").count, lost.length);
});

test("text, bytes and objects give the same report", async () => {
  const text = JSON.stringify(reply);
  const bytes = new TextEncoder().encode(text);
  const csvOf = (replies) => focusReport(request, replies, options).csv.text();
  const expected = await csvOf(text);
  for (const replies of [bytes, bytes.buffer, reply, [text], [reply], Buffer.from(text)]) {
    assert.equal(await csvOf(replies), expected);
  }
});

test("a file is recognised by its beginning, in whatever form it comes", () => {
  for (const [beginning, kind] of [
    ['{"time_series": [{"bucket"', "replies"],
    ['[{"billing_events": [', "replies"],
    ['{"teams": [', "companion"],
    ['{"next_cursor": null, "prices": [', "companion"],
    ['{"username": "acme"', "companion"],
    ['{"fal_focus_manifest": 1,', "companion"],
    ['{"invoice_id": "FAL-1"', "invoice"],
    ["ChargePeriodStart,BilledCost\n", "focus_csv"],
    ["\u{FEFF}\"BilledCost\",x\r\n", "focus_csv"],
    ["<html>", "replies"],
    ["", "replies"],
  ]) {
    const bytes = new TextEncoder().encode(beginning);
    for (const given of [beginning, bytes, bytes.buffer]) assert.equal(recogniseInput(given), kind, beginning);
  }
});

const team = { ...lineItem, username: "acme-ml", product: "model_apis" };
const usageOfTeams = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: [team] }] };
const teams = { teams: [{ username: "acme-ml", name: "Acme Machine Learning" }] };
const account = { username: "acme" };

test("companions may stand anywhere in the array, in whatever form", async () => {
  const encode = (value) => new TextEncoder().encode(JSON.stringify(value));
  const expected = await focusReport(request, [teams, account, usageOfTeams], options).csv.text();
  assert.match(expected, /fal:acme,.*Acme Machine Learning/s);
  for (const replies of [
    [usageOfTeams, teams, account],
    [JSON.stringify(usageOfTeams), JSON.stringify(teams), JSON.stringify(account)],
    [encode(usageOfTeams), encode(account), encode(teams)],
  ]) {
    assert.equal(await focusReport(request, replies, options).csv.text(), expected);
  }
  const documents = { teams, account: JSON.stringify(account) };
  assert.equal(await focusReport(request, usageOfTeams, { ...options, ...documents }).csv.text(), expected);
});

test("the array's own places are named, wherever a companion was moved to", () => {
  const call = () => focusReport(request, [reply, { teams: [{ username: 5 }] }], options);
  assertError(call, { code: "invalid_usage", field: "teams[0].username", file: "replies[1]" });
});

test("a writer is not told in advance what will come: companions go first", () => {
  const writer = new FocusReportWriter(request, options, () => {});
  writer.write(usageOfTeams, { file: "usage.json" });
  assertError(() => writer.write(teams, { file: "teams.json" }), { code: "companion_after_usage", file: "teams.json" });
});

const invoiceRequest = { source: "invoice" };
const january = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: [{ ...lineItem, quantity: 124, cost: 12.4 }] }], has_more: false };
const invoice = {
  invoice_id: "FAL-2025-0042",
  billing_month: "2025-02",
  total: "12.50",
  credits: [{ description: "Goodwill", amount: -2 }],
  taxes: [{ description: "VAT", amount: "2.096" }],
};

test("an invoice document is the same as an object and as text", async () => {
  const made = (invoice) => focusReport(invoiceRequest, january, { ...options, invoice, roundingRow: true });
  const [asObject, asText] = [made(invoice), made(JSON.stringify(invoice))];
  assert.equal(await asObject.csv.text(), await asText.csv.text());
  assert.deepEqual(asObject.summary.invoice, {
    invoiceId: "FAL-2025-0042",
    billingMonth: "2025-02",
    currency: "USD",
    usage: "12.4",
    credits: "-2.0",
    taxes: "2.096",
    rounding: "0.004",
    sum: "12.496",
    total: "12.5",
    residue: "0.004",
    agrees: true,
  });
  assert.equal(asObject.summary.completeReason, "last_page");
  assert.equal(asObject.metadata.x_Contents, undefined);
  assert.equal(resolveRequest(invoiceRequest, { invoice }).charge_month, "2025-01");
});

test("without a document an invoice says that it holds usage only", () => {
  const { summary, metadata } = focusReport({ ...invoiceRequest, charge_month: "2025-01" }, january, options);
  assert.match(metadata.x_Contents, /^Usage only/);
  assert.ok(summary.warnings.some(({ code }) => code === "usage_only"));
  assert.equal(summary.invoice, undefined);
});

test("what is wrong with a document is named with its path", () => {
  const resolve = (invoice, more = {}) => () => resolveRequest(invoiceRequest, { ...options, invoice, ...more });
  const wrong = (changes) => resolve({ ...invoice, ...changes });
  assertError(resolve("{"), { code: "invalid_invoice", field: "invoice" });
  assertError(wrong({ invoice_id: undefined }), { code: "invalid_invoice", field: "invoice.invoice_id" });
  assertError(wrong({ total: "12,50" }), { code: "invalid_invoice", field: "invoice.total" });
  assertError(wrong({ totl: 5 }), { code: "invalid_invoice", field: "invoice.totl" });
  assertError(wrong({ credits: [{ description: "-", amount: 1 }] }), { code: "invalid_invoice", field: "invoice.credits[0].amount" });
  assertError(wrong({ taxes: [{ description: "-", amount: 1, rate: 190 }] }), { code: "invalid_invoice", field: "invoice.taxes[0].rate" });
  for (const none of [[invoice], new Map(), 5, true]) assertError(resolve(none), { code: "invalid_option", field: "invoice" });
  assertError(() => resolveRequest(request, { ...options, invoice }), { code: "invalid_option", field: "invoice" });
  assertError(resolve({ ...invoice, total: undefined }, { roundingRow: true }), { code: "invalid_option", field: "roundingRow" });
  assertError(() => resolveRequest({ ...invoiceRequest, billing_month: "2025-05" }, { invoice }), { code: "conflicting_parameters", field: "billing_month" });
});

test("what is wrong with account, teams and pricing is named by the option", () => {
  const report = (documents) => () => focusReport(request, reply, { ...options, ...documents });
  assertError(report({ teams: "{" }), { code: "invalid_json", field: "teams" });
  assertError(report({ pricing: [] }), { code: "invalid_option", field: "pricing" });
  assertError(report({ account: reply }), { code: "invalid_option", field: "account" });
  assertError(report({ teams: { teams: [{ username: 5 }] } }), { code: "invalid_usage", field: "teams.teams[0].username" });
});

test("what was skipped is listed up to a hundred, and all of it is counted", () => {
  const many = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: [lineItem, ...Array(150).fill({})] }] };
  const { skipped, warnings, complete, completeReason } = focusReport(request, [many], { ...options, onInvalid: "skip" }).summary;
  assert.equal(skipped.length, 100);
  const { file, field, code, message } = skipped[0];
  assert.deepEqual({ file, field, code }, { file: "replies[0]", field: "time_series[0].results[1].endpoint_id", code: "invalid_usage" });
  assert.ok(message);
  assert.equal(warnings.find(({ code }) => code === "invalid_skipped").count, 150);
  assert.deepEqual({ complete, completeReason }, { complete: false, completeReason: "invalid_skipped" });
});

test("a report can be read back, and its options are checked", async () => {
  const { csv } = focusReport(request, reply, options);
  const text = await csv.text();
  assert.equal(await focusReport(request, text, options).csv.text(), text);
  assertError(() => focusReport(request, text, { ...options, account }), { code: "invalid_option", field: "account" });
  assertError(() => focusReport(request, reply, { ...options, inputSpreadsheetSafe: true }), { code: "invalid_option", field: "inputSpreadsheetSafe" });
  assertError(() => focusReport(request, [text, reply], options), { code: "overlapping_replies", file: "replies[1]" });
});

test("now may be a Date, and defaults to the clock", () => {
  const at = (now) => resolveRequest({ source: "invoice" }, { now }).billing_month;
  assert.equal(at(new Date("2025-03-31T23:59:59Z")), "2025-03");
  assert.equal(at(undefined), new Date().toISOString().slice(0, 7));
  assertError(() => at(new Date(Number.NaN)), { code: "invalid_option", field: "now" });
});

test("null and undefined are absent, in requests and options", () => {
  const { end } = resolveRequest({ ...request, timezone: null, billing_month: undefined }, { ...options, grain: null });
  assert.equal(end, "2025-01-16T00:00:00Z");
  const { billing_month, charge_month } = resolveRequest(request, options);
  assert.deepEqual({ billing_month, charge_month }, { billing_month: null, charge_month: null });
});

test("what no request, option or reply can be is named", () => {
  assertError(() => resolveRequest("source=estimate"), { code: "invalid_parameter" });
  assertError(() => resolveRequest(undefined), { code: "missing_parameter", field: "source" });
  assertError(() => resolveRequest({ ...request, start: new Date() }), { code: "invalid_parameter", field: "start" });
  assertError(() => resolveRequest({ ...request, timeframe: 5 }), { code: "invalid_parameter", field: "timeframe" });
  for (const wrong of ["grain", new Map([["grain", "line_item"]]), ["grain"]]) {
    assertError(() => focusReport(request, reply, wrong), { code: "invalid_option" });
  }
  assertError(() => focusReport(request, reply, { grain: "row" }), { code: "invalid_option", field: "grain" });
  assertError(() => focusReport(request, reply, { maxGroups: 0.5 }), { code: "invalid_option", field: "maxGroups" });
  assertError(() => focusReport(request, reply, { spreadsheetSafe: "yes" }), { code: "invalid_option", field: "spreadsheetSafe" });
  assertError(() => focusReport(request, reply, { billingAccountId: " " }), { code: "invalid_option", field: "billingAccountId" });
  for (const focusVersion of ["1.5", "v1.2", 1.2, ["1.2"]]) {
    assertError(() => focusReport(request, reply, { focusVersion }), { code: "invalid_option", field: "focusVersion" });
  }
  const unawaited = Promise.resolve("{}");
  for (const wrong of [undefined, null, 5, () => {}, new Blob(["{}"]), new Response("{}"), unawaited, new Map(), { toJSON: () => undefined }]) {
    assertError(() => focusReport(request, wrong, options), { code: "invalid_usage" });
  }
  const cyclic = {};
  cyclic.self = cyclic;
  assertError(() => focusReport(request, cyclic, options), { code: "invalid_usage" });
});

test("an array of replies names the one at fault", () => {
  const call = () => focusReport(request, [reply, { time_series: [{ bucket: "?" }] }], options);
  assertError(call, { code: "invalid_usage", field: "time_series[0].bucket", file: "replies[1]" });
});

test("input coarser than the report is an option's error", () => {
  const call = () => focusReport(request, reply, { ...options, inputTimeframe: "month" });
  assertError(call, { code: "invalid_option", field: "inputTimeframe" });
});

test("a sum beyond the exact range is an error with its place, never a rounded sum", () => {
  const text = (cost) => JSON.stringify(reply).replace('"cost":0.4', `"cost":${cost}`);
  const call = () => focusReport(request, [text("1e75"), text("1e-60")], options);
  assertError(call, { code: "amount_out_of_range", field: "time_series[0].results[0]", file: "replies[1]" });
});

test("after finish every call is writer_finished, never a trap", () => {
  const writer = new FocusReportWriter(request, options, () => {});
  writer.write(reply);
  writer.finish();
  for (const call of [() => writer.write(reply), () => writer.push(new Uint8Array()), () => writer.endFile(), () => writer.finish()]) {
    assertError(call, { code: "writer_finished" });
  }
});

test("after an error every call is writer_finished", () => {
  const writer = new FocusReportWriter(request, options, () => {});
  assertError(() => writer.write("{", { file: "a.json" }), { code: "invalid_json", file: "a.json" });
  assertError(() => writer.finish(), { code: "writer_finished" });
});

test("the writer takes bytes, and only { file } behind them; an error ends it", () => {
  const detached = new Uint8Array(4);
  structuredClone(detached, { transfer: [detached.buffer] });
  for (const [call, code, field] of [
    [(writer) => writer.push("text"), "invalid_usage"],
    [(writer) => writer.push(new Proxy(new Uint8Array(4), {})), "invalid_usage"],
    [(writer) => writer.push(detached), "invalid_usage"],
    [(writer) => writer.push(new Uint8Array(), { name: "a.json" }), "invalid_option", "file"],
    [(writer) => writer.push(new Uint8Array(), { file: 5 }), "invalid_option", "file"],
  ]) {
    const writer = new FocusReportWriter(request, options, () => {});
    assertError(() => {
      call(writer);
      writer.finish();
    }, { code, field });
    assertError(() => writer.finish(), { code: "writer_finished" });
  }
  assertError(() => new FocusReportWriter(request, options), { code: "invalid_option", field: "sink" });
});

test("views, shared buffers and bytes of another realm are bytes", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(reply));
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const foreign = runInNewContext("Uint8Array.from(bytes)", { bytes });
  const expected = await focusReport(request, reply, options).csv.text();
  for (const given of [new DataView(bytes.buffer), shared, foreign, Buffer.from(bytes)]) {
    assert.equal(await focusReport(request, given, options).csv.text(), expected);
  }
  const now = runInNewContext("new Date(0)");
  assert.equal(resolveRequest({ source: "invoice" }, { now }).billing_month, "1970-01");
});

test("what about throws comes out, and ends the writer", () => {
  const writer = new FocusReportWriter(request, options, () => {});
  const own = new Error("mine");
  const about = {
    get file() {
      throw own;
    },
  };
  assert.equal(thrownBy(() => writer.push(new Uint8Array(), about)), own);
  assertError(() => writer.finish(), { code: "writer_finished" });
});

test("a sink cannot call its own writer", () => {
  const manyRows = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: Array(4000).fill(lineItem) }] };
  const writer = new FocusReportWriter(request, { ...options, grain: "line_item" }, () => writer.endFile());
  assertError(() => writer.write(manyRows), { code: "writer_busy" });
  assertError(() => writer.finish(), { code: "writer_finished" });
});

test("a stream without bytes is an empty file, an error", async () => {
  const csv = new Blob([]).stream().pipeThrough(focusReportStream(request, options));
  await assert.rejects(new Response(csv).text(), ({ code }) => code === "invalid_json");
});

test("the stream checks its options at once", async () => {
  const stream = focusReportStream({ source: "invoice" }, null);
  await stream.writable.abort().catch(() => {});
  assertError(() => focusReportStream(request, new Map()), { code: "invalid_option" });
  assertError(() => focusReportStream(request, { ...options, onSummary: 5 }), { code: "invalid_option", field: "onSummary" });
});

test("another file name begins another file", () => {
  const writer = new FocusReportWriter(request, options, () => {});
  writer.push(new TextEncoder().encode('{"time_series": ['), { file: "cut.json" });
  assertError(() => writer.push(new Uint8Array(), { file: "next.json" }), { code: "invalid_json", field: "time_series[0]", file: "cut.json" });
});

test("what the sink throws comes out of the call that caused it", () => {
  const full = new RangeError("the disk is full");
  const throwing = () => {
    throw full;
  };
  const atFinish = new FocusReportWriter(request, options, throwing);
  atFinish.write(reply);
  assert.equal(thrownBy(() => atFinish.finish()), full);
  assertError(() => atFinish.finish(), { code: "writer_finished" });

  const manyRows = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: Array(4000).fill(lineItem) }] };
  const atWrite = new FocusReportWriter(request, { ...options, grain: "line_item" }, throwing);
  assert.equal(thrownBy(() => atWrite.write(manyRows)), full);
});

test("the sink gets chunks of about 1 MB, at grain line_item as rows arrive", () => {
  const sizes = [];
  const rows = { time_series: [{ bucket: "2025-01-15T00:00:00Z", results: Array(10_000).fill(lineItem) }] };
  const writer = new FocusReportWriter(request, { ...options, grain: "line_item" }, (chunk) => sizes.push(chunk.length));
  writer.write(rows);
  const early = sizes.length;
  writer.finish();
  assert.ok(early > 1 && sizes.length === early + 1, `${sizes}`);
  for (const size of sizes.slice(0, -1)) assert.ok(size >= 1 << 20 && size < 1.01 * (1 << 20), `${size}`);
});

test("the stream refuses a wrong request at once, and passes on what is wrong with the replies", async () => {
  assertError(() => focusReportStream({ source: "estimate", timeframe: "year" }), { code: "invalid_parameter", field: "timeframe" });
  const broken = new Blob(["<html>"]).stream().pipeThrough(focusReportStream(request, options));
  await assert.rejects(new Response(broken).text(), ({ code }) => code === "invalid_json");
  assertError(() => focusReportStream(request, { ...options, onsummary() {} }), { code: "invalid_option", field: "onsummary" });
});

test("out of memory is an error like any other, not a bare trap", () => {
  const said = inNewProcess(`
    import { readFileSync } from "node:fs";
    import start from "./pkg/fal_focus.js";
    import init, { focusReport } from "fal-focus";
    // The module's own memory, all 4 GB of it reserved and none touched: nothing is left to grow into.
    const { memory } = await start({ module_or_path: readFileSync("pkg/fal_focus_bg.wasm") });
    await init();
    try { for (;;) memory.grow(1024); } catch {}
    try { for (;;) memory.grow(1); } catch {}
    try {
      focusReport(${JSON.stringify(request)}, " ".repeat(32 << 20) + "{}");
    } catch ({ name, code, hint }) {
      console.log(name, code, Boolean(hint));
    }
  `);
  assert.equal(said.trim(), "FalFocusError internal_error true");
});
