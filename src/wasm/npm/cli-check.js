// `fal-focus check`, and what `--check` says of a report: findings as lines that people read, or as JSON.

import { checkFocus, explainConformance } from "./api.js";
import { chunksOf } from "./cli-files.js";
import { FalFocusError } from "./host.js";

const FORMATS = ["text", "json"];

/** How many of a finding's rows are shown as text. */
const ROWS_SHOWN = 3;

const IN_PART = "the file has more than 1,048,576 different values to compare, or numbers of more than 76 digits";

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
    const text = format === "json" ? `${JSON.stringify(conformance, null, 2)}\n` : linesOf(conformance);
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

function linesOf(conformance) {
  const { verdict, versionFrom, rows, rules, findings, outcomes, unchecked } = conformance;
  const told = versionFrom === "header" ? " (the version is told by the header)" : "";
  const lines = [`${verdict}${told}`, "", ...findings.flatMap((finding) => [...findingLines(finding), ""])];
  const outside = rules.notMachineCheckable === null ? [] : [`${rules.notMachineCheckable} no machine can decide from the file`];
  const others = [`${rules.notApplicable} do not apply to it`, ...outside, `${rules.notChecked} are not checked`];
  lines.push(`${rows} rows. Other rules: ${others.join(", ")}.`);
  for (const { rule } of outcomes.filter(({ isPartial }) => isPartial)) lines.push(`  only in part: ${rule}: ${IN_PART}`);
  for (const { rule, reason } of unchecked) lines.push(`  not checked: ${rule}: ${reason}`);
  return `${lines.map(printable).join("\n")}\n`;
}

function findingLines({ rule, keyword, count, message, columns, rows }) {
  const things = rows.length > 0 ? "row" : "column";
  const lines = [`${keyword} ${rule}: ${count} ${things}${count === 1 ? "" : "s"}`, `  ${message}`];
  if (rows.length === 0 && count > 1) lines.push(`  ${columns.join(", ")}`);
  for (const { row, line, values } of rows.slice(0, ROWS_SHOWN)) {
    const shown = Object.entries(values).map(([column, value]) => `${column} ${value === "" ? "(null)" : value}`);
    lines.push(`  row ${row}, line ${line}: ${shown.join(", ")}`);
  }
  if (count > ROWS_SHOWN && rows.length > 0) lines.push(`  and ${count - ROWS_SHOWN} more`);
  return lines;
}

/** What a file says must not steer the terminal. */
function printable(line) {
  return line.replaceAll(/\p{Cc}/gu, " ");
}
