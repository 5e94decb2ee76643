// The page as a person uses it, in headless Chromium, served as `npm start` serves it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { openBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";

const cases = Object.fromEntries(caseFolders().map((each) => [each.name, each]));
const sample = cases["sample-account"];

let browser;
let page;
/** What must stay empty: errors of the page, and requests to anywhere but its own server. */
let trouble;

before(async () => {
  browser = await openBrowser({ viewport: { width: 1200, height: 900 } });
  page = browser.page;
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(browser.url) && !url.startsWith(`blob:${browser.url}`)) trouble.push(url);
  });
});
after(() => browser.close());

beforeEach(async () => {
  trouble = [];
  await page.goto(browser.url);
  await page.waitForSelector("body[data-state=idle]");
});

const makeReport = async (state = "done") => {
  await page.click("#make-report");
  await page.waitForSelector(`body[data-state=${state}]`);
};

const downloaded = async (selector) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
};

const factOf = (list, name) => page.textContent(`${list} dd[data-name="${name}"]`);
const uploads = ({ files }) => files.map(({ name, text }) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) }));

test("the sample becomes the golden report in one click, and downloads", async () => {
  await page.fill("[name=billingAccountId]", sample.options.billingAccountId);
  await page.fill("[name=billingAccountName]", sample.options.billingAccountName);
  await makeReport();
  const csv = await downloaded("#download-csv");
  assert.equal(csv.name, "fal-focus-estimate-2026-10-01_2026-11-01.csv");
  assert.equal(csv.text, sample.expected.csv);
  const summary = JSON.parse((await downloaded("#download-summary")).text);
  assert.deepEqual(summary.totals, sample.expected.summary.totals);
  const metadata = JSON.parse((await downloaded("#download-metadata")).text);
  assert.equal(metadata.Schema.FocusVersion, "1.2");
  assert.match(await page.textContent("#totals"), /5947\.679538557.*5947\.679538557/s);
  assert.match(await page.textContent("#balance"), /reconciles to the last digit/);
  assert.equal(await page.locator("#preview tbody tr").count(), 50);
  assert.deepEqual(trouble, []);
});

test("the resolved request follows the form", async () => {
  assert.equal(await factOf("#window", "charge periods"), "31");
  await page.selectOption("[name=timeframe]", "week");
  assert.equal(await factOf("#window", "charge periods"), "5");
  assert.equal(await factOf("#window", "start"), "2026-09-27T22:00:00Z");
  assert.match(await page.textContent("#curl"), /api\.fal\.ai\/v1\/models\/usage\?.*timeframe=week/s);
  assert.deepEqual(trouble, []);
});

test("an invoice asks for its own parameters and sends no others", async () => {
  await page.check("[name=source][value=invoice]");
  assert.ok(await page.isHidden("[name=start]"));
  await page.fill("[name=billing_month]", "2026-11");
  assert.equal(await factOf("#window", "charge_month"), "2026-10");
  await makeReport();
  assert.match((await downloaded("#download-csv")).name, /^fal-focus-invoice-2026-10\.csv$/);
  assert.match(await page.textContent("#warnings"), /usage_only/);
  assert.deepEqual(trouble, []);
});

test("a wrong parameter marks its field, and says what to do", async () => {
  await page.fill("[name=timezone]", "Mars/Phobos");
  assert.equal(await page.getAttribute("[name=timezone]", "aria-invalid"), "true");
  assert.match(await page.textContent("#timezone-error"), /Mars\/Phobos.*IANA name/s);
  await page.fill("[name=timezone]", "Asia/Kolkata");
  assert.equal(await page.getAttribute("[name=timezone]", "aria-invalid"), null);
  assert.deepEqual(trouble, []);
});

test("files given to the page make the golden report, in any order", async () => {
  const pages = cases["several-pages"];
  await page.setInputFiles("#files", uploads(pages).reverse());
  const { start, end, timeframe } = pages.request;
  await page.fill("[name=start]", start);
  await page.fill("[name=end]", end);
  await page.selectOption("[name=timeframe]", timeframe);
  await page.fill("[name=timezone]", "UTC");
  await page.fill("[name=billingAccountId]", pages.options.billingAccountId);
  await makeReport();
  assert.equal((await downloaded("#download-csv")).text, pages.expected.csv);
  await page.click("#use-sample");
  await makeReport();
  assert.deepEqual(trouble, []);
});

