// The public types of fal-focus, and of fal-focus/inline, which is the same. The one place where they are written.

/**
 * Loads the module; await it once before anything else. Later calls are free, and a failed one
 * may be repeated.
 *
 * @param source where the `.wasm` is: a URL, a Response, its bytes, or the compiled module.
 *   Default: beside the package (in Node, Deno and Bun it is read from the file system, in a
 *   Cloudflare Worker it is imported); of `fal-focus/inline` inside the package.
 * @throws {FalFocusError} `module_unavailable` where it is not there, or is not this module
 */
export default function init(source?: string | URL | ModuleSource | Promise<ModuleSource>): Promise<void>;

/**
 * Loads the check, in a browser a module of its own. Await it once before `focusReport` or a
 * `FocusReportWriter` with the option `check`. `checkFocus` and `focusReportStream` call it by
 * themselves, and `fal-focus` in Node, Deno, Bun and Workers does not need it. Later calls are free, and a
 * failed one may be repeated. A service worker, which loads no scripts later, checks by `fal-focus/inline`.
 *
 * @param source where its `.wasm` is, as for `init`. Default: as for `init`.
 * @throws {FalFocusError} `module_unavailable`
 */
export function initCheck(source?: string | URL | ModuleSource | Promise<ModuleSource>): Promise<void>;

/** A Response, bytes, or a `WebAssembly.Module`. */
type ModuleSource = Response | ArrayBuffer | ArrayBufferView | object;

/** Bytes with a buffer of their own, as a Blob takes them (TypeScript 5.7 and newer). */
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The resolved request: window, charge periods and the query that asks fal for the data. Sends
 * nothing.
 *
 * @throws {FalFocusError} on a wrong parameter or option
 */
export function resolveRequest(request: ReportRequest, options?: ReportOptions): ResolvedRequest;

/**
 * The whole report in one call.
 *
 * @param replies one reply or an array of them: text, bytes (UTF-8), or an object that
 *   `JSON.parse` made (as exact as that left it). A text may hold an array of replies or NDJSON,
 *   or a FOCUS CSV. In an array, companions (account, teams, prices, manifest) may stand anywhere.
 * @throws {FalFocusError}
 */
export function focusReport(
  request: ReportRequest,
  replies: Reply | readonly Reply[],
  options?: ReportOptions,
): FocusReport;

/**
 * The report as a stream: bytes of replies in, bytes of CSV out. A wrong request throws at once;
 * what is wrong with the replies errors the stream.
 */
export function focusReportStream(
  request: ReportRequest,
  options?: ReportOptions & {
    /** Called once, when the last row has been handed on. */
    onSummary?: (summary: ReportSummary, metadata: ReportMetadata) => void;
  },
): TransformStream<Uint8Array | ArrayBuffer, Bytes>;

/**
 * What a file is, by its beginning (64 kB are plenty): companions go before the replies whose line
 * items they name, and an invoice document is the option `invoice`. What cannot be told is
 * `"replies"`, and writing it says what is wrong with it.
 */
export function recogniseInput(beginning: string | Uint8Array | ArrayBuffer): InputKind;

/**
 * Checks a FOCUS Cost and Usage CSV, whoever made it, against the rules of its version: row by row
 * as it is read, in bounded memory: about 110 MB, and up to 300 MB where millions of ids are compared.
 *
 * @param csv text, bytes, a Blob, a stream of bytes, or anything that gives bytes one after the other
 * @throws {FalFocusError} `invalid_csv` where this is no FOCUS CSV, has no header, or a row has other
 *   cells than the header; `unknown_version` where the header does not tell the version
 */
export function checkFocus(csv: CsvInput, options?: CheckOptions): Promise<ExplainedConformance>;

/** Puts the conformance of a report (`summary.conformance`) into words. */
export function explainConformance(conformance: Conformance): Promise<ExplainedConformance>;

export type CsvInput =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | Iterable<Uint8Array | ArrayBuffer>
  | AsyncIterable<Uint8Array | ArrayBuffer>;

