// The data, as it is given to the page: files of every kind become the golden reports.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { inEachBrowser } from "./browser.mjs";
import { cases, factOf, fillRequest, give, gzipped } from "./give-case.mjs";

inEachBrowser("files given to the page make the golden report, in any order", async (page) => {
  const pages = cases["several-pages"];
  await give(page, pages);
  await page.fill("[name=billingAccountId]", pages.options.billingAccountId);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, pages.expected.csv);
  await page.click("#use-sample");
  await page.makeReport();
});

inEachBrowser("an invoice document, companions and usage, all compressed, make the golden report of the invoice", async (page) => {
  const each = cases["invoice-everything"];
  await give(page, each, gzipped);
  assert.ok(await page.isChecked("[name=source][value=invoice]"), "the document's source");
  assert.equal(await factOf(page, "#window", "charge_month"), "2025-02");
  const listed = await page.texts("#file-list li");
  assert.match(listed[0], /0-teams\.json\.gz.*read first/);
  assert.match(listed[1], /invoice\.json\.gz.*invoice document/);
  await page.fill("[name=billingAccountId]", each.options.billingAccountId);
  await page.select("[name=inputTimeframe]", each.options.inputTimeframe);
  await page.check("[name=roundingRow]");
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, each.expected.csv);
  const sums = await page.evaluate(() =>
    Object.fromEntries([...document.querySelectorAll("#invoice td")].map((cell) => [cell.dataset.name, cell.textContent])));
  const { usage, credits, taxes, sum, total, residue, rounding } = each.expected.summary.invoice;
  assert.deepEqual(sums, { Usage: usage, Credits: credits, Taxes: taxes, Sum: sum, "Invoice total": total, Residue: residue, "Rounding row": rounding });
  assert.match(await page.text("#agreement"), /agrees/);
  assert.match(await page.text("#completeness"), /^Complete/);
  await page.click("#use-sample");
  await page.makeReport();
  assert.ok(!(await page.isVisible("#invoice")));
});

inEachBrowser("two invoice documents, and one that is wrong, are told beside the files", async (page) => {
  const told = (words) =>
    page.waitUntil((words) => document.getElementById("invoice-error").textContent.includes(words), words);
  const right = '{"invoice_id": "FAL-1", "billing_month": "2025-03"}';
  await page.giveFiles("#files", [{ name: "a.json", text: right }, { name: "b.json", text: right.replace("1", "2") }]);
  await told("more than one");
  await page.click("[aria-label='Remove a.json']");
  assert.equal(await page.text("#invoice-error"), "");
  assert.ok(!(await page.isEnabled("#make-report")), "an invoice alone is no usage");
  await page.giveFiles("#files", [{ name: "c.json", text: right.replace("}", ', "totl": 5}') }]);
  // What is recognised may take another place in the list, and be under the click.
  await told("more than one");
  await page.click("[aria-label='Remove b.json']");
  await told("totl");
});

inEachBrowser("a FOCUS report is read back, and options that do not apply to one are not sent", async (page) => {
  const each = cases["csv-hours-to-days"];
  await page.fill("[name=billingAccountId]", "fal:other");
  await give(page, each);
  assert.ok(!(await page.isVisible("[name=billingAccountId]")));
  assert.ok(await page.isVisible("[name=inputSpreadsheetSafe]"));
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, each.expected.csv);
});

// Pasted

const fileNames = (page) => page.evaluate(() =>
  [...document.querySelectorAll("#file-list li:not([hidden]) .file-name")].map((name) => name.firstChild.textContent));
const filesAre = (page, names) => page.waitUntil((names) =>
  JSON.stringify([...document.querySelectorAll("#file-list .file-name")].map((name) => name.firstChild.textContent)) === names,
JSON.stringify(names));

