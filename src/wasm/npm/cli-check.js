// `fal-focus check`, and what `--check` says of a report: findings as lines that people read, or as JSON.

import { checkFocus, explainConformance } from "./api.js";
import { chunksOf } from "./cli-files.js";
import { conformanceText, findingLines } from "./conformance-text.js";
import { FalFocusError } from "./host.js";

const FORMATS = ["text", "json"];

/** What is to be printed, and whether the file passes. */
export async function check({ options, files: [file] }, showProgress) {
  const { format = "text", strict = false, ...checkOptions } = options;
  if (!FORMATS.includes(format)) {
    throw new FalFocusError("invalid_option", `the option format cannot be "${format}"`, {
      field: "format",
      hint: `Use ${FORMATS.join(" or ")}.`,
    });
  }
  const onProgress = ({ bytes, rows }) => showProgress(`${file.name}: ${(bytes / 1e6).toFixed(1)} MB, ${rows} rows`);
  try {
    const conformance = await checkFocus(chunksOf(file), { ...checkOptions, onProgress });
    const text = format === "json" ? `${JSON.stringify(conformance, null, 2)}\n` : conformanceText(conformance);
    return { text, passes: passes(conformance, strict) };
  } catch (error) {
    if (error instanceof FalFocusError && error.code !== "invalid_option") error.file ??= file.name;
    throw error;
  } finally {
    showProgress("");
  }
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
