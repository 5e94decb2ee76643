import Papa from "papaparse";

import { rowsOf } from "../contestants/row-objects.mjs";

/** A page at a time; the header with the first. */
export function papaparse(pages, sink) {
  let header = true;
  for (const { text } of pages) {
    sink(`${Papa.unparse(rowsOf(text), { header, newline: "\n" })}\n`);
    header = false;
  }
}
