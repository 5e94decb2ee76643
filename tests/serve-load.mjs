// `fal-focus serve --stand-in` with two hundred clients at once, in every form there is, some of which read slowly,
// and the memory that it took: `npm run bench:serve`, or node tests/serve-load.mjs [--clients N] [--rounds N].

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { STAND_IN_KEY } from "../pkg/stand-in.js";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const MB = 1e6;
/** So long it may take until what is no longer needed is given back. */
const TO_REST_MS = 30_000;
/** So long a slow reader takes nothing. */
const SLOW_READER_MS = 1500;

/** `{ requests, failed, different, seconds, memory: { start, warm, peak, after } }`; memory in bytes, of the process. */
export async function loadRun({ clients, rounds }) {
  const server = await startServe();
  try {
    const start = server.memory().now;
    const hashes = new Map();
    const ask = async (number) => {
      const form = FORMS[number % FORMS.length];
      const answer = await asked(server, form, number);
      const known = hashes.get(form.name) ?? hashes.set(form.name, new Set()).get(form.name);
      known.add(answer.hash);
      return answer;
    };
    // One of each, so that what is compiled and kept for good is there.
    for (let number = 0; number < FORMS.length; number += 1) await ask(number);
    const warm = server.memory().now;
    const began = performance.now();
    const answers = [];
    for (let round = 0; round < rounds; round += 1) answers.push(...(await Promise.all(Array.from({ length: clients }, (_, number) => ask(number)))));
    const seconds = (performance.now() - began) / 1000;
    const { peak } = server.memory();
    const after = await atRest(server, warm);
    const failed = answers.filter(({ isRight }) => !isRight).map(({ said }) => said);
    const different = [...hashes].filter(([, known]) => known.size > 1).map(([name]) => name);
    return { requests: answers.length, failed, different, seconds, bytes: answers.reduce((sum, { bytes }) => sum + bytes, 0), memory: { start, warm, peak, after } };
  } finally {
    await server.stop();
  }
}

async function startServe() {
  const child = spawn(process.execPath, [CLI, "serve", "--stand-in", "--port", "0", "--json"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { url, address } = JSON.parse(line);
  const ended = once(child, "exit");
  return {
    url,
    token: new URL(address).hash.slice("#token=".length),
    memory: () => memoryOf(child.pid),
    async stop() {
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** As Linux counts it. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)[1]) * 1024;
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
}

/** The least that it came to, until it is what it was before. */
async function atRest(server, before) {
  let least = Infinity;
  const until = performance.now() + TO_REST_MS;
  while (performance.now() < until && least > before) {
    least = Math.min(least, server.memory().now);
    await sleep(500);
  }
  return least;
}

// Who asks, and for what

const daysAgo = (days) => new Date(Math.floor(Date.now() / 864e5 - days) * 864e5).toISOString().slice(0, 10);
const LAST_MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1)).toISOString().slice(0, 7);
const RANGE = `start=${daysAgo(30)}&end=${daysAgo(1)}`;
const REPORT = /^BilledCost,.*\n(.*\n)+$/;

const asKey = ({ token }) => ({ Authorization: `Key ${token}` });
const asPage = ({ token }) => ({ "X-Fal-Focus-Token": token });
const withOwnKey = () => ({ Authorization: `Key ${STAND_IN_KEY}` });

const FORMS = [
  { name: "estimate by day, the token as the key", path: `v1/account/focus?source=estimate&timeframe=day&${RANGE}`, headers: asKey, body: REPORT },
  { name: "invoice, a key of its own", path: `v1/account/focus?source=invoice&charge_month=${LAST_MONTH}`, headers: withOwnKey, body: REPORT },
  { name: "estimate by hour in another zone, the page's token", path: `v1/account/focus?source=estimate&timeframe=hour&timezone=Pacific/Chatham&${RANGE}`, headers: asPage, body: REPORT },
  { name: "organization", path: `v1/account/focus?source=estimate&timeframe=week&expand=organization&${RANGE}`, headers: asKey, body: REPORT },
  { name: "HEAD", method: "HEAD", path: `v1/account/focus?source=estimate&timeframe=day&${RANGE}`, headers: asKey, body: /^$/ },
  { name: "a page of usage for the page", path: `fal/v1/models/usage?timeframe=day&expand=time_series&${RANGE}`, headers: asPage, body: /^\{"time_series":/ },
  { name: "the page itself", path: "", headers: () => ({}), body: /<!doctype html>/i },
  { name: "a query that is none", path: "v1/account/focus?source=estimate&timeframe=year", headers: asKey, status: 400, body: /validation_error/, isUnique: true },
];

async function asked(server, { name, path, method = "GET", headers, status = 200, body, isUnique = false }, number) {
  try {
    const response = await fetch(`${server.url}${path}`, { method, headers: headers(server) });
    if (number % 5 === 0) await sleep(SLOW_READER_MS);
    const text = await response.text();
    const isRight = response.status === status && body.test(text);
    const hash = isUnique ? "" : createHash("sha256").update(text).digest("hex");
    return { isRight, hash, bytes: text.length, said: `${name}: ${response.status} ${text.slice(0, 200)}` };
  } catch (error) {
    return { isRight: false, hash: "", bytes: 0, said: `${name}: ${error.cause ?? error}` };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { clients: { type: "string", default: "200" }, rounds: { type: "string", default: "3" } } });
  const [clients, rounds] = [Number(values.clients), Number(values.rounds)];
  const { requests, failed, different, seconds, bytes, memory } = await loadRun({ clients, rounds });
  const mb = (size) => `${(size / MB).toFixed(0)} MB`.padStart(7);
  console.log(`${clients} clients at once, ${rounds} times: ${requests} requests, ${mb(bytes).trim()}, in ${seconds.toFixed(1)} s; ${failed.length} failed, ${different.length} forms differ`);
  for (const said of [...failed, ...different]) console.log(`  ${said}`);
  console.log(`memory of the process: ${mb(memory.start)} at the start\n                       ${mb(memory.warm)} after one request of each of ${FORMS.length} forms\n                       ${mb(memory.peak)} at its peak\n                       ${mb(memory.after)} at rest afterwards (at most ${TO_REST_MS / 1000} s later)`);
  if (failed.length + different.length > 0) process.exitCode = 1;
}
