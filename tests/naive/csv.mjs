// Rows ↔ CSV text (design section 4).

import { decimalText, inRange, isNumberText } from "./decimal.mjs";
import { typeOf } from "./columns.mjs";
import { instantText } from "./instant.mjs";

/** The CSV, and how many cells spreadsheetSafe changed. The header is written even where there are no rows. */
export function csvOf(columns, rows, { spreadsheetSafe = false }) {
  let escaped = 0;
  const cell = (row, name) => {
    const value = row[name] ?? null;
    if (!spreadsheetSafe || !isText(value, typeOf(name)) || !isRunBySpreadsheets(value)) {
      return cellText(value, typeOf(name));
    }
    escaped += 1;
    return `'${value}`;
  };
  const body = rows.map((row) => columns.map((name) => cell(row, name)));
  return { csv: [columns, ...body].map(csvLine).join(""), escaped };
}

/** What stands between the commas. */
export function cellText(value, type) {
  if (value === null) return ""; // FOCUS NullHandling: nothing between the commas
  if (type === "decimal") return decimalText(inRange(value));
  return type === "date" ? instantText(value) : value;
}

/** Every line as its cells, RFC 4180: CRLF or LF, a byte order mark or none. Blank lines are no lines. */
export function csvLines(text) {
  const lines = [];
  let line = [];
  for (const [, quotedCell, plainCell, end] of text.replace(/^\uFEFF/, "").matchAll(CELL)) {
    line.push(quotedCell?.replaceAll('""', '"') ?? plainCell);
    if (end === ",") continue;
    const isBlank = line.length === 1 && line[0] === "" && quotedCell === undefined;
    if (!isBlank) lines.push(line);
    line = [];
  }
  return lines;
}

// A cell and what ends it. The very last match is the nothing behind the last line end.
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/g;

// A cell of a column that nobody knows is text unless it reads as a number.
function isText(value, type) {
  return value !== null && (type === "text" || (type === "unknown" && !isNumberText(value)));
}

// A formula, or text that already begins with the mark that undoes one. Never numbers, dates or JSON.
function isRunBySpreadsheets(value) {
  return /^[=+\-@\t\r\n＝＋－＠']/.test(value);
}

// RFC 4180 quoting, but LF line ends.
function csvLine(cells) {
  const line = cells.map(quoted).join(",");
  return `${line === "" ? '""' : line}\n`; // a blank line is no row to most readers
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
