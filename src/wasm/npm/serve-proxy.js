// From the page to fal's API: GET requests for usage and billing, with the key added here. Who asks must
// be the page that this run's address opened. The key is in no log, no error, no URL and no answer.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { bareKey, secretOf } from "./fal-key.js";
import { ENDPOINT_NAMES } from "./fetch-endpoints.js";
import { HEADERS } from "./serve-files.js";
import { without } from "./serve-secret.js";

const PREFIX = "/fal/v1";
/** What of fal's answer the page needs to know. */
const PASSED_ON = ["content-type", "retry-after"];

const REFUSALS = {
  other_page: { status: 403, message: "This is for the page of this server alone", hint: "Open the address that `fal-focus serve` has printed." },
  wrong_token: { status: 403, message: "The token is not that of this run", hint: "Open the address that `fal-focus serve` has printed: each start has a token of its own." },
  wrong_method: { status: 405, message: "Only GET", hint: "Usage and billing are read, never written." },
  no_endpoint: { status: 404, message: "Only fal’s endpoints for usage and billing are passed on", hint: `There are ${ENDPOINT_NAMES.join(", ")}.` },
  no_key: { status: 401, message: "FAL_KEY is not set", hint: "Start `FAL_KEY=… npx fal-focus serve` with an admin key, or `npx fal-focus serve --stand-in` for invented data." },
};

/** `{ token, answer(request, response) }`. */
export function createProxy({ key, upstream, isStandIn }) {
  const bare = key === undefined ? undefined : bareKey(key);
  const token = randomBytes(32).toString("base64url");
  return {
    token,
    async answer(request, response) {
      const refusal = refusalOf(request, token) ?? (bare === undefined ? "no_key" : undefined);
      if (refusal) return sendError(response, { type: refusal, ...REFUSALS[refusal] });
      return pass(request, response, { key: bare, upstream, isStandIn });
    },
  };
}

// Who may ask, and for what

function refusalOf({ method, url, headers }, token) {
  if (isOfOtherPage(headers)) return "other_page";
  if (!isSame(headers["x-fal-focus-token"], token)) return "wrong_token";
  if (method !== "GET") return "wrong_method";
  return ENDPOINT_NAMES.includes(endpointOf(url)) ? undefined : "no_endpoint";
}

/** A browser says whose page asks; what is no browser says nothing. */
export function isOfOtherPage({ host, origin, "sec-fetch-site": site }) {
  return (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin");
}

/** Exactly as it is written: what is encoded or has dots in it is no endpoint. */
function endpointOf(url) {
  const [path] = url.split("?", 1);
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}

/** Takes as long for a token that is nearly right. */
export function isSame(given = "", token) {
  const hash = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

/** An error of this server's own: fal-focus/fetch tells it from fal's by the source, and takes its hint. */
function sendError(response, { status, ...error }) {
  const body = JSON.stringify({ error });
  response.writeHead(status, {
    ...HEADERS,
    "X-Fal-Focus-Source": "serve",
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    ...(status === 405 && { Allow: "GET" }),
  });
  response.end(body);
}

// Passing on

async function pass(request, response, { key, upstream, isStandIn }) {
  const secret = secretOf(key);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let answer;
  try {
    answer = await fetch(urlOf(request.url, upstream), {
      headers: { Accept: "application/json", Authorization: `Key ${key}`, "User-Agent": "fal-focus" },
      // The key would go wherever it points. The page gets the status without the place, and asks no further.
      redirect: "manual",
      signal: gone.signal,
    });
  } catch (error) {
    // The words of an error may repeat what was sent: only its code is told.
    const code = /^[A-Z_]{3,40}$/.exec(error?.cause?.code ?? "")?.[0];
    const message = `${new URL(upstream).host} cannot be reached${code ? ` (${code})` : ""}`;
    return sendError(response, { status: 502, type: "unreachable", message, hint: "Check this machine’s network; the pages that came are kept." });
  }
  response.writeHead(answer.status, { ...HEADERS, ...headersOf(answer, secret), "X-Fal-Focus-Source": isStandIn ? "stand-in" : "fal" });
  if (!answer.body) return response.end();
  // What breaks on the way breaks here, too: a body that ends well would look like a whole one.
  return pipeline(Readable.fromWeb(answer.body), without(secret), response).catch(() => response.destroy());
}

function urlOf(url, upstream) {
  const query = url.includes("?") ? url.slice(url.indexOf("?")) : "";
  return `${upstream}${endpointOf(url)}${query}`;
}

function headersOf({ headers }, secret) {
  const passed = PASSED_ON.filter((name) => headers.has(name) && !headers.get(name).includes(secret));
  return Object.fromEntries(passed.map((name) => [name, headers.get(name)]));
}
