// The entry for Node: fetch cannot read files, so the .wasm is read from beside this file.

import { readFile } from "node:fs/promises";

import { loadFrom } from "./load.js";

export * from "./api.js";

export default function init(source = new URL("./fal_focus_bg.wasm", import.meta.url)) {
  return loadFrom(isFile(source) ? readFile(new URL(source)) : source);
}

function isFile(source) {
  return (typeof source === "string" || source instanceof URL) && String(source).startsWith("file:");
}
