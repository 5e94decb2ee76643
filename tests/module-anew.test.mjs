// A module that stops, by a trap or a stack that is full: it is made anew, what lived in it says so, and the next
// call works. The traps are real: memory that is used up, in the module as it is shipped.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { FocusReportWriter, checkFocus, focusReport, focusReportStream, initCheck, resolveRequest } from "fal-focus";

import start from "../pkg/fal_focus.js";
import startCheck from "../pkg/fal_focus_check.js";
import startFigures from "../pkg/fal_focus_figures.js";
import startParts from "../pkg/fal_focus_parts.js";
import { FocusFigures, initFigures } from "../pkg/figures.js";
import { PartsWriter, compileParts, startParts as loadParts } from "../pkg/parts.js";
import { startServer } from "../pkg/serve.js";
import { startStandIn } from "../pkg/stand-in.js";
import { RANGE, pagesOf } from "../bench/input.mjs";
import { inEachBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";
import { give } from "./give-case.mjs";

const { request, options, files: [{ text: reply }], expected } = caseFolders().find(({ name }) => name === "sample-account");
const PAGES = 65_536;
/** More than a module has left that was used up but for a few pages. */
const LARGE = `${" ".repeat(8 << 20)}${reply}`;
const STOPPED = { name: "FalFocusError", code: "internal_error", message: /^the module stopped: / };

await init();
await initCheck();
await initFigures(readFileSync(new URL("../pkg/fal_focus_figures_bg.wasm", import.meta.url)));
loadParts(await compileParts());

/** Takes all memory that a module may have but for some pages: it is reserved, and not touched. */
async function useUp(glue, left = 0) {
  const { memory } = await glue();
  const now = memory.buffer.byteLength / PAGES;
  memory.grow(PAGES - now - left);
  return memory;
}

/** How many bytes of memory the module has now. */
const sizeOf = async (glue) => (await glue()).memory.buffer.byteLength;

async function assertWorks() {
  const { csv } = focusReport(request, reply, options);
  assert.equal(await csv.text(), expected.csv);
  assert.ok((await sizeOf(start)) < 64 << 20, "it is another one");
}

test("out of memory: the call says so, live writers say so once, and the next call works", async () => {
  const writer = new FocusReportWriter(request, options, () => {});
  writer.push(new TextEncoder().encode(reply.slice(0, 5000)));
  const other = new FocusReportWriter(request, options, () => {});
  await useUp(start);
  assert.throws(() => focusReport(request, LARGE, options), { ...STOPPED, hint: /memory/ });
  await assertWorks();
  assert.throws(() => writer.push(new Uint8Array([32])), STOPPED);
  assert.throws(() => writer.finish(), { code: "writer_finished" });
  assert.throws(() => other.finish(), STOPPED);
  await assertWorks();
});

test("wherever in the work memory ends: the report, or that error and a module that works", async () => {
  const [page] = pagesOf("usage", 1);
  const made = (grain) => {
    const hash = createHash("sha256");
    const writer = new FocusReportWriter({ ...RANGE, timeframe: "hour" }, { rangeLimit: "none", billingAccountId: "a", grain }, (chunk) => hash.update(chunk));
    writer.write(page);
    writer.finish();
    return hash.digest("hex");
  };
  const outcomes = { stopped: 0, made: 0 };
  for (const grain of ["timeframe", "line_item"]) {
    const whole = made(grain);
    for (let left = 0; left < 400; left = (left + 1) * 2) {
      await useUp(start);
      assert.throws(() => focusReport(request, LARGE, options), STOPPED);
      await useUp(start, left);
      try {
        assert.equal(made(grain), whole);
        outcomes.made += 1;
      } catch (error) {
        assert.equal(error.code, "internal_error", error.stack);
        outcomes.stopped += 1;
      }
    }
  }
  assert.ok(outcomes.stopped > 3 && outcomes.made > 3, JSON.stringify(outcomes));
});

test("a writer whose sink stops the module by another call stops with it, even where its sink says nothing of it", async () => {
  for (const sink of [() => focusReport(request, LARGE, options), () => void assert.throws(() => focusReport(request, LARGE, options), STOPPED)]) {
    const writer = new FocusReportWriter(request, { ...options, grain: "line_item" }, sink);
    writer.write(reply);
    await useUp(start);
    assert.throws(() => writer.finish(), STOPPED);
    assert.throws(() => writer.finish(), { code: "writer_finished" });
    await assertWorks();
  }
});

test("what a sink throws is the sink's, though it look like a trap of the module", async () => {
  const other = new FocusReportWriter(request, options, () => {});
  for (const own of [new WebAssembly.RuntimeError("unreachable"), new RangeError("Maximum call stack size exceeded")]) {
    const writer = new FocusReportWriter(request, options, () => { throw own; });
    writer.write(reply);
    assert.throws(() => writer.finish(), (error) => error === own);
  }
  other.write(reply);
  assert.equal(other.finish().summary.rows, expected.summary.rows);
});

test("a stream ends with the error, and another one works", async () => {
  const stream = focusReportStream(request, options);
  await useUp(start);
  assert.throws(() => focusReport(request, LARGE, options), STOPPED);
  await assert.rejects(new Response(new Blob([reply]).stream().pipeThrough(stream)).text(), STOPPED);
  assert.equal(await new Response(new Blob([reply]).stream().pipeThrough(focusReportStream(request, options))).text(), expected.csv);
});

test("a stack that is full in the middle of the module: that error, and a module that works", () => {
  // In a process of its own, whose functions are as small on the stack as they are before they are optimised.
  const script = `
    import init, { focusReport } from "fal-focus";
    import start from "./pkg/fal_focus.js";
    import { caseFolders } from "./tests/case-folders.mjs";
    const { request, options, files, expected } = caseFolders().find(({ name }) => name === "sample-account");
    await init();
    const { memory } = await start();
    const errors = [];
    let made = 0;
    const tried = () => {
      try {
        focusReport(request, files[0].text, options);
        made += 1;
      } catch (error) {
        errors.push(error);
      }
    };
    const deeper = () => {
      try {
        deeper();
      } catch {
        // As deep as it goes: from here on there is a little more room with each return.
      }
      if (made < 3) tried();
    };
    deeper();
    // Where there is no room for the words either, the host's own error comes out.
    const others = errors.filter((error) => !(error instanceof RangeError) && error.code !== "internal_error");
    const hasStopped = (await start()).memory !== memory;
    const isRight = (await focusReport(request, files[0].text, options).csv.text()) === expected.csv;
    console.log(JSON.stringify({ others: others.map(String), hasStopped, isRight }));
  `;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: new URL("..", import.meta.url), encoding: "utf8" });
  assert.deepEqual(JSON.parse(said), { others: [], hasStopped: true, isRight: true });
});

