import { stringify } from "csv-stringify/sync";

import { rowsOf } from "../contestants/row-objects.mjs";

/** A page at a time; the header with the first. */
export function csvStringify(pages, sink) {
  let header = true;
  for (const { text } of pages) {
    sink(stringify(rowsOf(text), { header }));
    header = false;
  }
}
