// What FOCUS's rules say of a file: the verdict, and each finding to be opened to its rows.

import { byId, element, setText } from "../dom.js";
import * as wording from "../wording.js";

/** @param {object} [conformance] an explained one; without it nothing was checked */
export function renderConformance(conformance) {
  byId("conformance").hidden = !conformance;
  if (!conformance) return;
  byId("verdict").className = conformance.rules.failedMust === 0 ? "note good" : "note";
  setText(byId("verdict"), conformance.verdict);
  setText(byId("other-rules"), wording.otherRulesText(conformance));
  byId("findings").replaceChildren(...conformance.findings.map(findingEntry));
}

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