/** Gives a case's files to the page, changed by `about`, and fills its request in. */
async function give({ request, options, files }, about = (file) => file) {
  const given = uploads({ files });
  if (options.invoice) given.push({ name: "invoice.json", mimeType: "application/json", buffer: Buffer.from(options.invoice) });
  await page.setInputFiles("#files", given.map(about).reverse());
  await page.waitForSelector("#make-report:enabled");
  await page.selectOption("[name=timeframe]", request.timeframe ?? "auto");
  await page.fill("[name=timezone]", request.timezone ?? "UTC");
  if (request.source === "invoice") return;
  await page.fill("[name=start]", request.start);
  await page.fill("[name=end]", request.end);
}
const gzipped = ({ name, mimeType, buffer }) => ({ name: `${name}.gz`, mimeType, buffer: gzipSync(buffer) });

test("an invoice document, companions and usage, all compressed, make the golden report of the invoice", async () => {
  const each = cases["invoice-everything"];
  await give(each, gzipped);
  assert.ok(await page.isChecked("[name=source][value=invoice]"), "the document's source");
  assert.equal(await factOf("#window", "charge_month"), "2025-02");
  const listed = await page.locator("#file-list li").allTextContents();
  assert.match(listed[0], /0-teams\.json\.gz.*read first/);
  assert.match(listed[1], /invoice\.json\.gz.*invoice document/);
  await page.fill("[name=billingAccountId]", each.options.billingAccountId);
  await page.selectOption("[name=inputTimeframe]", each.options.inputTimeframe);
  await page.check("[name=roundingRow]");
  await makeReport();
  assert.equal((await downloaded("#download-csv")).text, each.expected.csv);
  const sums = await page.locator("#invoice td").evaluateAll((cells) => Object.fromEntries(cells.map((cell) => [cell.dataset.name, cell.textContent])));
  const { usage, credits, taxes, sum, total, residue, rounding } = each.expected.summary.invoice;
  assert.deepEqual(sums, { Usage: usage, Credits: credits, Taxes: taxes, Sum: sum, "Invoice total": total, Residue: residue, "Rounding row": rounding });
  assert.match(await page.textContent("#agreement"), /agrees/);
  assert.match(await page.textContent("#completeness"), /^Complete/);
  await page.click("#use-sample");
  await makeReport();
  assert.ok(await page.isHidden("#invoice"));
  assert.deepEqual(trouble, []);
});

test("an invoice document and an estimate: said in words, and no report", async () => {
  await give(cases["invoice-total-differs"]);
  await page.check("[name=source][value=estimate]");
  for (const place of ["#invoice-error", "#unresolved"]) {
    assert.match(await page.textContent(place), /does not apply to source=estimate.*use source=invoice/);
  }
  await makeReport("failed");
  assert.match(await page.textContent("#error"), /invalid_option/);
  await page.check("[name=source][value=invoice]");
  assert.equal(await page.textContent("#invoice-error"), "");
  await makeReport();
  assert.match(await page.textContent("#agreement"), /does not agree/);
  assert.match(await page.textContent("#warnings"), /invoice_total_differs/);
  assert.deepEqual(trouble, []);
});

test("two invoice documents, and one that is wrong, are told beside the files", async () => {
  const document = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  const right = '{"invoice_id": "FAL-1", "billing_month": "2025-03"}';
  await page.setInputFiles("#files", [document("a.json", right), document("b.json", right.replace("1", "2"))]);
  await page.waitForFunction(() => /more than one/.test(document.getElementById("invoice-error").textContent));
  await page.click("[aria-label='Remove a.json']");
  assert.equal(await page.textContent("#invoice-error"), "");
  assert.ok(await page.isDisabled("#make-report"), "an invoice alone is no usage");
  await page.setInputFiles("#files", [document("c.json", right.replace("}", ', "totl": 5}'))]);
  await page.click("[aria-label='Remove b.json']");
  await page.waitForFunction(() => /totl/.test(document.getElementById("invoice-error").textContent));
  assert.deepEqual(trouble, []);
});

