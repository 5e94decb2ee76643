// The first rows of a CSV.

import { CsvRecords } from "../../pkg/csv-records.js";
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
    const reader = new CsvRecords();
    const records = [...reader.push(await csv.slice(0, size).text())];
    // A cut leaves its last record incomplete.
    if (isWhole) records.push(...reader.end());
    if (isWhole || records.length > count) {
      const [header = [], ...rows] = records.slice(0, count + 1);
      return { header, rows };
    }
  }
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
