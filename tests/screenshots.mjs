// npm run screenshots: the page in each of its states, wide and narrow, light and dark, as PNGs to look at.

import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { startServer } from "../pkg/serve.js";
import { launchBrowser } from "./browser.mjs";
import { STATES } from "./page-states.mjs";
import { Person } from "./person.mjs";

const FOLDER = fileURLToPath(new URL("../target/screenshots/", import.meta.url));
const WIDTHS = { wide: 1280, narrow: 360 };
const HEIGHT = 900;

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser("chromium");
try {
  for (const [index, [state, reach]] of Object.entries(STATES).entries()) {
    const name = `${String(index + 1).padStart(2, "0")}-${state.replaceAll(/\W+/g, "-")}`;
    await photograph(name, reach);
    console.log(`${FOLDER}${name}-*.png`);
  }
} finally {
  await browser.close();
}

async function photograph(name, reach) {
  const page = await Person.at(browser, "chromium", startServer);
  try {
    await page.goto();
    await reach(page);
    await photographParts(page, `${FOLDER}${name}-parts`);
    for (const [size, width] of Object.entries(WIDTHS)) {
      await page.viewport(width, HEIGHT);
      // On a screen as high as the page, what sticks to an edge is in its own place.
      await page.viewport(width, await heightOf(page));
      for (const colorScheme of ["light", "dark"]) {
        await page.emulate({ colorScheme });
        await page.screenshot(`${FOLDER}${name}-${size}-${colorScheme}.png`);
      }
    }
  } finally {
    await page.leave();
  }
}

/** One screen after the other. */
async function photographParts(page, path) {
  await page.viewport(WIDTHS.wide, HEIGHT);
  const height = await heightOf(page);
  for (let top = 0, part = 1; top < height; top += HEIGHT, part += 1) {
    await page.evaluate((top) => scrollTo(0, top), top);
    await page.screenshot(`${path}-${part}.png`);
  }
}

function heightOf(page) {
  return page.evaluate(() => document.documentElement.scrollHeight);
}
