// Fetching in the page: through `fal-focus serve`, from the stand-in of fal's API, with all that can go
// wrong on the way; and by hand, with the commands that the page shows.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import init, { focusReport, resolveRequest } from "fal-focus";
import { fetchReplies, queryFor } from "fal-focus/fetch";

import { startServer } from "../pkg/serve.js";
import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";
import { curlCommands } from "../www/data/fetch-curl.js";
import { inEachBrowser } from "./browser.mjs";
import { cases } from "./give-case.mjs";

await init();

/** Within fal's 90 days whenever this runs, and over at this moment. */
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const REQUEST = { source: "estimate", start: day(30), end: day(10), timezone: "Europe/Berlin", timeframe: "day" };

/** `run` gets the page with its token, and the stand-in behind it: `faults()` are its faults. */
function inEachBrowserServed(name, run, { faults = () => ({}), isStandIn = true, ...standInOptions } = {}) {
  const behind = {};
  const server = async ({ port }) => {
    const requests = [];
    const standIn = { ...(await startStandIn({ faults: faults(), onRequest: (request) => requests.push(request), ...standInOptions })), requests };
    const served = await startServer({ port, key: standIn.key, upstream: standIn.url, isStandIn });
    Object.assign(behind, { standIn, served, address: served.address, token: served.token });
    return { url: served.url, close: () => Promise.all([served.close(), standIn.close()]) };
  };
  inEachBrowser(name, async (page) => {
    await page.goto(behind.address);
    await ask(page, REQUEST);
    await run(page, behind);
  }, { server });
}

async function ask(page, { start, end, timezone, timeframe }) {
  await page.fill("[name=start]", start);
  await page.fill("[name=end]", end);
  await page.fill("[name=timezone]", timezone);
  await page.select("[name=timeframe]", timeframe);
}

const status = (page, words) => page.waitUntil((words) => document.getElementById("fetch-status").textContent.includes(words), words);

async function fetched(page) {
  await page.click("#fetch-start");
  await status(page, "Fetched from");
}

/** What the package makes of the same, fetched and reported in Node. */
async function expected(endpoint, { url, key }, request = REQUEST) {
  const { files, manifest } = await fetchReplies({ endpoint, query: queryFor(endpoint, resolveRequest(request)) }, { baseUrl: url, key });
  const account = (await fetchReplies({ endpoint: "/account/billing" }, { baseUrl: url, key })).files;
  return { files, replies: [manifest, ...account.map(({ bytes }) => bytes), ...files.map(({ bytes }) => bytes)] };
}

inEachBrowserServed("what is fetched page by page becomes the report that the package makes of it", async (page, { standIn }) => {
  await fetched(page);
  const { files, replies } = await expected("/models/usage", standIn);
  const listed = await page.texts("#file-list .file-name");
  assert.deepEqual(listed.map((text) => text.split(/(?<=json)/)[0]), ["account-billing.json", "manifest.json", ...files.map(({ name }) => name)]);
  assert.ok(listed.every((text) => text.includes("invented")), "where it is from");
  assert.match(await page.text("#data-note"), /stand-in/);
  assert.match(await page.text("#range-limit"), /lookback/);
  assert.equal(await page.text("#fetch-progress"), `${files.length} pages, ${(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000).toFixed(1)} kB`);
  await page.makeReport();
  const { csv } = focusReport(REQUEST, replies);
  assert.equal((await page.download("#download-csv")).text, await csv.text());
  assert.match(await page.text("#completeness"), /every page of the manifest is there/);
});

