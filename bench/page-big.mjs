// npm run bench:page [MEGABYTES] [GRAIN]: a gigabyte of usage through the page in Chromium. Keys are pressed all the
// while: how long until the page answers them, how much memory its processes need, how fast Stop is, and whether
// the download is, byte for byte, the command line's report of the same files. A bound that is broken is an error.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";

import { startServer } from "../pkg/serve.js";
import { launchBrowser } from "../tests/browser.mjs";
import { Person } from "../tests/person.mjs";
import { RANGE, pagesOf } from "./input.mjs";
import { machineLines } from "./machine.mjs";
import { markdownTable } from "./markdown-table.mjs";

const MEGABYTES = Number(process.argv[2] ?? 1000);
const GRAIN = process.argv[3] ?? "line_item";
const FILES = 8;
const TIMEFRAME = "day";
const KEY_EVERY_MS = 100;
const SAMPLE_EVERY_MS = 500;
const IDLE_MS = 5000;
const PATIENCE = 60 * 60_000;

/** What the page promises. */
const BOUNDS = { answerMs: 100, stopMs: 100, rendererMB: 700 };

const folder = mkdtempSync(join(tmpdir(), "fal-focus-bench-"));
try {
  const files = await writeFiles();
  const browser = await launchBrowser("chromium", { protocolTimeout: PATIENCE });
  try {
    console.log(machineLines(await browser.version()).join("\n"));
    await bench(browser, files);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function bench(browser, files) {
  const page = await Person.at(browser, "chromium", startServer);
  page.raw.setDefaultTimeout(PATIENCE);
  await page.goto();
  await give(page, files);
  const idle = memoryOf(browser);
  await listenToKeys(page);
  const idleAnswers = await answersWhile(page, setTimeout(IDLE_MS));
  const stopMs = await timeToStop(page);
  const work = await watchedWork(page, browser);
  const downloaded = await hashOf(await download(page));
  const expected = await hashOf(report(files));
  await page.leave();

  const slowest = (answers, state) => Math.max(0, ...answers.filter((each) => each.state === state).map(({ took }) => took));
  const [idleMs, workingMs, shownMs] = [slowest(idleAnswers, "idle"), slowest(work.answers, "working"), slowest(work.answers, "done")];
  const stored = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const rows = [
    ["input", `${MEGABYTES} MB of JSON in ${FILES} files, one compressed: ${megabytes(stored)} MB read`, ""],
    ["output", `${work.rows} rows, grain ${GRAIN}`, ""],
    ["time", `${work.seconds.toFixed(1)} s`, ""],
    ["answer to a key without work, slowest", milliseconds(idleMs), ""],
    ["answer to a key while it works, 99 of 100", milliseconds(quantile(work.answers.map(({ took }) => took), 0.99)), ""],
    [`slowest of ${work.answers.length}`, milliseconds(workingMs), `< ${BOUNDS.answerMs} ms`],
    ["slowest as the report is shown", milliseconds(shownMs), `< ${BOUNDS.answerMs} ms`],
    ["Stop", milliseconds(stopMs), `< ${BOUNDS.stopMs} ms`],
    ["memory of the page's process, before", `${idle.renderer} MB`, ""],
    ["at its peak", `${work.peak.renderer} MB`, `< ${BOUNDS.rendererMB} MB`],
    ["memory of the browser's own process, before", `${idle.browser} MB`, ""],
    ["at its peak, with the CSV as a Blob", `${work.peak.browser} MB`, ""],
    ["download", downloaded === expected ? "the command line's, by SHA-256" : "ANOTHER than the command line's", "the same"],
  ];
  console.log(markdownTable(["", "measured", "bound"], rows));
  const isBroken = [
    Math.max(workingMs, shownMs) >= BOUNDS.answerMs,
    stopMs >= BOUNDS.stopMs,
    work.peak.renderer >= BOUNDS.rendererMB,
    downloaded !== expected,
    page.trouble.length > 0,
  ];
  if (!isBroken.some(Boolean)) return;
  console.error(["A bound is broken.", ...page.trouble].join("\n"));
  process.exitCode = 1;
}

/** Pages of 1 MB, one behind the other, in several files. */
async function writeFiles() {
  const texts = pagesOf("usage", MEGABYTES);
  const files = [];
  for (let number = 1; number <= FILES; number += 1) {
    const isCompressed = number === FILES;
    const file = join(folder, `usage-${number}.ndjson${isCompressed ? ".gz" : ""}`);
    const share = take(texts, number === FILES ? Infinity : Math.round(MEGABYTES / FILES));
    const lines = (function* () {
      for (const text of share) yield `${text}\n`;
    })();
    await pipeline(lines, ...(isCompressed ? [createGzip({ level: 1 })] : []), createWriteStream(file));
    files.push(file);
  }
  return files;
}

function* take(texts, count) {
  for (let taken = 0; taken < count; taken += 1) {
    const { value, done } = texts.next();
    if (done) return;
    yield value;
  }
}

async function give(page, files) {
  await (await page.raw.waitForSelector("#files")).uploadFile(...files);
  await page.waitFor("#make-report:enabled");
  await page.select("[name=timeframe]", TIMEFRAME);
  await page.select("[name=grain]", GRAIN);
  for (const name of ["timezone", "start", "end"]) await page.fill(`[name=${name}]`, RANGE[name]);
}

/** From the click, as the browser has it, to the frame in which the page says that nothing is done any more. */
async function timeToStop(page) {
  await page.makeReport("working");
  await page.waitUntil(() => document.getElementById("progress").value > 0);
  const stopped = page.evaluate(
    () =>
      new Promise((done) => {
        const { body } = document;
        addEventListener("click", ({ timeStamp }) => {
          const look = () => (body.dataset.state === "idle" ? done(performance.now() - timeStamp) : requestAnimationFrame(look));
          requestAnimationFrame(look);
        }, { once: true, capture: true });
      }),
  );
  await page.click("#stop");
  return stopped;
}

/** From the key, as the browser has it, to the next frame. */
function listenToKeys(page) {
  return page.evaluate(() => {
    globalThis.answers = [];
    addEventListener("keydown", ({ timeStamp }) => {
      requestAnimationFrame(() => {
        globalThis.answers.push({ took: performance.now() - timeStamp, state: document.body.dataset.state });
      });
    }, { capture: true });
  });
}

/** Presses a key that means nothing to the page until something is over: how long each was answered after. */
async function answersWhile(page, something) {
  const over = new AbortController();
  const pressing = repeat(over.signal, KEY_EVERY_MS, () => page.raw.keyboard.press("Shift"));
  await something;
  over.abort();
  await pressing;
  return page.evaluate(() => globalThis.answers.splice(0));
}

/** Makes the report, and looks at all that the while. */
async function watchedWork(page, browser) {
  const peak = { renderer: 0, browser: 0 };
  const over = new AbortController();
  const sampling = repeat(over.signal, SAMPLE_EVERY_MS, () => {
    for (const [name, size] of Object.entries(memoryOf(browser))) peak[name] = Math.max(peak[name], size);
  });
  const began = performance.now();
  await page.makeReport("working");
  const answers = await answersWhile(page, page.waitFor("body:is([data-state=done]:not(:has(#result[aria-busy])), [data-state=failed])"));
  const seconds = (performance.now() - began) / 1000;
  over.abort();
  await sampling;
  if ((await page.attribute("body", "data-state")) === "failed") throw new Error(await page.text("#error"));
  const rows = Number((await page.text("#status")).replace(/\D/g, ""));
  return { seconds, peak, rows: rows.toLocaleString("en"), answers };
}

async function repeat(signal, milliseconds, step) {
  while (!signal.aborted) {
    await step();
    await setTimeout(milliseconds);
  }
}

/** MB of the browser's own process, and of the largest of those that show pages. Linux tells it. */
function memoryOf(browser) {
  const { pid } = browser.process();
  const renderers = childrenOf(pid).filter((child) => commandOf(child).includes("--type=renderer"));
  return { renderer: Math.max(0, ...renderers.map(residentOf)), browser: residentOf(pid) };
}

function childrenOf(pid) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((child) => [child, /^PPid:\s+(\d+)$/m.exec(statusOf(child))?.[1]]));
  const below = (parent) => all.filter((child) => parents.get(child) === String(parent)).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

function residentOf(pid) {
  return Math.round((Number(/^VmRSS:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1] ?? 0) * 1024) / 1e6);
}

