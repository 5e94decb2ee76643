// Is everything there, and does it fit together? What the pages say, what their buckets look like, and what the
// manifest of a fetch says that there should be.

import { createHash } from "node:crypto";
import { offsetAt, periodAt } from "./calendar.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { kindOf } from "./kinds.mjs";
import { entriesOf } from "./reply.mjs";
import { calendarZone } from "./request.mjs";

/** { complete, completeReason, counts } of all replies of a run. */
export function completenessOf({ replies, files, manifests, skipped, window }, options) {
  const counts = {
    ...fetchedWholly(manifests, files, window),
    missing_last_page: kindsWithoutLastPage(replies, manifests),
    ...bucketsThatFit(replies, manifests, window, options),
  };
  const reasons = [
    ["invalid_skipped", false, skipped.length > 0],
    ["missing_page", false, counts.missing_page > 0],
    ["window_not_covered", false, counts.window_not_covered > 0],
    ["missing_last_page", false, counts.missing_last_page > 0],
    ["manifest", true, manifests.length > 0],
    ["last_page", true, replies.some(({ value }) => value.has_more === false)],
    ["unpaged", true, true],
  ];
  const [completeReason, complete] = reasons.find(([, , applies]) => applies);
  return { complete, completeReason, counts };
}

// ---- manifests

function fetchedWholly(manifests, files, window) {
  const hashes = new Set(files.map(({ text }) => createHash("sha256").update(text, "utf8").digest("hex")));
  const missing = manifests.flatMap(({ pages, complete }) =>
    [...pages.filter(({ sha256 }) => !hashes.has(sha256)), ...(complete ? [] : ["the rest"])]);
  return {
    missing_page: missing.length,
    window_not_covered: endpoints(manifests).filter((endpoint) =>
      !coverTogether(manifests.filter((manifest) => manifest.endpoint === endpoint), window)).length,
  };
}

function endpoints(manifests) {
  return [...new Set(manifests.map(({ endpoint }) => endpoint))];
}

// Several fetches of one endpoint, next to each other, are as good as one.
function coverTogether(manifests, window) {
  const ranges = manifests.map(({ query: { start, end, timezone = "UTC" } }) =>
    ({ start: readInstant(start, timezone), end: readInstant(end, timezone) }));
  let covered = window.start;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start <= covered) covered = Math.max(covered, end);
  }
  return covered >= window.end;
}

// ---- pages

// A kind with pages that all say that there is more. An empty page has no kind: when it says that there is no more,
// it may be the last one of any kind of its list. Of an endpoint with a manifest that alone says what is there.
function kindsWithoutLastPage(replies, manifests) {
  const fetched = endpoints(manifests).map((endpoint) => endpoint.replace(/^\//, ""));
  return ["usage", "events"].map((list) => {
    const pages = replies.filter((reply) => listOf(reply) === list).map(({ value }) => ({
      hasMore: value.has_more,
      kinds: new Set(entriesOf(value).map((entry) => kindOf(entry.value, list))),
    }));
    const kinds = new Set(pages.flatMap((page) => [...page.kinds]));
    const lacking = [...kinds].filter((kind) => !fetched.includes(kind)).filter((kind) => {
      const said = pages.filter((page) => page.kinds.has(kind)).map(({ hasMore }) => hasMore);
      return said.includes(true) && !said.includes(false);
    });
    const empty = pages.filter((page) => page.kinds.size === 0);
    const lastOnes = empty.filter(({ hasMore }) => hasMore === false).length;
    // Nothing but empty pages that promise more.
    if (manifests.length === 0 && kinds.size === 0 && lastOnes === 0 && empty.some(({ hasMore }) => hasMore === true)) return 1;
    return Math.max(0, lacking.length - lastOnes);
  }).reduce((a, b) => a + b);
}

function listOf({ value }) {
  return value.billing_events === undefined ? "usage" : "events";
}

// ---- buckets

function bucketsThatFit(replies, manifests, window, { inputTimeframe }) {
  const zone = calendarZone(window);
  const byReply = replies
    .map(({ value }) => (value.time_series ?? []).filter(({ results }) => results.length > 0))
    .filter((buckets) => buckets.length > 0)
    .map((buckets) => buckets.map(({ bucket }) => labelOf(bucket, zone, window.timezone)));
  const labels = byReply.flat();
  const whole = replies.flatMap(({ value }) => value.time_series ?? []).filter(({ results }) => results.length > 0);
  const timeframe = inputTimeframe ?? manifests.find(({ query }) => query.timeframe !== undefined)?.query.timeframe;
  return {
    offset_differs: labels.filter(isMisfit).length,
    repeated_bucket: whole.length - new Set(whole.map((bucket) => JSON.stringify(bucket))).size,
    mixed_timezones: repliesOfAnotherZone(byReply),
    week_start_differs: bucketsOfOtherWeeks(labels.map(({ instant }) => instant), timeframe, zone),
  };
}

// The offset that a bucket's label says, and the one that the zone has then; a label may say none.
function labelOf(bucket, zone, timezone) {
  const instant = readInstant(bucket, timezone);
  const said = /(Z|z|[+-]\d{2}:\d{2})$/.test(bucket) && bucket.includes("T");
  const offset = said ? readInstant(bucket.replace(/(Z|z|[+-]\d{2}:\d{2})$/, "Z"), "UTC") - instant : null;
  return { instant, offset, expected: offsetAt(zone, instant) };
}

function isMisfit({ offset, expected }) {
  return offset !== null && offset !== expected;
}

function repliesOfAnotherZone(byReply) {
  const misfits = byReply.filter((labels) => labels.some(isMisfit)).length;
  const offsets = byReply.flat().flatMap(({ offset }) => (offset === null ? [] : [offset]));
  const spread = Math.max(...offsets) - Math.min(...offsets);
  return misfits < byReply.length || spread > 2 * 3600 ? misfits : 0;
}

// fal does not say on which day its weeks start; we take Mondays.
function bucketsOfOtherWeeks(instants, timeframe, zone) {
  const begins = (unit) => (instant) => periodAt(zone, unit, instant).start === instant;
  if (timeframe === "week") return instants.filter((instant) => !begins("week")(instant)).length;
  if (timeframe !== undefined) return 0;
  const weekdays = new Set(instants.map((instant) => weekdayOf(instant + offsetAt(zone, instant))));
  const areWeeks = new Set(instants).size >= 3 && instants.every(begins("day")) && weekdays.size === 1 &&
    !weekdays.has(1) && !instants.every(begins("month"));
  return areWeeks ? instants.length : 0;
}

function weekdayOf(local) {
  return new Date(instantText(local)).getUTCDay();
}
