// npm run bench:check [ROWS]: a million rows through `fal-focus check`, with time and memory; and the first
// hundred thousand of them through the official validator beside it (2.2.1, FOCUS 1.2, in Python).

import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { INSTALL, MAKE, VALIDATOR } from "../tests/official-validator/environment.mjs";

const ROWS = Number(process.argv[2] ?? 1_000_000);
const ROWS_FOR_BOTH = Math.min(ROWS, 100_000);
const root = fileURLToPath(new URL("../", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "fal-focus-bench-"));
try {
  for (const [command, args] of [MAKE, INSTALL]) execFileSync(command, args, { cwd: root, stdio: "inherit" });
  const whole = writeRows("whole.csv", ROWS);
  const part = writeRows("part.csv", ROWS_FOR_BOTH);
  console.log(`Node ${process.version}, ${execFileSync(VALIDATOR, ["--version"], { cwd: root, encoding: "utf8" }).trim()}`);
  const ours = [timed("fal-focus check", part, ROWS_FOR_BOTH, ourCheck(part)), timed("fal-focus check", whole, ROWS, ourCheck(whole))];
  const official = timed("official validator", part, ROWS_FOR_BOTH, [VALIDATOR, "tests/official-validator/run.py", part]);
  console.log(`the official validator takes ${(official / ours[0]).toFixed(1)} times as long for ${count(ROWS_FOR_BOTH)} rows`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The sample account's report over and over. */
function writeRows(name, rows) {
  const lines = readFileSync(`${root}tests/cases/sample-account/expected.csv`, "utf8").trimEnd().split("\n");
  const file = join(folder, name);
  const out = openSync(file, "w");
  writeSync(out, `${lines[0]}\n`);
  for (let written = 0; written < rows; written += lines.length - 1) {
    writeSync(out, `${lines.slice(1, rows - written + 1).join("\n")}\n`);
  }
  closeSync(out);
  return file;
}

function ourCheck(file) {
  return [process.execPath, "--import", `${root}bench/peak-memory.mjs`, "pkg/cli.js", "check", file];
}

/** Runs a command, prints what it took, and returns the seconds. */
function timed(name, file, rows, [command, ...args]) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  const seconds = (performance.now() - began) / 1000;
  const peak = Math.round(Number(/peak RSS ([\d.]+) MiB/.exec(stderr + stdout)[1]) * 1.048576);
  const megabytes = Math.round(statSync(file).size / 1e6);
  console.log(`${name}: ${count(rows)} rows (${megabytes} MB) in ${seconds.toFixed(1)} s, peak RSS ${peak} MB`);
  return seconds;
}

function count(number) {
  return number.toLocaleString("en");
}