/** What is there already, with the case's request, becomes the case's report. */
async function makesTheGoldenReport(page, { request, options, expected }) {
  await page.waitFor("#make-report:enabled");
  await fillRequest(page, request);
  await page.fill("[name=billingAccountId]", options.billingAccountId);
  await page.makeReport();
  assert.equal((await page.download("#download-csv")).text, expected.csv);
}

inEachBrowser("text pasted anywhere becomes a file, and the golden report", async (page) => {
  const { files } = cases["several-pages"];
  for (const { text } of files) await page.pasteText("#open-paste", text);
  await filesAre(page, files.map((_, index) => `pasted-${index + 1}.json`));
  await makesTheGoldenReport(page, cases["several-pages"]);
});

inEachBrowser("what is pasted into a text field stays there", async (page) => {
  await page.fill("[name=billingAccountId]", "");
  await page.pasteText("[name=billingAccountId]", "fal:acme");
  await page.waitUntil(() => document.getElementById("billingAccountId").value === "fal:acme");
  assert.deepEqual(await fileNames(page), ["sample.json"]);
});

inEachBrowser("text is pasted into a field of its own, too: JSON or CSV", async (page) => {
  assert.ok(!(await page.isVisible("#paste-text")));
  await page.click("#open-paste");
  assert.equal(await page.evaluate(() => document.activeElement.id), "paste-text");
  await page.click("#add-pasted");
  assert.deepEqual(await fileNames(page), ["sample.json"], "nothing is no file");
  const [{ text }] = cases["csv-round-trip"].files;
  await page.fill("#paste-text", text);
  await page.click("#add-pasted");
  await page.waitUntil(() => document.querySelector(".file-kind")?.textContent === "FOCUS report");
  assert.deepEqual(await fileNames(page), ["pasted-1.csv"]);
  assert.ok(!(await page.isVisible("#paste-text")));
  assert.equal(await page.evaluate(() => document.activeElement.id), "open-paste");
  await page.click("#open-paste");
  assert.equal(await page.value("#paste-text"), "");
});

inEachBrowser("files are pasted; a picture is left out, and gives way to the text beside it", async (page) => {
  const paste = (files, text) => page.evaluate((files, text) => {
    const clipboardData = new DataTransfer();
    for (const name of files) clipboardData.items.add(new File([`{"${name}": 1}`], name));
    if (text) clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, files, text);
  await paste(["image.png", "page-1.json"]);
  await filesAre(page, ["page-1.json"]);
  assert.equal(await page.text("#left-out"), "1 file left out: not JSON, NDJSON, CSV or .gz.");
  await paste(["image.png"], "BilledCost\n1.0\n");
  await filesAre(page, ["page-1.json", "pasted-1.csv"]);
  await paste(["image.png"]);
  assert.equal(await page.text("#left-out"), "1 file left out: not JSON, NDJSON, CSV or .gz.");
}, { chromiumOnly: "Firefox lets no script make a clipboard that holds files" });

// Folders

const NO_FOLDERS = "WebDriver BiDi neither chooses folders nor drops what lies on a disk";

/** Runs `act` with a folder as it lies on a disk: usage, two files of one name, and what else gathers there. */
async function withFolder(act) {
  const root = mkdtempSync(join(tmpdir(), "fal-focus-folder-"));
  const [first, second, third] = cases["several-pages"].files.map(({ text }) => text);
  const files = {
    "a/page.json": first,
    "b/page.json": second,
    "b/deep/page-3.json.gz": gzipSync(third),
    "notes.txt": "x",
    "b/chart.png": "x",
    ".DS_Store": "x",
    ".git/config.json": "{}",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, "october", path)), { recursive: true });
    writeFileSync(join(root, "october", path), content);
  }
  try {
    await act(join(root, "october"));
  } finally {
    rmSync(root, { recursive: true });
  }
}

const IN_FOLDER = ["october/a/page.json", "page-3.json.gz", "october/b/page.json"];
const LEFT_OUT = "2 files left out: not JSON, NDJSON, CSV or .gz.";

