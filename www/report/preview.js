// The first rows of a CSV: a small RFC 4180 reader.

import { isDecimal } from "./decimal.js";

const FIRST_SLICE = 1 << 18;

const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads only as much of the file as the rows take.
 *
 * @param {Blob} csv
 * @param {number} count
 * @returns {Promise<{ header: string[], rows: string[][] }>}
 */
export async function readPreview(csv, count) {
  for (let size = FIRST_SLICE; ; size *= 2) {
    const isWhole = size >= csv.size;
    const records = parseCsv(await csv.slice(0, size).text());
    // A cut leaves its last record incomplete.
    if (!isWhole) records.pop();
    if (isWhole || records.length > count) {
      const [header = [], ...rows] = records.slice(0, count + 1);
      return { header, rows };
    }
  }
}

/**
 * Records of cells. Ends of lines are LF or CRLF; a quoted cell may hold both, and `""` for `"`.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function parseCsv(text) {
  const records = [];
  let record = [];
  let at = 0;
  while (at < text.length || record.length > 0) {
    const end = endOfCell(text, at);
    record.push(unquoted(text.slice(at, end)));
    at = end + 1;
    if (text[end] === ",") continue;
    if (text[end] === "\r") at += 1;
    records.push(record);
    record = [];
  }
  return records;
}

function endOfCell(text, start) {
  let at = start;
  if (text[at] === '"') {
    // A doubled quote closes the cell and opens it again: the end is the same.
    do {
      const close = text.indexOf('"', at + 1);
      if (close < 0) return text.length;
      at = close + 1;
    } while (text[at] === '"');
  }
  while (at < text.length && !",\r\n".includes(text[at])) at += 1;
  return at;
}

function unquoted(cell) {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/**
 * What can be said of each column by the rows shown.
 *
 * @param {{ header: string[], rows: string[][] }} preview
 * @returns {{ name: string, kind: "decimal" | "date" | "text", isEmpty: boolean, isNumber: boolean }[]}
 */
export function describeColumns({ header, rows }) {
  return header.map((name, index) => {
    const cells = rows.map((row) => row[index]).filter(Boolean);
    const kind = kindOf(cells);
    // Without a row the header is all there is to see.
    return { name, kind, isEmpty: rows.length > 0 && cells.length === 0, isNumber: kind === "decimal" };
  });
}

function kindOf(cells) {
  if (cells.length === 0) return "text";
  if (cells.every(isDecimal)) return "decimal";
  return cells.every((cell) => DATE_TIME.test(cell) && !Number.isNaN(Date.parse(cell))) ? "date" : "text";
}
