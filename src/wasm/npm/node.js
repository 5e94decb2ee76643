// The entry for Node, Deno and Bun: fetch cannot read files, so the .wasm is read from beside this file.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { checkIsIn } from "./check-module.js";
import * as check from "./check.js";
import * as glue from "./fal_focus_check.js";
import { loadFrom } from "./load.js";

export * from "./api.js";

const checkFile = () => new URL("./fal_focus_check_bg.wasm", import.meta.url);

checkIsIn({
  check: () => check,
  glue: () => glue,
  words: () => import("./rule-words.js"),
  wasm: (source) => read(source ?? checkFile()),
  wasmNow: () => readFileSync(checkFile()),
});

export default function init(source) {
  return loadFrom(() => read(source ?? new URL("./fal_focus_bg.wasm", import.meta.url)));
}

async function read(given) {
  const source = await given;
  const isAddress = typeof source === "string" || source instanceof URL;
  return isAddress && String(source).startsWith("file:") ? readFile(new URL(source)) : source;
}
