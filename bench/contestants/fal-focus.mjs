// fal-focus, as Node and browsers load it.

import { RANGE } from "../input.mjs";

const isNode = typeof process !== "undefined";
const falFocus = await import(isNode ? "../../pkg/node.js" : "../../pkg/web.js");
await falFocus.default();
await falFocus.initCheck();

const { FocusReportWriter, checkFocus, focusReport } = falFocus;

// Line items of an hour stay hours at grain line_item; at grain timeframe they become days.
const TIMEFRAMES = { line_item: "hour", timeframe: "day" };

export function requestOf(grain) {
  return { ...RANGE, timeframe: TIMEFRAMES[grain] };
}

export function optionsOf(grain, more) {
  return { grain, rangeLimit: "none", now: "2027-01-01T00:00:00Z", billingAccountId: "fal:bench", ...more };
}

/** A report of pages, its CSV given to a sink chunk by chunk. */
export function report(grain, more) {
  return (pages, sink) => {
    const writer = new FocusReportWriter(requestOf(grain), optionsOf(grain, more), sink);
    for (const { bytes } of pages) writer.write(bytes);
    return writer.finish();
  };
}

/** The one-liner: all pages at once, a finished Blob. */
export function blobOf(grain) {
  return (pages) => focusReport(requestOf(grain), Array.from(pages, ({ bytes }) => bytes), optionsOf(grain)).csv;
}

export function check(chunks) {
  return checkFocus(chunks);
}

export { FocusReportWriter };
