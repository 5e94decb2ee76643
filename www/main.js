// The page's wiring: read the form, call one function, show the answer. One state, one render.

import init, { resolveRequest } from "../pkg/web.js";
import { createCheckMode, goToCheckMode, isCheckMode, showMode } from "./check/check-mode.js";
import { renderData } from "./data/data-view.js";
import {
  fetchSample,
  filesToRead,
  invoicesOf,
  isReadBack,
  recognised,
  withFiles,
  withKinds,
  withoutFile,
} from "./data/replies.js";
import { byId, element, page, setText } from "./dom.js";
import { renderError } from "./report/error-view.js";
import { listenToCommand } from "./report/command-view.js";
import { renderReport } from "./report/report-view.js";
import { listenToRows } from "./report/rows-view.js";
import { askForInvoice, readForm, showOptions, showSource, showVersion } from "./request/request-form.js";
import { renderRequest } from "./request/request-view.js";
import * as wording from "./wording.js";
import { createReportMaker } from "./work/report-maker.js";
import { renderWork } from "./work/work-view.js";

const state = {
  /** Whether a FOCUS CSV is checked, and no report made. */
  isCheck: false,
  /** "idle" | "working" | "done" | "failed" */
  phase: "idle",
  /** @type {import("./data/replies.js").Replies} */
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

const form = byId("request");
const maker = createReportMaker(receive);
const check = createCheckMode(maker, { makeReportOf });
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
  state.isCheck = isCheckMode(location.hash);
  resolve();
  render();
}

function timezones() {
  // Not every browser lists the one zone that is the default.
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
}

// What happens

function listen() {
  listenToMode();
  listenToForm();
  listenToFiles();
  listenToRows();
  listenToCommand("command");
  byId("stop").addEventListener("click", () => {
    change();
    byId("make-report").focus();
  });
  byId("copy-curl").addEventListener("click", async ({ target }) => {
    const copying = navigator.clipboard.writeText(byId("curl").textContent);
    setText(target, await copying.then(() => "Copied", () => "The browser refused: select it"));
    setTimeout(() => setText(target, "Copy the command"), 2000);
  });
}

function listenToMode() {
  addEventListener("hashchange", () => {
    const isCheck = isCheckMode(location.hash);
    if (isCheck === state.isCheck) return;
    state.isCheck = isCheck;
    maker.stop();
    if (state.phase === "working") state.phase = state.report ? "done" : "idle";
    check.interrupt();
    render();
  });
  byId("check-instead").addEventListener("click", () => {
    const [file] = filesToRead(state.replies);
    check.give(file);
    goToCheckMode();
  });
}

function listenToForm() {
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
}

function listenToFiles() {
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
  page.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    page.body.classList.add("dragging");
  });
  page.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) page.body.classList.remove("dragging");
  });
  page.addEventListener("drop", (event) => {
    page.body.classList.remove("dragging");
    const { files } = event.dataTransfer;
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  });
}

/** billing_month and charge_month exclude each other: giving one empties the other. */
function keepOneMonth({ name, value }) {
  const other = { billing_month: "charge_month", charge_month: "billing_month" }[name];
  if (other && value) form.elements.namedItem(other).value = "";
}

/** Files go to the mode that is shown; a check is of one. */
function add(files) {
  if (state.isCheck) check.give([...files][0]);
  else addToReport(files);
}

/** Files are listed at once, and sorted and used when they were looked at. */
async function addToReport(files) {
  give(withFiles(state.replies, files));
  const found = await recognised(state.replies);
  if (found.some(({ kind }) => kind === "invoice")) askForInvoice(form);
  give(withKinds(state.replies, found));
}

/** The file that was checked, read back. */
function makeReportOf(file) {
  location.hash = "";
  addToReport([file]);
}

function remove(file) {
  give(withoutFile(state.replies, file));
  byId("files").focus();
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

/** @param {import("./work/report-maker.js").Reply} reply */
function receive(reply) {
  if (state.isCheck) {
    check.receive(reply);
    return;
  }
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
  page.body.dataset.state = state.phase;
  showMode(state.isCheck);
  if (state.isCheck) check.render();
  byId("check-instead").hidden = !(isReadBack(state.replies) && filesToRead(state.replies).length === 1);
  renderData(state.replies, { hasSample: Boolean(sample), remove });
  renderRequest(state);
  renderWork(state);
  renderError(state.error);
  renderReport(state);
}

await start();