test("a compressed file that is cut off is named, with a hint", async () => {
  const { name, mimeType, buffer } = gzipped(uploads(cases["several-pages"])[0]);
  await page.setInputFiles("#files", [{ name, mimeType, buffer: buffer.subarray(0, -10) }]);
  await page.waitForSelector("#make-report:enabled");
  await makeReport("failed");
  const said = await page.textContent("#error");
  for (const part of [name, "io_error", "cannot be decompressed", "save it again"]) assert.ok(said.includes(part), `${part} in: ${said}`);
  assert.deepEqual(trouble, []);
});

test("overlapping replies show the choice that answers them", async () => {
  const each = cases["usage-and-events"];
  await give(each);
  assert.ok(await page.isHidden("[name=inputKind]"));
  await makeReport("failed");
  assert.match(await page.textContent("#error"), /overlapping_replies/);
  assert.equal(await page.getAttribute("[name=inputKind]", "aria-invalid"), "true");
  await page.click("#error a");
  assert.equal(await page.evaluate(() => document.activeElement.name), "inputKind");
  await page.selectOption("[name=inputKind]", "models/usage");
  await makeReport();
  assert.match(await page.textContent("#warnings"), /other_kind_left_out/);
  assert.deepEqual(trouble, []);
});

test("what cannot be read is left out when that is asked for, and listed with its path", async () => {
  const each = cases["skip-invalid-usage"];
  await give(each);
  await makeReport("failed");
  await page.check("[name=onInvalid]");
  await makeReport();
  const listed = await page.locator("#skipped-items li").allTextContents();
  assert.equal(listed.length, each.expected.summary.skipped.length);
  for (const [index, { file, field, code }] of each.expected.summary.skipped.entries()) {
    for (const part of [file, field, code]) assert.ok(listed[index].includes(part), listed[index]);
  }
  assert.match(await page.textContent("#completeness"), /^Not complete: .*left out/);
  assert.deepEqual(trouble, []);
});

test("a FOCUS report is read back, and options that do not apply to one are not sent", async () => {
  const each = cases["csv-hours-to-days"];
  await page.fill("[name=billingAccountId]", "fal:other");
  await give(each);
  assert.ok(await page.isHidden("[name=billingAccountId]"));
  assert.ok(await page.isVisible("[name=inputSpreadsheetSafe]"));
  await makeReport();
  assert.equal((await downloaded("#download-csv")).text, each.expected.csv);
  assert.deepEqual(trouble, []);
});

/** Gives a FOCUS report of 1.2 to the page. */
async function giveReport() {
  const each = cases["csv-round-trip"];
  await give(each);
  await page.check("[name=source][value=invoice]");
  await page.fill("[name=charge_month]", each.request.charge_month);
}

const headerOf = (csv) => csv.split("\n")[0].split(",");

test("the report is written in the version chosen, without the columns that are not wanted", async () => {
  assert.equal(await page.inputValue("[name=focusVersion]"), "1.2");
  assert.ok(await page.isDisabled("[name=focusVersion] option[value=auto]"), "replies have no version to keep");
  for (const name of ["customColumns", "personalData"]) assert.ok(await page.isChecked(`[name=${name}]`), name);
  await page.selectOption("[name=focusVersion]", "1.4");
  await page.uncheck("[name=personalData]");
  await makeReport();
  assert.equal(await factOf("#facts", "FOCUS version"), "1.4");
  const header = headerOf((await downloaded("#download-csv")).text);
  for (const column of ["ServiceProviderName", "InvoiceDetailId", "x_App"]) assert.ok(header.includes(column), column);
  for (const column of ["ProviderName", "x_AuthMethod", "x_LoginUsername"]) assert.ok(!header.includes(column), column);
  assert.equal(JSON.parse((await downloaded("#download-metadata")).text).Recency.TimeSectors.length, 1);
  assert.ok(await page.isHidden("#lost"));
  await page.uncheck("[name=customColumns]");
  await makeReport();
  assert.ok(headerOf((await downloaded("#download-csv")).text).every((name) => !name.startsWith("x_")));
  assert.deepEqual(trouble, []);
});

