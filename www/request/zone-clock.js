// What the clocks of a zone show, told by the browser. For labels alone: what is reported is the
// core's.

/**
 * @typedef {object} LocalTime
 * @property {number} year
 * @property {number} month from 1
 * @property {number} day
 * @property {number} hour
 * @property {number} minute
 * @property {number} second
 * @property {number} weekday from 0, Sunday
 */

/**
 * @param {string} timezone a name that the core has taken
 * @returns {{ offset: (instant: number) => number, local: (instant: number) => LocalTime }} `offset`
 *   in seconds, east of UTC positive; instants in milliseconds
 */
export function zoneClock(timezone) {
  const format = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "longOffset" });
  const offset = (instant) => {
    const name = format.formatToParts(instant).find(({ type }) => type === "timeZoneName").value;
    const [, sign, hours, minutes, seconds = "0"] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
    // UTC is called GMT, without figures.
    if (!sign) return 0;
    return Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  };
  return { offset, local: (instant) => wallTime(instant, offset(instant)) };
}

/**
 * What a clock with this offset shows.
 *
 * @returns {LocalTime}
 */
export function wallTime(instant, offset) {
  const wall = new Date(instant + offset * 1000);
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    weekday: wall.getUTCDay(),
  };
}

/** `+05:30`; seconds only where there are some, as before clocks were set by zones. */
export function offsetText(offset) {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return (offset < 0 ? "-" : "+") + shown.map((part) => String(part).padStart(2, "0")).join(":");
}
