// fal-focus/fetch against the stand-in of fal's API, over real HTTP; and the stand-in against the
// documentation of the API.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";

import init, { focusReport, resolveRequest } from "fal-focus";
import * as fetchModule from "fal-focus/fetch";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";
import { SCHEMAS, misfits } from "./fal-replies.mjs";
import { scriptsOf } from "./imports.mjs";

const { FalFocusError, Fetching, fetchReplies, queryFor } = fetchModule;

const NOW = Date.parse("2026-11-01T00:00:00Z");
const REQUEST = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" };
const REPORT = { rangeLimit: "none", now: "2026-11-01T00:00:00Z" };
const PAGED = ["/models/usage", "/models/billing-events", "/organization/usage", "/organization/billing-events", "/serverless/usage"];
const COMPANIONS = ["/account/billing", "/organization/teams", "/models/pricing"];

let resolved;
const open = [];

before(async () => {
  await init();
  resolved = resolveRequest(REQUEST, REPORT);
});
after(() => Promise.all(open.map((server) => server.close())));

async function standIn(options) {
  const requests = [];
  const server = await startStandIn({ now: () => NOW, onRequest: (request) => requests.push(request), ...options });
  open.push(server);
  return { ...server, requests };
}

const wanted = (endpoint = "/models/usage") => ({ endpoint, query: queryFor(endpoint, resolved) });

/** Options with which waiting takes no time, and is written down. */
function quick({ url, key }, more) {
  const waits = [];
  const sleep = async (milliseconds, signal) => {
    waits.push(milliseconds);
    signal?.throwIfAborted();
  };
  return { waits, options: { baseUrl: url, key, sleep, random: () => 1, ...more } };
}

async function all(pages) {
  const files = [];
  for await (const file of pages) files.push(file);
  return files;
}

async function rejection(promise) {
  return promise.then(() => assert.fail("it did not fail"), (error) => error);
}

