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

export function repliesNote({ origin, files }) {
  const has = (wanted) => files.some(({ kind }) => kind === wanted);
  if (origin === "sample") return "The built-in sample: an invented account’s October 2026.";
  if (has("invoice")) {
    return "The invoice document goes with source invoice, and its month need not be given. The usage beside it is that of the month before, in UTC.";
  }
  if (has("focus_csv")) {
    return "A FOCUS report is read back: give the range, time zone and timeframe that it is to be reported by, and focusVersion to move it to another version.";
  }
  if (files.length > 0 && files.every(({ fetched }) => fetched)) return fetchedNote(files);
  return "Give the range and time zone that these files were fetched with.";
}

function fetchedNote(files) {
  const { source, now } = files.at(-1).fetched;
  const from = source === "fal" ? "Fetched from fal" : "Fetched from the stand-in, which invents its data,";
  return `${from} as of ${now.slice(0, 16).replace("T", " ")} UTC. A change of range, time zone or timeframe wants another fetch.`;
}

const KINDS = {
  replies: "",
  companion: "read first",
  invoice: "invoice document",
  focus_csv: "FOCUS report",
};

export function kindText(kind) {
  return kind ? KINDS[kind] : "…";
}

/** A report is of one invoice. */
export const SEVERAL_INVOICES = {
  code: "invalid_option",
  field: "invoice",
  message: "There is more than one invoice document",
  hint: "Remove all but one: a report is of one invoice.",
};

/** What a file leaves open, and an option answers. */
const ASKED_OF_THE_USER = new Set(["ambiguous_timeframe", "overlapping_replies"]);

/** The name of the control that an error is about, or of what it leads to. */
export function controlOf({ code, field, file }) {
  if (/^invoice\b/.test(field ?? "") && !file) return "invoice";
  // A path into a file may be spelled like a parameter.
  return file && !ASKED_OF_THE_USER.has(code) ? undefined : field;
}

export function statusText({ phase, replies, report, requestError, isOutdated }) {
  if (phase === "working") return "Making the report…";
  if (phase === "failed") return "No report: see what is wrong.";
  if (replies.files.length === 0) return "Add files, or go back to the sample.";
  if (replies.files.some(({ kind }) => !kind)) return "Looking at the files…";
  if (replies.files.every(({ kind }) => kind === "invoice")) return "Add the usage of the invoice.";
  if (requestError) return "The request is not right yet: see its field.";
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

const COMPLETE = {
  manifest: "Complete: every page of the manifest is there.",
  last_page: "Complete: the last page is there.",
  unpaged: "Complete as far as can be told: the data says nothing of pages.",
};
const INCOMPLETE = {
  invalid_skipped: "Not complete: line items that could not be read were left out.",
  missing_page: "Not complete: pages of the manifest are missing.",
  window_not_covered: "Not complete: the fetched range does not cover the whole window.",
  missing_last_page: "Not complete: another page follows the last one that is here.",
};

/** Whether all usage is there, and why. */
export function completenessText({ complete, completeReason }) {
  return (complete ? COMPLETE : INCOMPLETE)[completeReason] ?? completeReason;
}

export function invoiceTitle({ invoiceId, billingMonth, currency }) {
  return `Invoice ${invoiceId} of ${billingMonth}, in ${currency}`;
}

/** Whether the rows add up to what the invoice says. */
export function agreement({ total, agrees }) {
  if (total === undefined) return { isGood: true, text: "it states no total to compare with" };
  return agrees
    ? { isGood: true, text: "✓ agrees with its total" }
    : { isGood: false, text: "✗ does not agree with its total" };
}

/** The invoice's sums by names; what the document does not state is left out. */
export function invoiceSums({ usage, credits, taxes, sum, total, residue, rounding }) {
  const sums = { Usage: usage, Credits: credits, Taxes: taxes, Sum: sum };
  if (total === undefined) return sums;
  return { ...sums, "Invoice total": total, Residue: residue, "Rounding row": rounding };
}

export function skippedTitle({ skipped, warnings }) {
  const count = warnings.find(({ code }) => code === "invalid_skipped")?.count ?? skipped.length;
  const shown = skipped.length < count ? `, the first ${skipped.length} of them here` : "";
  return `Left out: ${countText(count)} that could not be read${shown}`;
}

export function lostTitle({ lost, focusVersion }) {
  const columns = lost.length === 1 ? "1 column" : `${countText(lost.length)} columns`;
  return `Lost: values of ${columns} that FOCUS ${focusVersion} does not have`;
}

export function lostText(count) {
  return count === 1 ? "1 value" : `${countText(count)} values`;
}

/** What to do about a warning, or what it means. */
const ADVICE = {
  cost_differs: "fal’s two figures disagree: compare with the invoice.",
  crosses_month: "For a month’s books make a report of that month by itself, in UTC.",
  default_billing_account: "Give billingAccountId, or the reply of /account/billing as a file.",
  discount_differs: "fal’s own figures disagree: compare with the invoice.",
  duplicate_request: "Nothing to do: each was counted once.",
  duplicate_request_differs: "Look at both in the replies: the one that came first was counted, and one may be a correction.",
  invalid_skipped: "They are listed above; their amounts are missing.",
  invoice_total_differs: "Look for missing usage, credits or taxes before booking it.",
  missing_last_page: "Fetch the pages that follow, and add them.",
  missing_page: "Add the files that the manifest names, or fetch again.",
  missing_unit: "Of billing events the reply of /models/pricing gives the unit.",
  mixed_timezones: "Fetch all of them with one time zone.",
  nano_differs: "fal’s two figures disagree: compare with the invoice.",
  no_line_items: "Check the range against that of the files.",
  numeric_account_id: "Put a letter into billingAccountId, such as fal:123.",
  offset_differs: "Set timezone to the one they were fetched with.",
  other_kind_left_out: "As chosen with inputKind.",
  outside_window: "Widen the range if they belong to the report.",
  price_derived: "The cost is exact; the column marks what was derived.",
  price_differs: "What is billed is exact; the list price may not be.",
  quantity_differs: "fal’s two figures disagree: the cost is not touched by it.",
  repeated_bucket: "Two fetches overlap: give each day once, or their charges count twice.",
  spreadsheet_escaped: "Read it back with inputSpreadsheetSafe.",
  subtotal_differs: "What is billed is exact; the list cost may not be.",
  summary_only: "Fetch with expand=time_series for charge periods of their own.",
  tax_differs: "Check the tax’s rate and amount, and whether all usage is there.",
  total_differs: "fal’s own figures disagree: compare with the invoice.",
  unknown_product: "A newer version may know it.",
  usage_only: "Add the invoice document for credits, taxes and the InvoiceId.",
  values_lost: "They are listed above: keep the report they came from.",
  week_start_differs: "FOCUS weeks here begin on Monday: fetch by day for exact weeks.",
  window_not_covered: "Fetch the whole range, or ask for less.",
};

export function warningAdvice({ code }) {
  return ADVICE[code] ?? "";
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

/** What becomes of the rules that the verdict does not count. */
export function otherRulesText({ rules }) {
  const outside = rules.notMachineCheckable;
  const others = [
    `${countText(rules.notApplicable)} ask nothing of this report`,
    ...(outside === null ? [] : [`${countText(outside)} no machine can decide from it`]),
    `${countText(rules.notChecked)} are not checked`,
  ];
  return `Of the version’s other rules ${others.join(", ")}.`;
}

export function findingText({ count, rows, message }) {
  const things = rows.length > 0 ? "row" : "column";
  return `${countText(count)} ${things}${count === 1 ? "" : "s"}: ${message}`;
}
