// fal-focus/endpoint behind a real server, in front of the stand-in of fal's API or of an upstream of a
// few lines: what a FinOps tool sees of it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import init, { checkFocus, focusReport, resolveRequest } from "fal-focus";
import { FalFocusError, focusHandler, nodeListener } from "fal-focus/endpoint";
import { fetchReplies, queryFor } from "fal-focus/fetch";

import { focusHandlerWith } from "../pkg/endpoint.js";
import { startStandIn } from "../pkg/stand-in.js";
import { caseFolders } from "./case-folders.mjs";
import { SCHEMAS, misfits } from "./fal-replies.mjs";
import { scriptsOf } from "./imports.mjs";

const NOW = Date.parse("2026-11-01T00:00:00Z");
const PATH = "/v1/account/focus";
const MONTH = "source=estimate&start=2026-10-01&end=2026-11-01&timezone=Europe/Berlin&timeframe=day";
const SECRET = "5f4dcc3b5aa765d61d8327deb882cf99";
const KEY = `0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:${SECRET}`;
const QUICK = { now: () => NOW, sleep: async () => {} };

const open = [];
before(() => init());
after(() => Promise.all(open.map((server) => server.close())));

async function listening(listener) {
  const server = createServer(listener);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
  open.push({ close });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A server of the handler, whose errors are kept. */
async function served(options) {
  const errors = [];
  const origin = await listening(nodeListener(focusHandler({ ...QUICK, onError: (error) => errors.push(error), ...options })));
  return { origin, errors };
}

/** The endpoint in front of the stand-in. */
async function beforeStandIn({ faults, ...options } = {}) {
  const requests = [];
  const standIn = await startStandIn({ key: KEY, now: () => NOW, faults, onRequest: (request) => requests.push(request) });
  open.push(standIn);
  return { ...(await served({ baseUrl: standIn.url, ...options })), requests };
}

/** An upstream of a few lines; `requests` are those that reached it. */
async function upstream(answer) {
  const requests = [];
  const origin = await listening((request, response) => {
    requests.push(request);
    answer(request, response, requests.length);
  });
  return { baseUrl: `${origin}/v1`, requests };
}

const withKey = { Authorization: `Key ${KEY}` };

async function ask({ origin }, query = MONTH, { path = PATH, headers = withKey, ...init } = {}) {
  const response = await fetch(`${origin}${path}${query && `?${query}`}`, { headers, ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Fal's body, its id the header's; `{ status, type, message }`. */
function errorOf({ status, headers, text }) {
  const body = JSON.parse(text);
  assert.deepEqual(misfits(body, SCHEMAS.error), []);
  assert.deepEqual([headers.get("content-type"), headers.get("cache-control")], ["application/json", "no-store"]);
  const { type, message, request_id } = body.error;
  assert.equal(request_id, headers.get("x-request-id"));
  return { status, type, message };
}

async function assertError(answer, status, type, words) {
  const error = errorOf(await answer);
  assert.deepEqual([error.status, error.type], [status, type], error.message);
  assert.match(error.message, words);
}

// The report

test("the report is that of the same replies, to the byte, whole and with what goes before it", async () => {
  const { origin, requests, errors } = await beforeStandIn();
  const { status, headers, text } = await ask({ origin });
  const request = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" };
  const resolved = resolveRequest(request, { now: new Date(NOW) });
  const standIn = await startStandIn({ now: () => NOW });
  open.push(standIn);
  const replies = [];
  for (const endpoint of ["/account/billing", "/models/usage"]) {
    const { files } = await fetchReplies({ endpoint, query: queryFor(endpoint, resolved) }, { baseUrl: standIn.url, key: standIn.key });
    replies.push(...files.map(({ bytes }) => bytes));
  }
  const { csv, summary } = focusReport(request, replies, { now: new Date(NOW) });
  assert.equal(status, 200);
  assert.equal(text, await csv.text());
  assert.deepEqual(Object.fromEntries([...headers].filter(([name]) => !["date", "connection", "keep-alive", "etag", "x-request-id"].includes(name))), {
    "cache-control": "no-store",
    "content-disposition": `attachment; filename="${summary.filename}"`,
    "content-length": String(csv.size),
    "content-type": "text/csv; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  assert.match(headers.get("x-request-id"), /^[0-9a-f-]{36}$/);
  assert.equal(headers.has("access-control-allow-origin"), false);
  assert.match(text, /fal:stand-in-studio/);
  assert.equal(requests.filter(({ path }) => path === "/v1/models/usage").length, replies.length - 1);
  assert.ok(replies.length > 5, "there are pages");
  assert.deepEqual(errors, []);
  assert.equal((await checkFocus(text)).rules.failedMust, 0);
});

/** Options of a report that a handler has. */
const HANDLED = ["now", "rangeLimit", "grain", "focusVersion", "columns", "customColumns", "personalData", "onInvalid", "assumeUnique", "teams", "pricing", "billingAccountId", "billingAccountName", "spreadsheetSafe", "attributionTags", "maxGroups"];

/** Whether a golden report can come from one page. */
function isServable({ options, files, expected }) {
  if (!expected || files.length !== 1 || !Object.keys(options).every((name) => HANDLED.includes(name))) return false;
  try {
    const { has_more, time_series, summary, billing_events } = JSON.parse(files[0].text);
    return !has_more && Boolean(time_series ?? summary ?? billing_events);
  } catch {
    return false;
  }
}

test("golden cases come out to the byte", async (t) => {
  const cases = caseFolders().filter(isServable);
  assert.ok(cases.length > 60, `${cases.length} cases`);
  for (const { name, request, options, files, expected } of cases) {
    await t.test(name, async () => {
      const { baseUrl } = await upstream((_, response) => response.setHeader("Content-Type", "application/json").end(files[0].text));
      const { now = "2026-11-02T09:00:00Z", ...more } = options;
      const { origin, errors } = await served({ baseUrl, ...more, accountLookup: false, now: () => new Date(now) });
      const { status, text } = await ask({ origin }, new URLSearchParams(request));
      assert.deepEqual([status, errors], [200, []], text.slice(0, 500));
      assert.equal(text, expected.csv);
    });
  }
});

test("an invoice month, with the document where the host has one", async () => {
  const { origin } = await beforeStandIn();
  const month = await ask({ origin }, "source=invoice");
  assert.match(month.headers.get("content-disposition"), /"fal-focus-invoice-2026-10\.csv"/);
  const document = { invoice_id: "inv-7", billing_month: "2026-11", credits: [{ description: "Trial", amount: "-5.00" }] };
  const asked = [];
  const invoiceLookup = async ({ request, signal, billing_month }) => {
    asked.push([request.method, signal.aborted, billing_month]);
    return billing_month === "2026-11" ? document : undefined;
  };
  const withDocument = await beforeStandIn({ invoiceLookup });
  for (const query of ["source=invoice", "source=invoice&charge_month=2026-10", "source=invoice&billing_month=2026-11"]) {
    assert.match((await ask(withDocument, query)).text, /-5\.0,.*inv-7/, query);
  }
  assert.doesNotMatch((await ask(withDocument, "source=invoice&billing_month=2026-10")).text, /inv-7/);
  assert.match((await ask(withDocument)).text, /^BilledCost/);
  assert.deepEqual(asked.map(([, , month]) => month), ["2026-11", "2026-11", "2026-11", "2026-10"]);
  assert.deepEqual(asked[0], ["GET", false, "2026-11"]);
  const wrongMonth = await beforeStandIn({ invoiceLookup: () => ({ ...document, billing_month: "2026-10" }) });
  await assertError(ask(wrongMonth, "source=invoice"), 500, "server_error", /2026-10/);
  assert.equal(wrongMonth.errors[0].error.code, "conflicting_parameters");
});

test("which endpoints are asked, and whose account it is", async () => {
  const asked = async (query, options) => {
    const { origin, requests } = await beforeStandIn(options);
    const { status, text } = await ask({ origin }, query);
    assert.equal(status, 200, text);
    const [header, row] = text.split("\n").map((line) => line.split(","));
    const cell = (name) => row[header.indexOf(name)];
    return [[...new Set(requests.map(({ path }) => path.slice(3)))], cell("BillingAccountId"), cell("BillingAccountName"), text.includes("Stand-in Research")];
  };
  const studio = ["fal:stand-in-studio", "stand-in-studio", false];
  assert.deepEqual(await asked(MONTH), [["/account/billing", "/models/usage"], ...studio]);
  assert.deepEqual(await asked(MONTH, { endpoints: ["/models/usage", "/serverless/usage"] }), [["/account/billing", "/models/usage", "/serverless/usage"], ...studio]);
  assert.deepEqual(await asked(MONTH, { accountLookup: false }), [["/models/usage"], "fal:account", "fal:account", false]);
  assert.deepEqual(await asked(MONTH, { billingAccountId: "a-1", billingAccountName: "A" }), [["/models/usage"], "a-1", "A", false]);
  assert.deepEqual(await asked(MONTH, { billingAccountId: "a-1", accountLookup: true }), [["/account/billing", "/models/usage"], "a-1", "stand-in-studio", false]);
  const lookup = async ({ request }) => ({ billingAccountId: `of-${new URL(request.url).pathname.split("/")[1]}`, billingAccountName: "Mine" });
  assert.deepEqual(await asked(MONTH, { accountLookup: lookup }), [["/models/usage"], "of-v1", "Mine", false]);
  assert.deepEqual(await asked(MONTH, { accountLookup: () => undefined }), [["/models/usage"], "fal:account", "fal:account", false]);
  assert.deepEqual(await asked(`${MONTH}&expand=organization`), [["/account/billing", "/organization/teams", "/organization/usage"], "fal:stand-in-studio", "Stand-in Studio", true]);
  assert.deepEqual((await asked(MONTH, { endpoints: ["/organization/billing-events"], accountLookup: false }))[0], ["/organization/teams", "/organization/billing-events"]);
});

test("a finer report than its usage shows is no riddle: what was asked for is known", async () => {
  const reply = { time_series: [{ bucket: "2026-10-02T00:00:00Z", results: [{ endpoint_id: "a", unit: "images", quantity: 1, unit_price: 1, cost: 1, currency: "USD" }] }], has_more: false, next_cursor: null };
  const { baseUrl } = await upstream((_, response) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(reply)));
  const { status, text } = await ask(await served({ baseUrl, accountLookup: false }), "source=estimate&start=2026-10-02&end=2026-10-03&timeframe=hour");
  assert.deepEqual([status, text.split("\n").length], [200, 3]);
});

test("the summary of each report goes to the host", async () => {
  const told = [];
  const { origin } = await beforeStandIn({ onSummary: (report) => told.push(report) });
  const { headers, text } = await ask({ origin });
  const [{ requestId, summary, metadata }] = told;
  assert.equal(requestId, headers.get("x-request-id"));
  assert.deepEqual([summary.rows, summary.complete, metadata.Schema.FocusVersion], [text.trimEnd().split("\n").length - 1, true, "1.2"]);
});

test("what onSummary throws breaks the report, at once or later", async () => {
  for (const onSummary of [() => { throw new Error("full"); }, async () => { throw new Error("full"); }]) {
    const server = await beforeStandIn({ onSummary });
    await assertError(ask(server), 500, "server_error", /^An unexpected error occurred$/);
    assert.equal(server.errors[0].error.message, "full");
  }
});

// Who may ask, and how

test("only `Authorization: Key …` is taken; nothing is asked of fal with anything else", async () => {
  const { origin, requests, errors } = await beforeStandIn();
  const cases = [
    [{}, /there is no Authorization header\. Send `Authorization: Key …`/],
    [{ Authorization: KEY }, /must begin with `Key `/],
    [{ Authorization: `Bearer ${KEY}` }, /must begin with `Key `/],
    [{ Authorization: `key ${KEY}` }, /must begin with `Key `/],
    [{ Authorization: "Basic YTpi" }, /must begin with `Key `/],
    [{ Authorization: "Key" }, /must begin with `Key `/],
    [{ Authorization: `Key ${KEY} ${KEY}` }, /no key behind `Key `/],
    [{ Authorization: "Key Bearer" }, /no key behind `Key `/],
    [{ Authorization: "" }, /must begin with `Key `/],
  ];
  for (const [headers, words] of cases) {
    const answer = await ask({ origin }, MONTH, { headers });
    await assertError(answer, 401, "authorization_error", words);
    assert.equal(answer.headers.get("www-authenticate"), "Key");
    assert.ok(!answer.text.includes(SECRET));
  }
  assert.deepEqual([requests.length, errors], [0, []], "it is its sender's");
  await ask({ origin }, MONTH, { headers: { ...withKey, Cookie: "a=b", "X-Anything": "1" } });
  for (const { headers } of requests) {
    assert.equal(headers.authorization, `Key ${KEY}`);
    assert.deepEqual([headers.cookie, headers["x-anything"]], [undefined, undefined]);
  }
});

test("a configured key is for who has none, with and without its word; another word is 401 all the same", async () => {
  for (const authorization of [KEY, `Key ${KEY}`, ` key ${KEY}\n`]) {
    const { origin, requests } = await beforeStandIn({ authorization });
    assert.equal((await ask({ origin }, MONTH, { headers: {} })).status, 200);
    assert.deepEqual(new Set(requests.map(({ headers }) => headers.authorization)), new Set([`Key ${KEY}`]));
    await assertError(ask({ origin }, MONTH, { headers: { Authorization: `Bearer ${KEY}` } }), 401, "authorization_error", /must begin with `Key `/);
  }
  const { origin, requests, errors } = await beforeStandIn({ authorization: KEY });
  await assertError(ask({ origin }, MONTH, { headers: { Authorization: "Key another" } }), 401, "authorization_error", /fal answered \/account\/billing with 401/);
  assert.equal(requests[0].headers.authorization, "Key another", "nobody is answered with another's account");
  assert.deepEqual(errors, [], "a wrong key is its sender's");
  const misconfigured = await beforeStandIn({ authorization: "no-longer:valid-at-all" });
  await assertError(ask(misconfigured, MONTH, { headers: {} }), 401, "authorization_error", /401/);
  assert.equal(misconfigured.errors[0].status, 401);
});

test("methods, paths and long queries", async () => {
  const server = await beforeStandIn();
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    const answer = await ask(server, MONTH, { method, body: method === "DELETE" ? undefined : "{}" });
    await assertError(answer, 405, "not_implemented", new RegExp(`^${method} is not`));
    assert.equal(answer.headers.get("allow"), "GET, HEAD, OPTIONS");
  }
  for (const method of ["TRACE", "PROPFIND"]) assert.equal((await raw(server, { method, path: PATH })).status, 405, method);
  for (const path of ["/", "/v1/account", "/v1/account/focus/", "/v1/account/focusx", "/v1/account%2Ffocus", "/v1/account/Focus", "/v1/models/usage", "/v1/xaccount/focus", "//account", "/v1/account/focus;x"]) {
    await assertError(ask(server, MONTH, { path }), 404, "not_found", /Resource not found/);
  }
  for (const path of ["/account/focus", "/api/billing/v1/account/focus", "/v1/keys/../account/focus"]) {
    assert.equal((await raw(server, { path: `${path}?${MONTH}`, headers: withKey })).status, 200, path);
  }
  const long = `${MONTH}&start=${"9".repeat(5000)}`;
  await assertError(ask(server, long), 414, "validation_error", /longer than 4096 characters/);
  for (const path of ["*", "http://elsewhere.example/v1/account/focus"]) assert.equal((await raw(server, { method: "OPTIONS", path })).status, 404, path);
});

/** Whatever `fetch` would not send. */
function raw({ origin }, { method = "GET", path, headers = {} }) {
  return new Promise((answered, failed) => {
    const request = httpRequest(origin, { method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => answered({ status: response.statusCode, headers: response.headers, text }));
      response.on("error", failed);
    });
    request.on("error", failed).end();
  });
}

test("OPTIONS says what there is, and lets no other page in", async () => {
  const server = await beforeStandIn({ authorization: KEY });
  const preflight = { Origin: "https://elsewhere.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization" };
  const answer = await raw(server, { method: "OPTIONS", path: PATH, headers: preflight });
  assert.deepEqual([answer.status, answer.headers.allow, answer.text], [204, "GET, HEAD, OPTIONS", ""]);
  assert.deepEqual(Object.keys(answer.headers).filter((name) => name.startsWith("access-control")), []);
  assert.equal(server.requests.length, 0);
});

test("HEAD has GET's status and headers for one small reply, and no body", async () => {
  const server = await beforeStandIn();
  const get = await ask(server);
  const asked = server.requests.length;
  const head = await ask(server, MONTH, { method: "HEAD" });
  assert.deepEqual(server.requests.slice(asked).map(({ path }) => path), ["/v1/account/billing"]);
  const isItsOwn = ([name]) => !["date", "connection", "keep-alive", "x-request-id", "content-length", "etag", "transfer-encoding"].includes(name);
  assert.deepEqual([...head.headers].filter(isItsOwn), [...get.headers].filter(isItsOwn));
  assert.deepEqual([head.status, head.text, head.headers.get("content-length"), head.headers.get("etag")], [200, "", null, null]);
  await ask(server, `${MONTH}&expand=organization`, { method: "HEAD" });
  assert.equal(server.requests.at(-1).path, "/v1/organization/teams");
  const failing = [["source=estimat", withKey, 400], [MONTH, {}, 401], [MONTH, { Authorization: "Key another" }, 401]];
  for (const [query, headers, status] of failing) {
    const answer = await ask(server, query, { method: "HEAD", headers });
    assert.deepEqual([answer.status, answer.text], [status, ""]);
  }
});

test("a report that is known is 304; what is not whole before its first byte has no ETag", async () => {
  const server = await beforeStandIn();
  const etag = (await ask(server)).headers.get("etag");
  assert.match(etag, /^"[0-9a-f]{32}"$/);
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
    const answer = await ask(server, MONTH, { headers: { ...withKey, "If-None-Match": known } });
    assert.deepEqual([answer.status, answer.text, answer.headers.get("etag"), answer.headers.get("content-type")], [304, "", etag, null], known);
  }
  const other = await ask(server, MONTH.replace("day", "week"), { headers: { ...withKey, "If-None-Match": etag } });
  assert.equal(other.status, 200);
  assert.notEqual(other.headers.get("etag"), etag);
  const unknown = await ask(server, MONTH, { headers: { ...withKey, "If-None-Match": etag.slice(1, -1) } });
  assert.equal(unknown.status, 200);
  const { baseUrl } = await pagesOf({ pages: 3 });
  const streaming = await served({ baseUrl, grain: "line_item", accountLookup: false });
  const answer = await ask(streaming, MONTH, { headers: { ...withKey, "If-None-Match": "*" } });
  assert.deepEqual([answer.status, answer.headers.get("etag"), answer.headers.get("content-length")], [200, null, null]);
});

/** An upstream with pages of events, each longer than the chunks of a report; `broken` is what stands on a page instead. */
async function pagesOf({ pages, events = 600, broken = {} }) {
  const event = { tags: { note: "n".repeat(2000) }, endpoint_id: "fal-ai/flux/dev", timestamp: "2026-10-02T10:00:00Z", output_units: 1, unit: "images", unit_price: 0.025, cost_total: 0.025, currency: "USD" };
  const pageOf = (page) => {
    const next_cursor = page + 1 < pages ? String(page + 1) : null;
    return JSON.stringify({ billing_events: Array.from({ length: events }, (_, index) => ({ request_id: `r-${page}-${index}`, ...event })), next_cursor, has_more: next_cursor !== null });
  };
  const made = new Map();
  return upstream(({ url }, response) => {
    const page = Number(new URL(url, "http://localhost").searchParams.get("cursor") ?? 0);
    if (broken[page]) return broken[page](response);
    if (!made.has(page)) made.set(page, pageOf(page));
    response.setHeader("Content-Type", "application/json").end(made.get(page));
  });
}

test("parameters are fal's: what is unknown, repeated, empty or wrong is 400, and fal is not asked", async () => {
  const { origin, requests } = await beforeStandIn();
  const cases = {
    "": /^source is missing/,
    "source=": /^source has no value/,
    "source": /^source has no value/,
    "source=Estimate": /^source cannot be "Estimate"/,
    "source=estimate&source=estimate": /^source is given more than once/,
    "source=estimate&start=2026-10-30&start=2026-10-31": /^start is given more than once/,
    "source=estimate&timezone=": /^timezone has no value/,
    "source=estimate&colour=red": /^there is no parameter "colour"\. The parameters are .* and expand\.$/,
    "source=estimate&__proto__=x": /no parameter "__proto__"/,
    "source=estimate&limit=5": /no parameter "limit"/,
    "source=estimate&rangeLimit=none": /no parameter "rangeLimit"/,
    "source=estimate&expand=teams": /^expand cannot be "teams"\. Use organization/,
    "source=estimate&expand=organization&expand=organization": /^expand is given more than once/,
    "source=estimate&start=2026-10-01T00:00:00+02:00": /In a query string the \+ of an offset is written %2B/,
    "source=estimate&start=yesterday": /^start cannot be "yesterday"/,
    "source=estimate&end=%FF": /^end cannot be/,
    "source=estimate&timezone=Mars/Phobos": /Mars\/Phobos/,
    "source=estimate&timeframe=year": /^timeframe cannot be "year"/,
    "source=estimate&bound_to_timeframe=yes": /^bound_to_timeframe cannot be "yes"/,
    "source=estimate&start=2026-10-02&end=2026-10-02": /the range is empty/,
    "source=estimate&start=2026-01-01": /more than 90 days before now.*\. Choose a later start/,
    "source=estimate&billing_month=2026-10": /billing_month does not apply/,
    "source=invoice&start=2026-10-01": /start does not apply/,
    "source=invoice&billing_month=2026-13": /^billing_month cannot be "2026-13"/,
    "source=invoice&billing_month=2026-10&charge_month=2026-09": /exclude each other/,
  };
  for (const [query, words] of Object.entries(cases)) {
    const answer = await ask({ origin }, query);
    await assertError(answer, 400, "validation_error", words);
    assert.doesNotMatch(answer.text, /rangeLimit to|--/, "no advice that is for the host");
  }
  assert.equal(requests.length, 0);
});

// What fal's side does

test("what fal says of the key, of the query or of the pace goes on with its status", async () => {
  const forever = (fault) => Object.fromEntries(Array.from({ length: 20 }, (_, n) => [n + 2, fault]));
  const cases = [
    [{ status: 400 }, 400, "validation_error", /fal answered \/models\/usage with 400: validation_error, Invalid request parameters\. fal does not take this query/, 0],
    [{ status: 401 }, 401, "authorization_error", /Authentication required.*ADMIN/, 0],
    [{ status: 403 }, 403, "authorization_error", /Access denied/, 0],
    [{ status: 429 }, 429, "rate_limited", /Rate limit exceeded\. Try again later\.$/, 0],
    [{ status: 429, retryAfter: "7" }, 429, "rate_limited", /Rate limit/, 0],
    [{ status: 404 }, 500, "server_error", /with 404/, 1],
    [{ status: 500 }, 500, "server_error", /with 500: server_error, An unexpected error occurred\.$/, 1],
    [{ status: 302 }, 500, "server_error", /a redirect was answered \(302\), which is not followed\.$/, 1],
    [{ challenge: true }, 500, "server_error", /a page that checks for a browser was answered with 403\.$/, 1],
    [{ cut: true }, 500, "server_error", /no connection, or it broke\.$/, 1],
  ];
  for (const [fault, status, type, words, logged] of cases) {
    const server = await beforeStandIn({ faults: forever(fault), maxRetries: 1 });
    const answer = await ask(server);
    await assertError(answer, status, type, words);
    assert.equal(answer.headers.get("retry-after"), fault.retryAfter ?? null);
    assert.deepEqual([answer.headers.get("location"), server.errors.length], [null, logged], JSON.stringify(fault));
    if (logged) assert.deepEqual([server.errors[0].requestId, server.errors[0].status], [answer.headers.get("x-request-id"), 500]);
  }
  const noOrganization = await beforeStandIn({ faults: { 2: { status: 404 } } });
  await assertError(ask(noOrganization, `${MONTH}&expand=organization`), 403, "authorization_error", /\/organization\/teams with 404.*enterprise/);
  const long = await beforeStandIn({ faults: { 1: { status: 429, retryAfter: "3600" } } });
  const answer = await ask(long);
  await assertError(answer, 429, "rate_limited", /asks to wait 3600 s/);
  assert.equal(answer.headers.get("retry-after"), "3600");
  const odd = await upstream((_, response) => response.writeHead(429, { "Content-Type": "application/json", "Retry-After": "soon; or later" }).end("{}"));
  const oddAnswer = await ask(await served({ baseUrl: odd.baseUrl, maxRetries: 0 }));
  assert.deepEqual([oddAnswer.status, oddAnswer.headers.get("retry-after")], [429, null]);
});

test("what fal does now and then is waited for", async () => {
  const waits = [];
  const server = await beforeStandIn({ faults: { 1: { status: 429, retryAfter: "3" }, 3: { status: 500 }, 5: { cut: true } }, sleep: async (time) => waits.push(time), random: () => 1 });
  assert.equal((await ask(server)).text, (await ask(await beforeStandIn())).text);
  assert.deepEqual(waits, [3000, 1000, 1000]);
});

test("a wait until a time of fal's goes by the clock, whatever moment the reports are of", async () => {
  const retryAfter = new Date(Date.now() + 60_000).toUTCString();
  const waits = [];
  const longAgo = Date.parse("2026-01-01T00:00:00Z");
  const server = await beforeStandIn({ faults: { 1: { status: 429, retryAfter } }, now: () => longAgo, sleep: async (time) => waits.push(time) });
  await ask(server, "source=invoice");
  assert.ok(waits.length === 1 && waits[0] > 0 && waits[0] <= 60_000, `${waits}`);
});

// Half a report

const BREAKS = {
  "the connection breaks": (response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 1000 }).write('{"billing_events":[');
    setTimeout(() => response.destroy(), 5);
  },
  "fal says 500": (response) => response.writeHead(500, { "Content-Type": "application/json" }).end(`{"error":{"type":"server_error","message":"${KEY}"}}`),
  "fal says 401": (response) => response.writeHead(401, { "Content-Type": "application/json" }).end('{"error":{"type":"authorization_error","message":"revoked"}}'),
  "a reply that is none": (response) => response.setHeader("Content-Type", "application/json").end('{"billing_events":[{"request_id":7}],"has_more":false}'),
};

