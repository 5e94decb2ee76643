// A host of the endpoint with fifty clients, half of which read slowly, and the memory it took:
// node tests/endpoint-load.mjs BASE_URL

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { focusHandler, nodeListener } from "fal-focus/endpoint";

const CLIENTS = 50;

const [, , baseUrl] = process.argv;
const handler = focusHandler({ baseUrl, grain: "line_item", accountLookup: false, authorization: "id:secret-of-nobody", now: () => Date.parse("2026-11-01T00:00:00Z") });
const server = createServer(nodeListener(handler)).listen(0, "127.0.0.1");
await new Promise((listening) => server.once("listening", listening));
const url = `http://127.0.0.1:${server.address().port}/v1/account/focus?source=estimate&start=2026-10-01&end=2026-11-01&timeframe=day`;

const before = process.memoryUsage.rss();
let peak = before;
const measuring = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);

async function read(client) {
  const response = await fetch(url);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of response.body) {
    if (client % 2 === 0 && bytes === 0) await sleep(1000);
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, hash: hash.digest("hex") };
}

const reports = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => read(client)));
clearInterval(measuring);
server.close();
server.closeAllConnections();
const different = new Set(reports.map(({ hash }) => hash)).size;
const bytes = reports.reduce((sum, report) => sum + report.bytes, 0);
console.log(JSON.stringify({ reports: reports.length, different, bytes, growth: peak - before }));
