// The endpoints that can be fetched, and what the query of each is made of.

import { FalFocusError } from "./host.js";

export const API = "https://api.fal.ai/v1";

const DAY = 24 * 60 * 60 * 1000;

const USAGE = ["start", "end", "timezone", "timeframe", "bound_to_timeframe"];
const EVENTS = ["start", "end"];

/**
 * `takes`: what of a report's query it understands. `expands`: what may be asked for in addition.
 * `limit`: the documented size of a page where one is documented. `maxDays`: the longest range of one
 * request.
 */
const ENDPOINTS = {
  "/models/usage": { takes: USAGE, expands: ["time_series", "auth_method_structured"] },
  "/models/billing-events": { takes: EVENTS, expands: ["auth_method_structured"], limit: 10000, maxDays: 90 },
  "/organization/usage": { takes: USAGE, expands: ["time_series", "auth_method_structured"] },
  "/organization/billing-events": { takes: EVENTS, expands: ["auth_method_structured"], limit: 100, maxDays: 90 },
  "/serverless/usage": { takes: USAGE, expands: ["time_series"] },
  "/account/billing": { isCompanion: true },
  "/organization/teams": { isCompanion: true },
  "/models/pricing": { isCompanion: true },
};

/** `/models/usage`, as the keys of the endpoints are written. */
export const ENDPOINT_NAMES = Object.keys(ENDPOINTS);

/** Companions are one reply each. */
export function isPaged(endpoint) {
  return !known(endpoint).isCompanion;
}

/** The file of an endpoint's page: `models-usage-1.json`, `account-billing.json`. */
export function pageName(endpoint, number) {
  const name = endpoint.slice(1).replaceAll("/", "-");
  return isPaged(endpoint) ? `${name}-${number}.json` : `${name}.json`;
}

/** The query that asks an endpoint for the data of a resolved request. */
export function queryFor(endpoint, { usage_query }) {
  const { isCompanion, takes, expands, limit } = known(endpoint);
  if (isCompanion) return "";
  const all = new URLSearchParams(usage_query);
  const pairs = takes.filter((name) => all.has(name)).map((name) => [name, all.get(name)]);
  pairs.push(...expands.map((value) => ["expand", value]));
  if (limit) pairs.push(["limit", String(limit)]);
  return queryText(pairs);
}

/** A query may hold colons and slashes as they are; whoever reads the command sees the date. */
export function queryText(pairs) {
  const readable = (value) => encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2F", "/");
  return Array.from(pairs, ([name, value]) => `${name}=${readable(value)}`).join("&");
}

/**
 * The query, cut where the range is longer than one request may ask for: windows next to each other,
 * each with its start and without its end, so that no event is in two.
 */
export function inWindows(endpoint, query) {
  const { isCompanion, maxDays } = known(endpoint);
  if (query.has("cursor")) throw wrong("cursor", "the query has a cursor", "Leave it out: the pages are followed from the first.");
  if (isCompanion) return [query];
  const start = instant(query, "start");
  const end = instant(query, "end");
  if (end <= start) {
    throw new FalFocusError("empty_range", "end is not after start", { field: "end", hint: "end is exclusive: give the day after the last one." });
  }
  if (!maxDays || end - start <= maxDays * DAY) return [query];
  const windows = [];
  for (let from = start; from < end; from += maxDays * DAY) {
    const window = new URLSearchParams(query);
    window.set("start", dateTime(from));
    window.set("end", dateTime(Math.min(from + maxDays * DAY, end)));
    windows.push(window);
  }
  return windows;
}

function known(endpoint) {
  if (Object.hasOwn(ENDPOINTS, endpoint)) return ENDPOINTS[endpoint];
  throw wrong("endpoint", `${endpoint} is no endpoint that can be fetched`, `There are ${ENDPOINT_NAMES.join(", ")}.`);
}

/** The manifest tells an exact range: the hours of a date without a zone would be the reader's guess. */
function instant(query, name) {
  const [text, ...more] = query.getAll(name);
  if (more.length > 0) throw wrong(name, `the query has ${name} more than once`, "Give it once.");
  if (text === undefined) {
    throw new FalFocusError("missing_parameter", `the query has no ${name}`, { field: name, hint: "Take the query of `queryFor(endpoint, resolveRequest(…))`." });
  }
  const time = /T.*(Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw wrong(name, `${text} is no date-time with Z or an offset`, "Write it like 2026-10-01T00:00:00Z.");
  return time;
}

function dateTime(time) {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_parameter", message, { field, hint });
}
