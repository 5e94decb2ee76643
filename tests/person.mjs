// A person at the page: looks, fills in, clicks, gives files and saves them, in either browser alike.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Long, for a machine that does much else: only what never comes waits for it. */
const PATIENCE = 120_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export class Person {
  /** puppeteer's page, for what is missing here. */
  raw;
  /** The address of the page's own server. */
  url;
  browserName;
  /** Errors that the page threw or wrote to the console, and requests to anywhere but its own server. */
  trouble = [];

  #refused = [];
  #expectedRefused = [];
  #expectedTrouble = [];
  #context;
  #startServer;
  #server;
  #folder = mkdtempSync(join(tmpdir(), "fal-focus-page-"));
  #downloads = join(this.#folder, "downloads");
  #givenFolders = 0;

  /** In a context of its own: nothing is left of who was here before. The page is not opened yet. */
  static async at(browser, browserName, startServer) {
    const person = new Person();
    person.browserName = browserName;
    person.#startServer = startServer;
    person.#server = await startServer({ port: 0 });
    person.url = person.#server.url;
    mkdirSync(person.#downloads);
    const downloadBehavior = { policy: "allow", downloadPath: person.#downloads };
    person.#context = await browser.createBrowserContext({ downloadBehavior });
    person.raw = await person.#context.newPage();
    person.raw.setDefaultTimeout(PATIENCE);
    person.#noteTrouble();
    await person.#noteRefusals();
    await person.viewport(1200, 900);
    return person;
  }

  async leave() {
    // Preferences are the browser's; all else goes with the page.
    if (this.browserName === "firefox") await this.#setMedia({});
    await this.#context.close();
    await this.#server?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #noteTrouble() {
    const note = (text) => this.#expectedTrouble.some((pattern) => pattern.test(text)) || this.trouble.push(text);
    this.raw.on("console", (message) => message.type() === "error" && note(message.text()));
    this.raw.on("pageerror", (error) => note(String(error)));
    this.raw.on("request", (request) => {
      const url = request.url();
      if (![this.url, `blob:${this.url}`, "data:"].some((own) => url.startsWith(own))) note(url);
    });
  }

  /** Browsers tell of it on their consoles in words of their own, if at all; this event they have in common. */
  async #noteRefusals() {
    const mark = "refused by policy: ";
    const watch = (mark) =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => console.debug(`${mark}${effectiveDirective} ${blockedURI}`));
    await this.raw.evaluateOnNewDocument(watch, mark);
    // Firefox lets no driver into a worker, and one that was stopped is gone by now.
    this.raw.on("workercreated", (worker) => worker.evaluate(watch, mark).catch(() => {}));
    this.raw.on("console", (message) => message.text().startsWith(mark) && this.#refused.push(message.text().slice(mark.length)));
  }

  /**
   * What the page's Content Security Policy has refused, in the page and in its workers, since this was asked last:
   * `["connect-src http://…", …]`. A test that has it refused takes it out here, and says what may still come.
   */
  async takeRefused() {
    // What was told before is heard before the answer.
    await this.evaluate(() => {});
    return this.#refused.splice(0).filter((refused) => !this.#expectedRefused.some((text) => refused.includes(text)));
  }

  /** From now on it counts no more what names that text: of a worker, browsers tell when the test may be further on. */
  expectRefused(text) {
    this.#expectedRefused.push(text);
  }

  /** From now on what matches is no trouble: browsers tell of it when they find the time, not always before a test goes on. */
  expectTrouble(pattern) {
    this.#expectedTrouble.push(pattern);
  }

  // Where the page is

  /** As an address that is typed in: where only what follows # is another, the page stays and is told. */
  async goto(url = this.url, state) {
    await this.raw.goto(url);
    await this.ready(state);
  }

  async reload(state) {
    await this.raw.reload();
    await this.ready(state);
  }

  /** A report is done when it is drawn. */
  async ready(state = "idle") {
    const stateNow = () => this.evaluate(() => document.body.dataset.state);
    await until(async () => (await stateNow()) === state, `state ${state}`).catch(async ({ message }) => {
      throw new Error(`${message}: the page is ${await stateNow()}; ${await this.text("#error")}`);
    });
    if (state === "done") await this.waitFor("#result:not([aria-busy])");
  }

  /** Presses the button, and waits for what comes of it. */
  async makeReport(state = "done") {
    await this.click("#make-report");
    await this.ready(state);
  }

  // What a person does

  /** Waits until that can be clicked: it is there, enabled, at rest, and not behind the bar at the bottom. */
  async click(selector) {
    const node = await this.raw.waitForSelector(selector);
    await node.evaluate((it) => it.scrollIntoView({ block: "center", behavior: "instant" }));
    await this.raw.locator(selector).click();
  }

  async fill(selector, text) {
    await this.waitUntilUsable(selector);
    await this.raw.$eval(selector, (control, text) => {
      control.focus();
      control.value = text;
      for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
    }, text);
  }

  async select(selector, value) {
    await this.waitUntilUsable(selector);
    const selected = await this.raw.select(selector, value);
    assert.deepEqual(selected, [value], `${selector} has no option ${value}`);
  }

  /** A checkbox or a radio button. */
  async check(selector, on = true) {
    await this.waitUntilUsable(selector);
    if ((await this.isChecked(selector)) !== on) await this.click(selector);
    assert.equal(await this.isChecked(selector), on, selector);
  }

  /** One key, or several at once: "Tab", "Shift+Tab", "Control+Enter". */
  async press(keys) {
    const [key, ...held] = keys.split("+").reverse();
    for (const each of held.reverse()) await this.raw.keyboard.down(each);
    await this.raw.keyboard.press(key);
    for (const each of held) await this.raw.keyboard.up(each);
  }

  /** Into what has the focus. */
  type(text) {
    return this.raw.keyboard.type(text);
  }

  /** Chooses files (`{ name, text }` or `{ name, bytes }`) in a file input, which may be hidden behind its label. */
  async giveFiles(selector, files) {
    const input = await this.raw.waitForSelector(selector);
    await input.uploadFile(...files.map((file) => this.#onDisk(file)));
  }

  /** In a folder each: names may be equal. */
  #onDisk({ name, text, bytes = text }) {
    const folder = join(this.#folder, String(this.#givenFolders++));
    mkdirSync(folder);
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  }

  async dropFiles(selector, files) {
    const given = files.map(({ name, text, bytes = text }) => ({ name, base64: Buffer.from(bytes).toString("base64") }));
    await this.raw.$eval(selector, (target, given) => {
      const dataTransfer = new DataTransfer();
      for (const { name, base64 } of given) {
        dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt())], name));
      }
      for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }
    }, given);
  }

  /** Copies the text, puts the focus there where it can have it, and pastes with the keyboard. */
  async pasteText(selector, text) {
    if (this.browserName === "chromium") {
      await this.#context.overridePermissions(this.url, ["clipboard-read", "clipboard-sanitized-write"]);
    }
    await this.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.evaluate(() => document.activeElement?.blur());
    await this.raw.focus(selector);
    await this.raw.keyboard.down("Control");
    // DevTools' keys edit nothing unless the command is named; BiDi's do what a keyboard's do.
    await this.raw.keyboard.press("v", { commands: ["Paste"] });
    await this.raw.keyboard.up("Control");
  }

  /** Clicks, and waits for the file that this saves. */
  download(selector) {
    return this.saved(() => this.click(selector));
  }

  /** The file that `act` saves: `{ name, bytes, text }`. */
  async saved(act) {
    await act();
    const name = await until(() => this.#downloaded(), "a saved file");
    const path = join(this.#downloads, name);
    const bytes = readFileSync(path);
    rmSync(path);
    return { name, bytes, text: bytes.toString("utf8") };
  }

  /** The one file that is whole: until then each browser has beside it, or in its place, what it has got so far. */
  #downloaded() {
    const entries = readdirSync(this.#downloads, { withFileTypes: true });
    if (entries.length !== 1) return undefined;
    const [{ name }] = entries;
    return /\.(part|crdownload)$|^\./.test(name) || readFileSync(join(this.#downloads, name)).length === 0 ? undefined : name;
  }

  // What a person sees

  async text(selector) {
    await this.raw.waitForSelector(selector);
    return this.raw.$eval(selector, (node) => node.textContent);
  }

  texts(selector) {
    return this.raw.$$eval(selector, (nodes) => nodes.map((node) => node.textContent));
  }

  attribute(selector, name) {
    return this.raw.$eval(selector, (node, name) => node.getAttribute(name), name);
  }

  value(selector) {
    return this.raw.$eval(selector, (control) => control.value);
  }

  async count(selector) {
    return (await this.raw.$$(selector)).length;
  }

  async isVisible(selector) {
    return (await this.count(selector)) > 0 && this.raw.$eval(selector, (node) => node.checkVisibility({ visibilityProperty: true }));
  }

  isEnabled(selector) {
    return this.raw.$eval(selector, (control) => !control.matches(":disabled"));
  }

  isChecked(selector) {
    return this.raw.$eval(selector, (control) => control.checked);
  }

  // What a person waits for

  waitFor(selector) {
    return this.raw.waitForSelector(selector);
  }

  /** What is folded away is unfolded first. */
  async waitUntilUsable(selector) {
    await this.raw.waitForSelector(selector);
    await this.raw.$eval(selector, (control) => control.closest("details:not([open])")?.querySelector("summary").click());
    await this.raw.waitForSelector(selector, { visible: true });
    await until(() => this.isEnabled(selector), `${selector} to be enabled`);
  }

  /** `fn` runs in the page until it is true. */
  waitUntil(fn, ...args) {
    return until(() => this.evaluate(fn, ...args), `${fn}`);
  }

  evaluate(fn, ...args) {
    return this.raw.evaluate(fn, ...args);
  }

  // How the page is shown, and where

  viewport(width, height) {
    return this.raw.setViewport({ width, height });
  }

  /**
   * What is left out is as on a plain machine. With forced colors the scheme is that of the colors.
   *
   * @param {{ colorScheme?: "light" | "dark", reducedMotion?: boolean, forcedColors?: boolean }} media
   */
  async emulate(media) {
    await this.#setMedia(media);
    await this.waitUntil(
      ({ colorScheme = "light", reducedMotion = false, forcedColors = false }) =>
        (forcedColors || matchMedia(`(prefers-color-scheme: ${colorScheme})`).matches) &&
        matchMedia("(prefers-reduced-motion: reduce)").matches === reducedMotion &&
        matchMedia("(forced-colors: active)").matches === forcedColors,
      media);
  }

  async #setMedia({ colorScheme = "light", reducedMotion = false, forcedColors = false }) {
    if (this.browserName === "firefox") {
      await this.#setPreferences({
        "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
        "ui.prefersReducedMotion": reducedMotion ? 1 : 0,
        "browser.display.document_color_use": forcedColors ? 2 : 0,
      });
      return;
    }
    const features = {
      "prefers-color-scheme": colorScheme,
      "prefers-reduced-motion": reducedMotion ? "reduce" : "no-preference",
      "forced-colors": forcedColors ? "active" : "none",
    };
    const session = await this.raw.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
  }

  /** The browser's own window runs the script: pages cannot. */
  async #setPreferences(preferences) {
    const { connection } = this.raw.browser();
    const { result } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
    for (const [name, value] of Object.entries(preferences)) {
      await connection.send("script.evaluate", {
        target: { context: result.contexts[0].context },
        expression: `Services.prefs.setIntPref("${name}", ${value})`,
        awaitPromise: false,
      });
    }
  }

  /** The server is really gone, so for workers too, which no protocol takes off the network; the page is told. */
  async offline(isOffline) {
    if (isOffline) {
      await this.#server.close();
      this.#server = undefined;
    } else {
      this.#server = await this.#startServer({ port: Number(new URL(this.url).port) });
    }
    await this.raw.setOfflineMode(isOffline);
  }

  /** What is in view, as a PNG. */
  screenshot(path) {
    return this.raw.screenshot({ path });
  }

  /** What axe-core finds on the page as it is: `[{ rule, help, nodes: […] }]`. */
  async axe() {
    if (await this.evaluate(() => globalThis.axe === undefined)) await this.evaluate(AXE);
    return this.evaluate(async (tags) => {
      const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
      return violations.map(({ id, help, nodes }) => ({
        rule: id, help, nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
      }));
    }, WCAG_2_2_AA);
  }
}

/** Asks again and again: a state is waited for, never a time. */
async function until(ask, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${PATIENCE / 1000} s in vain for ${what}`);
    await setTimeout(20);
  }
}
