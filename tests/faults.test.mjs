// What goes wrong around the command line: disks that are full, outputs that cannot be written, inputs that change,
// readers that go, signals at any moment. Whatever happens, what stands under a final name is whole.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, closeSync, constants as fileConstants, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";
import { RANGE, pagesOf } from "../bench/input.mjs";
import { CLI, commandOf, run, start, workFolder } from "./command.mjs";

const MOMENTS = process.env.SLOW ? 20 : 4;
const REQUEST = ["--source", RANGE.source, "--start", RANGE.start, "--end", RANGE.end, "--timezone", RANGE.timezone, "--timeframe", "day", "--range-limit", "none", "--now", "2028-01-01T00:00:00Z", "--billing-account-id", "acme"];
const FETCH = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-11-01", "--timeframe", "day", "--range-limit", "none", "--now", "2026-11-01T00:00:00Z"];
/** A temporary file says whose it is: name, process, chance. */
const UNFINISHED = /\.\d+-[0-9a-f]{8}\.tmp$/;

/** Disks that are to be let go of before the folder is. */
const mounted = [];
after(() => mounted.forEach((path) => execFileSync("umount", [path])));
const cwd = workFolder();
const inputs = [...pagesOf("usage", 4)].map((text, number) => {
  writeFileSync(join(cwd, `usage-${number}.json`), text);
  return `usage-${number}.json`;
});
const PAGE = readFileSync(join(cwd, inputs[0]), "utf8");

const hashOf = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const folderOf = (name) => {
  rmSync(join(cwd, name), { recursive: true, force: true });
  mkdirSync(join(cwd, name));
  return name;
};
const namesIn = (folder) => readdirSync(join(cwd, folder)).sort();

// Killed at any moment

/** Outputs in a folder; `{ name: hash }` of a run that nobody disturbs. */
const FORMS = {
  "one file, summary and metadata": (to) => ["-o", `${to}/report.csv`, "--summary", `${to}/summary.json`, "--metadata", `${to}/metadata.json`],
  "line items": (to) => ["--grain", "line_item", "-o", `${to}/report.csv`],
  "compressed": (to) => ["-o", `${to}/report.csv.gz`],
  "in parts": (to) => ["-o", `${to}/report.csv`, "--split", "rows=2000"],
  "compressed in parts by threads": (to) => ["-o", `${to}/report.csv.gz`, "--split", "rows=3000", "--jobs", "2"],
};

for (const [form, outputs] of Object.entries(FORMS)) {
  test(`killed at any moment, ${form}: what stands under a final name is whole`, async () => {
    const to = folderOf("killed");
    const command = [process.execPath, ...commandOf([...REQUEST, ...outputs(to), ...inputs])];
    const began = performance.now();
    assert.equal((await start(command, { cwd }).ended).status, 0);
    const took = performance.now() - began;
    const whole = Object.fromEntries(namesIn(to).map((name) => [name, hashOf(join(cwd, to, name))]));
    const seen = { ended: 0, stopped: 0, killed: 0 };
    for (let moment = -1; moment < MOMENTS; moment += 1) {
      for (const signal of ["SIGKILL", ["SIGINT", "SIGTERM", "SIGHUP"][(moment + 1) % 3]]) {
        folderOf(to);
        const { child, ended } = start(command, { cwd });
        // However fast the machine is just now, once it is as soon as something is written.
        if (moment === -1) while (namesIn(to).length === 0 && child.exitCode === null) await sleep(2);
        else await sleep((took * 1.1 * moment) / MOMENTS);
        child.kill(signal);
        const { status, signal: by, stderr } = await ended;
        const about = `${signal} after ${moment}/${MOMENTS} of ${took} ms: ${status} ${by} ${stderr}`;
        const names = namesIn(to);
        for (const name of names.filter((each) => !UNFINISHED.test(each))) assert.equal(hashOf(join(cwd, to, name)), whole[name], `${name}, ${about}`);
        if (status === 0) assert.deepEqual(names, Object.keys(whole), about);
        else if (by === null) assert.deepEqual([status, names.filter((name) => UNFINISHED.test(name))], [128 + constants.signals[signal], []], about);
        else assert.equal(by, signal, about);
        // Before it listens, and when it is done, a signal ends it as any program. Only SIGKILL leaves anything half.
        if (by !== null && signal !== "SIGKILL") assert.deepEqual(names, names.length === 0 ? [] : Object.keys(whole), about);
        seen[status === 0 ? "ended" : by === null ? "stopped" : "killed"] += 1;
      }
    }
    assert.ok(seen.stopped > 0 && seen.killed > 0, JSON.stringify(seen));
    // What was left is in nobody's way.
    folderOf(to);
    writeFileSync(join(cwd, to, "report.csv.1-00000000.tmp"), "half");
    assert.equal((await start(command, { cwd }).ended).status, 0);
    for (const [name, hash] of Object.entries(whole)) assert.equal(hashOf(join(cwd, to, name)), hash);
  });
}

