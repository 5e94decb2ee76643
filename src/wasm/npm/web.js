// The entry for browsers, workers and bundlers: the .wasm stands beside this file, in the form that bundlers recognise.

import { checkIsIn } from "./check-module.js";
import { loadFrom } from "./load.js";

export * from "./api.js";

checkIsIn({
  check: () => import("./check.js"),
  glue: () => import("./fal_focus_check.js"),
  words: () => import("./rule-words.js"),
  wasm: (source) => source ?? new URL("./fal_focus_check_bg.wasm", import.meta.url),
});

export default function init(source) {
  return loadFrom(() => source ?? new URL("./fal_focus_bg.wasm", import.meta.url));
}
