// What FOCUS's rules say of a file: the verdict, and each finding to be opened to its rows.

import { byId, element, setText } from "../dom.js";
import * as wording from "../wording.js";
import * as words from "./report-words.js";

/**
 * @param {object} [conformance] an explained one; without it nothing was checked
 * @param {{ prefix?: string, others?: (conformance: object) => string, isShown?: (row: number) => boolean, goToRow?: (row: number) => void }} [where]
 *   what the ids begin with, what is said below the verdict, and whether and how a row can be gone to
 */
export function renderConformance(conformance, { prefix = "", others = wording.otherRulesText, isShown = () => false, goToRow = () => {} } = {}) {
  byId(`${prefix}conformance`).hidden = !conformance;
  if (!conformance) return;
  const { rules, findings, unchecked, verdict } = conformance;
  const at = (name) => byId(`${prefix}${name}`);
  at("verdict").className = rules.failedMust === 0 ? "note good" : "note";
  setText(at("verdict"), verdict);
  setText(at("other-rules"), others(conformance));
  at("findings").replaceChildren(...words.groupsOf(findings).map((group) => findingGroup(group, { isShown, goToRow })));
  at("unchecked").hidden = unchecked.length === 0;
  setText(at("unchecked").firstElementChild, words.uncheckedTitle(unchecked.length));
  at("unchecked").lastElementChild.replaceChildren(...unchecked.map(uncheckedEntry));
}

function uncheckedEntry({ rule, reason }) {
  return element("li", {}, element("code", { textContent: rule }), element("span", { textContent: reason }));
}

function findingGroup({ title, findings, isMust }, actions) {
  return element(
    "section",
    { className: isMust ? "must" : "should" },
    element("h4", { textContent: title }),
    element("ul", {}, ...findings.map((finding) => findingEntry(finding, actions))),
  );
}

function findingEntry(finding, actions) {
  const summary = element(
    "summary",
    {},
    element("span", { className: "keyword", textContent: finding.keyword }),
    element("code", { textContent: finding.rule }),
    element("span", { textContent: wording.findingText(finding) }),
  );
  const what = finding.rows.length > 0 ? rowsOf(finding, actions) : [columnsOf(finding)];
  return element("li", { className: "finding" }, element("details", {}, summary, ...what));
}

/** Of a rule about the header. */
function columnsOf({ columns }) {
  return element("ul", {}, ...columns.map((textContent) => element("li", {}, element("code", { textContent }))));
}

function rowsOf({ rule, count, rows }, actions) {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const headings = ["Row", "Line", ...columns].map((textContent, index) =>
    element("th", { scope: "col", className: index < 2 ? "number" : "", textContent }),
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...headings)),
    element("tbody", {}, ...rows.map((row) => rowOf(row, columns, actions))),
  );
  const scroll = element("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", `Rows that break ${rule}`);
  const more = count - rows.length;
  return more > 0 ? [scroll, element("p", { className: "help", textContent: words.moreRowsText(more) })] : [scroll];
}

function rowOf({ row, line, values }, columns, { isShown, goToRow }) {
  const cells = columns.map((column) => {
    const value = values[column] ?? "";
    return element("td", { className: value === "" ? "null" : "" }, element("span", { className: "clipped", textContent: words.cellText(value) }));
  });
  return element(
    "tr",
    {},
    element("th", { scope: "row", className: "number" }, isShown(row) ? wayTo(row, goToRow) : wording.countText(row)),
    element("td", { className: "number", textContent: wording.countText(line) }),
    ...cells,
  );
}

function wayTo(row, goToRow) {
  const button = element("button", { type: "button", className: "link", textContent: wording.countText(row) });
  button.setAttribute("aria-label", `Row ${wording.countText(row)}, shown below`);
  button.addEventListener("click", () => goToRow(row));
  return button;
}