test("a FOCUS report keeps its version unless another is chosen, and what is lost is listed", async () => {
  await giveReport();
  assert.equal(await page.inputValue("[name=focusVersion]"), "auto");
  await makeReport();
  assert.equal(await factOf("#facts", "FOCUS version"), "1.2");
  assert.ok(await page.isHidden("#lost"));
  await page.selectOption("[name=focusVersion]", "1.0");
  await makeReport();
  const { lost } = JSON.parse((await downloaded("#download-summary")).text);
  assert.ok(lost.length > 0);
  assert.match(await page.textContent("#lost-title"), /^Lost: values of \d+ columns that FOCUS 1\.0 does not have$/);
  const listed = await page.locator("#lost-items li").allTextContents();
  assert.deepEqual(listed, lost.map(({ column, count }) => `${column}${count} value${count === 1 ? "" : "s"}`));
  assert.match(await page.textContent("#warnings"), /values_lost/);
  await page.selectOption("[name=focusVersion]", "1.4");
  await makeReport();
  assert.ok(await page.isHidden("#lost"));
  assert.ok(headerOf((await downloaded("#download-csv")).text).includes("HostProviderName"));
  assert.deepEqual(trouble, []);
});

test("a version that nobody has chosen goes with the data; one that was chosen stays", async () => {
  const version = () => page.inputValue("[name=focusVersion]");
  await give(cases["csv-round-trip"]);
  await page.click("#use-sample");
  assert.equal(await version(), "1.2");
  await page.selectOption("[name=focusVersion]", "1.3");
  await give(cases["csv-round-trip"]);
  assert.equal(await version(), "1.3");
  await page.selectOption("[name=focusVersion]", "auto");
  await page.click("#file-list button");
  assert.equal(await version(), "1.2");
  assert.deepEqual(trouble, []);
});

test("the report is held against FOCUS's rules, unless that is not wanted", async () => {
  await makeReport();
  assert.match(await page.textContent("#verdict"), /^FOCUS 1\.2: \d+ rules checked, 0 MUST failed, 0 SHOULD failed$/);
  assert.equal(await page.locator("#findings > li").count(), 0);
  assert.match(await page.textContent("#other-rules"), /160 no machine can decide from it/);
  await page.uncheck("[name=check]");
  await makeReport();
  assert.ok(await page.isHidden("#conformance"));
  assert.deepEqual(trouble, []);
});