async function assertFolderMakesTheReport(page) {
  await filesAre(page, IN_FOLDER);
  assert.match(await page.text("#file-count"), /^3 files, /);
  await makesTheGoldenReport(page, cases["several-pages"]);
}

inEachBrowser("a folder that is chosen is read with all that is in it; what cannot be usage is left out and told", async (page) => {
  await withFolder(async (folder) => {
    await (await page.waitFor("#folder")).uploadFile(folder);
    await assertFolderMakesTheReport(page);
    // Chromium itself leaves hidden files out of what is chosen.
    assert.ok((await page.text("#left-out")).startsWith(LEFT_OUT));
  });
}, { chromiumOnly: NO_FOLDERS });

inEachBrowser("a folder that is dropped is read the same; files of one name are told apart by their paths", async (page) => {
  await withFolder(async (folder) => {
    await dropFromDisk(page, folder);
    await assertFolderMakesTheReport(page);
    assert.equal(await page.text("#left-out"), `${LEFT_OUT} 2 files left out: hidden.`);
    await dropFromDisk(page, folder);
    await page.waitUntil(() => /3 files left out: there already\./.test(document.getElementById("left-out").textContent));
    await page.click("[aria-label='Remove october/a/page.json']");
    await filesAre(page, ["page-3.json.gz", "page.json"]);
    assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Remove page-3.json.gz");
  });
}, { chromiumOnly: NO_FOLDERS });

async function dropFromDisk(page, path) {
  await page.evaluate(() => document.getElementById("drop-zone").scrollIntoView());
  const { x, y } = await (await page.waitFor("#drop-zone")).boundingBox();
  const session = await page.raw.createCDPSession();
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: x + 9, y: y + 9, data });
  }
}

inEachBrowser("an error names a file by what tells it from others", async (page) => {
  await withFolder(async (folder) => {
    writeFileSync(join(folder, "b/page.json"), '{"time_series": [');
    await dropFromDisk(page, folder);
    await filesAre(page, IN_FOLDER);
    await page.makeReport("failed");
    assert.equal(await factOf(page, "#error", "file"), "october/b/page.json");
  });
}, { chromiumOnly: NO_FOLDERS });

// Many

inEachBrowser("a thousand files: folded, counted, looked at, removed at once", async (page) => {
  const isShown = () => page.evaluate(() => [...document.querySelectorAll("#file-list li")].filter((item) => item.checkVisibility()).length);
  await page.evaluate((first) => {
    const dataTransfer = new DataTransfer();
    for (let number = 0; number < 1000; number += 1) {
      const text = number === 0 ? first : `{"time_series": [], "has_more": true, "next_cursor": "${number}"}`;
      dataTransfer.items.add(new File([text], `page-${number}.json`));
    }
    document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
  }, cases["several-pages"].files[2].text);
  await page.waitFor("#make-report:enabled");
  assert.match(await page.text("#file-count"), /^1,000 files, \d+\.\d kB$/);
  assert.match(await page.text("#status"), /1,000 files are ready/);
  const folded = await isShown();
  assert.ok(folded > 5 && folded < 30, `${folded} are shown`);
  await page.click("#show-all-files");
  assert.equal(await isShown(), 1000);
  assert.equal(await page.attribute("#show-all-files", "aria-expanded"), "true");
  const last = await page.evaluate(() => document.querySelector("#file-list li:last-child .file-name").textContent);
  assert.equal(last, "page-999.json");
  await page.click("#show-all-files");
  assert.equal(await isShown(), folded);
  await page.click("#remove-all");
  assert.equal(await page.count("#file-list li"), 0);
  assert.ok(!(await page.isEnabled("#make-report")));
  await page.click("#use-sample");
  await page.makeReport();
});

inEachBrowser("files of several kinds are counted by kind", async (page) => {
  await give(page, cases["invoice-everything"]);
  assert.match(await page.text("#file-count"), /^\d+ files, .*: \d+ of replies, \d+ read first, 1 invoice$/);
});
