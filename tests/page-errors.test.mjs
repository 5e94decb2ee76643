// What goes wrong, as the page says it: what, where, and what to do.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";
import { cases, give, gzipped } from "./give-case.mjs";

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
