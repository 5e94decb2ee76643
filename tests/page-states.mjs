// The states a person meets the page in: what each must be for everybody (page-access), and how it looks (screenshots).

import { cases, give, giveReport } from "./give-case.mjs";

/** By name, in the order a person meets them: from the page as it is loaded, with the sample, to the state. */
export const STATES = {
  "the sample, idle": async () => {},

  "files given": (page) => give(page, cases["invoice-everything"]),

  "the time zones, open": async (page) => {
    await page.click("#open-timezones");
    await page.waitFor("#timezones [role=option]");
  },

  "ways to fetch, open": async (page) => {
    await page.click("#fetch > summary");
    await page.click("#fetch-by-hand > summary");
  },

  "a wrong field": async (page) => {
    await page.fill("[name=start]", "2026-13-01");
    await page.fill("[name=timezone]", "Mars/Phobos");
    await page.press("Tab");
  },

  running: async (page) => {
    await giveEndlessFile(page);
    await page.makeReport("working");
    await page.waitFor("#progress[value]");
  },

  "the sample's report": (page) => page.makeReport(),

  "an invoice's report, with warnings": async (page) => {
    await give(page, cases["invoice-total-differs"]);
    await page.makeReport();
  },

  "a report with line items left out": async (page) => {
    await give(page, cases["skip-invalid-usage"]);
    await page.check("[name=onInvalid]");
    await page.makeReport();
  },

  "a report in an older version, with losses": async (page) => {
    await giveReport(page);
    await page.select("[name=focusVersion]", "1.0");
    await page.makeReport();
  },

  "a report with findings": async (page) => {
    const text = cases["sample-account"].expected.csv.replaceAll(",Usage-Based,", ",Sometimes,");
    await page.giveFiles("#files", [{ name: "report.csv", text }]);
    await page.waitUntil(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
    await page.select("[name=timeframe]", "day");
    await page.makeReport();
    await page.click("#findings summary");
  },

  "an error": async (page) => {
    await give(page, cases["usage-and-events"]);
    await page.makeReport("failed");
  },

  "check mode": (page) => page.goto(`${page.url}#mode=check`),

  "a check with findings": async (page) => {
    await check(page, "report.csv", cases["sample-account"].expected.csv.replaceAll(",Usage-Based,", ",Sometimes,"));
    await page.ready("done");
  },

  "a check that failed": async (page) => {
    await check(page, "report.csv", cases["sample-account"].expected.csv.slice(0, -20));
    await page.ready("failed");
  },
};

async function check(page, name, text) {
  await page.goto(`${page.url}#mode=check`);
  await page.giveFiles("#check-file", [{ name, text }]);
  await page.click("#check-now");
}

/** 4 GB by its size, 4 MB by its memory: the same rows again and again. */
async function giveEndlessFile(page) {
  const [header, ...rows] = cases["sample-account"].expected.csv.trimEnd().split("\n");
  await page.evaluate((header, rows) => {
    const block = new Blob([rows.repeat(Math.ceil(4e6 / rows.length))]);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([header, ...Array(1000).fill(block)], "report.csv"));
    document.getElementById("drop-zone").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
  }, `${header}\n`, `${rows.join("\n")}\n`);
  await page.waitFor("#make-report:enabled");
}
