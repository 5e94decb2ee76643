// The same input makes the same bytes: natively, in Node, in Chromium and in Firefox, in any zone and language of the
// host, and at grain `timeframe` in any order of the pages. Hosts with other zone data are told apart.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import init from "fal-focus";

import { startServer } from "../pkg/serve.js";
import { BROWSERS, launchBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";
import { reportOf } from "./determinism/report-of.mjs";

await init();
const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fal-focus-determinism-"));
after(() => rmSync(folder, { recursive: true }));

// ---------------------------------------------------------------------------------------------------------------------
// Cases
// ---------------------------------------------------------------------------------------------------------------------

/** Numbers that look like chance, and are the same in every run. */
function diceOf(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** What languages, sorting and quoting have their own ideas of. */
const NAMES = ["fal-ai/flux", "İstanbul/ıi", "ǅ/ß", "é/e\u0301", "=1;-2", "a,\"b\"", "𝒳/😀", "ａ/a", "Zebra", "zebra", "ä", "نص/١", "_"];

/** Forty days in which clocks change, a page each: some 20,000 line items. */
function largeCase(request, options) {
  const dice = diceOf(7);
  const text = (value) => JSON.stringify(value);
  const amount = () => `${dice(1000)}.${String(dice(1e9)).padStart(9, "0")}${["", "e-3", "e2", "0"][dice(4)]}`;
  const item = () => {
    const [name, unit, key] = [NAMES[dice(NAMES.length)], ["images", "seconds", "1m tokens"][dice(3)], `key-${dice(40)}`];
    return `{"endpoint_id":${text(name)},"unit":${text(unit)},"quantity":${dice(50)},"unit_price":0.0${1 + dice(9)},"cost_total":${amount()},"currency":"${["USD", "EUR"][dice(2)]}","auth_method_structured":{"api_key_id":"${key}","detail":${text(NAMES[dice(NAMES.length)])}}}`;
  };
  const bucketAt = (hour) => `{"bucket":"${new Date(Date.UTC(2026, 9, 1, hour)).toISOString()}","results":[${Array.from({ length: dice(40) }, item)}]}`;
  const page = (day) => `{"has_more":${day < 39},"time_series":[${Array.from({ length: 24 }, (_, hour) => bucketAt(day * 24 + hour))}]}`;
  const files = Array.from({ length: 40 }, (_, day) => ({ name: `page-${day}.json`, text: page(day) }));
  return { request: { source: "estimate", start: "2026-10-01", end: "2026-11-10", ...request }, options: { now: "2026-12-01T00:00:00Z", rangeLimit: "none", ...options }, files };
}

const LARGE = {
  "large, by the day in Berlin": largeCase({ timezone: "Europe/Berlin", timeframe: "day" }),
  "large, by the hour on Lord Howe": largeCase({ timezone: "Australia/Lord_Howe", timeframe: "hour" }, { inputTimeframe: "hour", spreadsheetSafe: true }),
  "large, each line item": largeCase({ timezone: "America/New_York", timeframe: "week" }, { grain: "line_item", focusVersion: "1.4" }),
};
const CASES = new Map([...caseFolders().map((each) => [each.name, each]), ...Object.entries(LARGE)]);

const paths = [...CASES.values()].map(({ request, options, files }, at) => {
  const path = join(folder, `${at}.json`);
  writeFileSync(path, JSON.stringify({ request, options, files }));
  return path;
});

/** What comes out here, of each case. */
const expected = new Map();
for (const [name, each] of CASES) expected.set(name, await reportOf(each, "fal-focus"));

function assertSame(lines, host) {
  assert.equal(lines.length, CASES.size, host);
  for (const [at, [name, here]] of [...expected].entries()) assert.deepEqual(lines[at], here, `${host}: ${name}`);
}

test("what comes out here are the golden bytes, and reports of some size", () => {
  for (const { name, expected: golden } of caseFolders().filter((each) => each.expected)) {
    assert.equal(expected.get(name).csv, createHash("sha256").update(golden.csv).digest("hex"), name);
  }
  for (const name of Object.keys(LARGE)) assert.ok(expected.get(name).summary.rows > 1000, `${name}: ${JSON.stringify(expected.get(name)).slice(0, 300)}`);
});

// ---------------------------------------------------------------------------------------------------------------------
// Hosts
// ---------------------------------------------------------------------------------------------------------------------

/** A language each that sorts, writes digits, counts years or cases letters in its own way, in a zone of its own. */
const SURROUNDINGS = [
  { TZ: "UTC", LC_ALL: "C", LANG: "C" },
  { TZ: "Pacific/Chatham", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
  { TZ: "America/St_Johns", LC_ALL: "ar_EG.UTF-8", LANG: "ar_EG.UTF-8" },
  { TZ: "Europe/Berlin", LC_ALL: "th_TH.UTF-8", LANG: "th_TH.UTF-8" },
  { TZ: "Pacific/Apia", LC_ALL: "fa_IR.UTF-8", LANG: "de_DE.UTF-8" },
  { TZ: "Asia/Tehran", LC_ALL: "", LANG: "hi_IN.UTF-8" },
];
const called = ({ TZ, LC_ALL, LANG }) => `TZ ${TZ}, ${LC_ALL || LANG}`;

/** `npm run test:slow` goes through all of them. */
const isSlow = process.env.SLOW === "1";
const some = (from, to) => (isSlow ? SURROUNDINGS : SURROUNDINGS.slice(from, to));

/** A program's lines of JSON. */
async function linesOf(program, args, env) {
  const { stdout } = await promisify(execFile)(program, args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1e9 });
  return stdout.trim().split("\n").map((line) => JSON.parse(line));
}

for (const surroundings of some(1, 4)) {
  test(`Node, ${called(surroundings)}`, async () => {
    const seen = await linesOf(process.execPath, ["-p", "JSON.stringify(Intl.DateTimeFormat().resolvedOptions())"], surroundings);
    assert.equal(seen[0].timeZone, surroundings.TZ, "the host is in that zone");
    assertSame(await linesOf(process.execPath, ["tests/determinism/reports.mjs", ...paths], surroundings), called(surroundings));
  });
}

test("natively", async () => {
  const [, surroundings] = SURROUNDINGS;
  assertSame(await linesOf("cargo", ["run", "--quiet", "--example", "reports", "--", ...paths], surroundings), `natively, ${called(surroundings)}`);
});

/** In a page of the package's own server. */
async function inBrowser(name, { TZ, LC_ALL, LANG }, cases) {
  const language = (LC_ALL || LANG).split(".")[0].replace("_", "-");
  const env = { ...process.env, TZ, LC_ALL, LANG, LANGUAGE: language };
  const firefox = { "intl.accept_languages": language, "intl.regional_prefs.use_os_locales": true };
  const browser = await launchBrowser(name, { env, args: name === "chromium" ? [`--lang=${language}`] : [], extraPrefsFirefox: firefox });
  const server = await startServer({ port: 0 });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    assert.equal(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone), TZ);
    await page.evaluate(() => import("/pkg/web.js").then(({ default: init }) => init()));
    const lines = [];
    for (const { request, options, files } of cases) lines.push(await page.evaluate(reportOf, { request, options, files }, "/pkg/web.js"));
    return lines;
  } finally {
    await browser.close();
    await server.close();
  }
}

