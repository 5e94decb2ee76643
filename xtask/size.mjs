// What a browser loads, in bytes: printed by the build, held to a budget by a test.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** The parts by the names that docs/javascript.md gives them: what `import "fal-focus"` and `init()` load, … */
export const WEB_ENTRY = {
  "the report, WebAssembly": ["fal_focus_bg.wasm"],
  "its JavaScript": ["api.js", "check-module.js", "fal_focus.js", "host.js", "load-module.js", "load.js", "named-options.js", "web.js"],
};
/** … and what comes when it is wanted. */
const ON_DEMAND = {
  "the check, WebAssembly": ["fal_focus_check_bg.wasm"],
  "its scripts": ["check.js", "fal_focus_check.js"],
  "the words for findings": ["rule-words.js"],
  "the page's figures, WebAssembly": ["fal_focus_figures_bg.wasm"],
  "their JavaScript": ["fal_focus_figures.js", "figures.js"],
};

/** The page that needs no server. */
const SINGLE_FILE = { "fal-focus.html, all in one": ["fal-focus.html"] };

/** `[{ part, raw, gzip, brotli }, …]` of what `import "fal-focus"` loads in a browser. */
export const webEntrySizes = () => sizesOf(WEB_ENTRY);

/** The same of what a check and the page's figures load. */
export const onDemandSizes = () => sizesOf(ON_DEMAND);

/** The same of the page in one file. */
export const singleFileSizes = () => sizesOf(SINGLE_FILE);

export function totalSize(sizes) {
  const sum = (kind) => sizes.reduce((total, size) => total + size[kind], 0);
  return { part: "together", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

function sizesOf(parts) {
  return Object.entries(parts).map(([part, files]) => ({ ...totalSize(files.map(sizeOf)), part }));
}

function sizeOf(file) {
  const bytes = readFileSync(new URL(`../pkg/${file}`, import.meta.url));
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  const entry = webEntrySizes();
  console.log(`${"what a browser loads".padEnd(33)}${"raw".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
  for (const { part, raw, gzip, brotli } of [...entry, totalSize(entry), ...onDemandSizes(), ...singleFileSizes()]) {
    console.log(`${part.padEnd(33)}${kB(raw)}${kB(gzip)}${kB(brotli)}`);
  }
}
