// The package as users have it, installed from what npm packs: the same import in every host and under every bundler
// gives the golden reports, what the check says of them, and an error's code.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { launchBrowser } from "./browser.mjs";
import { caseFolders } from "./case-folders.mjs";
import { HOSTS, Project, packInto } from "./hosts/project.mjs";
import { reports } from "./hosts/report.js";
import { serveFolder } from "./hosts/serve-folder.mjs";

/** Several pages; a zone that the host must know; an invoice with its document. */
const CASES = ["several-pages", "dst-day-25h", "invoice-credits-and-taxes"];

/** The entries that are the same API. */
const ENTRIES = ["fal-focus", "fal-focus/inline"];

let packed;
let browser;
let jobs;
let expected;

before(async () => {
  packed = packInto("matrix");
  browser = await launchBrowser("chromium");
  const cases = CASES.map((name) => caseFolders().find((each) => each.name === name));
  jobs = cases.map(({ request, options, files }) => ({ request, options, replies: files.map(({ text }) => text) }));
  jobs.push({ ...jobs[0], request: { ...jobs[0].request, timeframe: "quarter" } });
  // The program in this very process, held against the golden reports: elsewhere it says the same.
  expected = await reports(jobs);
  assert.deepEqual(expected.map(({ csv }) => csv), [...cases.map(({ expected }) => expected.csv), undefined]);
  assert.ok(expected.slice(0, -1).every(({ verdict, rules }) => verdict && rules));
  assert.equal(expected.at(-1).code, "invalid_parameter");
});

after(() => browser?.close());

function assertReports(answers) {
  assert.deepEqual(answers, expected);
}

/** Of the first job nothing but an error: the .wasm is not there. */
function assertUnavailable([{ code, message, hint }], what = /fal_focus_bg\.wasm/) {
  assert.equal(code, "module_unavailable", message);
  assert.match(message, what);
  assert.match(hint, /fal-focus\/inline/);
  assert.match(hint, /init\(url\)/);
}

// ── Hosts without a page ────────────────────────────────────────────────────────────────────────────────────

test("Node, Deno and Bun", async (t) => {
  const project = new Project(packed, "script", ["script"]);
  for (const entry of ENTRIES) {
    project.importFrom(entry);
    for (const [command, ...args] of [["node"], ["deno", "run", "--allow-read=."], ["bun", "run"]]) {
      await t.test(`${command}: ${entry}`, async () => {
        assertReports(JSON.parse(await project.run(command, [...args, "main.js"], JSON.stringify(jobs))));
      });
    }
  }
});

test("bundled for Node by esbuild: inline works, else the error says that the .wasm is not there", async () => {
  const project = new Project(packed, "esbuild-node", ["script"]);
  for (const format of ["esm", "cjs"]) {
    const bundled = async (entry) => {
      const file = `dist/${format}.${format === "esm" ? "mjs" : "cjs"}`;
      project.importFrom(entry);
      project.write("start.js", 'import { json } from "node:stream/consumers";\nimport { reports } from "./report.js";\n\njson(process.stdin).then(reports).then((answers) => console.log(JSON.stringify(answers)));\n');
      await project.run("esbuild", ["start.js", "--bundle", "--platform=node", `--format=${format}`, `--outfile=${file}`, "--log-level=error"]);
      return JSON.parse(await project.run("node", [file], JSON.stringify(jobs)));
    };
    assertReports(await bundled("fal-focus/inline"));
    assertUnavailable(await bundled("fal-focus"));
  }
});

test("a Cloudflare Worker: built by wrangler, run by workerd", async (t) => {
  const project = new Project(packed, "workerd", ["workerd"]);
  for (const entry of ENTRIES) {
    await t.test(entry, async () => {
      await project.importFrom(entry).build();
      const url = await startWorkerd(t, project);
      const response = await fetch(url, { method: "POST", body: JSON.stringify(jobs) });
      assertReports(await response.json());
    });
  }
});

