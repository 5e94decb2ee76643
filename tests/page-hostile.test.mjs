// Names that were made to do harm, in every field that the page shows: they are shown as text, run nothing, and leave
// what stands around them in its place.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";

import { startServer } from "../pkg/serve.js";
import { inDirections, shownText } from "../www/shown-text.js";
import { inEachBrowser, shareOf } from "./browser.mjs";
import { cases } from "./give-case.mjs";

/** Whatever runs leaves a mark. */
const RUN = "globalThis.ran=true";

const NAMES = {
  image: `<img src=x onerror="${RUN}">`,
  script: `"'></td></option></title></svg><script>${RUN}</script>`,
  address: `javascript:${RUN}`,
  frame: `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  template: `{{constructor.constructor("${RUN}")()}}\${${RUN}}%s`,
  style: "<style>*{display:none}</style><b style=position:fixed;inset:0>over it all</b>",
  "turned, and never turned back": "\u202egnp.gniht\u202d1",
  "isolated, and popped out of": "\u2067abc\u2069\u2069\u202edef",
  "from right to left": "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd (7)",
  "both ways": "fal-ai/\u0645\u0631\u062d\u0628\u0627/12",
  marks: "\u200f\u200e\u061cend\u200f",
  "without width": "fal\u200b-\u2060ai\ufeff/fl\u00adux",
  controls: "bell\u0007 escape\u001b[31m\u009b2J",
  piled: `a${"\u0301".repeat(300)}z`,
  wide: "\u6f22".repeat(3_000),
  long: "x".repeat(10_000),
  "many words": "word ".repeat(2_000).trim(),
};
const names = Object.values(NAMES);
/** One of each sort, where each takes a report of its own. */
const SORTS = ["image", "turned, and never turned back", "from right to left", "controls", "long"].map((what) => [what, NAMES[what]]);

const json = (value) => JSON.stringify(value);
const START = "2026-10-01";
const BUCKET = `${START}T00:00:00+00:00`;

/** One line item a name, with it in every text that the page may show. */
const usage = {
  time_series: [{
    bucket: BUCKET,
    results: names.map((name, index) => ({
      username: name,
      product: index % 2 === 0 ? "model_apis" : "serverless",
      ...(index % 2 === 0 ? { endpoint_id: name } : { app: name, environment: name, machine_type: name }),
      unit: name,
      quantity: index + 1,
      unit_price: 1,
      cost: index + 1,
      currency: "USD",
      auth_method: name,
      auth_method_structured: { detail: name, api_key_id: name, login_username: name },
    })),
  }],
  next_cursor: null,
  has_more: false,
};

const FILES = {
  usage: (name) => ({ name: `${name}.json`, text: json(usage) }),
  account: (name) => ({ name: "account.json", text: json({ username: name, name, credits: { current_balance: 1, currency: "USD" } }) }),
  teams: () => ({ name: "teams.json", text: json({ teams: names.map((name) => ({ username: name, name: `${name} ` })) }) }),
};

/** At both ends of what people have. */
const WIDTHS = [360, 1280];

/** That nothing ran, nothing of it became part of the page, and the page is as wide as its window. */
async function assertUnharmed(page, what) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  for (const width of WIDTHS) {
    await page.viewport(width, 900);
    const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(needs <= has, `${what}: ${needs} pixels wide in ${has}; ${await page.evaluate(widest)}`);
    assert.deepEqual(await page.evaluate(outOfPlace), [], `${what}, ${width} pixels wide: displaced by what stands before it`);
  }
  const found = await page.evaluate(() => ({
    ran: globalThis.ran === true,
    elements: document.querySelectorAll("body :is(img, script, iframe, object, embed, style, link, base, meta, b, video, audio)").length,
    handlers: [...document.querySelectorAll("body *")].filter((node) => [...node.attributes].some(({ name }) => name.startsWith("on"))).length,
    links: [...document.querySelectorAll("a[href]")].filter(({ protocol }) => !["http:", "blob:"].includes(protocol)).map(({ href }) => href),
    unseen: document.body.innerText.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff]/g),
  }));
  assert.deepEqual(found, { ran: false, elements: 0, handlers: 0, links: [], unseen: null }, what);
}

/** In the page: what stands behind something written from right to left must stand at its right, or further down. */
function outOfPlace() {
  // An ellipsis stands for what it hides, wherever that would be.
  const whole = new CSSStyleSheet();
  whole.replaceSync("* { text-overflow: clip !important; }");
  document.adoptedStyleSheets = [whole];
  const rectOf = (node, from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].at(-1);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const run = /[\u0590-\u05ff\u0600-\u06ff](?:[^\p{L}]*[\u0590-\u05ff\u0600-\u06ff])*/u.exec(node.data);
    if (!run) continue;
    const end = run.index + run[0].length;
    const next = (node.parentElement.localName === "bdi" ? node.parentElement : node).nextSibling;
    const [behind, from] = end === node.data.length ? [next, 0] : [node, end];
    const first = behind?.nodeType === Node.TEXT_NODE ? behind.data.slice(from).search(/[\p{L}\d]/u) : -1;
    const before = rectOf(node, run.index, end);
    const after = first < 0 ? undefined : rectOf(behind, from + first, from + first + 1);
    if (!before || !after || after.left >= before.right - 1 || after.top > before.top + 4) continue;
    const places = [before, after].map(({ left, right, top }) => [left, right, top].map(Math.round).join(" "));
    found.push(`${node.parentElement.className}: ${run[0]} (${places[0]}), then ${behind.data.slice(from)} (${places[1]})`);
  }
  document.adoptedStyleSheets = [];
  return found;
}

/** In the page: who makes it wide. */
function widest() {
  const nodes = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest(".scroll, pre, .visually-hidden"));
  return nodes.slice(0, 4).map((node) => `${node.tagName}#${node.id}.${node.className}`).join(", ");
}