export interface CheckOptions {
  /** Default: the lowest version that has all FOCUS columns of the header. */
  focusVersion?: FocusVersion;
  /**
   * What the provider offers: names, or one text with commas; `"ALL"`. Rules about anything else do
   * not apply. Default: what fits fal (usage measured and priced publicly and by negotiation, at
   * several pricing categories, named accounts, sub accounts, tags, payable invoices).
   */
  applicability?: readonly Criterion[] | string;
  /** The longest row, in bytes, 1 to 1,000,000,000. Default: 16,777,216 (16 MiB). */
  maxRowBytes?: number;
  /** Called after each chunk. */
  onProgress?: (progress: { bytes: number; rows: number }) => void;
}

/**
 * `companion`: a reply of `/account/billing`, `/organization/teams` or `/models/pricing`, or the
 * manifest of a fetch.
 */
export type InputKind = "replies" | "companion" | "invoice" | "focus_csv";

/** The options of a report, and of how its CSV is handed on. */
export interface WriterOptions extends ReportOptions {
  /**
   * `true`: the sink gets each chunk as a view of the module's memory, which holds it only until the
   * sink returns. That saves a copy where it is written or hashed at once; keep nothing of it, transfer
   * nothing, and do not call this package with it. Default `false`: each chunk is an array of its own.
   */
  transientChunks?: boolean;
}

/**
 * The primitive under both: replies in, chunk by chunk, CSV out to a sink.
 *
 * After `finish`, and after an error, every call throws `writer_finished`.
 */
export class FocusReportWriter {
  /**
   * @param sink receives the CSV in chunks of about 1 MB: at grain `line_item` as rows arrive, at
   *   grain `timeframe` from `finish` on. What it throws comes out of the call that caused it.
   * @throws {FalFocusError} on a wrong parameter or option
   */
  constructor(request: ReportRequest, options: WriterOptions | undefined, sink: (chunk: Bytes) => void);

  /** Takes one whole reply (or a text with several). */
  write(reply: Reply, about?: AboutFile): void;

  /**
   * Takes the next bytes of a file, cut anywhere. Another file name begins another file; companions
   * come before the first line item (`companion_after_usage`). A file without bytes is begun with
   * an empty chunk, and is an error like any file that is no reply.
   */
  push(bytes: Uint8Array | ArrayBuffer, about?: AboutFile): void;

  /** Ends the file: an error where it stops in the middle. */
  endFile(): void;

  /** Ends the report, and the file that is still open. */
  finish(): { summary: ReportSummary; metadata: ReportMetadata };
}

/** Every error of fal-focus. Branch on `code`. */
export class FalFocusError extends Error {
  readonly name: "FalFocusError";
  /** Stable. */
  readonly code: ErrorCode;
  /** The parameter (`billing_month`), the option (`grain`) or the JSON path (`time_series[0].results[2].currency`). */
  readonly field?: string;
  /** The input file, as named by the caller; `replies[1]` in an array given to `focusReport`. */
  readonly file?: string;
  /** One sentence that says what to do. */
  readonly hint?: string;
  constructor(code: ErrorCode, message: string, about?: { field?: string; file?: string; hint?: string });
}

export type ErrorCode =
  | "missing_parameter"
  | "invalid_parameter"
  | "unknown_parameter"
  | "inapplicable_parameter"
  | "conflicting_parameters"
  | "invalid_option"
  | "empty_range"
  | "range_too_long"
  | "unknown_timezone"
  | "invalid_json"
  | "invalid_usage"
  | "invalid_csv"
  | "unknown_version"
  | "invalid_invoice"
  | "api_error_reply"
  | "ambiguous_timeframe"
  | "amount_out_of_range"
  | "duplicate_page"
  | "overlapping_replies"
  | "companion_after_usage"
  | "too_many_groups"
  | "limit_exceeded"
  | "writer_finished"
  | "writer_busy"
  | "not_initialized"
  | "module_unavailable"
  | "io_error"
  | "internal_error";

/** fal's parameters of `GET /account/focus`, in fal's spelling. */
export type ReportRequest = EstimateRequest | InvoiceRequest;

interface SharedParameters {
  /** IANA name of the zone of boundaries and buckets. Default: `UTC`. */
  timezone?: string;
  /** Length of the charge periods. Default for estimates: by the elapsed time of the range; for invoices `month`. */
  timeframe?: Timeframe;
}

