// The module that checks, its scripts and its words: loaded where a check is wanted, and not before.

import { FalFocusError } from "./host.js";
import { callsInto, loadModule, loadModuleNow } from "./load-module.js";

const FILE = "fal_focus_check_bg.wasm";

/** Where the entry has them. */
let parts = {};
/** The glue of the module, once that is loaded. */
let loaded;
const checks = callsInto(() => loaded.__wbg_reset_state());

/**
 * What an entry says once: scripts by `check`, `glue` and `words`, by `wasm(source)` the module, and by `wasmNow` the
 * same where nothing has to be waited for, neither for the glue. `isInside`: it has them all itself, and no file is looked for.
 */
export function checkIsIn(given) {
  // Where two entries are loaded, nothing is fetched that one of them has.
  parts = parts.isInside ? { ...given, ...parts } : { ...parts, ...given };
}

/** Loads the module, once; again after a failure. */
export async function initCheck(source) {
  if (source === undefined && !parts.isInside) loadNow();
  if (loaded) return;
  // All that a check needs comes together: who has loaded it can go on without its server.
  const [glue] = await Promise.all([script(parts.glue), checkScript()]);
  await loadModule(glue.default, FILE, () => parts.wasm(source));
  loaded = glue;
}

function checkModule() {
  loadNow();
  if (loaded) return loaded;
  throw new FalFocusError("not_initialized", "the check is not loaded yet", {
    field: "check",
    hint: "Call `await initCheck()` before a report with the option check: true.",
  });
}

function loadNow() {
  if (loaded || !parts.wasmNow) return;
  const glue = parts.glue();
  loadModuleNow(glue.initSync, FILE, parts.wasmNow);
  loaded = glue;
}

/** What reads a CSV for the module, and explains what that finds. */
export function checkScript() {
  return script(parts.check);
}

/** The sentences for findings. */
export function ruleWords() {
  return script(parts.words);
}

/** Not every host loads scripts when they are wanted. */
async function script(load) {
  try {
    return await load();
  } catch ({ message }) {
    throw new FalFocusError("module_unavailable", `a script of the check cannot be loaded: ${message}`, {
      hint: "Where scripts are not loaded later, as in a service worker, import from fal-focus/inline, which has all inside.",
    });
  }
}

/** The check of a CSV, as `use(body)`. */
export function startCheck(options) {
  const { FocusCheck } = checkModule();
  return checks.made(() => new FocusCheck(options));
}

/** The check of a report that is being written; it ends with its conformance. */
export function startReportCheck(focusVersion, hasNullWords) {
  const { FocusCheck } = checkModule();
  const use = checks.made(() => FocusCheck.ofReport(focusVersion, hasNullWords));
  return { push: (csv) => use((check) => check.push(csv)), finish: () => use((check) => check.finish()) };
}
