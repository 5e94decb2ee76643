// The entry for Node: fetch cannot read files, so the .wasm is read from beside this file.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { loadWhenMissed } from "./check-module.js";
import * as check from "./fal_focus_check.js";
import { loadFrom } from "./load.js";

loadWhenMissed(() => {
  check.initSync({ module: readFileSync(new URL("./fal_focus_check_bg.wasm", import.meta.url)) });
  return check;
});

export * from "./api.js";

export default function init(source = new URL("./fal_focus_bg.wasm", import.meta.url)) {
  return loadFrom(isFile(source) ? readFile(new URL(source)) : source);
}

function isFile(source) {
  return (typeof source === "string" || source instanceof URL) && String(source).startsWith("file:");
}
