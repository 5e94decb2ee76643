// A finished report as the page shows it: downloads, facts, totals, what to know about it.

import { byId, element, factEntries, onChange, setText } from "../dom.js";
import * as wording from "../wording.js";
import { renderConformance } from "./findings-view.js";
import { renderRows } from "./rows-view.js";

/** @param {{ report?: object, error?: object, isOutdated: boolean }} state */
export function renderReport({ report, error, isOutdated }) {
  byId("no-report").hidden = Boolean(report || error);
  byId("result").hidden = !report;
  byId("outdated").hidden = !isOutdated;
  renderResult(report);
}

const renderResult = onChange((report) => {
  if (!report) return;
  const { csv, summary, metadata, conformance, preview } = report;
  const beside = (what) => wording.besideName(summary.filename, what);
  offer("download-csv", csv, summary.filename);
  offer("download-summary", jsonFile(summary), beside("summary"));
  offer("download-metadata", jsonFile(metadata), beside("metadata"));
  byId("facts").replaceChildren(...factEntries(wording.reportFacts(report)));
  renderCompleteness(summary);
  renderTotals(summary.totals);
  renderInvoice(summary.invoice);
  renderSkipped(summary);
  renderLost(summary);
  renderConformance(conformance);
  byId("no-warnings").hidden = summary.warnings.length > 0;
  byId("warnings").replaceChildren(...summary.warnings.map(warningEntry));
  renderRows(preview, summary.rows);
});

function renderCompleteness(summary) {
  byId("completeness").className = summary.complete ? "note good" : "note";
  setText(byId("completeness"), wording.completenessText(summary));
}

function renderTotals(totals) {
  const isClosed = totals.every((total) => wording.isZero(total.difference));
  byId("balance").className = isClosed ? "exact" : "inexact";
  setText(byId("balance"), wording.balanceText(totals));
  byId("totals").tBodies[0].replaceChildren(...totals.map(totalRow));
}

function totalRow({ currency, lineItems, inputCost, BilledCost, difference }) {
  const numbers = [wording.countText(lineItems), inputCost, BilledCost, difference];
  return element(
    "tr",
    {},
    element("th", { scope: "row", textContent: currency }),
    ...numbers.map((textContent) => element("td", { className: "number", textContent })),
  );
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

/** Offers a file; the one offered before is let go. */
function offer(id, file, name) {
  const link = byId(id);
  if (link.href) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(file);
  link.download = name;
}

function jsonFile(data) {
  return new Blob([JSON.stringify(data, null, 2), "\n"], { type: "application/json" });
}