async function assertShown(page, selector, name, what = name.slice(0, 40)) {
  const isShown = await page.raw.$$eval(selector, (nodes, text) => nodes.some(({ textContent }) => textContent.includes(text)), shownText(name));
  assert.ok(isShown, `${selector} shows ${JSON.stringify(what)}`);
}

const PICTURES = process.env.PICTURES;
async function photograph(page, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  for (const width of WIDTHS) {
    await page.viewport(width, 900);
    await page.raw.screenshot({ path: `${PICTURES}/${name}-${page.browserName}-${width}.png`, fullPage: true });
  }
}

async function giveUsage(page, nameOfFile = NAMES.image) {
  const given = [FILES.usage(nameOfFile), FILES.account(NAMES["from right to left"]), FILES.teams()];
  await page.dropFiles("#drop-zone", given);
  await page.waitFor("#make-report:enabled");
  await page.fill("[name=timezone]", "UTC");
  await page.fill("[name=start]", START);
  await page.fill("[name=end]", "2026-10-02");
}

inEachBrowser("usage, teams and an account of hostile names: the report, its chart, tops, rows and facts", async (page) => {
  await giveUsage(page);
  // Findings with their rows are the check's, below.
  await page.check("[name=check]", false);
  await page.makeReport();
  for (const column of ["SkuId", "SubAccountId", "x_ApiKeyId"]) {
    await page.select("#figures-dimension", column);
    await page.press("Tab");
    await page.raw.focus("#figures-chart-plot");
    for (const key of ["ArrowRight", "ArrowUp", "ArrowUp", "ArrowUp"]) await page.press(key);
    await assertUnharmed(page, `stacked by ${column}`);
    await photograph(page, `report-${column}`);
  }
  for (const [what, name] of Object.entries(NAMES)) {
    await assertShown(page, "#preview td", name, what);
    // Longer ones are in no figure by themselves.
    if (Buffer.byteLength(name) < 900) await assertShown(page, "#figures-tops .label", name, what);
  }
  await assertShown(page, "#command-line", NAMES.image);
});

inEachBrowser("hostile names of files, given and taken away", async (page) => {
  const files = names.map((name, index) => ({ name: `${name}.json`, text: json({ ...usage, next_cursor: `page-${index}`, has_more: true }) }));
  await page.dropFiles("#drop-zone", files);
  await page.waitUntil((count) => document.querySelectorAll("#file-list li").length === count, names.length);
  await page.click("#show-all-files");
  await assertUnharmed(page, "the list of files");
  await photograph(page, "files");
  for (const [what, name] of Object.entries(NAMES)) await assertShown(page, ".file-name", `${name}.json`, what);
  await page.click("#file-list li button");
  assert.equal(await page.count("#file-list li"), names.length - 1);
});

