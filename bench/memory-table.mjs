// How much memory each contestant needs for the same pages, which lie in files and are read one by one.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { contestantsOf } from "./contestants.mjs";
import { report } from "./contestants/fal-focus.mjs";
import { pagesOf } from "./input.mjs";
import { markdownTable } from "./markdown-table.mjs";
import { runWatched } from "./watched-process.mjs";

export async function memoryTable({ megabytes }) {
  const folder = mkdtempSync(join(tmpdir(), "fal-focus-bench-"));
  try {
    writeInput(folder, megabytes);
    const rows = [["an empty process", "–", (await runWatched(["--eval", ""])).peak]];
    for (const { name, output } of contestantsOf("usage")) {
      console.error(`  memory: ${name}, ${output}`);
      const { peak } = await runWatched(["bench/memory-of-one.mjs", name, output, folder]);
      rows.push([name, output === "none" ? "–" : output, peak]);
    }
    return markdownTable(["", "CSV", "peak RSS, MB"], rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeInput(folder, megabytes) {
  const pages = Array.from(pagesOf("usage", megabytes), (text) => ({ bytes: Buffer.from(text) }));
  for (const [index, { bytes }] of pages.entries()) {
    writeFileSync(join(folder, `page-${String(index).padStart(6, "0")}.json`), bytes);
  }
  const csv = join(folder, "report.csv");
  report("line_item")(pages, (chunk) => writeFileSync(csv, chunk, { flag: "a" }));
}
