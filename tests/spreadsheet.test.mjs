// Text that a spreadsheet would run: the cases of public guidance (OWASP, "CSV Injection", and the payload lists that it
// led to), in every field and every way of writing. With spreadsheetSafe nothing is run, and it can be undone; without it
// no byte is touched.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import init, { FocusReportWriter, focusReport, focusReportStream } from "fal-focus";
import { focusHandler } from "fal-focus/endpoint";
import { focusParquet } from "fal-focus/parquet";
import { parquetMetadata, parquetReadObjects } from "hyparquet";

import { parseCsv } from "../pkg/csv-records.js";
import { run, workFolder } from "./command.mjs";

await init();
const cwd = workFolder();

/** What begins a formula, or is taken for it. */
const BEGINNINGS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫"];

/** What stands in front, and is taken off or passed over by one spreadsheet or another. */
const FRONTS = ["", " ", "   ", "\u00A0", "\u3000", "\t", "\r", "\n", "\r\n", '"', '""', "\uFEFF", "\u200B", "\u200E", "\u202E", "\u2060", "\u00AD", "\0", "\u0085", ' \u200B"', "'"];

/** What begins another cell or row where something else than the comma separates. */
const SEPARATORS = [";", "\t", "\r", "\n"];

const PAYLOADS = [
  ...BEGINNINGS.flatMap((begin) => FRONTS.map((front) => `${front}${begin}1+1`)),
  ...BEGINNINGS.flatMap((begin) => SEPARATORS.map((separator) => `a${separator}${begin}1+1${separator} ${begin}2`)),
  // Dynamic data exchange, links, functions that ask the network.
  "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2", "@SUM(1+1)*cmd|' /C calc'!A0",
  "=10+20+cmd|' /C calc'!A0", "=rundll32|'URL.dll,OpenURL calc.exe'!A", "=MSEXCEL|'\\..\\..\\..\\Windows\\System32\\cmd.exe /c calc.exe'!''",
  'DDE ("cmd";"/C calc";"!A0")A0', "%0A-3+3+cmd|' /C calc'!D2", ";-3+3+cmd|' /C calc'!D2", "\n-3+3+cmd|' /C calc'!D2",
  '=HYPERLINK("http://localhost/?x="&A1&A2,"Error: click here")', '=IMPORTXML(CONCAT("http://localhost/?v=",CONCATENATE(A2:E2)),"//a")',
  "=WEBSERVICE(\"http://localhost/\"&A1)", "='file:///etc/passwd'#$passwd.A1",
  // Out of a cell and into the next one, by commas and quotes.
  'a",=1+1,"', "a,=1+1", '"=1+1"', '"",=1+1', "a\",\n=1+1", "',=1+1", "''=1+1", "';'=1;'",
  // What is a number or a word, and no formula.
  "-1", "+1", "-1.5e3", "1=1", "a=1", "fal-ai/flux", "it's", "a;b", "a; b\tc", "@", "-", "=", "'", ";", ";'", "\t", "\n",
];

/** A text in every field of a reply that holds one. */
function itemOf(text, at) {
  const fields = { endpoint_id: `${text}`, unit: text, app: text, environment: text, username: text, auth_method: text };
  return { ...fields, auth_method_structured: { detail: text, api_key_id: text, login_username: text }, quantity: 1, unit_price: 2 + at, cost: -2 - at, currency: "USD" };
}
const USAGE = { time_series: [{ bucket: "2026-10-01T00:00:00Z", results: PAYLOADS.map(itemOf) }] };
const EVENTS = {
  billing_events: PAYLOADS.map((text, at) => ({
    request_id: `${text}${at}`, timestamp: "2026-10-01T05:00:00Z", endpoint_id: text, unit: text, quantity: 1, unit_price: 2, cost: -2, currency: "USD", tags: { [text]: text, plain: `;${text}` },
  })),
};
const SERVERLESS = {
  time_series: [{ bucket: "2026-10-01T00:00:00Z", results: PAYLOADS.map((text) => ({ machine_type: text, app: text, environment: text, unit: text, quantity: 1, unit_price: 1, cost: 1, currency: "USD" })) }],
};
const REPLIES = { usage: USAGE, events: EVENTS, serverless: SERVERLESS };

const REQUEST = { source: "estimate", start: "2026-10-01", end: "2026-10-02", timeframe: "day" };
const OPTIONS = { rangeLimit: "none", now: "2026-11-01T00:00:00Z", grain: "line_item", billingAccountId: "=1;-2", billingAccountName: "\t@x" };

