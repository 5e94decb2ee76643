// Instants as texts.

import { offsetAt } from "./calendar.mjs";
import { instantText } from "./instant.mjs";

const MINUTE = 60;
const HOUR = 3600;

/** An instant as a caller might write it: in UTC, with an offset, as local time, as a date. */
export function randomTime(dice, instant, zone) {
  const local = (offset) => instantText(instant + offset).slice(0, 19);
  const offset = offsetAt(zone, instant);
  return dice.pick([
    instantText(instant),
    instantText(instant).replace("Z", dice.pick(["z", ".000Z", ".987654Z"])),
    local(offset) + offsetText(offset),
    local(5.5 * HOUR) + "+05:30",
    local(offset),
    local(offsetAt(zone, instant - 2 * HOUR)), // after clocks went forward, a time that they never showed
    local(offset).slice(0, 10),
  ]);
}

/** An offset in seconds, `+05:30`. */
export function offsetText(offset) {
  const minutes = Math.abs(offset) / MINUTE;
  const digits = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(minutes / 60)}:${digits(minutes % 60)}`;
}