async function assertError(promise, code, words, field) {
  const error = await rejection(promise);
  assert.ok(error instanceof FalFocusError, String(error?.stack ?? error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, words);
  assert.equal(error.field, field);
  assert.ok(error.hint, "there is a hint");
  return error;
}

const textOf = ({ bytes }) => new TextDecoder().decode(bytes);

test("every endpoint is fetched whole, whatever the page size, and reported the same", async () => {
  for (const endpoint of PAGED) {
    const csvs = new Set();
    for (const limit of [7, 50, 100]) {
      const server = await standIn();
      const query = new URLSearchParams(queryFor(endpoint, resolved));
      query.set("limit", limit);
      const { files, manifest } = await fetchReplies({ endpoint, query }, { baseUrl: server.url, key: server.key });
      assert.ok(files.length > 1, `${endpoint} has ${files.length} pages`);
      assert.equal(server.requests.length, files.length);
      const { csv, summary } = focusReport(REQUEST, [manifest, ...files.map(({ bytes }) => bytes)], REPORT);
      assert.equal(summary.completeReason, "manifest", endpoint);
      assert.ok(summary.rows > 0);
      csvs.add(await csv.text());
    }
    assert.equal(csvs.size, 1, `${endpoint}: one report of all page sizes`);
  }
});

test("usage and billing events of one account come to the same amount", async () => {
  const { url, key } = await standIn();
  const billed = async (endpoint) => {
    const { files } = await fetchReplies(wanted(endpoint), { baseUrl: url, key });
    return focusReport(REQUEST, files.map(({ bytes }) => bytes), REPORT).summary.totals[0].BilledCost;
  };
  assert.equal(await billed("/models/usage"), await billed("/models/billing-events"));
});

test("the manifest says what was asked and what came; all filters are the same on each page", async () => {
  const server = await standIn();
  const { files, manifest } = await fetchReplies(wanted(), { baseUrl: server.url, key: server.key, now: () => NOW });
  assert.equal(manifest.fal_focus_manifest, 1);
  assert.equal(manifest.endpoint, "/models/usage");
  assert.deepEqual(manifest.query, {
    start: "2026-09-30T22:00:00Z",
    end: "2026-10-31T23:00:00Z",
    timezone: "Europe/Berlin",
    timeframe: "day",
    bound_to_timeframe: "true",
    expand: ["time_series", "auth_method_structured"],
  });
  assert.equal(manifest.complete, true);
  assert.equal(manifest.pages[0].cursor, null);
  assert.equal(manifest.pages.at(-1).next_cursor, null);
  manifest.pages.forEach((page, index) => {
    const { name, bytes } = files[index];
    assert.deepEqual([page.file, page.bytes], [name, bytes.length]);
    assert.equal(name, `models-usage-${index + 1}.json`);
    assert.equal(page.sha256, createHash("sha256").update(bytes).digest("hex"));
    assert.equal(page.fetched_at, "2026-11-01T00:00:00.000Z");
    assert.equal(page.cursor, index === 0 ? null : manifest.pages[index - 1].next_cursor);
  });
  const filters = server.requests.map(({ query }) => {
    const parameters = new URLSearchParams(query);
    parameters.delete("cursor");
    return String(parameters);
  });
  assert.equal(new Set(filters).size, 1);
});

test("a fetch goes on behind the pages of an earlier manifest, and asks for nothing where it is complete", async () => {
  const server = await standIn();
  const query = new URLSearchParams(queryFor("/models/billing-events", { usage_query: "start=2026-06-01T00:00:00Z&end=2026-10-01T00:00:00Z" }));
  query.set("limit", "1000");
  const asked = { endpoint: "/models/billing-events", query };
  const options = { baseUrl: server.url, key: server.key, now: () => NOW };
  const whole = await fetchReplies(asked, options);
  assert.ok(new Set(whole.manifest.pages.map(({ start }) => start)).size > 1, "there are windows");
  for (const kept of [0, 1, Math.ceil(whole.files.length / 2), whole.files.length]) {
    const manifest = JSON.parse(JSON.stringify({ ...whole.manifest, pages: whole.manifest.pages.slice(0, kept), complete: false }));
    const before = server.requests.length;
    const rest = await fetchReplies(asked, { ...options, manifest });
    assert.deepEqual(rest.files.map(textOf), whole.files.slice(kept).map(textOf));
    assert.deepEqual(rest.manifest, whole.manifest);
    assert.equal(server.requests.length - before, whole.files.length - kept);
  }
});

test("a manifest of another fetch is none to go on with", async () => {
  const { url, key } = await standIn();
  const { manifest } = await fetchReplies(wanted(), { baseUrl: url, key });
  const [first, ...others] = manifest.pages;
  for (const other of [
    { ...manifest, endpoint: "/organization/usage" },
    { ...manifest, query: { ...manifest.query, timeframe: "hour" } },
    { ...manifest, pages: undefined },
    { ...manifest, pages: others },
    { ...manifest, pages: [...manifest.pages, first] },
    { ...manifest, pages: [{ ...first, next_cursor: undefined }] },
    { ...manifest, pages: [null] },
    "manifest",
  ]) {
    await assertError(fetchReplies(wanted(), { baseUrl: url, key, manifest: other }), "invalid_option", /manifest/, "manifest");
  }
});

test("a companion is one file without a manifest", async () => {
  const { url, key } = await standIn();
  const { files, manifest } = await fetchReplies({ endpoint: "/account/billing" }, { baseUrl: url, key });
  assert.deepEqual([files.length, files[0].name, manifest], [1, "account-billing.json", null]);
  assert.equal(JSON.parse(textOf(files[0])).username, "stand-in-studio");
  const prices = await fetchReplies({ endpoint: "/models/pricing", query: { endpoint_id: "fal-ai/flux/dev" } }, { baseUrl: url, key });
  assert.equal(JSON.parse(textOf(prices.files[0])).prices[0].unit, "megapixels");
});

test("a key is taken with and without its word, and no header is sent without one", async () => {
  const server = await standIn();
  for (const key of [STAND_IN_KEY, `Key ${STAND_IN_KEY}`, ` key ${STAND_IN_KEY}\n`]) {
    await fetchReplies({ endpoint: "/account/billing" }, { baseUrl: server.url, key });
  }
  assert.deepEqual(new Set(server.requests.map(({ headers }) => headers.authorization)), new Set([`Key ${STAND_IN_KEY}`]));
  await assertError(fetchReplies({ endpoint: "/account/billing" }, { baseUrl: server.url }), "api_error_reply", /401/);
  assert.equal(server.requests.at(-1).headers.authorization, undefined);
});

test("what no other try helps is an error at once, in fal's words and with what to do", async () => {
  const cases = [
    [{ status: 400 }, /answered \/models\/usage with 400: validation_error, Invalid request parameters/, /range/],
    [{ status: 401 }, /401: authorization_error, Authentication required/, /ADMIN.*`Authorization: Key …`/],
    [{ status: 403 }, /403: authorization_error, Access denied/, /root team/],
    [{ status: 404 }, /404: not_found, Resource not found/, /endpoint/],
    [{ challenge: true }, /a page that checks for a browser was answered with 403/, /challenge/],
    [{ status: 302 }, /a redirect was answered \(302\), which is not followed/, /key/],
  ];
  for (const [fault, words, hint] of cases) {
    const server = await standIn({ faults: { 2: fault } });
    const { waits, options } = quick(server);
    const error = await assertError(fetchReplies(wanted(), options), "api_error_reply", words);
    assert.match(error.hint, hint);
    assert.equal(error.file, "models-usage-2.json");
    assert.deepEqual([server.requests.length, waits], [2, []]);
  }
});

test("429 is waited for: as long as Retry-After says, in seconds or as a date, else longer each time", async () => {
  const seconds = await standIn({ faults: { 1: { status: 429, retryAfter: "7" } } });
  const bySeconds = quick(seconds);
  await fetchReplies(wanted(), bySeconds.options);
  assert.deepEqual(bySeconds.waits, [7000]);

  const date = await standIn({ faults: { 1: { status: 429, retryAfter: new Date(NOW + 9000).toUTCString() } } });
  const byDate = quick(date, { now: () => NOW });
  await fetchReplies(wanted(), byDate.options);
  assert.deepEqual(byDate.waits, [9000]);

  const silent = await standIn({ faults: { 1: { status: 429 }, 2: { status: 429 }, 3: { status: 429, retryAfter: "soon" } } });
  const byItself = quick(silent);
  await fetchReplies(wanted(), byItself.options);
  assert.deepEqual(byItself.waits, [4000, 8000, 16000]);

  const luck = quick(await standIn({ faults: { 1: { status: 429 } } }), { random: () => 0 });
  await fetchReplies(wanted(), luck.options);
  assert.deepEqual(luck.waits, [2000], "half of it is chance");

  const past = ["0", "1.5", new Date(NOW - 9000).toUTCString()].map((retryAfter) => ({ status: 429, retryAfter }));
  const over = quick(await standIn({ faults: { ...[undefined, ...past] } }), { now: () => NOW });
  await fetchReplies(wanted(), over.options);
  assert.deepEqual(over.waits, [4000, 8000, 16000], "a time that is over is no permission to hurry");
});

test("429 without an end is an error, and so is a wait beyond maxWait", async () => {
  const { waits, options } = quick(await standIn({ faults: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n + 1, { status: 429 }])) }), { maxRetries: 3 });
  const error = await assertError(fetchReplies(wanted(), options), "api_error_reply", /429: rate_limited/);
  assert.match(error.hint, /Wait a minute, then go on/);
  assert.deepEqual(waits, [4000, 8000, 16000]);
  const long = quick(await standIn({ faults: { 1: { status: 429, retryAfter: "3600" } } }));
  const tooLong = await assertError(fetchReplies(wanted(), long.options), "api_error_reply", /asks to wait 3600 s/);
  assert.match(tooLong.hint, /Go on in 3600 s/);
  assert.deepEqual(long.waits, []);
});

