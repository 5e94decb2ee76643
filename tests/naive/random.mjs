// Random conversions, all of them valid: `randomCase(seed)` gives the same { request, options, files } every time.
// inputTimeframe is always said, because a few random buckets may all lie on a coarser boundary by accident.

import { offsetAt, periodAt } from "./calendar.mjs";
import { diceOf } from "./dice.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { randomJsonStyle } from "./random-json.mjs";
import { randomLineItems } from "./random-usage.mjs";
import { resolve } from "./request.mjs";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const TIMEFRAMES = ["minute", "hour", "day", "week", "month"];

// Where calendars are interesting: clocks going forward and back, midnights that do not exist or come twice, odd
// offsets, a skipped day, the ends of years.
const MOMENTS = [
  ["America/New_York", "2025-03-09T07:00:00Z"], ["America/New_York", "2025-11-02T06:00:00Z"],
  ["Asia/Kolkata", "2025-01-14T18:30:00Z"], ["Asia/Kathmandu", "2025-06-30T18:15:00Z"],
  ["Australia/Lord_Howe", "2025-04-05T15:00:00Z"], ["Australia/Lord_Howe", "2025-10-04T15:30:00Z"],
  ["America/Santiago", "2025-04-06T03:00:00Z"], ["America/Santiago", "2025-09-07T04:00:00Z"],
  ["Pacific/Chatham", "2025-04-05T14:00:00Z"], ["Pacific/Chatham", "2025-09-27T14:00:00Z"],
  ["America/Sao_Paulo", "2017-02-19T02:00:00Z"], ["America/Sao_Paulo", "2017-10-15T03:00:00Z"],
  ["Africa/Casablanca", "2025-02-23T02:00:00Z"], ["Africa/Casablanca", "2025-04-06T02:00:00Z"],
  ["America/St_Johns", "2010-11-07T02:31:00Z"], ["Pacific/Apia", "2011-12-30T10:00:00Z"],
  ["Europe/London", "2024-12-31T23:59:59Z"], ["UTC", "2024-02-29T00:00:00Z"], ["UTC", "2025-12-31T23:30:00Z"],
];

/** { request, options, files: [{ name, text }] } */
export function randomCase(seed) {
  const dice = diceOf(seed);
  const { request, options } = dice.chance(0.25) ? randomInvoice(dice) : randomEstimate(dice);
  Object.assign(options, randomOptions(dice));
  const window = resolve(request, options);
  options.inputTimeframe = dice.pick(TIMEFRAMES.slice(0, TIMEFRAMES.indexOf(window.timeframe) + 1));
  const replies = randomReplies(dice, randomBuckets(dice, window, options.inputTimeframe));
  return { request, options, files: randomFiles(dice, replies) };
}

// ---- requests

function randomInvoice(dice) {
  const [timezone, moment] = dice.pick(MOMENTS);
  const month = moment.slice(0, 7);
  const request = { source: "invoice", ...dice.pick([{}, { billing_month: month }, { charge_month: month }]) };
  if (dice.chance(0.6)) request.timezone = timezone;
  const timeframe = dice.pick([undefined, undefined, "month", "week", "day", "hour"]);
  if (timeframe) request.timeframe = timeframe;
  return { request, options: { now: moment } };
}

const SPANS = { minute: 90 * MINUTE, hour: 30 * HOUR, day: 12 * DAY, week: 60 * DAY, month: 150 * DAY };

function randomEstimate(dice) {
  const [zone, moment] = dice.pick(MOMENTS);
  const timeframe = dice.pick(TIMEFRAMES);
  const timezone = dice.chance(0.9) ? zone : "UTC";
  const length = dice.between(1, SPANS[timeframe]);
  const start = readInstant(moment, "UTC") - dice.upTo(length);
  const end = start + length;
  const request = { source: "estimate", start: randomTime(dice, start, timezone), end: randomTime(dice, end, timezone) };
  if (timezone !== "UTC" || dice.chance(0.5)) request.timezone = timezone;
  if (dice.chance(0.8)) request.timeframe = timeframe;
  if (dice.chance(0.5)) request.bound_to_timeframe = dice.pick(["true", "false", true, false]);
  const options = { now: instantText(end + dice.between(0, DAY)), rangeLimit: "none" };
  if (length < 60 * DAY && dice.chance(0.2)) options.rangeLimit = dice.pick(["lookback", "range"]);
  leaveTimesToDefaults(dice, request, options, end);
  const { start: first, end: last } = resolve({ ...request, bound_to_timeframe: false }, options);
  return first < last ? { request, options } : randomEstimate(dice); // an hour that comes twice may turn them round
}

