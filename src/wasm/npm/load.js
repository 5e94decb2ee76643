// Whether the module is loaded, and what a call into it may throw.

import load, { __wbg_reset_state as renew } from "./fal_focus.js";
import { FalFocusError } from "./host.js";
import { callsInto, loadModule } from "./load-module.js";

const loadedModule = callsInto(renew);
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
  return loadedModule.call(body);
}

/** The same of what is made in the module: `use(body)` of what is returned calls `body` with it. */
export function made(make) {
  requireLoaded();
  return loadedModule.made(make);
}

/** Lets go of the memory that it took, where nobody needs it. */
export function rest() {
  if (loaded) loadedModule.rest();
}