test("500 and connections that break are tried again a few times", async () => {
  const recovers = await standIn({ faults: { 1: { status: 500 }, 2: { cut: true }, 4: { cut: true } } });
  const { waits, options } = quick(recovers);
  const { manifest } = await fetchReplies(wanted(), options);
  assert.equal(manifest.complete, true);
  assert.deepEqual(waits, [1000, 2000, 1000]);

  const forever = (fault) => Object.fromEntries(Array.from({ length: 20 }, (_, n) => [n + 1, fault]));
  const broken = quick(await standIn({ faults: forever({ status: 500 }) }), { maxRetries: 2 });
  const error = await assertError(fetchReplies(wanted(), broken.options), "api_error_reply", /500: server_error, An unexpected error/);
  assert.match(error.hint, /try again later/);
  assert.deepEqual(broken.waits, [1000, 2000]);
  const cut = quick(await standIn({ faults: forever({ cut: true }) }), { maxRetries: 1 });
  await assertError(fetchReplies(wanted(), cut.options), "io_error", /no connection, or it broke/);
});

test("nobody there, and silence, are io_error", async () => {
  const server = await standIn();
  await server.close();
  const nobody = await assertError(fetchReplies(wanted(), { ...quick(server).options, maxRetries: 0 }), "io_error", /no connection/);
  assert.match(nobody.hint, /^Is the server at 127\.0\.0\.1:\d+ running/);
  const ofFal = await assertError(fetchReplies(wanted(), { fetch: () => Promise.reject(new TypeError("fetch failed")), maxRetries: 0 }), "io_error", /no connection/);
  assert.match(ofFal.hint, /CORS.*`fal-focus serve` is the way round/);
  const slow = await standIn({ delay: 5000 });
  await assertError(fetchReplies(wanted(), { ...quick(slow).options, maxRetries: 0, timeout: 50 }), "io_error", /nothing came for 0.05 s/);
});

