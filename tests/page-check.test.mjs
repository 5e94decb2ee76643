// Check mode: any FOCUS CSV, held against the rules of its version in the browser, as the command line does it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { CRITERIA } from "../www/check/check-words.js";
import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, gzipped } from "./give-case.mjs";
import { runInShell } from "./shell.mjs";

const HOSTILE = "<img src=x onerror=alert(1)>";
const clean = { name: "report.csv", text: cases["sample-account"].expected.csv };
/** Breaks a MUST in one row, and a SHOULD in some. */
const broken = {
  name: "my report.csv",
  text: clean.text.replace(",Usage-Based,", `,${HOSTILE},`).replaceAll(/,Usage of fal-ai\/flux[^,]*,/g, ",,"),
};

/** Gives a file, and waits for what comes of it. */
async function check(page, file, state = "done") {
  await page.giveFiles("#check-file", [file]);
  await page.waitUntil((name) => document.getElementById("check-given").textContent.startsWith(`${name}, `), file.name);
  await page.click("#check-now");
  await page.ready(state);
}

const inCheckMode = { path: "#mode=check" };

inEachBrowser("a FOCUS CSV is checked as the command line checks it, in words and as data", async (page) => {
  await check(page, broken);
  assert.match(await page.text("#check-verdict"), /^FOCUS 1\.2: \d+ rules checked, 1 MUST failed, 1 SHOULD failed$/);
  const command = await page.text("#check-command-line");
  assert.equal(command, "npx fal-focus check 'my report.csv'");
  const asText = runInShell(command, [broken]);
  assert.equal(asText.status, 1);
  const text = await page.download("#download-check-text");
  assert.equal(text.name, "my report.conformance.txt");
  assert.equal(text.text, asText.stdout);
  const json = await page.download("#download-check-json");
  assert.equal(json.name, "my report.conformance.json");
  assert.equal(json.text, runInShell(`${command} --format json`, [broken]).stdout);
  assert.equal(await factOf(page, "#check-counts", "MUST failed"), "1");
  assert.equal(await factOf(page, "#check-counts", "rows"), "795");
}, inCheckMode);

inEachBrowser("findings stand by what must and what should hold, and open to their rows as text", async (page) => {
  await check(page, broken);
  assert.deepEqual(await page.texts("#check-findings h4"), ["MUST: 1 rule is broken", "SHOULD: 1 rule is broken"]);
  await page.click("#check-findings .must summary");
  assert.deepEqual(await page.texts("#check-findings .must tbody tr > *"), ["1", "2", HOSTILE]);
  await page.click("#check-findings .should summary");
  assert.ok((await page.texts("#check-findings .should tbody td.null")).every((cell) => cell === "null"));
  assert.equal(await page.count("#check img"), 0);
  await page.click("#check-unchecked summary");
  assert.equal(await page.count("#check-unchecked li"), 2);
  assert.match(await page.text("#check-unchecked"), /2 rules are not checked, and why.*SkuMeter-C-006-O/s);
}, inCheckMode);

inEachBrowser("the figures of the file stand below what was found", async (page) => {
  await check(page, gzipped(clean));
  assert.match(await page.text("#check-figures"), /BilledCost 5947\.679538557 USD in 795 rows/);
  await page.raw.focus("#check-figures-chart-plot");
  await page.press("ArrowRight");
  assert.match(await page.text("#check-figures-chart-readout"), /^Wed 30 Sep 2026, 22:00 to 1 Oct 22:00 UTC: all /);
  assert.equal((await page.download("#download-check-json")).name, "report.conformance.json");
}, inCheckMode);

inEachBrowser("version and applicability can be said, and are in the command line", async (page) => {
  await page.select("#check-focusVersion", "1.0");
  await page.select("#check-applicability", "chosen");
  for (const criterion of ["TAGGING_SUPPORTED", "UNIT_PRICING_SUPPORTED"]) {
    assert.ok(await page.isChecked(`[name=criterion][value=${criterion}]`), "what fits fal is ticked at first");
  }
  for (const [criterion, isOfFal] of Object.entries(CRITERIA)) {
    if (isOfFal && criterion !== "TAGGING_SUPPORTED") await page.check(`[name=criterion][value=${criterion}]`, false);
  }
  await check(page, clean);
  assert.match(await page.text("#check-verdict"), /^FOCUS 1\.0: /);
  assert.match(await page.text("#check-other-rules"), /FOCUS 1\.0, as chosen; of a provider that offers: tagging\.$/);
  const command = await page.text("#check-command-line");
  assert.match(command, /--focus-version 1\.0 .*--applicability TAGGING_SUPPORTED/s);
  const { stdout } = runInShell(`${command} --format json`, [clean]);
  assert.equal((await page.download("#download-check-json")).text, stdout);
  await page.select("#check-focusVersion", "1.2");
  assert.ok(await page.isVisible("#check-outdated"));
  assert.equal(await page.text("#check-status"), "The result is outdated: check again.");
}, inCheckMode);

