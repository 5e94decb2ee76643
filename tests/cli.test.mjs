// The command line as a person runs it: real files, real pipes, what it prints and how it ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { caseFolders } from "./case-folders.mjs";
import { CLI, fileIn as fileOf, run as runIn, wordsOf, workFolder } from "./command.mjs";

const sample = caseFolders().find(({ name }) => name === "sample-account");
const pages = caseFolders().find(({ name }) => name === "several-pages");
const SAMPLE = fileURLToPath(new URL("../www/sample.json", import.meta.url));

const caseOf = (wanted) => caseFolders().find(({ name }) => name === wanted);

const folder = workFolder();
const fileIn = (name, text) => fileOf(folder, name, text);
const run = (args, how) => runIn(args, { cwd: folder, ...how });
const words = (each) => wordsOf(each, folder);

const leftovers = () => readdirSync(folder).filter((name) => name.includes(".tmp"));

// On the command line a comma stands between the names of columns.
const hasComma = (names) => Array.isArray(names) && names.some((name) => name.includes(","));
const canBeSaid = ({ expected, options }) => expected && !hasComma(options.columns);
for (const each of caseFolders().filter(canBeSaid)) {
  test(`${each.name}: files to standard output`, async () => {
    const paths = each.files.map(({ name, text }) => fileIn(`${each.name}-${name}`, text));
    const { status, stdout, stderr } = await run([...words(each), ...paths]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, each.expected.csv);
    for (const { code } of each.expected.summary.warnings) assert.match(stderr, new RegExp(`^warning\\[${code}\\]`, "m"));
  });
}

test("standard input, with and without -, and -o with summary and metadata", async () => {
  const input = readFileSync(SAMPLE);
  assert.equal((await run(words(sample), { input })).stdout, sample.expected.csv);
  const outputs = ["-o", "report.csv", "--summary", "summary.json", "--metadata", "metadata.json"];
  const { status, stdout, stderr } = await run(["report", ...words(sample), ...outputs, "-"], { input });
  assert.deepEqual({ status, stdout }, { status: 0, stdout: "" });
  assert.deepEqual([...stderr.matchAll(/^warning\[(\w+)\]/gm)].map(([, code]) => code), sample.expected.summary.warnings.map(({ code }) => code));
  const read = (name) => readFileSync(join(folder, name), "utf8");
  assert.equal(read("report.csv"), sample.expected.csv);
  assert.deepEqual(JSON.parse(read("summary.json")).totals, sample.expected.summary.totals);
  const columns = JSON.parse(read("metadata.json")).Schema.ColumnDefinition;
  assert.equal(columns.length, sample.expected.csv.split("\n")[0].split(",").length);
  assert.deepEqual(leftovers(), []);
});

test("a file that is there is replaced only by a whole report", async () => {
  const [output, broken] = [fileIn("kept.csv", "old"), fileIn("broken.json", '{"time_series": [{')];
  const failed = await run([...words(pages), "-o", output, broken]);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /^error\[invalid_json\] broken\.json: time_series\[0\]: the JSON stops/m);
  assert.match(failed.stderr, /^hint: /m);
  assert.equal(readFileSync(join(folder, output), "utf8"), "old");
  assert.deepEqual(leftovers(), []);
});

test("an interrupted run leaves no half report", async () => {
  const child = spawn(process.execPath, [CLI, ...words(pages), "-o", "interrupted.csv"], { cwd: folder });
  const isThere = () => readdirSync(folder).some((name) => name.startsWith("interrupted.csv."));
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 130);
  assert.ok(!readdirSync(folder).some((name) => name.startsWith("interrupted")));
});

for (const each of caseFolders().filter(({ error }) => error)) {
  // The command puts companions first by itself.
  if (each.error.code === "companion_after_usage") continue;
  test(`${each.name}: its code and hint, and no output file`, async () => {
    const paths = each.files.map(({ name, text }) => fileIn(`${each.name}-${name}`, text));
    const { status, stdout, stderr } = await run([...words(each), "-o", "never.csv", ...paths]);
    assert.ok(status === 1 || status === 2, stderr);
    // What is no option at all is the command line's own to tell.
    const isUnknown = each.error.code === "unknown_parameter";
    assert.ok(stderr.startsWith(`error[${isUnknown ? "invalid_option" : each.error.code}] `), stderr);
    assert.match(stderr, /\nhint: .+\n$/);
    assert.equal(stdout, "");
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("never")), []);
  });
}