inEachBrowserServed("billing events bring prices, an organization its teams; another fetch takes the place of the first", async (page) => {
  await page.select("#fetch-endpoint", "/models/billing-events");
  await fetched(page);
  const names = async () => (await page.texts("#file-list .file-name")).map((text) => text.split(/(?<=json)/)[0]);
  assert.deepEqual(await names(), ["account-billing.json", "manifest.json", "models-pricing-1.json", "models-billing-events-1.json"]);
  await page.makeReport();
  assert.ok(!(await page.texts("#warnings li")).some((text) => text.includes("missing_unit")));
  await page.select("#fetch-endpoint", "/organization/usage");
  await page.click("#fetch-start");
  await page.waitUntil(() => document.getElementById("file-list").textContent.includes("organization-teams.json"));
  assert.ok(!(await names()).some((name) => name.startsWith("models-")), "the events have made way");
  await page.makeReport();
  assert.match(await page.text("#completeness"), /^Complete/);
});

inEachBrowserServed("an endpoint of other charges goes with it, and so does a file that is given", async (page) => {
  await fetched(page);
  await page.select("#fetch-endpoint", "/serverless/usage");
  await page.click("#fetch-start");
  await page.waitUntil(() => document.getElementById("file-list").textContent.includes("serverless-usage-1.json"));
  await page.giveFiles("#files", [{ name: "prices.json", text: '{"prices":[],"next_cursor":null,"has_more":false}' }]);
  await page.waitUntil(() => document.getElementById("file-list").textContent.includes("prices.jsonread first"));
  const listed = (await page.texts("#file-list .file-name")).join(" ");
  for (const name of ["models-usage/manifest.json", "serverless-usage/manifest.json", "models-usage-1.json", "serverless-usage-1.json"]) assert.ok(listed.includes(name), `${name} in ${listed}`);
  await page.makeReport();
  assert.match(await page.text("#completeness"), /^Complete/);
});

inEachBrowserServed("without the header of the stand-in the files are fal's", async (page) => {
  await fetched(page);
  assert.match(await page.text("#data-note"), /^Fetched from fal as of/);
  assert.match(await page.text("#file-list"), /from fal/);
  assert.match(await page.text("#fetch-status"), /^Fetched from fal:/);
}, { isStandIn: false });

// The token

inEachBrowserServed("the token is taken out of the address, survives a reload, and is shown nowhere", async (page, { address, token }) => {
  const places = () => page.evaluate(() => [location.href, document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), document.cookie].join("\n"));
  await page.raw.goto("about:blank");
  await page.goto(`${address}&timeframe=week`);
  assert.equal(await page.value("[name=timeframe]"), "week", "what else the address says is read");
  assert.ok(!(await places()).includes(token));
  await page.reload();
  assert.ok(await page.isVisible("#fetch-start"), "the panel is open, and can fetch");
  await page.evaluate(() => (location.hash = "report"));
  await page.reload();
  await fetched(page);
  assert.ok(!(await places()).includes(token));
  page.trouble = page.trouble.filter((url) => url !== "about:blank");
});

inEachBrowserServed("the token of another run says what to do, and the right one goes on", async (page, { address }) => {
  page.expectTrouble(/Failed to load resource/);
  await page.evaluate(() => (location.hash = `token=${"x".repeat(43)}`));
  await page.click("#fetch-start");
  await status(page, "Stopped");
  assert.match(await page.text("#fetch-trouble"), /fal-focus serve answered .* 403: wrong_token, The token is not that of this run.*Open the address/);
  await page.goto(address);
  await page.click("#fetch-go-on");
  await status(page, "Fetched from");
});

// What goes wrong

inEachBrowserServed("pages of two sources are never mixed, and what came keeps its name", async (page, { served, standIn }) => {
  page.expectTrouble(NETWORK);
  await page.click("#fetch-start");
  await status(page, "Stopped. 1 page");
  await served.close();
  const other = await startServer({ port: Number(new URL(served.url).port), key: standIn.key, upstream: standIn.url });
  try {
    await page.goto(other.address);
    await page.click("#fetch-go-on");
    await page.waitUntil(() => document.getElementById("fetch-trouble").textContent.includes("another server answers now: what came is invented, this is from fal"));
    await page.click("#fetch-use");
    assert.match(await page.text("#data-note"), /stand-in/);
  } finally {
    await other.close();
  }
}, { faults: () => ({ 2: { status: 403 } }) });

