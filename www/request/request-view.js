// The request as the page shows it: what it resolves to, and the field that is wrong.

import { byId, factEntries, setAttribute, setText } from "../dom.js";
import * as wording from "../wording.js";

/** @param {{ resolved?: object, requestError?: object, error?: object, options: object }} state */
export function renderRequest({ resolved, requestError, error, options }) {
  markField(requestError ?? error);
  setText(byId("unresolved"), requestError ? wording.fieldErrorText(requestError) : "");
  byId("query").hidden = byId("window").hidden = !resolved;
  if (!resolved) return;
  byId("window").replaceChildren(...factEntries(wording.windowFacts(resolved, options)));
  setText(byId("curl"), wording.curlText(resolved));
  // The clipboard is there for pages of localhost and https alone.
  byId("copy-curl").hidden = !navigator.clipboard;
}

/** Marks the control that an error names, and no other. */
function markField(error) {
  const wrong = error && wording.controlOf(error);
  // The document is no control but a file, and stands in their list.
  setText(byId("invoice-error"), wrong === "invoice" ? wording.fieldErrorText(error) : "");
  for (const control of byId("request").elements) {
    if (!control.name) continue;
    const isWrong = control.name === wrong;
    setAttribute(control, "aria-invalid", isWrong ? "true" : null);
    setText(byId(`${control.name}-error`), isWrong ? wording.fieldErrorText(error) : "");
  }
}
