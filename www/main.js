// The page's wiring: read the form, call one function, show the answer.
// The only file that names `document`; one state, one render.

import init, { resolveRequest } from "../pkg/web.js";
import { describeColumns } from "./preview.js";
import {
  areRecognised,
  fetchSample,
  filesToRead,
  invoicesOf,
  isReadBack,
  recognised,
  withFiles,
  withKinds,
  withoutFile,
} from "./replies.js";
import { createReportMaker } from "./report-maker.js";
import { askForInvoice, readForm, showOptions, showSource, showVersion } from "./request-form.js";
import * as wording from "./wording.js";

const state = {
  /** "idle" | "working" | "done" | "failed" */
  phase: "idle",
  /** @type {import("./replies.js").Replies} */
  replies: { origin: "files", files: [], rangeLimit: "none" },
  request: {},
  options: {},
  /** What the request asks for, or why it cannot be asked. */
  resolved: undefined,
  requestError: undefined,
  /** Whether replies of several kinds have told of the same charges: then there is a choice. */
  asksForKind: false,
  progress: undefined,
  report: undefined,
  /** Whether data or request have changed since the report was made. */
  isOutdated: false,
  error: undefined,
};

const byId = (id) => document.getElementById(id);
const form = byId("request");
const maker = createReportMaker(receive);
let sample;

async function start() {
  byId("timezones").append(...timezones().map((name) => element("option", { value: name })));
  await init();
  listen();
  byId("loading").hidden = true;
  try {
    sample = await fetchSample();
    state.replies = sample;
  } catch (error) {
    fail({ code: "io_error", message: `the sample could not be loaded: ${error.message}` });
  }
  resolve();
  render();
}

function timezones() {
  // Not every browser lists the one zone that is the default.
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
}

// What happens

function listen() {
  // At once, and on `input` alone: a message that moved the page as a control loses the focus
  // would move the button away from under the click that took it.
  form.addEventListener("input", ({ target }) => {
    keepOneMonth(target);
    change();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    makeReport();
  });
  byId("stop").addEventListener("click", () => {
    change();
    byId("make-report").focus();
  });

  byId("files").addEventListener("change", ({ target }) => {
    const added = [...target.files];
    // The same file may be chosen again after it was removed.
    target.value = "";
    add(added);
  });
  byId("use-sample").addEventListener("click", () => {
    form.reset();
    state.asksForKind = false;
    give(sample);
    byId("files").focus();
  });

  // The whole page takes files: one dropped beside the zone would replace it otherwise.
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dragging");
    const { files } = event.dataTransfer;
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  });

  byId("copy-curl").addEventListener("click", async ({ target }) => {
    const copying = navigator.clipboard.writeText(byId("curl").textContent);
    setText(target, await copying.then(() => "Copied", () => "The browser refused: select it"));
    setTimeout(() => setText(target, "Copy the command"), 2000);
  });
  byId("show-empty-columns").addEventListener("change", ({ target }) => {
    byId("preview").classList.toggle("show-empty", target.checked);
  });
}

/** billing_month and charge_month exclude each other: giving one empties the other. */
function keepOneMonth({ name, value }) {
  const other = { billing_month: "charge_month", charge_month: "billing_month" }[name];
  if (other && value) form.elements.namedItem(other).value = "";
}

/** Files are listed at once, and sorted and used when they were looked at. */
async function add(files) {
  give(withFiles(state.replies, files));
  const found = await recognised(state.replies);
  if (found.some(({ kind }) => kind === "invoice")) askForInvoice(form);
  give(withKinds(state.replies, found));
}

function give(replies) {
  state.replies = replies;
  change();
}

/** Data or request are others now: what is being made of the old ones is stopped. */
function change() {
  maker.stop();
  state.phase = state.report ? "done" : "idle";
  state.isOutdated = true;
  state.error = undefined;
  resolve();
  render();
}

