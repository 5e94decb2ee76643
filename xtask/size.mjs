// What the web entry loads, in bytes: printed by the build, held to a budget by a test.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const WEB_ENTRY = ["fal_focus_bg.wasm", "fal_focus.js", "api.js", "check.js", "host.js", "load.js", "named-options.js", "web.js"];

/** `[{ file, raw, gzip, brotli }, …]` of what `import "fal-focus"` loads in a browser. */
export function webEntrySizes() {
  return WEB_ENTRY.map((file) => {
    const bytes = readFileSync(new URL(`../pkg/${file}`, import.meta.url));
    return {
      file,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes).length,
    };
  });
}

export function totalSize(sizes) {
  const sum = (kind) => sizes.reduce((total, size) => total + size[kind], 0);
  return { file: "together", raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = webEntrySizes();
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  console.log(`${"what the web entry loads".padEnd(26)}${"raw".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
  for (const { file, raw, gzip, brotli } of [...sizes, totalSize(sizes)]) {
    console.log(`${file.padEnd(26)}${kB(raw)}${kB(gzip)}${kB(brotli)}`);
  }
}
