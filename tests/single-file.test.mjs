// The page in one file, from disk: all of it works, and nothing connects.

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { homedir, tmpdir } from "node:os";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { singleFile } from "../xtask/single-file.mjs";
import { inEachBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";

const built = fileURLToPath(new URL("../pkg/fal-focus.html", import.meta.url));
const cases = Object.fromEntries(caseFolders().map((each) => [each.name, each]));
const sample = cases["sample-account"];

// Alone: there is nothing beside it that it could take.
const folder = mkdtempSync(`${tmpdir()}/fal-focus-file-`);
after(() => rmSync(folder, { recursive: true }));
copyFileSync(built, `${folder}/fal-focus.html`);
const address = pathToFileURL(`${folder}/fal-focus.html`).href;

/** A test at the file; what it asks for is the file, and its worker out of it. */
function fromDisk(name, run) {
  inEachBrowser(name, async (page) => {
    await page.goto(address);
    await run(page);
    const isOwn = (entry) => entry.startsWith(address) || /^blob:(null|file:)/.test(entry);
    assert.deepEqual(page.trouble.filter((entry) => !isOwn(entry)), []);
    page.trouble.length = 0;
  });
}

fromDisk("from disk the sample becomes the golden report, held against the rules", async (page) => {
  await page.fill("[name=billingAccountId]", sample.options.billingAccountId);
  await page.fill("[name=billingAccountName]", sample.options.billingAccountName);
  await page.makeReport();
  const csv = await page.download("#download-csv");
  assert.equal(csv.name, "fal-focus-estimate-2026-10-01_2026-11-01.csv");
  assert.equal(csv.text, sample.expected.csv);
  assert.match(await page.text("#verdict"), /^FOCUS 1\.2: \d+ rules checked, 0 MUST failed, 0 SHOULD failed$/);
  assert.match(await page.text("#offline"), /one file.*Fetching needs fal-focus serve/);
});

fromDisk("from disk dropped files become a report", async (page) => {
  await page.dropFiles("#drop-zone", sample.files);
  await page.waitUntil((name) => document.getElementById("file-list").textContent.includes(name), sample.files[0].name);
  await page.makeReport();
  assert.match(await page.text("#balance"), /reconciles/);
});

fromDisk("from disk a FOCUS CSV is read back, and what breaks a rule is found", async (page) => {
  const text = sample.expected.csv.replace(",Usage-Based,", ",often,");
  await page.giveFiles("#files", [{ name: "report.csv", text }]);
  await page.waitFor(".file-kind");
  await page.select("[name=timeframe]", "day");
  await page.makeReport();
  assert.match(await page.text("#verdict"), /, 1 MUST failed, 0 SHOULD failed$/);
  assert.match(await page.text("#findings"), /ChargeFrequency/);
});

fromDisk("from disk a FOCUS CSV is checked", async (page) => {
  await page.click("#mode-check");
  const text = sample.expected.csv.replace(",Usage-Based,", ",often,");
  await page.giveFiles("#check-file", [{ name: "report.csv", text }]);
  await page.click("#check-now");
  await page.ready("done");
  assert.match(await page.text("#check-verdict"), /, 1 MUST failed, 0 SHOULD failed$/);
});

fromDisk("from disk nothing can be fetched, and the page says how it could be", async (page) => {
  await page.goto(`${address}#token=anything`);
  assert.ok(!(await page.isVisible("#fetch-by-server")));
  assert.match(await page.text("#fetch-how"), /npx fal-focus serve/);
});

fromDisk("from disk a report that is stopped can be made again", async (page) => {
  await page.evaluate(() => {
    document.getElementById("make-report").click();
    document.getElementById("request").dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.makeReport();
  assert.match(await page.text("#balance"), /reconciles/);
});

fromDisk("the file's policy refuses every connection, also its worker's, and every script that is not its own", async (page) => {
  const asked = [];
  const other = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${other.address().port}/`;
  try {
    const refused = await page.evaluate(async (url) => {
      const connect = () => fetch(url).then(() => "answered", () => "refused");
      const isRefused = (act) => {
        try {
          act();
          return false;
        } catch ({ name }) {
          return name === "TypeError";
        }
      };
      const image = () => new Promise((ended) => Object.assign(new Image(), { onload: () => ended("answered"), onerror: () => ended("refused"), src: url }));
      const script = document.createElement("script");
      script.append("globalThis.wasRun = true;");
      document.body.append(script);
      const styled = document.createElement("p");
      styled.setAttribute("style", "color: rgb(1, 2, 3)");
      document.body.append(styled);
      const isStyled = getComputedStyle(styled).color === "rgb(1, 2, 3)";
      const sinks = {
        script: () => (document.createElement("script").textContent = "globalThis.wasRun = true;"),
        markup: () => document.body.insertAdjacentHTML("beforeend", "<p>"),
        worker: () => new Worker(URL.createObjectURL(new Blob(["globalThis.wasRun = true;"]))),
        policy: () => trustedTypes.createPolicy("fal-focus", {}),
      };
      const open = Object.keys(sinks).filter((name) => !isRefused(sinks[name]));
      return [await connect(), await image(), open, globalThis.wasRun === true, isStyled];
    }, url);
    assert.deepEqual(refused, ["refused", "refused", [], false, false]);
    // Firefox lets no driver into a worker.
    const connect = (url) => fetch(url).then(() => "answered", () => "refused");
    if (page.browserName === "chromium") assert.equal(await page.raw.workers()[0].evaluate(connect, url), "refused");
    assert.deepEqual(asked, []);
    const directives = new Set((await page.takeRefused()).map((each) => each.split(" ")[0]));
    assert.deepEqual([...directives].sort(), ["connect-src", "img-src", "require-trusted-types-for", "style-src-attr", "trusted-types"]);
    page.expectRefused(url);
  } finally {
    other.close();
  }
  // The browser tells of each.
  page.trouble.length = 0;
});

test("the file is the same whenever it is built, and of no machine", async () => {
  const file = await singleFile();
  assert.equal(file, readFileSync(built, "utf8"));
  for (const path of [fileURLToPath(new URL("../", import.meta.url)), homedir()]) assert.ok(!file.includes(path), path);
});

test("nothing in the file leads out of it", () => {
  const file = readFileSync(built, "utf8");
  const [, policy] = file.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)">/);
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; worker-src blob:; style-src 'sha256-[^']+'; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types fal-focus$/);
  const [, script, ...others] = file.split(/<script>|<\/script>/);
  assert.equal(others.length, 1, "one script");
  const code = script.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "").replaceAll(/"[^"\n]*"/g, '""');
  // What fetches goes by the name of `fetch`, which is nothing here: a call of a member so called is one of nothing.
  const ways = /(?<!\.)\bfetch\(|globalThis\.fetch|\bimport\(|import\.meta|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|serviceWorker/g;
  assert.deepEqual(code.match(ways), null);
  assert.doesNotMatch(file, /<link rel="stylesheet"|<script [^>]*src=/);
});
