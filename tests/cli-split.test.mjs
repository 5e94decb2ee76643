// `--split` and .gz outputs as a person runs them: what the parts hold, and that they come together or not at all.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { sinkFor } from "../pkg/cli-sink.js";
import { caseFolders } from "./case-folders.mjs";
import { commandOf, run, start, workFolder } from "./command.mjs";

const sample = caseFolders().find(({ name }) => name === "sample-account");
const EXPECTED = sample.expected.csv;
const HEADER = EXPECTED.slice(0, EXPECTED.indexOf("\n") + 1);
const ROWS = EXPECTED.trimEnd().split("\n").slice(1);
const IDS = ["--billing-account-id", "fal:northlight-studio", "--billing-account-name", "Northlight Studio"];
const REQUEST = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-11-01", "--timezone", "Europe/Berlin", "--timeframe", "day", "--range-limit", "none"];

const cwd = workFolder();
writeFileSync(join(cwd, "usage.json"), sample.files[0].text);
const report = (...args) => run(["report", ...REQUEST, ...IDS, "usage.json", ...args], { cwd });
const read = (name) => readFileSync(join(cwd, name));
const partsOf = (stem) => readdirSync(cwd).filter((name) => name.startsWith(`${stem}-`)).sort(new Intl.Collator("en", { numeric: true }).compare);

/** The parts by their numbers, each with the header, and all rows of the one report in their order. */
function assertParts(names, texts, stem, extension) {
  assert.deepEqual(names, names.map((_, index) => `${stem}-${index + 1}${extension}`));
  for (const text of texts) assert.ok(text.startsWith(HEADER));
  assert.equal(HEADER + texts.map((text) => text.slice(HEADER.length)).join(""), EXPECTED);
}

for (const [stem, split, rows, bytes] of [
  ["by-rows", "rows=100", 100, Infinity],
  ["by-one", "rows=1000000", 1000000, Infinity],
  ["by-bytes", "bytes=40kB", Infinity, 40_000],
  ["by-both", "rows=100,bytes=40KiB", 100, 40_960],
  ["as-vantage", "rows=10000,bytes=2MB", 10_000, 2_000_000],
]) {
  test(`--split ${split}: parts within the bounds, full as far as they go, and together the report`, async () => {
    const { status, stdout, stderr } = await report("-o", `${stem}.csv`, "--split", split);
    assert.deepEqual([status, stdout], [0, ""], stderr);
    const names = partsOf(stem);
    const texts = names.map((name) => read(name).toString());
    assertParts(names, texts, stem, ".csv");
    const sizes = texts.map((text) => ({ rows: text.trimEnd().split("\n").length - 1, bytes: Buffer.byteLength(text) }));
    for (const size of sizes) assert.ok(size.rows <= rows && size.bytes <= bytes, JSON.stringify(size));
    let next = 0;
    for (const size of sizes.slice(0, -1)) {
      next += size.rows;
      assert.ok(size.rows === rows || size.bytes + Buffer.byteLength(`${ROWS[next]}\n`) > bytes, "one more row would be too many");
    }
  });
}

test("a row with line feeds in it stays one row", async () => {
  const name = 'two\nlines, "quoted"\n';
  const whole = await run(["report", ...REQUEST, "--billing-account-name", name, "usage.json"], { cwd });
  const { status } = await run(["report", ...REQUEST, "--billing-account-name", name, "usage.json", "-o", "lines.csv", "--split", "rows=1"], { cwd });
  assert.equal(status, 0);
  const texts = partsOf("lines").map((part) => read(part).toString());
  assert.equal(texts.length, ROWS.length);
  assert.equal(HEADER + texts.map((text) => text.slice(HEADER.length)).join(""), whole.stdout);
  for (const text of texts) assert.equal(text.match(/two\nlines, ""quoted""\n/g).length, 1);
});

