// The request, as it is filled in at the page: what it resolves to, what it says of a wrong field.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { inEachBrowser, shareOf } from "./browser.mjs";
import { cases, factOf, give } from "./give-case.mjs";

inEachBrowser("the resolved request follows the form", async (page) => {
  assert.equal(await factOf(page, "#window", "charge periods"), "31");
  await page.select("[name=timeframe]", "week");
  assert.equal(await factOf(page, "#window", "charge periods"), "5");
  assert.equal(await factOf(page, "#window", "start"), "2026-09-27T22:00:00Z");
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

inEachBrowser("billing month and charge month are told in words, by the months that are resolved", async (page) => {
  const said = () => page.text("#invoice-months");
  await page.check("[name=source][value=invoice]");
  assert.equal(await said(), "The invoice issued in November 2026 for October 2026’s usage.");
  await page.fill("[name=billing_month]", "2026-01");
  assert.equal(await page.value("[name=charge_month]"), "", "one of the two");
  assert.equal(await said(), "The invoice issued in January 2026 for December 2025’s usage.");
  await page.fill("[name=billing_month]", "2026-1");
  assert.match(await said(), /^fal issues the invoice for a month’s usage in the month after it\.$/);
});

inEachBrowser("options that are rarely needed are folded away, until one is changed or wrong", async (page) => {
  const isOpen = () => page.evaluate(() => document.getElementById("more-options").open);
  assert.ok(!(await isOpen()));
  assert.ok(!(await page.isVisible("[name=columns]")));
  await page.goto(`${page.url}#maxGroups=5`);
  await page.waitUntil(() => document.getElementById("more-options").open);
  assert.equal(await page.text("#more-options summary"), "More options (1 changed)");
  await page.click("#more-options summary");
  await page.select("[name=timeframe]", "week");
  assert.ok(!(await isOpen()), "who folds it again has it folded");
  await page.goto(`${page.url}#maxGroups=0`);
  await page.waitUntil(() => document.getElementById("more-options").open);
  await page.fill("[name=maxGroups]", "");
  assert.equal(await page.text("#more-options summary"), "More options");
});

inEachBrowser("every option of a report stands in the form, but what is a file or the clock", async (page) => {
  const types = await readFile(new URL("../src/wasm/npm/types.d.ts", import.meta.url), "utf8");
  const [, body] = types.split("export interface ReportOptions {");
  const options = [...body.split("\n}")[0].matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
  const given = ["now", "invoice", "account", "teams", "pricing"];
  const names = await page.evaluate(() => [...document.getElementById("request").elements].map(({ name }) => name));
  for (const name of options) assert.equal(names.includes(name), !given.includes(name), name);
});

inEachBrowser("the options of the form reach the report", async (page) => {
  await page.fill("[name=columns]", "BilledCost, Tags");
  await page.check("[name=attributionTags]", false);
  await page.fill("[name=maxGroups]", "1000000");
  await page.select("[name=rangeLimit]", "none");
  await page.check("[name=assumeUnique]");
  await page.makeReport();
  const { text } = await page.download("#download-csv");
  assert.equal(text.split("\n")[0], "BilledCost,Tags");
  assert.ok(!text.includes("fal/key"));
});

// Time zones

const zoneOptions = (page) => page.texts("#timezones [role=option]");
const activeZone = (page) => page.evaluate(() => {
  const id = document.getElementById("timezone").getAttribute("aria-activedescendant");
  return id && document.getElementById(id).dataset.name;
});

/** As one who searches: the text that was there is gone, and the new one typed. */
async function searchZone(page, query) {
  await page.raw.focus("#timezone");
  await page.press("Control+a");
  await page.type(query);
}

inEachBrowser("time zones are found by any part of their names, and by their offset", async (page) => {
  await searchZone(page, "kolk");
  assert.deepEqual(await zoneOptions(page), ["Asia/Kolkata UTC+05:30"]);
  await searchZone(page, "calcutta");
  assert.deepEqual(await zoneOptions(page), ["Asia/Kolkata UTC+05:30"], "by the name it had");
  await searchZone(page, "new york");
  assert.match((await zoneOptions(page)).join(), /^America\/New_York UTC-0[45]:00$/);
  await searchZone(page, "+05:30");
  const found = await zoneOptions(page);
  assert.ok(found.length >= 2 && found.every((option) => option.endsWith("UTC+05:30")), found.join());
  await searchZone(page, "Nowhere");
  assert.deepEqual(await zoneOptions(page), []);
  assert.equal(await page.attribute("#timezone", "aria-expanded"), "false");
  assert.match(await page.text("#timezones-count"), /^No zone of this browser is called like “Nowhere”/);
});

inEachBrowser("a time zone is chosen by the keyboard alone", async (page) => {
  await searchZone(page, "kolk");
  assert.equal(await page.attribute("#timezone", "aria-expanded"), "true");
  assert.equal(await activeZone(page), null, "nothing is chosen unasked");
  await page.press("ArrowDown");
  assert.equal(await activeZone(page), "Asia/Kolkata");
  await page.press("Enter");
  assert.equal(await page.value("#timezone"), "Asia/Kolkata");
  assert.equal(await page.attribute("#timezone", "aria-expanded"), "false");
  assert.equal(await factOf(page, "#window", "timezone"), "Asia/Kolkata");
  assert.equal(await page.attribute("body", "data-state"), "idle", "and no report is made");
  // All of them, at the one that is there.
  await page.press("ArrowDown");
  assert.equal(await activeZone(page), "Asia/Kolkata");
  const names = await page.evaluate(() => [...document.querySelectorAll("#timezones [role=option]")].map(({ dataset }) => dataset.name));
  assert.ok(names.length > 400);
  const own = await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  assert.equal(names[0], own);
  await page.press("End");
  assert.equal(await activeZone(page), names.at(-1));
  await page.press("ArrowDown");
  assert.equal(await activeZone(page), names[0], "round and round");
  await page.press("PageDown");
  assert.equal(await activeZone(page), names[8]);
  await page.press("Home");
  assert.equal(await activeZone(page), names[0]);
  const isInView = await page.evaluate(() => {
    const [list, option] = ["#timezones", "#timezones [aria-selected=true]"].map((selector) => document.querySelector(selector).getBoundingClientRect());
    return option.top >= list.top - 1 && option.bottom <= list.bottom + 1;
  });
  assert.ok(isInView);
  await page.press("Escape");
  assert.equal(await page.attribute("#timezone", "aria-expanded"), "false");
  assert.equal(await page.value("#timezone"), "Asia/Kolkata");
  await page.press("ArrowDown");
  await page.press("Tab");
  assert.ok(!(await page.isVisible("#timezones")));
  assert.equal(await page.value("#timezone"), "Asia/Kolkata");
});

inEachBrowser("a time zone is chosen by the mouse, and the field keeps the focus", async (page) => {
  await page.click("#open-timezones");
  await page.click("#timezones [data-name='America/New_York']");
  assert.equal(await page.value("#timezone"), "America/New_York");
  assert.equal(await page.evaluate(() => document.activeElement.id), "timezone");
  assert.equal(await factOf(page, "#window", "start"), "2026-10-01T04:00:00Z");
  await page.click("#open-timezones");
  await page.click("#open-timezones");
  assert.ok(!(await page.isVisible("#timezones")));
});

inEachBrowser("a name that no list has is taken where the core knows it", async (page) => {
  await searchZone(page, "Etc/GMT+5");
  await page.press("Tab");
  assert.equal(await page.text("#timezone-error"), "");
  assert.equal(await factOf(page, "#window", "start"), "2026-10-01T05:00:00Z");
});

// The time line

const bars = (page) => page.evaluate(() =>
  [...document.querySelectorAll("#time-line-drawing .period")].map((bar) => ({
    x: parseFloat(bar.getAttribute("x")), width: parseFloat(bar.getAttribute("width")), title: bar.textContent,
  })));

inEachBrowser("the window is drawn with its charge periods in proportion", async (page) => {
  const days = await bars(page);
  assert.equal(days.length, 31);
  assert.equal(await page.text("#periods"), "31 charge periods of one day in Europe/Berlin");
  const end = days.reduce((at, { x, width }) => {
    assert.ok(Math.abs(x - at) < 1e-9, "each begins where the one before ends");
    return x + width;
  }, 0);
  assert.ok(Math.abs(end - 100) < 1e-9);
  // October 2026 has 31 × 24 + 1 hours, and its 25th day 25 of them.
  assert.ok(Math.abs(days[24].width - (100 * 25) / 745) < 1e-9);
  assert.ok(Math.abs(days[0].width - (100 * 24) / 745) < 1e-9);
  assert.equal(days[24].title, "25 Oct 2026, 00:00 to 26 Oct 2026, 00:00");
  assert.deepEqual(await page.texts("#time-line-drawing .tick-label"), ["8 Oct", "15 Oct", "22 Oct", "29 Oct"]);
  assert.equal(await page.attribute("#time-line-drawing svg", "role"), "img");
  assert.equal(await page.attribute("#time-line-drawing svg", "aria-label"), "Time line of 31 charge periods of one day");
});

inEachBrowser("start and end are told in the zone and in UTC, and what was asked for beside it", async (page) => {
  await page.fill("[name=start]", "2026-10-03T10:30:00");
  await page.fill("[name=end]", "2026-11-20");
  assert.equal(await page.count("#time-line-drawing .asked"), 1);
  await page.select("[name=timeframe]", "week");
  assert.deepEqual(await page.texts("#window-ends > div"), [
    "Start28 Sep 2026, 00:00Monday, UTC+02:002026-09-27T22:00:00Z",
    "End (exclusive)23 Nov 2026, 00:00Monday, UTC+01:002026-11-22T23:00:00Z",
  ]);
  assert.equal(await page.text("#moved"), "The window starts 5 days 10 hours 30 minutes earlier and ends 3 days later than asked for, on whole weeks (bound_to_timeframe).");
  await page.check("[name=bound_to_timeframe]", false);
  assert.equal(await page.count("#time-line-drawing .asked"), 0);
  assert.equal(await page.text("#moved"), "");
  const clipped = await bars(page);
  assert.ok(clipped[0].width < clipped[1].width && clipped.at(-1).width < clipped[1].width, "the first and the last are cut");
});

inEachBrowser("days on which the clocks change are marked, and told with their length", async (page) => {
  const told = async (settings) => {
    await page.goto(`${page.url}?${encodeURIComponent(settings)}#${settings}`);
    return { words: await page.texts("#clock-changes li"), marks: await page.count("#time-line-drawing .clock-change.line") };
  };
  assert.deepEqual(await told("timeframe=hour&start=2026-10-24&end=2026-10-27"), {
    words: ["25 October 2026 has 25 hours: clocks go back at 03:00 to 02:00 (UTC+02:00 becomes UTC+01:00)"], marks: 1,
  });
  assert.equal((await bars(page)).length, 73);
  const zones = {
    "Australia/Lord_Howe": "4 October 2026 has 23.5 hours: clocks go forward at 02:00 to 02:30 (UTC+10:30 becomes UTC+11:00)",
    "Africa/Cairo": "29 October 2026 has 25 hours: clocks go back at 00:00 to 23:00 (UTC+03:00 becomes UTC+02:00)",
  };
  for (const [zone, words] of Object.entries(zones)) assert.deepEqual((await told(`timezone=${zone}`)).words, [words], zone);
  assert.deepEqual(await told("timezone=Asia/Tokyo"), { words: [], marks: 0 });
  assert.deepEqual((await told("timezone=Pacific/Apia&start=2011-12-28&end=2012-01-02")).words,
    ["31 December 2011: clocks go forward at 00:00 to 00:00 (UTC-10:00 becomes UTC+14:00)"], "a day that does not exist");
  assert.equal((await bars(page)).length, 4);
});

inEachBrowser("more charge periods than can be told apart are drawn by the next that can", async (page) => {
  const drawn = async (settings) => {
    await page.goto(`${page.url}?${encodeURIComponent(settings)}#${settings}`);
    return [(await bars(page)).length, await page.text("#drawn-periods")];
  };
  assert.deepEqual(await drawn("timeframe=hour"), [31, "Drawn by the day."]);
  assert.deepEqual(await drawn("timeframe=minute&end=2026-10-02"), [24, "Drawn by the hour."]);
  assert.deepEqual(await drawn("timeframe=month&start=1900-01-01"), [1, "Too many to be drawn one by one."]);
  assert.match(await page.text("#clock-changes"), /^The window is too long/);
});

// The address

const hashIs = (page, hash) => page.waitUntil((hash) => location.hash === hash, hash);

inEachBrowser("the address holds what differs from the page's own settings, without a step in the history", async (page) => {
  const steps = await page.evaluate(() => history.length);
  await page.fill("[name=timezone]", "Asia/Kolkata");
  await hashIs(page, "#timezone=Asia/Kolkata");
  await page.check("[name=customColumns]", false);
  await page.check("[name=onInvalid]");
  await page.fill("[name=start]", "");
  await page.select("[name=timeframe]", "auto");
  await hashIs(page, "#start=&timezone=Asia/Kolkata&timeframe=auto&onInvalid=skip&customColumns=false");
  await page.check("[name=source][value=invoice]");
  await page.fill("[name=billing_month]", "2026-11");
  await hashIs(page, "#source=invoice&billing_month=2026-11&timezone=Asia/Kolkata&timeframe=auto&onInvalid=skip&customColumns=false");
  assert.equal(await page.evaluate(() => history.length), steps);
});

inEachBrowser("a link sets the form, at once and when it is typed in", async (page) => {
  const settings = () => page.evaluate(() =>
    ["start", "timezone", "timeframe", "focusVersion", "columns"].map((name) => document.getElementById(name).value));
  assert.deepEqual(await settings(), ["2026-09-01", "Etc/GMT+5", "hour", "1.4", "BilledCost,Tags"]);
  assert.ok(!(await page.isChecked("[name=check]")));
  assert.ok(await page.isVisible("[name=inputKind]"), "a choice that a link makes is there");
  assert.equal(await page.value("[name=inputKind]"), "models/usage");
  await page.goto(`${page.url}#timezone=America/New_York`);
  await page.waitUntil(() => document.getElementById("timezone").value === "America/New_York");
  assert.deepEqual(await settings(), ["2026-10-01", "America/New_York", "day", "1.2", ""]);
  assert.ok(await page.isChecked("[name=check]"));
}, { path: "#start=2026-09-01&timezone=Etc/GMT+5&timeframe=hour&focusVersion=1.4&columns=BilledCost,Tags&check=false&inputKind=models/usage" });

inEachBrowser("what the address asks for and the form does not have is an error, and stays until one goes on without it", async (page) => {
  assert.ok(await page.isVisible("#address-error"));
  assert.equal(await page.text("#address-settings"), "The address of this page asks for endpoint_id=fal-ai/flux.");
  assert.match(await page.text("#address-message"), /^there is no parameter "endpoint_id"/);
  await page.makeReport("failed");
  await page.click("#drop-address");
  assert.ok(!(await page.isVisible("#address-error")));
  await hashIs(page, "#timeframe=week");
  assert.equal(await factOf(page, "#window", "charge periods"), "5");
  await page.makeReport();
}, { path: "#timeframe=week&endpoint_id=fal-ai/flux" });

inEachBrowser("a place on the page is no setting", async (page) => {
  await page.fill("[name=timezone]", "Asia/Tokyo");
  await hashIs(page, "#timezone=Asia/Tokyo");
  await page.evaluate(() => { location.hash = "report"; });
  await page.select("[name=timeframe]", "week");
  assert.equal(await page.value("[name=timezone]"), "Asia/Tokyo");
  assert.equal(await page.text("#unresolved"), "");
});

inEachBrowser("a link to the settings is copied, without data", async (page) => {
  if (page.browserName === "chromium") {
    await page.raw.browserContext().overridePermissions(page.url, ["clipboard-read", "clipboard-sanitized-write"]);
  }
  await give(page, cases["several-pages"]);
  await page.fill("[name=billingAccountId]", "fal:acme");
  await page.click("#copy-link");
  await page.waitUntil(() => document.getElementById("copy-link").textContent === "Copied");
  await page.fill("[name=billingAccountName]", "");
  await page.evaluate(() => document.getElementById("billingAccountName").focus());
  await page.raw.keyboard.down("Control");
  await page.raw.keyboard.press("v", { commands: ["Paste"] });
  await page.raw.keyboard.up("Control");
  const link = `${page.url}#start=2025-03-17&end=2025-03-20&timezone=UTC&billingAccountId=fal:acme`;
  await page.waitUntil((link) => document.getElementById("billingAccountName").value === link, link);
});

// For everybody

inEachBrowser("an open list, an error of the address and unfolded options: axe finds nothing, narrow and dark too", async (page) => {
  await page.click("#open-timezones");
  await page.raw.focus("#timezone");
  const shown = [{ colorScheme: "light", width: 1200 }, { colorScheme: "dark", width: 360 }];
  const states = {
    "an open list": async () => {},
    "an error of the address": () => page.goto(`${page.url}#source=invoice&endpoint_id=x`),
    "a wrong option": () => page.goto(`${page.url}#maxGroups=0&start=2026-10-03T10:00:00&timeframe=week`),
  };
  for (const [state, reach] of Object.entries(states)) {
    await reach();
    for (const { colorScheme, width } of shareOf(shown, page)) {
      await page.viewport(width, 800);
      await page.emulate({ colorScheme });
      // The bar at the bottom lies over what is under it, wherever that is.
      await page.evaluate(() => document.getElementById("timezone").scrollIntoView({ block: "start" }));
      assert.deepEqual(await page.axe(), [], `${state}, ${colorScheme}, ${width} pixels`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${state}, ${width} pixels`);
    }
  }
});

inEachBrowser("every id is there once", async (page) => {
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), []);
});
