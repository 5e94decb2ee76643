// Check mode's wiring, beside the report's: one file in, what FOCUS's rules say of it out.

import { copyOn } from "../copy-button.js";
import { byId, page } from "../dom.js";
import { commandAt } from "../report/command-view.js";
import { fillCriteria, readOptions, showCriteria } from "./check-form.js";
import { renderCheck } from "./check-view.js";

/** What the address says in check mode, and then alone. */
const ADDRESS = "#mode=check";

/** Whether the address asks for check mode. */
export function isCheckMode(hash) {
  return hash === ADDRESS;
}

/** Goes there; the event of the address does the rest. */
export function goToCheckMode() {
  location.hash = ADDRESS;
}

/** Shows what belongs to the mode, and names it. */
export function showMode(isCheck) {
  const mode = isCheck ? "check" : "report";
  for (const part of page.querySelectorAll("[data-mode]")) part.hidden = part.dataset.mode !== mode;
  for (const name of ["check", "report"]) {
    if (name === mode) byId(`mode-${name}`).setAttribute("aria-current", "page");
    else byId(`mode-${name}`).removeAttribute("aria-current");
  }
}

/**
 * @param {{ make: (job: object) => void, stop: () => void }} maker
 * @param {{ makeReportOf: (file: File) => void }} actions
 */
export function createCheckMode(maker, { makeReportOf }) {
  const form = byId("check-options");
  const state = {
    /** "idle" | "working" | "done" | "failed" */
    phase: "idle",
    file: undefined,
    /** How many files came with it: a check is of one. */
    others: 0,
    progress: undefined,
    /** What came out, with the file and the options that it came of. */
    result: undefined,
    /** Whether file or options have changed since. */
    isOutdated: false,
    error: undefined,
  };

  function listen() {
    fillCriteria();
    copyOn("copy-check-command", () => commandAt("check-command"));
    byId("check-file").addEventListener("change", ({ target }) => {
      const [file] = target.files;
      // The same file may be chosen again after it has changed.
      target.value = "";
      if (file) give([file]);
    });
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check();
    });
    byId("check-stop").addEventListener("click", () => {
      change();
      byId("check-now").focus();
    });
    byId("check-to-report").addEventListener("click", () => makeReportOf(state.file));
  }

  /** Files of which nothing is known yet but that the first is to be checked. */
  function give([file, ...others]) {
    state.file = file;
    state.others = others.length;
    change();
  }

  /** File or options are others now: what is being checked of the old ones is stopped. */
  function change() {
    maker.stop();
    state.phase = state.result ? "done" : "idle";
    state.isOutdated = Boolean(state.result);
    state.error = undefined;
    render();
  }

  /** The other mode is shown: work has been stopped. */
  function interrupt() {
    if (state.phase === "working") state.phase = state.result ? "done" : "idle";
  }

  function check() {
    state.phase = "working";
    state.progress = state.error = undefined;
    render();
    maker.make({ kind: "check", file: state.file, options: readOptions(form) });
  }

  /** @param {import("../work/report-maker.js").Reply} reply */
  function receive(reply) {
    if (reply.kind === "progress") {
      state.progress = reply;
      render();
      return;
    }
    if (reply.kind === "done") {
      state.phase = "done";
      state.result = { ...reply.check, file: state.file, options: readOptions(form) };
      state.isOutdated = false;
    } else {
      state.phase = "failed";
      // There is one file that it can be about, if it is about a file.
      const { code, file = code === "invalid_option" ? undefined : state.file.name } = reply.error;
      state.error = { ...reply.error, file };
      state.result = undefined;
    }
    render();
    byId("check-title").focus({ preventScroll: true });
    byId("check").scrollIntoView();
  }

  function render() {
    page.body.dataset.state = state.phase;
    showCriteria(form);
    renderCheck(state);
  }

  listen();
  return { give, interrupt, receive, render };
}
