// The public types of fal-focus. The one place where they are written.

/**
 * Loads the module; await it once before anything else. Later calls are free, and a failed one
 * may be repeated.
 *
 * @param source where the `.wasm` is: a URL, a Response, its bytes, or the compiled module.
 *   Default: beside the package (in Node it is read from the file system).
 */
export default function init(source?: string | URL | ModuleSource | Promise<ModuleSource>): Promise<void>;

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
 *   `JSON.parse` made (as exact as that left it). A text may hold an array of replies or NDJSON.
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
  constructor(request: ReportRequest, options: ReportOptions | undefined, sink: (chunk: Bytes) => void);

  /** Takes one whole reply (or a text with several). */
  write(reply: Reply, about?: AboutFile): void;

  /**
   * Takes the next bytes of a file, cut anywhere. Another file name begins another file. A file
   * without bytes is begun with an empty chunk, and is an error like any file that is no reply.
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
  | "api_error_reply"
  | "ambiguous_timeframe"
  | "amount_out_of_range"
  | "duplicate_page"
  | "too_many_groups"
  | "writer_finished"
  | "writer_busy"
  | "not_initialized"
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
  /** `YYYY-MM`, the month the invoice was issued: the month after the charges. Default: the UTC month of `now`. */
  billing_month?: string;
  /** `YYYY-MM`, the month the charges were incurred. Not together with `billing_month`. */
  charge_month?: string;
  start?: never;
  end?: never;
  bound_to_timeframe?: never;
}

/** From fine to coarse. Weeks start on Monday. */
export type Timeframe = "minute" | "hour" | "day" | "week" | "month";

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
  /** Default and only value of this version: `1.2`. */
  focusVersion?: "1.2";
  /** The timeframe the replies were fetched with, where the replies leave it open (`ambiguous_timeframe`). */
  inputTimeframe?: Timeframe;
  /** BillingAccountId. Default: `fal:account`, with a warning. */
  billingAccountId?: string;
  /** BillingAccountName. Default: the id. */
  billingAccountName?: string;
  /** Whether text that a spreadsheet would run as a formula gets a leading `'`. Default: `false`. */
  spreadsheetSafe?: boolean;
  /** Whether the label of the API key goes into Tags as `fal/key`. Default: `true`. */
  attributionTags?: boolean;
  /** The most rows added up in memory at grain `timeframe`, 1 to 1,000,000,000. Default: 1,000,000. */
  maxGroups?: number;
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
  billing_month: string | null;
  charge_month: string | null;
  /** The query string that asks `GET /v1/models/usage` for this report's data. */
  usage_query: string;
}

export interface FocusReport {
  /** `text/csv;charset=utf-8`; `summary.filename` suggests a name. */
  readonly csv: Blob;
  readonly summary: ReportSummary;
  readonly metadata: ReportMetadata;
}

export interface ReportSummary {
  filename: string;
  focusVersion: "1.2";
  /** Rows written, the header not counted. */
  rows: number;
  /** The window, inclusive. */
  start: string;
  /** Exclusive. */
  end: string;
  timeframe: Timeframe;
  timezone: string;
  /** One per currency, sorted by currency. */
  totals: CurrencyTotal[];
  /** Line items left out because their charge period lies outside the window. */
  outsideWindow: number;
  /** Whether the last page is there, as far as the replies tell. */
  complete: boolean;
  /** Sorted by code, each code once. */
  warnings: Warning[];
}

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

export interface Warning {
  code: WarningCode;
  message: string;
  /** The option concerned. */
  field?: string;
  /** The first file concerned. */
  file?: string;
  /** Line items or cells concerned; 1 for the report as a whole. */
  count: number;
}

export type WarningCode =
  | "cost_differs"
  | "default_billing_account"
  | "discount_differs"
  | "missing_last_page"
  | "missing_unit"
  | "no_line_items"
  | "numeric_account_id"
  | "outside_window"
  | "price_derived"
  | "price_differs"
  | "spreadsheet_escaped"
  | "subtotal_differs"
  | "total_differs"
  | "usage_only";

/** FOCUS schema metadata. */
export interface ReportMetadata {
  DataGenerator: string;
  Schema: {
    SchemaId: string;
    CreationDate: string;
    FocusVersion: "1.2";
    DataGeneratorVersion: string;
    ColumnDefinition: {
      ColumnName: string;
      DataType: "STRING" | "DATETIME" | "DECIMAL" | "JSON";
      NumericPrecision?: number;
      NumberScale?: number;
      StringEncoding?: "UTF-8";
      ProviderTagPrefixes?: string[];
    }[];
  };
}
