// Buckets in a time zone, for the stand-in alone: invented usage needs boundaries, not the last word
// on them, which is the module's.

import { zoneFormat, zoneOffset } from "./host.js";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const isZone = (name) => zoneFormat(name) !== undefined;

/** By zone: its format, and its offsets by quarters of an hour, in which no zone has changed its clocks lately. */
const zones = new Map();

/** Milliseconds that the zone's clocks are ahead of UTC. */
export function offsetAt(time, timezone) {
  if (!zones.has(timezone)) zones.set(timezone, { format: zoneFormat(timezone), offsets: new Map() });
  const { format, offsets } = zones.get(timezone);
  const quarter = Math.floor(time / (HOUR / 4));
  if (!offsets.has(quarter)) offsets.set(quarter, zoneOffset(format, (quarter * HOUR) / 4000) * 1000);
  return offsets.get(quarter);
}

/** The instant at which the bucket that holds a time begins. */
export function startOf(time, timeframe, timezone) {
  const offset = offsetAt(time, timezone);
  const local = time + offset;
  if (timeframe === "minute") return time - mod(time, MINUTE);
  if (timeframe === "hour") return local - mod(local, HOUR) - offset;
  return instantOf(startOfDays(local, timeframe), timezone);
}

/** The instant at which the bucket after it begins. */
export function endOf(start, timeframe, timezone) {
  const longest = { minute: MINUTE, hour: HOUR, day: DAY, week: 7 * DAY, month: 31 * DAY }[timeframe];
  if (timeframe === "minute" || timeframe === "hour") return start + longest;
  // Somewhere in the next bucket: an offset moves it by hours, a short month by days.
  const inNext = start + longest + (timeframe === "month" ? 4 * HOUR : DAY / 2);
  return startOf(inNext, timeframe, timezone);
}

/** `2026-10-01T00:00:00+02:00`. */
export function labelOf(time, timezone) {
  const offset = offsetAt(time, timezone);
  const local = new Date(time + offset).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / MINUTE;
  const pad = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

/** The instant at which a zone's clocks show a local time, or jump over it. */
export function instantOf(local, timezone) {
  const before = local - offsetAt(local - DAY, timezone);
  const after = local - offsetAt(local + DAY, timezone);
  return offsetAt(before, timezone) === local - before ? before : offsetAt(after, timezone) === local - after ? after : before;
}

function startOfDays(local, timeframe) {
  const day = local - mod(local, DAY);
  if (timeframe === "day") return day;
  // 1 January 1970 was a Thursday.
  if (timeframe === "week") return day - mod(day / DAY + 3, 7) * DAY;
  const date = new Date(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function mod(number, by) {
  return ((number % by) + by) % by;
}
