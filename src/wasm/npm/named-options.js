// Options as they come, before the module reads them.

import { FalFocusError } from "./host.js";

/** Options that can be spread without losing what they are not. */
export function namedOptions(options, example = '{ grain: "line_item" }') {
  if (options === undefined || options === null) return {};
  if (Object.prototype.toString.call(options) === "[object Object]") return options;
  throw new FalFocusError("invalid_option", "the options are not an object of options", {
    hint: `Options are texts, numbers or truth values, such as ${example}.`,
  });
}

export function checkFunction(name, value, hint) {
  if (typeof value === "function") return;
  throw new FalFocusError("invalid_option", `${name} is not a function`, { field: name, hint });
}

/** Absent, `null`, `true` or `false`. */
export function checkTruth(name, value) {
  if ([undefined, null, true, false].includes(value)) return;
  throw new FalFocusError("invalid_option", `${name} is not true or false`, { field: name, hint: `Say ${name}: true, or leave it out.` });
}
