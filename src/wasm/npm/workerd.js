// The entry for Cloudflare Workers: nothing is compiled there at run time, so the modules come compiled, by import.

import { checkIsIn } from "./check-module.js";
import * as check from "./check.js";
import reportModule from "./fal_focus_bg.wasm";
import * as glue from "./fal_focus_check.js";
import checkModule from "./fal_focus_check_bg.wasm";
import { loadFrom } from "./load.js";
import * as words from "./rule-words.js";

export * from "./api.js";

checkIsIn({
  check: () => check,
  glue: () => glue,
  words: () => words,
  wasm: (source) => source ?? checkModule,
  wasmNow: () => checkModule,
});

export default function init(source) {
  return loadFrom(() => source ?? reportModule);
}
