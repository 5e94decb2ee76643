// How the page speaks of the request: pure functions from data to text.

import { countText } from "../wording.js";
import { offsetText, wallTime } from "./zone-clock.js";

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `2026-10` as `October 2026`. */
export function monthText(month) {
  const [year, number] = month.split("-");
  return `${MONTHS[number - 1]} ${year}`;
}

/** Which invoice it is, by the months of a resolved request. */
export function invoiceText(resolved) {
  if (!resolved?.billing_month) return "fal issues the invoice for a month’s usage in the month after it.";
  const { billing_month, charge_month } = resolved;
  return `The invoice issued in ${monthText(billing_month)} for ${monthText(charge_month)}’s usage.`;
}

/** With the month as a word: such dates are read the same everywhere. */
export function dateText({ year, month, day }) {
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

function timeText({ hour, minute, second }) {
  const parts = second === 0 ? [hour, minute] : [hour, minute, second];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** A moment by the clocks of its zone. */
export function momentText(local) {
  return `${shortDate(local)} ${local.year}, ${timeText(local)}`;
}

export function weekdayText({ weekday }) {
  return WEEKDAYS[weekday];
}

function shortDate({ day, month }) {
  return `${day} ${MONTHS[month - 1].slice(0, 3)}`;
}

/** The label of a boundary: as much of it as tells it from the others. */
export function tickText(timeframe, local) {
  if (timeframe === "month") return `${MONTHS[local.month - 1].slice(0, 3)} ${local.year}`;
  if (timeframe === "day" || timeframe === "week") return shortDate(local);
  return timeText(local) === "00:00" ? shortDate(local) : timeText(local);
}

const PERIODS = { minute: "one minute", hour: "one hour", day: "one day", week: "one week, from Monday", month: "one month" };

export function periodsText({ buckets, timeframe }) {
  return buckets === 1
    ? `1 charge period of ${PERIODS[timeframe]}`
    : `${countText(buckets)} charge periods of ${PERIODS[timeframe]}`;
}

/** What is drawn where there are more charge periods than can be told apart. */
export function drawnText({ timeframe }, drawn) {
  if (drawn === timeframe) return "";
  return drawn ? `Drawn by the ${drawn}.` : "Too many to be drawn one by one.";
}

/** A change of the clocks, with the length of the day it falls on. */
export function clockChangeText({ at, before, after }, { start, hours }) {
  const day = dateText(start);
  const way = after > before ? "forward" : "back";
  const [from, to] = [wallTime(at, before), wallTime(at, after)];
  const set = `clocks go ${way} at ${timeText(from)} to ${timeText(to)}`;
  const length = hours === 24 ? day : `${day} has ${hours} hours`;
  return `${length}: ${set} (UTC${offsetText(before)} becomes UTC${offsetText(after)})`;
}

export const CHANGES_NOT_MARKED = "The window is too long for changes of the clocks to be marked.";

/** How far the window was moved outwards. */
export function movedText({ requested_start, requested_end, start, end, timeframe }) {
  const moved = [
    ["starts", Date.parse(requested_start) - Date.parse(start), "earlier"],
    ["ends", Date.parse(end) - Date.parse(requested_end), "later"],
  ].filter(([, by]) => by > 0);
  if (requested_start === null || moved.length === 0) return "";
  const told = moved.map(([what, by, way]) => `${what} ${durationText(by)} ${way}`).join(" and ");
  return `The window ${told} than asked for, on whole ${timeframe}s (bound_to_timeframe).`;
}

function durationText(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ].filter(([count]) => count > 0);
  return parts.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
}

/** What stands in the address and not in the form, as it stands there. */
export function addressText(settings) {
  const told = settings.map(([name, value]) => `${name}=${value}`).join(", ");
  return `The address of this page asks for ${told}.`;
}

/** @returns an error for a name that stands in the address more than once */
export function settingTwice(name) {
  return {
    code: "conflicting_parameters",
    field: name,
    message: `${name} stands in the address twice`,
    hint: "Keep one of the two.",
  };
}

/** @returns an error for an option that is a file, or the clock's, and has no place in an address */
export function settingOfNoAddress(name) {
  return {
    code: "invalid_option",
    field: name,
    message: `the option ${name} cannot stand in the address`,
    hint: name === "now" ? "The page goes by the clock." : "Add it to the data, as a file.",
  };
}

export function moreOptionsText(changed) {
  return changed === 0 ? "More options" : `More options (${countText(changed)} changed)`;
}

export function zoneCountText(found, query) {
  if (found === 0) return `No zone of this browser is called like “${query}”; the name is tried as it is.`;
  return `${countText(found)} time zone${found === 1 ? "" : "s"}`;
}