/** Writes a case's files, each under the name of the case; `about` changes name and bytes. */
function filesOf(each, about = (name, text) => [name, text]) {
  return each.files.map(({ name, text }) => fileIn(...about(`${each.name}-${name}`, text)));
}
const gzipped = (name, text) => [`${name}.gz`, gzipSync(text)];

test("compressed files are read as what they hold, documents too", async () => {
  const each = caseOf("invoice-everything");
  const args = words(each).map((word) => (word.endsWith("-option-invoice.json") ? fileIn(...gzipped(word, readFileSync(join(folder, word)))) : word));
  const { status, stdout, stderr } = await run([...args, ...filesOf(each, gzipped)]);
  assert.equal(status, 0, stderr);
  assert.ok(args.some((word) => word.endsWith(".json.gz")));
  assert.equal(stdout, each.expected.csv);
});

for (const [about, change] of [
  ["cut off", (bytes) => bytes.subarray(0, -10)],
  ["damaged", (bytes) => bytes.with(-20, bytes.at(-20) ^ 255)],
  ["not compressed at all", () => Buffer.from("{}")],
  ["empty", () => Buffer.alloc(0)],
]) {
  test(`a compressed file that is ${about}: io_error, the file, a hint, no output file`, async () => {
    const text = pages.files[0].text;
    const name = fileIn("bad.json.gz", change(new Uint8Array(gzipSync(text))));
    const whole = fileIn("whole.json", pages.files[1].text);
    for (const args of [[name], [whole, name], ["--teams", name, whole]]) {
      const { status, stdout, stderr } = await run([...words(pages), "-o", "never.csv", ...args]);
      assert.match(stderr, /^error\[io_error\] bad\.json\.gz: it cannot be decompressed: .+\nhint: .+\n$/);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    }
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("never")), []);
  });
}

test("companions given last are read first, compressed ones too, and in the order given", async () => {
  const each = caseOf("account-and-teams");
  const paths = filesOf(each, (name, text) => (name.includes("teams") ? gzipped(name, text) : [name, text]));
  const { status, stdout, stderr } = await run([...words(each), ...paths.toReversed()]);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, each.expected.csv);
  const late = caseOf("companion-too-late");
  assert.equal((await run([...words(late), ...filesOf(late)])).status, 0);
});

test("a companion goes before standard input; in standard input its place is its own", async () => {
  const late = caseOf("companion-too-late");
  const [usage, teams] = filesOf(late);
  const read = (name) => readFileSync(join(folder, name));
  const { stdout, stderr } = await run([...words(late), "-", teams], { input: read(usage) });
  assert.match(stdout, /Team/, stderr);
  const { status, stderr: said } = await run([...words(late), usage, "-"], { input: read(teams) });
  assert.match(said, /^error\[companion_after_usage\] standard input: .+\nhint: .+\n$/);
  assert.equal(status, 1);
});

test("the replies may come from pipes with a name", async () => {
  const each = caseOf("several-pages");
  const piped = filesOf(each).map((name) => `<(cat ${name})`).join(" ");
  const child = spawn("bash", ["-c", `"$@" ${piped}`, "bash", process.execPath, CLI, ...words(each)], { cwd: folder });
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
  assert.equal(stdout, each.expected.csv);
});

test("--invoice with a rounding row: the summary reconciles the invoice", async () => {
  const each = caseOf("invoice-rounding-row");
  const args = [...words(each), "-o", "invoice.csv", "--summary", "invoice-summary.json", ...filesOf(each)];
  assert.ok(args.includes("--invoice") && args.includes("--rounding-row"));
  const { status, stderr } = await run(args);
  assert.equal(status, 0, stderr);
  assert.equal(readFileSync(join(folder, "invoice.csv"), "utf8"), each.expected.csv);
  const { invoice } = JSON.parse(readFileSync(join(folder, "invoice-summary.json"), "utf8"));
  assert.deepEqual(invoice, each.expected.summary.invoice);
});

test("resolve takes the month of --invoice, and names what is wrong in it", async () => {
  const invoice = fileIn("march.json", '{"invoice_id": "FAL-1", "billing_month": "2025-03"}');
  const { status, stdout } = await run(["resolve", "--source", "invoice", "--invoice", invoice]);
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).charge_month, "2025-02");
  const wrong = fileIn("wrong.json", '{"invoice_id": "FAL-1", "billing_month": "2025-03", "credits": [{"description": "-", "amount": 1}]}');
  const ended = await run(["resolve", "--source", "invoice", "--invoice", wrong]);
  assert.match(ended.stderr, /^error\[invalid_invoice\] wrong\.json: invoice\.credits\[0\]\.amount: .+\nhint: .+\n$/);
  assert.equal(ended.status, 1);
});

