// Errors of the module as those of a command: where they stand, and how the command ends.

import { optionsOf } from "./cli-commands.js";
import { FalFocusError } from "./host.js";

/** Exit codes: 1 the data or a file is bad, or breaks a rule of MUST; 2 the request or an option is. */
const OF_THE_CALLER = new Set([
  "missing_parameter",
  "invalid_parameter",
  "unknown_parameter",
  "inapplicable_parameter",
  "conflicting_parameters",
  "invalid_option",
  "empty_range",
  "range_too_long",
  "unknown_timezone",
  "unknown_version",
]);

export function exitCodeOf({ code }) {
  return OF_THE_CALLER.has(code) ? 2 : 1;
}

/** An error whose field is an option as it was written, or could be, and whose file is that of a document. */
export function asWritten(error, { command, written, documents }) {
  if (!(error instanceof FalFocusError) || error.field === undefined) return error;
  const [document] = error.field.split(/[.[]/);
  if (Object.hasOwn(documents, document)) error.file ??= documents[document].name;
  const option = optionsOf(command).find(({ into, as }) => as === error.field && into !== "outputs");
  if (option && isOption(error)) error.field = written[option.name] ?? `--${option.name}`;
  return error;
}

/** Replies have members called `start` and `endpoint`, too, but none that is written as options are. */
function isOption({ code, field }) {
  return OF_THE_CALLER.has(code) || /[A-Z]/.test(field);
}
