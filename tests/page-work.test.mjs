// The work: from one click to the files that are saved.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import init, { checkFocus } from "fal-focus";

import { pagesOf } from "../bench/input.mjs";
import { FocusFigures, initFigures } from "../pkg/figures.js";
import { inEachBrowser } from "./browser.mjs";
import { cases, give, gzipped } from "./give-case.mjs";

await init();
await initFigures(readFileSync(new URL("../pkg/fal_focus_figures_bg.wasm", import.meta.url)));

inEachBrowser("the sample becomes the golden report in one click, and downloads", async (page) => {
  const sample = cases["sample-account"];
  await page.fill("[name=billingAccountId]", sample.options.billingAccountId);
  await page.fill("[name=billingAccountName]", sample.options.billingAccountName);
  await page.makeReport();
  const csv = await page.download("#download-csv");
  assert.equal(csv.name, "fal-focus-estimate-2026-10-01_2026-11-01.csv");
  assert.equal(csv.text, sample.expected.csv);
  const summary = JSON.parse((await page.download("#download-summary")).text);
  assert.deepEqual(summary.totals, sample.expected.summary.totals);
  const metadata = JSON.parse((await page.download("#download-metadata")).text);
  assert.equal(metadata.Schema.FocusVersion, "1.2");
  assert.match(await page.text("#totals"), /5947\.679538557.*5947\.679538557/s);
  assert.match(await page.text("#balance"), /reconciles to the last digit/);
  assert.equal(await page.count("#preview tbody tr"), 50);
});

const USAGE = { source: "estimate", start: "2026-01-01", end: "2028-01-01", timezone: "UTC", timeframe: "day" };
const usage = (megabytes) => [...pagesOf("usage", megabytes)].map((text, index) => ({ name: `usage-${index + 1}.json`, text }));

/** Gives usage of so many megabytes, each a file. */
async function giveUsage(page, megabytes) {
  await give(page, { request: USAGE, options: {}, files: usage(megabytes) });
}

/** In place of the browser's dialog, which no test can answer: a file of the page's own, of the same class. */
const answerDialog = (page, { before } = {}) =>
  page.evaluate(async (before) => {
    const folder = await navigator.storage.getDirectory();
    globalThis.showSaveFilePicker = async ({ suggestedName }) => {
      const handle = await folder.getFileHandle(suggestedName, { create: true });
      if (before !== null) {
        const writable = await handle.createWritable();
        await writable.write(before);
        await writable.close();
      }
      return handle;
    };
  }, before ?? null);

/** What lies in that folder. */
const savedFiles = (page) =>
  page.evaluate(async () => {
    const files = {};
    for await (const [name, handle] of await navigator.storage.getDirectory()) files[name] = await (await handle.getFile()).text();
    return files;
  });

inEachBrowser("how far it is goes on being shown, and is announced at quarters alone", async (page) => {
  await giveUsage(page, 12);
  await page.evaluate(() => {
    const texts = { status: [], "progress-text": [] };
    globalThis.texts = texts;
    for (const id of Object.keys(texts)) {
      const node = document.getElementById(id);
      new MutationObserver(() => texts[id].push(node.textContent)).observe(node, { childList: true, characterData: true, subtree: true });
    }
  });
  await page.makeReport();
  const { status, "progress-text": progress } = await page.evaluate(() => globalThis.texts);
  assert.ok(progress.some((text) => /^usage-\d+\.json \(file \d+ of \d+\), [\d.]+ \w+ of 1\d\.\d MB/.test(text)), progress.join("\n"));
  assert.ok(progress.some((text) => text.startsWith("all is read")), progress.join("\n"));
  const announced = /^Making the report(…|: (a quarter is|half is|three quarters are|all is) read\.|: all is read, rows are being written\.)$/;
  for (const text of status.slice(0, -1)) assert.match(text, announced);
  assert.match(status.at(-1), /^Report made: /);
  assert.ok(!(await page.isVisible("#progress-text")) && !(await page.isVisible("#progress")));
});