/** What wrangler wrote: the script, and beside it the modules that it imports. */
async function startWorkerd(t, project) {
  const files = readdirSync(`${project.folder}dist`).filter((name) => /\.(js|wasm)$/.test(name));
  assert.equal(files.filter((name) => name.endsWith(".wasm")).length, 2);
  const kind = (name) => (name.endsWith(".wasm") ? "wasm" : "esModule");
  const modules = files.map((name) => `(name = "${name}", ${kind(name)} = embed "dist/${name}")`);
  project.write("config.capnp", `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [${modules.reverse().join(", ")}], compatibilityDate = "2026-04-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`);
  const workerd = spawn(`${HOSTS}node_modules/.bin/workerd`, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: project.folder,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  t.after(() => workerd.kill());
  const [line] = await once(workerd.stdio[3], "data");
  return `http://127.0.0.1:${JSON.parse(line).port}/`;
}

// ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The answers of a page, each way that it has: itself, and its worker. */
async function answersOf(url, ways = ["reports", "reportsInWorker"]) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.reports);
    const answers = [];
    for (const way of ways) answers.push(await page.evaluate((way, jobs) => globalThis[way](jobs), way, jobs));
    return answers;
  } finally {
    await page.close();
  }
}

/** Served as a static host serves a folder, the page and its worker make the reports. */
async function assertPage(folder, options = {}) {
  const { url, close } = await serveFolder(folder, options);
  try {
    for (const answers of await answersOf(url)) assertReports(answers);
  } finally {
    close();
  }
}

/** However a server answers for a file that is not there. */
async function assertPageWithout(folder) {
  for (const [hasFallback, what] of [[false, /fal_focus_bg\.wasm answers 404/], [true, /fal_focus_bg\.wasm is a web page/]]) {
    const { url, close } = await serveFolder(folder, { hasFallback });
    try {
      for (const answers of await answersOf(url)) assertUnavailable(answers, what);
    } finally {
      close();
    }
  }
}

test("a page without a bundler: an import map, and a worker that imports by URL", async (t) => {
  const project = new Project(packed, "import-map", ["page", "import-map"]);
  // Import maps are of the page; a worker has none.
  project.write("worker.js", project.read("worker.js").replace("./report.js", "./report-by-url.js"));
  for (const [entry, file] of [["fal-focus", "web.js"], ["fal-focus/inline", "inline.js"]]) {
    await t.test(entry, async () => {
      project.importFrom(entry).importFrom(`./node_modules/fal-focus/pkg/${file}`, "report-by-url.js");
      await assertPage(project.folder);
    });
  }
});

/** The bundler ships the .wasm, each once; of what is inside nothing. */
function assertModules({ folder }, entry) {
  const modules = readdirSync(`${folder}dist`, { recursive: true }).filter((name) => name.endsWith(".wasm"));
  assert.equal(modules.length, entry === "fal-focus" ? 2 : 0, modules.join(", "));
}

test("Vite, built", async (t) => {
  const project = new Project(packed, "vite", ["page", "vite"]);
  for (const entry of ENTRIES) {
    await t.test(entry, async () => {
      await project.importFrom(entry).build();
      assertModules(project, entry);
      await assertPage(`${project.folder}dist/`);
    });
  }
});

test("Vite's development server", async (t) => {
  for (const [index, entry] of ENTRIES.entries()) {
    await t.test(entry, async (t) => {
      // Each as new: Vite keeps what it has bundled, and reloads the page where that changes.
      const project = new Project(packed, `vite-dev-${index}`, ["page", "vite"]).importFrom(entry);
      const url = await startVite(t, project);
      for (const answers of await answersOf(url)) assertReports(answers);
    });
  }
});

