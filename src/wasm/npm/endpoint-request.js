// A request to the endpoint: whether it is for it, who asks, and for which report.

import { resolveRequest } from "./api.js";
import { Refusal } from "./endpoint-errors.js";
import { authorizationOf } from "./fal-key.js";
import { FalFocusError } from "./host.js";

/** Any prefix: a host mounts the endpoint where it likes. */
const PATH = /\/account\/focus$/;
export const ALLOW = "GET, HEAD, OPTIONS";
/** Characters. All parameters together have a few hundred. */
const LONGEST_QUERY = 4096;

/** The query, where the request is one for a report. */
export function searchOf({ url, method }) {
  const { pathname, search } = new URL(url);
  if (!PATH.test(pathname)) throw new Refusal(404, "not_found", "Resource not found. The report is at …/account/focus.");
  if (!ALLOW.split(", ").includes(method)) {
    throw new Refusal(405, "not_implemented", `${method} is not implemented. The report is read with GET.`, { Allow: ALLOW });
  }
  if (search.length > LONGEST_QUERY) throw new Refusal(414, "validation_error", `The query is longer than ${LONGEST_QUERY} characters.`);
  return search;
}

/** `Key …`: the caller's own as it is; where the caller has none, the configured one. */
export function authorizationFor({ headers }, configured) {
  const own = headers.get("authorization");
  if (own === null && configured !== undefined) return configured;
  if (own !== null && isKey(own)) return own;
  throw new Refusal(401, "authorization_error", `${wrongWith(own)}. Send \`Authorization: Key …\` with an admin key of fal.`, { "WWW-Authenticate": "Key" });
}

function isKey(authorization) {
  try {
    return authorizationOf(authorization) === authorization;
  } catch {
    return false;
  }
}

function wrongWith(own) {
  if (own === null) return "Authentication required: there is no Authorization header";
  return own.startsWith("Key ") ? "There is no key behind `Key ` in Authorization" : "Authorization must begin with `Key `";
}

/** `{ request, options, resolved, isOrganization }` of the report that a query asks for. */
export function readQuery(search, { report, now }) {
  const { expand, ...request } = parametersOf(search);
  if (expand !== undefined && expand !== "organization") throw wrong("expand", `expand cannot be ${JSON.stringify(expand)}`, "Use organization, or leave it out.");
  const options = { ...report, now: new Date(now()) };
  const resolved = resolveRequest(request, options);
  // The pages are asked for with it: where few buckets have usage, they do not show it themselves.
  const inputTimeframe = new URLSearchParams(resolved.usage_query).get("timeframe");
  return { request: withMonth(request, resolved), options: { ...options, inputTimeframe }, resolved, isOrganization: expand !== undefined };
}

/** The month that was meant, said: an invoice document of another one is an error then, and not the report's month. */
function withMonth(request, { billing_month }) {
  return billing_month === null || request.charge_month ? request : { ...request, billing_month };
}

/** By name. Which names and values there are is the module's to say. */
function parametersOf(search) {
  const parameters = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    if (name in parameters) throw wrong(name, `${name} is given more than once`, "Give it once.");
    if (value === "") throw wrong(name, `${name} has no value`, "Give it one, or leave it out.");
    parameters[name] = value;
  }
  return parameters;
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_parameter", message, { field, hint });
}