test("--skip-invalid names what was left out, up to ten, and counts the rest", async () => {
  const each = caseOf("skip-invalid-usage");
  const [path] = filesOf(each);
  const { stderr } = await run([...words(each), path]);
  for (const { field } of each.expected.summary.skipped) {
    assert.ok(stderr.includes(`  left out: ${path}: ${field}: `), stderr);
  }
  assert.doesNotMatch(stderr, /more/);
  const many = JSON.stringify({ time_series: [{ bucket: "2025-03-18T00:00:00Z", results: Array(14).fill({}) }] });
  const { status, stderr: said } = await run(words(each), { input: many });
  assert.equal(status, 0);
  assert.equal(said.match(/^  left out: /gm).length, 10);
  assert.match(said, /^warning\[invalid_skipped\] .+ \(14\)\n(  left out: .+\n){10}  and 4 more \(.+\)$/m);
});

/** A table's columns, as they are in a report without quotes. */
const headerOf = (csv) => csv.slice(0, csv.indexOf("\n")).split(",");

for (const [version, has, lacks] of [
  ["1.0", ["ProviderName", "x_InvoiceId"], ["InvoiceId", "SkuMeter", "ServiceProviderName"]],
  ["1.4", ["ServiceProviderName", "HostProviderName", "InvoiceDetailId"], ["ProviderName", "PublisherName"]],
]) {
  test(`--focus-version ${version}: its columns, in the CSV and in the metadata`, async () => {
    const args = [...words(sample), "--focus-version", version, "--summary", "version.json", "--metadata", "version-metadata.json"];
    const { status, stdout, stderr } = await run([...args, SAMPLE]);
    assert.equal(status, 0, stderr);
    const header = headerOf(stdout);
    for (const column of has) assert.ok(header.includes(column), column);
    for (const column of lacks) assert.ok(!header.includes(column), column);
    const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
    const { focusVersion, rows, totals, lost } = read("version.json");
    const expected = sample.expected.summary;
    assert.deepEqual({ focusVersion, rows, totals, lost }, { focusVersion: version, rows: expected.rows, totals: expected.totals, lost: [] });
    const { Schema, DatasetInstance } = read("version-metadata.json");
    assert.equal(Schema.FocusVersion, version);
    assert.deepEqual(Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName), header);
    assert.equal(Boolean(DatasetInstance), version === "1.4");
  });
}

test("--columns writes these alone, in the report's order; --no-custom-columns and --no-personal-data leave out", async () => {
  const columnsWith = async (...args) => headerOf((await run([...words(sample), ...args, SAMPLE])).stdout);
  assert.deepEqual(await columnsWith("--columns", "x_App,ChargePeriodStart, BilledCost"), ["BilledCost", "ChargePeriodStart", "x_App"]);
  const all = headerOf(sample.expected.csv);
  assert.deepEqual(await columnsWith("--no-custom-columns"), all.filter((name) => !name.startsWith("x_")));
  assert.deepEqual(await columnsWith("--no-personal-data"), all.filter((name) => !["x_AuthMethod", "x_LoginUsername"].includes(name)));
});

test("a column that the report does not have: exit 2, its name, and no output file", async () => {
  for (const args of [
    ["--columns", "BilledCost,InvoiceDetailId"],
    ["--columns", "x_App", "--no-custom-columns"],
    ["--columns", "x_AuthMethod", "--no-personal-data"],
    ["--columns", "BilledCost,BilledCost"],
  ]) {
    const { status, stdout, stderr } = await run([...words(sample), ...args, "-o", "never.csv", SAMPLE]);
    assert.match(stderr, /^error\[invalid_option\] (.+: )?--columns: .+"(InvoiceDetailId|x_App|x_AuthMethod|BilledCost)".*\nhint: .+\n$/);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  }
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("never")), []);
});

