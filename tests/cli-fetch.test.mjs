// `fal-focus fetch` as a person runs it, against the stand-in of fal's API: what it writes, how it goes on, and
// that the key is told to nobody else.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import init, { focusReport, resolveRequest } from "fal-focus";
import { fetchReplies, queryFor } from "fal-focus/fetch";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";
import { caseFolders } from "./case-folders.mjs";
import { commandOf, run, start, wordsOf, workFolder } from "./command.mjs";

const REQUEST = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" };
const OPTIONS = { rangeLimit: "none", now: "2026-11-01T00:00:00Z" };
const WORDS = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-11-01", "--timezone", "Europe/Berlin", "--timeframe", "day", "--range-limit", "none", "--now", OPTIONS.now];
const SECRET = "5f4dcc3b5aa765d61d8327deb882cf99";
const KEY = `0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:${SECRET}`;

const cwd = workFolder();
const open = [];
before(() => init());
after(() => Promise.all(open.map(({ close }) => close())));

/** The stand-in, with the requests that came; `faults` by the number of the request. */
async function standIn(options) {
  const requests = [];
  const server = await startStandIn({ onRequest: (request) => requests.push(request), ...options });
  open.push(server);
  return { ...server, requests };
}

/** A server of a few lines in fal's place. */
async function upstream(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    answer(request, response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  open.push({ close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }) });
  return { url: `http://127.0.0.1:${server.address().port}/v1`, requests };
}

const fetchFrom = ({ url, key = STAND_IN_KEY }, args) => run(["fetch", ...args], { cwd, fal: url, env: { FAL_KEY: key } });
const read = (...path) => readFileSync(join(cwd, ...path), "utf8");
const names = (folder) => readdirSync(join(cwd, folder)).sort();
const manifestOf = (folder) => JSON.parse(read(folder, "manifest.json"));
const cursorOf = ({ query }) => new URLSearchParams(query).get("cursor");
const usageOf = ({ requests }) => requests.filter(({ path }) => path === "/v1/models/usage");

/** The report that the module makes of the same replies. */
async function expectedReport({ url, key }, endpoint, companions = []) {
  const options = { baseUrl: url, key };
  const { files } = await fetchReplies({ endpoint, query: queryFor(endpoint, resolveRequest(REQUEST, OPTIONS)) }, options);
  const beside = [];
  for (const wanted of companions) beside.push(...(await fetchReplies(wanted, options)).files);
  return focusReport(REQUEST, [...beside, ...files].map(({ bytes }) => bytes), OPTIONS);
}

async function reportOf(folder, args = []) {
  const ended = await run(["report", folder, "--summary", "summary.json", ...args], { cwd });
  assert.equal(ended.status, 0, ended.stderr);
  return { ...ended, csv: ended.stdout, summary: JSON.parse(read("summary.json")) };
}

/** Every page whole, and as the manifest has it; nothing else but companions. */
function assertWhole(folder, { complete }) {
  const manifest = manifestOf(folder);
  assert.equal(manifest.complete, complete);
  for (const { file, sha256 } of manifest.pages) {
    assert.equal(createHash("sha256").update(readFileSync(join(cwd, folder, file))).digest("hex"), sha256, file);
  }
  const known = new Set(["manifest.json", "account-billing.json", "organization-teams.json", ...manifest.pages.map(({ file }) => file)]);
  assert.deepEqual(names(folder).filter((name) => !known.has(name) && !name.startsWith("models-pricing-")), []);
  return manifest;
}

test("the pages, what names things and a manifest; the report of the folder is the module's, and complete", async () => {
  const fal = await standIn();
  const { status, stdout, stderr } = await fetchFrom(fal, [...WORDS, "-o", "october"]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "october\n", stderr: "" });
  const manifest = assertWhole("october", { complete: true });
  assert.ok(manifest.pages.length > 2);
  assert.ok(names("october").includes("account-billing.json"));
  assert.deepEqual([manifest.from, manifest.request, manifest.options], ["fal", REQUEST, { now: OPTIONS.now, rangeLimit: "none" }]);
  const expected = await expectedReport(fal, "/models/usage", [{ endpoint: "/account/billing" }]);
  const { csv, summary, stderr: said } = await reportOf("october");
  assert.equal(csv, await expected.csv.text());
  assert.equal(summary.completeReason, "manifest");
  assert.match(said, /^the request is the folder's: --source estimate --start 2026-10-01 --end 2026-11-01 --timezone Europe\/Berlin --timeframe day$/m);
  assert.equal((await reportOf("october", WORDS)).csv, csv, "and with the request given");
});

