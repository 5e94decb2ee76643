// Random conversions, all of them valid: `randomCase(seed)` gives the same { request, options, files } every time.
// inputTimeframe is always said, because a few random buckets may all lie on a coarser boundary by accident.

import { reportColumns } from "./columns.mjs";
import { convert } from "./convert.mjs";
import { diceOf } from "./dice.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { randomChoice, randomVersion } from "./random-columns.mjs";
import { randomCompanions, randomInvoiceDocument, randomManifest, randomStated } from "./random-companions.mjs";
import { randomJsonStyle } from "./random-json.mjs";
import { randomLists, randomReplies, spoilSome, withoutRepeatedPages } from "./random-replies.mjs";
import { randomTime } from "./random-time.mjs";
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

function randomOptions(dice) {
  const options = {};
  if (dice.chance(0.6)) options.grain = dice.pick(["timeframe", "line_item"]);
  if (dice.chance(0.5)) options.billingAccountId = dice.pick(["fal:acme", "0012345", "=acme", "a, \"b\"", "Ünïted"]);
  if (dice.chance(0.2)) options.billingAccountName = dice.pick(["Acme Renders", "-Acme", "Acme\nInc"]);
  if (dice.chance(0.4)) options.spreadsheetSafe = dice.chance(0.7);
  if (dice.chance(0.3)) options.attributionTags = dice.chance(0.5);
  if (dice.chance(0.2)) options.assumeUnique = dice.chance(0.7);
  const { focusVersion = "1.2" } = Object.assign(options, randomVersion(dice));
  return Object.assign(options, randomChoice(dice, reportColumns(focusVersion)));
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

// ---- the invoice’s total

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