for (const [what, answer] of Object.entries(BREAKS)) {
  test(`behind the first byte the stream breaks, and the log names the request: ${what}`, async () => {
    const { baseUrl } = await pagesOf({ pages: 4, broken: { 2: answer } });
    const { origin, errors } = await served({ baseUrl, grain: "line_item", accountLookup: false, maxRetries: 1 });
    const response = await fetch(`${origin}${PATH}?${MONTH}`, { headers: withKey });
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), /terminated|aborted|closed/i);
    const [{ requestId, status, error }] = errors;
    assert.deepEqual([errors.length, requestId, status, error instanceof FalFocusError], [1, response.headers.get("x-request-id"), null, true]);
    assert.equal(error.file, "models-usage-3.json");
    assert.ok(!JSON.stringify([error.message, error.hint, error.stack]).includes(SECRET));
  });

  test(`before it there is an error, and no report: ${what}`, async () => {
    for (const grain of ["timeframe", "line_item"]) {
      const { baseUrl } = await pagesOf({ pages: 4, events: grain === "line_item" ? 10 : 600, broken: { 2: answer } });
      const { status, text } = await ask(await served({ baseUrl, grain, accountLookup: false, maxRetries: 1 }));
      assert.equal(status, what === "fal says 401" ? 401 : 500);
      assert.ok(JSON.parse(text).error.message && !text.includes(SECRET), text);
    }
  });
}

