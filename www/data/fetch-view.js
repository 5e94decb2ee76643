// The panel that fetches: what will be asked, how it goes, what is wrong, and the way by hand.

import { byId, element, factEntries, page, setText } from "../dom.js";
import * as wording from "../wording.js";
import { curlCommands } from "./fetch-curl.js";
import * as words from "./fetch-words.js";

/** @param {{ start: () => void, goOn: () => void, cancel: () => void, use: () => void, choose: () => void }} actions */
export function listenToFetch(actions) {
  byId("fetch-endpoint").addEventListener("change", actions.choose);
  byId("fetch-start").addEventListener("click", actions.start);
  byId("fetch-go-on").addEventListener("click", actions.goOn);
  byId("fetch-cancel").addEventListener("click", actions.cancel);
  byId("fetch-use").addEventListener("click", actions.use);
}

/** The endpoint that is chosen. */
export function chosenEndpoint() {
  return byId("fetch-endpoint").value;
}

/** Whoever came with a token came to fetch. */
export function openFetch() {
  byId("fetch").open = true;
}

/**
 * @param {{ fetch: import("./fetch.js").Fetch, toFetch: { resolved?: object, error?: Error }, token?: string }} state
 */
export function renderFetch({ fetch, toFetch, token }) {
  const endpoint = chosenEndpoint();
  const { resolved, error } = toFetch;
  setText(byId("fetch-endpoint-help"), words.endpointText(endpoint));
  byId("fetch-asked").replaceChildren(...(resolved ? factEntries(words.askedFacts(resolved, endpoint)) : []));
  setText(byId("fetch-cannot"), error ? `This cannot be asked for yet. ${wording.fieldErrorText(error)}` : "");
  byId("fetch-how").hidden = Boolean(token);
  byId("fetch-by-server").hidden = !token;
  byId("fetch-by-hand").hidden = !resolved;
  if (resolved) setText(byId("fetch-curl"), curlCommands(endpoint, resolved));
  renderProgress(fetch, Boolean(resolved));
}

function renderProgress(fetch, canStart) {
  const { phase, pages, error, missed } = fetch;
  const isAsking = phase === "asking";
  const hasStopped = phase === "failed" || phase === "cancelled";
  const focused = page.activeElement;
  byId("fetch-start").hidden = isAsking;
  byId("fetch-start").disabled = !canStart;
  byId("fetch-start").classList.toggle("primary", !hasStopped);
  setText(byId("fetch-start"), words.startText(phase));
  byId("fetch-cancel").hidden = !isAsking;
  byId("fetch-go-on").hidden = !hasStopped;
  byId("fetch-use").hidden = !hasStopped || pages === 0;
  setText(byId("fetch-use"), words.useText(pages));
  // A button that goes away hands the focus to what is to be done next.
  if (byId("fetch-buttons").contains(focused) && focused.hidden) {
    byId(isAsking ? "fetch-cancel" : hasStopped ? "fetch-go-on" : "fetch-start").focus();
  }
  setText(byId("fetch-progress"), words.progressText(fetch));
  setText(byId("fetch-status"), words.statusText(fetch));
  renderTrouble(error ? [element("p", {}, element("code", { textContent: error.code }), ` ${error.message}.`), element("p", { textContent: error.hint ?? "" })] : []);
  byId("fetch-missed").replaceChildren(...missed.map((each) => element("li", { textContent: words.missedText(each) })));
}

/** An alert is read when it changes: what stays is left alone. */
function renderTrouble(lines) {
  const trouble = byId("fetch-trouble");
  if (trouble.textContent === lines.map(({ textContent }) => textContent).join("")) return;
  trouble.replaceChildren(...lines);
}