test("a cursor that comes again is an error", async () => {
  const server = await standIn({ faults: { 3: { repeatCursor: true } } });
  await assertError(fetchReplies(wanted(), quick(server).options), "duplicate_page", /comes a second time/, "next_cursor");
  assert.equal(server.requests.length, 3);
  const cursors = ["A", "B", "A"];
  const fetch = async () => new Response(JSON.stringify({ time_series: [], has_more: true, next_cursor: cursors.shift() }));
  await assertError(fetchReplies(wanted(), { fetch }), "duplicate_page", /cursor A comes a second time/, "next_cursor");
});

test("a fetch that failed goes on with the page that is missing", async () => {
  for (const fault of [{ status: 401 }, { status: 403 }, { status: 500 }, { cut: true }, { status: 429 }, { challenge: true }]) {
    const server = await standIn({ faults: { 3: fault } });
    const whole = await fetchReplies(wanted(), quick(await standIn()).options);
    const fetching = new Fetching(wanted(), { ...quick(server).options, maxRetries: 0 });
    const files = [];
    const collect = async () => {
      for await (const file of fetching.pages()) files.push(file);
    };
    await rejection(collect());
    assert.deepEqual([files.length, fetching.isComplete, fetching.manifest.complete], [2, false, false]);
    const partial = focusReport(REQUEST, [fetching.manifest, ...files.map(({ bytes }) => bytes)], REPORT);
    assert.equal(partial.summary.completeReason, "missing_page");
    await collect();
    assert.deepEqual(files.map(textOf), whole.files.map(textOf));
    assert.equal(fetching.manifest.complete, true);
    assert.equal(server.requests.length, whole.files.length + 1, "no page was asked for twice but the one that failed");
    assert.deepEqual(await all(fetching.pages()), [], "there is nothing more to ask for");
  }
});

test("cancel ends at once: while waiting, while a page comes, between pages; and the fetch goes on", async () => {
  const reason = new Error("enough");
  const slow = await standIn({ delay: 5000 });
  const controller = new AbortController();
  const fetching = new Fetching(wanted(), quick(slow).options);
  const running = rejection(all(fetching.pages({ signal: controller.signal })));
  setTimeout(() => controller.abort(reason), 30);
  const began = performance.now();
  assert.equal(await running, reason);
  assert.ok(performance.now() - began < 1000);

  const limited = await standIn({ faults: { 2: { status: 429, retryAfter: "100" } } });
  const waiting = new AbortController();
  const patient = new Fetching(wanted(), { baseUrl: limited.url, key: limited.key });
  const files = [];
  const onProgress = ({ waiting: pause }) => pause && waiting.abort(reason);
  await assert.rejects(async () => {
    for await (const file of patient.pages({ signal: waiting.signal, onProgress })) files.push(file);
  }, reason);
  assert.equal(files.length, 1);
  files.push(...(await all(patient.pages())));
  assert.equal(patient.manifest.pages.length, files.length);
  assert.equal(patient.isComplete, true);

  const stopped = AbortSignal.abort(reason);
  assert.equal(await rejection(fetchReplies(wanted(), { ...quick(limited).options, signal: stopped })), reason);
});

test("a cancel while the body of an error comes is a cancel, and no wait is told after it", async () => {
  const reason = new Error("enough");
  for (const status of [429, 403]) {
    const controller = new AbortController();
    const told = [];
    const fetch = async (_, { signal }) => {
      const start = (body) => signal.addEventListener("abort", () => body.error(signal.reason));
      setTimeout(() => controller.abort(reason), 20);
      return new Response(new ReadableStream({ start }), { status });
    };
    const running = fetchReplies(wanted(), { fetch, signal: controller.signal, onProgress: ({ waiting }) => told.push(waiting) });
    assert.equal(await rejection(running), reason);
    assert.deepEqual(told, []);
  }
});

