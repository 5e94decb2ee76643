// `fal-focus serve`, attacked: who may ask, for what, and whether the key ever comes out.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Fetching, fetchReplies } from "fal-focus/fetch";

import { startServer } from "../pkg/serve.js";
import { startStandIn } from "../pkg/stand-in.js";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const SECRET = "5f4dcc3b5aa765d61d8327deb882cf99";
const KEY = `0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:${SECRET}`;
const USAGE = "fal/v1/models/usage?start=2026-10-01T00:00:00Z&end=2026-10-02T00:00:00Z";

const open = [];
after(() => Promise.all(open.map((server) => server.close())));

const kept = (server) => {
  open.push(server);
  return server;
};

/** The page's server in front of the stand-in. */
async function served(faults, options) {
  const requests = [];
  const standIn = kept(await startStandIn({ faults, key: KEY, onRequest: (request) => requests.push(request) }));
  const server = kept(await startServer({ port: 0, key: KEY, upstream: standIn.url, ...options }));
  return { ...server, standIn: { ...standIn, requests } };
}

/** An upstream of a few lines; `requests` are those that reached it. */
async function upstream(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
  return kept({ url: `http://127.0.0.1:${server.address().port}/v1`, requests, close });
}

/** As a browser could send it, or anybody: headers that `fetch` would not let through. */
function send({ url, token }, path, { method = "GET", headers = {} } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((answered, failed) => {
    const request = httpRequest({ hostname, port, path: `/${path}`, method, headers: { "X-Fal-Focus-Token": token, ...headers } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      response.on("end", () => answered({ status: response.statusCode, headers: response.headers, body }));
      response.on("error", failed);
    });
    request.on("error", failed);
    request.end();
  });
}

const errorOf = ({ body }) => JSON.parse(body).error;

test("the server serves the page's files and nothing else", async () => {
  const server = await served();
  const status = async (path, options) => (await send(server, path, options)).status;
  for (const path of ["", "main.js", "style/base.css", "pkg/fal_focus_bg.wasm", "pkg/fetch.js"]) assert.equal(await status(path), 200, path);
  const outside = ["package.json", "../package.json", "..%2fpackage.json", "pkg/../../package.json", "pkg/..%2fpackage.json", "pkg/..%5c..%5cpackage.json", "pkg", "pkg/", "%00", "%", "//etc/passwd", "style", "fal", "fal/", ".git/config"];
  for (const path of outside) assert.equal(await status(path), 404, path);
  assert.equal(await status("", { method: "POST" }), 405);
  const { headers } = await send(server, "");
  assert.match(headers["content-security-policy"], /^default-src 'none'; .*connect-src 'self'/);
  assert.equal(headers["cross-origin-resource-policy"], "same-origin");
  assert.equal((await send(server, "pkg/fal_focus_bg.wasm")).headers["content-type"], "application/wasm");
});

test("it listens on the loopback interface alone", async () => {
  const { url } = await served();
  const refused = await new Promise((done) => {
    // Another address of the loopback network stands for every other interface.
    const socket = connect({ host: "127.0.0.2", port: Number(new URL(url).port) });
    socket.once("connect", () => done(false)).once("error", () => done(true));
  });
  assert.equal(refused, true);
});

test("another name for this machine is refused, for the page and for the proxy", async () => {
  const server = await served();
  const { port } = new URL(server.url);
  for (const host of [`evil.example:${port}`, "evil.example", "127.0.0.1", "localhost", `127.0.0.1:${Number(port) + 1}`, `127.0.0.1:${port}.evil.example`, `0.0.0.0:${port}`]) {
    for (const path of ["", USAGE]) assert.equal((await send(server, path, { headers: { Host: host } })).status, 421, host);
  }
  assert.equal(server.standIn.requests.length, 0);
  assert.equal((await send(server, USAGE, { headers: { Host: `localhost:${port}` } })).status, 200);
});