inEachBrowser("a file whose version cannot be told asks for it at its field; one that is no FOCUS CSV is named", async (page) => {
  await check(page, { name: "odd.csv", text: "BilledCost,PublisherName,InvoiceDetailId\n1.0,a,b\n" }, "failed");
  assert.match(await page.text("#check-failure"), /unknown_version/);
  assert.equal(await page.attribute("#check-focusVersion", "aria-invalid"), "true");
  await page.select("#check-focusVersion", "1.2");
  assert.equal(await page.attribute("#check-focusVersion", "aria-invalid"), null);
  assert.ok(!(await page.isVisible("#check-failure")));
  await page.click("#check-now");
  await page.ready("done");
  await check(page, { name: "open.csv", text: 'BilledCost,SkuId\n1.0,"open\n' }, "failed");
  const said = await page.text("#check-failure");
  for (const part of ["invalid_csv", "open.csv"]) assert.ok(said.includes(part), `${part} in: ${said}`);
}, inCheckMode);

inEachBrowser("the way from a report to its check and back", async (page) => {
  assert.ok(!(await page.isVisible("#check")));
  assert.ok(!(await page.isVisible("#check-instead")));
  await page.giveFiles("#files", [broken]);
  await page.waitFor("#check-instead:not([hidden])");
  await page.click("#check-instead");
  await page.waitUntil(() => location.hash === "#mode=check");
  assert.ok(!(await page.isVisible("#request")));
  assert.match(await page.text("#check-given"), /^my report\.csv, /);
  await page.click("#check-now");
  await page.ready("done");
  await page.click("#check-to-report");
  await page.waitUntil(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
  assert.ok(await page.isVisible("#request"));
  assert.ok(!(await page.isVisible("#check")));
});

inEachBrowser("the modes have an address each; the form and the result are as they were left", async (page) => {
  await page.select("[name=timeframe]", "week");
  await page.makeReport();
  await page.click("#mode-check");
  await page.ready("idle");
  assert.equal(await page.attribute("#mode-check", "aria-current"), "page");
  assert.equal(await page.attribute("#mode-report", "aria-current"), null);
  await page.evaluate(() => history.back());
  await page.ready("done");
  assert.equal(await page.value("[name=timeframe]"), "week");
  assert.ok(!(await page.isVisible("#outdated")));
  await page.click("#mode-check");
  await page.ready("idle");
  await page.click("#mode-report");
  await page.ready("done");
  assert.ok(!(await page.isVisible("#outdated")));
});

inEachBrowser("of several files dropped one is checked, and how many are left out is told", async (page) => {
  await page.dropFiles("main", [clean, broken, { ...clean, name: "third.csv" }]);
  await page.waitFor("#check-now:enabled");
  assert.match(await page.text("#check-given"), /^report.csv, .* A check is of one file: 2 more were left out\.$/);
}, inCheckMode);

inEachBrowser("a dropped file is checked in check mode, wherever on the page it falls", async (page) => {
  await page.dropFiles("main", [clean]);
  await page.waitFor("#check-now:enabled");
  await page.click("#check-now");
  await page.ready("done");
  assert.match(await page.text("#check-verdict"), /0 MUST failed, 0 SHOULD failed$/);
  assert.equal(await page.text("#check-findings"), "");
}, inCheckMode);

inEachBrowser("check mode is for everybody: nothing for axe, nothing too wide", async (page) => {
  await page.viewport(360, 740);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulate({ colorScheme });
    await check(page, broken);
    await page.click("#check-findings .must summary");
    assert.deepEqual(await page.axe(), [], colorScheme);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  }
}, inCheckMode);

test("what a provider can offer are the criteria of the check, and what fits fal is its default", async () => {
  const types = await readFile(new URL("../src/wasm/npm/types.d.ts", import.meta.url), "utf8");
  const known = [...types.split("export type Criterion =")[1].split(";")[0].matchAll(/"(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(CRITERIA), known);
  const { stdout } = runInShell("npx fal-focus check --format json report.csv", [clean]);
  const offered = Object.keys(CRITERIA).filter((criterion) => CRITERIA[criterion]);
  assert.deepEqual(JSON.parse(stdout).applicability, offered);
});
