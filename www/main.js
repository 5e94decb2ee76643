// The page's wiring: read the form, call one function, show the answer. One state, one render.

import { queryFor } from "../pkg/fetch.js";
import init, { resolveRequest } from "../pkg/web.js";
import { hasServer, keepOffline } from "./assets.js";
import { createCheckMode, goToCheckMode, isCheckMode, showMode } from "./check/check-mode.js";
import { copyOn } from "./copy-button.js";
import { focusFile, listenToFolding, renderData, renderRangeLimit } from "./data/data-view.js";
import { fetchedAt, withFetched } from "./data/fetch-replies.js";
import { takeToken } from "./data/fetch-token.js";
import { chosenEndpoint, listenToFetch, openFetch, renderFetch } from "./data/fetch-view.js";
import { NO_FETCH, createFetcher } from "./data/fetch.js";
import {
  NO_FILES,
  fetchSample,
  filesToRead,
  invoicesOf,
  isReadBack,
  recognised,
  withFiles,
  withKinds,
  withoutFile,
} from "./data/replies.js";
import { pickedFiles } from "./data/offered.js";
import { listenToWaysIn } from "./data/ways-in.js";
import { byId, page, setText } from "./dom.js";
import { renderOffline } from "./offline/offline-view.js";
import { commandAt } from "./report/command-view.js";
import { renderError } from "./report/error-view.js";
import { renderReport } from "./report/report-view.js";
import { listenToRows } from "./report/rows-view.js";
import { keepAddress, linkTo, readAddress, writeAddress } from "./request/address-bar.js";
import { applySettings, hashOf, settingsOf, withUnplaced } from "./request/address.js";
import { askForInvoice, keepOneMonth, readForm, showOptions, showSource, showVersion } from "./request/request-form.js";
import { announceRequest, renderRequest } from "./request/request-view.js";
import { createZonePicker } from "./request/zone-picker.js";
import * as wording from "./wording.js";
import { createReportMaker } from "./work/report-maker.js";
import { chooseFile } from "./work/save-picker.js";
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
  /** What the address asks for and the form cannot hold: it counts until the form is changed. */
  unplaced: [],
  /** What the request asks for, or why it cannot be asked. */
  resolved: undefined,
  requestError: undefined,
  /** What a fetch would ask for, or why it cannot. */
  toFetch: {},
  /** @type {import("./data/fetch.js").Fetch} */
  fetch: NO_FETCH,
  /** What came of it while a report was being made. */
  fetched: undefined,
  /** Of the server that fetches; undefined where there is none. */
  token: undefined,
  /** Whether replies of several kinds have told of the same charges: then there is a choice. */
  asksForKind: false,
  progress: undefined,
  report: undefined,
  /** Whether data or request have changed since the report was made. */
  isOutdated: false,
  error: undefined,
  /** @type {import("./offline/keeper.js").Offline | undefined} */
  offline: undefined,
};

const form = byId("request");
const maker = createReportMaker(receive);
const check = createCheckMode(maker, { makeReportOf });
const fetcher = createFetcher(showFetch, giveFetched, () => state.token);
let sample;

async function start() {
  await init();
  listen();
  byId("loading").hidden = true;
  try {
    sample = await fetchSample();
    state.replies = sample;
  } catch (error) {
    fail({ code: "io_error", message: `the sample could not be loaded: ${error.message}` });
  }
  readToken();
  state.isCheck = isCheckMode(location.hash);
  applyAddress((!state.isCheck && readAddress()) || []);
  resolve();
  render();
  keepOffline((offline) => {
    state.offline = offline;
    render();
  });
}

function readToken() {
  const before = state.token;
  state.token = hasServer ? takeToken() : undefined;
  if (state.token && !before) openFetch();
}

// What happens

function listen() {
  listenToMode();
  listenToForm();
  listenToFiles();
  listenToRows();
  byId("save-report").addEventListener("click", saveReport);
  byId("stop").addEventListener("click", () => {
    change();
    byId("make-report").focus();
  });
  listenToFetch({ start: startFetch, goOn: fetcher.goOn, cancel: fetcher.cancel, use: fetcher.use, choose: render });
  copyOn("copy-command", () => commandAt("command"));
  copyOn("fetch-copy", () => byId("fetch-curl").textContent);
  copyOn("copy-link", () => linkTo(settingsOf(form)));
}

function startFetch() {
  resolve();
  const { resolved, now } = state.toFetch;
  if (!resolved) return render();
  const endpoint = chosenEndpoint();
  fetcher.start({ endpoint, query: queryFor(endpoint, resolved) }, now);
}

function showFetch(fetch) {
  state.fetch = fetch;
  render();
}

function listenToMode() {
  addEventListener("hashchange", followAddress);
  byId("check-instead").addEventListener("click", () => {
    check.give(filesToRead(state.replies));
    goToCheckMode();
  });
}

function listenToForm() {
  // At once, and on `input` alone: a message that moved the page as a control loses the focus
  // would move the button away from under the click that took it.
  form.addEventListener("input", ({ target }) => {
    keepOneMonth(form, target.name);
    changeForm();
  });
  form.addEventListener("change", () => announceRequest(state));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    makeReport();
  });
  createZonePicker(() => {
    changeForm();
    announceRequest(state);
  });
  byId("drop-address").addEventListener("click", () => {
    changeForm();
    form.querySelector("[name=source]:checked, [name=source]").focus();
  });
}

