// A valid request, resolved as design section 2 describes. Refusing invalid ones is not the oracle's task.

import { periodAt, startsOfPeriods } from "./calendar.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { invoiceOf } from "./invoice-document.mjs";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The report's window: what `resolveRequest` answers (without usage_query), with instants as seconds. */
export function resolve(request, options) {
  return request.source === "invoice" ? resolveInvoice(request, options) : resolveEstimate(request, options);
}

/** The same answer as the data of design section 2. */
export function resolvedAnswer(request, options) {
  const answer = resolve(request, options);
  const starts = startsOfPeriods(calendarZone(answer), answer.timeframe, answer);
  const text = (instant) => (instant === null ? null : instantText(instant));
  return {
    source: answer.source,
    timezone: answer.timezone,
    timeframe: answer.timeframe,
    bound_to_timeframe: answer.bound_to_timeframe,
    requested_start: text(answer.requested_start),
    requested_end: text(answer.requested_end),
    start: text(answer.start),
    end: text(answer.end),
    buckets: starts.length,
    bucket_starts: starts.length > 1000 ? null : starts.map(text),
    billing_month: answer.billing_month,
    charge_month: answer.charge_month,
  };
}

/** The calendar period, in the report's timeframe, that holds the instant. */
export function chargePeriodAt(window, instant) {
  return periodAt(calendarZone(window), window.timeframe, instant);
}

/** What of a period lies in the window, or null. */
export function clippedTo(window, period) {
  const clipped = { start: Math.max(period.start, window.start), end: Math.min(period.end, window.end) };
  return clipped.start < clipped.end ? clipped : null;
}

/** Section 2, `timeframe`: an invoice by month is one charge period, the UTC charge month, whatever the timezone. */
export function calendarZone(window) {
  return window.source === "invoice" && window.timeframe === "month" ? "UTC" : window.timezone;
}

function resolveEstimate(request, options) {
  const timezone = request.timezone ?? "UTC";
  const now = readInstant(options.now, "UTC");
  const requested = {
    start: request.start === undefined ? now - DAY : readInstant(request.start, timezone),
    end: request.end === undefined ? now : readInstant(request.end, timezone),
  };
  const timeframe = request.timeframe ?? timeframeFor(requested.end - requested.start);
  const bound = String(request.bound_to_timeframe ?? true) === "true";
  const window = bound ? aligned(requested, timezone, timeframe) : requested;
  return {
    source: "estimate", timezone, timeframe, bound_to_timeframe: bound,
    requested_start: requested.start, requested_end: requested.end,
    start: window.start, end: window.end,
    billing_month: null, charge_month: null,
  };
}

// Start moves back and end forward to the timeframe's boundaries; an end on a boundary stays.
function aligned({ start, end }, timezone, timeframe) {
  const last = periodAt(timezone, timeframe, end);
  return {
    start: periodAt(timezone, timeframe, start).start,
    end: last.start === end ? end : last.end,
  };
}

// By the elapsed time of the requested range, never by what the calendar shows.
function timeframeFor(elapsed) {
  if (elapsed < 2 * HOUR) return "minute";
  if (elapsed < 2 * DAY) return "hour";
  if (elapsed < 64 * DAY) return "day";
  if (elapsed < 183 * DAY) return "week";
  return "month";
}

// The timezone never moves an invoice month: both ends are midnights in UTC.
function resolveInvoice(request, options) {
  const chargeMonth = chargeMonthOf(request, options);
  return {
    source: "invoice", timezone: request.timezone ?? "UTC", timeframe: request.timeframe ?? "month",
    bound_to_timeframe: null, requested_start: null, requested_end: null,
    start: readInstant(`${chargeMonth}-01`, "UTC"),
    end: readInstant(`${monthAfter(chargeMonth, 1)}-01`, "UTC"),
    billing_month: monthAfter(chargeMonth, 1), charge_month: chargeMonth,
  };
}

// Billing in arrears: billing_month = charge_month + 1 month. Neither given: billed in the month of the invoice
// document, and without one in the UTC month of now.
function chargeMonthOf(request, options) {
  if (request.charge_month !== undefined) return request.charge_month;
  const billingMonth = request.billing_month ?? invoiceOf(options)?.billing_month ??
    instantText(readInstant(options.now, "UTC")).slice(0, 7);
  return monthAfter(billingMonth, -1);
}

function monthAfter(month, count) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}
