// The request, as it is filled in at the page: what it resolves to, what it says of a wrong field.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, give } from "./give-case.mjs";

inEachBrowser("the resolved request follows the form", async (page) => {
  assert.equal(await factOf(page, "#window", "charge periods"), "31");
  await page.select("[name=timeframe]", "week");
  assert.equal(await factOf(page, "#window", "charge periods"), "5");
  assert.equal(await factOf(page, "#window", "start"), "2026-09-27T22:00:00Z");
  assert.match(await page.text("#curl"), /api\.fal\.ai\/v1\/models\/usage\?.*timeframe=week/s);
});

inEachBrowser("an invoice asks for its own parameters and sends no others", async (page) => {
  await page.check("[name=source][value=invoice]");
  assert.ok(!(await page.isVisible("[name=start]")));
  await page.fill("[name=billing_month]", "2026-11");
  assert.equal(await factOf(page, "#window", "charge_month"), "2026-10");
  await page.makeReport();
  assert.match((await page.download("#download-csv")).name, /^fal-focus-invoice-2026-10\.csv$/);
  assert.match(await page.text("#warnings"), /usage_only/);
});

inEachBrowser("a wrong parameter marks its field, and says what to do", async (page) => {
  await page.fill("[name=timezone]", "Mars/Phobos");
  assert.equal(await page.attribute("[name=timezone]", "aria-invalid"), "true");
  assert.match(await page.text("#timezone-error"), /Mars\/Phobos.*IANA name/s);
  await page.fill("[name=timezone]", "Asia/Kolkata");
  assert.equal(await page.attribute("[name=timezone]", "aria-invalid"), null);
});

inEachBrowser("a version that nobody has chosen goes with the data; one that was chosen stays", async (page) => {
  const version = () => page.value("[name=focusVersion]");
  await give(page, cases["csv-round-trip"]);
  await page.click("#use-sample");
  assert.equal(await version(), "1.2");
  await page.select("[name=focusVersion]", "1.3");
  await give(page, cases["csv-round-trip"]);
  assert.equal(await version(), "1.3");
  await page.select("[name=focusVersion]", "auto");
  await page.click("#file-list button");
  assert.equal(await version(), "1.2");
});
