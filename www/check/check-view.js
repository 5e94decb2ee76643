// Check mode as the page shows it: the file, the work, and what FOCUS's rules say.

import { conformanceText } from "../../pkg/conformance-text.js";
import { byId, factEntries, onChange, setAttribute, setText } from "../dom.js";
import { checkCommand } from "../report/command-line.js";
import { renderCommand } from "../report/command-view.js";
import { jsonFile, offer } from "../report/downloads.js";
import { errorEntries } from "../report/error-view.js";
import { createFigures } from "../report/figures-view.js";
import { renderConformance } from "../report/findings-view.js";
import { fieldErrorText } from "../wording.js";
import { renderProgress } from "../work/progress-view.js";
import { announcement } from "../work/work-words.js";
import * as words from "./check-words.js";

const figures = createFigures(byId("check-figures"));

export function renderCheck(state) {
  const { file, others, result, error, phase, isOutdated, progress } = state;
  const isWorking = phase === "working";
  setText(byId("check-given"), words.givenText(file, others));
  byId("check-to-report").hidden = !file;
  byId("check-now").disabled = !file;
  byId("check-stop").hidden = !isWorking;
  renderProgress("check-progress", isWorking, progress);
  setText(byId("check-status"), isWorking ? announcement(progress, "Checking") : words.statusText(state));
  byId("no-check").hidden = Boolean(result || error);
  byId("check-result").hidden = !result;
  byId("check-outdated").hidden = !isOutdated;
  markField(error);
  renderError(error);
  renderResult(result);
}

const renderResult = onChange((result) => {
  if (!result) return;
  const { conformance, file, options } = result;
  renderConformance(conformance, { prefix: "check-", others: words.heldAgainst });
  byId("check-counts").replaceChildren(...factEntries(words.countsOf(conformance)));
  offer("download-check-json", jsonFile(conformance), words.besideName(file.name, "json"));
  const text = new Blob([conformanceText(conformance)], { type: "text/plain;charset=utf-8" });
  offer("download-check-text", text, words.besideName(file.name, "txt"));
  const command = checkCommand({ options, file: file.name });
  renderCommand("check-command", { command, notes: [words.COMMAND_NOTE] });
  figures.render(result.figures, "UTC");
});

const renderError = onChange((error) => {
  byId("check-failure").hidden = !error;
  if (!error) return;
  byId("check-failure").replaceChildren(...errorEntries("The file could not be checked", error));
});

/** Marks the control that an error names. */
function markField(error) {
  for (const name of ["focusVersion", "applicability"]) {
    const isWrong = error?.field === name;
    setAttribute(byId(`check-${name}`), "aria-invalid", isWrong ? "true" : null);
    setText(byId(`check-${name}-error`), isWrong ? fieldErrorText(error) : "");
  }
}