test("a fetch that is killed at any moment leaves whole pages, and the next one goes on and clears away", async (t) => {
  const standIn = await startStandIn({ pageSize: 40 });
  t.after(() => standIn.close());
  const command = (to) => [process.execPath, ...commandOf(["fetch", ...FETCH, "-o", to], standIn.url)];
  const env = { FAL_KEY: STAND_IN_KEY, FAL_ADDRESS: standIn.url };
  const began = performance.now();
  assert.equal((await start(command(folderOf("whole")), { cwd, env }).ended).status, 0);
  const took = performance.now() - began;
  const whole = Object.fromEntries(namesIn("whole").filter((name) => name !== "manifest.json").map((name) => [name, hashOf(join(cwd, "whole", name))]));
  for (let moment = 1; moment < MOMENTS; moment += 1) {
    const to = folderOf("cut");
    for (const signal of ["SIGKILL", "SIGTERM"]) {
      const { child, ended } = start(command(to), { cwd, env });
      await sleep((took * moment) / MOMENTS);
      child.kill(signal);
      const { status, signal: by } = await ended;
      assert.ok([0, 143].includes(status) || by === signal, `${status} ${by}`);
      const names = namesIn(to);
      const pages = names.filter((name) => name !== "manifest.json" && !UNFINISHED.test(name));
      for (const name of pages) assert.equal(hashOf(join(cwd, to, name)), whole[name], name);
      if (names.includes("manifest.json")) for (const { file } of JSON.parse(readFileSync(join(cwd, to, "manifest.json"), "utf8")).pages) assert.ok(pages.includes(file), file);
      else assert.deepEqual(pages, []);
    }
    writeFileSync(join(cwd, to, "models-usage-1.json.1-0a1b2c3d.tmp"), "half");
    assert.equal((await start(command(to), { cwd, env }).ended).status, 0);
    assert.deepEqual(namesIn(to), namesIn("whole"));
    for (const [name, hash] of Object.entries(whole)) assert.equal(hashOf(join(cwd, to, name)), hash);
  }
});

// Disks

