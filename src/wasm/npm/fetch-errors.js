// What can go wrong with a fetch, in words, and what to do about it.

import { API } from "./fetch-endpoints.js";
import { FalFocusError } from "./host.js";

/** An error's words are fal's, or those of something in between: so much of them is shown. */
const SHOWN = 300;

const HINTS = {
  400: "fal does not take this query: check the range, the time zone and the timeframe.",
  401: "Usage and billing need an admin key: make one with the scope ADMIN at fal.ai/dashboard/keys, and send it as `Authorization: Key …`. fal says 401 of a key without the right, too.",
  403: "The key may not read this: take a key with the scope ADMIN. What begins with /organization needs an admin key of the organization’s root team.",
  404: "Check the endpoint. What begins with /organization exists for enterprise customers with organizations.",
  429: "Wait a minute, then go on: the pages that came are kept.",
};

const OF_FAL = "Check the network. A browser says the same where a server does not let other pages read it (CORS): `fal-focus serve` is the way round.";
const SOLVE = "Solve what it says, and fetch again.";

/** An answer that is no success: fal's, or one of `fal-focus serve` on the way, which says what to do itself. */
export function errorReply({ name, endpoint }, { status, headers }, text) {
  if (/^\s*</.test(text)) return webPage({ name }, status, headers.get("cf-mitigated"));
  const body = parsed(text);
  const own = headers.get("x-fal-focus-source") === "serve" ? body?.error : undefined;
  const hint = own?.hint ?? HINTS[status] ?? (status >= 500 ? "fal has trouble: try again later; the pages that came are kept." : SOLVE);
  const message = `${own ? "fal-focus serve" : "fal"} answered ${endpoint} with ${status}${said(body, text)}`;
  return new FalFocusError("api_error_reply", message, { file: name, hint });
}

/** An error that came as a success. */
export function errorInReply({ name, endpoint }, body) {
  return new FalFocusError("api_error_reply", `fal answered ${endpoint} with an error${said(body, "")}`, { file: name, hint: SOLVE });
}

/** The words of `{"error": {"type", "message"}}`, of `{"detail": …}` from in front of the API, or of neither. */
function said(body, text) {
  const { type, message } = body?.error ?? {};
  const ofError = [type, message].filter((part) => typeof part === "string").join(", ");
  const words = ofError || (typeof body?.detail === "string" ? body.detail : text.trim());
  const shown = words.replaceAll(/\s+/g, " ");
  return shown && `: ${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function webPage({ name }, status, mitigated) {
  const what = mitigated === "challenge" ? "a page that checks for a browser" : "a web page, not JSON";
  return new FalFocusError("api_error_reply", `${what} was answered${status ? ` with ${status}` : ""}`, {
    file: name,
    hint: "Something in front of fal’s API stepped in (a challenge, a proxy, a login): fetch from another network, or with curl.",
  });
}

export function redirected({ name }, { status }) {
  return new FalFocusError("api_error_reply", `a redirect was answered${status ? ` (${status})` : ""}, which is not followed`, {
    file: name,
    hint: "The key would go wherever it points. Check the address that is asked.",
  });
}

export function unreachable({ name }, baseUrl, timeout) {
  const what = timeout === undefined ? "there is no connection, or it broke" : `nothing came for ${timeout / 1000} s`;
  return new FalFocusError("io_error", what, {
    file: name,
    hint: `${baseUrl === API ? OF_FAL : `Is the server at ${new URL(baseUrl).host} running, and may this page read it (CORS)?`} The pages that came are kept.`,
  });
}

export function cutReply({ name }) {
  return new FalFocusError("io_error", "the reply stops in the middle, or is no JSON", {
    file: name,
    hint: "Go on with the fetch: the page is asked for again, and those that came are kept.",
  });
}

export function brokenReply({ name }, field, message) {
  return new FalFocusError("invalid_usage", message, { field, file: name, hint: "Is this an address of fal’s API? A newer fal-focus may know a newer reply." });
}

export function tooLargeAPage({ name }, most) {
  return new FalFocusError("limit_exceeded", `the page is larger than ${most} bytes`, {
    field: "maxPageBytes",
    file: name,
    hint: "Ask for a shorter range, or raise maxPageBytes; the pages that came are kept.",
  });
}

export function tooLongAWait(error, milliseconds) {
  const { code, message, file } = error;
  const seconds = Math.ceil(milliseconds / 1000);
  return new FalFocusError(code, `${message} (it asks to wait ${seconds} s)`, { file, hint: `Go on in ${seconds} s: the pages that came are kept. The option maxWait says how long a fetch waits by itself.` });
}