function resolve() {
  const { replies } = state;
  const invoices = invoicesOf(replies);
  const isCsv = isReadBack(replies);
  showSource(form);
  showVersion(form, isCsv);
  showOptions(form, {
    replies: !isCsv,
    csv: isCsv,
    invoice: invoices.length > 0,
    kind: state.asksForKind && !isCsv,
  });
  const { request, options } = readForm(form);
  state.request = request;
  // One `now` for what is shown and what is made.
  state.options = {
    ...options,
    invoice: invoices[0]?.text,
    rangeLimit: replies.rangeLimit,
    now: new Date().toISOString(),
  };
  state.resolved = state.requestError = undefined;
  try {
    if (invoices.length > 1) throw wording.SEVERAL_INVOICES;
    state.resolved = resolveRequest(state.request, state.options);
  } catch (error) {
    state.requestError = error;
  }
}

function makeReport() {
  resolve();
  state.error = undefined;
  if (state.requestError) {
    fail(state.requestError);
    form.querySelector("[aria-invalid=true]")?.focus();
    return;
  }
  state.phase = "working";
  state.progress = undefined;
  render();
  const { request, options, replies } = state;
  maker.make({ request, options, files: filesToRead(replies) });
}

/** @param {import("./report-maker.js").Reply} reply */
function receive(reply) {
  switch (reply.kind) {
    case "progress":
      state.progress = reply;
      render();
      break;
    case "done":
      state.phase = "done";
      state.report = reply.report;
      state.isOutdated = false;
      render();
      goToReport();
      break;
    case "failed":
      fail(reply.error);
      goToReport();
      break;
  }
}

function fail(error) {
  maker.stop();
  state.phase = "failed";
  state.report = undefined;
  state.error = error;
  if (error.field === "inputKind") {
    state.asksForKind = true;
    resolve();
  }
  render();
}

function goToReport() {
  byId("report-title").focus({ preventScroll: true });
  byId("report").scrollIntoView();
}

// What is shown

function render() {
  document.body.dataset.state = state.phase;
  renderData();
  renderRequest();
  renderActions();
  renderError();
  renderReport();
}

const renderData = onChange(
  () => state.replies,
  (replies) => {
    const isSample = replies.origin === "sample";
    const entries = replies.files.map((given) => fileEntry(given, isSample));
    setText(byId("data-note"), wording.repliesNote(replies));
    byId("file-list").replaceChildren(...entries);
    byId("use-sample").hidden = isSample || !sample;
  },
);

function fileEntry({ file, kind }, isSample) {
  const what = element("span", { className: "file-kind", textContent: wording.kindText(kind) });
  const name = element("span", { className: "file-name" }, file.name, what);
  const textContent = wording.sizeText(file.size);
  const size = element("span", { className: "file-size", textContent });
  const entry = element("li", {}, name, size);
  if (!isSample) {
    const remove = element("button", { type: "button", textContent: "Remove" });
    remove.setAttribute("aria-label", `Remove ${file.name}`);
    remove.addEventListener("click", () => {
      give(withoutFile(state.replies, file));
      byId("files").focus();
    });
    entry.append(remove);
  }
  return entry;
}

function renderRequest() {
  const { resolved, requestError, error } = state;
  markField(requestError ?? error);
  setText(byId("unresolved"), requestError ? wording.fieldErrorText(requestError) : "");
  byId("query").hidden = byId("window").hidden = !resolved;
  if (!resolved) return;
  byId("window").replaceChildren(...factEntries(wording.windowFacts(resolved, state.options)));
  setText(byId("curl"), wording.curlText(resolved));
  // The clipboard is there for pages of localhost and https alone.
  byId("copy-curl").hidden = !navigator.clipboard;
}

