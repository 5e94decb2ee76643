// How the page says things: pure functions from data to text.

/** @param {number} number a count; never an amount, which is decimal text */
export function countText(number) {
  return number.toLocaleString("en");
}

export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function repliesNote({ origin }) {
  return origin === "sample"
    ? "The built-in sample: an invented account’s October 2026."
    : "Give the range and time zone that these files were fetched with.";
}

export function statusText({ phase, replies, report, isOutdated }) {
  if (phase === "working") return "Making the report…";
  if (phase === "failed") return "No report: see what is wrong.";
  if (replies.files.length === 0) return "Add files, or go back to the sample.";
  if (report && isOutdated) return "The report is outdated: make it again.";
  if (report) return `Report made: ${countText(report.summary.rows)} rows.`;
  if (replies.origin === "sample") return "The sample is ready.";
  return replies.files.length === 1
    ? "1 file is ready."
    : `${countText(replies.files.length)} files are ready.`;
}

export function fieldErrorText({ message, hint }) {
  return hint ? `${message}. ${hint}` : message;
}

/** The command that asks fal for the data of a resolved request. */
export function curlText({ usage_query }) {
  const url = `https://api.fal.ai/v1/models/usage?${usage_query}`;
  return `curl -H "Authorization: Key $FAL_KEY" "${url}"`;
}

/** A resolved request by names; what does not apply is null. */
export function windowFacts(resolved, { rangeLimit }) {
  const { requested_start, requested_end, start, end } = resolved;
  const isMoved = requested_start && (requested_start !== start || requested_end !== end);
  return {
    billing_month: resolved.billing_month,
    charge_month: resolved.charge_month,
    requested_start: isMoved ? requested_start : null,
    requested_end: isMoved ? requested_end : null,
    start,
    end,
    timeframe: resolved.timeframe,
    timezone: resolved.timezone,
    "charge periods": countText(resolved.buckets),
    rangeLimit,
  };
}

/** A finished report by names. */
export function reportFacts({ summary, csv }) {
  return {
    file: summary.filename,
    size: sizeText(csv.size),
    rows: countText(summary.rows),
    "outside window": countText(summary.outsideWindow),
    start: summary.start,
    end: summary.end,
    timeframe: summary.timeframe,
    timezone: summary.timezone,
    "FOCUS version": summary.focusVersion,
  };
}

/** The mark under closed books: what went in came out, in every currency. */
export function balanceText(totals) {
  const open = totals.filter((total) => !isZero(total.difference)).map((total) => total.currency);
  if (open.length > 0) return `✗ ${open.join(", ")} does not reconcile`;
  return totals.length > 0 ? "✓ reconciles to the last digit" : "";
}

/** Of decimal text, which a number could not hold. */
export function isZero(amount) {
  return /^-?0(\.0*)?$/.test(amount);
}

export function warningPlace({ code, field, file }) {
  const place = [file, field].filter(Boolean).join(", ");
  return place ? `${code} (${place})` : code;
}

export function previewTitle(shown, total) {
  if (total === 0) return "No rows";
  return shown < total
    ? `The first ${shown} of ${countText(total)} rows`
    : `All ${countText(total)} rows`;
}

/** The name of a file that belongs beside the report. */
export function besideName(filename, what) {
  return filename.replace(/\.csv$/, `.${what}.json`);
}