test("HTTP/2 ends the stream with an error, and the server goes on", async () => {
  const broken = () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)), pull: (controller) => controller.error(new Error("broken")) }, { highWaterMark: 0 });
  const server = createHttp2Server(nodeListener(() => new Response(broken()))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connectHttp2(`http://127.0.0.1:${server.address().port}`);
  open.push({ close: () => (client.destroy(), server.close()) });
  for (const time of ["at first", "and again"]) {
    const stream = client.request({ ":path": PATH }).resume();
    const errors = [];
    stream.on("error", ({ message }) => errors.push(message));
    await new Promise((closed) => stream.once("close", closed));
    assert.match(errors.join(), /INTERNAL_ERROR/, time);
  }
});

test("HTTP/1.0 knows the end of a report by that of the connection, which is no good one either", async () => {
  const { baseUrl } = await pagesOf({ pages: 4, broken: { 2: BREAKS["fal says 401"] } });
  const { origin } = await served({ baseUrl, grain: "line_item", accountLookup: false });
  const asked = ["--http1.0", "-sS", "-o", "-", "-H", `Authorization: Key ${KEY}`, `${origin}${PATH}?${MONTH}`];
  await assert.rejects(promisify(execFile)("curl", asked, { maxBuffer: 1e8 }), ({ code, stdout }) => code === 56 && stdout.startsWith("BilledCost"));
});

