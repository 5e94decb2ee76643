// A finished report as the page shows it: downloads, facts, totals, what to know about it.

import { byId, element, factEntries, inTurn, onChange, setText } from "../dom.js";
import * as wording from "../wording.js";
import { reportCommand } from "./command-line.js";
import { renderCommand } from "./command-view.js";
import { offer, jsonFile } from "./downloads.js";
import { createFigures } from "./figures-view.js";
import { renderConformance } from "./findings-view.js";
import * as words from "./report-words.js";
import { isShown, markRow, renderRows } from "./rows-view.js";
import { renderTotals } from "./totals-view.js";

const figures = createFigures(byId("figures"));
const draw = inTurn(byId("result"));

/** @param {{ report?: object, error?: object, isOutdated: boolean, request: object, options: object, replies: object }} state */
export function renderReport(state) {
  const { report, error, isOutdated } = state;
  byId("no-report").hidden = Boolean(report || error);
  byId("result").hidden = !report;
  byId("outdated").hidden = !isOutdated;
  renderResult(report, state);
}

/** What the report was made of is in the state at that moment alone. */
const renderResult = onChange((report, made) => {
  if (!report) return;
  const { summary, conformance, preview } = report;
  const command = reportCommand(made, summary.filename);
  // The drawing and the rows are much to lay out, and a finding opens to rows that are there.
  draw([
    () => renderFacts(report, command),
    () => figures.render(report.figures, summary.timezone),
    () => renderRows(preview, summary.rows),
    () => renderConformance(conformance, { isShown, goToRow: markRow }),
  ]);
});

function renderFacts(report, command) {
  const { summary } = report;
  renderTotals(summary);
  renderDownloads(report);
  renderCommand("command", command);
  renderCompleteness(summary);
  renderInvoice(summary.invoice);
  renderSkipped(summary);
  renderLost(summary);
  byId("no-warnings").hidden = summary.warnings.length > 0;
  byId("warnings").replaceChildren(...summary.warnings.map(warningEntry));
  byId("facts").replaceChildren(...factEntries(wording.reportFacts(report)));
}

/** A CSV that was written to disk as it was made is there already. */
function renderDownloads({ csv, summary, metadata, savedAs }) {
  const beside = (what) => wording.besideName(summary.filename, what);
  byId("download-csv").hidden = Boolean(savedAs);
  byId("saved-as").hidden = !savedAs;
  setText(byId("saved-as"), savedAs ? words.savedText(savedAs) : "");
  if (!savedAs) offer("download-csv", csv, summary.filename);
  offer("download-summary", jsonFile(summary), beside("summary"));
  offer("download-metadata", jsonFile(metadata), beside("metadata"));
}

function renderCompleteness(summary) {
  byId("completeness").className = summary.complete ? "note good" : "note";
  setText(byId("completeness"), wording.completenessText(summary));
}

function renderInvoice(invoice) {
  byId("invoice").hidden = !invoice;
  if (!invoice) return;
  const { isGood, text } = wording.agreement(invoice);
  byId("agreement").className = isGood ? "exact" : "inexact";
  setText(byId("agreement"), text);
  setText(byId("invoice-title"), wording.invoiceTitle(invoice));
  const rows = Object.entries(wording.invoiceSums(invoice)).map(([name, amount]) => {
    const cell = element("td", { className: "number", textContent: amount });
    cell.dataset.name = name;
    return element("tr", {}, element("th", { scope: "row", textContent: name }), cell);
  });
  byId("invoice").querySelector("tbody").replaceChildren(...rows);
}

function renderSkipped(summary) {
  const items = summary.skipped.map(({ file, field, code, message }) => ({
    place: [file, field].filter(Boolean).join(": "),
    text: `${message} (${code})`,
  }));
  renderList("skipped", wording.skippedTitle(summary), items);
}

function renderLost(summary) {
  const items = summary.lost.map(({ column, count }) => ({ place: column, text: wording.lostText(count) }));
  renderList("lost", wording.lostTitle(summary), items);
}

/** What the report does not hold; without an item it is not mentioned. */
function renderList(id, title, items) {
  byId(id).hidden = items.length === 0;
  setText(byId(`${id}-title`), title);
  byId(`${id}-items`).replaceChildren(
    ...items.map(({ place, text }) =>
      element("li", {}, element("code", { textContent: place }), element("span", { textContent: text })),
    ),
  );
}

function warningEntry(warning) {
  const times = `${wording.countText(warning.count)} ×`;
  return element(
    "li",
    {},
    element("span", { className: "count", textContent: times }),
    element("span", { textContent: warning.message }),
    element("span", { textContent: wording.warningAdvice(warning) }),
    element("code", { textContent: wording.warningPlace(warning) }),
  );
}