test("a report of a fetched folder is the golden report", async () => {
  const sample = caseFolders().find(({ name }) => name === "sample-account");
  const fal = await upstream((request, response) => {
    if (request.url.startsWith("/v1/models/usage?")) return response.end(sample.files[0].text);
    return response.writeHead(404).end('{"error": {"type": "not_found", "message": "Resource not found"}}');
  });
  const { status, stderr } = await fetchFrom(fal, [...WORDS, "-o", "sample"]);
  assert.equal(status, 0);
  assert.match(stderr, /^warning\[api_error_reply\] account-billing\.json: fal answered \/account\/billing with 404.*; the report goes without it/);
  const { csv, summary } = await reportOf("sample", ["--billing-account-id", "fal:northlight-studio", "--billing-account-name", "Northlight Studio"]);
  assert.equal(csv, sample.expected.csv);
  assert.equal(summary.completeReason, "manifest");
});

test("organizations with their teams, billing events with their prices", async () => {
  const fal = await standIn();
  for (const [endpoint, companions] of [
    ["organization/usage", ["account-billing.json", "organization-teams.json"]],
    ["/models/billing-events", ["account-billing.json", "models-pricing-1.json"]],
    ["serverless/usage", ["account-billing.json"]],
  ]) {
    const folder = endpoint.replaceAll("/", "");
    const { status, stderr } = await fetchFrom(fal, [...WORDS, "--endpoint", endpoint, "-o", folder]);
    assert.equal(status, 0, stderr);
    const pages = manifestOf(folder).pages.map(({ file }) => file);
    assert.deepEqual(names(folder), ["manifest.json", ...companions, ...pages].sort());
    assert.equal((await reportOf(folder)).summary.completeReason, "manifest");
  }
  const prices = fal.requests.find(({ path }) => path === "/v1/models/pricing");
  assert.match(prices.query, /^endpoint_id=fal-ai/);
});

test("a folder that is complete says so, and nothing is asked", async () => {
  const fal = await standIn();
  await fetchFrom(fal, [...WORDS, "-o", "done"]);
  const before = [fal.requests.length, read("done", "manifest.json")];
  const { status, stdout, stderr } = await fetchFrom(fal, [...WORDS, "-o", "done"]);
  assert.deepEqual({ status, stdout }, { status: 0, stdout: "done\n" });
  assert.match(stderr, /^done is complete: \d+ pages, [\d.]+ kB are there, and nothing was fetched\n$/);
  assert.deepEqual([fal.requests.length, read("done", "manifest.json")], before);
});

test("after a failure the same command goes on with the page that is missing", async () => {
  const fal = await standIn({ faults: { 3: { status: 403 } } });
  const failed = await fetchFrom(fal, [...WORDS, "-o", "resumed"]);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /^error\[api_error_reply\] models-usage-3\.json: fal answered \/models\/usage with 403.*\nhint: .+ The same command goes on with models-usage-3\.json\.\n$/);
  const { pages } = assertWhole("resumed", { complete: false });
  assert.deepEqual(names("resumed"), ["manifest.json", "models-usage-1.json", "models-usage-2.json"]);
  assert.equal((await reportOf("resumed")).summary.completeReason, "missing_page");

  const asked = usageOf(fal).length;
  const { status, stderr } = await fetchFrom(fal, [...WORDS, "-o", "resumed"]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^resumed: 2 pages are there, going on with models-usage-3\.json$/m);
  const manifest = assertWhole("resumed", { complete: true });
  assert.deepEqual(manifest.pages.slice(0, 2), pages, "what came first is as it was");
  assert.deepEqual(usageOf(fal).slice(asked).map(cursorOf), manifest.pages.slice(2).map(({ cursor }) => cursor));
  const expected = await expectedReport(fal, "/models/usage", [{ endpoint: "/account/billing" }]);
  assert.equal((await reportOf("resumed")).csv, await expected.csv.text());
});

