// fal's replies, and what they list: line items by time, line items of a summary, billing events.

import { eventOf } from "./events.mjs";
import { readInstant } from "./instant.mjs";
import { readEach } from "./invalid.mjs";
import { readJsonValues } from "./json.mjs";
import { usageItemOf } from "./usage.mjs";

/** Every object of the files, [{ file, path, value }]: a file is one, an array, NDJSON or one behind the other. */
export function objectsOf(files) {
  return files.flatMap((file) =>
    readJsonValues(file.text).flatMap((value) =>
      Array.isArray(value)
        ? value.map((one, at) => ({ file: file.name, path: `[${at}].`, value: one }))
        : [{ file: file.name, path: "", value }]));
}

export function isReply({ value }) {
  return value.time_series !== undefined || value.billing_events !== undefined || value.summary !== undefined;
}

/** { items, skipped }, in the order of the replies. */
export function lineItemsOf(replies, context, options) {
  const entries = replies.flatMap((reply) =>
    entriesOf(reply.value).map((entry) => ({ ...entry, file: reply.file, path: reply.path + entry.path })));
  return readEach(entries, (entry) => lineItem(entry, context), options);
}

/** [{ value, list, path, bucket? }]. A summary beside a time series says the same again: it is not looked at. */
export function entriesOf({ time_series, summary, billing_events }) {
  const byTime = (time_series ?? []).flatMap(({ bucket, results }, at) =>
    results.map((value, row) => ({ value, list: "usage", bucket, path: `time_series[${at}].results[${row}]` })));
  const alone = time_series === undefined ? (summary ?? []) : [];
  return [
    ...byTime,
    ...alone.map((value, at) => ({ value, list: "usage", path: `summary[${at}]` })),
    ...(billing_events ?? []).map((value, at) => ({ value, list: "events", path: `billing_events[${at}]` })),
  ];
}

function lineItem({ value, list, bucket }, { timezone, unitOf }) {
  if (list === "events") return eventOf(value, { timezone, unitOf });
  const item = usageItemOf(value);
  return bucket === undefined ? { ...item, isOfSummary: true } : { ...item, bucketStart: readInstant(bucket, timezone) };
}
