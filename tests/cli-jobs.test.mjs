// `--jobs N`: what several threads make of files is what one makes of them, byte for byte, errors included.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { gzipSync } from "node:zlib";

import init, { FocusReportWriter, recogniseInput } from "fal-focus";

import { PartsWriter, compileParts, startParts } from "../pkg/parts.js";
import { pagesOf } from "../bench/input.mjs";
import { caseFolders } from "./case-folders.mjs";
import { fileIn as fileOf, run as runIn, wordsOf, workFolder } from "./command.mjs";
import { randomCase } from "./naive/random.mjs";

const SEEDS = process.env.SLOW ? 5_000 : 500;
const folder = workFolder();
const fileIn = (name, text) => fileOf(folder, name, text);
const run = (args, how) => runIn(args, { cwd: folder, ...how });

await init();
before(async () => startParts(await compileParts()));

const cases = caseFolders();
const caseOf = (wanted) => cases.find(({ name }) => name === wanted);

test("every golden case, each file a part: the same report, or the same error", () => {
  let [added, read] = [0, 0];
  for (const each of cases) {
    const [whole, inParts] = [madeWhole(each), madeInParts(each)];
    assert.deepEqual(inParts.report, whole, each.name);
    added += inParts.added;
    read += inParts.read;
  }
  assert.ok(added > 150, `most are parts: ${added}`);
  assert.ok(read > 20, `some are not: ${read}`);
});

test(`${SEEDS} random cases, each file a part: the same report, or the same error`, () => {
  let several = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const each = randomCase(seed);
    const inParts = madeInParts(each);
    assert.deepEqual(inParts.report, madeWhole(each), `seed ${seed}`);
    if (inParts.added > 1) several++;
  }
  assert.ok(several > SEEDS / 10, `many have several parts: ${several}`);
});

/** The report, or the error, of one writer. */
function madeWhole({ request, options, files }) {
  return outcomeOf((sink) => {
    const writer = new FocusReportWriter(request, options, sink);
    for (const file of inOrder(files)) readInto(writer, file);
    return writer.finish();
  });
}

/** The same of as many writers as there are files that are no companions. */
function madeInParts({ request, options, files }) {
  let [added, read] = [0, 0];
  const report = outcomeOf((sink) => {
    const writer = new PartsWriter(request, options, sink);
    const companions = files.filter(isCompanion);
    for (const file of companions) readInto(writer, file);
    for (const file of files.filter((each) => !isCompanion(each))) {
      const part = partOf(request, options, companions, file);
      if (part && writer.addPart(part.told)) {
        for (const rows of part.rows) writer.addRows(rows);
        added++;
        continue;
      }
      readInto(writer, file);
      read++;
    }
    return writer.finish();
  });
  return { report, added, read };
}

function partOf(request, options, companions, file) {
  try {
    const rows = [];
    const writer = new PartsWriter(request, { ...options, check: undefined }, (chunk) => rows.push(chunk));
    for (const companion of companions) readInto(writer, companion);
    writer.takePart();
    rows.length = 0;
    readInto(writer, file);
    return { told: writer.takePart(), rows };
  } catch {
    return undefined;
  }
}

function outcomeOf(make) {
  const chunks = [];
  try {
    const { summary, metadata } = make((chunk) => chunks.push(chunk));
    return { csv: Buffer.concat(chunks).toString(), summary, metadata };
  } catch ({ code, message, field, file, hint }) {
    return { code, message, field, file, hint };
  }
}

function readInto(writer, { name, text }) {
  writer.push(new TextEncoder().encode(text), { file: name });
  writer.endFile();
}

function isCompanion({ text }) {
  return recogniseInput(text) === "companion";
}

const inOrder = (files) => [...files.filter(isCompanion), ...files.filter((file) => !isCompanion(file))];

// From here on with threads: the command, real files, what it writes and says.

