// The command line as a person runs it: real files, real pipes, what it prints and how it ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { caseFolders } from "./case-folders.mjs";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const sample = caseFolders().find(({ name }) => name === "sample-account");
const pages = caseFolders().find(({ name }) => name === "several-pages");
const SAMPLE = fileURLToPath(new URL("../www/sample.json", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "fal-focus-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs the command; `input` goes to standard input, whole or chunk by chunk. */
function run(args, { input = "" } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder });
    const out = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => (out[name] += chunk));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("close", (status) => resolve({ status, ...out }));
  });
}

/** A case's request and options as words of the command line. */
function words({ request, options }) {
  const dashed = (name) => `--${name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return Object.entries({ ...request, ...options }).flatMap(([name, value]) => {
    if (name === "attributionTags") return value ? [] : ["--no-attribution-tags"];
    if (name === "spreadsheetSafe") return value ? ["--spreadsheet-safe"] : [];
    return [dashed(name), String(value)];
  });
}

function fileIn(name, text) {
  writeFileSync(join(folder, name), text);
  return name;
}

const leftovers = () => readdirSync(folder).filter((name) => name.includes(".tmp"));

for (const each of caseFolders().filter(({ expected }) => expected)) {
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
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  const read = (name) => readFileSync(join(folder, name), "utf8");
  assert.equal(read("report.csv"), sample.expected.csv);
  assert.deepEqual(JSON.parse(read("summary.json")).totals, sample.expected.summary.totals);
  assert.equal(JSON.parse(read("metadata.json")).Schema.ColumnDefinition.length, 54);
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
    assert.match(stderr, /^error\[invalid_option\] --(output|summary): /);
  }
  assert.equal(readFileSync(join(folder, input), "utf8"), readFileSync(SAMPLE, "utf8"));
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
  const { stderr } = await run(["--source", "estimate"], { input: '{"error": {"message": "\\u001b[2J\\nerror[fake]"}}' });
  assert.match(stderr, /^error\[api_error_reply\] .*error\[fake\]\nhint: .*\n$/);
  assert.ok(!stderr.includes("\x1b"));
});

test("resolve prints the resolved request", async () => {
  const args = ["resolve", "--source", "estimate", "--start", "2025-03-08", "--end", "2025-03-10"];
  const { status, stdout } = await run([...args, "--timezone", "America/New_York", "--timeframe", "day", "--now", "2025-03-15T12:34:56Z"]);
  assert.equal(status, 0);
  const { start, end, buckets } = JSON.parse(stdout);
  assert.deepEqual({ start, end, buckets }, { start: "2025-03-08T05:00:00Z", end: "2025-03-10T04:00:00Z", buckets: 2 });
});

const ESTIMATE = ["--source", "estimate"];
for (const [about, args, status, first] of [
  ["no source", [], 2, "error[missing_parameter] source: "],
  ["a wrong parameter", ["--source", "bill"], 2, "error[invalid_parameter] source: "],
  ["a parameter of the other source", ["--source", "invoice", "--start", "2025-01-01"], 2, "error[inapplicable_parameter] start: "],
  ["both months", ["--source", "invoice", "--billing-month", "2025-02", "--charge-month", "2025-01"], 2, "error[conflicting_parameters] charge_month: "],
  ["an unknown zone", [...ESTIMATE, "--timezone", "Mars/Phobos"], 2, "error[unknown_timezone] timezone: "],
  ["an empty range", [...ESTIMATE, "--start", "2025-01-02", "--end", "2025-01-01"], 2, "error[empty_range] end: "],
  ["too long ago", [...ESTIMATE, "--start", "2020-01-01"], 2, "error[range_too_long] start: "],
  ["an unknown option", [...ESTIMATE, "--frobnicate"], 2, "error[invalid_option] --frobnicate: "],
  ["an unknown short option", [...ESTIMATE, "-x"], 2, "error[invalid_option] -x: "],
  ["a wrong value", [...ESTIMATE, "--grain", "row"], 2, "error[invalid_option] grain: "],
  ["a count that is none", [...ESTIMATE, "--max-groups", "many"], 2, "error[invalid_option] maxGroups: "],
  ["a missing value", [...ESTIMATE, "--start", "--end", "2025-01-01"], 2, "error[invalid_option] --start: "],
  ["a value for a flag", [...ESTIMATE, "--spreadsheet-safe=yes"], 2, "error[invalid_option] --spreadsheet-safe: "],
  ["an option twice", [...ESTIMATE, ...ESTIMATE], 2, "error[invalid_option] --source: "],
  ["an option of report for resolve", ["resolve", ...ESTIMATE, "--grain", "timeframe"], 2, "error[invalid_option] --grain: "],
  ["a file for resolve", ["resolve", ...ESTIMATE, "page.json"], 2, "error[invalid_option] page.json: "],
  ["a name that objects have", [...ESTIMATE, "--constructor", "x"], 2, "error[invalid_option] --constructor: "],
  ["the API's spelling", [...ESTIMATE, "--billing_month", "2025-01"], 2, "error[invalid_option] --billing_month: "],
  ["one file for two outputs", [...ESTIMATE, "-o", "a", "--summary", "a"], 2, "error[invalid_option] --summary: "],
  ["a file that is not there", [...ESTIMATE, "nowhere.json"], 1, "error[io_error] nowhere.json: "],
  ["a folder", [...ESTIMATE, "."], 1, "error[io_error] .: "],
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
  assert.match((await run(["--help"])).stdout, /^Usage: fal-focus \[report\]/);
  assert.match((await run(["resolve", "-h"])).stdout, /^Usage: fal-focus resolve/);
});
