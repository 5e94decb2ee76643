// Cost over time and the tops of each dimension: of a report, or of a file that was checked.

import { element, factEntries, onChange, setText } from "../dom.js";
import { partsOf } from "./chart-parts.js";
import { createChart } from "./chart-view.js";
import { periodNames } from "./periods.js";
import * as words from "./report-words.js";
import { commonValues, topSections } from "./tops-view.js";

/** The dimension to begin with, where there is one. */
const FIRST_DIMENSION = "SkuId";

/**
 * @param {HTMLElement} place an empty element with an id
 * @returns {{ render: (figures: object | undefined, timezone: string) => void }}
 */
export function createFigures(place) {
  const { id } = place;
  const currencies = choice(`${id}-currency`, "Currency");
  const dimensions = choice(`${id}-dimension`, "Stacked by");
  const note = element("p", { className: "help" });
  const chart = createChart(`${id}-chart`);
  const tops = element("div", { id: `${id}-tops`, className: "tops" });
  const common = element("dl", { className: "facts" });
  const inCommon = element("div", { className: "in-common" }, element("h4", { textContent: "The same in all rows" }), common);
  const choices = element("div", { className: "choices-of-figures" }, currencies.node, dimensions.node);
  place.append(
    element("div", { className: "figures-head" }, element("h3", { textContent: "Cost over time" }), choices),
    note,
    chart.node,
    element("h3", { textContent: "Where it went" }),
    element("p", { className: "help", textContent: words.TOPS_NOTE }),
    tops,
    inCommon,
  );

  let shown;
  const render = onChange((figures, timezone) => {
    place.hidden = !figures || figures.currencies.length === 0;
    if (place.hidden) return;
    shown = { figures, timezone };
    currencies.offer(figures.currencies.map(({ currency }) => [currency, currency]));
    renderCurrency();
  });

  /** Amounts of several currencies are never added together: one is shown at a time. */
  function renderCurrency() {
    const { figures, timezone } = shown;
    const ofCurrency = figures.currencies[currencies.index()];
    const clock = clockOf(ofCurrency.coarsened, timezone);
    const names = ofCurrency.periods.map(periodNames(clock));
    setText(note, words.figuresNote(ofCurrency, { timezone: clock, names, leftOut: figures.leftOut }));
    dimensions.offer(ofCurrency.dimensions.map(({ column }) => [column, words.dimensionText(column)]), FIRST_DIMENSION);
    tops.replaceChildren(...topSections(ofCurrency));
    common.replaceChildren(...factEntries(commonValues(ofCurrency)));
    inCommon.hidden = common.childElementCount === 0;
    renderChart();
  }

  function renderChart() {
    const { figures, timezone } = shown;
    const { currency, periods, dimensions: all, coarsened, ...total } = figures.currencies[currencies.index()];
    const dimension = all[dimensions.index()] ?? { column: "BilledCost", values: [{ ...total, value: "all rows" }], others: null, none: null };
    const { column } = dimension;
    chart.render({ currency, periods, timezone: clockOf(coarsened, timezone), column, parts: partsOf(dimension) });
  }

  currencies.listen(renderCurrency);
  dimensions.listen(renderChart);
  return { render };
}

/** Periods that were added up to be drawn are UTC's. */
function clockOf(coarsened, timezone) {
  return coarsened ? "UTC" : timezone;
}

/** A labelled select that keeps what was chosen as long as it is offered. */
function choice(id, name) {
  const select = element("select", { id });
  const node = element("label", { className: "choice" }, element("span", { textContent: name }), select);
  const offer = (options, first) => {
    const values = options.map(([value]) => value);
    const kept = [select.value, first, values[0]].find((value) => values.includes(value));
    select.replaceChildren(...options.map(([value, textContent]) => element("option", { value, textContent })));
    if (kept !== undefined) select.value = kept;
    node.hidden = options.length < 2;
  };
  const listen = (onChoice) => select.addEventListener("change", onChoice);
  return { node, offer, listen, index: () => select.selectedIndex };
}
