// Random conversions, all of them valid: `randomCase(seed)` gives the same { request, options, files } every time.
// inputTimeframe is always said, because a few random buckets may all lie on a coarser boundary by accident.

import { createHash } from "node:crypto";
import { offsetAt, periodAt } from "./calendar.mjs";
import { convert } from "./convert.mjs";
import { diceOf } from "./dice.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { randomJsonStyle } from "./random-json.mjs";
import { randomEvents } from "./random-events.mjs";
import { TEAMS, randomLineItems, randomMachineItems, randomOrganizationItems } from "./random-usage.mjs";
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
  const { lists, inputKind } = randomLists(dice, window, options.inputTimeframe);
  if (inputKind) options.inputKind = inputKind;
  else if (dice.chance(0.1)) options.onInvalid = "skip";
  if (options.onInvalid) lists.forEach((list) => spoilSome(dice, list));
  const isPaged = !inputKind; // whether pages of a kind that is left out are missing, nobody says
  const replies = lists.flatMap((list) => randomReplies(dice, list, isPaged));
  const companions = randomCompanions(dice, options);
  const manifestOf = (pages) => randomManifest(dice, pages, window, options.inputTimeframe);
  // What is skipped is named by its path, which is simple where a file is one reply.
  const arrangement = options.onInvalid ? "files" : dice.pick(["files", "files", "array", "lines", "concatenated"]);
  const files = randomFiles(dice, arrangement, companions, withoutRepeatedPages(replies), manifestOf);
  return withInvoiceTotal(dice, { request, options, files });
}

// ---- requests

function randomInvoice(dice) {
  const [timezone, moment] = dice.pick(MOMENTS);
  const month = moment.slice(0, 7);
  const request = { source: "invoice", ...dice.pick([{}, { billing_month: month }, { charge_month: month }]) };
  if (dice.chance(0.6)) request.timezone = timezone;
  const timeframe = dice.pick([undefined, undefined, "month", "week", "day", "hour"]);
  if (timeframe) request.timeframe = timeframe;
  const options = { now: moment };
  if (dice.chance(0.6)) {
    const { billing_month } = resolve(request, options);
    const isSaid = request.billing_month ?? request.charge_month;
    options.invoice = randomInvoiceDocument(dice, isSaid ? billing_month : dice.pick([billing_month, "2024-03", "2025-01"]));
  }
  return { request, options };
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
  if (dice.chance(0.2)) options.assumeUnique = dice.chance(0.7);
  return options;
}

// ---- what the replies list

const USAGE = { key: "time_series", items: randomLineItems };
const MACHINES = { key: "time_series", items: randomMachineItems };
const ORGANIZATION = { key: "time_series", items: randomOrganizationItems };
const SUMMARY = { key: "summary", items: randomLineItems };
const EVENTS = { key: "billing_events", isOrganization: false };
const ORGANIZATION_EVENTS = { key: "billing_events", isOrganization: true };

// Kinds that tell of different charges, or that inputKind decides between.
const MIXTURES = [
  { kinds: [USAGE] }, { kinds: [USAGE] }, { kinds: [USAGE] }, { kinds: [USAGE, MACHINES] }, { kinds: [MACHINES] },
  { kinds: [ORGANIZATION] }, { kinds: [ORGANIZATION] }, { kinds: [EVENTS] }, { kinds: [EVENTS, MACHINES] },
  { kinds: [ORGANIZATION_EVENTS] }, { kinds: [MACHINES, ORGANIZATION_EVENTS] },
  { kinds: [SUMMARY] }, { kinds: [MACHINES, SUMMARY] },
  { kinds: [USAGE, EVENTS, MACHINES], inputKind: "models/usage" },
  { kinds: [EVENTS, USAGE, ORGANIZATION_EVENTS], inputKind: "models/billing-events" },
  { kinds: [EVENTS, ORGANIZATION_EVENTS], inputKind: "organization/billing-events" },
  { kinds: [ORGANIZATION, USAGE, MACHINES, EVENTS], inputKind: "organization/usage" },
  { kinds: [ORGANIZATION, MACHINES], inputKind: "serverless/usage" },
];

// [{ key, entries }], an entry being a bucket, an item of a summary or an event.
function randomLists(dice, window, inputTimeframe) {
  const { kinds, inputKind } = dice.pick(MIXTURES);
  const lists = kinds.map(({ key, items, isOrganization }) => {
    if (key === "time_series") return { key, entries: randomBuckets(dice, window, inputTimeframe, items) };
    const count = dice.pick([0, 1, 3, 8, 15]);
    const timestamp = () => randomTimestamp(dice, window);
    return { key, entries: items ? items(dice, count) : randomEvents(dice, count, { timestamp, isOrganization }) };
  });
  return { lists, inputKind };
}

