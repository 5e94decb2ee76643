// FAL_KEY, as the environment had it.

import { bareKey } from "./fal-key.js";
import { FalFocusError } from "./host.js";

/** As it was given. What Node may write down of a process, such as a diagnostic report, has the environment in it. */
export const { FAL_KEY } = process.env;
delete process.env.FAL_KEY;

/** The key alone; undefined where there is none. */
export function keyOfEnvironment() {
  if (FAL_KEY === undefined || FAL_KEY.trim() === "") return undefined;
  try {
    return bareKey(FAL_KEY);
  } catch ({ message, hint }) {
    throw new FalFocusError("invalid_option", message, { field: "FAL_KEY", hint });
  }
}
