// Rows ↔ CSV text (design section 4).

import { decimalText, inRange, isNumberText } from "./decimal.mjs";
import { typeOf } from "./columns.mjs";
import { instantText } from "./instant.mjs";

/** The CSV, and how many cells spreadsheetSafe changed. The header is written even where there are no rows. */
export function csvOf(columns, rows, { spreadsheetSafe = false }) {
  let escaped = 0;
  const cell = (row, name) => {
    const text = cellText(row[name] ?? null, typeOf(name));
    const safe = spreadsheetSafe ? safeCell(row[name] ?? null, typeOf(name)) : text;
    escaped += safe === text ? 0 : 1;
    return safe;
  };
  const names = columns.map((name) => (spreadsheetSafe ? safeText(name) : name));
  escaped += names.filter((name, at) => name !== columns[at]).length;
  const body = rows.map((row) => columns.map((name) => cell(row, name)));
  return { csv: [names, ...body].map(csvLine).join(""), escaped };
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

function safeCell(value, type) {
  if (type === "json" && isObject(value)) return safeJson(value);
  return isText(value, type) || (type === "json" && value !== null) ? safeText(value) : cellText(value, type);
}

/** A mark before a formula, or before a mark, wherever a cell may begin; and before space that begins the text. */
function safeText(text) {
  const marked = text.replaceAll(MAY_BEGIN, (begin) => `${begin}'`);
  return /^[\t\r\n]/.test(text) ? `'${marked}` : marked;
}

/** What safeText did, undone. */
export function plainText(text) {
  return text.replaceAll(/(^|[;\t\r\n])'/g, "$1");
}

/** The same object: a semicolon as JSON escapes it, space as a blank. */
function safeJson(json) {
  return json.replaceAll(MAY_BEGIN, (begin) => (begin === "" ? "" : begin === ";" ? "\\u003b" : " "));
}

export function plainJson(json) {
  return json.replaceAll("\\u003b", ";");
}

export function isObject(value) {
  try {
    return value !== null && value.startsWith("{") && typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}

// Behind the start of the text or a separator: a mark, or a formula behind quotes, space and what nobody sees.
const PASSED_OVER = String.raw`(?:(?![;\t\r\n])[\s\p{Cc}"\u00AD\u0085\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF])*`;
const MAY_BEGIN = new RegExp(String.raw`(?:^|[;\t\r\n])(?='|${PASSED_OVER}[=+\-@＝＋－＠﹦﹢﹣﹫])`, "gu");

// RFC 4180 quoting, but LF line ends.
function csvLine(cells) {
  const line = cells.map(quoted).join(",");
  return `${line === "" ? '""' : line}\n`; // a blank line is no row to most readers
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