test("what reads a request and throws takes nothing with it, however often", async () => {
  const throwing = { get source() { throw new RangeError("not today"); } };
  for (let times = 0; times < 20_000; times += 1) assert.throws(() => resolveRequest(throwing, options), /not today/);
  await assertWorks();
});

test("the check stops alone: the report that it is of says so, other reports go on", async () => {
  const other = new FocusReportWriter(request, options, () => {});
  const checked = new FocusReportWriter(request, { ...options, check: true }, () => {});
  await useUp(startCheck);
  assert.throws(() => {
    checked.write(reply);
    checked.finish();
  }, STOPPED);
  other.write(reply);
  assert.equal(other.finish().summary.rows, expected.summary.rows);
  assert.ok((await sizeOf(startCheck)) < 64 << 20);
  assert.ok(focusReport(request, reply, { ...options, check: true }).summary.conformance);
});

test("checks that are in the middle say so, and the next one works", async () => {
  let goOn;
  const waits = new Promise((done) => (goOn = done));
  const csv = new TextEncoder().encode(expected.csv);
  const half = checkFocus((async function* () {
    yield csv.slice(0, 9000);
    await waits;
    yield csv.slice(9000);
  })());
  await new Promise((done) => setTimeout(done, 10));
  await useUp(startCheck);
  await assert.rejects(checkFocus(`${expected.csv.split("\n")[0]}\n"${"x".repeat(8 << 20)}"`), STOPPED);
  goOn();
  await assert.rejects(half, STOPPED);
  assert.equal((await checkFocus(expected.csv)).rows, expected.summary.rows);
});