export interface EstimateRequest extends SharedParameters {
  source: "estimate";
  /** ISO 8601 date or date-time, inclusive; without an offset it is read in `timezone`. Default: 24 hours before `now`. */
  start?: string;
  /** ISO 8601 date or date-time, exclusive. Default: `now`. */
  end?: string;
  /** Whether the range is widened to boundaries of the timeframe. Default: `true`. */
  bound_to_timeframe?: boolean | "true" | "false";
  billing_month?: never;
  charge_month?: never;
}

export interface InvoiceRequest extends SharedParameters {
  source: "invoice";
  /**
   * `YYYY-MM`, the month the invoice was issued: the month after the charges. Default: the month of
   * the invoice document where one is given, else the UTC month of `now`.
   */
  billing_month?: string;
  /** `YYYY-MM`, the month the charges were incurred. Not together with `billing_month`. */
  charge_month?: string;
  start?: never;
  end?: never;
  bound_to_timeframe?: never;
}

/** From fine to coarse. Weeks start on Monday. */
export type Timeframe = "minute" | "hour" | "day" | "week" | "month";

/** The versions of FOCUS that a report can be written in. */
export type FocusVersion = "1.0" | "1.1" | "1.2" | "1.3" | "1.4";

/** How the report is made. An option that is unknown is an error, never ignored. */
export interface ReportOptions {
  /** The moment that fills defaults and limits: ISO 8601, or a Date. Default: the clock. */
  now?: string | Date;
  /**
   * Which ranges an estimate may ask for: `lookback` (default; start at most 90 × 24 h before
   * `now`), `range` (at most 90 calendar days long), `none` (for replies saved earlier).
   */
  rangeLimit?: "lookback" | "range" | "none";
  /**
   * What a row is: `timeframe` (default; line items of a charge period that agree on all but
   * amounts, added up and sorted) or `line_item` (each line item, in input order, in bounded
   * memory).
   */
  grain?: "timeframe" | "line_item";
  /**
   * The version of FOCUS. Default: `1.2`; of a FOCUS CSV its own, and another one moves it there
   * (`summary.lost`).
   */
  focusVersion?: FocusVersion;
  /**
   * The only columns that are written, in the version's order: an array, or one text with commas.
   * A name that the report does not have is an error. Default: all of the version.
   */
  columns?: readonly string[] | string;
  /** Whether there are columns that are not FOCUS's own (`x_…`). Default: `true`. */
  customColumns?: boolean;
  /** Whether there are the columns x_AuthMethod and x_LoginUsername. Default: `true`. */
  personalData?: boolean;
  /** The timeframe the replies were fetched with, where the replies leave it open (`ambiguous_timeframe`). */
  inputTimeframe?: Timeframe;
  /**
   * Whose line items count where several kinds of replies tell of the same charges
   * (`overlapping_replies`); those of the others are left out and counted.
   */
  inputKind?: ReplyKind;
  /** Whether the FOCUS CSV read back was made with `spreadsheetSafe`, whose `'` is taken off. Default: `false`. */
  inputSpreadsheetSafe?: boolean;
  /**
   * What happens at a line item, event or CSV row that cannot be read: `error` (default; no
   * report), `skip` (it is left out and listed in `summary.skipped`).
   */
  onInvalid?: "error" | "skip";
  /**
   * Whether no billing event comes twice, so that no request id is remembered (16 bytes each).
   * Default: `false`, a repeated request counts once.
   */
  assumeUnique?: boolean;
  /** The invoice's credits, taxes and id, for `source: "invoice"`: the document or its JSON text. */
  invoice?: InvoiceDocument | string;
  /**
   * Whether what rounding leaves between the rows and the document's `total` becomes a row
   * (Adjustment). Default: `false`.
   */
  roundingRow?: boolean;
  /** A reply of `/account/billing`, parsed or as text: BillingAccountId and name. */
  account?: object | string;
  /** A reply of `/organization/teams`, parsed or as text: SubAccountName. */
  teams?: object | string;
  /** A reply of `/models/pricing`, parsed or as text: the unit of billing events that have none. */
  pricing?: object | string;
  /** BillingAccountId. Default: `fal:<username>` of the account, else `fal:account` with a warning. */
  billingAccountId?: string;
  /** BillingAccountName. Default: the name of the account where it is known, else the id. */
  billingAccountName?: string;
  /** Whether text that a spreadsheet would run as a formula gets a leading `'`. Default: `false`. */
  spreadsheetSafe?: boolean;
  /** Whether key, team, product and app go into Tags (`fal/key`, `fal/team` …). Default: `true`. */
  attributionTags?: boolean;
  /** The most rows added up in memory at grain `timeframe`, 1 to 1,000,000,000. Default: 1,000,000. */
  maxGroups?: number;
  /**
   * The most bytes of JSON that are held until they are whole: a bucket, a billing event, a team, a
   * `summary`. 65,536 to 1,000,000,000. Default: 134,217,728 (128 MiB).
   */
  maxValueBytes?: number;
  /**
   * The longest text of a line item or a name, in bytes of UTF-8, and all tags of a request together.
   * 1,000 to 1,000,000,000. Default: 65,536.
   */
  maxTextBytes?: number;
  /** The longest row of a FOCUS CSV that is read, in bytes, 1 to 1,000,000,000. Default: 16,777,216 (16 MiB). */
  maxRowBytes?: number;
  /**
   * The most request ids, and as many pages and buckets, that are remembered so that none counts
   * twice: 16 bytes each. 1 to 1,000,000,000. Default: 100,000,000.
   */
  maxRemembered?: number;
  /**
   * Checks the CSV against FOCUS's rules as it is written, into `summary.conformance`; takes about
   * as long again as the report. Default: false.
   */
  check?: boolean;
}

