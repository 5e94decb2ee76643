// The entry for hosts that can load no file, and for bundlers that ship none: everything is inside.

import { checkIsIn } from "./check-module.js";
import * as check from "./check.js";
import * as glue from "./fal_focus_check.js";
import { checkModule, reportModule } from "./inline-modules.js";
import { loadFrom } from "./load.js";
import * as words from "./rule-words.js";
import { unpacked } from "./unpacked.js";

export * from "./api.js";

checkIsIn({
  isInside: true,
  check: () => check,
  glue: () => glue,
  words: () => words,
  wasm: (source) => source ?? unpacked(checkModule),
});

export default function init(source) {
  return loadFrom(() => source ?? unpacked(reportModule));
}
