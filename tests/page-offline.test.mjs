// The page without a network.

import assert from "node:assert/strict";

import { inEachBrowser } from "./browser.mjs";

inEachBrowser("the page goes on without its server, once it has loaded", async (page) => {
  await page.raw.waitForNetworkIdle();
  await page.offline(true);
  await page.makeReport();
  assert.match(await page.text("#balance"), /reconciles/);
});