function listenToFiles() {
  listenToWaysIn({ add, names: () => state.replies.files.map(({ name }) => name) });
  listenToFolding();
  byId("remove-all").addEventListener("click", () => {
    give(NO_FILES);
    byId("files").focus();
  });
  byId("use-sample").addEventListener("click", () => {
    form.reset();
    state.asksForKind = false;
    state.unplaced = [];
    give(sample);
    byId("files").focus();
  });
}

/** The address says which mode is shown, and in the report's how the form is set. */
function followAddress() {
  readToken();
  const isCheck = isCheckMode(location.hash);
  if (isCheck !== state.isCheck) changeMode(isCheck);
  const settings = isCheck ? undefined : readAddress();
  // Back from the other mode the form is as it was left.
  if (!settings || hashOf(settingsOf(form)) === location.hash) return render();
  form.reset();
  applyAddress(settings);
  change();
}

function changeMode(isCheck) {
  keepAddress();
  maker.stop();
  state.isCheck = isCheck;
  if (state.phase === "working") state.phase = state.report ? "done" : "idle";
  check.interrupt();
  render();
}

/** Puts the address's settings into the form. */
function applyAddress(settings) {
  state.unplaced = applySettings(form, settings);
  state.asksForKind ||= settings.some(([name]) => name === "inputKind");
}

/** Files go to the mode that is shown; a check is of one. */
function add(offered) {
  if (!state.isCheck) addToReport(offered);
  else if (offered.files.length > 0) check.give(offered.files.map(({ file }) => file));
}

/** Files are listed at once, and sorted and used when they were looked at. */
async function addToReport(offered) {
  give(withFiles(state.replies, offered));
  const found = await recognised(state.replies);
  if (found.some(({ kind }) => kind === "invoice")) askForInvoice(form);
  give(withKinds(state.replies, found));
}

/** The file that was checked, read back. */
function makeReportOf(file) {
  location.hash = hashOf(settingsOf(form));
  addToReport(pickedFiles([file]));
}

function remove(file) {
  const index = state.replies.files.findIndex((given) => given.file === file);
  give(withoutFile(state.replies, file));
  focusFile(index);
}

function give(replies) {
  state.replies = replies;
  change();
}

/** A report that is being made is not thrown away for what was fetched meanwhile. */
function giveFetched(came) {
  state.fetched = came;
  if (state.phase !== "working") takeFetched();
}

function takeFetched() {
  const { fetched } = state;
  state.fetched = undefined;
  if (!fetched) return;
  state.replies = withFetched(state.replies, fetched);
  if (state.phase !== "failed") return change();
  // What went wrong before stays to be read.
  resolve();
  render();
}

/** The form was changed by hand: what the address asked for beyond it is over. */
function changeForm() {
  state.unplaced = [];
  change();
}

/** Data or request are others now: what is being made of the old ones is stopped. */
function change() {
  // The one worker may be at a check.
  if (!state.isCheck) maker.stop();
  state.phase = state.report ? "done" : "idle";
  state.isOutdated = true;
  state.error = undefined;
  resolve();
  render();
  if (state.isCheck || state.unplaced.length > 0) keepAddress();
  else writeAddress(settingsOf(form));
  takeFetched();
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
  state.resolved = state.requestError = undefined;
  state.toFetch = {};
  const now = new Date().toISOString();
  try {
    const { request, options } = withUnplaced(readForm(form), state.unplaced);
    state.request = request;
    // One `now` for what is shown and what is made.
    state.options = {
      rangeLimit: replies.rangeLimit,
      ...options,
      invoice: invoices[0]?.text,
      now: fetchedAt(replies) ?? now,
    };
    state.toFetch = requestToFetch(state.request, { ...state.options, rangeLimit: options.rangeLimit ?? "lookback", now });
    if (invoices.length > 1) throw wording.SEVERAL_INVOICES;
    state.resolved = resolveRequest(state.request, state.options);
  } catch (error) {
    state.requestError = error;
  }
}

/** What is fetched is asked for as of now, and held to fal's limit unless another one is chosen. */
function requestToFetch(request, options) {
  try {
    return { resolved: resolveRequest(request, options), now: options.now };
  } catch (error) {
    return { error };
  }
}

/** Asks where to save it first: the browser lets a page do so at a click alone. */
async function saveReport() {
  resolve();
  try {
    const handle = state.requestError ? undefined : await chooseFile(state.resolved.filename);
    if (handle || state.requestError) makeReport(handle);
  } catch (error) {
    fail(error);
    goToReport();
  }
}

/** @param {FileSystemFileHandle} [handle] where to write it; else the page keeps it to be downloaded */
function makeReport(handle) {
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
  maker.make({ kind: "report", request, options, files: filesToRead(replies), isReadBack: isReadBack(replies), handle });
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
      takeFetched();
      break;
    case "failed":
      fail(reply.error);
      goToReport();
      takeFetched();
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
  byId("mode-report").href = hashOf(settingsOf(form)) || "#";
  if (state.isCheck) check.render();
  byId("check-instead").hidden = !(isReadBack(state.replies) && filesToRead(state.replies).length === 1);
  renderData(state.replies, { hasSample: Boolean(sample), remove });
  renderRangeLimit(state);
  renderFetch(state);
  renderRequest(state);
  renderWork(state);
  renderError(state.error);
  renderReport(state);
  renderOffline(state);
}

await start();
