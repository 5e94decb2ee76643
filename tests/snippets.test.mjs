// Every fenced block of the documents is run, in order, those of one document in one project, or says why not. What
// stands behind the language says how:
//
//   sh, bash            by that shell, and ends well
//   sh exits=1          … or with this code
//   sh background       until the document ends; the next block comes when it has printed something
//   js                  as a module in Node: `console.log(…); // 795` prints what stands there, and nothing else is printed
//   html                as a page in Chromium, from a web server over the project: the same of its console
//   … file=NAME         is written to that file, and a later block names it
//   text output         what the block before it prints, whole
//   … not-run: WHY      not at all
//   … run-by: TEST      by that test, which names the document
//
// The ports 8080 and 8090 are free ones.

import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { launchBrowser } from "./browser.mjs";
import { DOCUMENTS, blocksOf, readDocument } from "./markdown.mjs";
import { UserProject } from "./user-project.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const PORT = /\b80[89]0\b/g;
/** Long, for a machine that does much else: only what never comes waits for it. */
const PATIENCE = 60_000;

for (const document of DOCUMENTS) {
  const blocks = blocksOf(readDocument(document));
  if (blocks.length === 0) continue;
  test(`${document}: every block does what it says`, async (t) => {
    const project = await UserProject.make();
    const ports = new Map();
    for (const [port] of blocks.flatMap(({ code }) => [...code.matchAll(PORT)])) ports.set(port, await freePort());
    try {
      for (const [index, block] of blocks.entries()) {
        const here = { ...block, code: block.code.replace(PORT, (port) => ports.get(port)), document, project, later: blocks.slice(index + 1) };
        await t.test(`line ${block.line}: ${block.language} ${block.info}`.trim(), () => check(here, blocks[index - 1]));
        block.printed = here.printed;
      }
    } finally {
      await project.close();
    }
  });
}

/** Leaves in `block.printed` what it printed. */
async function check(block, before) {
  const { language, info, project } = block;
  if (info.startsWith("not-run: ")) return assert.ok(info.length > "not-run: ".length + 10, "the reason");
  if (info.startsWith("run-by: ")) return assertRunBy(info.slice("run-by: ".length), block);
  if (info.startsWith("file=")) return writeFile(info.slice("file=".length), block);
  if (language === "text" && info === "output") return assert.equal(before?.printed, block.code);
  const how = RUN[`${language} ${info}`.trim()] ?? (/^exits=\d+$/.test(info) ? RUN[language] : undefined);
  assert.ok(how, `nothing runs a block of \`${language} ${info}\``);
  block.printed = await how(block, project);
}

const RUN = {
  sh: inShell,
  bash: inShell,
  async "sh background"({ code }, project) {
    return (await project.runInBackground("sh", "-euc", code)).printed;
  },
  async js({ code }, project) {
    project.write("example.mjs", code);
    const { status, printed } = await project.run("node", "example.mjs");
    assert.equal(status, 0, printed);
    assert.deepEqual(linesOf(printed), claimsOf(code));
    return printed;
  },
  async html({ code }, project) {
    project.write("index.html", code);
    const printed = await inChromium(project.folder, claimsOf(code).length);
    assert.deepEqual(printed, claimsOf(code));
    return `${printed.join("\n")}\n`;
  },
};

async function inShell({ language, code, info }, project) {
  const { status, printed } = await project.run(language, "-euc", code);
  assert.equal(status, Number(info.match(/^exits=(\d+)$/)?.[1] ?? 0), printed);
  return printed;
}

/** What a block says that it prints. */
function claimsOf(code) {
  return [...code.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, text]) => text);
}

const linesOf = (text) => (text === "" ? [] : text.trimEnd().split("\n"));

function writeFile(name, { code, later, project }) {
  assert.ok(later.some((block) => block.code.includes(name) && block.language !== "text" && !block.info.startsWith("not-run: ")), `nothing uses ${name}`);
  project.write(name, code);
}

function assertRunBy(path, { document }) {
  assert.ok(existsSync(join(root, path)), path);
  assert.ok(readFileSync(join(root, path), "utf8").includes(document), `${path} does not name ${document}`);
}

async function freePort() {
  const server = createSocket().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// A page of the project's

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".csv": "text/csv", ".wasm": "application/wasm" };

/** The lines that its console has, when there are as many as wanted; an error of the page is one. */
async function inChromium(folder, wanted) {
  const server = createServer(({ url }, response) => answerFile(folder, url, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await launchBrowser("chromium");
  try {
    const page = await browser.newPage();
    const printed = [];
    const hasAll = new Promise((done, fail) => {
      setTimeout(() => fail(new Error(`the page printed ${JSON.stringify(printed)}`)), PATIENCE).unref();
      const print = (text) => printed.push(text) >= wanted && done();
      page.on("console", (message) => print(message.text()));
      page.on("pageerror", (error) => print(`error: ${error.message}`));
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: "load" });
    await hasAll;
    return printed;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

function answerFile(folder, url, response) {
  const { pathname } = new URL(url, "http://localhost");
  // Browsers ask for it by themselves.
  if (pathname === "/favicon.ico") return response.writeHead(204).end();
  const path = join(folder, pathname === "/" ? "index.html" : pathname);
  if (!existsSync(path)) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "text/plain" }).end(readFileSync(path));
}
