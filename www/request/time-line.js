// The resolved window as a time line: its charge periods in proportion, what was asked for, and the
// moments at which the clocks change.

import { byId, element, onChange, setText, svgElement } from "../dom.js";
import { dayAt, periodsOf } from "./charge-periods.js";
import { clockChanges } from "./clock-changes.js";
import * as words from "./request-words.js";
import { offsetText, zoneClock } from "./zone-clock.js";

/** As many periods as can be told apart on a narrow screen. */
const MOST_PERIODS = 250;
const MOST_TICKS = 4;
const MOST_CHANGES = 6;

/** Draws what it is given last: `key` says whether that is another than before. */
export const renderTimeLine = onChange((key, resolved) => {
  byId("time-line").hidden = !resolved;
  if (!resolved) return;
  const clock = zoneClock(zoneOf(resolved));
  const [start, end] = [resolved.start, resolved.end].map(Date.parse);
  const periods = periodsOf(resolved, MOST_PERIODS);
  const changes = clockChanges(clock, start, end);
  const told = { resolved, clock, start, end, periods, changes };
  setText(byId("periods"), words.periodsText(resolved));
  setText(byId("drawn-periods"), words.drawnText(resolved, periods.timeframe));
  byId("time-line-drawing").replaceChildren(drawing(told));
  byId("window-ends").replaceChildren(
    endEntry("Start", start, told),
    endEntry("End (exclusive)", end, told),
  );
  setText(byId("moved"), words.movedText(resolved));
  byId("clock-changes").replaceChildren(...changeEntries(told));
});

/** The zone whose clocks the boundaries go by; an invoice's month is one of UTC. */
function zoneOf({ source, timeframe, timezone }) {
  return source === "invoice" && timeframe === "month" ? "UTC" : timezone;
}

function endEntry(name, instant, { resolved, clock }) {
  const utc = instant === Date.parse(resolved.start) ? resolved.start : resolved.end;
  const zone = `${zoneOf(resolved)}, UTC${offsetText(clock.offset(instant))}`;
  const local = clock.local(instant);
  return element(
    "div",
    {},
    element("span", { textContent: `${name}, ${words.weekdayText(local)}` }),
    element("strong", { textContent: words.momentText(local) }),
    element("span", { textContent: zone }),
    element("code", { textContent: utc }),
  );
}

// What is told of the clocks

function changeEntries({ resolved, clock, changes }) {
  if (!changes) return [element("li", { textContent: words.CHANGES_NOT_MARKED })];
  const timezone = zoneOf(resolved);
  const told = changes.slice(0, MOST_CHANGES).map((change) => {
    const [from, to] = dayAt(change.at, timezone);
    const day = { start: clock.local(from), hours: (to - from) / 3_600_000 };
    return element("li", { textContent: words.clockChangeText(change, day) });
  });
  const more = changes.length - told.length;
  return more > 0 ? [...told, element("li", { textContent: `and ${more} more changes` })] : told;
}

// What is drawn; all of it is told in words beside it

function drawing(told) {
  const { resolved, start, end, changes } = told;
  const place = (instant) => ((instant - start) / (end - start)) * 100;
  const label = `Time line of ${words.periodsText(resolved)}`;
  const svg = svgElement("svg", { role: "img", "aria-label": label, width: "100%", height: "72" });
  svg.append(...periodBars(told, place), ...ticks(told, place));
  if (words.movedText(resolved)) svg.append(askedBar(resolved, place));
  svg.append(...(changes ?? []).map(({ at }) => changeMark(place(at))));
  return svg;
}

function periodBars({ clock, periods: { timeframe, edges } }, place) {
  return edges.slice(1).map((edge, index) => {
    const from = edges[index];
    const [left, right] = [place(from), place(edge)];
    const bar = svgElement("rect", {
      class: index % 2 === 0 ? "period" : "period other",
      x: `${left}%`,
      width: `${right - left}%`,
      y: "20",
      height: "24",
    });
    const title = svgElement("title", {});
    title.textContent = `${words.momentText(clock.local(from))} to ${words.momentText(clock.local(edge))}`;
    if (timeframe) bar.append(title);
    return bar;
  });
}

/** The range as it was asked for, above the periods that it was widened to. */
function askedBar({ requested_start, requested_end }, place) {
  const [left, right] = [requested_start, requested_end].map((text) => place(Date.parse(text)));
  return svgElement("rect", { class: "asked", x: `${left}%`, width: `${right - left}%`, y: "11", height: "5", rx: "2" });
}

/** A nested drawing, whose own units are pixels and whose place is a share of the width. */
function changeMark(left) {
  const mark = svgElement("svg", { x: `${left}%`, y: "0", overflow: "visible" });
  mark.append(
    svgElement("path", { class: "clock-change", d: "M-5 2 H5 L0 9 Z" }),
    svgElement("path", { class: "clock-change line", d: "M0 9 V48" }),
  );
  return mark;
}

/** Labels at the boundaries of periods, and never so near to each other that they touch. */
function ticks({ clock, periods: { timeframe, edges } }, place) {
  if (!timeframe) return [];
  const inner = edges.slice(1, -1);
  const every = Math.ceil((inner.length + 1) / (MOST_TICKS + 1));
  const chosen = inner.filter((_, index) => (index + 1) % niceStep(timeframe, every) === 0);
  return chosen.flatMap((edge) => {
    const left = place(edge);
    const isNearEdge = left < 7 || left > 93;
    const line = svgElement("line", { class: "tick", x1: `${left}%`, x2: `${left}%`, y1: "44", y2: "51" });
    if (isNearEdge) return [line];
    const text = svgElement("text", { class: "tick-label", x: `${left}%`, y: "65", "text-anchor": "middle" });
    text.textContent = words.tickText(timeframe, clock.local(edge));
    return [line, text];
  });
}

const STEPS = {
  minute: [1, 2, 5, 10, 15, 30, 60],
  hour: [1, 2, 3, 6, 12, 24, 48, 72],
  day: [1, 2, 7, 14, 28, 56],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24, 60],
};

function niceStep(timeframe, wanted) {
  return STEPS[timeframe].find((step) => step >= wanted) ?? wanted;
}