inEachBrowser("Stop answers at once, and the next report is whole", async (page) => {
  await giveUsage(page, 20);
  await page.select("[name=grain]", "line_item");
  // In the page itself: the work may be over before a test has asked how far it is.
  const phase = await page.evaluate(async () => {
    document.getElementById("make-report").click();
    while (!(document.getElementById("progress").value > 0)) await new Promise(requestAnimationFrame);
    document.getElementById("stop").click();
    return document.body.dataset.state;
  });
  assert.equal(phase, "idle");
  assert.equal(await page.evaluate(() => document.activeElement.id), "make-report");
  assert.match(await page.text("#status"), /files are ready/);
  const each = cases["several-pages"];
  await page.click("#use-sample");
  await page.select("[name=grain]", "timeframe");
  await give(page, each);
  await page.fill("[name=billingAccountId]", each.options.billingAccountId);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, each.expected.csv);
});

const PICKER = "Firefox has no dialog for saving";

inEachBrowser("Make and save to… writes the file itself, and the page shows the report", async (page) => {
  const sample = cases["sample-account"];
  await answerDialog(page, { before: "what was there before\n".repeat(100_000) });
  await page.fill("[name=billingAccountId]", sample.options.billingAccountId);
  await page.fill("[name=billingAccountName]", sample.options.billingAccountName);
  await page.click("#save-report");
  await page.ready("done");
  assert.deepEqual(await savedFiles(page), { "fal-focus-estimate-2026-10-01_2026-11-01.csv": sample.expected.csv });
  assert.equal(await page.count("#preview tbody tr"), 50);
  assert.equal(await page.text("#saved-as"), "Saved as fal-focus-estimate-2026-10-01_2026-11-01.csv");
  assert.ok(!(await page.isVisible("#download-csv")));
}, { chromiumOnly: PICKER });

inEachBrowser("what was saved in many writes is what is downloaded", async (page) => {
  await giveUsage(page, 12);
  await page.select("[name=grain]", "line_item");
  await page.makeReport();
  const { name, text } = await page.download("#download-csv");
  assert.ok(text.length > 16 << 20, `${text.length} bytes`);
  await answerDialog(page);
  await page.click("#save-report");
  await page.waitUntil(() => document.body.dataset.state === "working");
  await page.ready("done");
  const saved = await savedFiles(page);
  assert.deepEqual(Object.keys(saved), [name]);
  assert.ok(saved[name] === text, "the same bytes");
}, { chromiumOnly: PICKER });

inEachBrowser("a report that is stopped leaves the file as it was, and nothing beside it", async (page) => {
  await giveUsage(page, 30);
  await page.select("[name=grain]", "line_item");
  await answerDialog(page, { before: "as it was" });
  await page.click("#save-report");
  await page.waitUntil(() => /[1-9],\d{3} rows/.test(document.getElementById("progress-text").textContent));
  await page.click("#stop");
  await page.ready("idle");
  await page.waitUntil(async () => {
    const names = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names.length === 1;
  });
  assert.deepEqual(Object.values(await savedFiles(page)), ["as it was"]);
}, { chromiumOnly: PICKER });

inEachBrowser("a dialog that is closed changes nothing; one that is refused says so", async (page) => {
  const refuse = (name) =>
    page.evaluate((name) => {
      globalThis.showSaveFilePicker = () => Promise.reject(new DOMException("no", name));
    }, name);
  await refuse("AbortError");
  await page.click("#save-report");
  await page.waitUntil(() => new Promise((done) => setTimeout(() => done(document.body.dataset.state === "idle"), 200)));
  assert.match(await page.text("#status"), /The sample is ready/);
  await refuse("SecurityError");
  await page.click("#save-report");
  await page.ready("failed");
  assert.match(await page.text("#error"), /io_error/);
  assert.match(await page.text("#error"), /Choose another place/);
}, { chromiumOnly: PICKER });