test("figures and parts are made anew as well", async () => {
  const wide = new TextEncoder().encode(`${expected.csv.split("\n")[0]}\n"${"x".repeat(8 << 20)}`);
  const [figures, other] = [new FocusFigures(), new FocusFigures()];
  await useUp(startFigures);
  assert.throws(() => figures.push(wide), STOPPED);
  assert.throws(() => other.finish(), STOPPED);
  const again = new FocusFigures();
  again.push(new TextEncoder().encode(expected.csv));
  assert.equal(again.finish().rows, expected.summary.rows);

  const parts = Array.from({ length: 2 }, () => new PartsWriter(request, options, () => {}));
  await useUp(startParts);
  assert.throws(() => parts[0].push(new TextEncoder().encode(`{"time_series":[{"bucket":"${"x".repeat(8 << 20)}`)), STOPPED);
  assert.throws(() => parts[1].takePart(), STOPPED);
  // Its place in the module is another one's by now.
  const next = new PartsWriter(request, options, () => {});
  parts[1].free();
  next.push(new TextEncoder().encode(reply));
  next.endFile();
  assert.equal(next.finish().summary.rows, expected.summary.rows);
});

test("serve answers 500 to what stopped the module, and the next report is whole", async (t) => {
  const standIn = await startStandIn();
  const { error } = console;
  const said = [];
  console.error = (line) => said.push(line);
  const server = await startServer({ port: 0, key: standIn.key, upstream: standIn.url });
  t.after(() => Promise.all([Object.assign(console, { error }), server.close(), standIn.close()]));
  const ask = async () => {
    const response = await fetch(`${server.url}v1/account/focus?source=invoice&charge_month=2026-10`, { headers: { Authorization: `Key ${server.token}` } });
    return { status: response.status, text: await response.text() };
  };
  const before = await ask();
  assert.equal(before.status, 200);
  await useUp(start);
  // A stopped module tells the caller nothing of this machine.
  const stopped = await Promise.all(Array.from({ length: 20 }, ask));
  const failed = stopped.filter(({ status }) => status !== 200);
  for (const { status, text } of failed) assert.match(`${status} ${text}`, /^500 .*"An unexpected error occurred"/);
  for (const { text } of stopped.filter(({ status }) => status === 200)) assert.equal(text, before.text);
  assert.equal(said.length, failed.length);
  for (const line of said) assert.match(line, /internal_error/);
  assert.deepEqual(await ask(), before);
});

/** In a page or a worker: uses the module's memory up, and says what came of two reports. */
const inBrowser = async ({ request, options, reply, large }) => {
  const { default: init, FocusReportWriter, focusReport } = await import("/pkg/web.js");
  await init();
  const writer = new FocusReportWriter(request, options, () => {});
  const { memory } = await (await import("/pkg/fal_focus.js")).default();
  memory.grow(65_536 - memory.buffer.byteLength / 65_536);
  const codes = [];
  for (const call of [() => focusReport(request, " ".repeat(large) + reply, options), () => writer.finish()]) {
    try {
      call();
      codes.push("made");
    } catch ({ code }) {
      codes.push(code);
    }
  }
  return { codes, csv: await focusReport(request, reply, options).csv.text() };
};

inEachBrowser("in a page the module is made anew", async (page) => {
  const made = await page.evaluate(inBrowser, { request, options, reply, large: LARGE.length - reply.length });
  assert.deepEqual(made, { codes: ["internal_error", "internal_error"], csv: expected.csv });
});

inEachBrowser("in the page's worker: the job fails, and the next one is done", async (page) => {
  const [worker] = page.raw.workers();
  await worker.evaluate(async () => {
    // The worker may not yet have loaded its module.
    await (await import("/pkg/web.js")).default();
    const { memory } = await (await import("/pkg/fal_focus.js")).default();
    memory.grow(65_536 - memory.buffer.byteLength / 65_536);
  });
  const [large] = pagesOf("usage", 1);
  await give(page, { request: { ...RANGE, timeframe: "hour" }, options: {}, files: [{ name: "large.json", text: large }] });
  await page.makeReport("failed");
  assert.match(await page.text("#error"), /the module stopped/);
  await page.makeReport();
}, { chromiumOnly: "WebDriver BiDi does not reach into a worker of a module" });