/** The report of that many jobs: all that it writes and says, its notes apart. */
async function reportOf(jobs, args, input) {
  const outputs = ["summary", "metadata"].flatMap((kind) => [`--${kind}`, `${kind}-${jobs}.json`]);
  const { status, stdout, stderr } = await run([...args, "--jobs", String(jobs), ...outputs], { input });
  const isNote = (line) => line.startsWith("--jobs: ");
  const lines = stderr.split("\n");
  const read = (kind) => (status === 0 ? JSON.parse(readFileSync(join(folder, `${kind}-${jobs}.json`), "utf8")) : undefined);
  const report = { status, stdout, said: lines.filter((line) => !isNote(line)).join("\n"), summary: read("summary"), metadata: read("metadata") };
  return { report, notes: lines.filter(isNote) };
}

/** Compares 1, 2, 3 and 8 jobs; gives the report, and the notes of 2. */
async function assertSame(args, input) {
  const { report } = await reportOf(1, args, input);
  let ofTwo;
  for (const jobs of [2, 3, 8]) {
    const { report: other, notes } = await reportOf(jobs, args, input);
    // What went out before an error is incomplete: how far it goes may differ, not what it is.
    const length = report.status === 0 ? Infinity : Math.min(other.stdout.length, report.stdout.length);
    const cut = (made) => ({ ...made, stdout: made.stdout.slice(0, length) });
    assert.deepEqual(cut(other), cut(report), `--jobs ${jobs}`);
    if (jobs === 2) ofTwo = notes;
  }
  return { ...report, notes: ofTwo };
}

/** A case as words of the command line, with its files. */
function caseWords(each) {
  return [...wordsOf(each, folder), ...each.files.map(({ name, text }) => fileIn(`${each.name}-${name}`, text))];
}

for (const name of [
  "several-pages",
  "line-item-grain",
  "account-and-teams",
  "documented-joins",
  "pricing-for-events",
  "manifest-complete",
  "manifest-missing-page",
  "manifests-with-a-gap",
  "last-page-missing",
  "mixed-time-zones",
  "overlapping-fetches",
  "columns-spreadsheet-safe",
  "invoice-everything",
  "usage-and-events-input-kind",
  "csv-several-files",
  "same-page-twice",
  "usage-and-events",
  "csv-and-json",
  "two-accounts",
]) {
  test(`${name}: the command with 1, 2, 3 and 8 jobs`, async () => {
    const each = caseOf(name);
    const { status, stdout, said } = await assertSame(caseWords(each));
    assert.equal(status === 0, each.error === undefined, said);
    if (each.expected) assert.equal(stdout, each.expected.csv);
  });
}

const YEARS = ["--source", "estimate", "--start", "2026-01-01", "--end", "2028-01-01", "--range-limit", "none", "--now", "2026-11-26"];

/** Pages of about a megabyte, each a file. */
function pagesIn(input, megabytes, about = (text) => text) {
  return Array.from(pagesOf(input, megabytes), (text, number) => fileIn(`${input.replaceAll(/\W+/g, "-")}-${number}.json`, about(text, number)));
}

