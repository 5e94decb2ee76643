// Parquet in a browser without a bundler, by the import map that docs/handing-over.md shows; the file is Node's, and so
// is what is said of an amount that does not fit.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import init, { focusReport } from "fal-focus";
import { focusParquet } from "fal-focus/parquet";

import { BROWSERS, launchBrowser } from "./browser.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const sample = readFileSync(`${root}www/sample.json`, "utf8");
const [, importMap] = readFileSync(`${root}docs/handing-over.md`, "utf8").match(/^```html run-by: tests\/parquet-browser\.test\.mjs\n([^]*?)^```$/m);

const REPORT = [
  { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" },
  sample,
  { rangeLimit: "none", billingAccountId: "fal:northlight-studio" },
];
const PAGE = `<!doctype html><link rel="icon" href="data:,">${importMap}<script type="module">
  import init, { focusReport } from "fal-focus";
  import { focusParquet } from "fal-focus/parquet";
  window.made = (async () => {
    await init();
    const parquet = await focusParquet(focusReport(...${JSON.stringify(REPORT)}));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await parquet.arrayBuffer()));
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  })();
  const metadata = { Schema: { ColumnDefinition: [{ ColumnName: "BilledCost", DataType: "DECIMAL" }] } };
  window.refused = focusParquet({ csv: "BilledCost\\n1.0\\n0.25\\n", metadata }, { scale: 1 }).catch(({ name, code, field }) => [name, code, field]);
</script>`;
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** The page at /, and a folder node_modules in which the package is installed. */
function answer({ url }, response) {
  if (url === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  const path = url.startsWith("/node_modules/fal-focus/") ? url.slice("/node_modules/fal-focus/".length) : url.slice(1);
  response.writeHead(200, { "content-type": TYPES[extname(path)] }).end(readFileSync(root + path));
}

for (const name of BROWSERS) {
  test(`${name} writes the Parquet that Node writes, and refuses what Node refuses`, async () => {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const browser = await launchBrowser(name);
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      assert.equal(await page.evaluate(() => window.made), await hashInNode());
      assert.deepEqual(await page.evaluate(() => window.refused), ["FalFocusError", "amount_out_of_range", "[1].BilledCost"]);
    } finally {
      await browser.close();
      server.close();
    }
  });
}

async function hashInNode() {
  await init();
  const parquet = await focusParquet(focusReport(...REPORT));
  return Buffer.from(await crypto.subtle.digest("SHA-256", await parquet.arrayBuffer())).toString("hex");
}
