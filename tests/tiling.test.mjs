// Charge periods tile the window, through the whole product and with the zones of the JavaScript
// host: three days of usage every quarter of an hour, around a change of the zone's clocks.
//
// SLOW=1 takes every zone that the host knows, and the last two changes of each.

import assert from "node:assert/strict";
import { test } from "node:test";

import init, { focusReport, resolveRequest } from "fal-focus";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Changes that a simpler calendar gets wrong; the last change of a zone is found by itself. */
const ODD_CHANGES = [
  ["America/St_Johns", "2010-11-07T02:31:00Z"], // 00:01 back to 23:01: an hour of one minute
  ["America/St_Johns", "2010-03-14T03:31:00Z"], // 00:01 on to 01:01
  ["Pacific/Apia", "2011-12-30T10:00:00Z"], // a day that never was
  ["Pacific/Fakaofo", "2011-12-30T11:00:00Z"],
  ["Australia/Lord_Howe", "2025-10-04T15:30:00Z"], // half an hour
  ["Australia/Lord_Howe", "2025-04-05T15:00:00Z"],
  ["America/Havana", "2025-11-02T05:00:00Z"], // 01:00 back to midnight: midnight twice
  ["America/Santiago", "2025-09-07T04:00:00Z"], // no midnight
  ["America/Caracas", "2007-12-09T07:00:00Z"], // half an hour, for good
  ["Antarctica/Troll", "2025-10-26T01:00:00Z"], // two hours
  ["Asia/Pyongyang", "2018-05-04T15:00:00Z"],
];
const ODD_ZONES = [
  ...["Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Asuncion"],
  ...["America/New_York", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll"],
  ...["Asia/Beirut", "Asia/Kathmandu", "Asia/Tehran", "Australia/Eucla", "Australia/Lord_Howe"],
  ...["Europe/Berlin", "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Chatham"],
  ...["Pacific/Marquesas", "UTC"],
];

await init();

test("charge periods tile the window and no cost is lost", async () => {
  const slow = Boolean(process.env.SLOW);
  const known = Intl.supportedValuesOf("timeZone");
  const every10th = known.filter((_, index) => index % 10 === 0);
  const zones = new Set([...ODD_ZONES, ...(slow ? known : every10th)]);
  assert.ok(zones.size >= 55, `only ${zones.size} zones`);
  const roll = dice(7n);
  for (const [zone, change] of ODD_CHANGES) await checkAround(Date.parse(change), zone, roll);
  for (const zone of zones) {
    for (const change of lastChanges(zone, slow ? 2 : 1, roll)) {
      await checkAround(change, zone, roll);
    }
  }
});

async function checkAround(change, timezone, roll) {
  const request = {
    source: "estimate",
    // A day and a half to both sides, off every boundary.
    start: instantText(change - 36 * HOUR + 7 * MINUTE),
    end: instantText(change + 36 * HOUR - 7 * MINUTE),
    timezone,
  };
  for (const timeframe of ["hour", "day"]) {
    const bounded = { ...request, timeframe };
    const window = resolveRequest(bounded, { now: request.end, rangeLimit: "none" });
    const usage = usageOf(Date.parse(window.start), Date.parse(window.end), roll);
    await checkReport(bounded, usage, window.buckets);
    // The same periods overlap the exact dates, so that the same usage belongs to them.
    const exact = { ...bounded, bound_to_timeframe: false };
    if (timeframe === "day") await checkReport(exact, usage, window.buckets);
  }
}

/** A reply for [start, end), with a bucket right before and one right behind it. */
function usageOf(start, end, roll) {
  const instants = [start - 15 * MINUTE];
  for (let at = start; at <= end; at += 15 * MINUTE) instants.push(at);
  // Buckets need not lie on a grid either.
  for (let at = start + 7 * MINUTE; at < end; at += 5 * HOUR) instants.push(at);
  let nanoDollars = 0n;
  const buckets = instants.map((at) => {
    const amount = roll(1_000_000_000_000n) - 1000n;
    if (at >= start && at < end) nanoDollars += amount;
    // Of one price and in text, so that periods are added up and no digit is JavaScript's.
    const price = `"quantity":${amount},"unit_price":0.000000001`;
    const cost = `"cost_total":${decimalOf(amount)},"currency":"USD"`;
    const item = `{"endpoint_id":"fal-ai/x","unit":"image",${price},${cost}}`;
    return `{"bucket":"${instantText(at)}","results":[${item}]}`;
  });
  return { reply: `{"time_series":[${buckets}],"has_more":false}`, nanoDollars };
}

async function checkReport(request, usage, buckets) {
  const about = JSON.stringify(request);
  const options = { now: request.end, rangeLimit: "none", inputTimeframe: "minute" };
  const { csv, summary } = focusReport(request, usage.reply, options);
  const rows = readRows(await csv.text());

  // A period is one row here, and the form of the instants sorts as time does.
  const periods = rows.map((row) => [row.ChargePeriodStart, row.ChargePeriodEnd]).sort();
  const starts = periods.map(([start]) => start);
  const ends = periods.map(([, end]) => end);
  assert.deepEqual([...starts, summary.end], [summary.start, ...ends], `${about}: gap or overlap`);
  assert.equal(periods.length, buckets, `${about}: number of periods`);
  for (const [start, end] of periods) checkShape(start, end, request, summary);

  const total = rows.reduce((sum, row) => sum + nanoOf(row.BilledCost), 0n);
  assert.equal(total, usage.nanoDollars, `${about}: the sum of BilledCost`);
  assert.equal(nanoOf(summary.totals[0].inputCost), usage.nanoDollars, `${about}: inputCost`);
  assert.equal(summary.outsideWindow, 2, `${about}: outsideWindow`);
}

/** Every inner boundary is one by the host's own clocks. */
function checkShape(startText, endText, { timezone, timeframe }, summary) {
  const about = `${timezone}, ${timeframe}: ${startText} to ${endText}`;
  const [start, end] = [Date.parse(startText), Date.parse(endText)];
  if (timeframe === "hour") {
    assert.ok(end - start <= HOUR, `${about} is too long`);
    const [first, last] = [start, end - 1000].map((at) => offsetAt(at, timezone));
    assert.equal(first, last, `${about} spans a change`);
  } else if (startText !== summary.start) {
    const [before, after] = [start - 1000, start].map((at) => localDate(at, timezone));
    assert.ok(before < after, `${about}: the date is ${before}, then ${after}`);
  }
}

/** The last changes before 2026, or any day where a zone never changed since 2000. */
function lastChanges(zone, count, roll) {
  const [first, last, step] = [Date.UTC(2000, 0), Date.UTC(2026, 0), 14 * DAY];
  const changes = [];
  for (let at = last; at > first && changes.length < count; at -= step) {
    const changed = offsetAt(at, zone) !== offsetAt(at - step, zone);
    if (changed) changes.push(changeIn(at - step, at, zone));
  }
  const anyDay = first + Number(roll(26n * 365n)) * DAY;
  return changes.length > 0 ? changes : [anyDay];
}

function changeIn(from, to, zone) {
  while (to - from > MINUTE) {
    const middle = from + Math.floor((to - from) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle, zone) === offsetAt(from, zone)) from = middle;
    else to = middle;
  }
  return to;
}