test("a FOCUS CSV of 1.2 is moved to 1.4 from a pipe, and what is lost is named", async () => {
  const { request, expected } = sample;
  const args = words({ request, options: { rangeLimit: "none", focusVersion: "1.4" } });
  const cells = expected.csv.split("\n").map((line) => line.split(","));
  const [input, other] = ["moved.csv", "other-publisher.csv"];
  fileIn(input, expected.csv);
  // The first row's publisher is another company, which 1.4 has no column for; no cell before it is quoted.
  const publisher = cells[0].indexOf("PublisherName");
  assert.equal(cells[1][publisher], "fal");
  fileIn(other, [cells[0], cells[1].with(publisher, "Acme"), ...cells.slice(2)].map((row) => row.join(",")).join("\n"));
  for (const [name, lost] of [[input, ""], [other, "  lost: PublisherName (1)\n"]]) {
    const { status, stdout, stderr } = await run([...args, "--summary", "moved.json", "-"], { input: readFileSync(join(folder, name)) });
    assert.equal(status, 0, stderr);
    const header = headerOf(stdout);
    assert.ok(header.indexOf("BillingPeriodEnd") < header.indexOf("BillingPeriodStart"));
    for (const column of ["ServiceProviderName", "HostProviderName"]) assert.ok(header.includes(column), column);
    for (const column of ["ProviderName", "PublisherName", "InvoiceDetailId"]) assert.ok(!header.includes(column), column);
    assert.equal(stderr.match(/^warning\[values_lost\] .+\n(  lost: .+\n)/m)?.[1] ?? "", lost);
    const summary = JSON.parse(readFileSync(join(folder, "moved.json"), "utf8"));
    assert.equal(summary.focusVersion, "1.4");
    assert.deepEqual(summary.totals, expected.summary.totals);
    assert.deepEqual(summary.lost, lost ? [{ column: "PublisherName", count: 1 }] : []);
  }
});

test("a FOCUS CSV is read back from a pipe", async () => {
  const each = caseOf("csv-round-trip");
  const child = spawn("sh", ["-c", 'cat "$0" | "$@"', filesOf(each)[0], process.execPath, CLI, ...words(each), "-"], { cwd: folder });
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
  assert.equal(stdout, each.expected.csv);
});

test("overlapping replies are answered with --input-kind, as the hint says", async () => {
  const each = caseOf("usage-and-events");
  const paths = filesOf(each);
  const { status, stderr } = await run([...words(each), ...paths]);
  assert.match(stderr, /^error\[overlapping_replies\] .+: --input-kind: /);
  assert.equal(status, 1);
  const [option, kind] = stderr.match(/--input-kind [a-z/-]+/)[0].split(" ");
  const answered = await run([...words(each), option, kind, ...paths]);
  assert.equal(answered.status, 0, answered.stderr);
  assert.match(answered.stderr, /^warning\[other_kind_left_out\] /m);
});

test("a file that is replaced keeps its mode", async () => {
  const output = fileIn("private.csv", "old");
  chmodSync(join(folder, output), 0o600);
  assert.equal((await run([...words(sample), "-o", output], { input: readFileSync(SAMPLE) })).status, 0);
  assert.equal(statSync(join(folder, output)).mode & 0o777, 0o600);
});

test("an input is never written over, nor two outputs into one file", async () => {
  const input = fileIn("input.json", readFileSync(SAMPLE, "utf8"));
  for (const outputs of [["-o", input], ["-o", `./${input}`], ["-o", "a.csv", "--summary", "./a.csv"]]) {
    const { status, stderr } = await run([...words(sample), ...outputs, input]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^error\[invalid_option\] (-o|--summary): /);
  }
  assert.equal(readFileSync(join(folder, input), "utf8"), readFileSync(SAMPLE, "utf8"));
});

test("a document that an option names is never written over", async () => {
  const each = caseOf("invoice-rounding-row");
  const args = words(each);
  const document = args[args.indexOf("--invoice") + 1];
  const before = readFileSync(join(folder, document), "utf8");
  for (const output of ["-o", "--summary", "--metadata"]) {
    const { status, stderr } = await run([...args, output, `./${document}`, ...filesOf(each)]);
    assert.match(stderr, /^error\[invalid_option\] (-o|--summary|--metadata): /);
    assert.equal(status, 2);
  }
  assert.equal(readFileSync(join(folder, document), "utf8"), before);
});

test("a full disk is told as one", async () => {
  const child = spawn("sh", ["-c", '"$@" > /dev/full', "sh", process.execPath, CLI, ...words(sample), SAMPLE]);
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(status, 1);
  assert.match(stderr, /^error\[io_error\] standard output: it cannot be written: the disk is full\nhint: /);
});

