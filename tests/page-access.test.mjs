// The page for everybody: read out, in the dark, on a narrow screen, by the keyboard alone, without motion.

import assert from "node:assert/strict";

import { inEachBrowser, shareOf } from "./browser.mjs";
import { STATES } from "./page-states.mjs";

/** Each is found in one of the two; the browsers share them. */
const SHOWN = [
  { colorScheme: "light", width: 1200 },
  { colorScheme: "dark", width: 360 },
];

for (const [state, reach] of Object.entries(STATES)) {
  inEachBrowser(`axe finds nothing, and nothing is too wide: ${state}`, async (page) => {
    await reach(page);
    for (const { colorScheme, width } of shareOf(SHOWN, page)) {
      await page.viewport(width, 800);
      await page.emulate({ colorScheme });
      assert.deepEqual(await page.axe(), [], `${colorScheme}, ${width} pixels`);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(tooWide <= 0, `${tooWide} pixels wider than ${width}`);
    }
  });
}

for (const width of [1200, 360]) {
  inEachBrowser(`by the keyboard alone, from the top to the saved report, ${width} pixels wide`, async (page) => {
    await page.viewport(width, 800);
    await tabTo(page, "make-report");
    await page.press("Enter");
    await page.ready("done");
    await tabTo(page, "download-csv");
    const { name } = await page.saved(() => page.press("Enter"));
    assert.equal(name, "fal-focus-estimate-2026-10-01_2026-11-01.csv");
    await tabTo(page, null);
  });
}

/** Tabs to the control with that id, or through the rest of the page; at every stop the focus is where eyes expect it. */
async function tabTo(page, id) {
  let last = await page.evaluate(focused);
  for (;;) {
    await page.press("Tab");
    const now = await page.evaluate(focused);
    if (now === null && id === null) return;
    assert.ok(now, `the focus left the page before #${id}`);
    assert.ok(now.isMarked, `no visible focus: ${now.what}`);
    assert.ok(now.isInView, `focus out of view, or under something else: ${now.what}`);
    if (last) {
      const isBelow = now.top >= last.top - 1;
      assert.ok(now.index > last.index && (isBelow || now.left >= last.right), `out of order: ${last.what}, then ${now.what}`);
    }
    if (id && now.id === id) return;
    last = now;
  }
}

/** Runs in the page: what has the focus, where that is seen; null for nothing on the page. */
function focused() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  // A file input shows itself by its label.
  const shown = node.matches(".visually-hidden") ? node.labels[0] : node;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const { top, left, right } = shown.getBoundingClientRect();
  // What scrolls shows of it what is within its own edges.
  const inView = { top: 0, left: 0, right: innerWidth, bottom: innerHeight };
  for (let each = shown; each; each = each.parentElement) {
    if (each !== shown && getComputedStyle(each).overflowX === "visible") continue;
    const edges = each.getBoundingClientRect();
    for (const edge of ["top", "left"]) inView[edge] = Math.max(inView[edge], edges[edge]);
    for (const edge of ["right", "bottom"]) inView[edge] = Math.min(inView[edge], edges[edge]);
  }
  const seen = document.elementFromPoint((inView.left + inView.right) / 2, (inView.top + inView.bottom) / 2);
  return {
    id: node.id,
    what: `${node.localName} ${node.id || node.name || node.textContent.trim().slice(0, 30)}`,
    index: [...document.querySelectorAll("*")].indexOf(node),
    isMarked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    isInView:
      inView.left < inView.right && inView.top < inView.bottom && [shown, ...(node.labels ?? [])].some((each) => each.contains(seen)),
    top: top + scrollY,
    left,
    right,
  };
}

inEachBrowser("nothing moves where motion is not wanted", async (page) => {
  await page.emulate({ reducedMotion: true });
  for (const state of ["the sample, idle", "the sample's report", "a wrong field"]) {
    await STATES[state](page);
    assert.deepEqual(await page.evaluate(moving), []);
  }
});

/** Runs in the page: what moves of itself, or would on its way to another state. */
function moving() {
  const isLong = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);
  return [...document.querySelectorAll("*")]
    .filter((node) => {
      const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(node);
      return (animationName !== "none" && isLong(animationDuration)) || isLong(transitionDuration) || scrollBehavior === "smooth";
    })
    .map((node) => `${node.localName}#${node.id}.${node.className}`);
}

inEachBrowser("in the colors of the system everything that is pressed has its edge", async (page) => {
  await page.emulate({ forcedColors: true });
  await page.makeReport();
  assert.deepEqual(await page.axe(), []);
  const edgeless = await page.evaluate(() =>
    [...document.querySelectorAll(".button, button:not(th *, .combobox *, .link), input, select, textarea")]
      .filter((node) => node.checkVisibility() && !node.matches(".visually-hidden, [type=checkbox], [type=radio]"))
      .filter((node) => getComputedStyle(node).borderTopStyle === "none")
      .map((node) => node.id || node.textContent));
  assert.deepEqual(edgeless, []);
});
