// What goes wrong, as the page says it: what, where, and what to do.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { inEachBrowser, shareOf } from "./browser.mjs";
import { cases, factOf, give, gzipped } from "./give-case.mjs";

inEachBrowser("an invoice document and an estimate: said in words, and no report", async (page) => {
  await give(page, cases["invoice-total-differs"]);
  await page.check("[name=source][value=estimate]");
  for (const place of ["#invoice-error", "#unresolved"]) {
    assert.match(await page.text(place), /does not apply to source=estimate.*use source=invoice/);
  }
  await page.makeReport("failed");
  assert.match(await page.text("#error"), /invalid_option/);
  await page.check("[name=source][value=invoice]");
  assert.equal(await page.text("#invoice-error"), "");
  await page.makeReport();
  assert.match(await page.text("#agreement"), /does not agree/);
  assert.match(await page.text("#warnings"), /invoice_total_differs/);
});

inEachBrowser("a compressed file that is cut off is named, with a hint", async (page) => {
  const { name, bytes } = gzipped(cases["several-pages"].files[0]);
  await page.giveFiles("#files", [{ name, bytes: bytes.subarray(0, -10) }]);
  await page.makeReport("failed");
  const said = await page.text("#error");
  for (const part of [name, "io_error", "cannot be decompressed", "save it again"]) assert.ok(said.includes(part), `${part} in: ${said}`);
});

inEachBrowser("a dropped file that is cut off is named, with its place and a hint", async (page) => {
  const [file] = cases["truncated-json"].files;
  await page.dropFiles("#drop-zone", [file]);
  assert.match(await page.text("#file-list"), new RegExp(file.name));
  await page.makeReport("failed");
  const said = await page.text("#error");
  for (const part of [file.name, "time_series[1]", "invalid_json", "download or save the reply again"]) {
    assert.ok(said.includes(part), `${part} in: ${said}`);
  }
});

inEachBrowser("overlapping replies show the choice that answers them", async (page) => {
  await give(page, cases["usage-and-events"]);
  assert.ok(!(await page.isVisible("[name=inputKind]")));
  await page.makeReport("failed");
  assert.match(await page.text("#error"), /overlapping_replies/);
  assert.equal(await page.attribute("[name=inputKind]", "aria-invalid"), "true");
  await page.click("#error a");
  assert.equal(await page.evaluate(() => document.activeElement.name), "inputKind");
  await page.select("[name=inputKind]", "models/usage");
  await page.makeReport();
  assert.match(await page.text("#warnings"), /other_kind_left_out/);
});

inEachBrowser("what cannot be read is left out when that is asked for, and listed with its path", async (page) => {
  const each = cases["skip-invalid-usage"];
  await give(page, each);
  await page.makeReport("failed");
  await page.check("[name=onInvalid]");
  await page.makeReport();
  const listed = await page.texts("#skipped-items li");
  assert.equal(listed.length, each.expected.summary.skipped.length);
  for (const [index, { file, field, code }] of each.expected.summary.skipped.entries()) {
    for (const part of [file, field, code]) assert.ok(listed[index].includes(part), listed[index]);
  }
  assert.match(await page.text("#completeness"), /^Not complete: .*left out/);
});

// Every code that the form can reach is told at its field

/** What is wrong as soon as it stands in the form, put there through the address: `[code, field, settings]`. */
const AT_ONCE = [
  ["missing_parameter", "source", "source="],
  ["invalid_parameter", "source", "source=bill"],
  ["invalid_parameter", "start", "start=2026-13-01"],
  ["invalid_parameter", "end", "end=tomorrow"],
  ["invalid_parameter", "timeframe", "timeframe=fortnight"],
  ["invalid_parameter", "bound_to_timeframe", "bound_to_timeframe=maybe"],
  ["invalid_parameter", "billing_month", "source=invoice&billing_month=2026-13"],
  ["invalid_parameter", "charge_month", "source=invoice&charge_month=October"],
  ["unknown_timezone", "timezone", "timezone=+05:30"],
  ["unknown_parameter", "endpoint_id", "endpoint_id=fal-ai/flux"],
  ["inapplicable_parameter", "start", "source=invoice&start=2026-10-01"],
  ["inapplicable_parameter", "charge_month", "charge_month=2026-10"],
  ["conflicting_parameters", "charge_month", "source=invoice&billing_month=2026-11&charge_month=2026-10"],
  ["conflicting_parameters", "end", "end=2026-10-05&end=2026-10-06"],
  ["empty_range", "end", "end=2026-10-01"],
  ["range_too_long", "start", "start=2020-01-01&rangeLimit=lookback"],
  ["range_too_long", "end", "start=2026-01-01&rangeLimit=range"],
  ["invalid_option", "nothing.Like.It", "nothing.Like.It=1"],
  ["invalid_option", "invoice", "invoice={}"],
  ["invalid_option", "now", "now=2026-11-01"],
  ["invalid_option", "columns", "columns=BilledCost,BilledCost"],
  ["invalid_option", "maxGroups", "maxGroups=0"],
  ["invalid_option", "maxGroups", "maxGroups=many"],
  ...["grain", "focusVersion", "inputKind", "inputTimeframe", "rangeLimit", "onInvalid", "customColumns", "personalData", "attributionTags", "assumeUnique", "spreadsheetSafe", "check", "roundingRow", "inputSpreadsheetSafe"]
    .map((name) => ["invalid_option", name, `${name}=perhaps`]),
];

