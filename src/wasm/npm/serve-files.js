// The page's files: www/ at /, the built package at /pkg/.

import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL("../www/", import.meta.url));
const PKG = fileURLToPath(new URL("./", import.meta.url));

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** A worker takes its policy from the header of its own script, so every answer carries it. */
export const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types fal-focus",
  ].join("; "),
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

export async function answerFile(request, response) {
  const { status, type = "text/plain; charset=utf-8", body, allow } = await find(request);
  response.writeHead(status, {
    ...HEADERS,
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    ...(allow && { Allow: allow }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function find({ method, url }) {
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, body: "Only GET and HEAD.\n", allow: "GET, HEAD" };
  }
  const file = fileAt(url);
  const type = file && TYPES[extname(file)];
  if (!type) return { status: 404, body: "Not found.\n" };
  try {
    return { status: 200, type, body: await readFile(file) };
  } catch {
    return { status: 404, body: "Not found.\n" };
  }
}

/** The file a request names; undefined for what leads out of the served folders. */
function fileAt(url) {
  let path;
  try {
    path = decodeURIComponent(url.split("?", 1)[0]);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  if (path === "/") path = "/index.html";
  return path.startsWith("/pkg/") ? within(PKG, path.slice(5)) : within(WWW, path.slice(1));
}

function within(folder, path) {
  const file = resolve(folder, `.${sep}${path}`);
  return file.startsWith(folder) ? file : undefined;
}