/** The kinds of replies that hold line items, by the path of fal's API. */
export type ReplyKind =
  | "models/usage"
  | "models/billing-events"
  | "organization/usage"
  | "organization/billing-events"
  | "serverless/usage";

/**
 * What fal's invoice says beyond usage, written down by hand. An unknown key is an error
 * (`invalid_invoice`), so that a misspelt one loses no amount.
 */
export interface InvoiceDocument {
  /** InvoiceId of every row. */
  invoice_id: string;
  /** `YYYY-MM`, the month it was issued: the month after the charges. */
  billing_month: string;
  /** ISO 8601 date or date-time. */
  issued_at?: string | null;
  /** ISO 4217, of all amounts here. Default: `USD`. */
  currency?: string | null;
  /** What is to be paid. */
  total?: InvoiceAmount | null;
  /** One row each (Credit). */
  credits?: readonly InvoiceCredit[] | null;
  /** One row each (Tax). */
  taxes?: readonly InvoiceTax[] | null;
}

/**
 * A number, or a text that holds one. Rounding is judged at the decimals as written: `"12.50"` has
 * two, and the number 12.50 is 12.5 in JavaScript, which has one.
 */
export type InvoiceAmount = number | string;

export interface InvoiceCredit {
  description: string;
  /** Zero or negative. */
  amount: InvoiceAmount;
  /** The team it is for. */
  username?: string | null;
}

export interface InvoiceTax {
  description: string;
  amount: InvoiceAmount;
  /** Percent, 0 to 100: `19` is 19 %. */
  rate?: InvoiceAmount | null;
}

/**
 * The form of a `manifest.json`: what a fetch asked for, and the pages that came. As a companion it
 * makes certain that no page is missing.
 */
export interface Manifest {
  fal_focus_manifest: 1;
  /** Such as `/models/usage`. */
  endpoint: string;
  query: {
    /** ISO 8601 date-time with `Z` or an offset. */
    start: string;
    end: string;
    timezone?: string | null;
    timeframe?: Timeframe | null;
    [parameter: string]: unknown;
  };
  pages: readonly ManifestPage[];
  /** Whether the last of the pages is the last there is. */
  complete: boolean;
}

export interface ManifestPage {
  file: string;
  /** Of the file's bytes: 64 hex digits. */
  sha256: string;
  bytes?: number;
  /** The cursor the page was asked with; null for the first. */
  cursor: string | null;
  /** The cursor of the page after it; null for the last. */
  next_cursor: string | null;
  /** The window that was asked, where a range was too long for one request. */
  start?: string;
  end?: string;
  /** ISO 8601. */
  fetched_at?: string;
}