for (const grain of ["timeframe", "line_item"]) {
  test(`pages of a megabyte by ${grain}: the same, all of them parts; with a check and compressed, too`, async () => {
    const files = pagesIn("usage, figures disagree", 6);
    const args = [...YEARS, "--timeframe", "day", "--grain", grain];
    const { status, notes, stdout, summary } = await assertSame([...args, ...files]);
    assert.deepEqual({ status, notes }, { status: 0, notes: [] });
    assert.ok(stdout.length > 1e6);
    assert.ok(summary.warnings.some(({ code, count }) => code === "subtotal_differs" && count > 1000), JSON.stringify(summary.warnings));
    const packed = files.map((name) => fileIn(`${name}.gz`, gzipSync(readFileSync(join(folder, name)))));
    const checked = await assertSame([...args, "--check", "--no-personal-data", ...packed.slice(0, 3)]);
    assert.deepEqual(checked.notes, []);
    assert.equal(checked.summary.conformance.rows, checked.summary.rows);
  });

  test(`billing events by ${grain} that come again in the next file count once, and the note says what it cost`, async () => {
    const files = pagesIn("billing events", 4);
    const { status, notes, summary } = await assertSame([...YEARS, "--timeframe", "month", "--grain", grain, ...files]);
    assert.equal(status, 0);
    assert.ok(summary.warnings.some(({ code, count }) => code === "duplicate_request" && count === 15), JSON.stringify(summary.warnings));
    assert.deepEqual(notes, [
      "--jobs: 3 of 4 files read by one thread: they repeat or complete what came before, or their rows are too many to hold back",
    ]);
    const unique = await assertSame([...YEARS, "--timeframe", "month", "--grain", grain, "--assume-unique", ...files]);
    assert.deepEqual(unique.notes, []);
  });

  test(`an error in the second of three files by ${grain}: that error, and no output file`, async () => {
    const files = pagesIn("usage", 3, (text, number) => (number === 1 ? text.replace(/"cost_total":[^,]+/, '"cost_total":"?"') : text));
    const { status, said } = await assertSame([...YEARS, "--timeframe", "day", "--grain", grain, ...files]);
    assert.equal(status, 1);
    assert.match(said, /^error\[invalid_usage\] usage-1\.json: time_series\[0\]\.results\[0\]\.cost_total: /);
    await run([...YEARS, "--grain", grain, "--jobs", "2", "-o", "never.csv", ...files]);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("never")), []);
    const skipping = await assertSame([...YEARS, "--timeframe", "day", "--grain", grain, "--skip-invalid", ...files]);
    assert.equal(skipping.summary.skipped.length, 1);
    assert.deepEqual(skipping.notes, []);
  });
}

test("companions and a manifest are told to every thread: nothing is read again", async () => {
  const { expected, ...each } = caseOf("several-pages");
  const pages = each.files.map(({ text }) => ({ sha256: createHash("sha256").update(text).digest("hex") }));
  const query = { start: "2025-03-17T00:00:00Z", end: "2025-03-20T00:00:00Z", timeframe: "day" };
  const manifest = { fal_focus_manifest: 1, endpoint: "/models/usage", query, pages, complete: true };
  const companions = [manifest, { username: "acme", credits: {} }].map((told, number) => ({ name: `companion-${number}.json`, text: JSON.stringify(told) }));
  const { billingAccountId, ...options } = each.options;
  const { notes, stdout, summary } = await assertSame(caseWords({ ...each, options, files: [...each.files, ...companions] }));
  assert.deepEqual({ notes, reason: summary.completeReason }, { notes: [], reason: "manifest" });
  assert.equal(stdout.replaceAll("fal:acme,acme", "fal:acme-renders,fal:acme-renders"), expected.csv);
});

test("the most rows: not a row more with threads", async () => {
  const files = pagesIn("usage", 3);
  const { status, said } = await assertSame([...YEARS, "--timeframe", "hour", "--max-groups", "5000", ...files]);
  assert.equal(status, 1);
  assert.match(said, /^error\[too_many_groups\] --max-groups: /);
});

test("sums beyond the range of decimals across files: the same error", async () => {
  const reply = (digit, hour) => JSON.stringify({ time_series: [{ bucket: `2026-03-01T0${hour}:00:00Z`, results: [{ endpoint_id: "fal-ai/x", currency: "USD", cost: digit.repeat(76) }] }] });
  const files = ["9", "1", "9"].map((digit, hour) => fileIn(`long-${hour}.json`, reply(digit, hour)));
  const { status, said } = await assertSame([...YEARS, "--timeframe", "month", ...files]);
  assert.equal(status, 1);
  assert.match(said, /^error\[amount_out_of_range\] long-1\.json: time_series\[0\]\.results\[0\]: /);
});

