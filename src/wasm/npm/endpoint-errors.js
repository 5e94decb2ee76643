// What went wrong, as fal says it: a status and `{ "error": { type, message, request_id } }`.

import { FalFocusError } from "./host.js";

/** An answer that is no report, for a reason that the request itself shows. */
export class Refusal extends Error {
  constructor(status, type, message, headers = {}) {
    super(message);
    Object.assign(this, { status, type, headers });
  }
}

/** The answer that says it; to HEAD without a body. */
export function errorResponse({ method }, requestId, { status, type, message, headers }) {
  const body = JSON.stringify({ error: { type, message, request_id: requestId } });
  const all = { "Content-Type": "application/json", ...headersOf(requestId), ...headers };
  return new Response(method === "HEAD" ? null : body, { status, headers: all });
}

/** Of every answer. What a report says is of this moment, and of one account. */
export function headersOf(requestId) {
  return { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Request-Id": requestId };
}

const TYPES = { 400: "validation_error", 401: "authorization_error", 403: "authorization_error", 429: "rate_limited" };
/** What these say is for who runs the endpoint: options, and places of the machine. */
const OF_THE_HOST = ["invalid_option", "internal_error", "module_unavailable"];
const UNEXPECTED = "An unexpected error occurred";

/** What the caller can do, where the error speaks to the program that called the package. */
const HINTS = {
  unknown_parameter: "The parameters are source, billing_month, charge_month, start, end, timezone, timeframe, bound_to_timeframe and expand.",
  range_too_long: "Choose a later start, or a shorter range.",
  too_many_groups: "Choose a shorter range, or a longer timeframe.",
  too_many_pages: "Choose a shorter range, or a longer timeframe.",
  rate_limited: "Try again later.",
};

/** Of a query that is wrong. A wrong option is none of the caller's. */
export function refusalOf(error) {
  if (!(error instanceof FalFocusError) || error.code === "invalid_option") return error;
  return new Refusal(400, "validation_error", said(error, HINTS[error.code] ?? error.hint));
}

/**
 * Of a report that cannot be made: what fal said of the caller's key, of the query or of its pace goes
 * on; all else is an error in here.
 *
 * @param {{ status?: number, headers?: Headers }} last what fal answered last
 */
export function failureOf(error, last) {
  if (error instanceof Refusal) return error;
  if (!(error instanceof FalFocusError)) return new Refusal(500, "server_error", UNEXPECTED);
  const { code, field } = error;
  if (code === "too_many_groups") return new Refusal(400, "validation_error", said(error, HINTS.too_many_groups));
  if (code === "invalid_option" && field === "maxPages") return new Refusal(400, "validation_error", said(error, HINTS.too_many_pages));
  if (OF_THE_HOST.includes(code)) return new Refusal(500, "server_error", UNEXPECTED);
  const status = code === "api_error_reply" ? statusOf(last, error) : 500;
  if (status === 500) return new Refusal(500, "server_error", said(error));
  return new Refusal(status, TYPES[status], said(error, status === 429 ? HINTS.rate_limited : error.hint), retryAfter(status, last));
}

/** fal's own status; not that of a web page which something in between has put there. */
function statusOf({ status, headers }, { file }) {
  if (!/\bjson\b/i.test(headers?.get("content-type") ?? "")) return 500;
  if (status in TYPES) return status;
  // Who has no organization has none of its endpoints.
  return status === 404 && file.startsWith("organization-") ? 403 : 500;
}

function retryAfter(status, { headers }) {
  const text = headers.get("retry-after")?.trim();
  const isWhen = /^\d{1,9}$/.test(text) || /^[A-Z][a-z]{2}, [\w: ]{10,30} GMT$/.test(text);
  return status === 429 && isWhen ? { "Retry-After": text } : {};
}

function said({ message }, hint) {
  return hint ? `${message}. ${hint}` : `${message}.`;
}

/** The error as whoever runs the endpoint may see it: without the key, whoever repeated it. */
export function withoutKey(error, hide) {
  if (error instanceof FalFocusError) {
    const { code, message, field, file, hint } = error;
    return new FalFocusError(code, hide(message), { field, file, hint: hint && hide(hint) });
  }
  const shown = new FalFocusError("internal_error", hide(String(error?.message ?? error)));
  shown.stack = hide(String(error?.stack ?? shown.stack));
  return shown;
}