/** Text, UTF-8 bytes, or an object that was parsed already. */
export type Reply = string | Uint8Array | ArrayBuffer | object;

export interface AboutFile {
  /** The name that errors and warnings give the file. */
  file?: string;
}

/** Instants are `YYYY-MM-DDTHH:MM:SSZ`; null is what does not apply to the source. */
export interface ResolvedRequest {
  source: "estimate" | "invoice";
  timezone: string;
  timeframe: Timeframe;
  bound_to_timeframe: boolean | null;
  /** The range before alignment. */
  requested_start: string | null;
  requested_end: string | null;
  /** The window after alignment; for an invoice the UTC charge month. Inclusive. */
  start: string;
  /** Exclusive. */
  end: string;
  /** How many charge periods the window has. */
  buckets: number;
  /** Where each of them begins, the first at `start`; null where there are more than 1,000. */
  bucket_starts: string[] | null;
  billing_month: string | null;
  charge_month: string | null;
  /** The query string that asks `GET /v1/models/usage` for this report's data. */
  usage_query: string;
  /** A name for the report's file: what `summary.filename` will be. */
  filename: string;
}

export interface FocusReport {
  /** `text/csv;charset=utf-8`; `summary.filename` suggests a name. */
  readonly csv: Blob;
  readonly summary: ReportSummary;
  readonly metadata: ReportMetadata;
}

export interface ReportSummary {
  filename: string;
  /** What the report is written in; of a FOCUS CSV without `focusVersion` that of its header. */
  focusVersion: FocusVersion;
  /** Rows written, the header not counted. */
  rows: number;
  /** The window, inclusive. */
  start: string;
  /** Exclusive. */
  end: string;
  timeframe: Timeframe;
  timezone: string;
  /**
   * What the host's zone data says of the window: the zone's offset at its start, and each that follows
   * with the instant from which it holds; 100 at most. Where two hosts tell the same, their zone data
   * agree as far as it matters.
   */
  zoneOffsets: { from: string; offset: string }[];
  /** One per currency, sorted by currency. */
  totals: CurrencyTotal[];
  /** Line items left out because their charge period lies outside the window. */
  outsideWindow: number;
  /** Whether all usage of the window is there, as far as the replies or a manifest tell. */
  complete: boolean;
  /** Why one thinks so. */
  completeReason: CompleteReason;
  /** The first 100 line items that `onInvalid: "skip"` left out; the warning `invalid_skipped` counts all. */
  skipped: SkippedItem[];
  /**
   * The columns of a FOCUS CSV whose values have no place in the version written, in the order of
   * its header; empty where nothing is lost.
   */
  lost: LostValues[];
  /** The invoice's sums, where a document was given. */
  invoice?: InvoiceSummary;
  /** Sorted by code, each code once. */
  warnings: Warning[];
  /** What the check says, with the option `check`. {@link explainConformance} puts it into words. */
  conformance?: Conformance;
}

/** What a check found. Of rules that are broken nothing is hidden behind a "compliant". */
export interface Conformance {
  /** The version whose rules were checked. */
  focusVersion: FocusVersion;
  /** Who told that version: the report that was checked as it was written, the option, or the columns of the file. */
  versionFrom: "report" | "option" | "header";
  /** What the provider was said to offer, sorted. */
  applicability: Criterion[];
  /** Rows read, the header not counted. */
  rows: number;
  /** Such as `"FOCUS 1.2: 243 rules checked, 0 MUST failed, 1 SHOULD failed"`. */
  verdict: string;
  rules: RuleCounts;
  /** The rules that are broken, those of MUST first. */
  findings: Finding[];
  /** Every rule of the version that a machine can decide from a file, with what came out. */
  outcomes: RuleOutcome[];
}

/** The same in words. */
export interface ExplainedConformance extends Conformance {
  findings: (Finding & {
    /** One sentence on what is wrong and how to mend it. */
    message: string;
  })[];
  /** Rules that a machine could decide and this check does not, each with the reason. */
  unchecked: { rule: string; reason: string }[];
}

