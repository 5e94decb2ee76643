// Whether time grows with the input and memory does not: pages made on the fly in one process, converted in
// another as they come.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { markdownTable } from "./markdown-table.mjs";
import { runWatched } from "./watched-process.mjs";

const WRITER = fileURLToPath(new URL("write-pages.mjs", import.meta.url));
const HUGE = 1000;

/** `{ table, hugePeak }`, the second where there was a run of 1 GB of usage. */
export async function growthTable({ huge }) {
  const sizes = huge ? [1, 10, 100, HUGE] : [1, 10, 100];
  const rows = [];
  let hugePeak;
  for (const input of ["usage", "billing events"]) {
    for (const megabytes of sizes) {
      console.error(`  growth: ${input}, ${megabytes} MB`);
      const { converted, peak } = await convert(input, megabytes);
      const { jsonBytes, csvBytes, milliseconds } = converted;
      const speed = jsonBytes / 1e3 / milliseconds;
      rows.push([
        input, mega(jsonBytes), mega(csvBytes), converted.rows.toLocaleString("en"), milliseconds.toFixed(0), speed.toFixed(0), peak,
      ]);
      if (input === "usage" && megabytes === HUGE) hugePeak = peak;
    }
  }
  const header = ["input", "JSON, MB", "CSV, MB", "rows", "ms", "MB/s of JSON", "peak RSS, MB"];
  return { table: markdownTable(header, rows), hugePeak };
}

async function convert(input, megabytes) {
  const writer = spawn(process.execPath, [WRITER, input, String(megabytes)], { stdio: ["ignore", "pipe", "inherit"] });
  const { stdout, peak } = await runWatched(["bench/convert-stream.mjs"], writer.stdout);
  return { converted: JSON.parse(stdout), peak };
}

function mega(bytes) {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