for (const name of BROWSERS) {
  for (const surroundings of some(1, 2)) {
    test(`${name}, ${called(surroundings)}`, async () => {
      assertSame(await inBrowser(name, surroundings, CASES.values()), `${name}, ${called(surroundings)}`);
    });
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Pages in any order
// ---------------------------------------------------------------------------------------------------------------------

function shuffled(list, dice) {
  const rest = [...list];
  return list.map(() => rest.splice(dice(rest.length), 1)[0]);
}

/** Which of several places is told first goes with the order. */
const withoutPlaces = ({ csv, summary, metadata }) => ({ csv, metadata, summary: { ...summary, warnings: summary.warnings.map(({ code, count }) => ({ code, count })) } });

test("pages in any order", async () => {
  let orders = 0;
  for (const [name, each] of CASES) {
    const isAdded = (each.options.grain ?? "timeframe") === "timeframe" && !each.error && !each.options.onInvalid;
    if (!isAdded || each.files.length < 2) continue;
    const isFirst = ({ name: file }) => file.startsWith("0-");
    for (const seed of isSlow ? [1, 2, 3, 4, 5] : [1, 2]) {
      const files = shuffled(each.files, diceOf(seed)).toSorted((one, other) => isFirst(other) - isFirst(one));
      assert.deepEqual(withoutPlaces(await reportOf({ ...each, files }, "fal-focus")), withoutPlaces(expected.get(name)), `${name}, order ${seed}`);
      orders += 1;
    }
  }
  assert.ok(orders > 50, `${orders} orders`);
});

test("at grain line_item the order of the pages is the order of the rows", async () => {
  const each = LARGE["large, each line item"];
  const { csv } = await reportOf({ ...each, files: each.files.toReversed() }, "fal-focus");
  assert.notEqual(csv, expected.get("large, each line item").csv);
});

// ---------------------------------------------------------------------------------------------------------------------
// Zone data
// ---------------------------------------------------------------------------------------------------------------------

test("hosts with other zone data are told apart by the summary, where it matters to the report", async () => {
  const other = new URL("determinism/other-zone-data.mjs", import.meta.url).href;
  const lines = await linesOf(process.execPath, ["--import", other, "tests/determinism/reports.mjs", ...paths], {});
  const of = (name) => ({ here: expected.get(name), there: lines[[...CASES.keys()].indexOf(name)] });
  const berlin = of("large, by the day in Berlin");
  assert.notEqual(berlin.there.csv, berlin.here.csv);
  assert.deepEqual(berlin.here.summary.zoneOffsets, [{ from: "2026-09-30T22:00:00Z", offset: "+02:00" }, { from: "2026-10-25T01:00:00Z", offset: "+01:00" }]);
  assert.deepEqual(berlin.there.summary.zoneOffsets, [{ from: "2026-09-30T22:00:00Z", offset: "+02:00" }]);
  // What no change of the data touches is the same.
  for (const [name, here] of expected) {
    const { there } = of(name);
    const isTouched = JSON.stringify(here.summary?.zoneOffsets) !== JSON.stringify(there.summary?.zoneOffsets);
    if (!isTouched) assert.deepEqual(there, here, name);
  }
});

test("the offsets are those of the window: a change at its end is not among them, and 100 are told", async () => {
  const offsetsOf = async (request) => (await reportOf({ request: { source: "estimate", ...request }, options: { rangeLimit: "none" }, files: [{ name: "none", text: '{"time_series":[]}' }] }, "fal-focus")).summary.zoneOffsets;
  assert.deepEqual(await offsetsOf({ start: "2026-10-25T00:00:00Z", end: "2026-10-25T01:00:00Z", timezone: "Europe/Berlin" }), [{ from: "2026-10-25T00:00:00Z", offset: "+02:00" }]);
  assert.deepEqual(await offsetsOf({ start: "2026-10-25T01:00:00Z", end: "2026-10-25T02:00:00Z", timezone: "Europe/Berlin" }), [{ from: "2026-10-25T01:00:00Z", offset: "+01:00" }]);
  assert.deepEqual(await offsetsOf({ start: "1880-01-01", end: "1880-02-01", timezone: "Europe/Berlin" }), [{ from: "1879-12-31T23:06:32Z", offset: "+00:53:28" }]);
  assert.deepEqual(await offsetsOf({ start: "2026-10-01", end: "2026-10-02", timezone: "America/St_Johns" }), [{ from: "2026-10-01T02:30:00Z", offset: "-02:30" }]);
  assert.equal((await offsetsOf({ start: "1900-01-01", end: "2100-01-01", timezone: "Europe/Berlin" })).length, 100);
});