function startVite(t, project) {
  const vite = spawn(process.execPath, [`${HOSTS}node_modules/vite/bin/vite.js`, "--host", "127.0.0.1", "--port", "0"], {
    cwd: project.folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  t.after(() => vite.kill());
  let said = "";
  return new Promise((resolve, reject) => {
    vite.on("exit", () => reject(new Error(`Vite does not say where it is: ${said}`)));
    vite.stdout.on("data", (chunk) => {
      said += chunk;
      const url = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (url) resolve(url[0]);
    });
  });
}

test("webpack", async (t) => {
  const project = new Project(packed, "webpack", ["page", "webpack"]);
  for (const entry of ENTRIES) {
    await t.test(entry, async () => {
      await project.importFrom(entry).build();
      assertModules(project, entry);
      copyFileSync(`${project.folder}index.html`, `${project.folder}dist/index.html`);
      await assertPage(`${project.folder}dist/`);
    });
  }
});

const OTHER = 'import other from "fal-focus";\nglobalThis.other = other;\n';

for (const bundler of ["esbuild", "rollup"]) {
  test(`${bundler}: inline works, so does a copy of the .wasm, and without one the error says what to do`, async () => {
    const project = new Project(packed, bundler, ["page", bundler]);
    const dist = `${project.folder}dist/`;
    const page = () => copyFileSync(`${project.folder}index.html`, `${dist}index.html`);

    await project.importFrom("fal-focus/inline").build();
    page();
    await assertPage(dist);

    // Other code of the page may have the other entry.
    for (const both of [(script) => `${OTHER}${script}`, (script) => `${script}${OTHER}`]) {
      project.write("report.js", both(project.read("report.js")));
      await project.build();
      page();
      await assertPage(dist);
      project.importFrom("fal-focus/inline");
    }

    await project.importFrom("fal-focus").build();
    page();
    await assertPageWithout(dist);
    for (const file of ["fal_focus_bg.wasm", "fal_focus_check_bg.wasm"]) copyFileSync(`${project.folder}node_modules/fal-focus/pkg/${file}`, dist + file);
    await assertPage(dist);
    // A static host may not know what a .wasm is.
    await assertPage(dist, { types: { ".wasm": "application/octet-stream" } });
  });
}

// ── Service workers ─────────────────────────────────────────────────────────────────────────────────────────

/** What the service worker of a page answers. */
async function answersOfServiceWorker(folder, script, type) {
  const { url, close } = await serveFolder(folder);
  const page = await browser.newPage();
  try {
    await page.goto(url);
    return await page.evaluate(
      async (jobs, script, type) => {
        await navigator.serviceWorker.register(script, { type });
        await navigator.serviceWorker.ready;
        if (!navigator.serviceWorker.controller) await new Promise((resolve) => (navigator.serviceWorker.oncontrollerchange = resolve));
        const response = await fetch("reports", { method: "POST", body: JSON.stringify(jobs) });
        return response.json();
      },
      jobs,
      script,
      type,
    );
  } finally {
    await page.close();
    close();
  }
}

test("a service worker, which loads no scripts later: reports by fal-focus, and checks by fal-focus/inline", async () => {
  const project = new Project(packed, "service-worker", ["service-worker"]);
  const answersBy = (file) => {
    project.importFrom(`./node_modules/fal-focus/pkg/${file}`);
    return answersOfServiceWorker(project.folder, "service-worker.js", "module");
  };
  assertReports(await answersBy("inline.js"));
  const [{ code, hint }] = await answersBy("web.js");
  assert.equal(code, "module_unavailable");
  assert.match(hint, /service worker.*fal-focus\/inline/);
});

test("a service worker in one script, as older browsers take it", async () => {
  const project = new Project(packed, "service-worker-classic", ["service-worker"]).importFrom("fal-focus/inline");
  await project.run("esbuild", ["service-worker.js", "--bundle", "--outfile=classic.js", "--log-level=warning"]);
  assertReports(await answersOfServiceWorker(project.folder, "classic.js", "classic"));
});
