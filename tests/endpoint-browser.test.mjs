// The endpoint as a service worker, in real browsers: the page asks its own origin, and the worker answers.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, test } from "node:test";

import { focusHandler } from "fal-focus/endpoint";

import { startStandIn } from "../pkg/stand-in.js";
import { BROWSERS, launchBrowser } from "./browser.mjs";

const QUERY = "/v1/account/focus?source=estimate&start=2026-10-01&end=2026-11-01&timeframe=day";

const WORKER = `
import { focusHandler } from "/pkg/endpoint-web.js";
const handler = focusHandler({ baseUrl: new URL("/fal/v1", location).href, now: () => Date.parse("2026-11-01T00:00:00Z") });
oninstall = () => skipWaiting();
onactivate = (event) => event.waitUntil(clients.claim());
onfetch = (event) => {
  if (new URL(event.request.url).pathname.startsWith("/v1/")) event.respondWith(handler(event.request));
};
`;

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** An empty page, the package, the worker; and the stand-in under the same origin, as behind a proxy. */
async function site(standIn) {
  const server = createServer(async ({ url, headers }, response) => {
    if (url.startsWith("/fal/v1/")) {
      const answer = await fetch(standIn.url + url.slice("/fal/v1".length), { headers: { Authorization: headers.authorization ?? "" } });
      return response.writeHead(answer.status, { "Content-Type": "application/json" }).end(await answer.text());
    }
    const type = TYPES[/\.\w+$/.exec(url)?.[0]] ?? "text/html";
    const body = url === "/worker.js" ? WORKER : url.startsWith("/pkg/") ? await readFile(new URL(`..${url}`, import.meta.url)) : "<!doctype html><title>site</title>";
    response.writeHead(200, { "Content-Type": type }).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

/** In the page: once the worker answers, what it does. */
async function askThroughWorker(query, key) {
  const controlled = new Promise((controls) => (navigator.serviceWorker.oncontrollerchange = controls));
  await navigator.serviceWorker.register("/worker.js", { type: "module" });
  if (!navigator.serviceWorker.controller) await controlled;
  const ask = async (headers) => {
    const response = await fetch(query, { headers });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  return { report: await ask({ Authorization: `Key ${key}` }), refused: await ask({}) };
}

const standIn = await startStandIn({ now: () => Date.parse("2026-11-01T00:00:00Z") });
const server = await site(standIn);
after(async () => {
  server.close();
  server.closeAllConnections();
  await standIn.close();
});

for (const name of BROWSERS) {
  test(`a service worker is the endpoint (${name})`, async () => {
    const browser = await launchBrowser(name);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const answers = await page.evaluate(askThroughWorker, QUERY, standIn.key);
      const inNode = focusHandler({ baseUrl: standIn.url, now: () => Date.parse("2026-11-01T00:00:00Z") });
      const expected = await inNode(new Request(`http://localhost${QUERY}`, { headers: { Authorization: `Key ${standIn.key}` } }));
      assert.deepEqual(answers.report, { status: 200, type: "text/csv; charset=utf-8", text: await expected.text() });
      assert.deepEqual([answers.refused.status, JSON.parse(answers.refused.text).error.type], [401, "authorization_error"]);
    } finally {
      await browser.close();
    }
  });
}