inEachBrowserServed("a wait for what names things is told, too", async (page) => {
  page.expectTrouble(NETWORK);
  await page.select("#fetch-endpoint", "/models/billing-events");
  await page.click("#fetch-start");
  await status(page, "Waiting until");
  assert.match(await page.text("#fetch-progress"), /^1 page, /);
  await status(page, "Fetched from");
}, { faults: () => ({ 2: { status: 429, retryAfter: "2" } }) });

inEachBrowserServed("what fails where the files are taken is no failure of the fetch", async (page) => {
  const query = queryFor("/models/billing-events", resolveRequest(REQUEST));
  const said = await page.evaluate(async (query) => {
    const { createFetcher } = await import("/data/fetch.js");
    const phases = [];
    const takes = () => {
      throw new Error("not taken");
    };
    const fetcher = createFetcher(({ phase }) => phases.push(phase), takes, () => history.state.token);
    const error = await fetcher.start({ endpoint: "/models/billing-events", query }, "").catch(({ message }) => message);
    return [phases.at(-1), error];
  }, query);
  assert.deepEqual(said, ["done", "not taken"]);
});

const NETWORK = /Failed to load resource|net::ERR|NetworkError/;
const STOPS = {
  400: [{ status: 400 }, /400: validation_error/, /range/],
  401: [{ status: 401 }, /401: authorization_error, Authentication required/, /scope ADMIN/],
  403: [{ status: 403 }, /403: authorization_error, Access denied/, /scope ADMIN/],
  404: [{ status: 404 }, /404: not_found/, /endpoint/],
  "a redirect": [{ status: 302 }, /a redirect was answered, which is not followed/, /The key would go/],
  "a challenge page": [{ challenge: true }, /web page, not JSON was answered with 403/, /curl/],
  "429 with a long wait": [{ status: 429, retryAfter: "3600" }, /429: rate_limited.*3600 s/, /Go on in 3600 s/],
  "429 again and again": [{ status: 429, retryAfter: "1" }, /429: rate_limited/, /Wait a minute/],
  "500 again and again": [{ status: 500, retryAfter: "1" }, /500: server_error/, /try again later/],
};

for (const [name, [fault, words, hint]] of Object.entries(STOPS)) {
  inEachBrowserServed(`${name}: what came is kept, what is wrong is told, and the fetch goes on`, async (page, { standIn }) => {
    page.expectTrouble(NETWORK);
    await page.click("#fetch-start");
    await status(page, "Stopped. 2 pages came and are kept");
    const said = await page.text("#fetch-trouble");
    assert.match(said, /^api_error_reply /);
    assert.match(said, words);
    assert.match(said, hint);
    const before = standIn.requests.length;
    for (const number of Object.keys(standIn.faults)) delete standIn.faults[number];
    await page.click("#fetch-go-on");
    await status(page, "Fetched from");
    assert.equal(await page.text("#fetch-trouble"), "");
    const { files, replies } = await expected("/models/usage", standIn);
    const pages = standIn.requests.slice(before).filter(({ path }) => path.endsWith("/models/usage")).length - files.length;
    assert.equal(pages, files.length - 2, "the two pages that came are not asked for again");
    await page.makeReport();
    assert.equal((await page.download("#download-csv")).text, await focusReport(REQUEST, replies).csv.text());
  }, { faults: () => Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index + 3, fault])) });
}

inEachBrowserServed("429, 500 and a cut connection are overcome by themselves, and the wait is told", async (page, { standIn }) => {
  page.expectTrouble(NETWORK);
  await page.click("#fetch-start");
  await status(page, "Waiting until");
  assert.match(await page.text("#fetch-status"), /^Waiting until \d\d:\d\d:\d\d UTC, then asking again \(try 2\): fal limits how often one may ask\.$/);
  await status(page, "Fetched from");
  const { replies } = await expected("/models/usage", standIn);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, await focusReport(REQUEST, replies).csv.text());
}, { faults: () => ({ 2: { status: 429, retryAfter: "2" }, 4: { status: 500 }, 6: { cut: true } }) });

