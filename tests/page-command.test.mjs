// The command line that the page shows makes the same report: it is run by a shell, on the same files.

import assert from "node:assert/strict";
import { test } from "node:test";

import { checkCommand, quoted, reportCommand } from "../www/report/command-line.js";
import { inEachBrowser, shareOf } from "./browser.mjs";
import { cases, give } from "./give-case.mjs";
import { runInShell } from "./shell.mjs";

/** Names and values that a shell, or the command line behind it, could take for something else. */
const HOSTILE = [
  "it's.json",
  "two words.json",
  "-rf.json",
  "--help",
  "line\nbreak.json",
  "$(touch ran) `touch ran` $HOME.json",
  "~.json",
  "=ls.json",
  "\"double\".json",
  "back\\slash.json",
  "a;touch ran&.json",
  "*.json",
  "#.json",
  "!!.json",
  "ünï ☃.json",
  "report",
];

const { request, options, files: [usage], expected } = cases["one-unit-rows-added"];
const given = (name, kind = "replies") => ({ file: { name }, path: name, name, kind });

for (const name of HOSTILE) {
  test(`a file called ${JSON.stringify(name)} stays one file for the shell`, () => {
    const made = { request, options, replies: { origin: "files", files: [given(name)] } };
    const { command } = reportCommand(made, "out.csv");
    const { status, stderr, written } = runInShell(command, [{ name, text: usage.text }]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(Object.keys(written), ["out.csv"]);
    assert.equal(written["out.csv"], expected.csv);
  });
}

test("values that look like options stay values", () => {
  for (const value of ["--help", "-x", "a b", "it's", "$HOME"]) {
    const made = { request, options: { ...options, billingAccountId: value, billingAccountName: value }, replies: { origin: "files", files: [given("usage.json")] } };
    const { command } = reportCommand(made, "out.csv");
    const { status, stderr, written } = runInShell(command, [{ name: "usage.json", text: usage.text }]);
    assert.equal(status, 0, stderr);
    const [header, row] = written["out.csv"].split("\n").map((line) => line.split(","));
    assert.equal(row[header.indexOf("BillingAccountId")], value);
  }
});

test("a word that needs no quotes has none", () => {
  for (const word of ["usage.json", "2026-10-01T09:30:00Z", "models/usage", "Europe/Berlin", "a=b"]) assert.equal(quoted(word), word);
  for (const word of ["", "~", "a b", "=a", "-a", "a\nb"]) assert.equal(quoted(word), `'${word}'`);
});

test("--now is there only where the report would be another one later", () => {
  const now = "2026-10-05T12:00:00.000Z";
  const isThere = (request, options) => {
    const { command } = reportCommand({ request, options: { ...options, now }, replies: { origin: "files", files: [given("a.json")] } }, "out.csv");
    return command.includes(`--now ${now}`);
  };
  const range = { source: "estimate", start: "2026-10-01", end: "2026-10-02" };
  assert.ok(!isThere(range, { rangeLimit: "none" }));
  assert.ok(isThere(range, { rangeLimit: "lookback" }));
  assert.ok(isThere({ source: "estimate", start: "2026-10-01" }, { rangeLimit: "none" }));
  assert.ok(isThere({ source: "invoice" }, { rangeLimit: "none" }));
  assert.ok(!isThere({ source: "invoice" }, { rangeLimit: "none", invoice: "{}" }));
  assert.ok(!isThere({ source: "invoice", charge_month: "2026-09" }, { rangeLimit: "none" }));
});

test("what the command line cannot say is told, and so are two files of one name", () => {
  const replies = { origin: "files", files: [given("a.json"), given("a.json")] };
  const { notes } = reportCommand({ request, options: { madeUp: true, ...options }, replies }, "out.csv");
  assert.ok(notes.some((note) => note.includes("madeUp")), notes.join());
  assert.ok(notes.some((note) => note.includes("called a.json")), notes.join());
});

test("a check's command line says its options", () => {
  assert.equal(checkCommand({ options: {}, file: "report.csv" }), "npx fal-focus check report.csv");
  const options = { focusVersion: "1.2", applicability: ["TAGGING_SUPPORTED", "UNIT_PRICING_SUPPORTED"] };
  assert.equal(
    checkCommand({ options, file: "-my report.csv" }),
    ["npx fal-focus check", "--focus-version 1.2", "--applicability TAGGING_SUPPORTED,UNIT_PRICING_SUPPORTED", "'./-my report.csv'"].join(" \\\n  "),
  );
  assert.equal(checkCommand({ options: { applicability: [] }, file: "a.csv" }), "npx fal-focus check --applicability='' a.csv");
});

/** What the form cannot know from the files. */
const FORM = {
  "several-pages": (page, { options }) => page.fill("[name=billingAccountId]", options.billingAccountId),
  "invoice-everything": async (page, { options }) => {
    await page.fill("[name=billingAccountId]", options.billingAccountId);
    await page.select("[name=inputTimeframe]", options.inputTimeframe);
    await page.check("[name=roundingRow]");
  },
  "csv-hours-to-days": async () => {},
  "skip-invalid-usage": (page) => page.check("[name=onInvalid]"),
};

inEachBrowser("the command line shown makes the bytes that the page made", async (page) => {
  for (const [name, fill] of shareOf(Object.entries(FORM), page)) {
    const each = cases[name];
    // Another address, so that the page is loaded anew.
    await page.goto(`${page.url}?${name}`);
    await give(page, each);
    await fill(page, each);
    await page.makeReport();
    const csv = await page.download("#download-csv");
    if (name !== "skip-invalid-usage") assert.equal(csv.text, each.expected.csv, name);
    const files = [...each.files, ...(each.options.invoice ? [{ name: "invoice.json", text: each.options.invoice }] : [])];
    const { status, stderr, written } = runInShell(await page.text("#command-line"), files);
    // The command checks as the page did: of a FOCUS CSV with few columns a MUST fails.
    assert.equal(status, name === "csv-hours-to-days" ? 1 : 0, `${name}: ${stderr}`);
    assert.deepEqual(Object.keys(written), [csv.name]);
    assert.equal(written[csv.name], csv.text, name);
  }
});

inEachBrowser("the command line is copied as it stands", async (page) => {
  await page.makeReport();
  await page.click("#command summary");
  if (page.browserName === "chromium") {
    await page.raw.browserContext().overridePermissions(page.url, ["clipboard-read", "clipboard-sanitized-write"]);
  }
  await page.click("#copy-command");
  await page.waitUntil(() => document.getElementById("copy-command").textContent === "Copied");
});
