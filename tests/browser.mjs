// Two real browsers, Debian's own, through one driver: Chromium by its DevTools protocol, Firefox by WebDriver BiDi.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import puppeteer from "puppeteer-core";

import { startServer } from "../pkg/serve.js";
import { Person } from "./person.mjs";

const LAUNCH = {
  chromium: () => ({
    browser: "chrome",
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  }),
  firefox: () => ({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    // BiDi has no command for the media a page is shown in; preferences have, and are set from the browser's own window.
    args: ["--remote-allow-system-access"],
    // The panel takes the focus from the page.
    extraPrefsFirefox: { "browser.download.alwaysOpenPanel": false },
  }),
};

export const BROWSERS = Object.keys(LAUNCH);

/** puppeteer's browser, headless; `args` go to the browser beside what it needs here. */
export function launchBrowser(name, { args = [], ...options } = {}) {
  const launch = LAUNCH[name]();
  return puppeteer.launch({ ...launch, timeout: 120_000, ...options, args: [...launch.args, ...args] });
}

/**
 * One test for each browser: `run` is given a `Person` at a fresh page, which is loaded and idle. The test fails at
 * its end where the page had trouble that `run` neither expected nor took out of `page.trouble`, and where the
 * page's Content Security Policy refused anything at all.
 *
 * `path` is what follows the server's address; `server` starts another server than the page's own
 * (`({ port }) => Promise<{ url, close }>`, called again with its port after `page.offline(false)`);
 * `chromiumOnly` says why Firefox is left out.
 *
 * @param {string} name
 * @param {(page: Person) => Promise<void>} run
 * @param {{ path?: string, server?: typeof startServer, chromiumOnly?: string }} [options]
 */
export function inEachBrowser(name, run, { path = "", server = startServer, chromiumOnly } = {}) {
  for (const browserName of BROWSERS) {
    const skip = browserName !== "chromium" && chromiumOnly;
    test(`${name} (${browserName})`, { skip }, async () => {
      const page = await Person.at(await running(browserName), browserName, server);
      try {
        await page.goto(page.url + path);
        await run(page);
        assert.deepEqual({ refused: await page.takeRefused(), trouble: page.trouble }, { refused: [], trouble: [] });
      } finally {
        await page.leave();
      }
    });
  }
  closeAtTheEnd();
}

/**
 * Of many cases that differ in data alone, every other one for each browser: both together try all, as each does with
 * SLOW.
 *
 * @template T
 * @param {readonly T[]} all
 * @param {Person} page
 * @returns {T[]}
 */
export function shareOf(all, { browserName }) {
  return all.filter((_, index) => process.env.SLOW || index % BROWSERS.length === BROWSERS.indexOf(browserName));
}

/** Each browser is launched once for a test file, when the first test wants it. */
const launched = new Map();

function running(name) {
  if (!launched.has(name)) launched.set(name, launchBrowser(name));
  return launched.get(name);
}

let willClose = false;

function closeAtTheEnd() {
  if (willClose) return;
  willClose = true;
  after(() => Promise.all([...launched.values()].map(async (browser) => (await browser).close())));
}
