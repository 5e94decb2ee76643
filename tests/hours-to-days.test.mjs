// Hourly usage written as days is daily usage fetched as days, to the digit: straight from the replies, and by way
// of an hourly report that is read back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { focusReport } from "fal-focus";

await init();

const daily = JSON.parse(readFileSync(new URL("../www/sample.json", import.meta.url), "utf8"));
const options = { rangeLimit: "none", now: "2026-11-22T00:00:00Z" };
const request = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "UTC" };

/** The same usage by hour: of every line item some in three of the hours of its day. */
function hourly({ time_series, ...page }) {
  const buckets = time_series.flatMap(({ bucket, results }) => {
    const day = bucket.slice(0, 10);
    return [3, 11, 22].map((hour, part) => ({
      bucket: `${day}T${String(hour).padStart(2, "0")}:00:00Z`,
      results: results.map((result) => portion(result, part)),
    }));
  });
  return { ...page, time_series: buckets };
}

/** A third of the amounts, cut at nine decimals; the last part has the rest. */
function portion(result, part) {
  const shared = ["quantity", "cost_subtotal", "cost_discount", "cost_total", "cost"];
  return { ...result, ...Object.fromEntries(shared.map((name) => [name, share(result[name], part)])) };
}

function share(amount, part) {
  const nanos = BigInt(Math.round(amount * 1e9));
  const third = nanos / 3n;
  const nano = part < 2 ? third : nanos - 2n * third;
  return `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, "0")}`;
}

/** In UTC, so that the sample's days are days of the report. */
const inUtc = {
  ...daily,
  time_series: daily.time_series.map(({ bucket, results }) => ({ bucket: `${bucket.slice(0, 10)}T00:00:00Z`, results })),
};

const report = async (replies, timeframe, more = {}) =>
  focusReport({ ...request, timeframe }, replies, { ...options, ...more }).csv.text();
const account = { billingAccountId: "fal:northlight-studio", inputTimeframe: "day" };

test("replies by hour, written as days", async () => {
  const expected = await report(JSON.stringify(inUtc), "day", account);
  assert.ok(expected.split("\n").length > 700);
  assert.equal(await report(JSON.stringify(hourly(inUtc)), "day", account), expected);
});

test("a report by hour, read back as days", async () => {
  const byHour = await report(JSON.stringify(hourly(inUtc)), "hour", { billingAccountId: account.billingAccountId });
  assert.equal(await report(byHour, "day"), await report(JSON.stringify(inUtc), "day", account));
});