export interface RuleCounts {
  /** Rules that the file gave something to check for: `passed` and `failed`. */
  checked: number;
  /** Of the checked: those of which not everything could be compared, see `isPartial`. */
  inPart: number;
  passed: number;
  failed: number;
  /** Of the failed: MUST and MUST NOT. */
  failedMust: number;
  /** Of the failed: SHOULD, SHOULD NOT and RECOMMENDED. */
  failedShould: number;
  /**
   * Rules that ask nothing of this file: of columns it does not have, of what the provider does not
   * offer, of rows it does not hold.
   */
  notApplicable: number;
  /** Rules that no machine can decide from the file; null in 1.0 and 1.1, which have no list of rules. */
  notMachineCheckable: number | null;
  /** Rules that a machine could decide, and this check does not. */
  notChecked: number;
}

export interface Finding {
  /**
   * The id in FOCUS's requirements model, such as `BilledCost-C-003-M`, from 1.3 on
   * `CAU-BilledCost-C-003-M`. 1.0 and 1.1 have none: ours name version, section of the
   * specification, column and kind, such as `1.0-2.2-BilledCost-given`.
   */
  rule: string;
  keyword: Keyword;
  /** What kind of thing the rule asks, such as `given`, `one_of`, `products`. */
  kind: string;
  /** The columns the rule looks at, its own last; of a rule about the header those that break it. */
  columns: string[];
  /** Rows that break it; columns where the rule is about the header. */
  count: number;
  /** The first ten of these rows. */
  rows: {
    /** From 1, the header not counted. */
    row: number;
    /** The line of the file it begins on, from 1. */
    line: number;
    /** What stands in the columns, of each the first 200 characters; null is `""`. */
    values: Record<string, string>;
  }[];
}

export interface RuleOutcome {
  rule: string;
  keyword: Keyword;
  outcome: "passed" | "failed" | "not_applicable";
  /**
   * Not everything could be compared: there were more than 1,048,576 different values, or numbers of
   * more than 76 digits.
   */
  isPartial?: true;
}

export type Keyword = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "RECOMMENDED";

/** What a provider offers, in the names of FOCUS's requirements models. */
export type Criterion =
  | "ACCOUNT_NAMING_SUPPORTED"
  | "AVAILABILITY_ZONE_SUPPORTED"
  | "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED"
  | "CAPACITY_RESERVATION_SUPPORTED"
  | "COMMITMENT_DISCOUNT_SUPPORTED"
  | "COMMITMENT_PROGRAMS_SUPPORTED"
  | "CONTRACT_COMMITMENTS_SUPPORTED"
  | "DATA_GENERATOR_SPLIT_COST_ALLOCATION_SUPPORTED"
  | "INVOICE_ISSUER_PAYABLE_INVOICES_SUPPORTED"
  | "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED"
  | "MULTIPLE_PRICING_CATEGORIES_SUPPORTED"
  | "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED"
  | "NEGOTIATED_PRICING_SUPPORTED"
  | "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED"
  | "PUBLIC_PRICE_LIST_SUPPORTED"
  | "REGION_SUPPORTED"
  | "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED"
  | "SUB_ACCOUNT_SUPPORTED"
  | "TAGGING_SUPPORTED"
  | "UNIT_PRICING_SUPPORTED"
  | "USAGE_MEASUREMENT_SUPPORTED"
  | "VIRTUAL_CURRENCY_SUPPORTED";

/** Amounts are exact decimals as text, such as `"5947.679538557"`. */
export interface CurrencyTotal {
  /** ISO 4217. */
  currency: string;
  /** Line items in the window. */
  lineItems: number;
  /** What they bill, added up from the input. */
  inputCost: string;
  /** The same, added up from the rows as written. */
  BilledCost: string;
  /** `"0.0"`. */
  difference: string;
}

