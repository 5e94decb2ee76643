// A chart of stacked bars: drawn as SVG, walked with arrow keys or a pointer, and told as a table.

import { element, onChange, setText, svgElement } from "../dom.js";
import { isZero } from "../wording.js";
import { layOut } from "./chart-layout.js";
import { sumOf } from "./decimal.js";
import { periodNames } from "./periods.js";
import * as words from "./report-words.js";

const HEIGHT = 280;

/**
 * @param {string} id of the element; what is in it is named after it
 * @returns {{ node: HTMLElement, render: (figures: object) => void }}
 */
export function createChart(id) {
  const drawing = svgElement("svg", { role: "img", height: HEIGHT });
  const hint = element("p", { id: `${id}-hint`, className: "help", textContent: words.CHART_HINT });
  const plot = element("div", { id: `${id}-plot`, className: "plot", tabIndex: 0 }, drawing);
  plot.setAttribute("role", "application");
  plot.setAttribute("aria-label", words.CHART_NAME);
  plot.setAttribute("aria-describedby", hint.id);
  const readout = element("p", { id: `${id}-readout`, className: "readout" });
  readout.setAttribute("role", "status");
  const legend = element("ul", { id: `${id}-legend`, className: "legend" });
  const table = element("table");
  const tableName = element("summary", { id: `${id}-table-title`, textContent: "Show as table" });
  const scroll = element("div", { className: "scroll tall", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-labelledby", tableName.id);
  const folded = element("details", { id: `${id}-table` }, tableName, scroll);
  const node = element("div", { id, className: "chart" }, legend, plot, readout, hint, folded);

  let shown;

  const render = onChange((figures) => {
    const names = periodNames(figures.timezone);
    const totals = figures.periods.map((_, index) => sumOf(figures.parts.map(({ byPeriod }) => byPeriod[index])));
    shown = { ...figures, totals, names: figures.periods.map(names) };
    drawing.setAttribute("aria-label", words.chartSummary(shown));
    legend.replaceChildren(...legendEntries(shown.parts));
    leave();
    draw();
    if (folded.open) fillTable(table, shown);
    else table.replaceChildren();
  });

  function draw() {
    const width = plot.clientWidth;
    if (!shown || width === 0) return;
    shown.layout = layOut(shown, { width, height: HEIGHT });
    drawing.setAttribute("width", width);
    drawing.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    drawing.replaceChildren(...drawn(shown));
    showPlace();
  }

  function placeOf() {
    const { period, part } = plot.dataset;
    return period === undefined ? undefined : { period: Number(period), part: Number(part) };
  }

  /** Part -1 is all of them together. */
  function goTo({ period, part }) {
    Object.assign(plot.dataset, { period, part });
    showPlace();
  }

  function leave() {
    delete plot.dataset.period;
    delete plot.dataset.part;
    showPlace();
  }

  function showPlace() {
    const place = placeOf();
    setText(readout, place ? words.readoutText(shown, place) : words.READOUT_EMPTY);
    for (const [index, entry] of [...legend.children].entries()) {
      entry.classList.toggle("current", place?.part === index);
    }
    drawing.querySelector(".cursor")?.remove();
    if (place && shown.layout) drawing.append(cursor(shown.layout, place));
  }

  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && placeOf()) leave();
    else {
      const next = afterKey(event.key, placeOf(), shown);
      if (!next) return;
      goTo(next);
    }
    event.preventDefault();
  });
  const onPointer = (event) => {
    const place = placeAt(shown.layout, event.offsetX, event.offsetY);
    if (place) goTo(place);
  };
  drawing.addEventListener("pointermove", onPointer);
  drawing.addEventListener("pointerdown", onPointer);
  drawing.addEventListener("pointerleave", ({ pointerType }) => {
    // A finger that is lifted leaves what it has touched to be read.
    if (pointerType === "mouse") leave();
  });
  folded.addEventListener("toggle", () => {
    if (folded.open && shown) fillTable(table, shown);
  });
  new ResizeObserver(draw).observe(plot);

  return { node, render };
}

function legendEntries(parts) {
  return parts.map(({ look, label }) =>
    element("li", {}, swatch(look), element("span", { className: "label", textContent: label, title: label })),
  );
}

function swatch(look) {
  const square = svgElement("rect", { width: 14, height: 14, rx: 2, class: `part-${look}` });
  return svgElement("svg", { width: 14, height: 14, viewBox: "0 0 14 14", class: "swatch", "aria-hidden": "true" }, square);
}

/** Half of a label is so much wider than the air at the right of the bars. */
const LABEL_INSIDE = 16;