test("what a listener throws comes out as it is, and the page it was told of is asked for again", async () => {
  const server = await standIn();
  const whole = await fetchReplies(wanted(), quick(await standIn()).options);
  const fetching = new Fetching(wanted(), quick(server).options);
  const files = [];
  const collect = async (onProgress) => {
    for await (const file of fetching.pages({ onProgress })) files.push(file);
  };
  const thrown = new TypeError("a listener's own");
  const throwsIf = (is) => (progress) => {
    if (is(progress)) throw thrown;
  };
  assert.equal(await rejection(collect(throwsIf(({ pages }) => pages === 2))), thrown);
  assert.deepEqual([files.length, fetching.manifest.pages.length, fetching.isComplete], [1, 1, false]);
  assert.equal(await rejection(collect(throwsIf(({ bytes }) => bytes > files[0].bytes.length))), thrown, "while bytes come, too");
  assert.equal(server.requests.length, 3, "that is no failure of the network");
  await collect();
  assert.deepEqual(files.map(textOf), whole.files.map(textOf));
  assert.deepEqual(fetching.manifest.pages.map(({ file }) => file), files.map(({ name }) => name));
});

test("a host without URLSearchParams.size asks with the query", async () => {
  const size = Object.getOwnPropertyDescriptor(URLSearchParams.prototype, "size");
  delete URLSearchParams.prototype.size;
  try {
    const server = await standIn();
    await fetchReplies(wanted(), quick(server).options);
    assert.match(server.requests[0].query, /^start=/);
  } finally {
    Object.defineProperty(URLSearchParams.prototype, "size", size);
  }
});

test("whoever leaves the loop goes on behind the page he has", async () => {
  const server = await standIn();
  const fetching = new Fetching(wanted(), quick(server).options);
  const first = [];
  for await (const file of fetching.pages()) {
    first.push(file);
    break;
  }
  const rest = await all(fetching.pages());
  assert.equal(rest[0].name, "models-usage-2.json");
  assert.equal(server.requests.length, first.length + rest.length);
  const other = new Fetching(wanted(), quick(server).options);
  const running = other.pages();
  await running.next();
  await assertError(other.pages().next(), "writer_busy", /running already/);
  await running.return();
});

test("progress tells pages, bytes, and until when and why it waits", async () => {
  const told = [];
  const { options } = quick(await standIn({ faults: { 2: { status: 429, retryAfter: "30" } } }), { now: () => NOW, onProgress: (progress) => told.push(progress) });
  const { files } = await fetchReplies(wanted(), options);
  const waits = told.filter(({ waiting }) => waiting);
  assert.deepEqual(waits.map(({ pages, waiting }) => [pages, waiting.until.toISOString(), waiting.reason, waiting.attempt]), [[1, "2026-11-01T00:00:30.000Z", "rate_limited", 1]]);
  assert.match(waits[0].waiting.message, /429/);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  assert.deepEqual(told.at(-1), { pages: files.length, bytes, waiting: null });
  assert.deepEqual(told.map((progress) => progress.bytes), told.map((progress) => progress.bytes).toSorted((a, b) => a - b));
});

test("billing events of more than 90 days are asked for in windows next to each other", async () => {
  const request = { ...REQUEST, start: "2026-05-01", end: "2026-11-01" };
  const query = queryFor("/models/billing-events", resolveRequest(request, REPORT));
  const server = await standIn();
  const { files, manifest } = await fetchReplies({ endpoint: "/models/billing-events", query }, { baseUrl: server.url, key: server.key });
  const windows = manifest.pages.map(({ start, end }) => [start, end]);
  assert.deepEqual([...new Set(windows.map(String))], [
    "2026-04-30T22:00:00Z,2026-07-29T22:00:00Z",
    "2026-07-29T22:00:00Z,2026-10-27T22:00:00Z",
    "2026-10-27T22:00:00Z,2026-10-31T23:00:00Z",
  ]);
  assert.deepEqual([manifest.query.start, manifest.query.end], ["2026-04-30T22:00:00Z", "2026-10-31T23:00:00Z"]);
  const { summary } = focusReport(request, [manifest, ...files.map(({ bytes }) => bytes)], REPORT);
  assert.equal(summary.completeReason, "manifest");
  assert.equal(summary.warnings.some(({ code }) => code.startsWith("duplicate")), false);
  const usage = await fetchReplies({ endpoint: "/models/usage", query: queryFor("/models/usage", resolveRequest(request, REPORT)) }, { baseUrl: server.url, key: server.key });
  const byUsage = focusReport(request, usage.files.map(({ bytes }) => bytes), REPORT);
  assert.equal(summary.totals[0].BilledCost, byUsage.summary.totals[0].BilledCost);
});

