// A stand-in of fal's billing API on the loopback interface: the documented paths, parameters, replies
// and errors over an invented account, so that fetching can be tried without a key. It knows nothing of
// fal's machines; where the documentation is silent, it says here what was assumed.

import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

import { ACCOUNT, TEAMS, eventsOf, machineSecondsOf, pricesOf } from "./stand-in-account.js";
import { readQuery } from "./stand-in-query.js";
import { inBuckets, summed } from "./stand-in-usage.js";

/** What `serve --stand-in` and the tests ask with. It opens nothing. */
export const STAND_IN_KEY = "stand-in:not-a-key-of-fal-but-of-its-stand-in";

const ENDPOINTS = {
  "/models/usage": { rows: modelUsage, list: "usage" },
  "/models/billing-events": { rows: modelEvents, list: "events" },
  "/organization/usage": { rows: organizationUsage, list: "usage" },
  "/organization/billing-events": { rows: organizationEvents, list: "events" },
  "/serverless/usage": { rows: serverlessUsage, list: "usage" },
  "/account/billing": { reply: ({ expand }) => ({ username: ACCOUNT.username, ...(expand.includes("credits") && { credits: ACCOUNT.credits }) }) },
  "/organization/teams": { reply: () => ({ teams: TEAMS }) },
  "/models/pricing": { reply: prices },
};

/**
 * @typedef {object} Fault what an answer is instead of the reply
 * @property {number} [status] 400, 401, 403, 404, 429, 500, 302: fal's error of that status
 * @property {string} [retryAfter] the header of a 429: seconds, or an HTTP date
 * @property {true} [challenge] a web page that checks for a browser
 * @property {true} [cut] half of the reply, then the connection breaks
 * @property {true} [repeatCursor] the page says that the page it was asked with follows
 * @property {number} [delay] milliseconds before the answer, which then is as it would be
 */

/**
 * Answers until `close` is called.
 *
 * @param {{ port?: number, key?: string, pageSize?: number, delay?: number, faults?: Record<number, Fault>,
 *   now?: () => number, onRequest?: (request: { path: string, query: string, headers: object }) => void }} [options] `pageSize`: where no `limit` is given; `faults`: by the number of
 *   the request, the first is 1; `delay`: milliseconds before every answer
 * @returns {Promise<{ url: string, key: string, faults: Record<number, Fault>, close: () => Promise<void> }>}
 */