test("the log of nobody's choice is a line of the console", async () => {
  const { baseUrl } = await pagesOf({ pages: 1, broken: { 0: BREAKS["fal says 500"] } });
  const said = [];
  const { error } = console;
  console.error = (line) => said.push(line);
  try {
    const { headers } = await ask(await served({ baseUrl, onError: undefined, maxRetries: 0, accountLookup: false }));
    assert.deepEqual(said.length, 1);
    assert.match(said[0], new RegExp(`^fal-focus: request ${headers.get("x-request-id")}: error\\[api_error_reply\\]: fal answered /models/usage with 500: .*\\*{32} \\(.*\\)$`));
    const failing = await ask(await served({ baseUrl, maxRetries: 0, accountLookup: false, onError: () => { throw new Error("disk full"); } }));
    assert.equal(failing.status, 500);
    assert.match(said[1], /onError failed: Error: disk full/);
    const failingLater = await ask(await served({ baseUrl, maxRetries: 0, accountLookup: false, onError: async () => { throw new Error("no such table"); } }));
    assert.equal(failingLater.status, 500);
    assert.match(said[2], /onError failed: Error: no such table/);
  } finally {
    console.error = error;
  }
});

test("a report that is too large is the caller's to cut", async () => {
  const { origin } = await beforeStandIn({ maxGroups: 10 });
  await assertError(ask({ origin }), 400, "validation_error", /more than 10 rows.*\. Choose a shorter range, or a longer timeframe\.$/);
  const pages = await beforeStandIn({ maxPages: 2 });
  await assertError(ask(pages), 400, "validation_error", /more than 2 pages\. Choose a shorter range/);
});

