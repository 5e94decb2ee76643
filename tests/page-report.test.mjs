// The report, as the page shows it: its version and columns, what was lost, what breaks a rule.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { KNOWN_COLUMNS, columnWords } from "../www/report/column-words.js";
import { compareDecimals, decimalOf, sumOf } from "../www/report/decimal.js";
import { parseCsv } from "../pkg/csv-records.js";
import { completenessText, warningAdvice } from "../www/wording.js";
import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, give, giveReport } from "./give-case.mjs";

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
  assert.equal(await page.count("#findings .finding"), 0);
  assert.match(await page.text("#other-rules"), /160 no machine can decide from it/);
  await page.check("[name=check]", false);
  await page.makeReport();
  assert.ok(!(await page.isVisible("#conformance")));
});

/** Gives a report of 1.2 in which some cells were changed, and makes one of it. */
async function makeOfChanged(page, change) {
  const text = change(cases["sample-account"].expected.csv);
  await page.giveFiles("#files", [{ name: "report.csv", text }]);
  await page.waitUntil(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
  await page.select("[name=timeframe]", "day");
  await page.makeReport();
}

const HOSTILE = "<img src=x onerror=alert(1)>";

inEachBrowser("what breaks a rule is listed, with what to do, and opens to its rows as text", async (page) => {
  await makeOfChanged(page, (csv) => csv.replace(",Usage-Based,", `,${HOSTILE},`));
  assert.match(await page.text("#verdict"), /, 1 MUST failed, 0 SHOULD failed$/);
  assert.equal(await page.text("#findings h4"), "MUST: 1 rule is broken");
  assert.equal(await page.count("#findings .finding"), 1);
  assert.match(await page.text("#findings summary"), /^MUSTChargeFrequency-C-003-M1 row: .+\.$/);
  assert.ok(!(await page.isVisible("#findings table")));
  await page.click("#findings summary");
  assert.deepEqual(await page.texts("#findings thead th"), ["Row", "Line", "ChargeFrequency"]);
  assert.deepEqual(await page.texts("#findings tbody tr > *"), ["1", "2", HOSTILE]);
  assert.equal(await page.count("#report img"), 0);
});

inEachBrowser("a finding leads to its row where that is among the first rows", async (page) => {
  // Every hundredth row, so that the first is shown and the others are not.
  let row = 0;
  await makeOfChanged(page, (csv) => csv.replaceAll(",Usage-Based,", (cell) => (row++ % 100 === 20 ? ",Sometimes," : cell)));
  await page.click("#findings summary");
  assert.deepEqual((await page.texts("#findings tbody th")).slice(0, 2), ["21", "121"]);
  assert.equal(await page.count("#findings tbody button"), 1);
  await page.click("#findings tbody button");
  assert.deepEqual(await page.texts("#preview tr.marked > th"), ["21"]);
  assert.ok(await page.evaluate(() => document.activeElement === document.querySelector("#preview tr.marked > th")));
});

/** What the report's own rows say, to hold the page's figures against. */
const sample = parseCsv(cases["sample-account"].expected.csv);
const cellOf = (row, column) => row[sample[0].indexOf(column)];
const costOf = (rows) => sumOf(rows.map((row) => cellOf(row, "BilledCost")));
const FIRST_DAY = sample.slice(1).filter((row) => cellOf(row, "ChargePeriodStart") === "2026-09-30T22:00:00Z");

inEachBrowser("the amount at the head is the exact one, set apart by space alone", async (page) => {
  await page.makeReport();
  assert.equal(await page.text("#amounts"), "5947.679538557 USD");
  assert.equal(await page.text("#balance"), "✓ reconciles to the last digit");
  const copied = await page.evaluate(() => {
    getSelection().selectAllChildren(document.getElementById("amounts"));
    return getSelection().toString();
  });
  assert.equal(copied.trim(), "5947.679538557 USD");
});

inEachBrowser("arrow keys read the chart's exact amounts, period by period and part by part", async (page) => {
  await page.makeReport();
  const readout = async () => (await page.text("#figures-chart-readout")).trim();
  assert.equal(await readout(), "");
  await page.raw.focus("#figures-chart-plot");
  await page.press("ArrowRight");
  const period = "Thu 1 Oct 2026 (UTC 2026-09-30 22:00 to 2026-10-01 22:00)";
  assert.equal(await readout(), `${period}: all ${costOf(FIRST_DAY)} USD`);
  await page.press("ArrowUp");
  const [label] = await page.texts("#figures-chart-legend .label");
  const part = costOf(FIRST_DAY.filter((row) => cellOf(row, "SkuId") === label));
  assert.match(await readout(), new RegExp(`: ${label} ${part} USD, \\d+\\.\\d % of the period$`));
  assert.equal(await page.text("#figures-chart-legend .current"), label);
  await page.press("ArrowDown");
  assert.match(await readout(), /: all /);
  await page.press("End");
  assert.match(await readout(), /^Sat 31 Oct 2026 \(/);
  await page.press("ArrowRight");
  assert.match(await readout(), /^Sat 31 Oct 2026 \(/);
  await page.press("Escape");
  assert.equal(await readout(), "");
});

inEachBrowser("a pointer reads the same, and the chart says in a sentence what it shows", async (page) => {
  await page.makeReport();
  const { x, y, width, height } = await page.evaluate(() => {
    const plot = document.getElementById("figures-chart-plot");
    plot.scrollIntoView({ block: "center", behavior: "instant" });
    return plot.getBoundingClientRect().toJSON();
  });
  await page.raw.mouse.move(x + width - 20, y + height - 30);
  await page.waitUntil(() => /^Sat 31 Oct 2026/.test(document.getElementById("figures-chart-readout").textContent));
  await page.raw.mouse.move(x + width / 2, y - 40);
  await page.waitUntil(() => document.getElementById("figures-chart-readout").textContent.trim() === "");
  const told = await page.attribute("#figures-chart svg[role=img]", "aria-label");
  const dearest = costOf(sample.slice(1).filter((row) => cellOf(row, "ChargePeriodStart") === "2026-10-19T22:00:00Z"));
  assert.ok(told.includes(`Most in one period: ${dearest} USD, Tue 20 Oct 2026.`), told);
});

inEachBrowser("the figures stand in a table, and add up to the total", async (page) => {
  await page.makeReport();
  assert.ok(!(await page.isVisible("#figures-chart-table table")));
  await page.click("#figures-chart-table summary");
  const days = await page.texts("#figures-chart-table tbody tr > :last-child");
  assert.equal(days.length, new Set(sample.slice(1).map((row) => cellOf(row, "ChargePeriodStart"))).size);
  assert.equal(sumOf(days), "5947.679538557");
  const cells = await page.texts("#figures-chart-table tbody tr:first-child > td");
  assert.equal(sumOf(cells.slice(0, -1)), cells.at(-1));
  await page.select("#figures-dimension", "x_ApiKeyId");
  assert.deepEqual(
    await page.texts("#figures-chart-table thead th"),
    ["Charge period", "key_Lw94Bd", "key_7Qm2xV", "key_e3RtZ8", "without x_ApiKeyId", "All, in USD"],
  );
});

inEachBrowser("of each dimension the dearest values stand there, with share, rows and exact amount", async (page) => {
  await page.makeReport();
  const keys = await page.evaluate(() =>
    [...document.querySelectorAll("#figures-tops section")]
      .find((section) => section.querySelector("h4").textContent.startsWith("x_ApiKeyId"))
      .querySelector("ol").innerText.split("\n").map((line) => line.trim()).filter(Boolean));
  assert.deepEqual(keys.slice(0, 3), ["key_Lw94Bd", "3268.43963956 USD", "55.0 %, 254 rows"]);
  assert.deepEqual(keys.slice(-3), ["without x_ApiKeyId", "223.5944 USD", "3.8 %, 84 rows"]);
  assert.equal(await factOf(page, "#figures", "ServiceName"), "fal Model APIs");
});

inEachBrowser("currencies are never added together: one is shown at a time", async (page) => {
  const each = cases.currencies;
  await give(page, each);
  await page.makeReport();
  const { totals } = each.expected.summary;
  assert.ok(totals.length > 1);
  assert.deepEqual(await page.texts("#amounts p"), totals.map(({ currency, BilledCost }) => `${BilledCost} ${currency}`));
  await page.click("#figures-chart-table summary");
  for (const { currency, BilledCost } of totals) {
    await page.select("#figures-currency", currency);
    assert.equal(sumOf(await page.texts("#figures-chart-table tbody tr > :last-child")), BilledCost);
  }
});

inEachBrowser("what is paid back stands below the zero line", async (page) => {
  await give(page, cases["invoice-everything"]);
  await page.select("[name=inputTimeframe]", cases["invoice-everything"].options.inputTimeframe);
  await page.makeReport();
  await page.select("#figures-dimension", "ChargeCategory");
  const { zero, credit } = await page.evaluate(() => {
    const names = [...document.querySelectorAll("#figures-chart-legend .label")].map((each) => each.textContent);
    const parts = [...document.querySelectorAll("#figures-chart .plot .part")];
    return {
      zero: document.querySelector("#figures-chart .zero").getBBox().y,
      credit: parts[names.indexOf("Credit")].getBBox().y,
    };
  });
  assert.ok(credit >= zero, `${credit} ${zero}`);
});

const columnOf = async (page, name) => {
  const index = await page.evaluate((name) => document.querySelector(`#preview th[data-name=${name}]`).cellIndex, name);
  return page.texts(`#preview tbody tr > :nth-child(${index + 1})`);
};

inEachBrowser("a heading sorts the first rows by value; a third time they stand as in the file", async (page) => {
  await page.makeReport();
  const inFile = await columnOf(page, "BilledCost");
  assert.equal(inFile.length, 50);
  const sorted = inFile.toSorted((a, b) => compareDecimals(decimalOf(a), decimalOf(b)));
  const sort = "#preview th[data-name=BilledCost]";
  for (const [order, expected] of [["ascending", sorted], ["descending", sorted.toReversed()], ["none", inFile]]) {
    await page.raw.focus(`${sort} .sort`);
    await page.press("Enter");
    assert.equal(await page.attribute(sort, "aria-sort"), order);
    assert.deepEqual(await columnOf(page, "BilledCost"), expected, order);
  }
  assert.match(await page.text("#preview-order"), /sorts these 50 rows, not the whole report/);
  // Null is last in either order, and only one heading is the one.
  await page.click("#preview th[data-name=x_ApiKeyId] .sort");
  for (const order of ["ascending", "descending"]) {
    const cells = await columnOf(page, "x_ApiKeyId");
    assert.equal(cells.lastIndexOf(""), cells.length - 1, order);
    assert.ok(cells.slice(cells.indexOf("")).every((cell) => cell === ""), order);
    await page.click("#preview th[data-name=x_ApiKeyId] .sort");
  }
  await page.click("#preview th[data-name=ChargePeriodStart] .sort");
  assert.equal(await page.count("#preview [aria-sort=ascending], #preview [aria-sort=descending]"), 1);
});

inEachBrowser("each column tells its meaning and source; Escape closes, and the focus goes back", async (page) => {
  await page.makeReport();
  const about = "#preview th[data-name=SkuId] .about";
  await page.raw.focus(about);
  await page.press("Enter");
  await page.waitUntil(() => document.getElementById("column-about").matches(":popover-open"));
  const { meaning, source, rule } = columnWords("SkuId");
  assert.equal(await page.text("#column-about-title"), "SkuId");
  assert.equal(await page.text("#column-about-meaning"), meaning);
  assert.equal(await page.text("#column-about-source"), source);
  assert.equal(await page.text("#column-about-rule"), rule);
  const isOnScreen = await page.evaluate(() => {
    const { left, top, right, bottom } = document.getElementById("column-about").getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
  assert.ok(isOnScreen);
  await page.press("Escape");
  await page.waitUntil(() => !document.getElementById("column-about").matches(":popover-open"));
  assert.ok(await page.evaluate((about) => document.activeElement === document.querySelector(about), about));
});

test("every column that a report can have has words, and no column has empty ones", () => {
  const headers = ["1.0", "1.1", "1.2", "1.3", "1.4"].map((version) => headerOf(cases[`version-${version}-invoice`].expected.csv));
  for (const column of new Set(headers.flat())) assert.ok(KNOWN_COLUMNS.includes(column), column);
  const said = KNOWN_COLUMNS.map(columnWords);
  for (const { meaning, source, rule } of said) for (const text of [meaning, source, rule]) assert.ok(text.length > 2, meaning);
  assert.equal(new Set(said.map(({ meaning }) => meaning)).size, said.length, "each has a meaning of its own");
});

inEachBrowser("hostile text is text, and breaks no layout", async (page) => {
  await page.viewport(360, 740);
  const long = "x".repeat(10_000);
  await makeOfChanged(page, (csv) =>
    csv.replaceAll("fal-ai/flux/dev", `\u202e${HOSTILE}`).replaceAll("fal-ai/veo3.1", long).replace(",Usage-Based,", `,${long},`));
  await page.click("#findings summary");
  await page.click("#figures-chart-table summary");
  await page.raw.focus("#figures-chart-plot");
  for (let step = 0; step < 5; step += 1) await page.press("ArrowRight");
  for (let step = 0; step < 5; step += 1) await page.press("ArrowUp");
  assert.equal(await page.count("#report img"), 0);
  assert.ok((await page.text("#figures-tops")).includes(HOSTILE));
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
});

inEachBrowser("nothing in a report stands in the way of anybody", async (page) => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulate({ colorScheme });
    await makeOfChanged(page, (csv) => csv.replace(",Usage-Based,", ",Sometimes,").replaceAll(/,Usage of [^,]*,/g, ",,"));
    for (const folded of ["#findings summary", "#figures-chart-table summary", "#command summary", "#unchecked summary"]) await page.click(folded);
    await page.raw.focus("#figures-chart-plot");
    await page.press("ArrowRight");
    assert.deepEqual(await page.axe(), [], colorScheme);
    await page.goto(`${page.url}?${colorScheme}`);
  }
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
