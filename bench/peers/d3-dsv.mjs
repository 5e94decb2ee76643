import { csvFormat, csvFormatBody } from "d3-dsv";

import { rowsOf } from "../contestants/row-objects.mjs";

/** A page at a time; the header with the first. */
export function d3Dsv(pages, sink) {
  let format = csvFormat;
  for (const { text } of pages) {
    const rows = rowsOf(text);
    sink(`${format(rows, Object.keys(rows[0]))}\n`);
    format = csvFormatBody;
  }
}
