// The types of fal-focus/endpoint.

import { FalFocusError, type InvoiceDocument, type ReportMetadata, type ReportOptions, type ReportSummary } from "./types.js";
import type { Endpoint, FetchOptions } from "./fetch.js";

export { FalFocusError };

/** The options of a report that are the same for everybody who asks. */
type OptionsOfTheReport = Pick<
  ReportOptions,
  | "rangeLimit"
  | "grain"
  | "focusVersion"
  | "columns"
  | "customColumns"
  | "personalData"
  | "onInvalid"
  | "assumeUnique"
  | "teams"
  | "pricing"
  | "billingAccountId"
  | "billingAccountName"
  | "spreadsheetSafe"
  | "attributionTags"
  | "maxValueBytes"
  | "maxTextBytes"
  | "maxRemembered"
>;

/** The options of the fetch. */
type OptionsOfTheFetch = Pick<FetchOptions, "baseUrl" | "fetch" | "headers" | "maxPages" | "maxPageBytes" | "maxRetries" | "maxWait" | "timeout" | "sleep" | "random">;

export interface FocusHandlerOptions extends OptionsOfTheReport, OptionsOfTheFetch {
  /**
   * An admin key of fal's, with or without `Key ` in front, for requests without `Authorization`. Then
   * whoever reaches the handler can read that account's usage: let nobody through who may not. Default:
   * none, and each request needs its own `Authorization: Key …`, which is passed on.
   */
  authorization?: string;
  /**
   * The most rows of a report at grain `timeframe`; a larger one is 400. Until it is sent, a row takes about
   * 2 kB of memory. Grain `line_item` holds a page at a time, however long the report is. Default: 100,000.
   */
  maxGroups?: number;
  /**
   * Where the usage is. Default: `["/models/usage"]`. With apps on fal Serverless
   * `["/models/usage", "/serverless/usage"]`. A request with `expand=organization` is answered from
   * `/organization/usage`, whatever stands here.
   */
  endpoints?: readonly Exclude<Endpoint, "/account/billing" | "/organization/teams" | "/models/pricing">[];
  /**
   * Whose account it is (BillingAccountId, BillingAccountName). `true`: fal is asked (`/account/billing`),
   * one more request for each report. `false`: the options `billingAccountId` and `billingAccountName`,
   * or `fal:account`. A function: what it returns. Default: `true` without `billingAccountId`, else
   * `false`.
   */
  accountLookup?: boolean | ((about: Asked) => AccountNames | undefined | Promise<AccountNames | undefined>);
  /** The invoice document of a month, where you have it: its credits, taxes and id (`source=invoice`). */
  invoiceLookup?: (about: Asked & { /** `YYYY-MM` */ billing_month: string }) => InvoiceDocument | undefined | Promise<InvoiceDocument | undefined>;
  /** Milliseconds since 1970, or a Date: what fills defaults and limits. Default: the clock. */
  now?: () => number | Date;
  /** Called when a report is made, and waited for before its last bytes are read. What it throws breaks the report. */
  onSummary?: (report: { requestId: string; summary: ReportSummary; metadata: ReportMetadata }) => unknown;
  /**
   * What went wrong that is not the caller's doing: answers of 500; 401 and 403 of the configured key; and
   * reports that broke behind their first byte, whose `status` is null. No key is in it. Default: one line
   * to `console.error`. It is not waited for, and what it throws goes to `console.error`.
   */
  onError?: (failure: { requestId: string; status: number | null; error: FalFocusError }) => unknown;
}

export interface AccountNames {
  billingAccountId?: string;
  billingAccountName?: string;
}

export interface Asked {
  /** The request as it came, its `Authorization` included. */
  request: Request;
  /** Aborts when the caller goes away. */
  signal: AbortSignal;
}

/**
 * fal's `GET /account/focus`, as a function: at any path that ends with it. It answers, whatever happens;
 * it never throws. Every answer has an `X-Request-Id`, which an error's body repeats.
 *
 * @throws {FalFocusError} `invalid_option`, when the handler is made. The value of an option of the report is
 *   judged with the first request, and answered with 500
 */
export function focusHandler(options?: FocusHandlerOptions): (request: Request) => Promise<Response>;

/** The handler for Node's servers: `createServer(nodeListener(handler))`, and as a route of what is built on them. */
export function nodeListener(
  handler: (request: Request) => Response | Promise<Response>,
): (incoming: NodeRequest, outgoing: NodeResponse) => Promise<void>;

/** What is read of `IncomingMessage`. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: { [name: string]: string | string[] | undefined };
  httpVersion?: string | undefined;
}

/** What is used of `ServerResponse`. */
export interface NodeResponse {
  writeHead(status: number, headers: { [name: string]: string }): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  socket?: { resetAndDestroy(): unknown } | null | undefined;
  on(event: "drain", listener: () => void): unknown;
  once(event: "close", listener: () => void): unknown;
}
