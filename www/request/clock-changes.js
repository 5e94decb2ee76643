// The moments in a window at which a zone's clocks are set forward or back.

const DAY = 86_400_000;
/** Beyond this many days the changes are neither looked for nor marked. */
const MOST_DAYS = 4000;

/**
 * @typedef {object} ClockChange
 * @property {number} at milliseconds
 * @property {number} before offset in seconds
 * @property {number} after
 */

/**
 * @param {ReturnType<import("./zone-clock.js").zoneClock>} clock
 * @param {number} start milliseconds
 * @param {number} end
 * @returns {ClockChange[] | undefined} undefined where the window is too long to look through
 */
export function clockChanges(clock, start, end) {
  if ((end - start) / DAY > MOST_DAYS) return undefined;
  const changes = [];
  // Clocks that are set and set back within a day are unknown.
  for (let from = start; from < end; from += DAY) {
    const to = Math.min(from + DAY, end);
    const [before, after] = [clock.offset(from), clock.offset(to)];
    if (before === after) continue;
    const at = firstOf(clock, from, to, after);
    if (at < end) changes.push({ at, before, after });
  }
  return changes;
}

/** The second at which the offset `after` begins, between two instants. */
function firstOf(clock, from, to, after) {
  let [low, high] = [Math.floor(from / 1000), Math.ceil(to / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock.offset(middle * 1000) === after) high = middle;
    else low = middle;
  }
  return high * 1000;
}