test("too many pages is an error that names the option, and the next run goes on", async () => {
  const server = await standIn();
  const fetching = new Fetching(wanted(), { ...quick(server).options, maxPages: 2 });
  const files = [];
  await assertError((async () => {
    for await (const file of fetching.pages()) files.push(file);
  })(), "invalid_option", /more than 2 pages/, "maxPages");
  assert.equal(files.length, 2);
  await assertError(all(fetching.pages()), "invalid_option", /more than 2 pages/, "maxPages");
  assert.equal(fetching.manifest.pages.length, 4);
});

test("answers that are none of fal's", async () => {
  const answers = {
    "[]": ["invalid_usage", /no object/, undefined],
    '{"time_series":[],"has_more":true,"next_cursor":null}': ["invalid_usage", /no next_cursor/, "next_cursor"],
    '{"time_series":[],"has_more":"yes"}': ["invalid_usage", /not true or false/, "has_more"],
    '{"time_series":[],"next_cursor":7}': ["invalid_usage", /no text/, "next_cursor"],
    '{"error":{"type":"server_error","message":"late"}}': ["api_error_reply", /with an error: server_error, late/, undefined],
    '{"detail":"User is locked"}': ["api_error_reply", /User is locked/, undefined],
    "<html>login</html>": ["api_error_reply", /a web page, not JSON/, undefined],
    '{"time_series":[': ["io_error", /stops in the middle/, undefined],
  };
  for (const [body, [code, words, field]] of Object.entries(answers)) {
    const fetch = async () => new Response(body);
    await assertError(fetchReplies(wanted(), { fetch, maxRetries: 0 }), code, words, field);
  }
  const long = { fetch: async () => new Response("x".repeat(100_000), { status: 418 }) };
  const error = await assertError(fetchReplies(wanted(), long), "api_error_reply", /^fal answered \/models\/usage with 418: x{300}…$/);
  assert.match(error.hint, /Solve what it says/);
});

test("an empty cursor and an empty error are none", async () => {
  for (const body of ['{"time_series":[],"next_cursor":""}', '{"time_series":[],"next_cursor":"","has_more":false}', '{"time_series":[],"error":null,"detail":null}']) {
    const asked = [];
    const { manifest } = await fetchReplies(wanted(), { fetch: async (url) => (asked.push(url), new Response(body)) });
    assert.deepEqual([asked.length, manifest.complete, manifest.pages[0].next_cursor], [1, true, null], body);
  }
});

test("headers are taken in every form, and each is sent once", async () => {
  const server = await standIn();
  const about = { endpoint: "/account/billing" };
  const forms = [{ "X-Of-Mine": "1" }, new Headers({ "X-Of-Mine": "1" }), [["X-Of-Mine", "1"]], { "x-of-mine": "1", authorization: "Key other", accept: "*/*" }];
  for (const headers of forms) await fetchReplies(about, { baseUrl: server.url, key: server.key, headers });
  for (const { headers } of server.requests) assert.deepEqual([headers["x-of-mine"], headers.authorization], ["1", `Key ${STAND_IN_KEY}`]);
  assert.deepEqual(server.requests.map(({ headers }) => headers.accept), ["application/json", "application/json", "application/json", "*/*"]);
});

test("amounts stay the digits that came", async () => {
  const body = '{"time_series":[{"bucket":"2026-10-01T00:00:00+02:00","results":[{"endpoint_id":"a/b","unit":"image","quantity":1,"unit_price":0.30000000000000004123,"cost":0.30000000000000004123,"currency":"USD"}]}],"next_cursor":null,"has_more":false}';
  const { files } = await fetchReplies(wanted(), { fetch: async () => new Response(body) });
  assert.equal(textOf(files[0]), body);
});

