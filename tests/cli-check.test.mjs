// `fal-focus check` and `--check` as a person runs them: what they print, and how they end.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const SAMPLE = fileURLToPath(new URL("../www/sample.json", import.meta.url));
const REPORT = readFileSync(new URL("cases/sample-account/expected.csv", import.meta.url), "utf8");

const folder = mkdtempSync(join(tmpdir(), "fal-focus-check-"));
after(() => rmSync(folder, { recursive: true }));

function run(args, input = "") {
  return spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: "utf8", input });
}

function fileIn(name, content) {
  writeFileSync(join(folder, name), content);
  return name;
}

const good = fileIn("good.csv", REPORT);
// One MUST in a row, and one SHOULD beside it.
const bad = fileIn("bad.csv", REPORT.replace(",Usage-Based,", ",Daily,"));
const soso = fileIn("soso.csv", REPORT.replaceAll(",Images,", ",images,"));

test("a report that keeps every rule: exit 0, also with --strict", () => {
  for (const args of [["check", good], ["check", "--strict", good], ["check", "--focus-version", "1.2", good]]) {
    const { status, stdout, stderr } = run(args);
    assert.match(stdout, /^FOCUS 1\.2: \d+ rules checked, 0 MUST failed, 0 SHOULD failed/);
    assert.match(stdout, /^795 rows\. Other rules: \d+ do not apply to it, 160 no machine can decide from the file, 2 are not checked\.$/m);
    assert.match(stdout, /^ {2}not checked: SkuMeter-C-006-O: .+/m);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  }
});

test("a MUST that fails: exit 1, with rule, count, sentence, row, line and values", () => {
  const { status, stdout } = run(["check", bad]);
  assert.equal(status, 1);
  assert.match(stdout, /, 1 MUST failed, 0 SHOULD failed/);
  assert.match(stdout, /^MUST ChargeFrequency-C-003-M: 1 row\n {2}\S.+\.\n {2}row 1, line 2: ChargeFrequency Daily$/m);
});

test("a SHOULD that fails: exit 0, and 1 with --strict; more rows than are shown are counted", () => {
  const { status, stdout } = run(["check", soso]);
  assert.equal(status, 0);
  assert.match(stdout, /, 0 MUST failed, 2 SHOULD failed/);
  assert.match(stdout, /^SHOULD PricingUnit-C-003-O: \d+ rows$/m);
  assert.match(stdout, /^ {2}and \d+ more$/m);
  assert.equal(run(["check", "--strict", soso]).status, 1);
});

test("JSON on standard output is what checkFocus gives", () => {
  const { status, stdout } = run(["check", "--format", "json", bad]);
  const { verdict, rows, findings, unchecked } = JSON.parse(stdout);
  assert.equal(status, 1);
  assert.equal(rows, 795);
  assert.match(verdict, /1 MUST failed/);
  assert.ok(findings[0].message && unchecked[0].reason);
});

test("standard input, .gz, applicability", () => {
  assert.equal(run(["check"], REPORT).status, 0);
  assert.equal(run(["check", "-"], REPORT).status, 0);
  assert.equal(run(["check", fileIn("good.csv.gz", gzipSync(REPORT))]).status, 0);
  const { status, stdout } = run(["check", "--applicability", "REGION_SUPPORTED", good]);
  assert.equal(status, 1);
  assert.match(stdout, /^MUST CostAndUsage-D-063-C: 1 column$/m);
});

test("what a file says does not steer the terminal", () => {
  const { stdout } = run(["check", fileIn("steer.csv", REPORT.replace(",Usage-Based,", ",\x1b[2JDaily,"))]);
  assert.ok(!stdout.includes("\x1b"));
});

const ESTIMATE = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-11-01", "--range-limit", "none"];

test("--check says on standard error what the report's own check found, and the summary has it", () => {
  const { status, stdout, stderr } = run([...ESTIMATE, "--check", "--summary", "summary.json", SAMPLE]);
  assert.equal(status, 0);
  assert.match(stdout, /^BilledCost,/);
  assert.match(stderr, /^FOCUS 1\.2: \d+ rules checked, 0 MUST failed, 0 SHOULD failed$/m);
  const { conformance } = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
  assert.equal(conformance.versionFrom, "report");
});

test("--check of a report without columns: it is written, and the exit code is 1", () => {
  const { status, stdout, stderr } = run([...ESTIMATE, "--check", "--columns", "BilledCost,Tags", SAMPLE]);
  assert.equal(status, 1);
  assert.match(stdout, /^BilledCost,Tags\n/);
  assert.match(stderr, /^MUST CostAndUsage-D-024-M: 1 column$/m);
});

const twoVersions = fileIn("two.csv", "ProviderName,InvoiceDetailId\nfal,a\n");
for (const [about, args, status, first] of [
  ["a version that cannot be told", ["check", twoVersions], 2, "error[unknown_version] two.csv: --focus-version: "],
  ["a version that there is not", ["check", "--focus-version", "2.0", good], 2, "error[invalid_option] --focus-version: "],
  ["a format that there is not", ["check", "--format", "xml", good], 2, "error[invalid_option] --format: "],
  ["a criterion that there is not", ["check", "--applicability", "TAGS", good], 2, "error[invalid_option] --applicability: "],
  ["two files", ["check", good, bad], 2, "error[invalid_option] bad.csv: "],
  ["an option of report", ["check", "--source", "estimate", good], 2, "error[invalid_option] --source: "],
  ["an output", ["check", "-o", "out", good], 2, "error[invalid_option] -o: "],
  ["a value for a flag", ["check", "--strict=yes", good], 2, "error[invalid_option] --strict: "],
  ["a file that is not there", ["check", "nowhere.csv"], 1, "error[io_error] nowhere.csv: "],
  ["a file that is no CSV", ["check", fileIn("usage.json", "{}")], 1, "error[invalid_csv] usage.json: [line 1]: "],
  ["half a row", ["check", fileIn("half.csv", REPORT.slice(0, 2000))], 1, "error[invalid_csv] half.csv: "],
  ["an empty file", ["check", fileIn("empty.csv", "")], 1, "error[invalid_csv] empty.csv: [line 1]: "],
]) {
  test(`${about}: exit ${status}, code, place and hint`, () => {
    const ended = run(args);
    assert.ok(ended.stderr.startsWith(first), ended.stderr);
    assert.match(ended.stderr, /\nhint: .+\n$/);
    assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status, stdout: "" });
  });
}

test("help", () => {
  assert.match(run(["check", "-h"]).stdout, /^Usage: fal-focus check \[options\] \[FILE \| -\]/);
});
