// How fast a job goes and how long it will take: rates of the last few seconds, the older the less. For
// the command line and the page alike; the package's entries do not load it.

/** Over so many milliseconds a rate is smoothed. */
const MEMORY_MS = 4000;
/** Before that nothing is foretold. */
const ENOUGH_MS = 1000;

/**
 * @typedef {object} Pace
 * @property {number} [bytesPerSecond]
 * @property {number} [rowsPerSecond]
 * @property {number} [secondsLeft] until all is read, once that can be told
 */

/**
 * @typedef {object} Told
 * @property {string} phase while it is `writing` nothing is read
 * @property {number} read bytes
 * @property {number} [total] bytes; where it is not known, neither is what is left
 * @property {number} rows
 * @property {number} elapsed milliseconds since the job began
 */

/**
 * Adds the pace to what was told.
 *
 * @template {Told} T
 * @param {(T & { pace: Pace }) | undefined} before what was told last
 * @param {T} told
 * @returns {T & { pace: Pace }}
 */
export function withPace(before, told) {
  const { elapsed, read, total, phase } = told;
  const last = before ?? { elapsed: 0, read: 0, rows: 0, pace: {}, phase };
  // What was slow while reading says nothing of writing.
  const pace = last.phase === phase ? last.pace : {};
  const bytesPerSecond = smoothed(pace.bytesPerSecond, told, last, "read");
  const rowsPerSecond = smoothed(pace.rowsPerSecond, told, last, "rows");
  const isForetold = total !== undefined && phase !== "writing" && elapsed >= ENOUGH_MS && bytesPerSecond > 0;
  const secondsLeft = isForetold ? (total - read) / bytesPerSecond : undefined;
  return { ...told, pace: { bytesPerSecond, rowsPerSecond, secondsLeft } };
}

function smoothed(rate, now, last, what) {
  const passed = now.elapsed - last.elapsed;
  if (passed <= 0) return rate;
  const latest = ((now[what] - last[what]) * 1000) / passed;
  if (rate === undefined) return latest;
  return latest + (rate - latest) * Math.exp(-passed / MEMORY_MS);
}
