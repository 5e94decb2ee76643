// Exact amounts, and how they are drawn and named: pure functions of the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { layOut } from "../www/report/chart-layout.js";
import { partsOf } from "../www/report/chart-parts.js";
import { compareDecimals, decimalOf, fractionOf, isDecimal, percentOf, roundMarks, sumOf, textOf } from "../www/report/decimal.js";
import { periodNames } from "../www/report/periods.js";
import { digitGroups, shareText } from "../www/report/report-words.js";

test("sums are exact where numbers are not", () => {
  assert.equal(sumOf(["0.1", "0.2"]), "0.3");
  assert.equal(sumOf(["12345678901234567890.000000001", "-12345678901234567890.0"]), "0.000000001");
  assert.equal(sumOf(["1E-3", "-0.001", "2"]), "2.0");
  assert.equal(sumOf([]), "0.0");
});

test("decimals are compared by value, and what is none is told", () => {
  const sorted = ["-10.0", "-9.5", "0.00000017", "0.1", "0.10", "1E1", "99999999999999999999.1", "99999999999999999999.2"];
  for (const [index, text] of sorted.entries()) {
    if (index > 0) assert.ok(compareDecimals(decimalOf(sorted[index - 1]), decimalOf(text)) <= 0, text);
  }
  assert.equal(compareDecimals(decimalOf("0.10"), decimalOf("0.1")), 0);
  for (const text of ["", "1.", ".5", "1,5", "1e9999", "0x1", "NaN", "1 000"]) assert.ok(!isDecimal(text), text);
});

test("shares are rounded half away from zero, and something is never nothing", () => {
  assert.equal(percentOf("1.0", "3.0"), "33.3");
  assert.equal(percentOf("0.0005", "1.0"), "0.1");
  assert.equal(percentOf("0.00049", "1.0"), "0.0");
  assert.equal(percentOf("-0.0005", "1.0"), "-0.1");
  assert.equal(percentOf("5.0", "0.0"), null);
  assert.equal(shareText("0.00049", "1.0"), "< 0.1 %");
  assert.equal(shareText("0.0", "1.0"), "0.0 %");
  assert.equal(shareText("-1.0", "15.7"), "−6.4 %");
});

test("marks are round, exact, and hold all that is drawn", () => {
  const marks = (low, high) => roundMarks(decimalOf(low), decimalOf(high)).map(textOf);
  assert.deepEqual(marks("0.0", "391.4"), ["0.0", "100.0", "200.0", "300.0", "400.0"]);
  assert.deepEqual(marks("-12.3", "7.0"), ["-15.0", "-10.0", "-5.0", "0.0", "5.0", "10.0"]);
  assert.deepEqual(marks("0.0", "0.00000017"), ["0.0", "0.00000005", "0.0000001", "0.00000015", "0.0000002"]);
  assert.deepEqual(marks("0.0", "0.0"), ["0.0"]);
  assert.equal(fractionOf(decimalOf("0.5"), decimalOf("-1.0"), decimalOf("1.0")), 0.75);
});

test("digits stand in groups, which together are the amount", () => {
  for (const amount of ["5947.679538557", "-1234567.0", "0.00000017", "1.5", "-12.0", "100.0"]) {
    assert.equal(digitGroups(amount).map(({ text }) => text).join(""), amount);
  }
  assert.deepEqual(digitGroups("-1234567.0123").map(({ text }) => text), ["-1", "234", "567", ".012", "3"]);
});

