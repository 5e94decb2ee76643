// The parameters of a request, as the OpenAPI of fal's API documents them. What it does not document is
// an error here: a misspelt parameter would otherwise ask for something else.

import { endOf, instantOf, isZone, startOf } from "./stand-in-calendar.js";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const MOST_DAYS = 800;
const TIMEFRAMES = ["minute", "hour", "day", "week", "month"];

const PAGED = ["limit", "cursor", "start", "end"];
const USAGE = [...PAGED, "timezone", "timeframe", "bound_to_timeframe", "expand"];
const AUTH = ["auth_method", "auth_method_structured"];
const SERIES = ["time_series", "summary"];

/** `mostRows` of a page: documented of events; of usage it "depends", and here it is this. */
const KNOWN = {
  "/models/usage": { names: [...USAGE, "endpoint_id", "api_key_id", "login_username"], expand: [...SERIES, ...AUTH], mostRows: 1000 },
  "/models/billing-events": { names: [...PAGED, "expand", "endpoint_id", "request_id", "api_key_id", "login_username"], expand: AUTH, mostRows: 10000, maxDays: 90 },
  "/organization/usage": { names: [...USAGE, "endpoint_id", "api_key_id", "team_username", "product"], expand: [...SERIES, ...AUTH], mostRows: 1000 },
  "/organization/billing-events": { names: [...PAGED, "expand", "endpoint_id", "request_id", "api_key_id", "team_username"], expand: AUTH, mostRows: 100, maxDays: 90 },
  "/serverless/usage": { names: [...USAGE, "app", "search"], expand: SERIES, mostRows: 1000 },
  "/account/billing": { names: ["expand"], expand: ["credits"] },
  "/organization/teams": { names: [] },
  "/models/pricing": { names: ["endpoint_id"], isRequired: "endpoint_id" },
};

const LISTS = ["expand", "endpoint_id", "request_id", "api_key_id", "login_username", "team_username", "product", "app"];

/** The parameters by name, dates in milliseconds since 1970; or `{ wrong }`, a sentence. */
export function readQuery(path, query, now) {
  const { names, expand: mayExpand = [], mostRows, maxDays, isRequired } = KNOWN[path];
  const given = new URLSearchParams(query);
  const values = {};
  for (const name of new Set(given.keys())) {
    if (!names.includes(name)) return { wrong: `${name}: unknown parameter` };
    const all = given.getAll(name).flatMap((value) => (LISTS.includes(name) ? value.split(",") : [value]));
    if (!LISTS.includes(name) && all.length > 1) return { wrong: `${name}: given more than once` };
    values[name] = LISTS.includes(name) ? all : all[0];
  }
  if (isRequired && !values[isRequired]) return { wrong: `${isRequired}: Required` };
  const tooMany = LISTS.find((name) => values[name]?.length > 50);
  if (tooMany) return { wrong: `${tooMany}: at most 50` };
  const isUsage = names.includes("timeframe");
  const expand = values.expand ?? (isUsage ? ["time_series"] : []);
  const odd = expand.find((value) => !mayExpand.includes(value));
  if (odd !== undefined) return { wrong: `expand: ${odd} is not one of ${mayExpand.join(", ")}` };
  if (isUsage && !expand.some((value) => SERIES.includes(value))) return { wrong: "expand: time_series or summary is required" };
  if (!names.includes("start")) return { ...values, expand };
  return readRange({ ...values, expand, mostRows }, { isUsage, maxDays, now });
}

function readRange(values, { isUsage, maxDays, now }) {
  const { limit, timezone = "UTC", bound_to_timeframe = "true" } = values;
  if (limit !== undefined && !/^[1-9]\d*$/.test(limit)) return { wrong: "limit: expected a whole number from 1" };
  if (!isZone(timezone)) return { wrong: `timezone: ${timezone} is no time zone` };
  if (!["true", "false"].includes(bound_to_timeframe)) return { wrong: "bound_to_timeframe: expected true or false" };
  const start = values.start === undefined ? now - DAY : instant(values.start, timezone);
  const end = values.end === undefined ? now : instant(values.end, timezone);
  if (Number.isNaN(start)) return { wrong: "start: Invalid ISO 8601 date" };
  if (Number.isNaN(end)) return { wrong: "end: Invalid ISO 8601 date" };
  // An equal pair is accepted, as people report of fal.
  if (end < start) return { wrong: "end: must not be before start" };
  if (end - start > MOST_DAYS * DAY) return { wrong: `The stand-in invents at most ${MOST_DAYS} days` };
  if (maxDays && end - start > maxDays * DAY) return { wrong: `Date range exceeds ${maxDays} days` };
  const timeframe = values.timeframe ?? automatic(end - start);
  if (!TIMEFRAMES.includes(timeframe)) return { wrong: `timeframe: expected one of ${TIMEFRAMES.join(", ")}` };
  const parameters = { ...values, limit: limit && Number(limit), timezone, timeframe, start, end };
  return isUsage && bound_to_timeframe === "true" ? aligned(parameters) : parameters;
}

function aligned(parameters) {
  const { start, end, timeframe, timezone } = parameters;
  const lastStart = startOf(end, timeframe, timezone);
  return {
    ...parameters,
    start: startOf(start, timeframe, timezone),
    end: lastStart === end && end > start ? end : endOf(lastStart, timeframe, timezone),
  };
}

function automatic(length) {
  if (length < 2 * HOUR) return "minute";
  if (length < 2 * DAY) return "hour";
  if (length < 64 * DAY) return "day";
  return length < 183 * DAY ? "week" : "month";
}

function instant(text, timezone) {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(T.*(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (!isDate(date)) return NaN;
  return time ? Date.parse(text) : instantOf(Date.parse(date), timezone);
}

/** `Date.parse` makes 3 March of 31 February. */
function isDate(text) {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