test("a request without dates is gone on with as of the moment it was made; when complete it is another one", async () => {
  const fal = await standIn({ pageSize: 7, faults: { 2: { status: 403 } } });
  const args = ["--source", "estimate", "--bound-to-timeframe", "false", "-o", "moving"];
  assert.equal((await fetchFrom(fal, args)).status, 1);
  await new Promise((done) => setTimeout(done, 1100));
  assert.equal((await fetchFrom(fal, args)).status, 0);
  const starts = new Set(usageOf(fal).map(({ query }) => new URLSearchParams(query).get("start")));
  assert.equal(starts.size, 1);
  assertWhole("moving", { complete: true });
  const { status, stderr } = await fetchFrom(fal, args);
  assert.equal(status, 2);
  assert.match(stderr, /^error\[invalid_option\] --output: moving is of another fetch: \/models\/usage from .+\nhint: .+\n$/);
});

test("another moment that is given is another request", async () => {
  const fal = await standIn({ faults: { 2: { status: 403 } } });
  const args = (...now) => ["--source", "estimate", "--start", "2026-10-01", "--range-limit", "none", ...now, "-o", "given"];
  assert.equal((await fetchFrom(fal, args("--now", "2026-11-10T00:00:00Z"))).status, 1);
  const { status, stderr } = await fetchFrom(fal, args("--now", "2026-11-12T00:00:00Z"));
  assert.match(stderr, /^error\[invalid_option\] --output: given is of another fetch: /);
  assert.deepEqual([status, manifestOf("given").query.end], [2, "2026-11-10T00:00:00Z"]);
  assert.equal((await fetchFrom(fal, args())).status, 0);
  assertWhole("given", { complete: true });
});

test("another request, another endpoint, invented pages, other files: an error, and the folder as it was", async () => {
  const fal = await standIn();
  await fetchFrom(fal, [...WORDS, "-o", "mine"]);
  const before = names("mine").map((name) => read("mine", name));
  mkdirSync(join(cwd, "others"));
  writeFileSync(join(cwd, "others", "package.json"), "{}");
  writeFileSync(join(cwd, "a-file"), "");
  mkdirSync(join(cwd, "odd"));
  writeFileSync(join(cwd, "odd", "manifest.json"), '{"fal_focus_manifest": 1, "pages": [{"file": "../secret.json", "sha256": ""}]}');
  for (const args of [
    [...WORDS.with(3, "2026-10-02"), "-o", "mine"],
    [...WORDS, "--endpoint", "models/billing-events", "-o", "mine"],
    [...WORDS, "--stand-in", "-o", "mine"],
    [...WORDS, "-o", "others"],
    [...WORDS, "-o", "a-file"],
    [...WORDS, "-o", "odd"],
  ]) {
    const { status, stdout, stderr } = await fetchFrom(fal, args);
    assert.match(stderr, /^(The stand-in .+\n)?error\[invalid_option\] --output: .+\nhint: .+\n$/, args.join(" "));
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
  }
  assert.deepEqual(names("mine").map((name) => read("mine", name)), before);
  assert.deepEqual(names("others"), ["package.json"]);
});

test("a page that was lost or changed is fetched again, with what follows it", async () => {
  const fal = await standIn();
  await fetchFrom(fal, [...WORDS, "-o", "damaged"]);
  const whole = names("damaged").filter((name) => name.startsWith("models")).map((name) => read("damaged", name));
  for (const damage of [() => rmSync(join(cwd, "damaged", "models-usage-2.json")), () => writeFileSync(join(cwd, "damaged", "models-usage-2.json"), "{}")]) {
    damage();
    const asked = usageOf(fal).length;
    const { status, stderr } = await fetchFrom(fal, [...WORDS, "-o", "damaged"]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /models-usage-2\.json is missing or changed, and is fetched again/);
    assert.equal(usageOf(fal).length - asked, whole.length - 1);
    assertWhole("damaged", { complete: true });
    assert.deepEqual(names("damaged").filter((name) => name.startsWith("models")).map((name) => read("damaged", name)), whole);
  }
});

