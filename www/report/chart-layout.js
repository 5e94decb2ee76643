// Where everything in a chart stands: exact amounts in, places on the screen out.

import { compareDecimals, decimalOf, fractionOf, roundMarks, sumOf, textOf } from "./decimal.js";

const TOP = 10;
const BOTTOM = 26;
const RIGHT = 8;
/** About as wide as a character of an axis is. */
const CHARACTER = 6.6;
/** Room for a label such as "15 Oct", with air beside it. */
const LABEL = 58;
/** Times of the shortest period that an axis of time can show as bars. */
const LONGEST_AXIS = 800;
const ZERO = { units: 0n, scale: 0 };

/**
 * @param {{ periods: { start: string, end: string }[], parts: import("./chart-parts.js").Part[] }} figures
 * @param {{ width: number, height: number }} size
 */
export function layOut({ periods, parts }, { width, height }) {
  const stacks = periods.map((_, index) => stackOf(parts, index));
  const low = least(stacks.map(({ low }) => low));
  const high = least(stacks.map(({ high }) => high), -1);
  const marks = roundMarks(low, high);
  const texts = marks.map(markText);
  const left = Math.ceil(Math.max(...texts.map((text) => text.length)) * CHARACTER) + 10;
  const [bottom, top] = [marks[0], marks.at(-1)];
  const y = (value) => TOP + (height - TOP - BOTTOM) * (1 - fractionOf(value, bottom, top));
  const bars = barsOf(periods, left, width - left - RIGHT);
  return {
    left,
    right: width - RIGHT,
    top: TOP,
    bottom: height - BOTTOM,
    zero: y(ZERO),
    bars,
    marks: marks.map((mark, index) => ({ y: y(mark), text: texts[index] })),
    segments: stacks.map(({ segments }) => segments.map(({ part, from, to }) => ({ part, y: y(to), height: y(from) - y(to) }))),
    labels: labelled(bars),
  };
}

/** The parts of one period from zero upwards, and what is negative from zero downwards. */
function stackOf(parts, index) {
  let [low, high] = [ZERO, ZERO];
  const segments = [];
  parts.forEach(({ byPeriod }, part) => {
    const amount = decimalOf(byPeriod[index]);
    if (amount.units === 0n) return;
    if (amount.units > 0n) {
      const to = added(high, amount);
      segments.push({ part, from: high, to });
      high = to;
    } else {
      const from = added(low, amount);
      segments.push({ part, from, to: low });
      low = from;
    }
  });
  return { segments, low, high };
}

function added(a, b) {
  return decimalOf(sumOf([textOf(a), textOf(b)]));
}

/** The least of amounts and zero; with a sign of -1 the most. */
function least(amounts, sign = 1) {
  return amounts.reduce((found, each) => (compareDecimals(each, found) * sign < 0 ? each : found), ZERO);
}

/** An exact mark, its digits in groups and nothing behind the point that says nothing. */
function markText(mark) {
  const [whole, fraction] = textOf(mark).replace(/\.0$/, "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f").replace("-", "\u2212");
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/**
 * A bar for each period: along time where that can be shown, so that days without charges are gaps;
 * side by side where periods overlap or lie too far apart.
 */
function barsOf(periods, left, width) {
  const times = periods.map(({ start, end }) => ({ from: Date.parse(start), to: Date.parse(end) }));
  const [first, last] = [times[0].from, Math.max(...times.map(({ to }) => to))];
  const shortest = Math.min(...times.map(({ from, to }) => to - from));
  const isRow = times.every(({ from }, index) => index === 0 || from >= times[index - 1].to);
  const isOfTime = isRow && shortest > 0 && last - first <= LONGEST_AXIS * shortest;
  const places = isOfTime
    ? times.map(({ from, to }) => [(from - first) / (last - first), (to - first) / (last - first)])
    : times.map((_, index) => [index / times.length, (index + 1) / times.length]);
  return places.map(([from, to]) => {
    const room = (to - from) * width;
    const gap = room > 4 ? Math.min(room * 0.18, 10) : 0;
    return { x: left + from * width, room, gap };
  });
}

/** The bars that have room for a label under them: each, or every second, fifth, …, the first in any case. */
function labelled(bars) {
  const found = [];
  let free = -Infinity;
  bars.forEach(({ x, room }, index) => {
    const middle = x + room / 2;
    if (middle - LABEL / 2 < free) return;
    found.push(index);
    free = middle + LABEL / 2;
  });
  return found;
}
