// Input that somebody made to harm: each is an error that says where, or is read as what it is, and none takes more than
// it may. What is too large to be held is given in pieces that nobody holds.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import init, { FalFocusError, FocusReportWriter, checkFocus, focusReport, resolveRequest } from "fal-focus";
import { fetchReplies } from "fal-focus/fetch";

import { CLI, workFolder } from "./command.mjs";

await init();
const folder = workFolder();

const REQUEST = { source: "estimate", start: "2026-10-01", end: "2026-10-02", timeframe: "day" };
const OPTIONS = { rangeLimit: "none" };
const MB = 1 << 20;

// ---------------------------------------------------------------------------------------------------------------------
// What input is made of
// ---------------------------------------------------------------------------------------------------------------------

const FIELDS = { endpoint_id: '"a/b"', unit: '"images"', quantity: "1", unit_price: "0.5", cost: "0.5", currency: '"USD"' };
const objectOf = (fields) => `{${Object.entries(fields).map(([name, json]) => `"${name}":${json}`)}}`;
/** A line item, with other fields; JSON as text, so that a number may be anything. */
const item = (fields = {}) => objectOf({ ...FIELDS, ...fields });
const bucket = (results, label = '"2026-10-01T00:00:00Z"') => `{"bucket":${label},"results":[${results}]}`;
const usage = (...buckets) => `{"time_series":[${buckets}]}`;
const reply = (fields) => usage(bucket(item(fields)));
const event = (fields = {}) => item({ request_id: '"r-1"', timestamp: '"2026-10-01T05:00:00Z"', ...fields });
const events = (...all) => `{"billing_events":[${all}]}`;
/** Alike but for their ids, with something behind the last. */
const eventsWithIds = (ids) => `{"billing_events":[${ids.map((id) => event({ request_id: `"${id}"` }))}],"next_cursor":null,"has_more":false,"more":"nothing"}`;
const ITEM = "time_series[0].results[0]";

const HEADER = "BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,x_A";
const row = (cells = {}) => Object.values({ cost: "1.5", currency: "USD", start: "2026-10-01T00:00:00Z", end: "2026-10-01T01:00:00Z", x: "a", ...cells }).join(",");
const csv = (...rows) => `${[HEADER, ...rows].join("\n")}\n`;

/** Pieces of a text that is never whole: a beginning, something many times, an end. */
function* long(before, each, times, after = "") {
  yield before;
  const size = Math.max(1, Math.floor(MB / each.length));
  const piece = each.repeat(size);
  for (let left = times; left > 0; left -= size) yield left >= size ? piece : each.repeat(left);
  yield after;
}

/** One behind the other. */
function* afterwards(before, pieces) {
  yield before;
  yield* pieces;
}

/** The same of something that differs each time. */
function* counted(before, each, times, after = "") {
  yield before;
  let piece = "";
  for (let at = 0; at < times; at += 1) {
    piece += each(at);
    if (piece.length > MB || at === times - 1) {
      yield piece;
      piece = "";
    }
  }
  yield after;
}

const encoder = new TextEncoder();
const bytesOf = (piece) => (typeof piece === "string" ? encoder.encode(piece) : Uint8Array.from(piece));
/** Of a text, bytes, or pieces of either. */
function* chunksOf(input) {
  const isOne = typeof input === "string" || input instanceof Uint8Array || typeof input[0] === "number";
  for (const piece of isOne ? [input] : input) yield piece instanceof Uint8Array ? piece : bytesOf(piece);
}

function report(input, options, request = REQUEST) {
  const chunks = [];
  const writer = new FocusReportWriter(request, { ...OPTIONS, ...options }, (chunk) => chunks.push(chunk));
  for (const chunk of chunksOf(input)) writer.push(chunk, { file: "given" });
  writer.endFile();
  const { summary } = writer.finish();
  return { csv: Buffer.concat(chunks).toString(), summary };
}

// ---------------------------------------------------------------------------------------------------------------------
// What comes of it
// ---------------------------------------------------------------------------------------------------------------------

/** An error of ours, which is as long as somebody reads. */
function assertError(error, code, field) {
  assert.ok(error instanceof FalFocusError, error?.stack ?? "no error");
  assert.equal(error.code, code, error.message);
  if (field instanceof RegExp) assert.match(error.field, field);
  else assert.equal(error.field, field, error.message);
  assert.ok(error.hint, "an error tells what to do");
  for (const text of [error.message, error.field ?? "", error.hint]) assert.ok(text.length <= 1001, `${text.length} characters`);
}