inEachBrowserServed("cancel stops at once, the focus stays at hand, and going on fetches the rest", async (page, { standIn }) => {
  page.expectTrouble(NETWORK);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.raw.focus("#fetch-start");
  await page.press("Enter");
  await page.waitUntil(() => document.getElementById("fetch-progress").textContent.startsWith("1 page,"));
  assert.equal(await focused(), "fetch-cancel");
  await page.press("Enter");
  await status(page, "Cancelled. 1 page came and is kept");
  assert.equal(await focused(), "fetch-go-on");
  assert.equal(standIn.requests.length, 2);
  delete standIn.faults[2];
  await page.press("Enter");
  await status(page, "Fetched from");
  assert.equal(await focused(), "fetch-start");
  await page.makeReport();
  assert.match(await page.text("#completeness"), /^Complete/);
}, { faults: () => ({ 2: { delay: 30_000 } }) });

inEachBrowserServed("what came before a failure can be used, and the report says that pages are missing", async (page) => {
  page.expectTrouble(NETWORK);
  await page.click("#fetch-start");
  await status(page, "Stopped. 2 pages");
  await page.click("#fetch-use");
  await page.makeReport();
  assert.match(await page.text("#completeness"), /pages of the manifest are missing/);
}, { faults: () => ({ 3: { status: 403 } }) });

inEachBrowserServed("an account that cannot be had is told, and the report is made without it", async (page) => {
  page.expectTrouble(NETWORK);
  await page.select("#fetch-endpoint", "/models/billing-events");
  await fetched(page);
  assert.match(await page.text("#fetch-missed"), /^The report goes without a reply that names things: fal answered \/account\/billing with 403/);
  await page.makeReport();
  assert.match(await page.text("#completeness"), /^Complete/);
}, { faults: () => ({ 2: { status: 403 } }) });

inEachBrowserServed("a range beyond fal's limit cannot be fetched, and says so", async (page) => {
  await page.fill("[name=start]", day(200));
  assert.match(await page.text("#fetch-cannot"), /^This cannot be asked for yet\. .*90/);
  assert.ok(!(await page.isEnabled("#fetch-start")));
  await page.fill("[name=start]", day(20));
  assert.equal(await page.text("#fetch-cannot"), "");
  assert.ok(await page.isEnabled("#fetch-start"));
});

// Without the server's token

inEachBrowser("without a token the page says how to get one, and shows the commands", async (page) => {
  assert.equal(await page.attribute("#fetch", "open"), null);
  await page.click("#fetch > summary");
  assert.match(await page.text("#fetch-how"), /FAL_KEY=… npx fal-focus serve/);
  assert.ok(!(await page.isVisible("#fetch-start")));
  await page.click("#fetch-by-hand > summary");
  await page.select("#fetch-endpoint", "/organization/billing-events");
  assert.match(await page.text("#fetch-curl"), /'start=2026-09-30T22:00:00Z&end=2026-10-31T23:00:00Z&expand=auth_method_structured&limit=100'/);
  assert.match(await page.text("#fetch-curl"), /organization-teams\.json/);
  assert.deepEqual(await page.axe(), []);
});

inEachBrowserServed("the panel is for everyone: axe finds nothing, and it is no wider than a phone", async (page) => {
  page.expectTrouble(NETWORK);
  await page.click("#fetch-by-hand > summary");
  await page.click("#fetch-start");
  await status(page, "Stopped");
  for (const colorScheme of ["light", "dark"]) {
    await page.emulate({ colorScheme });
    assert.deepEqual(await page.axe(), [], colorScheme);
  }
  await page.viewport(360, 800);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
}, { faults: () => ({ 1: { status: 401 } }) });

// By hand

