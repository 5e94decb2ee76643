// The data, as it is given to the page: files of every kind become the golden reports.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, give, gzipped } from "./give-case.mjs";

inEachBrowser("files given to the page make the golden report, in any order", async (page) => {
  const pages = cases["several-pages"];
  await give(page, pages);
  await page.fill("[name=billingAccountId]", pages.options.billingAccountId);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, pages.expected.csv);
  await page.click("#use-sample");
  await page.makeReport();
});

inEachBrowser("an invoice document, companions and usage, all compressed, make the golden report of the invoice", async (page) => {
  const each = cases["invoice-everything"];
  await give(page, each, gzipped);
  assert.ok(await page.isChecked("[name=source][value=invoice]"), "the document's source");
  assert.equal(await factOf(page, "#window", "charge_month"), "2025-02");
  const listed = await page.texts("#file-list li");
  assert.match(listed[0], /0-teams\.json\.gz.*read first/);
  assert.match(listed[1], /invoice\.json\.gz.*invoice document/);
  await page.fill("[name=billingAccountId]", each.options.billingAccountId);
  await page.select("[name=inputTimeframe]", each.options.inputTimeframe);
  await page.check("[name=roundingRow]");
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, each.expected.csv);
  const sums = await page.evaluate(() =>
    Object.fromEntries([...document.querySelectorAll("#invoice td")].map((cell) => [cell.dataset.name, cell.textContent])));
  const { usage, credits, taxes, sum, total, residue, rounding } = each.expected.summary.invoice;
  assert.deepEqual(sums, { Usage: usage, Credits: credits, Taxes: taxes, Sum: sum, "Invoice total": total, Residue: residue, "Rounding row": rounding });
  assert.match(await page.text("#agreement"), /agrees/);
  assert.match(await page.text("#completeness"), /^Complete/);
  await page.click("#use-sample");
  await page.makeReport();
  assert.ok(!(await page.isVisible("#invoice")));
});

inEachBrowser("two invoice documents, and one that is wrong, are told beside the files", async (page) => {
  const told = (words) =>
    page.waitUntil((words) => document.getElementById("invoice-error").textContent.includes(words), words);
  const right = '{"invoice_id": "FAL-1", "billing_month": "2025-03"}';
  await page.giveFiles("#files", [{ name: "a.json", text: right }, { name: "b.json", text: right.replace("1", "2") }]);
  await told("more than one");
  await page.click("[aria-label='Remove a.json']");
  assert.equal(await page.text("#invoice-error"), "");
  assert.ok(!(await page.isEnabled("#make-report")), "an invoice alone is no usage");
  await page.giveFiles("#files", [{ name: "c.json", text: right.replace("}", ', "totl": 5}') }]);
  await page.click("[aria-label='Remove b.json']");
  await told("totl");
});

inEachBrowser("a FOCUS report is read back, and options that do not apply to one are not sent", async (page) => {
  const each = cases["csv-hours-to-days"];
  await page.fill("[name=billingAccountId]", "fal:other");
  await give(page, each);
  assert.ok(!(await page.isVisible("[name=billingAccountId]")));
  assert.ok(await page.isVisible("[name=inputSpreadsheetSafe]"));
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, each.expected.csv);
});
