// The first rows of the report, as a table.

import { byId, element, setText } from "../dom.js";
import * as wording from "../wording.js";
import { describeColumns } from "./preview.js";

export function listenToRows() {
  byId("show-empty-columns").addEventListener("change", ({ target }) => {
    byId("preview").classList.toggle("show-empty", target.checked);
  });
}

/**
 * @param {{ header: string[], rows: string[][] }} preview
 * @param {number} total rows of the whole report
 */
export function renderRows(preview, total) {
  const columns = describeColumns(preview);
  const classOf = ({ isEmpty, isNumber }) => (isEmpty ? "empty" : isNumber ? "number" : "");
  const cell = (textContent, index) => element("td", { className: classOf(columns[index]), textContent });
  const headings = columns.map((column) =>
    element("th", { scope: "col", className: classOf(column), textContent: column.name }),
  );
  const rows = preview.rows.map((cells) => element("tr", {}, ...cells.map(cell)));
  const table = byId("preview").querySelector("table");
  table.tHead.replaceChildren(element("tr", {}, ...headings));
  table.tBodies[0].replaceChildren(...rows);
  setText(byId("preview-title"), wording.previewTitle(rows.length, total));
  const empty = columns.filter(({ isEmpty }) => isEmpty).length;
  byId("empty-columns").hidden = empty === 0;
  setText(byId("empty-columns").lastElementChild, `Show ${empty} columns empty in these rows`);
}