/** The first that holds decides; `manifest`, `last_page` and `unpaged` are complete. */
export type CompleteReason =
  /** Line items that cannot be read were left out. */
  | "invalid_skipped"
  /** A manifest names pages that are not among the files, or says that more follow. */
  | "missing_page"
  /** A manifest's range does not cover the window. */
  | "window_not_covered"
  /** All pages of the manifest are there. */
  | "manifest"
  /** A reply says that another page follows, and it is not there. */
  | "missing_last_page"
  /** A reply says that it is the last page. */
  | "last_page"
  /** The input says nothing about pages. */
  | "unpaged";

export interface SkippedItem {
  file?: string;
  /** The JSON path, or `[<row>].<Column>` of a CSV. */
  field: string;
  code: ErrorCode;
  message: string;
}

export interface LostValues {
  column: string;
  /** Cells that held a value. */
  count: number;
}

/** Amounts are exact decimals as text, in the document's currency. */
export interface InvoiceSummary {
  invoiceId: string;
  /** `YYYY-MM`. */
  billingMonth: string;
  /** As the document has it. */
  issuedAt?: string;
  currency: string;
  usage: string;
  credits: string;
  taxes: string;
  /** What the rounding row holds; `"0.0"` without one. */
  rounding: string;
  /** Usage, credits and taxes; without the rounding row. */
  sum: string;
  /** What the document says is to be paid; this and the next two only where it says so. */
  total?: string;
  /** `total` less `sum`. */
  residue?: string;
  /** Whether `sum` rounds to `total`. */
  agrees?: boolean;
}

export interface Warning {
  code: WarningCode;
  message: string;
  /** The option concerned, or the JSON path of the first one met. */
  field?: string;
  /** The first file concerned. */
  file?: string;
  /** Line items, cells, buckets or pages concerned; 1 for the report as a whole. */
  count: number;
}

export type WarningCode =
  | "cost_differs"
  | "crosses_month"
  | "default_billing_account"
  | "discount_differs"
  | "duplicate_request"
  | "duplicate_request_differs"
  | "invalid_skipped"
  | "invoice_total_differs"
  | "missing_last_page"
  | "missing_page"
  | "missing_unit"
  | "mixed_timezones"
  | "nano_differs"
  | "no_line_items"
  | "numeric_account_id"
  | "offset_differs"
  | "other_kind_left_out"
  | "outside_window"
  | "price_derived"
  | "price_differs"
  | "quantity_differs"
  | "repeated_bucket"
  | "spreadsheet_escaped"
  | "subtotal_differs"
  | "summary_only"
  | "tax_differs"
  | "total_differs"
  | "unknown_product"
  | "usage_only"
  | "values_lost"
  | "week_start_differs"
  | "window_not_covered";

/** FOCUS schema metadata. */
export interface ReportMetadata {
  DataGenerator: string;
  /** What the report leaves out: an invoice month without an invoice document is usage only. */
  x_Contents?: string;
  Schema: {
    SchemaId: string;
    CreationDate: string;
    FocusVersion: FocusVersion;
    /** In 1.1. */
    ProviderVersion?: string;
    /** From 1.2 on, which renamed ProviderVersion. */
    DataGeneratorVersion?: string;
    /** From 1.3 on. */
    DatasetInstanceId?: string;
    ColumnDefinition: {
      ColumnName: string;
      DataType: "STRING" | "DATETIME" | "DECIMAL" | "JSON";
      NumericPrecision?: number;
      NumberScale?: number;
      StringEncoding?: "UTF-8";
      ProviderTagPrefixes?: string[];
      /** In 1.3: ProviderName and PublisherName, which 1.4 does not have. */
      Deprecated?: boolean;
    }[];
  };
  /** From 1.3 on, one. */
  DatasetInstance?: {
    DatasetInstanceId: string;
    DatasetInstanceName: string;
    FocusDatasetId: "CostAndUsage";
  }[];
  /** From 1.3 on: when the report was made, and whether it is complete (`summary.complete`). */
  Recency?: {
    DatasetInstanceId: string;
    DatasetInstanceComplete: boolean;
    DatasetInstanceLastUpdated: string;
    RecencyLastUpdated: string;
    /** One: the window. */
    TimeSectors: {
      TimeSectorStart: string;
      TimeSectorEnd: string;
      TimeSectorComplete: boolean;
      TimeSectorLastUpdated: string;
    }[];
  };
}
