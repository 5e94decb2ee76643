// fal-focus/endpoint behind a real server, in front of the stand-in of fal's API or of an upstream of a
// few lines: what a FinOps tool sees of it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import init, { checkFocus, focusReport, resolveRequest } from "fal-focus";
import { FalFocusError, focusHandler, nodeListener } from "fal-focus/endpoint";
import { fetchReplies, queryFor } from "fal-focus/fetch";

import { startStandIn } from "../pkg/stand-in.js";
import { caseFolders } from "./case-folders.mjs";
import { SCHEMAS, misfits } from "./fal-replies.mjs";

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
