// The text forms of an instant (whole seconds since 1970, UTC).

import { instantOfLocal } from "./calendar.mjs";

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|z|[+-]\d{2}:\d{2})?)?$/;

/** An ISO 8601 date or date-time; without an offset it is read in the zone, fractions are dropped (design 2). */
export function readInstant(text, zone) {
  const [, date, time = "00:00:00", offset] = ISO.exec(text);
  const local = Date.parse(`${date}T${time}Z`) / 1000;
  return offset === undefined ? instantOfLocal(zone, local) : local - secondsOf(offset);
}

/** FOCUS DateTimeFormat: UTC, whole seconds, a literal Z. */
export function instantText(instant) {
  return new Date(instant * 1000).toISOString().replace(".000Z", "Z");
}

function secondsOf(offset) {
  if (offset.toUpperCase() === "Z") return 0;
  const [hours, minutes] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}