function leaveTimesToDefaults(dice, request, options, end) {
  if (dice.chance(0.9)) return;
  options.now = instantText(end);
  delete request.end;
  if (dice.chance(0.5)) delete request.start;
}

// An instant as a caller might write it: in UTC, with an offset, as local time, as a date.
function randomTime(dice, instant, zone) {
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

function offsetText(offset) {
  const minutes = Math.abs(offset) / MINUTE;
  const digits = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(minutes / 60)}:${digits(minutes % 60)}`;
}

function randomOptions(dice) {
  const options = {};
  if (dice.chance(0.6)) options.grain = dice.pick(["timeframe", "line_item"]);
  if (dice.chance(0.5)) options.billingAccountId = dice.pick(["fal:acme", "0012345", "=acme", "a, \"b\"", "Ünïted"]);
  if (dice.chance(0.2)) options.billingAccountName = dice.pick(["Acme Renders", "-Acme", "Acme\nInc"]);
  if (dice.chance(0.4)) options.spreadsheetSafe = dice.chance(0.7);
  if (dice.chance(0.3)) options.attributionTags = dice.chance(0.5);
  return options;
}

// ---- usage

function randomBuckets(dice, window, inputTimeframe) {
  const sizes = Array.from({ length: dice.pick([0, 1, 3, 3, 8, 8, 15, 15]) }, () => dice.pick([0, 1, 1, 2, 5]));
  const items = randomLineItems(dice, sizes.reduce((sum, size) => sum + size, 0));
  const buckets = sizes.map((size) => ({
    bucket: randomBucketText(dice, window, inputTimeframe),
    results: items.splice(0, size),
  }));
  return dice.chance(0.5) ? buckets : buckets.sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
}

// Mostly in the window and on a boundary of the input's timeframe, in fal's form: with the zone's offset.
function randomBucketText(dice, window, inputTimeframe) {
  const margin = Math.ceil((window.end - window.start) / 6);
  const instant = dice.chance(0.1)
    ? dice.pick([window.start - 1, window.start, window.end - 1, window.end])
    : dice.between(window.start - margin, window.end + margin);
  const start = dice.chance(0.9) ? periodAt(window.timezone, inputTimeframe, instant).start : instant;
  const offset = offsetAt(window.timezone, start);
  if (dice.chance(0.7)) return instantText(start + offset).slice(0, 19) + offsetText(offset);
  return randomTime(dice, start, window.timezone).replace("z", "Z");
}

// Pages: a bucket may be cut in two, and the pages need not come in order.
function randomReplies(dice, buckets) {
  const pages = Array.from({ length: buckets.length > 1 ? dice.pick([1, 1, 2, 3]) : 1 }, () => []);
  for (const bucket of buckets) {
    const cut = dice.chance(0.2) ? dice.upTo(bucket.results.length + 1) : bucket.results.length;
    dice.pick(pages).push({ ...bucket, results: bucket.results.slice(0, cut) });
    if (cut < bucket.results.length) dice.pick(pages).push({ ...bucket, results: bucket.results.slice(cut) });
  }
  const filled = pages.filter((page, at) => page.length > 0 || at === 0);
  const lastPageIs = dice.pick(["given", "given", "given", "missing", "unsaid"]);
  return filled.map((page, at) => reply(dice, page, at, at === filled.length - 1 ? lastPageIs : "missing"));
}

function reply(dice, time_series, at, lastPageIs) {
  const paging = {
    given: { next_cursor: null, has_more: false },
    missing: { next_cursor: `cursor-${at}`, has_more: true },
    unsaid: {},
  }[lastPageIs];
  const summary = dice.chance(0.1) ? { summary: [{ endpoint_id: "fal-ai/flux/dev", cost: { number: "99.9" } }] } : {};
  return { time_series, ...paging, ...summary };
}

function randomFiles(dice, replies) {
  const arrangement = dice.pick(["files", "files", "array", "lines", "concatenated"]);
  const write = randomJsonStyle(dice, { isOneLine: arrangement === "lines" });
  const mark = dice.chance(0.05) ? "\uFEFF" : "";
  const file = (name, text) => ({ name, text: mark + text });
  const lineEnd = dice.pick(["\n", "\r\n"]);
  if (arrangement === "array") return [file("replies.json", write(replies))];
  if (arrangement === "lines") return [file("replies.ndjson", replies.map((one) => write(one) + lineEnd).join(""))];
  if (arrangement === "concatenated") return [file("replies.json", replies.map(write).join(dice.pick([" ", "\n\n"])))];
  return dice.shuffled(replies).map((one, at) => file(`page-${at + 1}.json`, write(one)));
}
