// The module that checks: loaded where a check is wanted, and not before.

import { FalFocusError } from "./host.js";

/** The glue of the module, once that is loaded. */
let loaded;
/** How a host that reads files at once loads it when it is missed. */
let loadNow;

/** Loads the module, once; again after a failure. */
export async function initCheck(source) {
  if (source === undefined) loaded ??= loadNow?.();
  if (loaded) return;
  const glue = await import("./fal_focus_check.js");
  await glue.default(source === undefined ? undefined : { module_or_path: source });
  loaded = glue;
}

export function loadWhenMissed(load) {
  loadNow = load;
}

export function checkModule() {
  loaded ??= loadNow?.();
  if (loaded) return loaded;
  throw new FalFocusError("not_initialized", "the check is not loaded yet", {
    field: "check",
    hint: "Call `await initCheck()` before a report with the option check: true.",
  });
}

/** The check of a report that is being written; it ends with its conformance. */
export function startReportCheck(focusVersion, hasNullWords) {
  return checkModule().FocusCheck.ofReport(focusVersion, hasNullWords);
}