/** A fetch whose third page does not come, until `isOpen`; waits until two have. */
async function hanging(folder) {
  const pages = (await standIn()).url;
  const fal = await upstream(async (request, response) => {
    if (fal.requests.length === 3 && !fal.isOpen) return;
    const answer = await fetch(pages.replace("/v1", request.url), { headers: { Authorization: request.headers.authorization } });
    response.writeHead(answer.status).end(await answer.text());
  });
  const env = { FAL_KEY: STAND_IN_KEY, FAL_ADDRESS: fal.url };
  const { child, ended } = start([process.execPath, ...commandOf(["fetch", ...WORDS, "-o", folder], fal.url)], { cwd, env });
  while (fal.requests.length < 3) await new Promise((done) => setTimeout(done, 20));
  fal.isOpen = true;
  return { fal, child, ended };
}

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  test(`${signal} leaves a folder that can be gone on with`, async () => {
    const { fal, child, ended } = await hanging(signal);
    child.kill(signal);
    const { status: code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [status, ""]);
    assert.equal(stderr, `stopped: what came is in ${signal}, and the same command goes on with models-usage-3.json\n`);
    assert.equal(assertWhole(signal, { complete: false }).pages.length, 2);
    assert.equal((await fetchFrom(fal, [...WORDS, "-o", signal])).status, 0);
    assertWhole(signal, { complete: true });
  });
}

test("a run that is killed leaves whole files, and what it had begun is cleared away", async () => {
  const { fal, child, ended } = await hanging("killed");
  child.kill("SIGKILL");
  assert.equal((await ended).signal, "SIGKILL");
  writeFileSync(join(cwd, "killed", "models-usage-3.json.12345.tmp"), '{"time_');
  assert.equal((await fetchFrom(fal, [...WORDS, "-o", "killed"])).status, 0);
  assertWhole("killed", { complete: true });
});

test("back-off is told on standard error, as JSON where it is asked for", async () => {
  const faults = () => ({ 1: { status: 429, retryAfter: "1" }, 2: { status: 500, retryAfter: "1" } });
  const { status, stderr } = await fetchFrom(await standIn({ faults: faults() }), [...WORDS, "-o", "waited"]);
  assert.equal(status, 0);
  assert.match(stderr, /^fal answered \/models\/usage with 429: rate_limited, .+: asked again in 1 s \(1 of 5\)\nfal answered \/models\/usage with 500: .+: asked again in 1 s \(2 of 5\)\n$/);
  const told = await fetchFrom(await standIn({ faults: faults() }), [...WORDS, "--json", "-o", "waited-json"]);
  const lines = told.stderr.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.slice(0, 2).map(({ type, reason, seconds, attempt }) => [type, reason, seconds, attempt]), [["waiting", "rate_limited", 1, 1], ["waiting", "failed", 1, 2]]);
  const pages = lines.slice(2);
  assert.deepEqual(new Set(pages.map(({ type }) => type)), new Set(["page"]));
  const { type, folder, endpoint, from, pages: count, bytes, complete } = JSON.parse(told.stdout);
  assert.deepEqual([type, folder, endpoint, from, complete], ["fetched", "waited-json", "/models/usage", "fal", true]);
  assert.deepEqual([count, bytes], [pages.length, pages.reduce((sum, page) => sum + page.bytes, 0)]);
});

test("tries, waits and pages are bounded, in the words of the command line", async () => {
  const busy = await standIn({ faults: { 1: { status: 429, retryAfter: "3600" }, 2: { status: 500 } } });
  assert.match((await fetchFrom(busy, [...WORDS, "-o", "busy"])).stderr, /^error\[api_error_reply\] .+\(it asks to wait 3600 s\)\nhint: Go on in 3600 s/);
  assert.match((await fetchFrom(busy, [...WORDS, "--max-retries", "0", "-o", "busy"])).stderr, /^error\[api_error_reply\] .+ with 500/);
  const some = await fetchFrom(busy, [...WORDS, "--max-pages", "2", "-o", "busy"]);
  assert.match(some.stderr, /^error\[invalid_option\] --max-pages: there are more than 2 pages\n/);
  assert.deepEqual([some.status, manifestOf("busy").pages.length], [2, 2]);
  assert.match((await fetchFrom(busy, [...WORDS, "--timeout", "soon", "-o", "busy"])).stderr, /^error\[invalid_option\] --timeout: /);
});

