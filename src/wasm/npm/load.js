// Whether the module is loaded, and what a call into it may throw.

import load from "./fal_focus.js";
import { FalFocusError } from "./host.js";
import { loadModule } from "./load-module.js";

let loaded = false;

/** Loads the module, once; again after a failure. */
export async function loadFrom(where) {
  await loadModule(load, "fal_focus_bg.wasm", where);
  loaded = true;
}

export function requireLoaded() {
  if (loaded) return;
  throw new FalFocusError("not_initialized", "fal-focus is not loaded yet", {
    hint: "Call `await init()` once before anything else.",
  });
}

/** Calls into the module: before it is loaded, and where it stops, a `FalFocusError`. */
export function call(body) {
  requireLoaded();
  return callLoaded(body);
}

/** The same of a module that is loaded. */
export function callLoaded(body) {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw new FalFocusError("internal_error", `the module stopped: ${error.message}`, {
      hint: "It may have run out of memory: give smaller files, or grain line_item, in a new page or process.",
    });
  }
}