/** Marks the control that an error names, and no other. */
function markField(error) {
  const wrong = error && wording.controlOf(error);
  // The document is no control but a file, and stands in their list.
  setText(byId("invoice-error"), wrong === "invoice" ? wording.fieldErrorText(error) : "");
  for (const control of form.elements) {
    if (!control.name) continue;
    const isWrong = control.name === wrong;
    setAttribute(control, "aria-invalid", isWrong ? "true" : null);
    setText(byId(`${control.name}-error`), isWrong ? wording.fieldErrorText(error) : "");
  }
}

function renderActions() {
  const isWorking = state.phase === "working";
  const hasFiles = filesToRead(state.replies).length > 0;
  byId("make-report").disabled = !hasFiles || !areRecognised(state.replies);
  byId("stop").hidden = byId("progress").hidden = !isWorking;
  const { read, total } = state.progress ?? {};
  // Without a value the bar only moves: all is read, and rows are being written.
  if (isWorking && read < total) byId("progress").value = read / total;
  else byId("progress").removeAttribute("value");
  setText(byId("status"), wording.statusText(state));
}

const renderError = onChange(
  () => state.error,
  (error) => {
    byId("error").hidden = !error;
    if (!error) return;
    const facts = factEntries({ file: error.file, where: error.field, code: error.code });
    byId("error").replaceChildren(
      element("h3", { textContent: "The report could not be made" }),
      element("p", { className: "message", textContent: error.message }),
      element("p", { textContent: error.hint ?? "", hidden: !error.hint }),
      ...wayTo(wording.controlOf(error)),
      element("dl", { className: "facts" }, ...facts),
    );
  },
);

/** A link to the control that answers an error. */
function wayTo(name) {
  const control = name && form.elements.namedItem(name);
  if (!control?.id) return [];
  const link = element("a", { href: `#${control.id}`, textContent: `Go to ${name}` });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    control.focus();
  });
  return [element("p", {}, link)];
}

function renderReport() {
  const { report, error, isOutdated } = state;
  byId("no-report").hidden = Boolean(report || error);
  byId("result").hidden = !report;
  byId("outdated").hidden = !isOutdated;
  renderResult();
}

const renderResult = onChange(
  () => state.report,
  (report) => {
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
    renderPreview(preview, summary.rows);
  },
);

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

function renderConformance(conformance) {
  byId("conformance").hidden = !conformance;
  if (!conformance) return;
  byId("verdict").className = conformance.rules.failedMust === 0 ? "note good" : "note";
  setText(byId("verdict"), conformance.verdict);
  setText(byId("other-rules"), wording.otherRulesText(conformance));
  byId("findings").replaceChildren(...conformance.findings.map(findingEntry));
}

/** A finding, to be opened to its rows. */
function findingEntry(finding) {
  const summary = element(
    "summary",
    {},
    element("span", { className: "keyword", textContent: finding.keyword }),
    element("code", { textContent: finding.rule }),
    element("span", { textContent: wording.findingText(finding) }),
  );
  const rows = wording.findingRows(finding).map((textContent) => element("li", { textContent }));
  return element("li", {}, element("details", {}, summary, element("ul", {}, ...rows)));
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

function renderPreview(preview, total) {
  const columns = describeColumns(preview);
  const classOf = ({ isEmpty, isNumber }) => (isEmpty ? "empty" : isNumber ? "number" : "");
  const cell = (textContent, index) =>
    element("td", { className: classOf(columns[index]), textContent });
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

// How things are put on the page

/** Calls `show` where what it shows is another than last time: focus and selection stay. */
function onChange(what, show) {
  let shown = {};
  return () => {
    const now = what();
    if (now === shown) return;
    shown = now;
    show(now);
  };
}

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Names and values for a list of facts; what is absent is left out. */
function factEntries(facts) {
  return Object.entries(facts)
    .filter(([, value]) => value != null)
    .map(([name, value]) => {
      const node = element("dd", { textContent: value });
      node.dataset.name = name;
      return element("div", {}, element("dt", { textContent: name }), node);
    });
}

/** Leaves equal text alone, which a screen reader would read again. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

await start();
