// Made-up replies: what they list, and how that is cut into pages.

import { offsetAt, periodAt } from "./calendar.mjs";
import { instantText } from "./instant.mjs";
import { randomEvents } from "./random-events.mjs";
import { offsetText, randomTime } from "./random-time.mjs";
import { randomLineItems, randomMachineItems, randomOrganizationItems } from "./random-usage.mjs";

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

/** { lists: [{ key, entries }], inputKind? }, an entry being a bucket, an item of a summary or an event. */
export function randomLists(dice, window, inputTimeframe) {
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

/** Makes some line items such that they cannot be read, each for one reason. */
export function spoilSome(dice, { key, entries }) {
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

/** The pages of a list: a bucket may be cut in two, and the pages need not come in order. */
export function randomReplies(dice, { key, entries }, isPaged) {
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

/** Two small pages may say the same by accident, which is an error. */
export function withoutRepeatedPages(replies) {
  const seen = new Set();
  return replies.filter(({ time_series, summary, billing_events }) => {
    const said = JSON.stringify([time_series, billing_events, time_series ? null : summary]);
    const isNew = !seen.has(said);
    seen.add(said);
    return isNew;
  });
}
