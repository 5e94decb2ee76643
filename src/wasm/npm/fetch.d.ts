// The types of fal-focus/fetch.

import { FalFocusError, type Manifest, type ResolvedRequest } from "./types.js";

export { FalFocusError };

/** The endpoints that can be fetched. The last three are companions: one reply each, no manifest. */
export type Endpoint =
  | "/models/usage"
  | "/models/billing-events"
  | "/organization/usage"
  | "/organization/billing-events"
  | "/serverless/usage"
  | "/account/billing"
  | "/organization/teams"
  | "/models/pricing";

export interface Wanted {
  endpoint: Endpoint;
  /**
   * The query, the same on each page. Of usage and events with `start` and `end` as date-times with
   * `Z` or an offset, as `queryFor` makes it. No cursor.
   */
  query?: string | URLSearchParams | Readonly<Record<string, string>>;
}

export interface FetchOptions {
  /** Where the API is. Default: `https://api.fal.ai/v1`. */
  baseUrl?: string;
  /** An admin key, with or without `Key ` in front. Without one no `Authorization` is sent. */
  key?: string;
  /** More headers, for a proxy of your own. */
  headers?: RequestInit["headers"];
  /**
   * Of an earlier fetch with the same endpoint and query, whose pages were kept: `pages()` goes on with
   * the page behind them. Nothing is asked for where it is complete.
   */
  manifest?: Manifest;
  /** The most pages that one run asks for; the next run goes on. Default: 10,000. */
  maxPages?: number;
  /** The most bytes of a page, which is held whole; a larger one is `limit_exceeded`. Default: 134,217,728. */
  maxPageBytes?: number;
  /** How often a page is asked for again after 429, 5xx or a broken connection. Default: 5. */
  maxRetries?: number;
  /**
   * Milliseconds: the longest wait between two tries. A longer `Retry-After` is an error that says
   * so. Default: 120,000; at most 2,147,483,647, as of any timer. Without `Retry-After`, or with one that is over, the waits begin with 4 s after 429 and 1 s after the
   * others, double each time up to 60 s, and are shortened by up to half by chance.
   */
  maxWait?: number;
  /** Milliseconds in which nothing comes, after which a connection counts as broken. Default: 120,000; at most 2,147,483,647. */
  timeout?: number;
  /** Cancels: the fetch ends with the signal's reason. */
  signal?: AbortSignal;
  /** What it throws ends the run, and the page that it was told of is asked for again. */
  onProgress?: (progress: FetchProgress) => void;
  /** Default: the host's. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Default: timers. Rejects with the signal's reason when it aborts. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. Default: the clock. */
  now?: () => number;
  /** 0 to 1. Default: `Math.random`. */
  random?: () => number;
}

export interface FetchProgress {
  /** The pages that came, in all runs. */
  pages: number;
  /** The bytes that came, those of the page that is coming included. */
  bytes: number;
  /** Until when nothing is asked, and why: `rate_limited` (429) or `failed` (5xx, or a broken connection). */
  waiting: null | { until: Date; reason: "rate_limited" | "failed"; attempt: number; message: string };
}

export interface FetchedFile {
  /** Such as `models-usage-1.json`, as in the manifest. */
  name: string;
  /** As they came. */
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Everything in one go. A failure loses what came; use `Fetching` to go on.
 *
 * @throws {FalFocusError} `api_error_reply` (fal said no), `io_error` (no connection), `invalid_usage`,
 *   `duplicate_page` (the cursors go round), `limit_exceeded`, `invalid_option`, `invalid_parameter`; the reason of the
 *   signal where it aborted
 */
export function fetchReplies(wanted: Wanted, options?: FetchOptions): Promise<{ files: FetchedFile[]; manifest: Manifest | null }>;

/**
 * One fetch, page by page. What came is not asked for again: after a failure or a cancel, `pages()`
 * goes on with the page that is missing.
 */
export class Fetching {
  /** @throws {FalFocusError} on a wrong endpoint, query or option */
  constructor(wanted: Wanted, options?: FetchOptions);
  /** Whether the last page there is has come. */
  readonly isComplete: boolean;
  /** What was asked and what came so far; null for a companion. */
  readonly manifest: Manifest | null;
  /** The pages that are missing, one after the other. One run at a time. */
  pages(run?: Pick<FetchOptions, "signal" | "onProgress">): AsyncGenerator<FetchedFile, void, undefined>;
}

/**
 * The query that asks an endpoint for the data of a resolved request. Of `/models/pricing` it is
 * empty: its `endpoint_id` is yours to give.
 */
export function queryFor(endpoint: Endpoint, resolved: Pick<ResolvedRequest, "usage_query">): string;
