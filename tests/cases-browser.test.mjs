// The golden folders in both browsers, through the web entry: the same bytes as everywhere.

import assert from "node:assert/strict";
import { before } from "node:test";

import init, { checkFocus, focusReport } from "fal-focus";

import { inEachBrowser } from "./browser.mjs";
import { caseFolders, comparableSummary } from "./case-folders.mjs";

before(() => init());

/** Runs in the page: the whole report, and the writer fed in small chunks. */
async function reportInPage({ request, options, files }) {
  const { default: init, FocusReportWriter, checkFocus, focusReport } = await import("/pkg/web.js");
  await init();
  try {
    const texts = files.map(({ text }) => text);
    const whole = focusReport(request, texts.length === 1 ? texts[0] : texts, options);
    const chunks = [];
    const writer = new FocusReportWriter(request, options, (chunk) => chunks.push(chunk));
    for (const { name, text } of files) {
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length; at += 37) writer.push(bytes.subarray(at, at + 37), { file: name });
      writer.endFile();
    }
    const { summary } = writer.finish();
    return {
      type: whole.csv.type,
      csv: await whole.csv.text(),
      checked: await checkFocus(whole.csv, { focusVersion: whole.summary.focusVersion }),
      summary: whole.summary,
      written: { csv: await new Blob(chunks).text(), summary },
    };
  } catch ({ name, code, field, hint }) {
    return { error: { name, code, field, hint } };
  }
}

/** Runs in the page: a report that is checked, before the check is loaded and after. */
async function checkInPage({ request, options, files: [{ text }] }) {
  const { default: init, focusReport, focusReportStream, initCheck } = await import("/pkg/web.js");
  const isLoaded = (module) => performance.getEntriesByType("resource").some(({ name }) => name.includes(module));
  await init();
  focusReport(request, text, options);
  const withCheck = { ...options, check: true };
  const early = await new Promise((resolve) => resolve(focusReport(request, text, withCheck))).catch(({ code, field, hint }) => ({ code, field, hint }));
  const before = isLoaded("fal_focus_check");
  let streamed;
  const onSummary = ({ conformance }) => (streamed = conformance);
  await new Response(new Blob([text]).stream().pipeThrough(focusReportStream(request, { ...withCheck, onSummary }))).text();
  await initCheck();
  const after = [isLoaded("fal_focus_check"), isLoaded("fal_focus_figures_bg.wasm")];
  return { early, before, after, streamed, whole: focusReport(request, text, withCheck).summary.conformance };
}

inEachBrowser("the check is loaded when it is wanted: by a stream, by initCheck", async (page) => {
  const { request, options, files } = caseFolders().find(({ name }) => name === "attribution-tags");
  const got = await page.evaluate(checkInPage, { request, options, files });
  assert.equal(got.early.code, "not_initialized");
  assert.equal(got.early.field, "check");
  assert.match(got.early.hint, /initCheck/);
  assert.equal(got.before, false);
  assert.deepEqual(got.after, [true, false], "the check, and nothing that only the page needs");
  assert.equal(got.whole.rules.failedMust, 0);
  assert.deepEqual(got.streamed, got.whole);
  assert.deepEqual(got.whole, focusReport(request, files[0].text, { ...options, check: true }).summary.conformance);
});

inEachBrowser("every case folder gives what it expects", async (page) => {
  await page.raw.emulateTimezone("America/St_Johns");
  for (const { name, request, options, files, expected, error } of caseFolders()) {
    const got = await page.evaluate(reportInPage, { request, options, files });
    if (error) {
      assert.deepEqual([got.error?.name, got.error?.code, got.error?.field], ["FalFocusError", error.code, error.field], name);
      continue;
    }
    assert.equal(got.error, undefined, name);
    assert.equal(got.type, "text/csv;charset=utf-8", name);
    // The check says in the browser what it says in Node.
    assert.deepEqual(got.checked, await checkFocus(expected.csv, { focusVersion: expected.summary.focusVersion }), name);
    // Only the writer is told the names of files.
    for (const [{ csv, summary }, fileNames] of [[got, false], [got.written, true]]) {
      assert.equal(csv, expected.csv, name);
      assert.deepEqual(comparableSummary(summary, { fileNames }), comparableSummary(expected.summary, { fileNames }), name);
    }
  }
});