test("what is missing beside the pages is a warning, and asked for again", async () => {
  const pages = (await standIn()).url;
  let isRefused = true;
  const fal = await upstream(async (request, response) => {
    if (isRefused && request.url === "/v1/organization/teams") return response.writeHead(403).end("{}");
    const answer = await fetch(pages.replace("/v1", request.url), { headers: { Authorization: request.headers.authorization } });
    return response.writeHead(answer.status).end(await answer.text());
  });
  const args = [...WORDS, "--endpoint", "organization/usage", "-o", "beside"];
  const first = await fetchFrom(fal, args);
  assert.equal(first.status, 0);
  assert.match(first.stderr, /^warning\[api_error_reply\] organization-teams\.json: .+ with 403/m);
  assert.ok(!existsSync(join(cwd, "beside", "organization-teams.json")));
  isRefused = false;
  const asked = fal.requests.length;
  const { status, stderr } = await fetchFrom(fal, args);
  assert.deepEqual([status, stderr, fal.requests.slice(asked)], [0, "", ["/v1/organization/teams"]]);
  assertWhole("beside", { complete: true });
});

test("without -o the folder is named after endpoint and range, --stand-in needs no key, and the report says what is invented", async () => {
  const { status, stdout, stderr } = await run(["fetch", "--stand-in", ...WORDS], { cwd, env: { FAL_KEY: KEY } });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "models-usage-estimate-2026-10-01_2026-11-01\n");
  assert.match(stderr, /^The stand-in .+ invented\. FAL_KEY is not used\.\n$/);
  assert.equal(assertWhole(stdout.trim(), { complete: true }).from, "stand-in");
  assert.match((await reportOf(stdout.trim())).stderr, /^models-usage-estimate-2026-10-01_2026-11-01: the pages are invented/m);
});

test("the key comes from FAL_KEY alone, with or without its word, and is told to fal and nobody else", async () => {
  const fal = await standIn({ key: KEY });
  assert.equal((await fetchFrom({ url: fal.url, key: `Key ${KEY}` }, [...WORDS, "-o", "keyed"])).status, 0);
  assert.deepEqual(new Set(fal.requests.map(({ headers }) => headers.authorization)), new Set([`Key ${KEY}`]));
  const echo = await upstream((request, response) => response.writeHead(401).end(JSON.stringify({ error: { type: "authorization_error", message: `bad ${request.headers.authorization}` } })));
  const echoed = await fetchFrom({ url: echo.url, key: KEY }, [...WORDS, "-o", "echoed"]);
  assert.equal(echoed.status, 1);
  assert.match(echoed.stderr, /authorization_error, bad Key 0a1b2c3d.*:\*{32}/);
  const all = [echoed, await fetchFrom({ url: echo.url, key: KEY }, [...WORDS, "--json", "-o", "echoed"]), await fetchFrom({ url: echo.url, key: `Bearer ${KEY}` }, [...WORDS, "-o", "echoed"])];
  assert.ok(!JSON.stringify(all).includes(SECRET));
  for (const folder of ["keyed", "echoed"]) for (const name of names(folder)) assert.ok(!read(folder, name).includes(SECRET), name);
});

for (const [about, args, key, first] of [
  ["no key", WORDS, "", "error[invalid_option] FAL_KEY: there is no key"],
  ["a key that is none", WORDS, "Bearer x", "error[invalid_option] FAL_KEY: "],
  ["a key on the command line", [...WORDS, "--key", KEY], KEY, "error[invalid_option] --key: there is no option --key"],
  ["no source", [], KEY, "error[missing_parameter] --source: "],
  ["an endpoint without pages", [...WORDS, "--endpoint", "models/pricing"], KEY, "error[invalid_option] --endpoint: "],
  ["too long ago", ["--source", "estimate", "--start", "2020-01-01"], KEY, "error[range_too_long] --start: "],
  ["a file", [...WORDS, "page.json"], KEY, "error[invalid_option] page.json: "],
]) {
  test(`${about}: exit 2, nothing is asked, and no folder is made`, async () => {
    const before = readdirSync(cwd);
    const { status, stdout, stderr } = await run(["fetch", ...args], { cwd, fal: "http://127.0.0.1:1/v1", env: { FAL_KEY: key } });
    assert.ok(stderr.startsWith(first), stderr);
    assert.match(stderr, /\nhint: .+\n$/);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
    assert.deepEqual(readdirSync(cwd), before);
  });
}