inEachBrowser("a disk that is full, and a file that is open elsewhere, are told with what to do", async (page) => {
  await giveUsage(page, 12);
  await page.select("[name=grain]", "line_item");
  await answerDialog(page, { before: "as it was" });
  const session = await page.raw.createCDPSession();
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url).origin, quotaSize: 5_000_000 });
  await page.click("#save-report");
  await page.ready("failed");
  for (const part of [/io_error/, /could not be written/, /The disk is full/, /fal-focus-estimate-2026-01-01_2028-01-01\.csv/]) {
    assert.match(await page.text("#error"), part);
  }
  assert.deepEqual(Object.values(await savedFiles(page)), ["as it was"]);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url).origin });
  await answerDialog(page);
  await page.evaluate(async () => {
    globalThis.held = await (await showSaveFilePicker({ suggestedName: "fal-focus-estimate-2026-01-01_2028-01-01.csv" })).createWritable({ mode: "exclusive" });
  });
  await page.click("#save-report");
  await page.waitUntil(() => /Another program/.test(document.getElementById("error").textContent));
}, { chromiumOnly: PICKER });

inEachBrowser("without the dialog there is no button for it", async (page) => {
  assert.equal(await page.isVisible("#save-report"), page.browserName === "chromium");
});

/** A job for the page's own worker, beside what the page shows. */
const work = (page, { name, bytes, ...job }) =>
  page.evaluate(async ({ name, base64, job }) => {
    const { createReportMaker } = await import(new URL("work/report-maker.js", location.href));
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt());
    const file = new File([bytes], name);
    const progress = [];
    const reply = await new Promise((done) => {
      const maker = createReportMaker((reply) => (reply.kind === "progress" ? progress.push(reply) : done(reply)));
      maker.make({ ...job, file, files: [file] });
    });
    return { ...reply, progress };
  }, { name, base64: Buffer.from(bytes).toString("base64"), job });

inEachBrowser("a check tells conformance and figures of a FOCUS CSV, compressed or not", async (page) => {
  const { csv, summary } = cases["sample-account"].expected;
  const figures = new FocusFigures();
  figures.push(Buffer.from(csv));
  const expected = figures.finish();
  const { verdict } = await checkFocus(csv);
  for (const file of [{ name: "report.csv", bytes: csv }, gzipped({ name: "report.csv", text: csv })]) {
    const { kind, check } = await work(page, { kind: "check", options: {}, ...file });
    assert.equal(kind, "done");
    assert.equal(check.conformance.verdict, verdict);
    assert.deepEqual({ file: check.file, rows: check.rows }, { file: file.name, rows: summary.rows });
    assert.deepEqual(check.figures, expected);
  }
});

inEachBrowser("a check that cannot be made says why in the check's own words, and the worker goes on", async (page) => {
  const options = {};
  const failures = [
    [{ name: "usage.json", bytes: "{}    " }, "invalid_csv"],
    [{ name: "cut.csv.gz", bytes: gzipped({ name: "", text: "BilledCost\n1.0\n" }).bytes.subarray(0, -10) }, "io_error"],
    [{ name: "ragged.csv", bytes: "BilledCost,BillingCurrency\n1.0\n" }, "invalid_csv"],
    [{ name: "quote.csv", bytes: 'BilledCost,BillingCurrency\n1.0,5" disk\n' }, "invalid_csv"],
  ];
  for (const [file, code] of failures) {
    const { kind, error } = await work(page, { kind: "check", options, ...file });
    assert.deepEqual({ kind, code: error.code }, { kind: "failed", code }, file.name);
    assert.ok(error.hint, file.name);
  }
});

inEachBrowser("a report carries the figures of its rows", async (page) => {
  const { request, options, expected } = cases["csv-round-trip"];
  const { report } = await work(page, { kind: "report", request, options, name: "report.csv", bytes: cases["csv-round-trip"].files[0].text });
  const figures = new FocusFigures();
  figures.push(Buffer.from(expected.csv));
  assert.deepEqual(report.figures, figures.finish());
  assert.equal(report.savedAs, null);
});
