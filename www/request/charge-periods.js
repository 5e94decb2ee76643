// The charge periods of a resolved window. Every boundary is the core's answer, none is computed here.

import { resolveRequest } from "../../pkg/web.js";

const COARSER = { minute: "hour", hour: "day", day: "week", week: "month" };

/**
 * @typedef {object} ChargePeriods
 * @property {string | undefined} timeframe of the periods; undefined where even months are too many
 * @property {number[]} edges milliseconds: one more than there are periods, window's start to end
 */

/**
 * The periods of a window, or coarser ones where there are more than `most`.
 *
 * @param {object} resolved as `resolveRequest` gives it
 * @param {number} most at most 1,000
 * @returns {ChargePeriods}
 */
export function periodsOf(resolved, most) {
  for (let told = resolved; told; told = coarser(told)) {
    if (told.buckets <= most) return { timeframe: told.timeframe, edges: edgesOf(told) };
  }
  return { timeframe: undefined, edges: [resolved.start, resolved.end].map(Date.parse) };
}

/**
 * The whole day that holds an instant.
 *
 * @param {number} instant milliseconds
 * @param {string} timezone
 * @returns {number[]} its start and end
 */
export function dayAt(instant, timezone) {
  const [start, end] = [instant, instant + 1000].map(asText);
  const day = asked({ start, end, timezone, timeframe: "day", bound_to_timeframe: true });
  return [day.start, day.end].map(Date.parse);
}

/** The same window in periods one step coarser; undefined beyond months. */
function coarser({ start, end, timezone, timeframe }) {
  const next = COARSER[timeframe];
  return next && asked({ start, end, timezone, timeframe: next, bound_to_timeframe: false });
}

function asked(request) {
  return resolveRequest({ source: "estimate", ...request }, { rangeLimit: "none", now: request.start });
}

function edgesOf({ bucket_starts, end }) {
  return [...bucket_starts, end].map((text) => Date.parse(text));
}

function asText(instant) {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");
}
