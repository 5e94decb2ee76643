// Where the page may connect to: its own server, and in its source only where the data comes in.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";

import { inEachBrowser } from "./browser.mjs";

inEachBrowser("the browser refuses every connection to another origin, also the worker's", async (page) => {
  const requests = [];
  const other = createServer((request, response) => {
    requests.push(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${other.address().port}/`;
  const connect = (url) => fetch(url).then(() => "answered", () => "refused");
  page.expectTrouble(/Content.Security.Policy/);
  try {
    assert.equal(await page.evaluate(connect, url), "refused");
    // Firefox lets no driver into a worker.
    if (page.browserName === "chromium") assert.equal(await page.raw.workers()[0].evaluate(connect, url), "refused");
    assert.deepEqual(requests, []);
    assert.deepEqual(new Set(await page.takeRefused()), new Set([`connect-src ${url}`]));
    page.expectRefused(url);
  } finally {
    other.close();
  }
});

test("one file names the document; three the network: the page's own files, what it fetches from fal, and what keeps it", () => {
  const www = new URL("../www/", import.meta.url);
  const scripts = readdirSync(www, { recursive: true }).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 10);
  for (const name of scripts) {
    const text = readFileSync(new URL(name, www), "utf8");
    const code = text.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "").replaceAll(/"[^"\n]*"/g, '""');
    assert.equal(/\bdocument\b/.test(code), name === "dom.js", name);
    const isNetwork = ["assets.js", "data/fetch.js", "service-worker.js"].includes(name);
    assert.equal(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/.test(code), isNetwork, name);
  }
});