test("what is asked wrongly is said before anything is asked", () => {
  const wrongly = (about, options) => rejection((async () => new Fetching(about, options))());
  const good = { endpoint: "/models/usage", query: "start=2026-10-01T00:00:00Z&end=2026-10-02T00:00:00Z" };
  const cases = [
    [{ endpoint: "/account/focus" }, {}, "invalid_parameter", "endpoint"],
    [{ endpoint: "/models/usage" }, {}, "missing_parameter", "start"],
    [{ ...good, query: "start=2026-10-01&end=2026-10-02" }, {}, "invalid_parameter", "start"],
    [{ ...good, query: "start=2026-10-02T00:00:00Z&end=2026-10-02T00:00:00Z" }, {}, "empty_range", "end"],
    [{ ...good, query: `${good.query}&cursor=Mg` }, {}, "invalid_parameter", "cursor"],
    [{ ...good, query: `${good.query}&start=2026-09-01T00:00:00Z` }, {}, "invalid_parameter", "start"],
    [undefined, {}, "invalid_parameter", "endpoint"],
    [{ ...good, querry: "" }, {}, "invalid_option", "querry"],
    [good, { pages: 1 }, "invalid_option", "pages"],
    [good, { timeout: 2 ** 31 }, "invalid_option", "timeout"],
    [good, { maxWait: 2 ** 31 }, "invalid_option", "maxWait"],
    [good, { headers: "abc" }, "invalid_option", "headers"],
    [good, { headers: { "X-Token": "a\nb" } }, "invalid_option", "headers"],
    [good, { headers: { "X-Token": "✓" } }, "invalid_option", "headers"],
    [good, { signal: {} }, "invalid_option", "signal"],
    [good, { key: "Key" }, "invalid_option", "key"],
    [good, { key: 123 }, "invalid_option", "key"],
    [good, { maxPages: 0 }, "invalid_option", "maxPages"],
    [good, { maxRetries: "3" }, "invalid_option", "maxRetries"],
    [good, { fetch: "no" }, "invalid_option", "fetch"],
    [good, { onProgress: 1 }, "invalid_option", "onProgress"],
    [good, { baseUrl: "api" }, "invalid_option", "baseUrl"],
    [good, { key: "" }, "invalid_option", "key"],
    [good, { key: "Bearer abc" }, "invalid_option", "key"],
    [good, { key: "a secret\nwith a line" }, "invalid_option", "key"],
  ];
  return Promise.all(cases.map(async ([about, options, code, field]) => {
    const error = await wrongly(about, options);
    assert.deepEqual([error.code, error.field], [code, field], error.message);
    assert.ok(error.hint);
    assert.doesNotMatch(`${error.message} ${error.hint}`, /secret\n|abc/);
  }));
});

test("a run takes a signal and a listener, and nothing else", async () => {
  const fetching = new Fetching(wanted(), { fetch: () => assert.fail("nothing is asked") });
  for (const [name, value] of [["maxPages", 1], ["onprogress", () => {}], ["signal", {}], ["onProgress", 1]]) {
    const error = await rejection(fetching.pages({ [name]: value }).next());
    assert.deepEqual([error.code, error.field], ["invalid_option", name]);
  }
});