test("periods are named in the report's zone, with UTC beside it, and never look like others", () => {
  const name = (zone, start, end) => periodNames(zone)({ start, end });
  assert.deepEqual(name("Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10-01T22:00:00Z"), {
    long: "Thu 1 Oct 2026", short: "1 Oct", utc: "UTC 2026-09-30 22:00 to 2026-10-01 22:00",
  });
  // The day of 25 hours is a day, and the hour that comes twice is told apart.
  assert.equal(name("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z").long, "Sun 25 Oct 2026");
  assert.equal(name("Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z").long, "Sun 25 Oct 2026, 02:00 UTC+02:00 to 02:00 UTC+01:00");
  assert.equal(name("Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z").long, "Sun 25 Oct 2026, 02:00 to 03:00 UTC+01:00");
  assert.equal(name("Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z").long, "Oct 2026");
  assert.equal(name("UTC", "2026-10-05T00:00:00Z", "2026-10-12T00:00:00Z").long, "week of Mon 5 Oct 2026");
  assert.equal(name("UTC", "2026-10-05T00:00:00Z", "2026-10-12T00:00:00Z").utc, "");
  assert.equal(name("America/New_York", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z").long, "Oct 2026 in UTC");
  assert.equal(name("UTC", "2026-10-01T05:30:00Z", "2026-10-01T06:30:00Z").long, "Thu 1 Oct 2026, 05:30 to 06:30 UTC");
});

const value = (name, ...byPeriod) => ({ value: name, name: null, rows: 1, BilledCost: sumOf(byPeriod), byPeriod });

test("more values than colours are one part, and rows without a value another", () => {
  const values = Array.from({ length: 10 }, (_, index) => value(`sku-${index}`, `${10 - index}.0`));
  const others = { values: 5, rows: 7, BilledCost: "0.5", byPeriod: ["0.5"] };
  const none = { rows: 2, BilledCost: "-1.0", byPeriod: ["-1.0"] };
  const parts = partsOf({ column: "SkuId", values, others, none });
  assert.deepEqual(parts.map(({ look }) => look), ["1", "2", "3", "4", "5", "6", "7", "others", "none"]);
  assert.deepEqual(parts.slice(-2).map(({ label, BilledCost }) => [label, BilledCost]), [["8 others", "6.5"], ["without SkuId", "-1.0"]]);
  assert.equal(sumOf(parts.map(({ BilledCost }) => BilledCost)), sumOf([...values, others, none].map(({ BilledCost }) => BilledCost)));
});

const day = (number) => ({ start: `2026-10-${String(number).padStart(2, "0")}T00:00:00Z`, end: `2026-10-${String(number + 1).padStart(2, "0")}T00:00:00Z` });
const size = { width: 600, height: 280 };

test("bars stand along time, so that a day without charges is a gap; what overlaps stands side by side", () => {
  const parts = partsOf({ column: "SkuId", values: [value("a", "1.0", "2.0", "3.0")], others: null, none: null });
  const gap = layOut({ periods: [day(1), day(2), day(4)], parts }, size).bars.map(({ x }) => x);
  assert.ok(Math.abs(gap[2] - gap[1] - 2 * (gap[1] - gap[0])) < 0.01, gap.join());
  const month = { start: "2026-10-01T00:00:00Z", end: "2026-11-01T00:00:00Z" };
  const beside = layOut({ periods: [day(1), month, day(2)], parts }, size).bars.map(({ room }) => room);
  assert.ok(beside.every((room) => Math.abs(room - beside[0]) < 0.01), beside.join());
});

test("parts are stacked upwards from zero, what is paid back downwards, and nothing leaves the plot", () => {
  const values = [value("a", "3.0"), value("b", "2.0"), value("c", "-1.0"), value("d", "0.0")];
  const { segments, zero, top, bottom } = layOut({ periods: [day(1)], parts: partsOf({ column: "SkuId", values, others: null, none: null }) }, size);
  const [a, b, c] = segments[0];
  assert.equal(segments[0].length, 3, "what is nothing is not drawn");
  assert.ok(Math.abs(a.y + a.height - zero) < 0.01 && Math.abs(b.y + b.height - a.y) < 0.01);
  assert.ok(Math.abs(c.y - zero) < 0.01 && c.y + c.height <= bottom + 0.01);
  assert.ok(b.y >= top - 0.01);
  assert.ok(Math.abs(a.height / c.height - 3) < 0.01);
});

test("a report that costs nothing, and one of four hundred periods, can be drawn", () => {
  const flat = layOut({ periods: [day(1)], parts: partsOf({ column: "SkuId", values: [value("a", "0.0")], others: null, none: null }) }, size);
  assert.ok(Number.isFinite(flat.zero));
  const many = Array.from({ length: 400 }, (_, index) => ({ start: new Date(Date.UTC(2026, 0, 1, index)).toISOString(), end: new Date(Date.UTC(2026, 0, 1, index + 1)).toISOString() }));
  const { bars, labels, right } = layOut({ periods: many, parts: partsOf({ column: "SkuId", values: [value("a", ...many.map(() => "1.0"))], others: null, none: null }) }, { width: 300, height: 280 });
  assert.ok(bars.at(-1).x + bars.at(-1).room <= right + 0.01);
  assert.ok(labels.length >= 3 && labels.length <= 6, labels.join());
});
