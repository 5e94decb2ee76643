// The modules as scripts, for fal-focus/inline: pkg/inline-modules.js.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const pkg = fileURLToPath(new URL("../pkg/", import.meta.url));

const MODULES = { reportModule: "fal_focus_bg.wasm", checkModule: "fal_focus_check_bg.wasm" };

const lines = Object.entries(MODULES).map(([name, file]) => `export const ${name} =\n  "${packed(`${pkg}${file}`)}";\n`);
writeFileSync(`${pkg}inline-modules.js`, `// Written by the build: gzip, in base64.\n\n${lines.join("\n")}`);

/** As `unpacked` reads it. The same bytes for the same file. */
function packed(path) {
  return gzipSync(readFileSync(path), { level: 9 }).toString("base64");
}