// Who goes away, and who is slow

test("a client that goes away stops the fetch: while fal answers, while it waits, and in the middle of the report", { timeout: 30_000 }, async () => {
  const slow = await upstream(() => {});
  const waiting = await upstream((_, response) => response.writeHead(429, { "Content-Type": "application/json", "Retry-After": "1" }).end("{}"));
  for (const { baseUrl, requests } of [slow, waiting]) {
    const { origin, errors } = await served({ baseUrl, sleep: undefined, maxRetries: 1, timeout: 15_000 });
    const controller = new AbortController();
    const answer = fetch(`${origin}${PATH}?${MONTH}`, { headers: withKey, signal: controller.signal });
    while (requests.length === 0) await sleep(5);
    const isClosed = new Promise((closed) => requests[0].socket.once("close", () => closed(true)));
    await sleep(20);
    controller.abort();
    await assert.rejects(answer, { name: "AbortError" });
    // Long before the fetch itself gives up; and longer than it would wait.
    if (baseUrl === slow.baseUrl) assert.equal(await Promise.race([isClosed, sleep(5000, false, { ref: false })]), true);
    else await sleep(1500);
    assert.deepEqual([requests.length, errors], [1, []]);
  }
  const { baseUrl, requests } = await pagesOf({ pages: 1000 });
  const { origin, errors } = await served({ baseUrl, grain: "line_item", accountLookup: false });
  const controller = new AbortController();
  const response = await fetch(`${origin}${PATH}?${MONTH}`, { headers: withKey, signal: controller.signal });
  await response.body.getReader().read();
  controller.abort();
  await sleep(200);
  const asked = requests.length;
  await sleep(200);
  assert.deepEqual([requests.length, errors], [asked, []]);
  assert.ok(asked < 100, `${asked} pages were asked for`);
});

