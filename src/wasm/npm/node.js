// The entry for Node: fetch cannot read files, so the .wasm is read from beside this file.

import { readFile } from "node:fs/promises";

import { loadFrom } from "./api.js";

export * from "./api.js";

export default function init(source) {
  return loadFrom(source ?? readFile(new URL("./fal_focus_bg.wasm", import.meta.url)));
}