async function errorOf(body) {
  try {
    await body();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** `[name, input, code, field, options?]` each: as a report. */
function refused(cases) {
  for (const [name, input, code, field, options] of cases) {
    test(name, async () => assertError(await errorOf(() => report(typeof input === "function" ? input() : input, options)), code, field));
  }
}

/** `[name, input, what stands in the CSV or which counts the summary has]` each. */
function read(cases) {
  for (const [name, input, expected, options] of cases) {
    test(name, () => {
      const made = report(typeof input === "function" ? input() : input, options);
      if (expected instanceof RegExp) assert.match(made.csv, expected);
      else for (const [member, value] of Object.entries(expected)) assert.equal(made.summary[member], value, member);
    });
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Numbers
// ---------------------------------------------------------------------------------------------------------------------

const MEGABYTE = { ones: "1".repeat(MB), zeros: "0".repeat(MB) };
const BOMBS = {
  "an exponent of a billion": "1e999999999",
  "one below zero": "1e-999999999",
  "one that no number holds": `1e${"9".repeat(1000)}`,
  "a megabyte of digits": MEGABYTE.ones,
  "a megabyte behind the point": `0.${MEGABYTE.zeros}1`,
  "a megabyte of zeros": `1${MEGABYTE.zeros}`,
  "77 digits": "1".repeat(77),
};
const AMOUNTS = ["cost", "cost_total", "quantity", "unit_price", "cost_subtotal", "percent_discount"];

for (const [what, number] of Object.entries(BOMBS)) {
  refused([
    ...AMOUNTS.map((name) => [`${name}: ${what}`, reply({ [name]: number }), "amount_out_of_range", `${ITEM}.${name}`]),
    [`in quotes: ${what}`, reply({ cost: `"${number}"` }), "amount_out_of_range", `${ITEM}.cost`],
    [`of a billing event: ${what}`, events(event({ cost_estimate_nano_usd: number })), "amount_out_of_range", "billing_events[0].cost_estimate_nano_usd"],
    [`in a CSV: ${what}`, csv(row({ cost: number })), "invalid_csv", "[0].BilledCost"],
  ]);
}
read([
  ["zero, whatever its exponent", reply({ cost: `0e${"9".repeat(1000)}`, quantity: "0e-999999999" }), /^0\.0,/m],
  ["a megabyte of zeros behind the point is 1", reply({ cost: `1.${MEGABYTE.zeros}` }), /^1\.0,/m],
  ["a megabyte of zeros in an exponent is 10", reply({ cost: `1e${MEGABYTE.zeros}1` }), /^10\.0,/m],
  ["no amount: a number of a member that nobody reads", reply({ later: "1e999999999" }), { rows: 1 }],
]);
refused([
  ["no number", reply({ cost: "NaN" }), "invalid_json", "time_series[0]"],
  ["hexadecimal", reply({ cost: "0x10" }), "invalid_json", "time_series[0]"],
  ["a number that begins with zeros", reply({ cost: "007" }), "invalid_json", "time_series[0]"],
  ["a number of full-width digits, in quotes", reply({ cost: '"１"' }), "invalid_usage", `${ITEM}.cost`],
  ["a sum beyond the range", () => counted('{"time_series":[{"bucket":"2026-10-01T00:00:00Z","results":[', () => `${item({ cost: "9".repeat(76), quantity: undefined, unit_price: undefined }).replaceAll(/"(quantity|unit_price)":undefined,/g, "")},`, 12, `${item()}]}]}`), "amount_out_of_range", /^time_series\[0\]\.results\[\d+\]$/],
]);

// ---------------------------------------------------------------------------------------------------------------------
// Nesting, keys
// ---------------------------------------------------------------------------------------------------------------------

const MILLION = 1_000_000;
refused([
  ["lists in lists, a million", () => long("", "[", MILLION), "invalid_json", undefined],
  ["objects in objects, a million", () => long("", '{"a":', MILLION, "1"), "invalid_json", "a"],
  ["the same, closed", () => [...long('{"a":', "[", MILLION), ...long("", "]", MILLION, "}")], "invalid_json", "a[0]"],
  ["in a line item, closed", () => [`{"time_series":[{"bucket":"2026-10-01T00:00:00Z","results":[{"later":`, ...long("", "[", MILLION), ...long("", "]", MILLION, "}]}]}")], "invalid_json", "time_series[0]"],
  ["in tags, closed", () => [`{"billing_events":[{"tags":`, ...long("", '{"a":', MILLION, "1"), ...long("", "}", MILLION, "}]}")], "invalid_json", "billing_events[0]"],
  ["64 lists are read, 65 are not", reply({ later: `${"[".repeat(63)}${"]".repeat(63)}` }), "invalid_json", "time_series[0]"],
  ["a million of brackets in a document", reply(), "invalid_json", "teams.a", { teams: `{"a":${'{"a":'.repeat(MILLION)}1${"}".repeat(MILLION)}}` }],
  ["the same in an invoice", reply(), "invalid_invoice", "invoice", { invoice: "[".repeat(MILLION) }],

  ["an amount twice", `{"time_series":[${bucket(item().replace("{", '{"cost":9,'))}]}`, "invalid_usage", `${ITEM}.cost`],
  ["an amount twice, one of them spelt with an escape", `{"time_series":[${bucket(item().replace("{", '{"co\\u0073t":9,'))}]}`, "invalid_usage", `${ITEM}.cost`],
  ["results twice", usage(bucket(item()).replace("{", '{"results":[],')), "invalid_usage", "time_series[0].results"],
  ["a label twice", usage(bucket(item()).replace("{", '{"bucket":"2026-10-01T00:00:00Z",')), "invalid_usage", "time_series[0].bucket"],
  ["time_series twice", `{"time_series":[],${usage(bucket(item())).slice(1)}`, "invalid_usage", "time_series"],
  ["has_more twice", `{"has_more":false,"has_more":true,${usage().slice(1)}`, "invalid_usage", "has_more"],
  ["a tag twice", events(event({ tags: '{"a":"1","a":"2"}' })), "invalid_usage", "billing_events[0].tags.a"],
  ["a key of a megabyte twice", `{"time_series":[${bucket(`{"${MEGABYTE.ones}":1,"${MEGABYTE.ones}":2}`)}]}`, "invalid_usage", `${ITEM}.${MEGABYTE.ones}`.slice(0, 1000) + "…"],
  ["a million members", () => counted('{"time_series":[{"bucket":"2026-10-01T00:00:00Z","results":[{', (at) => `"k${at}":1,`, MILLION, '"cost":1}]}]}'), "invalid_usage", ITEM],
  ["a million tags", () => counted(`{"billing_events":[${event().slice(0, -1)},"tags":[`, (at) => `"t${MILLION - at}",`, MILLION, '"z"]}]}'), "invalid_usage", "billing_events[0].tags"],
  ["a million tags with values", () => counted(`{"billing_events":[${event().slice(0, -1)},"tags":{`, (at) => `"t${MILLION - at}":1,`, MILLION, '"z":1}}]}'), "invalid_usage", "billing_events[0].tags"],
]);
read([
  ["a million members of a reply that nobody reads", () => counted("{", (at) => `"k${at}":1,`, MILLION, usage(bucket(item())).slice(1)), { rows: 1 }],
  ["63 lists in an item", reply({ later: `${"[".repeat(62)}${"]".repeat(62)}` }), { rows: 1 }],
]);

/** Names that every object of JavaScript has. */
const OWN_NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
for (const name of OWN_NAMES) {
  const own = (value) => JSON.parse(`{"${name}":${JSON.stringify(value)}}`);
  read([
    [`${name}: members that nobody reads`, `{"${name}":{"polluted":1},${usage(bucket(item({ [name]: '{"polluted":1}' }))).slice(1)}`, { rows: 1 }],
    [`${name}: a tag`, events(event({ tags: `{"${name}":"v"}` })), new RegExp(`""${name}"": ?""v""`)],
    [`${name}: an endpoint, a unit, a team`, reply({ endpoint_id: `"${name}"`, unit: `"${name}"`, username: `"${name}"` }), new RegExp(`,${name},`)],
    [`${name}: a column`, csv(row()).replace("x_A", name), new RegExp(`,${name}\n`)],
    [`${name}: a currency of a CSV`, csv(row({ currency: name })), new RegExp(`,${name},`)],
  ]);
  test(`${name}: a parameter, an option, a parsed reply, a request to fal`, async () => {
    assertError(await errorOf(() => resolveRequest({ ...REQUEST, ...own("x") }, OPTIONS)), "unknown_parameter", name);
    assertError(await errorOf(() => report(reply(), own("x"))), "invalid_option", name);
    assertError(await errorOf(() => checkFocus(csv(row()), own("x"))), "invalid_option", name);
    const parsed = { ...JSON.parse(reply()), ...own({ polluted: 1 }) };
    assert.equal(focusReport(REQUEST, parsed, OPTIONS).summary.rows, 1);
    const query = new URLSearchParams({ start: "2026-10-01T00:00:00Z", end: "2026-10-02T00:00:00Z", [name]: "x" });
    const fetched = await fetchReplies({ endpoint: "/models/usage", query }, { fetch: async () => new Response(usage()) });
    assert.equal(Object.getOwnPropertyDescriptor(fetched.manifest.query, name)?.value, "x");
    assert.equal({}.polluted, undefined);
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Texts
// ---------------------------------------------------------------------------------------------------------------------

const wide = (text, isBig = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};
const withByte = (text, ...bytes) => Buffer.concat([Buffer.from(text.split("§")[0]), Buffer.from(bytes), Buffer.from(text.split("§")[1])]);
/** Bytes that are no UTF-8: a lone byte, one that goes on from nothing, half a character, overlong, a surrogate, beyond the last. */
const NOT_UTF8 = [[0xff], [0x80], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];

refused([
  ["half of a surrogate pair", reply({ endpoint_id: '"a\\ud800"' }), "invalid_json", "time_series[0]"],
  ["the other half", reply({ endpoint_id: '"\\udc00a"' }), "invalid_json", "time_series[0]"],
  ["both, the wrong way round", reply({ endpoint_id: '"\\udc00\\ud800"' }), "invalid_json", "time_series[0]"],
  ["half of one in a key", `{"\\ud800":1}`, "invalid_json", undefined],
  ["NUL in a text", reply({ endpoint_id: '"a\0b"' }), "invalid_json", "time_series[0]"],
  ["NUL between values", usage().replace("[", "\0["), "invalid_json", "time_series"],
  ["NULs alone", new Uint8Array(1000), "invalid_json", undefined],
  ["a second byte order mark", `\uFEFF\uFEFF${reply()}`, "invalid_json", undefined],
  ["a byte order mark in the middle", usage().replace("[", "\uFEFF["), "invalid_json", "time_series"],
  ["a byte order mark alone", "\uFEFF", "invalid_json", undefined],
  ["half of one", [0xef, 0xbb], "invalid_json", undefined],
  ["UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), wide(reply())]), "invalid_json", undefined],
  ["UTF-16, the other way round", Buffer.concat([Buffer.from([0xfe, 0xff]), wide(reply(), true)]), "invalid_json", undefined],
  ["UTF-16 without a mark", wide(reply()), "invalid_json", undefined],
  ["UTF-16 of a CSV", Buffer.concat([Buffer.from([0xff, 0xfe]), wide(csv(row()))]), "invalid_json", undefined],
  ["UTF-7 of a CSV", csv(row()).replace("BilledCost", "+AEI-illedCost"), "invalid_csv", "BilledCost"],
  ["gzip that is not called so", gzipSync(reply()), "invalid_json", undefined],
  ["bytes that begin like gzip", [0x1f, 0x8b, 8, 0, 0], "invalid_json", undefined],
  ["a zip archive", "PK\x03\x04", "invalid_json", undefined],
  ...NOT_UTF8.flatMap((bytes) => [
    [`no UTF-8 in a text: ${bytes}`, withByte(reply({ endpoint_id: '"a§b"' }), ...bytes), "invalid_json", "time_series[0]"],
    [`in a key: ${bytes}`, withByte('{"a§b":1}', ...bytes), "invalid_json", undefined],
    [`in a cell: ${bytes}`, withByte(csv(row({ x: "a§b" })), ...bytes), "invalid_csv", "[0].x_A"],
    [`in a header: ${bytes}`, withByte(csv(row()).replace("x_A", "x_§A"), ...bytes), "invalid_csv", undefined],
  ]),
]);
read([
  ["NUL that JSON escapes is a character", reply({ endpoint_id: '"a\\u0000b"' }), /,a\0b,/],
  ["a pair is one character", reply({ endpoint_id: '"\\ud83d\\ude00"' }), /,😀,/],
  ["NUL in a cell of a CSV", csv(row({ x: "a\0b" })), /,a\0b$/m],
  ["what looks like another format inside a text", reply({ endpoint_id: '"<html>\\u001f\\u008b"' }), /,<html>/],
]);

test("half of a surrogate pair in a JavaScript text, an object, a parameter, an option", async () => {
  const half = "a\ud800b";
  assertError(await errorOf(() => focusReport(REQUEST, reply({ endpoint_id: `"${half}"` }), OPTIONS)), "invalid_json", undefined);
  assertError(await errorOf(() => focusReport(REQUEST, [reply(), reply({ endpoint_id: `"${half}"` })], OPTIONS)), "invalid_json", undefined);
  assertError(await errorOf(() => focusReport(REQUEST, JSON.parse(reply({ endpoint_id: '"a\\ud800b"' })), OPTIONS)), "invalid_json", "time_series[0]");
  assertError(await errorOf(() => resolveRequest({ ...REQUEST, start: half }, OPTIONS)), "invalid_parameter", "start");
  assertError(await errorOf(() => report(reply(), { billingAccountId: half })), "invalid_option", "billingAccountId");
  assertError(await errorOf(() => report(reply(), { teams: `{"teams":[{"username":"${half}"}]}` })), "invalid_option", "teams");
  const { csv: blob } = focusReport(REQUEST, reply({ endpoint_id: '"a\uFFFDb"' }), OPTIONS);
  assert.match(await blob.text(), /,a\uFFFDb,/, "the mark of a character that is none is one");
});

// ---------------------------------------------------------------------------------------------------------------------
// Size
// ---------------------------------------------------------------------------------------------------------------------

const OPEN_ITEM = '{"time_series":[{"bucket":"2026-10-01T00:00:00Z","results":[{"cost":1,"currency":"USD","unit":"';
refused([
  ["a text of 100 MB", () => long(OPEN_ITEM, "x", 100 * MB, '","endpoint_id":"a/b"}]}]}'), "invalid_usage", `${ITEM}.unit`],
  ["a text that does not end", () => long(OPEN_ITEM, "x", 1000 * MB), "limit_exceeded", "time_series[0]"],
  ["a key that does not end", () => long('{"', "x", 1000 * MB), "limit_exceeded", undefined],
  ["a number that does not end", () => long('{"later":', "1", 1000 * MB), "limit_exceeded", "later"],
  ["escapes that do not end", () => long('{"later":"', "\\u0041", 200 * MB), "limit_exceeded", "later"],
  ["a bucket that does not end", () => long('{"time_series":[{"bucket":"2026-10-01T00:00:00Z","results":[', `${item({ cost_total: "1" })},`, 2 * MILLION), "limit_exceeded", "time_series[0]"],
  ["a summary that does not end", () => long('{"summary":[', `${item()},`, 2 * MILLION), "limit_exceeded", /^summary\[\d+\]$/],
  ["a manifest whose pages do not end", () => long('{"fal_focus_manifest":1,"pages":[', `{"sha256":"${"a".repeat(64)}"},`, 3 * MILLION), "limit_exceeded", /^pages\[\d+\]$/],
  ["a million teams", () => counted('{"teams":[', (at) => `{"username":"u${MILLION - at}"},`, MILLION, '{"username":"z"}]}'), "limit_exceeded", /^teams\[2000\d\]$/],
  ["a million prices", () => counted('{"prices":[', (at) => `{"endpoint_id":"e${MILLION - at}","unit":"x"},`, MILLION, "]}"), "limit_exceeded", /^prices\[2000\d\]$/],
  ["a million manifests", () => counted("", manifestOf, MILLION, ""), "limit_exceeded", "[20000]"],
  ["a name of a team that is too long", `{"teams":[{"username":"u","name":"${"x".repeat(65537)}"}]}`, "invalid_usage", "teams[0].name"],
  ["tags that are too long together", events(event({ tags: objectOf(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`t${at}`, `"${"x".repeat(4000)}"`]))) })), "invalid_usage", "billing_events[0].tags"],
  ["a column's name in each of a million columns", () => counted("BilledCost,ChargePeriodStart,", (at) => `x_${at},`, MILLION, "x_z\n"), "limit_exceeded", "[line 1]"],
  ["a row of a million cells", () => afterwards(csv(), long("", ",", MILLION, "\n")), "invalid_csv", "[0]"],
  ["a cell of 100 MB", () => afterwards(csv(), long("1,USD,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,", "x", 100 * MB, "\n")), "invalid_csv", "[line 2]"],
  ["a quote that is never closed", () => afterwards(csv(), long('1,USD,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,"', "x\n", 50 * MB)), "invalid_csv", "[line 2]"],
  ["a header that does not end", () => long(`${HEADER},x_`, "x", 100 * MB), "invalid_csv", "[line 1]"],
  ["a million currencies", () => counted(csv(), (at) => `${row({ currency: `C${MILLION - at}` })}\n`, MILLION), "limit_exceeded", "[1000]"],
]);

/** Of ranges of a second, the last first: each is to be put among all. */
function manifestOf(at) {
  const moment = (second) => new Date(Date.UTC(2026, 9, 1, 0, 0, 50_000 - second)).toISOString();
  return `{"fal_focus_manifest":1,"endpoint":"/models/usage","query":{"start":"${moment(at + 1)}","end":"${moment(at)}"},"pages":[{"sha256":"${"a".repeat(64)}"}],"complete":true}\n`;
}

read([
  ["as many manifests as there may be cover the window together", () => [...counted("", manifestOf, 20_000), usage()], { completeReason: "missing_page" }],
  ["text as long as it may be", reply({ endpoint_id: `"${"x".repeat(65536)}"` }), { rows: 1 }],
  ["longer, where it is said", reply({ endpoint_id: `"${"x".repeat(65537)}"` }), { rows: 1 }, { maxTextBytes: 65537 }],
  ["a member of 10 MB that nobody reads", reply({ later: `"${"x".repeat(10 * MB)}"` }), { rows: 1 }],
  ["a line item with a text that is too long may be left out", usage(bucket([item({ unit: `"${"x".repeat(65537)}"` }), item()])), { rows: 1, completeReason: "invalid_skipped" }, { onInvalid: "skip" }],
  ["empty buckets, as many as come", () => long('{"time_series":[', '{"bucket":"2026-10-01T00:00:00Z","results":[]},', MILLION, `${bucket("")}]}`), { rows: 0 }],
  ["empty replies, as many as come", () => long("", '{"time_series":[]}\n', MILLION), { rows: 0 }],
  ["space, as much as comes", () => long("{", " \n", 50 * MB, usage(bucket(item())).slice(1)), { rows: 1 }],
]);

test("a parsed object that is nested deeper than JSON goes, or in a circle", async () => {
  let deep = {};
  for (let at = 0; at < MILLION; at += 1) deep = { a: deep };
  assertError(await errorOf(() => focusReport(REQUEST, deep, OPTIONS)), "invalid_usage", undefined);
  const circle = {};
  circle.a = circle;
  assertError(await errorOf(() => focusReport(REQUEST, circle, OPTIONS)), "invalid_usage", undefined);
  for (const value of [deep, circle]) assertError(await errorOf(() => report(reply(), { invoice: value })), "invalid_option", "invoice");
  assertError(await errorOf(() => focusReport(REQUEST, { time_series: [{ bucket: "2026-10-01T00:00:00Z", results: [{ a: 1n }] }] }, OPTIONS)), "invalid_usage", undefined);
});

test("parameters and options of a megabyte", async () => {
  const text = "x".repeat(MB);
  for (const name of ["source", "start", "end", "timezone", "timeframe", "bound_to_timeframe"]) {
    const code = name === "timezone" ? "unknown_timezone" : "invalid_parameter";
    assertError(await errorOf(() => resolveRequest({ ...REQUEST, [name]: text }, OPTIONS)), code, name);
  }
  assertError(await errorOf(() => resolveRequest({ ...REQUEST, [text]: "x" }, OPTIONS)), "unknown_parameter", `${text.slice(0, 1000)}…`);
  for (const name of ["now", "grain", "focusVersion", "inputTimeframe", "inputKind", "onInvalid", "columns", "billingAccountId", "billingAccountName", "maxGroups"]) {
    assertError(await errorOf(() => report(reply(), { [name]: text })), "invalid_option", name);
  }
  assertError(await errorOf(() => report(reply(), { columns: text.split("") })), "invalid_option", "columns");
  assertError(await errorOf(() => report(reply(), { account: `{"username":"${text}"}` })), "invalid_usage", "account.username");
  assertError(await errorOf(() => report(reply(), { invoice: `{"invoice_id":"${text}","billing_month":"2026-11"}` })), "invalid_invoice", "invoice.invoice_id");
});

// ---------------------------------------------------------------------------------------------------------------------
// Time
// ---------------------------------------------------------------------------------------------------------------------

/** The first and the last year that JavaScript and ISO 8601 have, and what is none. */
const NO_DATES = ["0000-01-01T00:00:00Z", "275760-09-13T00:00:00Z", "+275760-09-13T00:00:00Z", "-271821-04-20T00:00:00Z", "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-10-01T24:00:01Z", "2026-10-01T00:00:60Z", "２０２６-10-01T00:00:00Z", "", "9".repeat(MB)];
for (const date of NO_DATES) {
  const shown = date.slice(0, 30);
  refused([
    [`a bucket at ${shown}`, usage(bucket(item(), `"${date}"`)), "invalid_usage", "time_series[0].bucket"],
    [`an event at ${shown}`, events(event({ timestamp: `"${date}"` })), "invalid_usage", "billing_events[0].timestamp"],
    [`a row of a CSV from ${shown}`, csv(row({ start: date })), "invalid_csv", "[0].ChargePeriodStart"],
  ]);
  test(`a request from ${shown}`, async () => {
    assertError(await errorOf(() => resolveRequest({ ...REQUEST, start: date }, OPTIONS)), "invalid_parameter", "start");
  });
}
refused([["a bucket whose day ends beyond the calendar", usage(bucket(item(), '"9999-12-31T23:59:59Z"')), "invalid_usage", "time_series[0].bucket"]]);
read([
  ["the first instant there is", usage(bucket(item(), '"0001-01-01T00:00:00Z"')), { outsideWindow: 1 }],
  ["the last whose day ends", usage(bucket(item(), '"9999-12-30T23:59:59Z"')), { outsideWindow: 1 }],
]);

const NO_ZONES = ["../../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "Europe/Berlin\0", "Europe/Berlin\n", " Europe/Berlin", "posixrules", "posix/Europe/Berlin", "right/UTC", "localtime", "Factory", "Etc/Unknown", "+01:00", "UTC+1", "GMT0BST", "__proto__", "constructor", "Europe/" + "x".repeat(10_000), "a/".repeat(5000) + "a", "Еurope/Berlin", "<script>", "%2e%2e/UTC", "C:\\Windows"];
test("zones with odd names, in a request and in the zone of a manifest", async () => {
  for (const timezone of NO_ZONES) assertError(await errorOf(() => resolveRequest({ ...REQUEST, timezone }, OPTIONS)), "unknown_timezone", "timezone");
  for (const timezone of ["", " "]) {
    const error = await errorOf(() => resolveRequest({ ...REQUEST, timezone }, OPTIONS));
    assert.ok(["unknown_timezone", "invalid_parameter"].includes(error?.code), JSON.stringify(timezone));
    assertError(error, error.code, "timezone");
  }
});

test("ten thousand years, by the minute", () => {
  const [start, end] = ["0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z"];
  const { buckets } = resolveRequest({ source: "estimate", start, end, timeframe: "minute" }, OPTIONS);
  assert.equal(buckets, (Date.parse(end) - new Date(0).setUTCFullYear(1, 0, 2)) / 60_000);
});

// ---------------------------------------------------------------------------------------------------------------------
// The limits as options
// ---------------------------------------------------------------------------------------------------------------------

refused([
  ["request ids", events(event(), event({ request_id: '"r-2"' }), event({ request_id: '"r-3"' })), "limit_exceeded", "billing_events[2]", { maxRemembered: 2 }],
  ["buckets", usage(...["00", "01", "02"].map((hour) => bucket(item(), `"2026-10-01T${hour}:00:00Z"`))), "limit_exceeded", "time_series[2].bucket", { maxRemembered: 2 }],
  ["pages", [...["r-1", "r-2", "r-3"].map((id) => events(event({ request_id: `"${id}"` })))].join("\n"), "limit_exceeded", undefined, { maxRemembered: 2, assumeUnique: true }],
  ["the same where line items that cannot be read are left out", events(event(), event({ request_id: '"r-2"' }), event({ request_id: '"r-3"' })), "limit_exceeded", "billing_events[2]", { maxRemembered: 2, onInvalid: "skip" }],
  ["JSON that is held", usage(bucket(Array(700).fill(item()))), "limit_exceeded", "time_series[0]", { maxValueBytes: 65_536 }],
  ["the same that nothing shortens", usage(bucket(item({ later: `"${"x".repeat(65_536)}"` }))), "limit_exceeded", "time_series[0]", { maxValueBytes: 65_536 }],
  ["texts", reply({ endpoint_id: `"${"x".repeat(1001)}"` }), "invalid_usage", `${ITEM}.endpoint_id`, { maxTextBytes: 1000 }],
  ...[1000, 65_536].map((most) => [`texts of ${most + 1} bytes, of an event like those before`, eventsWithIds(["r-1", "r-2", "r-3", "x".repeat(most + 1), "r-4"]), "invalid_usage", "billing_events[3].request_id", { maxTextBytes: most }]),
  ["rows", csv(row({ x: "x".repeat(1000) })), "invalid_csv", "[line 2]", { maxRowBytes: 1000 }],
  ...["maxGroups", "maxValueBytes", "maxTextBytes", "maxRowBytes", "maxRemembered"].flatMap((name) =>
    [0, -1, 1.5, 1e9 + 1, NaN, Infinity, "many", "5", true, [], {}].map((value) => [`${name}: ${String(value)}`, reply(), "invalid_option", name, { [name]: value }])),
  ["maxTextBytes: 999", reply(), "invalid_option", "maxTextBytes", { maxTextBytes: 999 }],
  ["maxValueBytes: 65535", reply(), "invalid_option", "maxValueBytes", { maxValueBytes: 65_535 }],
]);
test("a limit is the same wherever the bytes are cut", async () => {
  for (const [text, limit] of [[usage(bucket(Array(700).fill(item()))), { maxValueBytes: 65_536 }], [csv(row({ x: "x".repeat(1000) })), { maxRowBytes: 1000 }]]) {
    const whole = await errorOf(() => report(text, limit));
    for (const size of [1, 7, 4096, 65_536]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
      const cut = await errorOf(() => report(pieces, limit));
      assert.deepEqual([cut.code, cut.field, cut.message], [whole.code, whole.field, whole.message], `pieces of ${size}`);
    }
  }
});

read([
  ["request ids, as many as there may be", events(event(), event({ request_id: '"r-2"' }), event()), { rows: 1 }, { maxRemembered: 2 }],
  ["none are remembered where none comes twice", events(event(), event({ request_id: '"r-2"' }), event({ request_id: '"r-3"' })), { rows: 1 }, { maxRemembered: 2, assumeUnique: true }],
]);

// ---------------------------------------------------------------------------------------------------------------------
// A check
// ---------------------------------------------------------------------------------------------------------------------

const CHECKED = [
  ["a million columns", () => counted("BilledCost,", (at) => `x_${at},`, MILLION, "x_z\n"), "limit_exceeded", "[line 1]"],
  ["a header that does not end", () => long("BilledCost,x_", "x", 100 * MB), "invalid_csv", "[line 1]"],
  ["a cell of 100 MB", () => afterwards(csv(), long("1,USD,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,", "x", 100 * MB, "\n")), "invalid_csv", "[line 2]"],
  ["a quote that is never closed", () => afterwards(csv(), long('1,USD,,,"', "x\n", 50 * MB)), "invalid_csv", "[line 2]"],
  ["a row of a million cells", () => afterwards(csv(), long("", ",", MILLION, "\n")), "invalid_csv", "[line 2]"],
  ["UTF-16", wide(csv(row())), "invalid_csv", "[line 1]"],
  ["NULs", new Uint8Array(1000), "invalid_csv", "[line 1]"],
  ["no UTF-8 in the header", withByte(csv(row()).replace("x_A", "x_§"), 0xff), "invalid_csv", "[line 1]"],
  ["gzip", gzipSync(csv(row())), "invalid_csv", "[line 1]"],
  ["nothing", "", "invalid_csv", "[line 1]"],
  ["a row that is longer than is said", csv(row({ x: "x".repeat(1000) })), "invalid_csv", "[line 2]", { maxRowBytes: 1000 }],
  ["an option that is none", csv(row()), "invalid_option", "maxRowBytes", { maxRowBytes: 0 }],
];
for (const [name, input, code, field, options] of CHECKED) {
  test(`check: ${name}`, async () => assertError(await errorOf(() => checkFocus(chunksOf(typeof input === "function" ? input() : input), options)), code, field));
}
test("check: texts, numbers and JSON that somebody made to harm are findings, and shown in part", async () => {
  const cells = [MEGABYTE.ones, `1e${"9".repeat(1000)}`, "1e999999999", `"${"{".repeat(MILLION)}"`, "\0", "'=1+1", withByte("§", 0xff).toString("latin1")];
  const header = "BilledCost,Tags,ChargePeriodStart,ServiceName\n";
  const conformance = await checkFocus(header + cells.map((cell) => `${cell},${cell},${cell},${cell}\n`).join(""), { focusVersion: "1.2" });
  assert.equal(conformance.rows, cells.length);
  assert.ok(conformance.rules.failedMust > 0);
  assert.ok(JSON.stringify(conformance).length < MB, "no value is told whole");
});

// ---------------------------------------------------------------------------------------------------------------------
// The command line: how much memory it takes, and compressed files
// ---------------------------------------------------------------------------------------------------------------------

const PEAK = `data:text/javascript,${encodeURIComponent('process.on("exit", () => process.stderr.write(`peak ${process.resourceUsage().maxRSS >> 10}\\n`));')}`;
const ASKED = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-10-02", "--timeframe", "day", "--range-limit", "none"];

/** The command line, what it took at its peak (MB), and what it said; `input` is given as it is read. */
async function run(args, input = []) {
  const child = spawn(process.execPath, ["--import", PEAK, CLI, ...args], { cwd: folder });
  const ended = new Promise((done) => child.on("close", done));
  let stderr = "";
  child.stdout.resume();
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  // It stops reading at its first error.
  await pipeline(Readable.from(chunksOf(input)), child.stdin).catch(() => {});
  const status = await ended;
  return { status, stderr, peak: Number(/^peak (\d+)$/m.exec(stderr)?.[1]) };
}

/** Three times what a report takes that holds as much as it may: only who holds all of a gigabyte takes more. */
const MOST = 1200;
/** The same of one that holds nothing. */
const FEW = 300;

const FLOODS = [
  ["a gigabyte of a text", () => long(OPEN_ITEM, "x", 1000 * MB), MOST, /^error\[limit_exceeded\] .*time_series\[0\]: /],
  ["a gigabyte of lists in lists", () => long('{"a":', "[", 1000 * MB), MOST, /^error\[limit_exceeded\]/],
  ["two million empty buckets", () => long('{"time_series":[', '{"bucket":"2026-10-01T00:00:00Z","results":[]},', 2 * MILLION, `${bucket("")}]}`), FEW, /^warning\[no_line_items\]/m],
  ["200 MB of space", () => long("{", " ".repeat(1000), 200_000, usage(bucket(item())).slice(1)), FEW, /^warning\[default_billing_account\]/m],
  ["200 MB of line feeds before anything", () => long("", "\n".repeat(1000), 200_000, csv(row())), FEW, /^error\[invalid_json\]/],
  ["a gigabyte of a row", () => afterwards(csv(), long("1,", "x", 1000 * MB)), FEW, /^error\[invalid_csv\]/],
];
for (const [name, input, most, said] of FLOODS) {
  test(`standard input: ${name}`, async () => {
    const { stderr, peak } = await run([...ASKED, "-"], input());
    assert.match(stderr, said);
    assert.ok(peak < most, `${peak} MB`);
  });
}

test("compressed files: what expands a hundred times, what is cut off, what is none", async () => {
  const spaces = gzipSync(Buffer.alloc(200 * MB, " "), { level: 1 });
  const bombs = { "bomb.json.gz": gzipSync(Buffer.alloc(20 * MB, "["), { level: 1 }), "spaces.json.gz": spaces, "teams.gz": spaces };
  for (const [name, bytes] of Object.entries(bombs)) writeFileSync(join(folder, name), bytes);
  const whole = gzipSync(reply());
  writeFileSync(join(folder, "cut.json.gz"), whole.subarray(0, -12));
  writeFileSync(join(folder, "none.json.gz"), reply());
  writeFileSync(join(folder, "wrong.json.gz"), whole.map((byte, at) => (at === 30 ? byte ^ 0xff : byte)));
  writeFileSync(join(folder, "head.json.gz"), whole.subarray(0, 2));
  writeFileSync(join(folder, "empty.json.gz"), "");
  writeFileSync(join(folder, "usage.json"), reply());
  writeFileSync(join(folder, "large.json"), usage(bucket(Array(700).fill(item()))));
  for (const [args, said, exit = 1] of [
    [["bomb.json.gz"], /^error\[invalid_json\] bomb\.json\.gz: /],
    [["spaces.json.gz"], /^error\[invalid_json\] spaces\.json\.gz: /],
    [["--teams", "teams.gz", "usage.json"], /^error\[limit_exceeded\] teams\.gz: the document is larger than 134217728 bytes\nhint: .*--max-value-bytes/],
    [["--teams", "large.json", "--max-value-bytes", "65536", "usage.json"], /^error\[limit_exceeded\] large\.json: the document is larger than 65536 bytes/],
    [["--max-value-bytes", "many", "usage.json"], /^error\[invalid_option\] --max-value-bytes: /, 2],
    [["--max-value-bytes", "65536", "large.json"], /^error\[limit_exceeded\] large\.json: time_series\[0\]: .*\nhint: .*--max-value-bytes/],
    [["cut.json.gz"], /^error\[io_error\] cut\.json\.gz: /],
    [["none.json.gz"], /^error\[io_error\] none\.json\.gz: /],
    [["wrong.json.gz"], /^error\[(io_error|invalid_json)\] wrong\.json\.gz: /],
    [["head.json.gz"], /^error\[(io_error|invalid_json)\] head\.json\.gz: /],
    [["empty.json.gz"], /^error\[(io_error|invalid_json)\] empty\.json\.gz: /],
  ]) {
    const { status, stderr, peak } = await run([...ASKED, ...args]);
    assert.match(stderr, said, args.join(" "));
    assert.equal(status, exit, args.join(" "));
    assert.ok(peak < 2 * FEW, `${args.join(" ")}: ${peak} MB`);
  }
});

test("a check on the command line has the limit of a row", async () => {
  const { status, stderr } = await run(["check", "--max-row-bytes", "1000", "-"], csv(row({ x: "x".repeat(1000) })));
  assert.equal(status, 1);
  assert.match(stderr, /^error\[invalid_csv\] .*\[line 2\]: .*longer than 1000 bytes\nhint: .*--max-row-bytes/);
});

test("what names say does not steer the terminal", async () => {
  const { stderr } = await run([...ASKED, "-"], '{"\\u001b[2J":{"\\u0007":[1,}}');
  assert.match(stderr, /^error\[invalid_json\]/);
  assert.doesNotMatch(stderr.replaceAll("\n", ""), /\p{Cc}/u);
});

// ---------------------------------------------------------------------------------------------------------------------
// fal, or who stands in for it
// ---------------------------------------------------------------------------------------------------------------------

test("a page that does not end", async () => {
  let sent = 0;
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "application/json");
    const piece = Buffer.alloc(MB, " ");
    const send = () => {
      while (!response.destroyed && sent < 4000 && response.write(piece)) sent += 1;
    };
    response.on("drain", send);
    send();
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const query = { start: "2026-10-01T00:00:00Z", end: "2026-10-02T00:00:00Z" };
  const options = { baseUrl: `http://127.0.0.1:${server.address().port}`, maxRetries: 5 };
  const asked = (more) => fetchReplies({ endpoint: "/models/usage", query }, { ...options, ...more });
  assertError(await errorOf(() => asked({ maxPageBytes: 10 * MB })), "limit_exceeded", "maxPageBytes");
  assert.ok(sent < 100, `${sent} MB were sent, and none was asked for again`);
  for (const maxPageBytes of [0, -1, 1.5, "10", NaN]) assertError(await errorOf(() => asked({ maxPageBytes })), "invalid_option", "maxPageBytes");
  server.closeAllConnections();
  server.close();
});
