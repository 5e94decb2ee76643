// The options of the endpoint: what cannot be right is said when the handler is made, not to who asks.

import { authorizationOf } from "./fal-key.js";
import { ENDPOINT_NAMES, isPaged } from "./fetch-endpoints.js";
import { readSettings } from "./fetch-settings.js";
import { FalFocusError } from "./host.js";
import { checkFunction, namedOptions } from "./named-options.js";

/** Options of the report that are the same for everybody who asks. */
const REPORT = [
  "rangeLimit", "grain", "focusVersion", "columns", "customColumns", "personalData", "onInvalid", "assumeUnique",
  "teams", "pricing", "billingAccountId", "billingAccountName", "spreadsheetSafe", "attributionTags", "maxGroups",
  "maxValueBytes", "maxTextBytes", "maxRemembered",
];
/** Options of the fetch; key, signal and progress are each request's own. */
const FETCH = ["baseUrl", "fetch", "headers", "maxPages", "maxPageBytes", "maxRetries", "maxWait", "timeout", "sleep", "random"];
/** A row takes about 2 kB until it is sent, and nobody asks alone. */
const MAX_GROUPS = 100_000;
const OWN = ["authorization", "endpoints", "accountLookup", "invoiceLookup", "now", "onSummary", "onError"];

/** `{ authorization, endpoints, accountLookup, invoiceLookup, now, onSummary, onError, report, fetching }`. */
export function readEndpointSettings(options) {
  const given = namedOptions(options, '{ authorization: "Key …" }');
  const names = [...OWN, ...FETCH, ...REPORT];
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw wrong(unknown, `there is no option ${unknown}`, `There are ${names.join(", ")}.`);
  const report = { maxGroups: MAX_GROUPS, ...pick(given, REPORT) };
  const fetching = pick(given, FETCH);
  const { fetch } = readSettings(fetching);
  return { ...readOwn(pick(given, OWN), report), report, fetching: { ...fetching, fetch } };
}

function readOwn(given, { billingAccountId }) {
  const { authorization, endpoints = ["/models/usage"], invoiceLookup, onSummary } = given;
  const { accountLookup = billingAccountId === undefined, now = Date.now, onError = toConsole } = given;
  for (const [name, value] of Object.entries({ invoiceLookup, onSummary, now, onError })) {
    if (value !== undefined) checkFunction(name, value, "Leave it out for the default.");
  }
  if (typeof accountLookup !== "boolean") checkFunction("accountLookup", accountLookup, "Say true to ask fal, false not to, or give a function of your own.");
  checkEndpoints(endpoints);
  return {
    authorization: authorization === undefined ? undefined : authorizationFrom(authorization),
    endpoints: [...endpoints],
    accountLookup,
    invoiceLookup,
    now: () => Number(now()),
    onSummary,
    onError,
  };
}

function authorizationFrom(key) {
  try {
    return authorizationOf(key);
  } catch ({ message, hint }) {
    throw wrong("authorization", message, hint);
  }
}

function checkEndpoints(endpoints) {
  const paged = ENDPOINT_NAMES.filter(isPaged);
  const isList = Array.isArray(endpoints) && endpoints.length > 0 && new Set(endpoints).size === endpoints.length;
  if (isList && endpoints.every((name) => paged.includes(name))) return;
  throw wrong("endpoints", "endpoints is no list of endpoints with usage", `Give one or more, each once, of ${paged.join(", ")}.`);
}

/** Where nobody says where to: one line of an error. */
function toConsole({ requestId, error }) {
  const { code, field, message, hint } = error;
  const place = field ? ` ${field}` : "";
  console.error(`fal-focus: request ${requestId}: error[${code}]${place}: ${message}${hint ? ` (${hint})` : ""}`);
}

function pick(given, names) {
  const entries = names.map((name) => [name, given[name]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_option", message, { field, hint });
}
