// The request as the page shows it: what it resolves to, and the field that is wrong.

import { byId, element, factEntries, setAttribute, setText } from "../dom.js";
import { shownText } from "../shown-text.js";
import * as wording from "../wording.js";
import { settingsOf } from "./address.js";
import { changedAmong } from "./request-form.js";
import * as words from "./request-words.js";
import { renderTimeLine } from "./time-line.js";

/**
 * @param {{ resolved?: object, requestError?: object, error?: object, options: object,
 *   unplaced: import("./address.js").Setting[] }} state
 */
export function renderRequest({ resolved, requestError, error, options, unplaced }) {
  markField(requestError ?? error);
  renderMoreOptions();
  renderAddress(unplaced, requestError);
  setText(byId("unresolved"), requestError ? wording.fieldErrorText(requestError) : "");
  setText(byId("invoice-months"), words.invoiceText(resolved));
  byId("window").hidden = !resolved;
  renderTimeLine(resolved && JSON.stringify(resolved), resolved);
  if (resolved) byId("window").replaceChildren(...factEntries(wording.windowFacts(resolved, options)));
}

/** What is wrong, or what the request asks for: read out when a control is left, not as one types. */
export function announceRequest({ resolved, requestError }) {
  const said = requestError ? wording.fieldErrorText(requestError) : words.periodsText(resolved);
  setText(byId("request-said"), said);
}

/** Marks the control that an error names, and no other. */
function markField(error) {
  const wrong = error && wording.controlOf(error);
  // The document is no control but a file, and stands in their list.
  sayAt("invoice", wrong === "invoice" ? error : undefined);
  for (const control of byId("request").elements) {
    if (!control.name) continue;
    const isWrong = control.name === wrong;
    setAttribute(control, "aria-invalid", isWrong ? "true" : null);
    sayAt(control.name, isWrong ? error : undefined);
  }
}

/** The message, and below it what to do. */
function sayAt(name, error) {
  const place = byId(`${name}-error`);
  const said = error ? wording.fieldErrorText(error) : "";
  if (place.textContent === shownText(said)) return;
  if (!error) return place.replaceChildren();
  const message = element("span", { className: "error-message" }, error.hint ? `${error.message}.` : error.message);
  const hint = element("span", { className: "error-hint", textContent: error.hint ?? "" });
  place.replaceChildren(message, ...(error.hint ? [" ", hint] : []));
}

/** The folded options open by themselves where one is wrong or changed, once for each such state. */
function renderMoreOptions() {
  const details = byId("more-options");
  const changed = changedAmong(details, settingsOf(byId("request")));
  const isWrong = details.querySelector("[aria-invalid=true]") !== null;
  const why = `${changed} ${isWrong}`;
  setText(details.querySelector("summary"), words.moreOptionsText(changed));
  if (details.dataset.why !== why && (changed > 0 || isWrong)) details.open = true;
  details.dataset.why = why;
}

function renderAddress(unplaced, error) {
  const isWrong = unplaced.length > 0 && error !== undefined;
  byId("address-error").hidden = !isWrong;
  if (!isWrong) return;
  setText(byId("address-settings"), words.addressText(unplaced));
  setText(byId("address-message"), wording.fieldErrorText(error));
}
