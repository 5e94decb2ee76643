// A folder over HTTP on loopback, as a static host gives it; or as a development server does.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

/**
 * @param {string} folder
 * @param {{ types?: Record<string, string>, headers?: Record<string, string>, hasFallback?: boolean }} [options]
 *   `types`: other Content-Types; `headers`: of every answer; `hasFallback`: whether a file that is not there is
 *   answered with the folder's page, and 200
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveFolder(folder, { types = {}, headers = {}, hasFallback = false } = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://folder");
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    try {
      const bytes = await readFile(folder + name);
      response.setHeader("Content-Type", { ...TYPES, ...types }[extname(name)]).end(bytes);
    } catch {
      if (hasFallback) response.setHeader("Content-Type", TYPES[".html"]).end(await readFile(`${folder}/index.html`));
      else response.writeHead(404).end();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