// ---------------------------------------------------------------------------------------------------------------------
// What a spreadsheet makes of it
// ---------------------------------------------------------------------------------------------------------------------

const UNSEEN = /^[\s\p{Cc}"\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+/u;
const isRun = (cell) => BEGINNINGS.some((begin) => cell.replace(UNSEEN, "").startsWith(begin));
const isNumber = (cell) => /^-?\d+(\.\d+)?(e\d+)?$/.test(cell);

/** The cells as each of them may be taken apart: as RFC 4180 has it, or at other characters, with quotes or without. */
function assertNothingIsRun(csv) {
  const records = parseCsv(csv);
  const firsts = new Set(records.map(([first]) => first));
  for (const cell of records.flat()) assert.ok(isNumber(cell) || !isRun(cell), JSON.stringify(cell));
  for (const separator of [/[\r\n]/, /[;\r\n]/, /[\t\r\n]/, /[;\t\r\n]/]) {
    for (const part of csv.split(separator)) {
      // A row that begins with a number, and is one cell where nothing separates it, is no formula as a whole.
      const isRow = /^-?\d+\.\d+,/.test(part) && firsts.has(part.slice(0, part.indexOf(",")));
      assert.ok(isRow || !isRun(part), `at ${separator}: ${JSON.stringify(part.slice(0, 80))}`);
    }
  }
}

/** The texts of the payloads that a CSV must hold, cell for cell. */
function assertHoldsAll(csv, columns) {
  const [header, ...rows] = parseCsv(csv);
  for (const column of columns) {
    const place = header.indexOf(column);
    assert.deepEqual(rows.map((row) => row[place]), PAYLOADS, column);
  }
}

const textOf = async ({ csv }) => csv.text();

// ---------------------------------------------------------------------------------------------------------------------
// Reports of replies
// ---------------------------------------------------------------------------------------------------------------------

for (const [name, reply] of Object.entries(REPLIES)) {
  for (const focusVersion of ["1.0", "1.2", "1.4"]) {
    for (const grain of ["line_item", "timeframe"]) {
      test(`${name}, FOCUS ${focusVersion}, ${grain}: safe, and undone to the byte`, async () => {
        const options = { ...OPTIONS, grain, focusVersion };
        const plain = focusReport(REQUEST, reply, options);
        const safe = focusReport(REQUEST, reply, { ...options, spreadsheetSafe: true });
        assertNothingIsRun(await textOf(safe));
        const [plainRows, safeRows] = [parseCsv(await textOf(plain)), parseCsv(await textOf(safe))];
        const [plainCells, safeCells] = [plainRows.flat(), safeRows.flat()];
        const changed = safeCells.filter((cell, at) => cell !== plainCells[at]).length;
        assert.equal(safe.summary.warnings.find(({ code }) => code === "spreadsheet_escaped").count, changed);
        assert.ok(changed > 100);
        assert.deepEqual(safe.summary.totals, plain.summary.totals);
        // Read back, it is what was never made safe.
        const again = focusReport(REQUEST, await textOf(safe), { rangeLimit: "none", now: OPTIONS.now, grain, inputSpreadsheetSafe: true });
        assert.equal(await textOf(again), await textOf(plain));
      });
    }
  }
}

test("without the option every text is in its cell as it came", async () => {
  const usage = focusReport(REQUEST, USAGE, OPTIONS);
  assertHoldsAll(await textOf(usage), ["SkuId", "x_Unit", "SubAccountId", "x_ApiKeyId", "x_LoginUsername"]);
  assert.deepEqual(usage.summary.warnings.filter(({ code }) => code === "spreadsheet_escaped"), []);
  assertHoldsAll(await textOf(focusReport(REQUEST, SERVERLESS, OPTIONS)), ["x_MachineType", "x_Environment"]);
  const events = parseCsv(await textOf(focusReport(REQUEST, EVENTS, OPTIONS)));
  const [tags, ids] = ["Tags", "x_RequestId"].map((column) => events.map((row) => row[events[0].indexOf(column)]).slice(1));
  assert.deepEqual(tags.map((text) => JSON.parse(text)), PAYLOADS.map((text) => ({ [text]: text, plain: `;${text}` })));
  assert.deepEqual(ids, PAYLOADS.map((text, at) => `${text}${at}`));
});

test("numbers stay numbers, dates dates, and JSON has the value that it had", async () => {
  const rowsOf = async (options) => parseCsv(await textOf(focusReport(REQUEST, EVENTS, { ...OPTIONS, ...options })));
  const [plain, safe] = [await rowsOf({}), await rowsOf({ spreadsheetSafe: true })];
  const [header] = plain;
  plain.slice(1).forEach((row, at) => row.forEach((cell, place) => {
    const isText = !/^-?\d+\.\d+$|^\d{4}-.*Z$|^$/.test(cell);
    if (!isText) assert.equal(safe[at + 1][place], cell, header[place]);
    if (cell.startsWith("{")) assert.deepEqual(JSON.parse(safe[at + 1][place]), JSON.parse(cell));
  }));
  assert.ok(plain.some((row) => row[header.indexOf("BilledCost")] === "-2.0"));
});

test("an invoice's id, credits, taxes and teams", async () => {
  const request = { source: "invoice", charge_month: "2026-09" };
  const each = (text) => ({ description: `${text} `, amount: "-1" });
  const invoice = { invoice_id: "=1+1", billing_month: "2026-10", credits: PAYLOADS.filter((text) => text.trim()).map((text) => ({ ...each(text), username: text })), taxes: [{ description: ";@SUM(1)", amount: 1 }] };
  const teams = { teams: PAYLOADS.map((text) => ({ username: text, name: `${text}!` })) };
  const options = { ...OPTIONS, invoice, teams, spreadsheetSafe: true };
  const safe = await textOf(focusReport(request, { time_series: [] }, options));
  assertNothingIsRun(safe);
  const plain = await textOf(focusReport(request, { time_series: [] }, { ...options, spreadsheetSafe: false }));
  assert.notEqual(safe, plain);
  assert.equal(await textOf(focusReport(request, safe, { now: OPTIONS.now, grain: "line_item", inputSpreadsheetSafe: true })), plain);
});

// ---------------------------------------------------------------------------------------------------------------------
// A FOCUS CSV that somebody else made
// ---------------------------------------------------------------------------------------------------------------------

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;
const NAMES = ["BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd", "ChargeDescription", "Tags", "x_Theirs", "=x;-1", "'quoted"];
const CSV = [NAMES, ...PAYLOADS.map((text) => ["-1.0", "USD", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z", text, text, text, text, "-5"])]
  .map((row) => `${row.map(quoted).join(",")}\n`).join("");
// Looks like JSON, and is none; is JSON, on lines of its own.
const ODD_JSON = ["{", "{;=1+1", '{\n"=a": 1}', '{"a": ";=1"}', '{"a"\n:\t"b"}', '{"a": "x"} ;=1'];
const ODD = [NAMES.slice(0, 6), ...ODD_JSON.map((json) => ["-1.0", "USD", "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z", "a", json])]
  .map((row) => `${row.map(quoted).join(",")}\n`).join("");
const READING = { rangeLimit: "none", now: OPTIONS.now, grain: "line_item" };

for (const focusVersion of [undefined, "1.0", "1.4"]) {
  test(`a CSV of others, ${focusVersion ?? "as it is"}: safe, and undone; untouched without the option`, async () => {
    const reading = { ...READING, ...(focusVersion && { focusVersion }) };
    const plain = await textOf(focusReport(REQUEST, CSV, reading));
    const safe = await textOf(focusReport(REQUEST, CSV, { ...reading, spreadsheetSafe: true }));
    assertHoldsAll(plain, ["ChargeDescription", "Tags", "x_Theirs", "=x;-1"]);
    assertNothingIsRun(safe);
    const [header, first] = parseCsv(safe);
    assert.ok(header.includes("'=x;'-1") && header.includes("''quoted"));
    assert.equal(first[header.indexOf("''quoted")], "-5", "a number of a column that nobody knows is one");
    assert.equal(await textOf(focusReport(REQUEST, safe, { ...reading, inputSpreadsheetSafe: true })), plain);
  });
}

test("what looks like JSON, and is none", async () => {
  const plain = await textOf(focusReport(REQUEST, ODD, READING));
  const safe = await textOf(focusReport(REQUEST, ODD, { ...READING, spreadsheetSafe: true }));
  assertNothingIsRun(safe);
  const again = parseCsv(await textOf(focusReport(REQUEST, safe, { ...READING, inputSpreadsheetSafe: true })));
  parseCsv(plain).forEach((row, at) => {
    const [json, back] = [row[5], again[at][5]];
    // Space between the parts of an object has no meaning.
    if (json.endsWith("}") && json.startsWith("{")) assert.deepEqual(JSON.parse(back), JSON.parse(json));
    else assert.equal(back, json);
  });
});

// ---------------------------------------------------------------------------------------------------------------------
// Every way of writing
// ---------------------------------------------------------------------------------------------------------------------

const SAFE = { ...OPTIONS, spreadsheetSafe: true };
const JSON_TEXT = JSON.stringify(USAGE);
const WAYS = {
  "the writer": (options) => {
    const chunks = [];
    const writer = new FocusReportWriter(REQUEST, options, (chunk) => chunks.push(chunk));
    writer.write(JSON_TEXT);
    writer.finish();
    return Buffer.concat(chunks).toString();
  },
  "a stream": (options) => new Response(new Blob([JSON_TEXT]).stream().pipeThrough(focusReportStream(REQUEST, options))).text(),
  "the command line": async (options) => (await commanded(options, ["usage.json"])).stdout,
  "a file, compressed": async (options) => {
    await commanded(options, ["usage.json", "-o", "report.csv.gz"]);
    return gunzipSync(readFileSync(join(cwd, "report.csv.gz"))).toString();
  },
  "several files": async (options) => {
    const stem = options.spreadsheetSafe ? "safe" : "plain";
    await commanded(options, ["usage.json", "-o", `${stem}.csv`, "--split", "rows=50"]);
    const names = readdirSync(cwd).filter((name) => name.startsWith(`${stem}-`));
    const parts = names.sort((one, other) => parseInt(one.split("-")[1], 10) - parseInt(other.split("-")[1], 10)).map((name) => readFileSync(join(cwd, name), "utf8"));
    assert.ok(parts.length > 3);
    const header = parts[0].slice(0, parts[0].indexOf("\n") + 1);
    return header + parts.map((part) => part.slice(header.length)).join("");
  },
  "several threads": async (options) => (await commanded(options, ["usage.json", "nothing.json", "--jobs", "2"])).stdout,
};

writeFileSync(join(cwd, "usage.json"), JSON_TEXT);
writeFileSync(join(cwd, "nothing.json"), '{"time_series":[]}');
async function commanded({ spreadsheetSafe, billingAccountId, billingAccountName }, args) {
  const asked = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-10-02", "--timeframe", "day", "--range-limit", "none", "--grain", "line_item"];
  const ids = [`--billing-account-id=${billingAccountId}`, `--billing-account-name=${billingAccountName}`];
  const done = await run([...asked, ...ids, ...(spreadsheetSafe ? ["--spreadsheet-safe"] : []), ...args], { cwd });
  assert.equal(done.status, 0, done.stderr);
  return done;
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`by ${name}: the same bytes, safe and not`, async () => {
    for (const options of [OPTIONS, SAFE]) assert.equal(await way(options), await textOf(focusReport(REQUEST, USAGE, options)));
  });
}

test("by the endpoint", async () => {
  const answer = async ({ spreadsheetSafe }) => {
    const fetch = async () => Response.json({ ...USAGE, has_more: false });
    const now = () => Date.parse(OPTIONS.now);
    const { billingAccountId, billingAccountName, grain, rangeLimit } = OPTIONS;
    const handler = focusHandler({ authorization: "Key a:b", fetch, now, billingAccountId, billingAccountName, grain, rangeLimit, spreadsheetSafe });
    return (await handler(new Request("http://localhost/v1/account/focus?source=estimate&start=2026-10-01&end=2026-10-02&timeframe=day"))).text();
  };
  assert.equal(await answer({ spreadsheetSafe: true }), await textOf(focusReport(REQUEST, USAGE, SAFE)));
  assert.equal(await answer({ spreadsheetSafe: false }), await textOf(focusReport(REQUEST, USAGE, OPTIONS)));
});

test("Parquet holds the texts as they came", async () => {
  const report = focusReport(REQUEST, USAGE, OPTIONS);
  const file = await (await focusParquet(report)).arrayBuffer();
  // As bytes: the reader would take a byte order mark for none of the text.
  const metadata = parquetMetadata(file);
  for (const element of metadata.schema) delete element.converted_type, delete element.logical_type;
  const rows = await parquetReadObjects({ file, metadata, columns: ["SkuId", "x_Unit"], utf8: false });
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (const column of ["SkuId", "x_Unit"]) assert.deepEqual(rows.map((row) => decoder.decode(row[column])), PAYLOADS, column);
});