/** "GMT+05:30": not the way in which the product asks Intl. */
function offsetAt(at, zone) {
  const parts = formatOf(zone, { timeZoneName: "longOffset" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName").value;
}

/** YYYY-MM-DD, as Swedes write it. */
function localDate(at, zone) {
  return formatOf(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

const formats = new Map();

function formatOf(timeZone, fields) {
  const key = timeZone + Object.keys(fields);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("sv-SE", { timeZone, ...fields }));
  }
  return formats.get(key);
}

function readRows(csv) {
  assert.ok(!csv.includes('"'), "no cell of this report needs quotes");
  const [header, ...lines] = csv.trimEnd().split("\n").map((line) => line.split(","));
  const named = (cells) => cells.map((cell, index) => [header[index], cell]);
  return lines.map((cells) => Object.fromEntries(named(cells)));
}

function instantText(at) {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

function decimalOf(nano) {
  const digits = String(nano < 0n ? -nano : nano).padStart(10, "0");
  return `${nano < 0n ? "-" : ""}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function nanoOf(text) {
  const [whole, decimals] = text.split(".");
  assert.ok(decimals.length <= 9, text);
  return BigInt(whole + decimals.padEnd(9, "0"));
}

/** The same numbers on every run: a 64-bit linear congruence, its high bits. */
function dice(state) {
  return (limit) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return (state >> 20n) % limit;
  };
}