test("only this server's own page may ask: token, Origin, Sec-Fetch-Site", async () => {
  const server = await served();
  const { origin, port } = new URL(server.url);
  const refused = [
    { "X-Fal-Focus-Token": "" },
    { "X-Fal-Focus-Token": server.token.slice(0, -1) },
    { "X-Fal-Focus-Token": `${server.token}x` },
    { "X-Fal-Focus-Token": (await served()).token },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: `http://localhost:${port}` },
    { Origin: `http://127.0.0.1:${Number(port) + 1}` },
    { Origin: `https://127.0.0.1:${port}` },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
  ];
  for (const headers of refused) {
    const answer = await send(server, USAGE, { headers });
    const type = "X-Fal-Focus-Token" in headers ? "wrong_token" : "other_page";
    assert.deepEqual([answer.status, errorOf(answer).type, answer.headers["x-fal-focus-source"]], [403, type, "serve"], JSON.stringify(headers));
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
  }
  assert.equal(server.standIn.requests.length, 0);
  for (const headers of [{}, { Origin: origin }, { Origin: origin, "Sec-Fetch-Site": "same-origin" }]) {
    assert.equal((await send(server, USAGE, { headers })).status, 200);
  }
});

test("only GET of the endpoints for usage and billing are passed on", async () => {
  const server = await served();
  for (const method of ["HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]) {
    const answer = await send(server, USAGE, { method });
    assert.deepEqual([answer.status, answer.headers.allow], [405, "GET"], method);
  }
  const others = ["keys", "models/usage/", "models", "models/usage/../keys", "models/usage%2f..%2fkeys", "models//usage", "models/%75sage", "MODELS/usage", "account/focus", "organization/focus", "models/usage;x", "models/usage#x", "@evil.example/models/usage", "", "toString", "__proto__"];
  for (const path of others) assert.equal((await send(server, `fal/v1/${path}`)).status, 404, path);
  for (const path of ["fal/models/usage", "fal/v2/models/usage", "fal/v1models/usage"]) assert.equal((await send(server, path)).status, 404, path);
  assert.equal(server.standIn.requests.length, 0);
  for (const path of ["models/billing-events", "organization/usage", "organization/billing-events", "organization/teams", "serverless/usage", "account/billing", "models/pricing?endpoint_id=fal-ai/flux/dev"]) {
    assert.equal((await send(server, `fal/v1/${path}`)).status, 200, path);
  }
});

test("the query goes on, of the headers a fixed set; of the answer's a fixed set comes back", async () => {
  const fal = await upstream((_, response) => {
    response.writeHead(429, { "Content-Type": "application/json", "Retry-After": "3", "X-Fal-Request-Id": "abc", "Set-Cookie": "a=b", Server: "x", "Access-Control-Allow-Origin": "*" });
    response.end('{"error":{"type":"rate_limited","message":"slowly"}}');
  });
  const server = kept(await startServer({ port: 0, key: `Key ${KEY}`, upstream: fal.url }));
  const answer = await send(server, "fal/v1/models/usage?a=1&b=%2F..%2F&cursor=Mg%3D%3D", { headers: { Cookie: "c=d", Authorization: "Key other", "X-Anything": "1", "X-Forwarded-For": "1.2.3.4" } });
  assert.equal(fal.requests[0].url, "/v1/models/usage?a=1&b=%2F..%2F&cursor=Mg%3D%3D");
  const { authorization, ...sent } = fal.requests[0].headers;
  assert.equal(authorization, `Key ${KEY}`);
  assert.deepEqual(Object.keys(sent).filter((name) => !["host", "connection", "accept", "accept-encoding", "accept-language", "sec-fetch-mode", "user-agent"].includes(name)), []);
  assert.deepEqual([answer.status, answer.headers["retry-after"], answer.headers["content-type"]], [429, "3", "application/json"]);
  for (const name of ["set-cookie", "server", "x-fal-request-id", "access-control-allow-origin"]) assert.equal(answer.headers[name], undefined, name);
  assert.match(answer.headers["content-security-policy"], /default-src 'none'/);
  assert.equal(answer.headers["cache-control"], "no-store");
});

/** What the engine says of a fetch through the server, or undefined. */
function fetchedThrough({ url, token }, options) {
  const wanted = { endpoint: "/models/usage", query: USAGE.split("?")[1] };
  return fetchReplies(wanted, { baseUrl: `${url}fal/v1`, headers: { "X-Fal-Focus-Token": token }, sleep: async () => {}, ...options }).then(() => undefined, (error) => error);
}

test("the server's own errors are told as its own, each with what to do", async () => {
  const cases = [
    [{ ...(await served()), token: "of-another-run" }, /with 403: wrong_token/, /has printed/],
    [kept(await startServer({ port: 0 })), /with 401: no_key, FAL_KEY is not set/, /FAL_KEY=… npx fal-focus serve/],
    [kept(await startServer({ port: 0, key: KEY, upstream: "http://127.0.0.1:1/v1" })), /with 502: unreachable, 127\.0\.0\.1:1 cannot/, /network/],
  ];
  for (const [server, words, hint] of cases) {
    const error = await fetchedThrough(server);
    assert.match(error.message, /^fal-focus serve answered \/models\/usage/);
    assert.match(error.message, words);
    assert.match(error.hint, hint);
  }
  const echoed = await upstream((_, response) => response.writeHead(403, { "X-Fal-Focus-Source": "serve" }).end('{"error":{"type":"x","hint":"y"}}'));
  const error = await fetchedThrough(kept(await startServer({ port: 0, key: KEY, upstream: echoed.url })));
  assert.match(error.message, /^fal answered/, "nobody else can speak in its name");
});

test("on port 80 a browser names no port", async (t) => {
  let server;
  try {
    server = kept(await startServer({ port: 80 }));
  } catch ({ code }) {
    return t.skip(`port 80: ${code}`);
  }
  for (const host of ["127.0.0.1", "localhost"]) assert.equal((await send(server, "", { headers: { Host: host } })).status, 200);
  assert.equal((await send(server, "", { headers: { Host: "evil.example" } })).status, 421);
});

test("a redirect is not followed", async () => {
  const elsewhere = await upstream((_, response) => response.end("{}"));
  const fal = await upstream((_, response) => response.writeHead(307, { Location: elsewhere.url }).end());
  const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
  const answer = await send(server, USAGE);
  assert.deepEqual([answer.status, answer.headers.location], [307, undefined]);
  const error = await fetchedThrough(server);
  assert.match(error.message, /redirect was answered \(307\)/);
  assert.deepEqual([elsewhere.requests.length, fal.requests.length], [0, 2], "and not asked for again");
});

test("the key comes out nowhere, whatever fal's side answers", async () => {
  const echoes = [
    (request, response) => response.end(JSON.stringify(request.headers)),
    (request, response) => response.writeHead(401, { "Content-Type": `text/plain; was=${SECRET}`, "X-Fal-Request-Id": KEY, "Retry-After": SECRET }).end(`bad key ${request.headers.authorization}`),
    // Cut anywhere, and more than once.
    async (request, response) => {
      response.writeHead(500, { "Content-Type": "application/json" });
      for (const letter of `{"error":{"message":"${KEY} ${KEY} ${SECRET}${SECRET} ${SECRET.slice(0, 10)}"}}`) {
        await new Promise((written) => response.write(letter, written));
      }
      response.end();
    },
    (request, response) => response.writeHead(302, { Location: `http://127.0.0.1:1/?${KEY}` }).end(),
    (request, response) => response.writeHead(200, `${SECRET}`).end("{}"),
    (request, response) => request.socket.end(`HTTP/1.1 200 OK\r\nBad Header ${KEY}\r\n\r\n`),
    (request, response) => request.socket.destroy(),
  ];
  const captured = [];
  for (const echo of echoes) {
    const fal = await upstream(echo);
    const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
    const answer = await send(server, USAGE);
    captured.push(answer);
    assert.equal(fal.requests[0].headers.authorization, `Key ${KEY}`);
    const fetching = new Fetching({ endpoint: "/models/usage", query: USAGE.split("?")[1] }, { baseUrl: `${server.url}fal/v1`, headers: { "X-Fal-Focus-Token": server.token }, maxRetries: 0 });
    captured.push(await fetching.pages().next().catch((error) => `${error.message} ${error.hint} ${error.stack}`));
  }
  assert.ok(!JSON.stringify(captured).includes(SECRET), "the secret is in an answer");
  assert.match(captured[0].body, /"authorization":"Key 0a1b2c3d-[^"]*:\*{32}"/, "the rest of the answer is as it was");
  assert.match(captured[4].body, /:\*{32} .*:\*{32} \*{64} 5f4dcc3b5a"/, "and so is what only begins like it");
});

test("the server says nothing of the key either: not in the terminal, not in an error", async () => {
  const captured = [];
  for (const [args, key] of [[["--port", "0"], KEY], [["--port", "0"], `Bearer ${KEY}`], [["--port", "0"], `${KEY}\n${KEY}`], [["--port", "99999"], KEY]]) {
    const child = spawn(process.execPath, [CLI, "serve", ...args], { env: { ...process.env, FAL_KEY: key } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    const ended = new Promise((done) => child.once("close", done));
    const url = await Promise.race([ended, new Promise((found) => child.stdout.on("data", () => found(/http:\S+/.exec(said)?.[0])))]);
    if (typeof url === "string") {
      const answer = await fetch(new URL("fal/v1/keys", url), { headers: { "X-Fal-Focus-Token": new URL(url).hash.slice(7) } });
      captured.push(answer.status, await answer.text(), [...answer.headers]);
      child.kill("SIGINT");
    }
    captured.push(await ended, said);
  }
  assert.ok(!JSON.stringify(captured).includes(SECRET));
  assert.deepEqual(captured.filter((value) => typeof value === "number"), [404, 0, 2, 2, 2]);
});

test("without a key the page is served, and fetching says how to give one", async () => {
  const server = kept(await startServer({ port: 0 }));
  assert.equal((await send(server, "")).status, 200);
  const answer = await send(server, USAGE);
  const { type, message, hint } = errorOf(answer);
  assert.deepEqual([answer.status, type, message], [401, "no_key", "FAL_KEY is not set"]);
  assert.match(hint, /FAL_KEY=… npx fal-focus serve/);
  await assert.rejects(startServer({ port: 0, key: "Bearer x" }), { code: "invalid_option", field: "key" });
});

test("nobody at fal's side, and a connection that breaks in a body", async () => {
  const gone = kept(await startServer({ port: 0, key: KEY, upstream: "http://127.0.0.1:1/v1" }));
  const answer = await send(gone, USAGE);
  assert.deepEqual([answer.status, errorOf(answer).message], [502, "127.0.0.1:1 cannot be reached"]);
  const server = await served({ 1: { cut: true } });
  await assert.rejects(send(server, USAGE), /aborted|hang up|reset/i);
});

test("who goes away before there is an answer stops what he asked for", async () => {
  let asked;
  const isAsked = new Promise((done) => (asked = done));
  const fal = await upstream((request, response) => asked(response));
  const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
  const controller = new AbortController();
  const answer = fetch(server.url + USAGE, { headers: { "X-Fal-Focus-Token": server.token }, signal: controller.signal });
  const isClosed = isAsked.then((response) => new Promise((closed) => response.once("close", closed)));
  isAsked.then(() => controller.abort());
  await assert.rejects(answer, { name: "AbortError" });
  await isClosed;
});

test("who goes away in the middle of an answer stops it", async () => {
  let closed;
  const isClosed = new Promise((done) => (closed = done));
  const fal = await upstream((request, response) => {
    response.write('{"time_series":[');
    response.once("close", closed);
  });
  const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
  const controller = new AbortController();
  const response = await fetch(server.url + USAGE, { headers: { "X-Fal-Focus-Token": server.token }, signal: controller.signal });
  assert.equal(new TextDecoder().decode((await response.body.getReader().read()).value), '{"time_series":[', "a body is passed on as it comes");
  controller.abort();
  await isClosed;
});

test("the engine fetches through the server as from fal", async () => {
  const server = await served({ 2: { status: 429, retryAfter: "1" }, 3: { status: 500, retryAfter: "1" } }, { isStandIn: true });
  const headers = { "X-Fal-Focus-Token": server.token };
  const fetching = new Fetching({ endpoint: "/models/usage", query: USAGE.split("?")[1] }, { baseUrl: `${server.url}fal/v1`, headers });
  const files = [];
  for await (const file of fetching.pages()) files.push(file);
  assert.ok(files.length > 1);
  assert.equal(server.standIn.requests.length, files.length + 2);
  assert.equal((await send(server, USAGE)).headers["x-fal-focus-source"], "stand-in");
});

// The command

/** The command with its first line, and how it ends. */
async function run(args, env = {}) {
  const child = spawn(process.execPath, [CLI, "serve", ...args], { env: { ...process.env, FAL_KEY: "", ...env } });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (said.out += chunk));
  child.stderr.on("data", (chunk) => (said.err += chunk));
  const ended = new Promise((done) => child.once("close", done));
  await Promise.race([ended, new Promise((line) => child.stdout.once("data", line))]);
  return { child, said, ended, url: /http:\S+/.exec(said.out)?.[0] };
}

test("the server prints its address in one line and ends cleanly on Ctrl-C, also with an open connection", async () => {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    const { child, said, ended, url } = await run(["--port", "0"]);
    assert.match(said.out, /^fal-focus is at http:\/\/127\.0\.0\.1:\d+\/ \(Ctrl-C stops it\)\n$/);
    assert.equal((await fetch(url)).status, 200);
    child.kill(signal);
    assert.equal(await ended, 0);
    assert.match(said.err, /FAL_KEY is not set/);
  }
});

test("--stand-in fetches without a key, and says that it is invented", async () => {
  const { child, said, ended, url } = await run(["--stand-in", "--port", "0"], { FAL_KEY: KEY });
  const address = new URL(url);
  assert.match(address.hash, /^#token=[\w-]{43}$/);
  const token = address.hash.slice("#token=".length);
  const response = await fetch(new URL("fal/v1/account/billing", address), { headers: { "X-Fal-Focus-Token": token } });
  assert.deepEqual(await response.json(), { username: "stand-in-studio" });
  child.kill("SIGINT");
  assert.equal(await ended, 0);
  assert.match(said.err, /stand-in.*invented.*FAL_KEY is not used/);
  assert.ok(!(said.out + said.err).includes(SECRET));
});

test("a port that is taken is named; without --port the next one is taken", async () => {
  const { port } = new URL((await served()).url);
  const { said, ended } = await run(["--port", port]);
  assert.equal(await ended, 1);
  assert.equal(said.err, `error[io_error] --port: port ${port} is taken by another program\nhint: Choose another one, or leave --port out for the next that is free.\n`);
  const withStandIn = await run(["--stand-in", "--port", port]);
  assert.equal(await withStandIn.ended, 1, "the stand-in does not keep it alive");
  const first = await run([]);
  const second = await run([]);
  assert.notEqual(new URL(first.url).port, new URL(second.url).port);
  for (const { child, ended: end } of [first, second]) {
    child.kill("SIGINT");
    assert.equal(await end, 0);
  }
});

test("wrong options of the command", async () => {
  for (const args of [["--port", "x"], ["--port"], ["--host", "0.0.0.0"], ["--upstream", "http://evil.example"], ["file.json"], ["--stand-in=yes"]]) {
    const { said, ended } = await run(args);
    assert.equal(await ended, 2, args.join(" "));
    assert.match(said.err, /^error\[invalid_option\]/);
  }
  const { said, ended } = await run(["--help"]);
  assert.equal(await ended, 0);
  assert.match(said.out, /^Usage: fal-focus serve/);
});