test("a handler is told of it by the request's signal, or by the stream; it never throws", async () => {
  const { baseUrl, requests } = await pagesOf({ pages: 9 });
  const handler = focusHandler({ ...QUICK, baseUrl, grain: "line_item", accountLookup: false });
  const request = (signal) => new Request(`http://localhost${PATH}?${MONTH}`, { headers: withKey, signal });
  assert.equal((await handler(request(AbortSignal.abort()))).status, 499);
  assert.equal(requests.length, 0);
  const cancelled = await handler(request());
  await cancelled.body.cancel();
  const controller = new AbortController();
  const { body } = await handler(request(controller.signal));
  const reader = body.getReader();
  controller.abort(new Error("enough"));
  await assert.rejects((async () => { while (!(await reader.read()).done); })(), /enough/);
  assert.equal(requests.length, 2);
});

test("no page is asked for before the last one is read", async () => {
  const { baseUrl, requests } = await pagesOf({ pages: 5 });
  const handler = focusHandler({ ...QUICK, baseUrl, grain: "line_item", accountLookup: false });
  const { body } = await handler(new Request(`http://localhost${PATH}?${MONTH}`, { headers: withKey }));
  const asked = [];
  for await (const chunk of body) {
    await sleep(20);
    asked.push(requests.length);
    assert.ok(chunk.length < 2 ** 21);
  }
  assert.deepEqual([...new Set(asked)], [1, 2, 3, 4, 5]);
});

