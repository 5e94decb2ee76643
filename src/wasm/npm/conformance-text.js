// A conformance as lines that people read: for the command line and the page alike.

/** How many of a finding's rows are shown. */
const ROWS_SHOWN = 3;

const IN_PART = "the file has more than 1,048,576 different values to compare, or numbers of more than 76 digits";

/** All of an explained conformance, as text. */
export function conformanceText(conformance) {
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

/** One finding with its first rows. */
export function findingLines({ rule, keyword, count, message, columns, rows }) {
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

/** What a file says must not steer the terminal, nor turn the order of what follows. */
function printable(line) {
  return line.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " ");
}