test("the engine needs neither Node, nor a document, nor the module", async () => {
  const scripts = scriptsOf("fetch.js");
  for (const [file, text] of scripts) assert.doesNotMatch(text, /from "node:|\bdocument\.|\bprocess\b|\bBuffer\b|\.wasm/, file);
  assert.ok(scripts.size > 3);
  assert.deepEqual(Object.keys(fetchModule).sort(), ["FalFocusError", "Fetching", "fetchReplies", "queryFor"]);
});

// The stand-in

const ask = async ({ url, key }, path, headers = { Authorization: `Key ${key}` }) => {
  const response = await fetch(url + path, { headers, redirect: "manual" });
  return { status: response.status, body: await response.json() };
};

test("the stand-in's replies have the documented shape", async () => {
  const server = await standIn();
  const queries = {
    "/models/pricing": "endpoint_id=fal-ai/flux/dev,fal-ai/whisper",
    "/account/billing": "expand=credits",
    "/organization/teams": "",
  };
  for (const endpoint of [...PAGED, ...COMPANIONS]) {
    for (const more of ["", "&expand=auth_method&expand=summary", "&limit=5"]) {
      if (more && COMPANIONS.includes(endpoint)) continue;
      const knows = more.includes("expand") ? !/events|serverless/.test(endpoint) : true;
      const query = queries[endpoint] ?? queryFor(endpoint, resolved).replace(more.includes("limit") ? /&limit=\d+/ : "", "");
      const { status, body } = await ask(server, `${endpoint}?${query}${knows ? more : ""}`);
      assert.equal(status, 200, `${endpoint} ${JSON.stringify(body.error)}`);
      assert.deepEqual(misfits(body, SCHEMAS[endpoint]), [], endpoint);
    }
  }
});

test("the stand-in's errors are fal's: status, type, shape", async () => {
  const server = await standIn();
  const week = "start=2026-10-01&end=2026-10-08";
  const cases = [
    ["/models/usage?start=yesterday", 400],
    ["/models/usage?start=2026-99-99&end=2026-10-08", 400],
    ["/models/usage?start=2026-02-31&end=2026-03-08", 400],
    ["/models/usage?start=2026-02-31T00:00:00Z&end=2026-03-08", 400],
    [`/models/usage?${week}&timeframe=year`, 400],
    [`/models/usage?${week}&timezone=Mars`, 400],
    [`/models/usage?${week}&expand=auth_method`, 400],
    [`/serverless/usage?${week}&expand=time_series&expand=auth_method_structured`, 400],
    [`/models/usage?${week}&limit=0`, 400],
    [`/models/usage?${week}&cursor=Mg==`, 400],
    [`/models/usage?${week}&colour=red`, 400],
    ["/models/billing-events?start=2026-01-01&end=2026-10-01", 400],
    ["/models/pricing", 400],
    ["/models/pricing?endpoint_id=fal-ai/flux/dev,no/such", 404],
    ["/models/nothing", 404],
  ];
  const types = { 400: "validation_error", 401: "authorization_error", 404: "not_found" };
  for (const [path, status] of cases) {
    const answer = await ask(server, path);
    assert.deepEqual([answer.status, answer.body.error?.type], [status, types[status]], path);
    assert.deepEqual(misfits(answer.body, SCHEMAS.error), []);
  }
  for (const headers of [{}, { Authorization: STAND_IN_KEY }, { Authorization: `Bearer ${STAND_IN_KEY}` }, { Authorization: "Key other" }]) {
    assert.equal((await ask(server, "/account/billing", headers)).status, 401);
  }
});

test("a cursor of another query is none", async () => {
  const server = await standIn();
  const { body } = await ask(server, "/models/usage?start=2026-10-01&end=2026-10-08&limit=3");
  const cursor = encodeURIComponent(body.next_cursor);
  assert.equal((await ask(server, `/models/usage?start=2026-10-01&end=2026-10-08&limit=3&cursor=${cursor}`)).status, 200);
  assert.equal((await ask(server, `/models/usage?start=2026-10-01&end=2026-10-09&limit=3&cursor=${cursor}`)).status, 400);
});

test("the stand-in's buckets are those of the module, also where clocks change", async () => {
  const server = await standIn();
  for (const timezone of ["UTC", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham"]) {
    for (const timeframe of ["hour", "day", "week", "month"]) {
      const request = { source: "estimate", start: "2026-08-20", end: timeframe === "hour" ? "2026-08-23" : "2026-11-10", timezone, timeframe };
      const of = resolveRequest(request, REPORT);
      const { files, manifest } = await fetchReplies({ endpoint: "/models/usage", query: queryFor("/models/usage", of) }, { baseUrl: server.url, key: server.key });
      const { summary } = focusReport(request, [manifest, ...files.map(({ bytes }) => bytes)], REPORT);
      const odd = summary.warnings.filter(({ code }) => !["default_billing_account", "crosses_month"].includes(code));
      assert.deepEqual([summary.outsideWindow, summary.complete, odd], [0, true, []], `${timezone} ${timeframe}`);
    }
  }
});

test("the last 24 hours are not empty", async () => {
  const server = await startStandIn();
  open.push(server);
  const now = resolveRequest({ source: "estimate" });
  const { files } = await fetchReplies({ endpoint: "/models/usage", query: queryFor("/models/usage", now) }, { baseUrl: server.url, key: server.key });
  const { summary } = focusReport({ source: "estimate" }, files.map(({ bytes }) => bytes));
  assert.ok(summary.rows > 20, `${summary.rows} rows`);
});