/** A disk of so many bytes; undefined where this machine mounts none for us. */
function smallDisk(name, size, how = "") {
  const path = join(cwd, folderOf(name));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}${how}`, "tmpfs", path]).status !== 0) return undefined;
  mounted.push(path);
  return name;
}

const small = smallDisk("small-disk", "256k");
const FULL = { skip: !small && "no disk can be mounted here" };

for (const [form, outputs, name] of [
  ["the report", (to) => ["-o", `${to}/report.csv`], "report.csv"],
  ["line items", (to) => ["--grain", "line_item", "-o", `${to}/report.csv`], "report.csv"],
  ["a compressed one", (to) => ["--grain", "line_item", "-o", `${to}/report.csv.gz`], "report.csv.gz"],
  ["parts", (to) => ["-o", `${to}/report.csv`, "--split", "rows=100"], "report-\\d+.csv"],
  ["what threads read", (to) => ["--grain", "line_item", "--jobs", "2", "-o", `${to}/report.csv`], "report.csv"],
]) {
  test(`a disk that gets full by ${form}: exit 1, that it is full, and nothing left; what was there is as it was`, FULL, async () => {
    writeFileSync(join(cwd, small, "report.csv"), "old");
    const isOther = outputs(small).includes("--split");
    if (isOther) rmSync(join(cwd, small, "report.csv"));
    const { status, stdout, stderr } = await run([...REQUEST, ...outputs(small), ...inputs], { cwd });
    assert.match(stderr, new RegExp(`^error\\[io_error\\] ${small}/${name}: it cannot be written: the disk is full\nhint: .+\n$`, "m"));
    assert.deepEqual([status, stdout], [1, ""]);
    assert.deepEqual(namesIn(small), isOther ? [] : ["report.csv"]);
    if (!isOther) assert.equal(readFileSync(join(cwd, small, "report.csv"), "utf8"), "old");
  });
}

test("a disk that is full for the summary alone: the report takes no name either", FULL, async () => {
  rmSync(join(cwd, small, "report.csv"), { force: true });
  const to = folderOf("beside");
  writeFileSync(join(cwd, small, "filler"), Buffer.alloc(256 * 1024));
  for (const summary of [`${small}/summary.json`, "/dev/full"]) {
    const { status, stderr } = await run([...REQUEST, "-o", `${to}/report.csv`, "--summary", summary, ...inputs], { cwd });
    assert.match(stderr, /: it cannot be written: the disk is full\nhint: .+\n$/);
    assert.deepEqual([status, namesIn(to), namesIn(small)], [1, [], ["filler"]]);
  }
  rmSync(join(cwd, small, "filler"));
});

test("a fetch onto a disk that gets full, and on when there is room again", FULL, async (t) => {
  const standIn = await startStandIn({ pageSize: 40 });
  t.after(() => standIn.close());
  const to = `${small}/fetched`;
  writeFileSync(join(cwd, small, "filler"), Buffer.alloc(160 * 1024));
  const fetch = () => run(["fetch", ...FETCH, "-o", to], { cwd, fal: standIn.url, env: { FAL_KEY: STAND_IN_KEY } });
  const { status, stderr } = await fetch();
  assert.match(stderr, /^error\[io_error\] small-disk\/fetched\/[\w-]+\.json: it cannot be written: the disk is full\nhint: .+\n$/);
  assert.equal(status, 1);
  for (const name of namesIn(to)) JSON.parse(readFileSync(join(cwd, to, name), "utf8"));
  rmSync(join(cwd, small, "filler"));
  const again = await fetch();
  assert.equal(again.status, /the disk is full/.test(again.stderr) ? 1 : 0, again.stderr);
  rmSync(join(cwd, to), { recursive: true, force: true });
});

test("a disk that can only be read", { skip: FULL.skip }, async () => {
  const path = join(cwd, smallDisk("read-only", "64k"));
  execFileSync("mount", ["-o", "remount,ro", path]);
  const { status, stderr } = await run([...REQUEST, "-o", "read-only/report.csv", ...inputs], { cwd });
  assert.match(stderr, /^error\[io_error\] read-only\/report\.csv: it cannot be written: the disk can only be read\nhint: .+\n$/m);
  assert.deepEqual([status, namesIn("read-only")], [1, []]);
});

// Outputs and inputs that cannot be had

test("an output that cannot be: exit 1, why, and what was there is as it was", async () => {
  const to = folderOf("odd");
  mkdirSync(join(cwd, to, "folder.csv"));
  writeFileSync(join(cwd, to, "plain"), "");
  symlinkSync("circle", join(cwd, to, "circle"));
  for (const [output, reason] of [
    ["folder.csv", "it is a folder"],
    ["plain/report.csv", "a part of the path is no folder"],
    ["nowhere/report.csv", "there is no such file or folder"],
    ["circle", "the links lead round in a circle"],
    [`${"x".repeat(300)}.csv`, "its name is too long"],
  ]) {
    for (const more of [[], ["--summary", `${to}/summary.json`]]) {
      const { status, stdout, stderr } = await run([...REQUEST, ...more, "-o", `${to}/${output}`, inputs[0]], { cwd });
      assert.ok(stderr.startsWith(`error[io_error] ${to}/${output}: it cannot be written: ${reason}\nhint: `), stderr);
      assert.deepEqual([status, stdout, namesIn(to)], [1, "", ["circle", "folder.csv", "plain"]]);
    }
  }
});

test("an input that cannot be: exit 1, why, and no output file", async () => {
  const to = folderOf("odd-inputs");
  symlinkSync("circle.json", join(cwd, to, "circle.json"));
  writeFileSync(join(cwd, to, "plain"), "");
  for (const [input, reason] of [["circle.json", "the links lead round in a circle"], ["plain/usage.json", "a part of the path is no folder"], [`${"x".repeat(300)}.json`, "its name is too long"]]) {
    for (const jobs of ["1", "2"]) {
      const { status, stderr } = await run([...REQUEST, "--jobs", jobs, "-o", `${to}/report.csv`, inputs[0], `${to}/${input}`], { cwd });
      assert.ok(stderr.includes(`error[io_error] ${to}/${input}: it cannot be read: ${reason}\nhint: `), stderr);
      assert.deepEqual([status, namesIn(to)], [1, ["circle.json", "plain"]]);
    }
  }
});

/** An account without rights, for root has all of them. */
const NOBODY = 65_534;
const asNobody = (args) => spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: "utf8", ...(process.getuid() === 0 && { uid: NOBODY, gid: NOBODY }) });

test("what this account may not write or read: exit 1, and that access is denied", (t) => {
  chmodSync(cwd, 0o755);
  const [shut, free] = [folderOf("shut"), folderOf("free")];
  chmodSync(join(cwd, shut), 0o555);
  chmodSync(join(cwd, free), 0o777);
  writeFileSync(join(cwd, "secret.json"), PAGE, { mode: 0o000 });
  if (asNobody(["--version"]).status !== 0) return t.skip("another account cannot run this");
  const written = asNobody([...REQUEST, "-o", `${shut}/report.csv`, inputs[0]]);
  assert.match(written.stderr, /^error\[io_error\] shut\/report\.csv: it cannot be written: access is denied\nhint: .+\n$/m);
  const read = asNobody([...REQUEST, "-o", `${free}/report.csv`, "secret.json"]);
  assert.match(read.stderr, /^error\[io_error\] secret\.json: it cannot be read: access is denied\nhint: .+\n$/m);
  assert.deepEqual([written.status, read.status, namesIn(shut), namesIn(free)], [1, 1, [], []]);
  assert.equal(asNobody([...REQUEST, "-o", `${free}/report.csv`, inputs[0]]).status, 0);
});

// Inputs that change

/** A run that stands still in the middle of a file, for nobody takes its lines, while `change` is done. */
async function meanwhile(file, change, args = []) {
  const child = spawn(process.execPath, [CLI, ...REQUEST, "--grain", "line_item", ...args, file], { cwd });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const ended = new Promise((done) => child.once("close", (status) => done(status)));
  await new Promise((come) => child.stdout.once("readable", come));
  change();
  let rows = 0;
  child.stdout.on("data", (chunk) => (rows += chunk.toString("latin1").split("\n").length - 1)).resume();
  return { status: await ended, stderr, rows };
}

const LONG = [...pagesOf("usage", 12)].join("\n");
const long = (name = "long.ndjson") => {
  writeFileSync(join(cwd, name), LONG);
  return join(cwd, name);
};

for (const [about, change] of [
  ["cut off", (path) => truncateSync(path, 5_000_000)],
  ["emptied", (path) => truncateSync(path, 0)],
  ["grown", (path) => appendFileSync(path, PAGE)],
  ["written over with as many bytes", (path) => { writeFileSync(path, LONG.replaceAll('"currency":"USD"', '"currency":"EUR"'), { flag: "r+" }); utimesSync(path, 1e9, 1e9); }],
]) {
  test(`a file that is ${about} while it is read: an error, and exit 1`, async () => {
    const path = long();
    const { status, stderr } = await meanwhile("long.ndjson", () => change(path));
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^error\[(io_error|invalid_json|duplicate_page)\] long\.ndjson: /m);
  });
}

test("a file that is replaced or removed while it is read is read as it was", async () => {
  const path = long();
  const whole = await meanwhile("long.ndjson", () => {});
  assert.equal(whole.status, 0, whole.stderr);
  const replaced = await meanwhile("long.ndjson", () => renameSync(long("other.ndjson"), path));
  const removed = await meanwhile("long.ndjson", () => rmSync(path));
  assert.deepEqual([replaced.status, replaced.rows, removed.status, removed.rows], [0, whole.rows, 0, whole.rows]);
});

/** A pipe that the child reads; without a reader an open that waits would wait for ever. */
async function openForReader(path, child) {
  for (;;) {
    try {
      return openSync(path, fileConstants.O_WRONLY | fileConstants.O_NONBLOCK);
    } catch (error) {
      if (error.code !== "ENXIO" || child.exitCode !== null) throw error;
      await sleep(5);
    }
  }
}

test("a file that vanishes before its turn: exit 1, its name, no output file", async () => {
  execFileSync("mkfifo", ["first.pipe"], { cwd });
  writeFileSync(join(cwd, "second.json"), PAGE);
  const { child, ended } = start([process.execPath, CLI, ...REQUEST, "-o", "vanished.csv", "first.pipe", "second.json"], { cwd });
  const pipe = await openForReader(join(cwd, "first.pipe"), child);
  rmSync(join(cwd, "second.json"));
  writeFileSync(pipe, '{"time_series": []}');
  closeSync(pipe);
  const { status, stderr } = await ended;
  assert.match(stderr, /^error\[io_error\] second\.json: it cannot be read: there is no such file or folder\nhint: .+\n$/m);
  assert.deepEqual([status, readdirSync(cwd).filter((name) => name.startsWith("vanished"))], [1, []]);
});

test("a compressed file that is cut off while it is read is one that is damaged", async () => {
  writeFileSync(join(cwd, "long.ndjson.gz"), gzipSync(LONG, { level: 0 }));
  const { status, stderr } = await meanwhile("long.ndjson.gz", () => truncateSync(join(cwd, "long.ndjson.gz"), 5_000_000));
  assert.equal(status, 1);
  assert.match(stderr, /^error\[io_error\] long\.ndjson\.gz: it (cannot be decompressed|was changed)/m);
});

// Readers that go

test("whoever reads standard output goes: exit 1, not a word of it, and files that were asked for stay away", async () => {
  const to = folderOf("gone");
  const shell = spawn("bash", ["-c", '"$@" | head -c 100 > head.txt; echo "${PIPESTATUS[0]}"', "bash", process.execPath, CLI, ...REQUEST, "--grain", "line_item", "--summary", `${to}/summary.json`, ...inputs], { cwd });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) shell[name].setEncoding("utf8").on("data", (text) => (said[name] += text));
  await new Promise((done) => shell.once("close", done));
  assert.deepEqual(said, { stdout: "1\n", stderr: "" });
  assert.deepEqual([statSync(join(cwd, "head.txt")).size, namesIn(to)], [100, []]);
});

test("whoever reads standard error goes: the report is made all the same", async () => {
  const to = folderOf("deaf");
  for (const args of [["-o", `${to}/report.csv.gz`], ["-o", `${to}/report.csv`, "--jobs", "2"], ["--json", "-o", `${to}/json.csv`]]) {
    // Without an account's id there is a warning.
    const child = spawn(process.execPath, [CLI, ...REQUEST.slice(0, -2), ...args, ...inputs], { cwd, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.destroy();
    assert.equal(await new Promise((done) => child.once("close", done)), 0, args.join(" "));
  }
  const texts = [gunzipSync(readFileSync(join(cwd, to, "report.csv.gz"))), ...["report.csv", "json.csv"].map((name) => readFileSync(join(cwd, to, name)))].map(String);
  assert.equal(new Set(texts).size, 1);
});
