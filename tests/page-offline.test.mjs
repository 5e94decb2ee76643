// The page without a network: what its service worker keeps, and when it gives something else.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

import { writePageFiles } from "../xtask/page-files.mjs";
import { inEachBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";

const sample = caseFolders().find(({ name }) => name === "sample-account");
const project = fileURLToPath(new URL("../", import.meta.url));

const LIST = "pkg/page-files.json";
const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/** The host that was started last. */
let host;
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A host that knows nothing of the page: it gives files, and tells browsers to keep them for an hour. */
async function startHost({ port }) {
  if (port === 0) host = await newHost();
  const { folder, asked } = host;
  const server = createServer(async (request, response) => {
    const path = request.url.replace("/x/", "").replace(/\/$/, "/index.html");
    const [name] = path.split("?");
    asked.push(`${request.method} ${path}`);
    if (host.status) return response.writeHead(host.status).end();
    if (host.isSilent && name === LIST) return undefined;
    const body = await readFile(folder + name).catch(() => undefined);
    const headers = { "Content-Type": TYPES[extname(name)] ?? "text/plain", "Cache-Control": name === host.uncached ? "no-store" : "max-age=3600" };
    return response.writeHead(body ? 200 : 404, headers).end(body);
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

/** www/ and pkg/ side by side. */
async function newHost() {
  const folder = `${mkdtempSync(`${tmpdir()}/fal-focus-host-`)}/`;
  folders.push(folder);
  for (const part of ["www", "pkg"]) cpSync(project + part, folder + part, { recursive: true });
  await writePageFiles(folder);
  return { folder, asked: [] };
}

const onHost = { server: startHost, path: "x/www/" };

/** In a browser whose disk is full for some: `isTooMuch(name)`, awaited, of what is to be put into a cache. */
function whereDiskIsFull(isTooMuch) {
  const script = `
    const put = Cache.prototype.put;
    Cache.prototype.put = async function (name, response) {
      if (await (${isTooMuch})(String(name))) throw new DOMException("no room", "QuotaExceededError");
      return put.call(this, name, response);
    };`;
  const server = async ({ port }) => {
    const started = await startHost({ port });
    if (port === 0) edit("www/service-worker.js", (worker) => `${script}\n${worker}`);
    return started;
  };
  return { ...onHost, server };
}

const edit = (name, change) => writeFileSync(host.folder + name, change(readFileSync(host.folder + name, "utf8")));
const listed = () => Object.keys(JSON.parse(readFileSync(host.folder + LIST, "utf8")).files);
/** What the page has asked for: its service worker's script and an icon browsers ask for when they like. */
const asked = () => [...new Set(host.asked.splice(0))].filter((request) => !/^GET .*(service-worker.js|favicon.ico)$/.test(request));

/** Another version, its service worker too; it is seen by its title, and by what its script leaves behind. */
async function deploySecond() {
  edit("www/service-worker.js", (script) => `${script}\n// Another.\n`);
  edit("www/index.html", (html) => html.replace(/<title>.*<\/title>/, "<title>second</title>"));
  edit("www/dom.js", (script) => `${script}\ndocument.documentElement.dataset.version = "second";\n`);
  await writePageFiles(host.folder);
}

const shown = (page) => page.evaluate(() => [document.title === "second", document.documentElement.dataset.version === "second"]);
const FIRST = [false, false];
const SECOND = [true, true];

/** Waits for what the page says of it. */
const says = (page, words) => page.waitUntil((words) => document.getElementById("offline").textContent.includes(words), words);
const isKept = (page) => says(page, "Ready to work offline");

/** What is in the browser's caches, by cache. */
const cached = (page) => page.evaluate(async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    found[name] = requests.map(({ url }) => url.slice(new URL("./", location).href.length));
  }
  return found;
});

/** Visits until that is so: of a page that was left, a busy browser tells for a while as of one that is open. */
async function visitUntil(page, isSo) {
  for (let visits = 0; visits < 30; visits += 1) {
    const found = await cached(page);
    if (isSo(found)) return;
    await page.raw.reload();
  }
  assert.fail(`after many visits there still is ${JSON.stringify(await cached(page))}`);
}

async function makesSampleReport(page) {
  await page.fill("[name=billingAccountId]", sample.options.billingAccountId);
  await page.fill("[name=billingAccountName]", sample.options.billingAccountName);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, sample.expected.csv);
  assert.match(await page.text("#verdict"), /0 MUST failed/);
}

inEachBrowser("after the first visit the page needs no network", async (page) => {
  await isKept(page);
  await page.offline(true);
  await page.reload();
  await makesSampleReport(page);
  await isKept(page);
});

inEachBrowser("it goes on without its server, once it has loaded", async (page) => {
  await page.raw.waitForNetworkIdle();
  await page.offline(true);
  await page.makeReport();
  assert.match(await page.text("#balance"), /reconciles/);
});

inEachBrowser("as static files on any host, all that the page loads is in its list and kept", async (page) => {
  await isKept(page);
  await makesSampleReport(page);
  const unlisted = asked().filter((request) => !listed().includes(request.replace("GET ", "")));
  assert.deepEqual(unlisted, [`GET ${LIST}`]);
  await page.reload();
  await makesSampleReport(page);
  assert.deepEqual(asked(), [`GET ${LIST}`]);
  await page.offline(true);
  await page.reload();
  await makesSampleReport(page);
}, onHost);

inEachBrowser("a new version is there at the next visit, and whole", async (page) => {
  await isKept(page);
  assert.deepEqual(await shown(page), FIRST);
  await deploySecond();
  asked();
  await page.reload();
  assert.deepEqual(await shown(page), SECOND);
  assert.deepEqual(asked().sort(), [`GET ${LIST}`, "GET www/dom.js", "GET www/index.html"]);
  await isKept(page);
  await page.offline(true);
  await page.reload();
  assert.deepEqual(await shown(page), SECOND);
  await isKept(page);
  // Nobody is the first version any more.
  await visitUntil(page, (found) => Object.keys(found).length === 1);
}, onHost);

inEachBrowser("of a version that is only half there nothing is used", async (page) => {
  await isKept(page);
  const dom = readFileSync(`${host.folder}www/dom.js`);
  await deploySecond();
  const second = readFileSync(`${host.folder}www/dom.js`);
  writeFileSync(`${host.folder}www/dom.js`, dom);
  await page.reload();
  assert.deepEqual(await shown(page), FIRST);
  await says(page, "as it was before");
  writeFileSync(`${host.folder}www/dom.js`, second);
  await page.reload();
  assert.deepEqual(await shown(page), SECOND);
  await isKept(page);
}, onHost);

inEachBrowser("a version for which there is no room leaves the one before, and nothing else behind", async (page) => {
  await isKept(page);
  await deploySecond();
  await page.reload();
  assert.deepEqual(await shown(page), FIRST);
  await says(page, "as it was before");
  assert.equal(Object.keys(await cached(page)).length, 1);
}, whereDiskIsFull(async (name) => name === "pkg/page-files.json" && (await caches.keys()).length > 1));

inEachBrowser("what was broken off half-written goes, and so do marks of pages that are gone", async (page) => {
  await isKept(page);
  await page.evaluate(async () => {
    const [name] = await caches.keys();
    await (await caches.open(name)).put("open/gone", new Response());
    await (await caches.open(`${name} half`)).put("www/dom.js", new Response());
  });
  await page.reload();
  await isKept(page);
  const [[, names], ...others] = Object.entries(await cached(page));
  assert.deepEqual(others, []);
  assert.deepEqual(names.filter((name) => name === "open/gone"), []);
  // Those of the page itself and its worker.
  assert.ok(names.some((name) => name.startsWith("open/")));
}, onHost);

inEachBrowser("where there is no room to note which page began as what, the page works", async (page) => {
  await isKept(page);
  await page.offline(true);
  await page.reload();
  await makesSampleReport(page);
  assert.deepEqual(Object.values(await cached(page)).flat().filter((name) => name.startsWith("open/")), []);
}, whereDiskIsFull((name) => name.includes("open/")));

inEachBrowser("a page that began without the service worker goes on without it", async (page) => {
  await isKept(page);
  asked();
  await page.evaluate(async () => {
    await fetch("dom.js?again");
    // The page's policy lets nobody start another one.
    const { startWorker } = await import(new URL("assets.js", location.href).href);
    const worker = startWorker();
    worker.postMessage({ kind: "nothing" });
    await new Promise((told) => (worker.onmessage = told));
  });
  const again = asked().filter((request) => /again$|work\/worker\.js$/.test(request));
  assert.deepEqual(again, ["GET www/dom.js?again", "GET www/work/worker.js"]);
}, {
  ...onHost,
  server: async ({ port }) => {
    const started = await startHost({ port });
    // What the browser keeps by itself it does not ask for.
    host.uncached = "www/work/worker.js";
    return started;
  },
});

inEachBrowser("a page that is open goes on as the version that it began as", async (page) => {
  await isKept(page);
  await page.reload();
  writeFileSync(`${host.folder}www/work/worker.js`, 'onmessage = () => postMessage({ kind: "failed", error: { code: "second", message: "second" } });\n');
  await deploySecond();
  const other = await page.raw.browserContext().newPage();
  await other.bringToFront();
  await other.goto(page.raw.url());
  await other.waitForSelector("body[data-state=idle]");
  await page.raw.bringToFront();
  const answer = (page) => page.evaluate(async () => {
    const { startWorker } = await import(new URL("assets.js", location.href).href);
    const worker = startWorker();
    worker.postMessage({ kind: "nothing" });
    return new Promise((told) => (worker.onmessage = ({ data }) => told(data.error.code)));
  });
  assert.equal(await answer(other), "second");
  assert.equal(await answer(page), "internal_error");
  await makesSampleReport(page);
  await other.close();
  await page.raw.bringToFront();
  await page.reload();
  assert.deepEqual(await shown(page), SECOND);
  assert.equal(await answer(page), "second");
}, onHost);

inEachBrowser("a server that fails, refuses or does not answer is as none", async (page) => {
  // Firefox, of what a page that is reloaded was still asking for. What is shown is asserted all the same.
  page.expectTrouble(/ServiceWorker intercepted the request/);
  await isKept(page);
  await deploySecond();
  for (const status of [503, 429, 401, 403]) {
    host.status = status;
    await page.reload();
    assert.deepEqual(await shown(page), FIRST);
  }
  host.status = undefined;
  host.isSilent = true;
  await page.reload();
  assert.deepEqual(await shown(page), FIRST);
}, onHost);

inEachBrowser("where another site has come to the address, it is seen, and nothing stays behind", async (page) => {
  await isKept(page);
  await page.reload();
  const open = await page.raw.browserContext().newPage();
  await open.goto(page.raw.url());
  await open.waitForSelector("body[data-state=idle]");
  await page.raw.bringToFront();
  writeFileSync(`${host.folder}www/index.html`, "<!doctype html><title>another</title>");
  rmSync(host.folder + LIST);
  rmSync(`${host.folder}www/dom.js`);
  await page.raw.reload();
  assert.equal(await page.evaluate(() => document.title), "another");
  // A page that is open goes on.
  assert.equal(await open.evaluate(() => fetch("dom.js", { cache: "no-store" }).then(({ status }) => status)), 200);
  await open.close();
  await visitUntil(page, (found) => Object.keys(found).length === 0);
  await page.raw.reload();
  assert.equal(await page.evaluate(() => document.title), "another");
  await page.waitUntil(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  // Its favicon.ico, which it does not have.
  page.trouble.length = 0;
}, onHost);

inEachBrowser("files that do not belong together are not kept at all, and the page says so", async (page) => {
  await isKept(page);
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  edit("www/dom.js", (script) => `${script}\n// Edited, and not built.\n`);
  await page.reload();
  await says(page, "Not kept");
  assert.deepEqual(await cached(page), {});
}, onHost);

inEachBrowser("nothing of the user's is kept, and what goes to fal is not touched", async (page) => {
  await isKept(page);
  await page.reload();
  await page.giveFiles("#files", [{ name: "usage.json", text: sample.files[0].text }]);
  await page.makeReport();
  writeFileSync(`${host.folder}www/beside.json`, "{}");
  // Were it looked for among what is kept, it would be found there.
  await page.evaluate(async () => {
    const [name] = await caches.keys();
    await (await caches.open(name)).put("www/fal/v1/models/usage", new Response());
  });
  asked();
  const statuses = () => page.evaluate(async () => {
    const answered = [];
    for (const [path, method] of [["fal/v1/models/usage?start=now", "GET"], ["beside.json", "GET"], ["index.html", "POST"]]) {
      answered.push(await fetch(path, { method, cache: "no-store" }).then(({ status }) => status));
    }
    return answered;
  });
  const expected = ["GET www/fal/v1/models/usage?start=now", "GET www/beside.json", "POST www/index.html"];
  for (const _ of ["once", "twice"]) {
    assert.deepEqual(await statuses(), [404, 200, 200]);
    assert.deepEqual(asked(), expected);
  }
  page.trouble.length = 0;
  const [names, ...others] = Object.values(await cached(page));
  assert.deepEqual(others, []);
  const planted = ["www/fal/v1/models/usage"];
  assert.deepEqual(names.filter((name) => !name.startsWith("open/")).sort(), [...listed(), LIST, ...planted].sort());
}, onHost);
