// npm run bench:jobs: the command line with one and with several threads, on the same files, interleaved in one run:
// how many times as fast it is, how much more work of the processor, and that the report is the same. What comes out
// is Markdown.
//
//   --megabytes N   of JSON, in files of about 1 MB (200)
//   --repeat N      how often each is timed (5)
//   --jobs LIST     with commas (2)

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

import { RANGE, pagesOf } from "./input.mjs";
import { machineLines } from "./machine.mjs";
import { markdownTable } from "./markdown-table.mjs";
import { median } from "./median.mjs";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const REQUEST = Object.entries(RANGE).flatMap(([name, value]) => [`--${name}`, value]);
const OPTIONS = ["--range-limit", "none", "--now", "2026-11-26", "--timeframe", "day"];

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "200" },
    repeat: { type: "string", default: "5" },
    jobs: { type: "string", default: "2" },
  },
});
const counts = values.jobs.split(",").map(Number);
const folder = mkdtempSync(join(tmpdir(), "fal-focus-bench-"));
const workFile = join(folder, "work");
try {
  const packed = (text) => gzipSync(text, { level: 6 });
  const rows = [
    measured("usage, `timeframe`", files("usage", "json"), ["--grain", "timeframe"]),
    measured("usage, `line_item`", files("usage", "json"), ["--grain", "line_item"]),
    measured("usage, `.json.gz`, `line_item`", files("usage", "json.gz", packed), ["--grain", "line_item"]),
    measured("billing events, `timeframe`, ids assumed unique", files("billing events", "json"), ["--grain", "timeframe", "--assume-unique"]),
    measured("billing events that come again in the next file, `timeframe`", files("billing events", "json"), ["--grain", "timeframe"]),
  ];
  console.log(["## --jobs", "", ...machineLines().map((text) => `- ${text}`), `- ${values.megabytes} MB in files of 1 MB, the CSV to nowhere, medians of ${values.repeat}`, ""].join("\n"));
  console.log(markdownTable(["input, grain", "one thread, s", "its MB a second of processor", ...counts.flatMap((count) => [`--jobs ${count}: times as fast`, "times the work"])], rows));
} finally {
  rmSync(folder, { recursive: true });
}

/** An input's pages, each a file. */
function files(input, ending, about = (text) => text) {
  return Array.from(pagesOf(input, Number(values.megabytes)), (text, number) => {
    const path = join(folder, `${input.replaceAll(" ", "-")}-${number}.${ending}`);
    writeFileSync(path, about(text));
    return path;
  });
}

function measured(name, paths, options) {
  const words = [...REQUEST, ...OPTIONS, ...options, ...paths];
  const all = [1, ...counts];
  const hashes = all.map((jobs) => hashOf([...words, "--jobs", String(jobs)]));
  if (new Set(hashes).size > 1) throw new Error(`${name}: with other jobs the report is another one`);
  const runs = all.map(() => []);
  for (let round = 0; round < Number(values.repeat); round += 1) {
    all.forEach((jobs, index) => runs[index].push(runOf([...words, "--jobs", String(jobs)])));
  }
  const medians = runs.map((of) => ({ elapsed: median(of.map(({ elapsed }) => elapsed)), work: median(of.map(({ work }) => work)) }));
  const [alone, ...others] = medians;
  const speed = Math.round(Number(values.megabytes) / alone.work);
  return [name, alone.elapsed.toFixed(2), speed, ...others.flatMap(({ elapsed, work }) => [(alone.elapsed / elapsed).toFixed(2), (work / alone.work).toFixed(2)])];
}

function hashOf(words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...words], { maxBuffer: 2 ** 32 });
  if (status !== 0) throw new Error(String(stderr));
  return createHash("sha256").update(stdout).digest("hex");
}

/** Seconds that passed, and seconds of all processors. */
function runOf(words) {
  const atExit = fileURLToPath(new URL("work-at-exit.mjs", import.meta.url));
  const began = performance.now();
  const { status } = spawnSync(process.execPath, ["--import", atExit, CLI, ...words], { stdio: "ignore", env: { ...process.env, WORK_FILE: workFile } });
  if (status !== 0) throw new Error(`it ended with ${status}`);
  return { elapsed: (performance.now() - began) / 1000, work: Number(readFileSync(workFile, "utf8")) };
}