test("a companion behind line items, in a file that does not begin with it: the same error; names in the middle, the same names", async () => {
  const usage = caseOf("several-pages").files[0].text;
  const [first, mixed] = [fileIn("first.json", usage), fileIn("mixed.ndjson", `{"time_series": []}\n{"username": "acme"}\n`)];
  const request = ["--source", "estimate", "--start", "2025-03-17", "--end", "2025-03-20", "--range-limit", "none", "--now", "2025-03-21"];
  const late = await assertSame([...request, first, mixed]);
  assert.match(late.said, /^error\[companion_after_usage\] mixed\.ndjson: /);
  const early = await assertSame([...request, mixed, first, ...[2, 3].map((n) => fileIn(`p${n}.json`, caseOf("several-pages").files[n - 1].text))]);
  assert.equal(early.status, 0, early.said);
  assert.match(early.stdout, /,fal:acme,/);
});

test("companions in the middle of files that different threads read: the same error", async () => {
  const result = { endpoint_id: "fal-ai/x", currency: "USD", unit: "images", quantity: 1, unit_price: 1, cost: 1 };
  const usage = (hour) => JSON.stringify({ time_series: [{ bucket: `2026-03-01T0${hour}:00:00Z`, results: [result] }] });
  const mixed = (name, hour) => fileIn(`${name}.ndjson`, `{"time_series": []}\n{"username": "${name}"}\n${usage(hour)}\n`);
  const files = [mixed("acme", 1), mixed("other", 2), fileIn("plain.json", usage(3))];
  for (const grain of ["timeframe", "line_item"]) {
    const { status, said } = await assertSame([...YEARS, "--timeframe", "hour", "--grain", grain, ...files]);
    assert.equal(status, 1);
    assert.match(said, /^error\[companion_after_usage\] other\.ndjson: /);
  }
});

test("a currency of repeated requests alone is in no total", async () => {
  const event = { endpoint_id: "fal-ai/x", timestamp: "2026-03-01T01:00:00Z", output_units: 2, unit_price: 0.5, cost_total: 1 };
  const files = [["a", "USD"], ["a", "EUR"], ["b", "USD"]].map(([request_id, currency], number) =>
    fileIn(`currency-${number}.json`, JSON.stringify({ billing_events: [{ ...event, request_id, currency }] })));
  const { summary } = await assertSame([...YEARS, "--timeframe", "day", ...files]);
  assert.deepEqual(summary.totals.map(({ currency, lineItems }) => [currency, lineItems]), [["USD", 2]]);
});

test("what cannot be spread is read all the same, and said", async () => {
  const each = caseOf("several-pages");
  const words = caseWords(each);
  const [one] = words.splice(-1);
  const piped = await assertSame([...words, "-"], readFileSync(join(folder, one)));
  assert.equal(piped.stdout, each.expected.csv);
  assert.deepEqual(piped.notes, ["--jobs: 1 of 3 files read by one thread: standard input and pipes can be read once"]);
  const single = await assertSame(caseWords(caseOf("sample-account")));
  assert.deepEqual(single.notes, ["--jobs: 1 of 1 files read by one thread: there is no other to be read beside it"]);
  const csv = await assertSame(caseWords(caseOf("csv-several-files")));
  assert.deepEqual(csv.notes, ["--jobs: 2 of 2 files read by one thread: FOCUS CSVs are not spread"]);
  const absent = await assertSame([...words, "absent.json"]);
  assert.match(absent.said, /^error\[io_error\] absent\.json: /);
});

for (const value of ["0", "-1", "1.5", "two", "257", "1e3"]) {
  test(`--jobs ${value} is an error`, async () => {
    const { status, stderr, stdout } = await run([...YEARS, `--jobs=${value}`, "never.json"]);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.match(stderr, /^error\[invalid_option\] --jobs: .+\nhint: .+\n$/);
  });
}
