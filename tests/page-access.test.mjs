// The page for everybody: on a narrow screen, by the keyboard alone, read out, in the dark.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";
import { cases, give, giveReport } from "./give-case.mjs";

const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

inEachBrowser("nothing is wider than a narrow screen", async (page) => {
  await page.viewport(360, 740);
  await page.makeReport();
  assert.ok((await tooWide(page)) <= 0, `${await tooWide(page)} pixels too wide`);
  const given = {
    "an invoice": () => give(page, cases["invoice-everything"]),
    "what was left out": () => give(page, cases["skip-invalid-usage"]),
    "what was lost": () => giveReport(page),
  };
  for (const [name, giveData] of Object.entries(given)) {
    await page.reload();
    await giveData();
    await page.check("[name=onInvalid]");
    await page.select("[name=focusVersion]", "1.0");
    await page.makeReport();
    assert.ok((await tooWide(page)) <= 0, `${name}: ${await tooWide(page)} pixels too wide`);
  }
});
