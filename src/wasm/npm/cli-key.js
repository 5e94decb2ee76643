// FAL_KEY, as the environment has it.

import { bareKey } from "./fal-key.js";
import { FalFocusError } from "./host.js";

/** The key alone; undefined where there is none. */
export function keyOfEnvironment() {
  const { FAL_KEY } = process.env;
  if (FAL_KEY === undefined || FAL_KEY.trim() === "") return undefined;
  try {
    return bareKey(FAL_KEY);
  } catch ({ message, hint }) {
    throw new FalFocusError("invalid_option", message, { field: "FAL_KEY", hint });
  }
}