function statusOf(pid) {
  return textOf(`/proc/${pid}/status`);
}

function commandOf(pid) {
  return textOf(`/proc/${pid}/cmdline`);
}

/** A process may be gone by now. */
function textOf(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** The path of the file that is saved. */
async function download(page) {
  const downloadPath = join(folder, "downloads");
  mkdirSync(downloadPath);
  const session = await page.raw.createCDPSession();
  await session.send("Page.setDownloadBehavior", { behavior: "allow", downloadPath });
  await page.click("#download-csv");
  for (;;) {
    const [name] = readdirSync(downloadPath).filter((name) => name.endsWith(".csv"));
    if (name) return join(downloadPath, name);
    await setTimeout(SAMPLE_EVERY_MS);
  }
}

/** The command line's report. */
function report(files) {
  const cli = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
  const out = join(folder, "expected.csv");
  const { source, start, end, timezone } = RANGE;
  const range = ["--source", source, "--start", start, "--end", end, "--timezone", timezone, "--timeframe", TIMEFRAME];
  execFileSync(process.execPath, [cli, ...range, "--range-limit", "none", "--grain", GRAIN, "-o", out, ...files], { stdio: "pipe" });
  return out;
}

async function hashOf(path) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

function quantile(numbers, part) {
  return numbers.toSorted((a, b) => a - b)[Math.ceil(part * numbers.length) - 1];
}

function milliseconds(number) {
  return `${number.toFixed(0)} ms`;
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}