test("what breaks a rule is listed, with what to do, and opens to its rows as text", async () => {
  const text = sample.expected.csv.replace(",Usage-Based,", ",<img src=x onerror=alert(1)>,");
  await page.setInputFiles("#files", uploads({ files: [{ name: "report.csv", text }] }));
  await page.waitForFunction(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
  await page.selectOption("[name=timeframe]", "day");
  await makeReport();
  assert.match(await page.textContent("#verdict"), /, 1 MUST failed, 0 SHOULD failed$/);
  const finding = page.locator("#findings > li");
  assert.equal(await finding.count(), 1);
  assert.match(await finding.locator("summary").textContent(), /^MUSTChargeFrequency-C-003-M1 row: .+\.$/);
  assert.ok(await finding.locator("ul").isHidden());
  await finding.locator("summary").click();
  assert.match(await finding.locator("ul").textContent(), /^Row \d+: ChargeFrequency <img src=x onerror=alert\(1\)>$/);
  assert.equal(await page.locator("#findings img").count(), 0);
  assert.deepEqual(trouble, []);
});

test("every warning and every reason has words of the page's own", async () => {
  const types = await readFile(new URL("../src/wasm/npm/types.d.ts", import.meta.url), "utf8");
  const unionOf = (name) => [...types.split(`export type ${name} =`)[1].split(";")[0].matchAll(/"(\w+)"/g)].map(([, code]) => code);
  const { completenessText, warningAdvice } = await import("../www/wording.js");
  for (const code of unionOf("WarningCode")) assert.ok(warningAdvice({ code }), code);
  const complete = ["manifest", "last_page", "unpaged"];
  for (const completeReason of unionOf("CompleteReason")) {
    const said = completenessText({ complete: complete.includes(completeReason), completeReason });
    assert.match(said, complete.includes(completeReason) ? /^Complete/ : /^Not complete/, completeReason);
  }
});

test("a dropped file that is cut off is named, with its place and a hint", async () => {
  const [{ name, text }] = cases["truncated-json"].files;
  const dropped = await page.evaluateHandle(([name, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, [name, text]);
  await page.dispatchEvent("#drop-zone", "drop", { dataTransfer: dropped });
  assert.match(await page.textContent("#file-list"), new RegExp(name));
  await makeReport("failed");
  const said = await page.textContent("#error");
  for (const part of [name, "time_series[1]", "invalid_json", "download or save the reply again"]) {
    assert.ok(said.includes(part), `${part} in: ${said}`);
  }
  assert.deepEqual(trouble, []);
});

test("the page goes on without its server, once it has loaded", async () => {
  const [worker] = page.workers();
  const isLoaded = () => {
    const loaded = performance.getEntriesByType("resource").filter(({ responseEnd }) => responseEnd > 0);
    return ["fal_focus_bg.wasm", "fal_focus_check_bg.wasm", "rule-words.js"].every((file) => loaded.some(({ name }) => name.endsWith(file)));
  };
  while (!(await worker.evaluate(isLoaded))) await setTimeout(10);
  await page.context().setOffline(true);
  try {
    await makeReport();
    assert.match(await page.textContent("#balance"), /reconciles/);
  } finally {
    await page.context().setOffline(false);
  }
});

test("the browser refuses every connection to another origin, also the worker's", async () => {
  const requests = [];
  const other = createServer((request, response) => {
    requests.push(request.url);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  await new Promise((listening) => other.listen(0, "127.0.0.1", listening));
  try {
    const url = `http://127.0.0.1:${other.address().port}/`;
    const refused = await page.evaluate((url) => fetch(url).then(() => "answered", () => "refused"), url);
    assert.equal(refused, "refused");
    const [worker] = page.workers();
    assert.equal(await worker.evaluate((url) => fetch(url).then(() => "answered", () => "refused"), url), "refused");
    assert.deepEqual(requests, []);
  } finally {
    other.close();
  }
});

test("nothing is wider than a narrow screen", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await makeReport();
  assert.ok((await overflow()) <= 0, `${await overflow()} pixels too wide`);
  const given = {
    "an invoice": () => give(cases["invoice-everything"]),
    "what was left out": () => give(cases["skip-invalid-usage"]),
    "what was lost": giveReport,
  };
  for (const [name, giveData] of Object.entries(given)) {
    await page.goto(browser.url);
    await page.waitForSelector("body[data-state=idle]");
    await giveData();
    await page.check("[name=onInvalid]");
    await page.selectOption("[name=focusVersion]", "1.0");
    await makeReport();
    assert.ok((await overflow()) <= 0, `${name}: ${await overflow()} pixels too wide`);
  }
  await page.setViewportSize({ width: 1200, height: 900 });
});

test("the server serves the page's files and nothing else", async () => {
  const status = async (path, method = "GET") => (await fetch(browser.url + path, { method })).status;
  for (const path of ["", "main.js", "style/base.css", "pkg/fal_focus_bg.wasm"]) assert.equal(await status(path), 200, path);
  for (const path of ["package.json", "..%2fpackage.json", "pkg/..%2fpackage.json", "pkg", "%00", "%"]) {
    assert.equal(await status(path), 404, path);
  }
  assert.equal(await status("", "POST"), 405);
  const { headers } = await fetch(browser.url);
  assert.match(headers.get("content-security-policy"), /^default-src 'none'; .*connect-src 'self'/);
  assert.equal((await fetch(`${browser.url}pkg/fal_focus_bg.wasm`)).headers.get("content-type"), "application/wasm");
});

test("the server prints its address and ends cleanly on Ctrl-C, also with an open connection", async () => {
  const script = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
  const server = spawn(process.execPath, [script, "serve", "--port", "0"]);
  let said = "";
  for await (const chunk of server.stdout) {
    said += chunk;
    if (said.includes("\n")) break;
  }
  const [url] = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
  assert.equal((await fetch(url)).status, 200);
  server.kill("SIGINT");
  assert.equal(await new Promise((ended) => server.on("close", ended)), 0);
});

test("one file names the document, one the network", async () => {
  const www = new URL("../www/", import.meta.url);
  const scripts = readdirSync(www, { recursive: true }).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 10);
  for (const name of scripts) {
    const text = await readFile(new URL(name, www), "utf8");
    const code = text.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "").replaceAll(/"[^"\n]*"/g, '""');
    assert.equal(/\bdocument\b/.test(code), name === "dom.js", name);
    assert.equal(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/.test(code), name === "data/replies.js", name);
  }
});