/** What shows only in the data: `[code, field, case, settings]`. */
const IN_THE_DATA = [
  ["ambiguous_timeframe", "inputTimeframe", "ambiguous-timeframe"],
  ["ambiguous_timeframe", "inputTimeframe", "csv-coarser"],
  ["overlapping_replies", "inputKind", "usage-and-events"],
  ["too_many_groups", "maxGroups", "too-many-groups", "maxGroups=2"],
  ["invalid_option", "columns", "several-pages", "columns=BilledCost,Cost"],
];

const OF_THE_DATA = "what is in a file, told with the file's name and a path";
const OF_THE_PROGRAM = "calls in an order that the page never makes";
const ELSEWHERE = {
  invalid_json: OF_THE_DATA,
  invalid_usage: OF_THE_DATA,
  invalid_csv: OF_THE_DATA,
  invalid_invoice: OF_THE_DATA,
  api_error_reply: OF_THE_DATA,
  amount_out_of_range: OF_THE_DATA,
  duplicate_page: OF_THE_DATA,
  limit_exceeded: "data beyond what the page can hold, told by its hint",
  unknown_version: "the check of a CSV, which has no part in the form",
  companion_after_usage: "the page reads companions first",
  io_error: "a file that cannot be read, told with its name",
  writer_finished: OF_THE_PROGRAM,
  writer_busy: OF_THE_PROGRAM,
  not_initialized: OF_THE_PROGRAM,
  module_unavailable: "a host that does not serve the page's own files, told by its message",
  internal_error: "a defect",
};

/** Message and hint at the control where it is shown, else above the form; the code where the report would be. */
async function assertTold(page, code, field, what) {
  const at = `[name="${field}"]`;
  const isShown = (await page.count(at)) > 0 && (await page.isVisible(at));
  if ((await page.count(at)) > 0) assert.equal(await page.attribute(at, "aria-invalid"), "true", what);
  const place = isShown ? `#${field}-error` : "#address-message";
  assert.ok(await page.isVisible(place), `${place}: ${what}`);
  assert.ok((await page.text(place)).length > 20, `${place}: ${what}`);
  if (isShown) {
    const described = await page.evaluate((at) => {
      const control = document.querySelector(at);
      return (control.closest("fieldset[aria-describedby]") ?? control).getAttribute("aria-describedby");
    }, at);
    assert.ok(described.split(" ").includes(`${field}-error`), `${at} is described by ${described}`);
    assert.equal(await page.count(`${place} .error-message`), 1, what);
    assert.equal(await page.count(`${place} .error-hint`), 1, what);
  }
  assert.equal(await factOf(page, "#error", "code"), code, what);
}

inEachBrowser("what is wrong with a parameter or an option is told at its field, or above the form where it has none", async (page) => {
  for (const [code, field, settings] of shareOf(AT_ONCE, page)) {
    await page.goto(`${page.url}#${settings}`);
    await page.waitUntil(() => document.getElementById("unresolved").textContent !== "");
    await page.makeReport("failed");
    await assertTold(page, code, field, settings);
    await page.goto(`${page.url}#timeframe=day`);
    await page.waitUntil(() => document.getElementById("unresolved").textContent === "");
  }
  assert.equal(await page.count("[aria-invalid]"), 0);
});

inEachBrowser("what an option would answer is asked at its field", async (page) => {
  for (const [code, field, name, settings = ""] of shareOf(IN_THE_DATA, page)) {
    // Anew, without the data of the case before.
    await page.goto(`${page.url}?${name}#${settings}`);
    await give(page, cases[name]);
    await page.makeReport("failed");
    await assertTold(page, code, field, name);
  }
});

test("every code is reached through the form, or has a reason not to be", async () => {
  const types = await readFile(new URL("../src/wasm/npm/types.d.ts", import.meta.url), "utf8");
  const codes = [...types.split("export type ErrorCode =")[1].split(";")[0].matchAll(/"(\w+)"/g)].map(([, code]) => code);
  const reached = new Set([...AT_ONCE, ...IN_THE_DATA].map(([code]) => code));
  assert.deepEqual([...reached, ...Object.keys(ELSEWHERE)].sort(), [...codes].sort());
});
