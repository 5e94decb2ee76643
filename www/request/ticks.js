// Which boundaries of a time line get a label: as few as fit, at places that are round.

/**
 * @typedef {object} Edge
 * @property {number} at milliseconds
 * @property {import("./zone-clock.js").LocalTime} local
 */

/** Steps from label to label, and what is counted: by the clock or the calendar where that is round. */
const STEPS = {
  minute: [[1, 2, 5, 10, 15, 30, 60, 120], ({ local: { hour, minute } }) => hour * 60 + minute],
  hour: [[1, 2, 3, 6, 12], ({ local: { hour } }) => hour],
  day: [[1, 2, 7, 14, 28, 56, 112], (_, index) => index + 1],
  week: [[1, 2, 4, 8, 13, 26, 52], (_, index) => index + 1],
  month: [[1, 2, 3, 6, 12, 24, 60, 120], ({ local: { year, month } }) => year * 12 + month - 1],
};

/**
 * @param {string} timeframe of the periods between the edges
 * @param {Edge[]} edges
 * @param {number} most
 * @returns {Edge[]} at most so many
 */
export function chosenTicks(timeframe, edges, most) {
  const [steps, countOf] = STEPS[timeframe];
  for (const step of steps) {
    const chosen = edges.filter((edge, index) => countOf(edge, index) % step === 0);
    if (chosen.length <= most) return chosen;
  }
  const midnights = edges.filter(({ local: { hour, minute } }) => hour === 0 && minute === 0);
  const every = Math.ceil(midnights.length / most);
  return midnights.filter((_, index) => (index + 1) % every === 0);
}