test("fifty at once get the golden report each, to the byte", async () => {
  const { files, expected, request, options } = caseFolders().find(({ name }) => name === "sample-account");
  const { baseUrl } = await upstream((_, response) => response.setHeader("Content-Type", "application/json").end(files[0].text));
  const { now, ...more } = options;
  const { origin } = await served({ baseUrl, ...more, now: () => Date.parse(now) });
  const texts = await Promise.all(Array.from({ length: 50 }, async () => (await ask({ origin }, new URLSearchParams(request))).text));
  for (const text of texts) assert.equal(text, expected.csv);
});

test("fifty at once, slow ones too, in bounded memory", async () => {
  const { baseUrl, requests } = await pagesOf({ pages: 8 });
  const host = fileURLToPath(new URL("endpoint-load.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [host, baseUrl]);
  const { reports, different, bytes, growth } = JSON.parse(stdout);
  assert.deepEqual([reports, different, requests.length], [50, 1, 50 * 8]);
  assert.ok(bytes > 500e6, `${bytes} bytes`);
  assert.ok(growth < 500e6, `${growth} bytes of memory`);
});

// The key

test("the key comes out nowhere, whatever fal's side answers, also a configured one", async () => {
  const echoes = [
    (request, response) => response.setHeader("Content-Type", "application/json").end(JSON.stringify({ ...request.headers, time_series: [] })),
    (request, response) => response.writeHead(401, { "Content-Type": "application/json", "X-Fal-Request-Id": KEY }).end(JSON.stringify({ error: { type: SECRET, message: `bad key ${request.headers.authorization}`, docs_url: KEY } })),
    (request, response) => response.writeHead(429, { "Content-Type": `application/json; was=${SECRET}`, "Retry-After": SECRET }).end(`{"error":{"message":"${KEY}"}}`),
    (request, response) => response.writeHead(500, { "Content-Type": "text/plain" }).end(`${KEY} ${SECRET}`),
    (request, response) => response.writeHead(302, { Location: `http://127.0.0.1:1/?${KEY}` }).end(),
    (request, response) => response.setHeader("Content-Type", "text/html").end(`<html>${KEY}</html>`),
    (request, response) => response.setHeader("Content-Type", "application/json").end(`{"time_series":[{"bucket":"${KEY}","results":[{"endpoint_id":"a"}]}],"has_more":false}`),
    (request, response) => response.setHeader("Content-Type", "application/json").end(`{"time_series":[],"has_more":true,"next_cursor":7,"x":"${KEY}"}`),
    (request, response) => request.socket.end(`HTTP/1.1 200 OK\r\nBad Header ${KEY}\r\n\r\n`),
    (request, response) => {
      const item = { endpoint_id: `of-${SECRET}`, unit: "images", quantity: 1, unit_price: 1, cost: 1, currency: "USD", auth_method_structured: { detail: KEY, api_key_id: "k" } };
      response.setHeader("Content-Type", "application/json").end(JSON.stringify({ time_series: [{ bucket: "2026-10-02T00:00:00+02:00", results: [item] }], has_more: false, next_cursor: null }));
    },
  ];
  const captured = [];
  const { error, log, warn } = console;
  for (const name of ["error", "log", "warn"]) console[name] = (...said) => captured.push(...said.map(String));
  try {
    for (const echo of echoes) {
      for (const options of [{}, { authorization: KEY }, { authorization: KEY, onError: ({ requestId, error: { message, hint, stack, cause } }) => captured.push(requestId, message, hint, stack, String(cause)) }]) {
        const { baseUrl, requests } = await upstream(echo);
        const origin = await listening(nodeListener(focusHandler({ ...QUICK, baseUrl, accountLookup: false, maxRetries: 1, ...options })));
        const { status, headers, text } = await ask({ origin }, MONTH, { headers: options.authorization ? {} : withKey, redirect: "manual" });
        captured.push(status, [...headers].join("\n"), text);
        assert.equal(requests[0].headers.authorization, `Key ${KEY}`);
      }
    }
    const failing = await served({ accountLookup: () => { throw new TypeError(`no ${KEY}`); }, onError: undefined });
    const answer = await ask(failing);
    captured.push(answer.text);
    assert.deepEqual(errorOf(answer), { status: 500, type: "server_error", message: "An unexpected error occurred" });
  } finally {
    Object.assign(console, { error, log, warn });
  }
  assert.ok(!JSON.stringify(captured).includes(SECRET), "the secret is in what came out");
  assert.equal(captured.filter((value) => value === 200).length, 6, "what holds it is reported without it");
  assert.ok(captured.some((text) => String(text).includes(`of-${"*".repeat(32)}`)));
});

test("a word that is too short for a key changes nothing in a report", async () => {
  const item = { endpoint_id: "fal-ai/xenon", unit: "images", quantity: 1, unit_price: 1, cost: 1, currency: "USD" };
  const reply = JSON.stringify({ time_series: [{ bucket: "2026-10-02T00:00:00+02:00", results: [item] }], has_more: false, next_cursor: null });
  const { baseUrl } = await upstream((_, response) => response.setHeader("Content-Type", "application/json").end(reply));
  const server = await served({ baseUrl, accountLookup: false });
  for (const word of ["x", "0", "fal-ai"]) {
    const { status, text } = await ask(server, MONTH, { headers: { Authorization: `Key ${word}` } });
    assert.deepEqual([status, text.includes("fal-ai/xenon"), text.includes("*")], [200, true, false], word);
  }
});

// The options, and the listener

test("what is wrong with the options is said when the handler is made; of a report's values with the first request", async () => {
  const cases = [
    [{ colour: "red" }, "colour"],
    [{ now: "2026-11-01" }, "now"],
    [{ key: KEY }, "key"],
    [{ invoice: {} }, "invoice"],
    [{ inputTimeframe: "day" }, "inputTimeframe"],
    [{ authorization: "Bearer x" }, "authorization"],
    [{ authorization: "" }, "authorization"],
    [{ accountLookup: "yes" }, "accountLookup"],
    [{ invoiceLookup: {} }, "invoiceLookup"],
    [{ onError: 1 }, "onError"],
    [{ onSummary: 1 }, "onSummary"],
    [{ baseUrl: "api" }, "baseUrl"],
    [{ fetch: 1 }, "fetch"],
    [{ maxPages: 0 }, "maxPages"],
    [{ endpoints: [] }, "endpoints"],
    [{ endpoints: "/models/usage" }, "endpoints"],
    [{ endpoints: ["/account/billing"] }, "endpoints"],
    [{ endpoints: ["/models/usage", "/models/usage"] }, "endpoints"],
    ["options", undefined],
  ];
  for (const [options, field] of cases) {
    assert.throws(() => focusHandler(options), (error) => error instanceof FalFocusError && error.code === "invalid_option" && error.field === field && Boolean(error.hint), JSON.stringify(options));
  }
  for (const none of [undefined, null, {}, { authorization: undefined, fetch: null, accountLookup: null }]) assert.equal(typeof focusHandler(none), "function");
  const { origin, errors } = await beforeStandIn({ grain: "hour" });
  await assertError(ask({ origin }), 500, "server_error", /^An unexpected error occurred$/);
  assert.deepEqual([errors[0].error.code, errors[0].error.field], ["invalid_option", "grain"]);
});

test("where the module lies is no business of who asks", async () => {
  const errors = [];
  const withoutModule = focusHandlerWith(async () => { throw new FalFocusError("module_unavailable", "ENOENT, open '/home/host/fal_focus_bg.wasm'"); });
  const response = await withoutModule({ onError: ({ error }) => errors.push(error.message) })(new Request(`http://localhost${PATH}`, { headers: withKey }));
  assert.deepEqual([response.status, (await response.json()).error.message], [500, "An unexpected error occurred"]);
  assert.match(errors[0], /home/);
});

test("the listener works where a router has taken the path apart, and where a handler throws", async () => {
  const origin = await listening((incoming, outgoing) => {
    incoming.originalUrl = incoming.url;
    incoming.url = "/";
    return nodeListener((request) => new Response(`${request.method} ${new URL(request.url).pathname} ${request.headers.get("x-a")}`))(incoming, outgoing);
  });
  const { text } = await ask({ origin }, "", { headers: { "X-A": "b" } });
  assert.equal(text, "GET /v1/account/focus b");
  const throwing = await listening(nodeListener(() => { throw new Error("no"); }));
  await assert.rejects(fetch(throwing), TypeError);
});

test("the handler needs neither Node nor a document", async () => {
  const scripts = scriptsOf("endpoint-web.js");
  for (const [file, text] of scripts) assert.doesNotMatch(text, /from "node:|\bdocument\.|\bprocess\.\w|\bBuffer\b/, file);
  assert.ok(scripts.size > 10);
  const names = Object.keys(await import("../pkg/endpoint-web.js")).sort();
  assert.deepEqual(names, ["FalFocusError", "focusHandler", "nodeListener"]);
  assert.deepEqual(Object.keys(await import("fal-focus/endpoint")).sort(), names);
});