const PAGED = ["/models/usage", "/models/billing-events", "/organization/usage", "/organization/billing-events", "/serverless/usage"];

test("the commands fetch what the page would, in every shell there is", async () => {
  const standIn = await startStandIn({ faults: { 2: { status: 500 } } });
  try {
    for (const endpoint of PAGED) {
      const request = endpoint.includes("events") ? { ...REQUEST, start: day(150) } : REQUEST;
      const resolved = resolveRequest(request, { rangeLimit: "none" });
      const commands = curlCommands(endpoint, resolved).replaceAll("https://api.fal.ai/v1", standIn.url);
      for (const shell of ["sh", "bash"]) {
        const folder = mkdtempSync(join(tmpdir(), "fal-focus-curl-"));
        await promisify(execFile)(shell, ["-euc", commands], { cwd: folder, env: { ...process.env, FAL_KEY: STAND_IN_KEY } });
        const wanted = { endpoint, query: queryFor(endpoint, resolved) };
        const { files } = await fetchReplies(wanted, { baseUrl: standIn.url, key: standIn.key });
        assert.ok(files.length > 1, endpoint);
        for (const { name, bytes } of files) assert.ok(readFileSync(join(folder, name)).equals(bytes), `${shell}: ${name}`);
        const companions = ["account-billing.json", ...(endpoint.startsWith("/organization") ? ["organization-teams.json"] : [])];
        assert.deepEqual(readdirSync(folder).sort(), [...companions, ...files.map(({ name }) => name)].sort());
        rmSync(folder, { recursive: true });
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "fal-focus-curl-"));
    const wrong = curlCommands("/models/usage", resolveRequest(REQUEST)).replaceAll("https://api.fal.ai/v1", standIn.url);
    await assert.rejects(promisify(execFile)("sh", ["-c", wrong], { cwd: folder, env: { ...process.env, FAL_KEY: "wrong" } }), /401/);
    rmSync(folder, { recursive: true });
  } finally {
    await standIn.close();
  }
});

inEachBrowserServed("a fetch that ends while a file is checked leaves the check alone", async (page) => {
  const csv = cases["sample-account"].expected.csv;
  const header = csv.slice(0, csv.indexOf("\n") + 1);
  await page.click("#mode-check");
  await page.giveFiles("#check-file", [{ name: "long.csv", text: header + csv.slice(header.length).repeat(300) }]);
  await page.waitFor("#check-now:enabled");
  await page.click("#mode-report");
  await page.click("#fetch-start");
  await page.click("#mode-check");
  await page.click("#check-now");
  await page.ready("done");
  assert.match(await page.text("#check-verdict"), /0 MUST failed/);
  await page.click("#mode-report");
  await status(page, "Fetched from");
  assert.ok((await page.texts("#file-list .file-name")).some((name) => name.startsWith("manifest.json")));
}, { delay: 180 });

test("a page that does not come ends the commands: nothing after it passes for all there is", async () => {
  const resolved = resolveRequest({ ...REQUEST, start: day(250) }, { rangeLimit: "none" });
  for (const shell of ["sh", "bash"]) {
    const asked = [];
    // The second page is the second of three windows.
    const standIn = await startStandIn({ faults: { 2: { status: 403 } }, onRequest: ({ path }) => asked.push(path) });
    const folder = mkdtempSync(join(tmpdir(), "fal-focus-curl-"));
    const commands = curlCommands("/models/billing-events", resolved).replaceAll("https://api.fal.ai/v1", standIn.url);
    const failure = promisify(execFile)(shell, ["-c", commands], { cwd: folder, env: { ...process.env, FAL_KEY: STAND_IN_KEY } });
    await assert.rejects(failure, { code: 1, stderr: /403[^]*Page 2 did not come/ });
    assert.deepEqual([asked.length, readdirSync(folder)], [2, ["models-billing-events-1.json"]]);
    rmSync(folder, { recursive: true });
    await standIn.close();
  }
});
