// bench/ and the built package on the loopback interface. What is in peers/ is bundled on its way, because
// browsers know no packages by name.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const HOST = "127.0.0.1";
const ROOT = new URL("../../", import.meta.url);
const SERVED = /^\/(bench|pkg)\/[\w./@-]+$/;
const PEER = /^\/bench\/peers\/[\w-]+\.mjs$/;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** `{ url, close }`: the page of the bench. */
export async function startServer() {
  const server = createServer(answer);
  await new Promise((listening) => server.listen(0, HOST, listening));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${HOST}:${server.address().port}/bench/page/index.html`, close };
}

async function answer({ url }, response) {
  try {
    const type = SERVED.test(url) && !url.includes("..") && TYPES[extname(url)];
    if (!type) throw new Error(`${url} is not served`);
    const body = await (PEER.test(url) ? bundled(url) : readFile(fileAt(url)));
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
  } catch (error) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end(error.message);
  }
}

async function bundled(url) {
  const { build } = await import("../peers/node_modules/esbuild/lib/main.js");
  // This one has a build for browsers, and says so under another name.
  const alias = { "csv-stringify/sync": "csv-stringify/browser/esm/sync" };
  const absWorkingDir = fileURLToPath(new URL("bench/peers/", ROOT));
  const options = { alias, absWorkingDir, bundle: true, format: "esm", platform: "browser", write: false, logLevel: "silent" };
  const { outputFiles } = await build({ entryPoints: [fileAt(url)], ...options });
  return outputFiles[0].contents;
}

function fileAt(url) {
  return fileURLToPath(new URL(`.${url}`, ROOT));
}