test("an output whose name ends in .gz is compressed: one member, no name, no time, the same bytes each time", async () => {
  for (const name of ["a.csv.gz", "b.csv.gz"]) {
    const { status, stderr } = await report("-o", name, "--summary", "summary.json.gz");
    assert.equal(status, 0, stderr);
  }
  const bytes = read("a.csv.gz");
  assert.deepEqual(bytes, read("b.csv.gz"));
  assert.deepEqual([...bytes.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  assert.equal(gunzipSync(bytes).toString(), EXPECTED);
  assert.ok(bytes.length < EXPECTED.length / 5);
  assert.equal(JSON.parse(gunzipSync(read("summary.json.gz"))).rows, ROWS.length);
  // The stream of the browser takes one member, and no byte behind it.
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  assert.equal(await new Response(stream).text(), EXPECTED);
  const { status, stdout } = await run(["check", "a.csv.gz"], { cwd });
  assert.equal(status, 0, stdout);
});

test("parts of .csv.gz: the bounds are of what is in them", async () => {
  const { status, stderr } = await report("-o", "packed.csv.gz", "--split", "bytes=100kB");
  assert.equal(status, 0, stderr);
  const names = partsOf("packed");
  const texts = names.map((name) => gunzipSync(read(name)).toString());
  assertParts(names, texts, "packed", ".csv.gz");
  assert.ok(names.length > 2);
  for (const text of texts) assert.ok(Buffer.byteLength(text) <= 100_000);
});

test("blocks of any size are one gzip stream, and the same one however they were cut", () => {
  const content = Buffer.from(Array.from({ length: 60_000 }, (_, row) => `${row},${row % 977},fal-ai/flux,0.${row}\n`).join("").repeat(3));
  const written = [1 << 20, 1 << 16, 999_983].map((size, index) => {
    const sink = sinkFor(join(cwd, `cut-${index}.gz`));
    for (let at = 0; at < content.length; at += size) sink.write(content.subarray(at, at + size));
    sink.end();
    sink.commit();
    return read(`cut-${index}.gz`);
  });
  assert.ok(content.length > 3 << 20);
  assert.deepEqual(gunzipSync(written[0]), content);
  for (const other of written) assert.deepEqual(other, written[0]);
});

test("nothing is left when the report fails, or a row is too long for a part", async () => {
  writeFileSync(join(cwd, "broken.json"), '{"time_series": [{');
  for (const [args, status, first] of [
    [["broken.json", "-o", "never.csv", "--split", "rows=10"], 1, "error[invalid_json] broken.json: "],
    [["-o", "never.csv", "--split", `bytes=${HEADER.length + 100}`], 2, "error[invalid_option] --split: a row has, with the header, "],
    [["-o", "never.csv.gz", "--split", "bytes=10"], 2, `error[invalid_option] --split: the header alone has ${HEADER.length} bytes`],
  ]) {
    const ended = await report(...args);
    assert.ok(ended.stderr.startsWith(first), ended.stderr);
    assert.equal(ended.status, status);
    assert.deepEqual(readdirSync(cwd).filter((name) => name.startsWith("never")), []);
  }
});

test("parts take their names together or not at all", () => {
  const path = join(cwd, "together.csv");
  const sink = sinkFor(path, { rows: 1, bytes: Infinity });
  sink.write(Buffer.from("a,b\n1,2\n3,4\n5,6\n"));
  sink.end();
  // What is in the way came when the parts were written already.
  mkdirSync(join(cwd, "together-3.csv"));
  assert.throws(() => sink.commit(), { code: "io_error" });
  sink.discard();
  assert.deepEqual(partsOf("together"), ["together-3.csv"]);
});

test("an interrupted run leaves no part", async () => {
  const args = [...REQUEST, ...IDS, "--grain", "line_item", "-o", "interrupted.csv", "--split", "rows=100"];
  const child = spawn(process.execPath, commandOf(args), { cwd });
  child.stdin.on("error", () => {});
  const event = (id) => `{"request_id":"r${id}","endpoint_id":"fal-ai/flux/dev","timestamp":"2026-10-01T12:00:00Z","output_units":1,"unit":"images","unit_price":1,"percent_discount":null,"cost_estimate_nano_usd":1000000000}`;
  // More of it never comes.
  child.stdin.write(`{"billing_events":[${Array.from({ length: 10_000 }, (_, id) => event(id)).join(",")}`);
  while (partsOf("interrupted").length < 3) await new Promise((done) => setTimeout(done, 20));
  child.kill("SIGINT");
  assert.equal(await new Promise((done) => child.once("close", done)), 130);
  assert.deepEqual(partsOf("interrupted"), []);
});

test("parts of an earlier report are never stood beside: nothing is written", async () => {
  writeFileSync(join(cwd, "earlier-7.csv"), "old");
  const { status, stderr } = await report("-o", "earlier.csv", "--split", "rows=10");
  assert.equal(status, 2);
  assert.match(stderr, /^error\[invalid_option\] --split: earlier-7\.csv is there: a part of an earlier report\nhint: .+\n$/);
  assert.deepEqual(partsOf("earlier"), ["earlier-7.csv"]);
  rmSync(join(cwd, "earlier-7.csv"));
  writeFileSync(join(cwd, "earlier-b.csv"), "another");
  assert.equal((await report("-o", "earlier.csv", "--split", "rows=500")).status, 0);
  assert.deepEqual(partsOf("earlier"), ["earlier-1.csv", "earlier-2.csv", "earlier-b.csv"]);
});

test("an output that is called as a part is: an error that says so", async () => {
  const { status, stderr } = await report("-o", "alike.csv", "--split", "rows=10", "--summary", "./alike-3.csv");
  assert.match(stderr, /^error\[invalid_option\] --split: \.\/alike-3\.csv is called as a part is\nhint: .+\n$/);
  assert.deepEqual([status, partsOf("alike")], [2, []]);
  assert.equal((await report("-o", "alike.csv", "--split", "rows=500", "--summary", "alike-3.json")).status, 0);
  assert.deepEqual(partsOf("alike"), ["alike-1.csv", "alike-2.csv", "alike-3.json"]);
});

test("a disk that is full from the first byte on leaves nothing", async () => {
  for (const args of [["-o", "first.csv"], ["-o", "first.csv.gz"], ["-o", "first.csv.gz", "--split", "rows=10"]]) {
    const limited = ["bash", "-c", 'ulimit -f 0; exec "$@"', "bash", process.execPath, ...commandOf(["report", ...REQUEST, "usage.json", ...args])];
    const { status, stderr } = await start(limited, { cwd }).ended;
    assert.match(stderr, /^error\[io_error\] first.*\.csv(\.gz)?: it cannot be written: it would be larger .+\nhint: .+\n$/);
    assert.equal(status, 1);
    assert.deepEqual(readdirSync(cwd).filter((name) => name.startsWith("first")), []);
  }
});

for (const args of [
  ["--split", "rows=10"],
  ["--split", "rows=10", "-o", "-"],
  ["--split", "rows=10", "-o", "/dev/null"],
  ...["", "10", "rows", "rows=", "rows=0", "rows=-1", "rows=1.5", "rows=ten", "rows=1MB", "bytes=2mb", "bytes=2M", "rows=1,rows=2", "rows=1,", "lines=1", "bytes=99999999999GB"].map((split) => [`--split=${split}`, "-o", "nonsense.csv"]),
]) {
  test(`${args.join(" ")} is an error`, async () => {
    const { status, stdout, stderr } = await report(...args);
    assert.match(stderr, /^error\[invalid_option\] --split: .+\nhint: .+\n$/);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.deepEqual(readdirSync(cwd).filter((name) => name.startsWith("nonsense")), []);
  });
}
