// `fal-focus check`, and what `--check` says of a report: findings as lines that people read, or as JSON.

import { checkFocus, explainConformance } from "./api.js";
import { STDOUT, chunksOf, sizeOf } from "./cli-files.js";
import { conformanceText, findingLines } from "./conformance-text.js";
import { FalFocusError } from "./host.js";

const FORMATS = ["text", "json"];

/** Prints what it found; the exit code says whether the file passes. */
export async function check({ options, files: [file] }, messages) {
  const { format, strict = false, ...checkOptions } = options;
  const isJson = wantsJson(format, messages);
  const job = messages.progress.job(sizeOf([file]));
  job.begin(file.name);
  try {
    const conformance = await checkFocus(chunksOf(file, job.read), { ...checkOptions, onProgress: ({ rows }) => job.rows(rows) });
    messages.progress.clear();
    STDOUT.write(Buffer.from(isJson ? `${JSON.stringify(conformance, null, 2)}\n` : conformanceText(conformance)));
    return passes(conformance, strict) ? 0 : 1;
  } catch (error) {
    if (error instanceof FalFocusError && error.code !== "invalid_option") error.file ??= file.name;
    throw error;
  }
}

function wantsJson(format, { isJson }) {
  if (format === undefined) return isJson;
  if (!FORMATS.includes(format)) throw wrong(`the option format cannot be "${format}"`, `Use ${FORMATS.join(" or ")}.`);
  if (isJson && format === "text") throw wrong("--json is not --format text", "Leave one of them out.");
  return format === "json";
}

function wrong(message, hint) {
  return new FalFocusError("invalid_option", message, { field: "format", hint });
}

/** Whether nothing is broken that must not be. */
export function passes({ rules: { failedMust, failedShould } }, strict = false) {
  return failedMust === 0 && (!strict || failedShould === 0);
}

/** The findings of a report's own check, as lines. */
export async function reportLines(conformance) {
  const { findings } = await explainConformance(conformance);
  return [conformance.verdict, ...findings.flatMap(findingLines)];
}