function randomBuckets(dice, window, inputTimeframe, randomItems) {
  const sizes = Array.from({ length: dice.pick([0, 1, 3, 3, 8, 8, 15, 15]) }, () => dice.pick([0, 1, 1, 2, 5]));
  const items = randomItems(dice, sizes.reduce((sum, size) => sum + size, 0));
  const buckets = sizes.map((size) => ({
    bucket: randomBucketText(dice, window, inputTimeframe),
    results: items.splice(0, size),
  }));
  return dice.chance(0.5) ? buckets : buckets.sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
}

// Line items that cannot be read, each for one reason.
function spoilSome(dice, { key, entries }) {
  const items = key === "time_series" ? entries.flatMap(({ results }) => results) : entries;
  const reasons = [
    ["percent_discount", { number: "120" }], ["unit_price", "many"], ["cost_total", { number: "1e999999999" }],
    ...(key === "billing_events" ? [["request_id", null], ["timestamp", "soon"], ["tags", true]] : [["currency", null]]),
  ];
  for (const item of items.filter(() => dice.chance(0.15))) Object.assign(item, Object.fromEntries([dice.pick(reasons)]));
}

function randomTimestamp(dice, window) {
  const instant = randomInstant(dice, window);
  const text = randomTime(dice, instant, window.timezone).replace("z", "Z");
  return text.includes("T") ? text : instantText(instant);
}

function randomInstant(dice, window) {
  const margin = Math.ceil((window.end - window.start) / 6);
  return dice.chance(0.1)
    ? dice.pick([window.start - 1, window.start, window.end - 1, window.end])
    : dice.between(window.start - margin, window.end + margin);
}

// Mostly in the window and on a boundary of the input's timeframe, in fal's form: with the zone's offset.
function randomBucketText(dice, window, inputTimeframe) {
  const instant = randomInstant(dice, window);
  const start = dice.chance(0.9) ? periodAt(window.timezone, inputTimeframe, instant).start : instant;
  const offset = offsetAt(window.timezone, start);
  if (dice.chance(0.7)) return instantText(start + offset).slice(0, 19) + offsetText(offset);
  return randomTime(dice, start, window.timezone).replace("z", "Z");
}

// Pages: a bucket may be cut in two, and the pages need not come in order.
function randomReplies(dice, { key, entries }, isPaged) {
  const pages = Array.from({ length: entries.length > 1 ? dice.pick([1, 1, 2, 3]) : 1 }, () => []);
  for (const piece of entries.flatMap((entry) => randomPieces(dice, entry))) dice.pick(pages).push(piece);
  const filled = pages.filter((page, at) => page.length > 0 || at === 0);
  const lastPageIs = isPaged ? dice.pick(["given", "given", "given", "missing", "unsaid"]) : "given";
  return filled.map((page, at) => reply(dice, { [key]: page }, at, at === filled.length - 1 ? lastPageIs : "missing"));
}

function randomPieces(dice, entry) {
  if (entry.results === undefined || dice.chance(0.8)) return [entry];
  const cut = dice.upTo(entry.results.length + 1);
  const pieces = [entry.results.slice(0, cut), entry.results.slice(cut)];
  return pieces.filter((results, at) => at === 0 || results.length > 0).map((results) => ({ ...entry, results }));
}

function reply(dice, listed, at, lastPageIs) {
  const paging = {
    given: { next_cursor: null, has_more: false },
    missing: { next_cursor: `cursor-${at}`, has_more: true },
    unsaid: {},
  }[lastPageIs];
  const isBeside = listed.time_series !== undefined && dice.chance(0.1);
  const summary = isBeside ? { summary: [{ endpoint_id: "fal-ai/flux/dev", cost: { number: "99.9" } }] } : {};
  return { ...listed, ...paging, ...summary };
}

// Two small pages may say the same by accident, which is an error.
function withoutRepeatedPages(replies) {
  const seen = new Set();
  return replies.filter(({ time_series, summary, billing_events }) => {
    const said = JSON.stringify([time_series, billing_events, time_series ? null : summary]);
    const isNew = !seen.has(said);
    seen.add(said);
    return isNew;
  });
}

// ---- what comes with the replies

// As replies in front of the others; or, as an effect, as options.
function randomCompanions(dice, options) {
  const teams = dice.shuffled(TEAMS).slice(0, 3).map((username) => ({ username, name: `Team "${username}", named` }));
  const given = {
    account: dice.chance(0.3) && { username: dice.pick(["acme-corp", TEAMS[0]]), credits: { current_balance: { number: "24.5" } } },
    teams: dice.chance(0.5) && { teams: [...teams, { username: "acme-corp", name: "Acme Corporation" }] },
    pricing: dice.chance(0.5) && { prices: randomPrices(dice), next_cursor: "Mg==", has_more: true },
  };
  const replies = [];
  for (const [name, companion] of Object.entries(given).filter(([, companion]) => companion)) {
    if (dice.chance(0.5)) replies.push(companion);
    else options[name] = randomJsonStyle(dice, { isOneLine: false })(companion);
  }
  return replies;
}

