// npm run bench:memory [EVENTS]: a million billing events through the command line, at both grains, and
// how much memory the process needed. Identifiers are remembered, so that a repeated request counts once.

import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { once } from "node:events";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const PAGE = 10_000; // fal's largest page
const START = Date.UTC(2025, 2, 1) / 1000;
const STEP = 2; // seconds between two events

const folder = mkdtempSync(join(tmpdir(), "fal-focus-bench-"));
try {
  const file = join(folder, "events.ndjson");
  await writeEvents(file);
  const input = `${EVENTS.toLocaleString("en")} billing events, ${megabytes(statSync(file).size)} MB of JSON`;
  console.log(`${input}, Node ${process.version}`);
  console.log(`an empty process: ${peakOf(["--eval", ""])} MB`);
  for (const grain of ["line_item", "timeframe"]) {
    const counted = peakOf(report(file, grain));
    const unique = peakOf(report(file, grain, "--assume-unique"));
    console.log(`grain ${grain}: peak RSS ${counted} MB; with --assume-unique ${unique} MB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function writeEvents(file) {
  const out = createWriteStream(file);
  for (let first = 0; first < EVENTS; first += PAGE) {
    const last = Math.min(first + PAGE, EVENTS);
    const billing_events = Array.from({ length: last - first }, (_, index) => event(first + index));
    const page = { billing_events, next_cursor: last < EVENTS ? String(last) : null, has_more: last < EVENTS };
    if (!out.write(`${JSON.stringify(page)}\n`)) await once(out, "drain");
  }
  await once(out.end(), "finish");
}

function event(number) {
  const quantity = (number % 8) + 1;
  const cost = Number((quantity * 0.025).toFixed(3));
  return {
    request_id: requestId(number),
    endpoint_id: `fal-ai/model-${number % 40}`,
    timestamp: `${new Date((START + number * STEP) * 1000).toISOString().slice(0, 19)}Z`,
    output_units: quantity,
    unit_price: 0.025,
    percent_discount: null,
    cost_subtotal: cost,
    cost_discount: 0,
    cost_total: cost,
    cost_estimate_nano_usd: Math.round(cost * 1e9),
  };
}

/** As random as a UUID looks, and the same in every run. */
function requestId(number) {
  const hex = (Math.imul(number + 1, 2654435761) >>> 0).toString(16).padStart(8, "0");
  return `${hex}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

function report(file, grain, ...more) {
  const cli = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
  const range = ["--start", "2025-03-01", "--end", "2025-04-01", "--timeframe", "day", "--range-limit", "none"];
  return [cli, "--source", "estimate", ...range, "--grain", grain, ...more, "-o", "/dev/null", file];
}

function peakOf(args) {
  const watcher = fileURLToPath(new URL("peak-memory.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ["--import", watcher, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return Math.round(Number(/peak RSS ([\d.]+) MiB/.exec(stderr)[1]) * 1.048576);
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}