export async function startStandIn({ port = 0, key = STAND_IN_KEY, pageSize = 50, delay = 0, faults = {}, now = Date.now, onRequest } = {}) {
  let requests = 0;
  const server = createServer(async (request, response) => {
    const [path, query = ""] = request.url.split("?");
    onRequest?.({ path, query, headers: request.headers });
    const fault = faults[(requests += 1)] ?? {};
    const answer = fault.status || fault.challenge ? faulty(fault) : answered({ request, path, query }, { key, pageSize, now, fault });
    await sleep(fault.delay ?? delay);
    send(response, request, answer, fault);
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    key,
    faults,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function send(response, request, { status = 200, body, headers = {} }, { cut }) {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const isHtml = typeof body === "string";
  response.writeHead(status, {
    "Content-Type": isHtml ? "text/html; charset=utf-8" : "application/json",
    "Content-Length": bytes.length,
    "X-Fal-Request-Id": createHash("sha256").update(request.url).digest("hex").slice(0, 32),
    ...headers,
  });
  if (!cut) return response.end(request.method === "HEAD" ? undefined : bytes);
  response.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => response.destroy(), 20));
}

// What is answered

/** A request that nobody foresaw fails alone. */
function answered(...asked) {
  try {
    return answerOf(...asked);
  } catch {
    return faulty({ status: 500 });
  }
}

function answerOf({ request, path, query }, { key, pageSize, now, fault }) {
  if (request.method !== "GET" && request.method !== "HEAD") return error(404, "not_found", "Resource not found");
  const endpoint = path.startsWith("/v1/") && ENDPOINTS[path.slice(3)];
  if (!endpoint) return error(404, "not_found", "Resource not found");
  if (!isAuthorized(request.headers.authorization, key)) {
    return error(401, "authorization_error", "Invalid API key or malformed Authorization header");
  }
  const parameters = readQuery(path.slice(3), query, now());
  if (parameters.wrong) return error(400, "validation_error", parameters.wrong);
  if (endpoint.reply) return found(endpoint.reply(parameters));
  return page(endpoint, parameters, { pageSize, query, fault });
}

const found = (reply) => (reply ? { body: reply } : error(404, "not_found", "Resource not found"));

function error(status, type, message, headers) {
  return { status, headers, body: { error: { type, message, docs_url: "https://fal.ai/docs" } } };
}

const ERRORS = {
  302: ["server_error", "Moved"],
  400: ["validation_error", "Invalid request parameters"],
  401: ["authorization_error", "Authentication required"],
  403: ["authorization_error", "Access denied"],
  404: ["not_found", "Resource not found"],
  429: ["rate_limited", "Rate limit exceeded"],
  500: ["server_error", "An unexpected error occurred"],
};

function faulty({ status, retryAfter, challenge }) {
  if (challenge) {
    const body = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>";
    return { status: 403, body, headers: { "cf-mitigated": "challenge" } };
  }
  const headers = { ...(retryAfter !== undefined && { "Retry-After": retryAfter }), ...(status === 302 && { Location: "http://127.0.0.1:1/" }) };
  return error(status, ...ERRORS[status], headers);
}

function isAuthorized(header = "", key) {
  const hash = (text) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(header), hash(`Key ${key}`));
}

// Pages. What a page of usage cuts is not documented: here it is the line items, so that a bucket may
// go on on the next page.

function page(endpoint, parameters, { pageSize, query, fault }) {
  const { list } = endpoint;
  const all = allRows(endpoint, parameters, query);
  const first = firstRow(parameters.cursor, query);
  if (first === undefined) return error(400, "validation_error", "cursor: this cursor is not of this query");
  const size = Math.min(parameters.limit ?? pageSize, parameters.mostRows);
  const next = first + size < all.length ? cursorOf(first + size, query) : null;
  const next_cursor = fault.repeatCursor && parameters.cursor ? parameters.cursor : next;
  const rowsHere = all.slice(first, first + size);
  const content = list === "events" ? { billing_events: rowsHere } : usageBody(rowsHere, all, first, parameters);
  return { body: { ...content, next_cursor, has_more: next_cursor !== null } };
}

/** The pages of a query are asked for one after the other: the rows of the last one are kept. */
let last = {};

function allRows({ rows }, parameters, query) {
  const { start, end } = parameters;
  const of = `${rows.name} ${start} ${end} ${fingerprint(query)}`;
  if (last.of !== of) last = { of, rows: rows(parameters) };
  return last.rows;
}

/** The summary is of the whole range, and on every page the same. */
function usageBody(rowsHere, all, first, { expand }) {
  const body = {};
  if (expand.includes("time_series")) body.time_series = asBuckets(rowsHere);
  if (expand.includes("summary")) body.summary = summed(all.map(({ item }) => item));
  return body;
}

function asBuckets(rows) {
  const buckets = [];
  for (const { bucket, item } of rows) {
    if (buckets.at(-1)?.bucket !== bucket) buckets.push({ bucket, results: [] });
    buckets.at(-1).results.push(item);
  }
  return buckets;
}

/** The place to go on, and the query it belongs to: with another one it is no cursor. */
function cursorOf(row, query) {
  return Buffer.from(`${row}|${fingerprint(query)}`).toString("base64");
}

function firstRow(cursor, query) {
  if (cursor === undefined) return 0;
  const [row, of] = Buffer.from(cursor, "base64").toString().split("|");
  return of === fingerprint(query) && /^\d+$/.test(row) ? Number(row) : undefined;
}

