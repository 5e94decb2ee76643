// From the page to fal's API: GET requests for usage and billing, with the key added here. Who asks must
// be the page that this run's address opened. The key is in no log, no error, no URL and no answer.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { bareKey } from "./fal-key.js";
import { ENDPOINT_NAMES } from "./fetch-endpoints.js";
import { HEADERS } from "./serve-files.js";
import { secretOf, without } from "./serve-secret.js";

const PREFIX = "/fal/v1";
const METHODS = ["GET", "HEAD"];
/** What of fal's answer the page needs to know. */
const PASSED_ON = ["content-type", "retry-after", "x-fal-request-id"];

const NO_KEY = "FAL_KEY is not set, so that nothing can be fetched: start `FAL_KEY=… npx fal-focus serve` with an admin key, or `npx fal-focus serve --stand-in` for invented data";

/** `{ token, answer(request, response) }`. */
export function createProxy({ key, upstream, isStandIn }) {
  const bare = key === undefined ? undefined : bareKey(key);
  const token = randomBytes(32).toString("base64url");
  return {
    token,
    async answer(request, response) {
      const refusal = refusalOf(request, token) ?? (bare === undefined ? refused(401, "authorization_error", NO_KEY) : undefined);
      if (refusal) return sendError(request, response, refusal);
      return pass(request, response, { key: bare, upstream, isStandIn });
    },
  };
}

// Who may ask, and for what

function refusalOf({ method, url, headers }, token) {
  const { host, origin } = headers;
  const site = headers["sec-fetch-site"];
  if ((origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site !== "same-origin")) {
    return refused(403, "authorization_error", "This is for the page of this server alone");
  }
  if (!isSame(headers["x-fal-focus-token"], token)) {
    return refused(403, "authorization_error", "The token is not that of this run: open the address that `fal-focus serve` has printed");
  }
  if (!METHODS.includes(method)) return refused(405, "validation_error", "Only GET and HEAD");
  if (!ENDPOINT_NAMES.includes(endpointOf(url))) return refused(404, "not_found", "Only fal’s endpoints for usage and billing are passed on");
  return undefined;
}

function refused(status, type, message) {
  return { status, type, message };
}

/** Exactly as it is written: what is encoded or has dots in it is no endpoint. */
function endpointOf(url) {
  const [path] = url.split("?", 1);
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}

/** Takes as long for a token that is nearly right. */
function isSame(given = "", token) {
  const hash = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}

function sendError({ method }, response, { status, type, message }) {
  const body = JSON.stringify({ error: { type, message } });
  response.writeHead(status, {
    ...HEADERS,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    ...(status === 405 && { Allow: METHODS.join(", ") }),
  });
  response.end(method === "HEAD" ? undefined : body);
}

// Passing on

async function pass(request, response, { key, upstream, isStandIn }) {
  const secret = secretOf(key);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let answer;
  try {
    answer = await fetch(urlOf(request.url, upstream), {
      method: request.method,
      headers: { Accept: "application/json", Authorization: `Key ${key}`, "User-Agent": "fal-focus" },
      redirect: "manual",
      signal: gone.signal,
    });
  } catch (error) {
    // The words of an error may repeat what was sent: only its code is told.
    const code = /^[A-Z_]{3,40}$/.exec(error?.cause?.code ?? "")?.[0];
    const message = `${new URL(upstream).host} cannot be reached${code ? ` (${code})` : ""}`;
    return sendError(request, response, refused(502, "server_error", message));
  }
  if (answer.status >= 300 && answer.status < 400) {
    gone.abort();
    return sendError(request, response, refused(502, "server_error", `A redirect was answered (${answer.status}), which is not followed: the key would go with it`));
  }
  response.writeHead(answer.status, { ...HEADERS, ...headersOf(answer, secret), ...(isStandIn && { "X-Fal-Focus-Source": "stand-in" }) });
  if (request.method === "HEAD" || !answer.body) return response.end();
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
