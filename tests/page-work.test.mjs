// The work: from one click to the files that are saved.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";
import { cases } from "./give-case.mjs";

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