inEachBrowser("an error of a hostile file, and fal's own words in one", async (page) => {
  for (const [what, name] of shareOf(Object.entries(NAMES), page)) {
    await page.goto(`${page.url}?${Object.keys(NAMES).indexOf(what)}`);
    const replies = what.length % 2 === 0
      ? json({ time_series: [{ bucket: BUCKET, results: [{ endpoint_id: name, [name]: 1, quantity: name, currency: name }] }] })
      : json({ error: { type: name, message: name }, detail: name });
    await page.dropFiles("#drop-zone", [{ name: `${name}.json`, text: replies }]);
    await page.waitFor("#make-report:enabled");
    await page.makeReport("failed");
    // An error tells no more than the beginning of what is longer than itself.
    await assertShown(page, "#error", name.length > 1_000 ? name.slice(0, 300) : `${name}.json`, what);
    await assertUnharmed(page, `an error: ${what}`);
    if (what.startsWith("turned") || what.startsWith("from")) await photograph(page, `error-${what.split(" ")[0].replace(",", "")}`);
  }
  await page.goto(`${page.url}?half`);
  await page.dropFiles("#drop-zone", [{ name: "half.json", text: '{"time_series": [{"bucket": "\\ud83d", "results": []}]}' }]);
  await page.waitFor("#make-report:enabled");
  await page.makeReport("failed");
  await assertShown(page, "#error", "half.json");
  await assertUnharmed(page, "half a character");
});

inEachBrowser("line items that were left out are listed by hostile files", async (page) => {
  const bad = { time_series: [{ bucket: BUCKET, results: names.map((name) => ({ endpoint_id: name, unit: name, quantity: name, cost: 1, currency: "USD" })) }] };
  await page.dropFiles("#drop-zone", [{ name: `${NAMES["from right to left"]}.json`, text: json(bad) }]);
  await page.waitFor("#make-report:enabled");
  await page.fill("[name=start]", START);
  await page.fill("[name=end]", "2026-10-02");
  await page.check("[name=onInvalid]");
  await page.makeReport();
  await assertUnharmed(page, "what was left out");
  await photograph(page, "left-out");
});

inEachBrowser("a command is shown with what cannot be seen, and copied as it is", async (page) => {
  const name = NAMES["turned, and never turned back"];
  await giveUsage(page, name);
  await page.makeReport();
  await page.click(".command summary");
  await assertShown(page, "#command-line", name);
  await page.evaluate(() => (navigator.clipboard.writeText = async (text) => void (globalThis.copied = text)));
  await page.click("#copy-command");
  assert.ok((await page.evaluate(() => globalThis.copied)).endsWith(`'${name}.json'`));
});

/** The names of controls that take any text, and of a parameter and an option that there are not. */
const SETTINGS = ["source", "start", "end", "timezone", "timeframe", "bound_to_timeframe", "billing_month", "grain", "focusVersion", "billingAccountId", "billingAccountName", "columns", "maxGroups", "nothing_like_it", "nothingLikeIt"];

inEachBrowser("an address of hostile values and names", async (page) => {
  for (const [index, setting] of shareOf([...SETTINGS.entries()], page)) {
    // Each setting gets others, and each name comes at least once.
    const some = [0, 1].map((next) => Object.entries(NAMES)[(2 * index + next) % names.length]);
    for (const [what, name] of some) {
      const source = setting === "billing_month" ? "source=invoice&" : "";
      await page.goto(`${page.url}?${index}#${source}${setting}=${encodeURIComponent(name)}`);
      await assertUnharmed(page, `${setting}: ${what}`);
    }
  }
  for (const [what, name] of shareOf(Object.entries(NAMES), page)) {
    await page.goto(`${page.url}?name#${encodeURIComponent(name)}=${encodeURIComponent(name)}`);
    await page.waitUntil(() => document.getElementById("unresolved").textContent !== "");
    await assertShown(page, "#address-settings", name, what);
    await assertUnharmed(page, `a name: ${what}`);
    if (what.startsWith("from")) await photograph(page, "address");
  }
  // What is no text at all.
  await page.goto(`${page.url}?bytes#timezone=%ED%A0%80%FF%00&start=%`);
  await assertUnharmed(page, "bytes that are no text");
});

inEachBrowser("an account's id and name that are typed in", async (page) => {
  for (const [what, name] of shareOf(SORTS, page)) {
    await page.fill("[name=billingAccountName]", name);
    await page.fill("[name=billingAccountId]", name);
    await page.makeReport();
    await assertShown(page, "#preview td", name.trim(), what);
    await assertUnharmed(page, `billingAccountId: ${what}`);
  }
});