function fingerprint(query) {
  const parameters = new URLSearchParams(query);
  parameters.delete("cursor");
  parameters.sort();
  return createHash("sha256").update(String(parameters)).digest("hex").slice(0, 12);
}

// Rows

function modelUsage(parameters) {
  const events = eventsOf(parameters).filter(({ team }) => team === ACCOUNT.username);
  return inBuckets(events, parameters, (event) => usageItem(event, parameters));
}

function organizationUsage(parameters) {
  const { product } = parameters;
  const isAsked = (name) => !product || product.includes(name);
  const models = isAsked("model_apis") ? eventsOf(parameters) : [];
  const machines = machineSecondsOf(parameters).filter((use) => isAsked(use.product));
  const of = [...models, ...machines].filter(({ team }) => !parameters.team_username || parameters.team_username.includes(team));
  return inBuckets(of, parameters, (use) => organizationItem(use, parameters));
}

function serverlessUsage(parameters) {
  const { app, search } = parameters;
  const isAsked = (use) => (!app || app.includes(use.app)) && (!search || use.app?.toLowerCase().includes(search.toLowerCase()));
  const uses = machineSecondsOf(parameters).filter((use) => use.product === "serverless" && use.team === ACCOUNT.username);
  return inBuckets(uses.filter(isAsked), parameters, serverlessItem);
}

function modelEvents(parameters) {
  return events(parameters, eventsOf(parameters).filter(({ team }) => team === ACCOUNT.username));
}

function organizationEvents(parameters) {
  const { team_username } = parameters;
  const of = eventsOf(parameters).filter(({ team }) => !team_username || team_username.includes(team));
  return events(parameters, of).map((event, index) => ({ username: of[index].team, ...event }));
}

function events(parameters, of) {
  return of.map((event) => eventItem(event, parameters));
}

function prices({ endpoint_id }) {
  const prices = pricesOf(endpoint_id);
  // One unknown id fails the whole batch, as people report of fal.
  return prices && { prices, next_cursor: null, has_more: false };
}

// Line items

function usageItem({ endpoint, key, quantity, nano }, { expand }) {
  return { endpoint_id: endpoint.id, unit: endpoint.unit, ...amounts(endpoint, quantity, nano), ...authOf(key, expand) };
}

function organizationItem(use, { expand }) {
  const { team, product = "model_apis", endpoint, quantity, nano, key } = use;
  const cost = nano.subtotal / 1e9;
  const price = { unit: endpoint.unit, quantity, unit_price: endpoint.price, cost, currency: "USD" };
  return { username: team, product, endpoint_id: endpoint.id, ...price, ...(key && authOf(key, expand)) };
}

function serverlessItem({ app, environment, endpoint, quantity, nano, isSurge }) {
  const { unit, machine } = endpoint;
  return { app, environment, machine_type: machine, unit, ...amounts(endpoint, quantity, nano), is_surge: isSurge };
}

function amounts({ price, discount }, quantity, nano) {
  const cost_total = nano.total / 1e9;
  const costs = { cost_subtotal: nano.subtotal / 1e9, cost_discount: (nano.subtotal - nano.total) / 1e9, cost_total, cost: cost_total };
  return { quantity, unit_price: price, percent_discount: discount, ...costs, currency: "USD" };
}

function eventItem({ id, time, endpoint, key, quantity, nano }, { expand }) {
  const { quantity: output_units, cost, currency, ...rest } = amounts(endpoint, quantity, nano);
  const timestamp = new Date(time).toISOString().replace(".000Z", "Z");
  return { request_id: id, endpoint_id: endpoint.id, timestamp, output_units, ...rest, cost_estimate_nano_usd: nano.total, ...authOf(key, expand) };
}

function authOf({ name, id }, expand) {
  return {
    ...(expand.includes("auth_method") && { auth_method: name }),
    ...(expand.includes("auth_method_structured") && { auth_method_structured: { detail: name, api_key_id: id } }),
  };
}
