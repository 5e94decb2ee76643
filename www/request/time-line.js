// The resolved window as a time line: its charge periods in proportion, what was asked for, and the
// moments at which the clocks change.

import { byId, element, onChange, setText, svgElement } from "../dom.js";
import { dayAt, periodsOf } from "./charge-periods.js";
import { clockChanges } from "./clock-changes.js";
import * as words from "./request-words.js";
import { chosenTicks } from "./ticks.js";
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
  setText(byId("periods"), `${words.periodsText(resolved)} in ${zoneOf(resolved)}`);
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
  const local = clock.local(instant);
  const offset = `UTC${offsetText(clock.offset(instant))}`;
  return element(
    "div",
    {},
    element("span", { textContent: name }),
    element("strong", { textContent: words.momentText(local) }),
    element("span", { textContent: `${words.weekdayText(local)}, ${offset}` }),
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
function ticks({ clock, start, end, periods: { timeframe, edges } }, place) {
  if (!timeframe) return [];
  const isOfYears = clock.local(start).year !== clock.local(end - 1).year;
  const most = timeframe === "month" || isOfYears ? MOST_TICKS - 1 : MOST_TICKS;
  const chosen = chosenTicks(timeframe, edges.slice(1, -1).map((at) => ({ at, local: clock.local(at) })), most);
  let before = "";
  return chosen.flatMap(({ at, local }) => {
    const left = place(at);
    const line = svgElement("line", { class: "tick", x1: `${left}%`, x2: `${left}%`, y1: "44", y2: "51" });
    // The ends have labels of their own.
    if (left < 9 || left > 91) return [line];
    const label = words.tickText(timeframe, local, isOfYears);
    const text = svgElement("text", { class: "tick-label", x: `${left}%`, y: "65", "text-anchor": "middle" });
    // An hour that the clocks show twice.
    text.textContent = label === before ? `${label} ${offsetText(clock.offset(at))}` : label;
    before = label;
    return [line, text];
  });
}
