// The first rows as a table: every column, sorted by a heading, each with its meaning on demand.

import { byId, element, page, setAttribute, setText } from "../dom.js";
import * as wording from "../wording.js";
import { columnWords } from "./column-words.js";
import { compareDecimals, decimalOf } from "./decimal.js";
import { describeColumns } from "./preview.js";
import * as words from "./report-words.js";

/** What a heading does when it is pressed. */
const NEXT_ORDER = { none: "ascending", ascending: "descending", descending: "none" };

const table = () => byId("preview").querySelector("table");

export function listenToRows() {
  byId("show-empty-columns").addEventListener("change", ({ target }) => {
    byId("preview").classList.toggle("show-empty", target.checked);
  });
  table().tHead.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.matches(".sort")) sortBy(button.closest("th"));
    if (button?.matches(".about")) tellAbout(button);
  });
  // Browsers leave a heading that is seen in part where it is.
  table().tHead.addEventListener("focusin", ({ target }) => {
    target.closest("th").scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

/**
 * @param {{ header: string[], rows: string[][] }} preview
 * @param {number} total rows of the whole report
 */
export function renderRows(preview, total) {
  const columns = describeColumns(preview);
  const rows = preview.rows.map((cells, index) => rowOf(cells, index + 1, columns));
  const corner = element("th", { scope: "col", className: "number", textContent: "Row" });
  table().tHead.replaceChildren(element("tr", {}, corner, ...columns.map(heading)));
  table().tBodies[0].replaceChildren(...rows);
  setText(byId("preview-title"), wording.previewTitle(rows.length, total));
  setText(byId("preview-order"), words.orderText(rows.length, total));
  const empty = columns.filter(({ isEmpty }) => isEmpty).length;
  byId("empty-columns").hidden = empty === 0;
  setText(byId("empty-columns").lastElementChild, `Show ${empty} columns empty in these rows`);
}

/** Whether a row of the report is among those shown. */
export function isShown(row) {
  return row <= table().tBodies[0].rows.length;
}

/** Scrolls to a row, and marks it alone. */
export function markRow(row) {
  for (const each of table().tBodies[0].rows) {
    const isMarked = each.dataset.row === String(row);
    each.classList.toggle("marked", isMarked);
    if (!isMarked) continue;
    each.scrollIntoView({ block: "center" });
    each.cells[0].focus({ preventScroll: true });
  }
}

const classOf = ({ isEmpty, isNumber }) => (isEmpty ? "empty" : isNumber ? "number" : "");

function heading(column) {
  const { name, kind } = column;
  const sort = element("button", { type: "button", className: "sort", textContent: name });
  const about = element("button", { type: "button", className: "about", textContent: "?" });
  about.setAttribute("aria-label", `About ${name}`);
  const cell = element("th", { scope: "col", className: classOf(column) }, element("div", {}, sort, about));
  Object.assign(cell.dataset, { name, kind });
  cell.setAttribute("aria-sort", "none");
  return cell;
}

function rowOf(cells, number, columns) {
  const head = element("th", { scope: "row", className: "number", tabIndex: -1, textContent: number });
  const row = element("tr", {}, head, ...cells.map((textContent, index) => cellOf(textContent, columns[index])));
  row.dataset.row = number;
  return row;
}

function cellOf(textContent, column) {
  return element("td", { className: column ? classOf(column) : "" }, element("span", { className: "clipped", textContent }));
}

function sortBy(cell) {
  const order = NEXT_ORDER[cell.getAttribute("aria-sort")];
  for (const other of cell.parentElement.cells) setAttribute(other, "aria-sort", other.dataset.name ? "none" : null);
  cell.setAttribute("aria-sort", order);
  const body = table().tBodies[0];
  body.append(...[...body.rows].sort(comparison(cell, order)));
}

/** Rows that agree, and null, stand as in the file; null is last in either order. */
function comparison({ cellIndex, dataset: { kind } }, order) {
  const byNumber = (a, b) => a.dataset.row - b.dataset.row;
  if (order === "none") return byNumber;
  const sign = order === "ascending" ? 1 : -1;
  return (a, b) => {
    const [one, other] = [a, b].map((row) => row.cells[cellIndex].textContent);
    if (one === "" || other === "") return (one === "") - (other === "") || byNumber(a, b);
    return sign * COMPARE[kind](one, other) || byNumber(a, b);
  };
}

const collator = new Intl.Collator("en", { numeric: true });

const COMPARE = {
  decimal: (a, b) => compareDecimals(decimalOf(a), decimalOf(b)),
  date: (a, b) => Date.parse(a) - Date.parse(b),
  text: collator.compare,
};

/** One note for all columns; it closes with Escape, and the focus goes back to where it was opened. */
function tellAbout(button) {
  const { name } = button.closest("th").dataset;
  const { meaning, source, rule } = columnWords(name);
  const about = byId("column-about");
  setText(byId("column-about-title"), name);
  setText(byId("column-about-meaning"), meaning);
  setText(byId("column-about-source"), source);
  setText(byId("column-about-rule"), rule);
  about.showPopover();
  place(about, button.getBoundingClientRect());
  about.focus({ preventScroll: true });
}

/** Under what it is about, or above it where there is more room, and never beyond the screen. */
function place(note, { left, top, bottom }) {
  const { clientWidth, clientHeight } = page.documentElement;
  const { width, height } = note.getBoundingClientRect();
  const isBelow = bottom + height + 8 <= clientHeight || top < height + 8;
  note.style.left = `${Math.max(8, Math.min(left, clientWidth - width - 8))}px`;
  note.style.top = `${Math.max(8, isBelow ? Math.min(bottom + 8, clientHeight - height - 8) : top - height - 8)}px`;
}
