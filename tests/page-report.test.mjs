// The report, as the page shows it: its version and columns, what was lost, what breaks a rule.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { completenessText, warningAdvice } from "../www/wording.js";
import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, giveReport } from "./give-case.mjs";

const headerOf = (csv) => csv.split("\n")[0].split(",");

inEachBrowser("the report is written in the version chosen, without the columns that are not wanted", async (page) => {
  assert.equal(await page.value("[name=focusVersion]"), "1.2");
  assert.ok(!(await page.isEnabled("[name=focusVersion] option[value=auto]")), "replies have no version to keep");
  for (const name of ["customColumns", "personalData"]) assert.ok(await page.isChecked(`[name=${name}]`), name);
  await page.select("[name=focusVersion]", "1.4");
  await page.check("[name=personalData]", false);
  await page.makeReport();
  assert.equal(await factOf(page, "#facts", "FOCUS version"), "1.4");
  const header = headerOf((await page.download("#download-csv")).text);
  for (const column of ["ServiceProviderName", "InvoiceDetailId", "x_App"]) assert.ok(header.includes(column), column);
  for (const column of ["ProviderName", "x_AuthMethod", "x_LoginUsername"]) assert.ok(!header.includes(column), column);
  assert.equal(JSON.parse((await page.download("#download-metadata")).text).Recency.TimeSectors.length, 1);
  assert.ok(!(await page.isVisible("#lost")));
  await page.check("[name=customColumns]", false);
  await page.makeReport();
  assert.ok(headerOf((await page.download("#download-csv")).text).every((name) => !name.startsWith("x_")));
});

inEachBrowser("a FOCUS report keeps its version unless another is chosen, and what is lost is listed", async (page) => {
  await giveReport(page);
  assert.equal(await page.value("[name=focusVersion]"), "auto");
  await page.makeReport();
  assert.equal(await factOf(page, "#facts", "FOCUS version"), "1.2");
  assert.ok(!(await page.isVisible("#lost")));
  await page.select("[name=focusVersion]", "1.0");
  await page.makeReport();
  const { lost } = JSON.parse((await page.download("#download-summary")).text);
  assert.ok(lost.length > 0);
  assert.match(await page.text("#lost-title"), /^Lost: values of \d+ columns that FOCUS 1\.0 does not have$/);
  const listed = await page.texts("#lost-items li");
  assert.deepEqual(listed, lost.map(({ column, count }) => `${column}${count} value${count === 1 ? "" : "s"}`));
  assert.match(await page.text("#warnings"), /values_lost/);
  await page.select("[name=focusVersion]", "1.4");
  await page.makeReport();
  assert.ok(!(await page.isVisible("#lost")));
  assert.ok(headerOf((await page.download("#download-csv")).text).includes("HostProviderName"));
});

inEachBrowser("the report is held against FOCUS's rules, unless that is not wanted", async (page) => {
  await page.makeReport();
  assert.match(await page.text("#verdict"), /^FOCUS 1\.2: \d+ rules checked, 0 MUST failed, 0 SHOULD failed$/);
  assert.equal(await page.count("#findings > li"), 0);
  assert.match(await page.text("#other-rules"), /160 no machine can decide from it/);
  await page.check("[name=check]", false);
  await page.makeReport();
  assert.ok(!(await page.isVisible("#conformance")));
});

inEachBrowser("what breaks a rule is listed, with what to do, and opens to its rows as text", async (page) => {
  const text = cases["sample-account"].expected.csv.replace(",Usage-Based,", ",<img src=x onerror=alert(1)>,");
  await page.giveFiles("#files", [{ name: "report.csv", text }]);
  await page.waitUntil(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
  await page.select("[name=timeframe]", "day");
  await page.makeReport();
  assert.match(await page.text("#verdict"), /, 1 MUST failed, 0 SHOULD failed$/);
  assert.equal(await page.count("#findings > li"), 1);
  assert.match(await page.text("#findings summary"), /^MUSTChargeFrequency-C-003-M1 row: .+\.$/);
  assert.ok(!(await page.isVisible("#findings ul")));
  await page.click("#findings summary");
  assert.match(await page.text("#findings ul"), /^Row \d+: ChargeFrequency <img src=x onerror=alert\(1\)>$/);
  assert.equal(await page.count("#findings img"), 0);
});

test("every warning and every reason has words of the page's own", async () => {
  const types = await readFile(new URL("../src/wasm/npm/types.d.ts", import.meta.url), "utf8");
  const unionOf = (name) => [...types.split(`export type ${name} =`)[1].split(";")[0].matchAll(/"(\w+)"/g)].map(([, code]) => code);
  for (const code of unionOf("WarningCode")) assert.ok(warningAdvice({ code }), code);
  const complete = ["manifest", "last_page", "unpaged"];
  for (const completeReason of unionOf("CompleteReason")) {
    const said = completenessText({ complete: complete.includes(completeReason), completeReason });
    assert.match(said, complete.includes(completeReason) ? /^Complete/ : /^Not complete/, completeReason);
  }
});