inEachBrowser("an invoice of hostile ids and descriptions", async (page) => {
  const each = cases["invoice-everything"];
  for (const [what, name] of shareOf(SORTS, page)) {
    await page.goto(`${page.url}?${Object.keys(NAMES).indexOf(what)}`);
    const invoice = { ...JSON.parse(each.options.invoice), invoice_id: name, credits: [{ description: name, amount: -1, username: name }], taxes: [{ description: name, amount: 1.43, rate: 10 }] };
    await page.dropFiles("#drop-zone", [...each.files, { name: `${name}.json`, text: json(invoice) }]);
    await page.waitFor("#make-report:enabled");
    await page.check("[name=source][value=invoice]");
    await page.fill("[name=charge_month]", each.request.charge_month);
    await page.select("[name=timeframe]", "day");
    await page.makeReport();
    await assertShown(page, "#invoice-title", name.trim(), what);
    await assertUnharmed(page, `an invoice: ${what}`);
    if (what.startsWith("from")) await photograph(page, "invoice");
  }
});

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

inEachBrowser("a FOCUS CSV of hostile names, cells and columns: the check", async (page) => {
  const [header, first] = cases["sample-account"].expected.csv.split("\n");
  const columns = header.split(",");
  const cells = first.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "")).slice(0, columns.length);
  const isText = (column) => /Name$|Id$|Category|Unit$|Type$|Description$|^x_|Tags|Currency$|Class$|Frequency$/.test(column);
  const rows = names.map((name) => columns.map((column, index) => (isText(column) ? quoted(name) : cells[index])));
  const csv = (columns, rows) => `${[columns, ...rows].map((row) => row.join(",")).join("\n")}\n`;
  const given = {
    "its cells": csv(columns, rows),
    "its columns": csv([...columns, ...names.map(quoted)], [[...cells, ...names.map(quoted)]]),
  };
  for (const [what, text] of Object.entries(given)) {
    await page.goto(`${page.url}?${encodeURIComponent(what)}#mode=check`);
    await page.dropFiles("body", [{ name: `${NAMES["from right to left"]} ${NAMES.image}.csv`, text }]);
    await page.click("#check-now");
    await page.ready("done");
    await assertShown(page, "#check-given", NAMES.image);
    await assertUnharmed(page, `a check: ${what}`);
    await photograph(page, `check-${what.split(" ")[1]}`);
  }
  assert.ok((await page.count("#check-findings li")) > 0);
});

const behind = {};

/** Where fal would be: whatever is asked, a page that names hostile things, or an error in hostile words. */
async function serveHostile({ port }) {
  const fal = createServer((request, response) => {
    response.writeHead(behind.name === undefined ? 200 : 400, { "Content-Type": "application/json" });
    response.end(json(behind.name === undefined ? usage : { error: { type: behind.name, message: behind.name } }));
  });
  await new Promise((up) => fal.listen(0, "127.0.0.1", up));
  const served = await startServer({ port, key: "key-id:key-secret", upstream: `http://127.0.0.1:${fal.address().port}` });
  behind.address = served.address;
  return { url: served.url, close: () => Promise.all([served.close(), new Promise((done) => fal.close(done))]) };
}

inEachBrowser("what fal answers in hostile words is told as text", async (page) => {
  page.expectTrouble(/Failed to load resource|NetworkError/);
  await page.goto(behind.address);
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await page.fill("[name=start]", day(2));
  await page.fill("[name=end]", day(1));
  for (const [what, name] of Object.entries(NAMES)) {
    behind.name = name;
    await page.click("#fetch-start");
    await page.waitUntil((said) => document.getElementById("fetch-trouble").textContent.includes(said), shownText(name).slice(0, 12));
    await assertUnharmed(page, `fal's error: ${what}`);
  }
  await photograph(page, "fetch");
  behind.name = undefined;
}, { server: serveHostile });

// What the page's own check above would not tell

test("what cannot be seen is written out, and what is written from right to left is told apart", () => {
  assert.equal(shownText("a\u202eb\u0000\ufeff\n\tc"), "a\\u202eb\\u0000\\ufeff\n\tc");
  assert.equal(shownText(NAMES.image), NAMES.image);
  assert.equal(shownText(NAMES.piled), `a${"\u0301".repeat(8)}${"\\u0301".repeat(292)}z`);
  // Joiners are how some scripts, and families, are written.
  for (const text of ["\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u{1f469}\u200d\u{1f4bb}", "caf\u00e9 \u6f22"]) assert.equal(shownText(text), text);
  assert.deepEqual(inDirections("plain 12"), ["plain 12"]);
  assert.deepEqual(inDirections("a \u05d0 1, \u05d1 2 b"), ["a ", "\u05d0 1, \u05d1", " 2 b"]);
  assert.equal(inDirections("x\u05d0y".repeat(9)).join(""), "x\u05d0y".repeat(9));
});