function randomPrices(dice) {
  return ["fal-ai/flux/dev", "fal-ai/flux-pro/v1.1", "openrouter/router/openai/v1/chat/completions", "fal-ai/flux/dev"]
    .slice(0, dice.between(1, 4))
    .map((endpoint_id) => ({ endpoint_id, unit_price: { number: "0.025" }, unit: dice.pick(["image", "image", "token"]) }));
}

// An amount as it is written, which says how precise it is.
function randomStated(dice, texts) {
  const text = dice.pick(texts);
  return dice.chance(0.3) ? text : { number: text };
}

function randomInvoiceDocument(dice, billing_month) {
  const some = (make) => Array.from({ length: dice.upTo(3) }, make);
  const credits = some(() => ({
    description: dice.pick(["Promotional credit", "=credit", 'Credit, "Q1"']),
    amount: randomStated(dice, ["-1.50", "0", "-0.00", "-1e-3", "-12345678901234567890.5"]),
    ...dice.pick([{}, { username: dice.pick(TEAMS) }]),
  }));
  const taxes = some(() => ({
    description: dice.pick(["VAT 20%", "-tax"]),
    amount: randomStated(dice, ["2.04", "0", "0.10", "1e-2", "-0.5"]),
    ...dice.pick([{}, { rate: randomStated(dice, ["20", "20.0", "7.25", "0", "100"]) }]),
  }));
  return {
    invoice_id: dice.pick(["FAL-2025-0042", "=invoice"]),
    billing_month,
    ...dice.pick([{}, { issued_at: "2025-03-01T00:00:00Z" }]),
    ...dice.pick([{}, { currency: "USD" }, { currency: "EUR" }]),
    ...dice.pick([{}, { credits }, { taxes }, { credits, taxes }, { credits, taxes }]),
  };
}

// A total that agrees, nearly agrees, or does not: only the conversion itself knows which.
function withInvoiceTotal(dice, { request, options, files }) {
  if (options.invoice === undefined) return { request, options, files };
  const write = randomJsonStyle(dice, { isOneLine: false });
  const withDocument = (document, more) => ({ request, options: { ...options, ...more, invoice: write(document) }, files });
  const plain = withDocument(options.invoice, {});
  if (dice.chance(0.3)) return plain;
  const { sum } = convert(request, plain.options, files).summary.invoice;
  const cents = Number(sum).toFixed(2);
  const total = randomStated(dice, [sum, `${sum}0`, cents, cents, cents, "12.30"].filter((text) => !text.includes("e")));
  return withDocument({ ...options.invoice, total }, dice.pick([{}, { roundingRow: true }, { roundingRow: false }]));
}

// ---- files

function randomFiles(dice, arrangement, companions, replies, manifestOf) {
  const write = randomJsonStyle(dice, { isOneLine: arrangement === "lines" });
  const mark = dice.chance(0.05) ? "\uFEFF" : "";
  const file = (name, text) => ({ name, text: mark + text });
  const lineEnd = dice.pick(["\n", "\r\n"]);
  const all = [...companions, ...replies];
  if (arrangement === "array") return [file("replies.json", write(all))];
  if (arrangement === "lines") return [file("replies.ndjson", all.map((one) => write(one) + lineEnd).join(""))];
  if (arrangement === "concatenated") return [file("replies.json", all.map(write).join(dice.pick([" ", "\n\n"])))];
  const pages = dice.shuffled(replies).map((one, at) => file(`page-${at + 1}.json`, write(one)));
  const manifest = dice.chance(0.2) ? [file("manifest.json", write(manifestOf(pages)))] : [];
  return [...manifest, ...companions.map((one, at) => file(`companion-${at + 1}.json`, write(one))), ...pages];
}

// The record of a fetch; sometimes of one page more than there is, or of another range.
function randomManifest(dice, pages, window, timeframe) {
  const hashes = pages.map(({ text }) => createHash("sha256").update(text).digest("hex"));
  if (dice.chance(0.2)) hashes.push(createHash("sha256").update("another page").digest("hex"));
  return {
    fal_focus_manifest: { number: "1" },
    endpoint: "/models/usage",
    query: {
      start: instantText(window.start + dice.pick([-1, 0, 0, 0, 1])),
      end: instantText(window.end + dice.pick([0, 0, 0, 1, -1])),
      timezone: window.timezone,
      timeframe,
    },
    pages: hashes.map((sha256, at) => ({ file: `page-${at + 1}.json`, sha256, cursor: null, next_cursor: null })),
    complete: dice.chance(0.9),
  };
}
