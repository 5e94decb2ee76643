// A .wasm that cannot be loaded is never silent: one code, what happened, and what to do. Afterwards it can be loaded.

import { build } from "esbuild";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import init, { FalFocusError, checkFocus, initCheck, resolveRequest } from "fal-focus";

import { BROWSERS, launchBrowser } from "./browser.mjs";
import { serveFolder } from "./hosts/serve-folder.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const wasm = (name) => new URL(`../pkg/${name}`, import.meta.url);
const LOADERS = { "fal_focus_bg.wasm": init, "fal_focus_check_bg.wasm": initCheck };

let server;
let host;
before(async () => {
  server = createServer(({ url }, response) => {
    if (url === "/page.wasm") response.setHeader("Content-Type", "text/html; charset=utf-8").end("<!doctype html>");
    else if (url === "/other.wasm") response.setHeader("Content-Type", "application/wasm").end("no module");
    else if (url in ANSWERS) response.setHeader("Content-Type", "application/wasm").end(readFileSync(wasm(ANSWERS[url])));
    else response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  host = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const ANSWERS = { "/figures.wasm": "fal_focus_figures_bg.wasm", "/report.wasm": "fal_focus_bg.wasm", "/check.wasm": "fal_focus_check_bg.wasm" };

/** `[what, source, what the message says, whether something came]`. */
const FAILURES = [
  ["a file that a server does not have", () => `${host}/none.wasm`, /\/none\.wasm answers 404$/],
  ["a Response without it", () => fetch(`${host}/none.wasm`), /\/none\.wasm answers 404$/],
  ["a page in its place", () => new URL(`${host}/page.wasm`), /\/page\.wasm is a web page$/],
  ["nobody there", () => "http://127.0.0.1:2/none.wasm", /^fal_focus\w* ?.*127\.0\.0\.1:2\/none\.wasm: ./],
  ["no address", () => "none.wasm", /none\.wasm: ./],
  ["a file that is not there", () => new URL("file:///none.wasm"), /ENOENT/],
  ["bytes that are no module", () => new Uint8Array([0, 1, 2]), /WebAssembly/, true],
  ["a file that is no module", () => `${host}/other.wasm`, /WebAssembly/, true],
  ["another module", () => `${host}/figures.wasm`, /WebAssembly/, true],
  ["something else altogether", () => 5, /WebAssembly/, true],
];

for (const [file, load] of Object.entries(LOADERS)) {
  for (const [what, source, message, came = false] of FAILURES) {
    test(`${load.name}: ${what}`, async () => {
      const error = await load(source()).catch((error) => error);
      assert.ok(error instanceof FalFocusError, String(error));
      assert.equal(error.code, "module_unavailable");
      assert.ok(error.message.startsWith(`${file} cannot be loaded: `), error.message);
      assert.match(error.message, message);
      assert.match(error.hint, came ? /^It must be the file of this very version/ : /^Bundlers such as esbuild and Rollup/);
      assert.ok(error.hint.includes(`; ${load.name}(url) says where it is, and fal-focus/inline has it inside`), error.hint);
      assert.throws(() => resolveRequest({ source: "invoice" }), { code: "not_initialized" });
    });
  }
}

test("after all that it loads from an address, once, and no other is looked at", async () => {
  await Promise.all([init(`${host}/report.wasm`), init(new URL(`${host}/none.wasm`))]);
  await init("file:///none.wasm");
  await initCheck(`${host}/check.wasm`);
  await initCheck("file:///none.wasm");
  const header = "BilledCost,ChargePeriodStart,ChargePeriodEnd\n";
  assert.equal((await checkFocus(header, { focusVersion: "1.2" })).rows, 0);
});

test("a bundle that has both entries looks for no file: what is inside is there, in whatever order they come", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fal-focus-bundle-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const imports = ['import "fal-focus";', 'import init, { checkFocus } from "fal-focus/inline";'];
  for (const both of [imports, imports.toReversed()]) {
    const outfile = join(folder, "bundle.mjs");
    const contents = `${both.join("\n")}
      const checked = init().then(() => checkFocus("BilledCost,ChargePeriodStart,ChargePeriodEnd\\n", { focusVersion: "1.2" }));
      checked.then(({ rows }) => console.log(rows), ({ message }) => console.log(message));`;
    await build({ stdin: { contents, resolveDir: root }, bundle: true, platform: "node", format: "esm", ignoreAnnotations: true, outfile, logLevel: "error" });
    assert.equal(execFileSync(process.execPath, [outfile], { encoding: "utf8" }), "0\n");
  }
});

/** Runs in a page: the errors of what is not there, then a report. */
async function loadInPage() {
  const { default: init, initCheck, resolveRequest } = await import("/pkg/web.js");
  const errorOf = (loading) => loading.then(() => null, ({ name, code, message, hint }) => ({ name, code, message, hint }));
  const errors = [];
  for (const load of [init, initCheck]) {
    for (const source of ["/pkg/none.wasm", new URL("/www/index.html", location.href), "/pkg/web.js", new Uint8Array(3)]) errors.push(await errorOf(load(source)));
  }
  await init();
  await initCheck();
  return { errors, month: resolveRequest({ source: "invoice", billing_month: "2025-02" }).charge_month };
}

/** Runs in a page that may compile nothing. */
async function refusedInPage() {
  const { default: init } = await import("/pkg/web.js");
  return init().then(() => null, ({ code, message, hint }) => ({ code, message, hint }));
}

const BLANK = "tests/hosts/service-worker/";

for (const browserName of BROWSERS) {
  test(`in a page too, and afterwards it loads (${browserName})`, async (t) => {
    const browser = await launchBrowser(browserName);
    t.after(() => browser.close());
    const page = await browser.newPage();
    const open = async (options) => {
      const { url, close } = await serveFolder(root, options);
      t.after(close);
      await page.goto(url + BLANK);
    };

    await open();
    const { errors, month } = await page.evaluate(loadInPage);
    const said = [/\/pkg\/none\.wasm answers 404$/, /\/www\/index\.html is a web page$/, /WebAssembly|wasm/i, /WebAssembly|wasm/i];
    for (const [index, { name, code, message, hint }] of errors.entries()) {
      assert.deepEqual([name, code], ["FalFocusError", "module_unavailable"], message);
      assert.match(message, said[index % said.length]);
      assert.match(hint, /fal-focus\/inline/);
    }
    assert.equal(errors.length, 8);
    assert.equal(month, "2025-01");

    await open({ headers: { "Content-Security-Policy": "script-src 'self'" } });
    const { code, hint } = await page.evaluate(refusedInPage);
    assert.equal(code, "module_unavailable");
    assert.match(hint, /'wasm-unsafe-eval'/);
  });
}
