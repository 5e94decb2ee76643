// The page's server: its files and nothing else, and how it begins and ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { startServer } from "../pkg/serve.js";

test("the server serves the page's files and nothing else", async () => {
  const { url, close } = await startServer({ port: 0 });
  try {
    const status = async (path, method = "GET") => (await fetch(url + path, { method })).status;
    for (const path of ["", "main.js", "style/base.css", "pkg/fal_focus_bg.wasm"]) assert.equal(await status(path), 200, path);
    for (const path of ["package.json", "..%2fpackage.json", "pkg/..%2fpackage.json", "pkg", "%00", "%"]) {
      assert.equal(await status(path), 404, path);
    }
    assert.equal(await status("", "POST"), 405);
    const { headers } = await fetch(url);
    assert.match(headers.get("content-security-policy"), /^default-src 'none'; .*connect-src 'self'/);
    assert.equal((await fetch(`${url}pkg/fal_focus_bg.wasm`)).headers.get("content-type"), "application/wasm");
  } finally {
    await close();
  }
});

test("the server prints its address and ends cleanly on Ctrl-C, also with an open connection", async () => {
  const script = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
  const server = spawn(process.execPath, [script, "serve", "--port", "0"]);
  let said = "";
  for await (const chunk of server.stdout) {
    said += chunk;
    if (said.includes("\n")) break;
  }
  const [url] = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
  assert.equal((await fetch(url)).status, 200);
  server.kill("SIGINT");
  assert.equal(await new Promise((ended) => server.on("close", ended)), 0);
});