function drawn({ layout, parts, names }) {
  const { left, right, bottom, zero, marks, labels, bars } = layout;
  const lines = marks.flatMap(({ y, text }) => [
    svgElement("line", { x1: left, x2: right, y1: y, y2: y, class: "grid" }),
    svgElement("text", { x: left - 6, y: y + 4, class: "mark" }, text),
  ]);
  const texts = labels.map((index) => {
    const { x, room } = bars[index];
    // The last one stands under the last bar's edge rather than be cut off at the drawing's.
    const middle = Math.min(x + room / 2, right - LABEL_INSIDE);
    return svgElement("text", { x: middle, y: bottom + 18, class: "label" }, names[index].short);
  });
  const paths = parts.map(({ look }, part) => svgElement("path", { d: outline(layout, part), class: `part part-${look}` }));
  return [...lines, ...paths, svgElement("line", { x1: left, x2: right, y1: zero, y2: zero, class: "zero" }), ...texts];
}

/** All the segments of a part in one path. */
function outline({ bars, segments }, part) {
  const pieces = bars.flatMap(({ x, room, gap }, period) =>
    segments[period]
      .filter((segment) => segment.part === part)
      .map(({ y, height }) => rectangle(x + gap / 2, y, Math.max(room - gap, 1), Math.max(height, 0.5))),
  );
  return pieces.join("");
}

function rectangle(x, y, width, height) {
  const [a, b, c, d] = [x, y, width, height].map((each) => each.toFixed(2));
  return `M${a} ${b}h${c}v${d}h-${c}z`;
}

/** A frame around the segment that is read out, or around the whole bar. */
function cursor({ bars, segments, top, bottom }, { period, part }) {
  const { x, room, gap } = bars[period];
  const segment = segments[period].find((each) => each.part === part) ?? { y: top, height: bottom - top };
  const width = Math.max(room - gap, 1) + 4;
  const frame = { x: x + gap / 2 - 2, y: segment.y - 1, width, height: Math.max(segment.height, 1) + 2 };
  return svgElement("rect", { ...frame, class: "cursor" });
}

/** Where a key leads from a place; the first one leads to the beginning. */
function afterKey(key, place, { periods, parts, layout }) {
  const last = periods.length - 1;
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
  if (key in steps) {
    if (!place) return { period: key === "ArrowLeft" || key === "End" ? last : 0, part: -1 };
    return { ...place, period: Math.min(Math.max(place.period + steps[key], 0), last) };
  }
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  if (!place) return { period: 0, part: -1 };
  return { ...place, part: nextPart(place, key === "ArrowUp" ? 1 : -1, { parts, layout }) };
}

/** The next part upwards or downwards that has an amount in the period; beyond the last are all. */
function nextPart({ period, part }, step, { layout, parts }) {
  const present = new Set(layout.segments[period].map((segment) => segment.part));
  let next = part === -1 && step < 0 ? parts.length : part;
  do next += step;
  while (next >= 0 && next < parts.length && !present.has(next));
  return next >= 0 && next < parts.length ? next : -1;
}

function placeAt({ bars, segments, left, right }, x, y) {
  if (x < left || x > right) return undefined;
  const distance = (bar) => Math.max(bar.x - x, x - bar.x - bar.room, 0);
  const period = bars.reduce((best, bar, index) => (distance(bar) < distance(bars[best]) ? index : best), 0);
  const found = segments[period].find((each) => y >= each.y && y <= each.y + each.height);
  return { period, part: found?.part ?? -1 };
}

function fillTable(table, { periods, parts, totals, names, currency }) {
  const head = ["Charge period", ...parts.map(({ label }) => label), `All, in ${currency}`];
  const headings = head.map((textContent, index) =>
    element("th", { scope: "col", className: index === 0 ? "" : "number", title: textContent }, clipped(textContent)),
  );
  const rows = periods.map((_, index) => {
    const { long, utc } = names[index];
    const period = element("th", { scope: "row" }, long, ...(utc ? [element("span", { className: "utc", textContent: utc })] : []));
    const amounts = [...parts.map(({ byPeriod }) => byPeriod[index]), totals[index]];
    return element("tr", {}, period, ...amounts.map((amount) => amountCell(amount)));
  });
  table.replaceChildren(
    element("thead", {}, element("tr", {}, ...headings)),
    element("tbody", {}, ...rows),
  );
}

function clipped(textContent) {
  return element("span", { className: "clipped", textContent });
}

function amountCell(amount) {
  return element("td", { className: isZero(amount) ? "number nothing" : "number", textContent: amount });
}