test("a disk that is full is told as one, and leaves no half file", async () => {
  const fal = await standIn({ pageSize: 500 });
  const env = { FAL_KEY: STAND_IN_KEY, FAL_ADDRESS: fal.url };
  // No file may be larger than 16 kB: as a full disk does, it fails in the middle of the first page.
  const limited = ["bash", "-c", 'ulimit -f 16; exec "$@"', "bash", process.execPath, ...commandOf(["fetch", ...WORDS, "-o", "full"], fal.url)];
  const { status, stderr } = await start(limited, { cwd, env }).ended;
  assert.equal(status, 1);
  assert.match(stderr, /^error\[io_error\] full\/models-usage-1\.json: it cannot be written: it would be larger .+\nhint: .+\n$/);
  assert.deepEqual(names("full"), ["manifest.json"]);
  assert.equal((await fetchFrom(fal, [...WORDS, "-o", "full"])).status, 0);
  assertWhole("full", { complete: true });
});

test("folders above the folder are made", async () => {
  const { status, stdout, stderr } = await fetchFrom(await standIn(), [...WORDS, "-o", "years/2026/../2027/october/"]);
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "years/2026/../2027/october/\n", stderr: "" });
  assertWhole("years/2027/october", { complete: true });
});

test("a folder that cannot be made or written is named", async () => {
  const fal = await standIn();
  writeFileSync(join(cwd, "plain"), "");
  for (const folder of ["plain/inside", "plain/far/inside", "/dev/full", ...(existsSync("/proc/1") ? ["/proc/1/no/where"] : [])]) {
    const { status, stdout, stderr } = await fetchFrom(fal, [...WORDS, "-o", folder]);
    assert.match(stderr, /^error\[(io_error|invalid_option)\] .+\nhint: .+\n$/);
    assert.ok(stderr.includes(folder), stderr);
    assert.deepEqual([status > 0, stdout], [true, ""]);
  }
  if (process.getuid() === 0) return;
  mkdirSync(join(cwd, "shut"));
  chmodSync(join(cwd, "shut"), 0o500);
  assert.match((await fetchFrom(fal, [...WORDS, "-o", "shut"])).stderr, /^error\[io_error\] shut\/manifest\.json: it cannot be written: access is denied/);
  assert.equal(statSync(join(cwd, "shut")).mode & 0o777, 0o500);
});

test("of a folder its .json, .ndjson, .jsonl, .csv and .gz are read, in order, and what is left out is counted", async () => {
  const pages = caseFolders().find(({ name }) => name === "several-pages");
  mkdirSync(join(cwd, "saved", "deep"), { recursive: true });
  pages.files.forEach(({ name, text }, index) => writeFileSync(join(cwd, "saved", index === 0 ? "deep" : "", name), text));
  writeFileSync(join(cwd, "saved", "notes.txt"), "");
  writeFileSync(join(cwd, "saved", ".hidden.json"), "{");
  const { status, stdout, stderr } = await run([...wordsOf(pages, cwd), "saved"], { cwd });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, pages.expected.csv);
  assert.match(stderr, /^saved: left out 1 hidden and 1 of other kinds$/m);
});

test("folders of different requests are reported together only when the request is given", async () => {
  const fal = await standIn();
  const later = WORDS.with(3, "2026-10-15");
  const earlier = WORDS.with(5, "2026-10-15");
  await fetchFrom(fal, [...earlier, "-o", "half-1"]);
  await fetchFrom(fal, [...later, "-o", "half-2"]);
  const { status, stderr } = await run(["report", "half-1", "half-2"], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^error\[missing_parameter\] --source: the folders were fetched for different requests\nhint: /);
  const { csv, summary } = await reportOf("half-1", ["half-2", ...WORDS]);
  assert.equal(summary.completeReason, "manifest");
  assert.equal(csv, await (await expectedReport(fal, "/models/usage", [{ endpoint: "/account/billing" }])).csv.text());
  const month = await reportOf("half-1", ["--timeframe", "week"]);
  assert.match(month.stderr, /--timeframe week$/m, "what is given takes the place of what the folder says");
});