test("what a reply says does not steer the terminal", async () => {
  const { stderr } = await run(["--source", "estimate"], { input: '{"error": {"message": "\\u001b[2J\\n\\u202e\\u2067error[fake]"}}' });
  assert.match(stderr, /^error\[api_error_reply\] .*error\[fake\]\nhint: .*\n$/);
  assert.doesNotMatch(stderr, /[\x1b\u202e\u2067]/);
});

test("resolve prints the resolved request", async () => {
  const args = ["resolve", "--source", "estimate", "--start", "2025-03-08", "--end", "2025-03-10"];
  const { status, stdout } = await run([...args, "--timezone", "America/New_York", "--timeframe", "day", "--now", "2025-03-15T12:34:56Z"]);
  assert.equal(status, 0);
  const { start, end, buckets } = JSON.parse(stdout);
  assert.deepEqual({ start, end, buckets }, { start: "2025-03-08T05:00:00Z", end: "2025-03-10T04:00:00Z", buckets: 2 });
});

const ESTIMATE = ["--source", "estimate"];
mkdirSync(join(folder, "empty"));
const JUST_AN_INVOICE = join(folder, fileIn("just-an-invoice.json", '{"invoice_id": "FAL-1", "billing_month": "2025-03"}'));
for (const [about, args, status, first] of [
  ["no source", [], 2, "error[missing_parameter] --source: "],
  ["a wrong parameter", ["--source", "bill"], 2, "error[invalid_parameter] --source: "],
  ["a parameter of the other source", ["--source", "invoice", "--start", "2025-01-01"], 2, "error[inapplicable_parameter] --start: "],
  ["both months", ["--source", "invoice", "--billing-month", "2025-02", "--charge-month", "2025-01"], 2, "error[conflicting_parameters] --charge-month: "],
  ["an unknown zone", [...ESTIMATE, "--timezone", "Mars/Phobos"], 2, "error[unknown_timezone] --timezone: "],
  ["an empty range", [...ESTIMATE, "--start", "2025-01-02", "--end", "2025-01-01"], 2, "error[empty_range] --end: "],
  ["too long ago", [...ESTIMATE, "--start", "2020-01-01"], 2, "error[range_too_long] --start: "],
  ["an unknown option", [...ESTIMATE, "--frobnicate"], 2, "error[invalid_option] --frobnicate: "],
  ["an unknown short option", [...ESTIMATE, "-x"], 2, "error[invalid_option] -x: "],
  ["a wrong value", [...ESTIMATE, "--grain", "row"], 2, "error[invalid_option] --grain: "],
  ["a version that is none", [...ESTIMATE, "--focus-version", "2.0"], 2, "error[invalid_option] --focus-version: "],
  ["no columns", [...ESTIMATE, "--columns="], 2, "error[invalid_option] --columns: "],
  ["a column twice", [...ESTIMATE, "--columns", "Tags,Tags"], 2, "error[invalid_option] --columns: "],
  ["a value for --no-custom-columns", [...ESTIMATE, "--no-custom-columns=yes"], 2, "error[invalid_option] --no-custom-columns: "],
  ["a count that is none", [...ESTIMATE, "--max-groups", "many"], 2, "error[invalid_option] --max-groups: "],
  ["a missing value", [...ESTIMATE, "--start", "--end", "2025-01-01"], 2, "error[invalid_option] --start: "],
  ["a value for a flag", [...ESTIMATE, "--spreadsheet-safe=yes"], 2, "error[invalid_option] --spreadsheet-safe: "],
  ["an option twice", [...ESTIMATE, ...ESTIMATE], 2, "error[invalid_option] --source: "],
  ["a document twice", [...ESTIMATE, "--invoice", "a.json", "--invoice", "b.json"], 2, "error[invalid_option] --invoice: "],
  ["a flag twice", [...ESTIMATE, "--skip-invalid", "--skip-invalid"], 2, "error[invalid_option] --skip-invalid: "],
  ["a value for a new flag", [...ESTIMATE, "--assume-unique=true"], 2, "error[invalid_option] --assume-unique: "],
  ["a document from standard input", [...ESTIMATE, "--teams", "-"], 2, "error[invalid_option] --teams: "],
  ["a document that is not there", [...ESTIMATE, "--account", "nowhere.json"], 1, "error[io_error] nowhere.json: "],
  ["a compressed document that is not there", [...ESTIMATE, "--pricing", "nowhere.gz"], 1, "error[io_error] nowhere.gz: "],
  ["a document that is none", [...ESTIMATE, "--teams", CLI, SAMPLE], 1, `error[invalid_json] ${CLI}: teams: `],
  ["an unknown kind", [...ESTIMATE, "--input-kind", "models"], 2, "error[invalid_option] --input-kind: "],
  ["a rounding row without a total", ["--source", "invoice", "--rounding-row"], 2, "error[invalid_option] --rounding-row: "],
  ["an invoice for an estimate", [...ESTIMATE, "--invoice", JUST_AN_INVOICE], 2, `error[invalid_option] ${JUST_AN_INVOICE}: --invoice: `],
  ["another month than the invoice's", ["--source", "invoice", "--charge-month", "2025-05", "--invoice", JUST_AN_INVOICE], 2, "error[conflicting_parameters] --charge-month: "],
  ["teams for resolve", ["resolve", ...ESTIMATE, "--teams", "a.json"], 2, "error[invalid_option] --teams: "],
  ["several files, one of them not there", [...ESTIMATE, SAMPLE, "nowhere.json"], 1, "error[io_error] nowhere.json: "],
  ["an option of report for resolve", ["resolve", ...ESTIMATE, "--grain", "timeframe"], 2, "error[invalid_option] --grain: "],
  ["a file for resolve", ["resolve", ...ESTIMATE, "page.json"], 2, "error[invalid_option] page.json: "],
  ["a name that objects have", [...ESTIMATE, "--constructor", "x"], 2, "error[invalid_option] --constructor: "],
  ["the API's spelling", [...ESTIMATE, "--billing_month", "2025-01"], 2, "error[invalid_option] --billing_month: "],
  ["an output without a name", [...ESTIMATE, "-o", ""], 2, "error[invalid_option] -o: -o needs a value\n"],
  ["a document without a name", [...ESTIMATE, "--teams="], 2, "error[invalid_option] --teams: --teams needs a value\n"],
  ["standard output as a folder", ["fetch", "--stand-in", ...ESTIMATE, "-o", "-"], 2, "error[invalid_option] -o: -o writes a folder, "],
  ["one file for two outputs", [...ESTIMATE, "-o", "a", "--summary", "a"], 2, "error[invalid_option] --summary: "],
  ["a file that is not there", [...ESTIMATE, "nowhere.json"], 1, "error[io_error] nowhere.json: "],
  ["a folder without a reply", [...ESTIMATE, "empty"], 1, "error[io_error] empty: "],
  ["a folder as a document", [...ESTIMATE, "--teams", "empty"], 1, "error[io_error] empty: "],
  ["an output nowhere", [...ESTIMATE, "-o", "nowhere/report.csv"], 1, "error[io_error] nowhere/report.csv: "],
  ["empty input", ESTIMATE, 1, "error[invalid_json] standard input: "],
]) {
  test(`${about}: exit ${status}, code, place and hint`, async () => {
    const ended = await run(args);
    assert.ok(ended.stderr.startsWith(first), ended.stderr);
    assert.match(ended.stderr, /\nhint: .+\n$/);
    assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status, stdout: "" });
  });
}

test("no line items: a header, a warning, exit 0", async () => {
  const { status, stdout, stderr } = await run([...words(pages), "--billing-account-name", "Acme"], { input: '{"time_series": []}' });
  assert.equal(status, 0);
  assert.equal(stdout.split("\n").length, 2);
  assert.match(stderr, /^warning\[no_line_items\] /m);
});

test("a reader that stops early is no complaint", async () => {
  const child = spawn("sh", ["-c", '"$@" | head -n 1', "sh", process.execPath, CLI, ...words(sample), SAMPLE]);
  const out = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => (out[name] += chunk));
  await new Promise((resolve) => child.on("close", resolve));
  assert.match(out.stdout, /^BilledCost,/);
  assert.equal(out.stderr, "");
});

test("help and version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal((await run(["--version"])).stdout, `${version}\n`);
  assert.match((await run(["--help"])).stdout, /^Usage: fal-focus COMMAND/);
  assert.match((await run(["--source", "estimate", "--help"])).stdout, /^Usage: fal-focus \[report\]/);
  assert.match((await run(["resolve", "-h"])).stdout, /^Usage: fal-focus resolve/);
});
