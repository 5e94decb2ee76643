// `fal-focus serve`, attacked with bytes that no well-behaved client sends: shapes that smuggle requests, floods,
// clients and upstreams that stall, lie or never end; and after all of it the key has come out nowhere.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import { focusHandler } from "fal-focus/endpoint";
import { fetchReplies } from "fal-focus/fetch";

import { startServer } from "../pkg/serve.js";
import { startStandIn } from "../pkg/stand-in.js";
import { CLI, workFolder } from "./command.mjs";

const SECRET = "5f4dcc3b5aa765d61d8327deb882cf99";
const KEY = `0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:${SECRET}`;
const AT_FALS_ADDRESS = new URL("at-fals-address.mjs", import.meta.url).href;
const REPORT = "/v1/account/focus?source=invoice";

const open = [];
/** What the endpoint writes to the terminal. */
const logged = [];
const { error } = console;
before(() => (console.error = (line) => logged.push(line)));
after(() => {
  console.error = error;
  return Promise.all(open.map((server) => server.close()));
});
const kept = (server) => {
  open.push(server);
  return server;
};

/** The server in front of the stand-in, `requests` are those that reached that. */
async function served(options) {
  const requests = [];
  const standIn = kept(await startStandIn({ key: KEY, onRequest: (request) => requests.push(request) }));
  const server = kept(await startServer({ port: 0, key: KEY, upstream: standIn.url, ...options }));
  return { ...server, requests, host: new URL(server.url).host };
}

/** All that comes back of bytes, until the other side closes, or `milliseconds` have passed. */
function exchange({ url }, bytes, milliseconds = 3000) {
  const { port } = new URL(url);
  return new Promise((done) => {
    const socket = connect({ host: "127.0.0.1", port: Number(port) });
    let said = "";
    const end = (isClosed) => {
      clearTimeout(timer);
      socket.destroy();
      done({ said, isClosed, statuses: [...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status)) });
    };
    const timer = setTimeout(end, milliseconds, false);
    socket.setEncoding("latin1").on("data", (chunk) => (said += chunk));
    socket.once("close", () => end(true)).on("error", () => {});
    for (const part of [bytes].flat()) socket.write(part, "latin1");
  });
}

const lines = (...all) => all.flat().map((line) => `${line}\r\n`).join("");

// Who asks, and how

test("shapes that two servers could read differently are 400, and nothing behind them is a request", async () => {
  const server = await served();
  const smuggled = lines(`GET ${REPORT} HTTP/1.1`, `Host: ${server.host}`, `Authorization: Key ${server.token}`, "");
  const shapes = {
    "Content-Length and Transfer-Encoding": ["Content-Length: 4", "Transfer-Encoding: chunked"],
    "Transfer-Encoding and Content-Length": ["Transfer-Encoding: chunked", "Content-Length: 4"],
    "two Content-Lengths": ["Content-Length: 0", "Content-Length: 50"],
    "two that are equal": ["Content-Length: 5", "Content-Length: 5"],
    "a list of lengths": ["Content-Length: 5, 5"],
    "a length with a sign": ["Content-Length: +5"],
    "a negative length": ["Content-Length: -1"],
    "a length that is none": ["Content-Length: 0x5"],
    "a length beyond all": ["Content-Length: 99999999999999999999999"],
    "a space before the colon": ["Transfer-Encoding : chunked"],
    "a line that is folded": ["X-A: b", " c: d", "Transfer-Encoding:", " chunked"],
    "a name with a space": ["X A: b"],
    "no name": [": b"],
    "a control character in a name": ["X-\x01A: b"],
    "a NUL in a value": ["X-A: b\0c"],
    "a line feed alone": ["X-A: b\nTransfer-Encoding: chunked"],
    "a carriage return alone": ["X-A: b\rTransfer-Encoding: chunked"],
    "chunked is not last": ["Transfer-Encoding: chunked, identity"],
    "an encoding that is none": ["Transfer-Encoding: xchunked"],
    "two encodings": ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
  };
  for (const method of ["GET", "POST"]) {
    for (const [about, headers] of Object.entries(shapes)) {
      const { said, statuses, isClosed } = await exchange(server, lines(`${method} / HTTP/1.1`, `Host: ${server.host}`, headers, "") + smuggled);
      assert.deepEqual([statuses, isClosed], [[400], true], `${method}, ${about}: ${said.slice(0, 300)}`);
    }
  }
  for (const chunk of ["5\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\nhello", "5\r\nhelloXX0\r\n\r\n", "5;a\nb\r\nhello\r\n0\r\n\r\n"]) {
    const { said, statuses } = await exchange(server, lines("POST / HTTP/1.1", `Host: ${server.host}`, "Transfer-Encoding: chunked", "") + chunk + smuggled);
    assert.ok(statuses.every((status) => [400, 405].includes(status)), `${JSON.stringify(chunk)}: ${said}`);
  }
  assert.equal(server.requests.length, 0, "nothing was asked of fal");
});

test("lines that are no request: 400 or nothing", async () => {
  const server = await served();
  const host = `Host: ${server.host}`;
  for (const bytes of ["\0", "\x16\x03\x01\x02\0\x01\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", lines("GET /", ""), lines("GET / HTTP/9.9", host, ""), lines("GET / HTTP/1.1 x", host, ""), lines("G@T / HTTP/1.1", host, ""), lines("GET / HTTP/1.1", ""), lines("GET / http/1.1", host, "")]) {
    const { said, statuses } = await exchange(server, bytes, 1000);
    assert.ok(statuses.every((status) => status === 400 || status === 421), `${JSON.stringify(bytes)}: ${said.slice(0, 200)}`);
  }
  assert.equal((await exchange(server, lines("CONNECT evil.example:443 HTTP/1.1", host, ""), 1000)).said, "");
});

test("another name for this machine is refused in every form in which a request may have one", async () => {
  const server = await served();
  const { port } = new URL(server.url);
  const refused = [
    ["/", ["Host: evil.example"]],
    ["/", [`Host: ${server.host}`, "Host: evil.example"]],
    ["/", ["Host: evil.example", `Host: ${server.host}`]],
    ["/", [`Host: ${server.host}, evil.example`]],
    ["/", [`Host: evil.example@${server.host}`]],
    ["/", [`Host: [::1]:${port}`]],
    ["/", [`Host: [::ffff:127.0.0.1]:${port}`]],
    ["/", [`Host: 127.1:${port}`]],
    ["/", [`Host: 2130706433:${port}`]],
    ["/", [`Host: localhost.:${port}`]],
    ["/", [`Host: LOCALHOST.evil.example:${port}`]],
    ["/", ["Host: evil.example", `X-Forwarded-Host: ${server.host}`, `Forwarded: host=${server.host}`]],
    [`http://${server.host}/`, ["Host: evil.example"]],
  ];
  const asKey = `Authorization: Key ${server.token}`;
  for (const [target, headers] of refused) {
    for (const path of [target, target.replace(/\/$/, REPORT)]) {
      const { said, statuses } = await exchange(server, lines(`GET ${path} HTTP/1.1`, headers, asKey, "Connection: close", ""));
      assert.deepEqual(statuses, [421], `${path} ${headers.join(", ")}: ${said.slice(0, 200)}`);
    }
  }
  // A target with a name of its own is no path of this server's, whatever Host says.
  for (const target of [`http://evil.example${REPORT}`, `http://${server.host}${REPORT}`, "//evil.example/", "*", "evil.example:80"]) {
    const { said, statuses } = await exchange(server, lines(`GET ${target} HTTP/1.1`, `Host: ${server.host}`, asKey, "Connection: close", ""));
    assert.ok([400, 404].includes(statuses[0]), `${target}: ${said.slice(0, 200)}`);
  }
  const old = await exchange(server, "GET / HTTP/1.0\r\n\r\n");
  assert.match(old.said, /^HTTP\/1\.1 421 /, "without a name");
  assert.equal(server.requests.length, 0);
});

test("what a page elsewhere can send without being asked first changes nothing and learns nothing", async () => {
  const server = await served();
  const body = "a=1";
  const forms = [
    ["POST", ["Content-Type: application/x-www-form-urlencoded"]],
    ["POST", ["Content-Type: text/plain"]],
    ["POST", ["Content-Type: multipart/form-data; boundary=a"]],
    ["GET", []],
    ["HEAD", []],
    ["OPTIONS", ["Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization,x-fal-focus-token", "Access-Control-Request-Private-Network: true"]],
  ];
  const ofOthers = [["Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], ["Origin: null"], ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]];
  for (const path of ["/fal/v1/models/usage?a=1", REPORT]) {
    for (const [method, headers] of forms) {
      for (const others of ofOthers) {
        const { said, statuses } = await exchange(server, lines(`${method} ${path} HTTP/1.1`, `Host: ${server.host}`, headers, others, `Content-Length: ${body.length}`, "Connection: close", "") + body);
        assert.equal(statuses[0], 403, `${method} ${path} ${others}: ${said}`);
        assert.doesNotMatch(said, /access-control-/i);
      }
    }
  }
  // The page itself may be opened by a link, but framed, read or run by no other.
  const { said } = await exchange(server, lines("GET / HTTP/1.1", `Host: ${server.host}`, ofOthers[2], "Connection: close", ""));
  for (const header of [/frame-ancestors 'none'/, /cross-origin-resource-policy: same-origin/i, /x-content-type-options: nosniff/i]) assert.match(said, header);
  assert.equal(server.requests.length, 0);
});

test("no way of writing a path leads out of the folders that are served", async () => {
  const server = await served();
  const wanted = readFileSync(new URL("../package.json", import.meta.url), "utf8").slice(0, 40);
  const up = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%00", "..;", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%u002e%u002e", "\xc0\xae\xc0\xae", "....//", ".%00."];
  const between = ["/", "%2f", "%2F", "\\", "%5c", "%252f", "//", "/./", "%c0%af"];
  const paths = up.flatMap((dots) => between.flatMap((slash) => ["/", "/pkg/", "/pkg", "/style/", "/pkg/../", "/./"].map((base) => `${base}${dots}${slash}package.json`)));
  const absolute = ["/etc/passwd", "//etc/passwd", "/%2fetc/passwd", "/pkg//etc/passwd", "/pkg/%2fetc%2fpasswd", "file:///etc/passwd", "/C:/Windows/win.ini", "/pkg/C:%5c", `/${pathToFileURL("/etc/passwd").href}`];
  const pipelined = [...paths, ...absolute];
  const { said, statuses } = await exchange(server, pipelined.map((path, number) => lines(`GET ${path} HTTP/1.1`, `Host: ${server.host}`, number === pipelined.length - 1 ? ["Connection: close"] : [], "")), 30_000);
  assert.deepEqual([...new Set(statuses)].filter((status) => ![400, 404].includes(status)), []);
  assert.ok(statuses.length > pipelined.length / 2 || statuses.at(-1) === 400, `${statuses.length}`);
  assert.ok(!said.includes(wanted) && !said.includes("root:"));
});

// Floods, and those who stall

test("headers, addresses and numbers of them beyond measure are refused, and others are answered meanwhile", async () => {
  const server = await served();
  const host = `Host: ${server.host}`;
  const floods = {
    "a giant header": [lines("GET / HTTP/1.1", host, `X-A: ${"a".repeat(1 << 20)}`, ""), [431]],
    "many headers": [lines("GET / HTTP/1.1", host, Array.from({ length: 50_000 }, (_, number) => `X-${number}: a`), ""), [431]],
    "a giant address": [lines(`GET /${"a".repeat(1 << 20)} HTTP/1.1`, host, ""), [414, 431]],
    "a giant query": [lines(`GET ${REPORT}&start=${"1".repeat(12_000)} HTTP/1.1`, host, `Authorization: Key ${server.token}`, "Connection: close", ""), [414]],
    "a giant method": [lines(`${"A".repeat(1 << 20)} / HTTP/1.1`, host, ""), [400]],
  };
  for (const [about, [bytes, expected]] of Object.entries(floods)) {
    const { statuses, said } = await exchange(server, bytes, 10_000);
    assert.ok(statuses.length <= 1 && statuses.every((status) => expected.includes(status)), `${about}: ${said.slice(0, 200)}`);
    assert.equal((await fetch(server.url)).status, 200);
  }
  assert.equal(server.requests.length, 0);
});

test("connections beyond a thousand are let go; afterwards all is as before", { timeout: 60_000 }, async () => {
  const server = await served();
  const { port } = new URL(server.url);
  const sockets = [];
  while (sockets.length < 1200) {
    // More at once than may wait to be accepted would be tried again by the system, after up to a minute.
    const next = Array.from({ length: 100 }, () => connect({ host: "127.0.0.1", port: Number(port) }).on("error", () => {}));
    sockets.push(...next);
    await Promise.all(next.map((socket) => once(socket, "connect").catch(() => {})));
  }
  while (sockets.filter((socket) => !socket.closed && !socket.destroyed).length > 1000) await sleep(50);
  sockets.forEach((socket) => socket.destroy());
  while (!(await fetch(server.url).then(({ ok }) => ok, () => false))) await sleep(50);
});

test("who sends a header or a body drop by drop is let go, and keeps nobody waiting", async () => {
  const server = await served();
  const dripping = ["GET / HTTP/1.1\r\nX-A: ", `POST / HTTP/1.1\r\nHost: ${server.host}\r\nContent-Length: 1000000\r\n\r\n`, `POST ${REPORT} HTTP/1.1\r\nHost: ${server.host}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n`].flatMap((beginning) =>
    Array.from({ length: 50 }, () => {
      const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
      socket.on("error", () => {}).on("data", () => {}).write(beginning);
      const drops = setInterval(() => socket.write(beginning.includes("chunked") ? "1\r\na\r\n" : "a"), 500);
      return once(socket, "close").catch(() => {}).then(() => clearInterval(drops));
    }));
  assert.equal((await fetch(server.url)).status, 200);
  const ended = await Promise.race([Promise.all(dripping), sleep(60_000, "not let go", { ref: false })]);
  assert.notEqual(ended, "not let go");
});

test("who does not read is let go, and the way to fal with him; who waits for fal is not", async () => {
  const { endless, stopped } = await endlessUpstream();
  const server = kept(await startServer({ port: 0, key: KEY, upstream: endless.url, stalled: 1000 }));
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(server.url).port) });
  socket.on("error", () => {}).pause();
  socket.write(lines("GET /fal/v1/models/usage HTTP/1.1", `Host: ${new URL(server.url).host}`, `X-Fal-Focus-Token: ${server.token}`, ""));
  while (stopped.length === 0) await sleep(50);
  socket.destroy();

  const slow = await upstream((_, response) => sleep(2500).then(() => response.setHeader("Content-Type", "application/json").end("{}")));
  const patient = kept(await startServer({ port: 0, key: KEY, upstream: slow.url, stalled: 1000 }));
  const answer = await fetch(`${patient.url}fal/v1/models/usage`, { headers: { "X-Fal-Focus-Token": patient.token } });
  assert.deepEqual([answer.status, await answer.text()], [200, "{}"]);
});

// What fal's side may do

/** An upstream of a few lines. */
async function upstream(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  return listening(server, requests);
}

/** One whose replies go on for as long as somebody takes them; `stopped` has the addresses of those that nobody takes any more. */
async function endlessUpstream() {
  const stopped = [];
  const endless = await upstream((request, response) => {
    response.once("close", () => stopped.push(request.url));
    response.writeHead(200, { "Content-Type": "application/json" });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16, " ")));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  return { endless, stopped };
}

/** One that says what bytes it likes. */
function rawUpstream(answer) {
  return listening(createTcpServer((socket) => socket.on("error", () => {}).once("data", () => answer(socket))), []);
}

async function listening(server, requests) {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const sockets = new Set();
  server.on("connection", (socket) => sockets.add(socket));
  return kept({
    url: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    close: () => new Promise((closed) => {
      server.close(() => closed());
      sockets.forEach((socket) => socket.destroy());
    }),
  });
}

test("redirects of every kind carry the key nowhere, for the page and for the endpoint", async () => {
  const elsewhere = await upstream((_, response) => response.end("{}"));
  for (const status of [300, 301, 302, 303, 305, 307, 308]) {
    for (const location of [elsewhere.url, elsewhere.url.replace("http:", ""), "/v1/models/usage", "https://127.0.0.1:1/", "http://[::1]:1/", `http://${SECRET}@127.0.0.1:1/`, "javascript:alert(1)", undefined]) {
      const fal = await upstream((_, response) => response.writeHead(status, location === undefined ? {} : { Location: location, Refresh: `0;url=${location}` }).end());
      const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
      const asPage = await fetch(`${server.url}fal/v1/models/usage`, { headers: { "X-Fal-Focus-Token": server.token }, redirect: "manual" });
      assert.deepEqual([asPage.status, asPage.headers.get("location"), asPage.headers.get("refresh")], [status, null, null]);
      const asTool = await fetch(server.url + REPORT.slice(1), { headers: { Authorization: `Key ${server.token}` }, redirect: "manual" });
      const said = await asTool.text();
      assert.deepEqual([asTool.status, asTool.headers.get("location")], [500, null], said);
      assert.ok(!said.includes(SECRET));
      assert.equal(fal.requests.length, 2, "a loop is not gone round");
      await server.close();
      await fal.close();
    }
  }
  assert.equal(elsewhere.requests.length, 0);
  assert.ok(logged.length > 0 && !logged.join().includes(SECRET));
});

test("an upstream that says nonsense, lies about its length or stops: an error, and never half of anything as a whole", async () => {
  const json = "Content-Type: application/json";
  const answers = {
    "nothing": "",
    "noise": "\x00\x01\x02\r\n\r\n",
    "another protocol": "SSH-2.0-OpenSSH_9.2\r\n",
    "a header that is none": "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
    "longer than it says": lines("HTTP/1.1 200 OK", json, "Content-Length: 10", "") + '{"time_series": []}',
    "shorter than it says": lines("HTTP/1.1 200 OK", json, "Content-Length: 1000", "") + '{"time_series": []}',
    "two lengths": lines("HTTP/1.1 200 OK", json, "Content-Length: 5", "Content-Length: 19", "") + '{"time_series": []}',
    "a length and chunks": lines("HTTP/1.1 200 OK", json, "Content-Length: 19", "Transfer-Encoding: chunked", "") + '{"time_series": []}',
    "chunks that are none": lines("HTTP/1.1 200 OK", json, "Transfer-Encoding: chunked", "") + "zz\r\n{}\r\n0\r\n\r\n",
    "chunks that stop": lines("HTTP/1.1 200 OK", json, "Transfer-Encoding: chunked", "") + '13\r\n{"time_series": []}\r\n',
    "gzip that is none": lines("HTTP/1.1 200 OK", json, "Content-Encoding: gzip", "Content-Length: 2", "") + "{}",
    "switching protocols": lines("HTTP/1.1 101 Switching Protocols", "Upgrade: x", "Connection: upgrade", ""),
    "a status that is none": lines("HTTP/1.1 999 ?", json, "Content-Length: 2", "") + "{}",
    "no content": lines("HTTP/1.1 204 No Content", ""),
    "headers without end": `HTTP/1.1 200 OK\r\n${"X-A: b\r\n".repeat(20_000)}`,
  };
  for (const [about, bytes] of Object.entries(answers)) {
    const fal = await rawUpstream((socket) => socket.end(bytes, "latin1"));
    const server = kept(await startServer({ port: 0, key: KEY, upstream: fal.url }));
    const body = await fetch(`${server.url}fal/v1/models/usage`, { headers: { "X-Fal-Focus-Token": server.token } }).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      (error) => ({ broke: String(error.cause ?? error) }),
    ).catch((error) => ({ broke: String(error.cause ?? error) }));
    const isWhole = body.text === '{"time_series": []}';
    assert.ok(!isWhole, `${about}: ${JSON.stringify(body)}`);
    assert.ok(body.broke || body.status !== 200 || about === "longer than it says", `${about}: ${JSON.stringify(body)}`);
    await server.close();
    await fal.close();
  }
});

test("a reply that never ends is let go when it is longer than any", async () => {
  const { endless, stopped } = await endlessUpstream();
  const options = { baseUrl: endless.url, maxPageBytes: 1e6 };
  await assert.rejects(fetchReplies({ endpoint: "/models/usage", query: "start=2026-10-01T00:00:00Z&end=2026-10-02T00:00:00Z" }, { ...options, key: KEY }), { code: "limit_exceeded", field: "maxPageBytes", message: /larger than 1000000 bytes/ });
  const answer = await focusHandler({ ...options, authorization: KEY })(new Request(`http://localhost${REPORT}`));
  assert.equal(answer.status, 500);
  while (stopped.length < 2) await sleep(20);
  const reply = '{"username": "acme"}';
  const exact = await upstream((_, response) => response.end(reply));
  const ask = (maxPageBytes) => fetchReplies({ endpoint: "/account/billing" }, { baseUrl: exact.url, key: KEY, maxPageBytes });
  assert.equal((await ask(reply.length)).files.length, 1);
  await assert.rejects(ask(reply.length - 1), { code: "limit_exceeded" });
});

// The key

test("after all of it the key is in no answer, no line of the terminal, no process list, no file", async () => {
  const cwd = workFolder();
  const echo = await upstream((request, response) => {
    const { authorization } = request.headers;
    const answers = [
      () => response.writeHead(401, { "Content-Type": "application/json", "X-Key": authorization }).end(JSON.stringify({ error: { type: authorization, message: `bad ${authorization}` } })),
      () => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ time_series: [{ bucket: SECRET, results: [{ endpoint_id: KEY }] }] })),
      () => response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ error: { message: KEY } })),
      () => response.writeHead(302, { Location: `http://127.0.0.1:1/${KEY}` }).end(),
      () => response.socket.end(`HTTP/1.1 200 OK\r\nBad ${KEY}\r\n\r\n`),
    ];
    answers[echo.requests.length % answers.length]();
  });
  const report = ["--report-on-signal", "--report-uncaught-exception", `--report-directory=${cwd}`];
  const child = spawn(process.execPath, [...report, "--import", AT_FALS_ADDRESS, CLI, "serve", "--port", "0", "--json"], { cwd, env: { ...process.env, FAL_KEY: KEY, FAL_ADDRESS: echo.url, NODE_DEBUG: "" } });
  const captured = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => captured.push(chunk));
  await once(child.stdout, "data");
  const { url, address } = JSON.parse(captured.join("").split("\n")[0]);
  const server = { url, token: new URL(address).hash.slice(7), host: new URL(url).host };
  const asKey = `Authorization: Key ${server.token}`;
  const asPage = `X-Fal-Focus-Token: ${server.token}`;
  const targets = [...["models/usage", "account/billing", "keys", "%2e%2e/keys"].map((path) => [`/fal/v1/${path}`, asPage]), [REPORT, asKey], [`${REPORT}&expand=organization`, asKey], ["/v1/account/focus?source=estimate", asKey], ["/", asPage], ["/nothing", asKey]];
  for (let round = 0; round < 5; round += 1) {
    for (const [path, header] of targets) {
      for (const method of ["GET", "HEAD", "POST", "TRACE"]) {
        captured.push((await exchange(server, lines(`${method} ${path} HTTP/1.1`, `Host: ${server.host}`, header, "Connection: close", ""), 8000)).said);
      }
    }
  }
  const isLinux = process.platform === "linux";
  if (isLinux) for (const file of ["cmdline", "comm", "status"]) captured.push(readFileSync(`/proc/${child.pid}/${file}`, "latin1"));
  child.kill("SIGUSR2");
  while (readdirSync(cwd).length === 0) await sleep(50);
  await sleep(500);
  for (const name of readdirSync(cwd)) captured.push(name, readFileSync(join(cwd, name), "utf8"));
  child.kill("SIGINT");
  await once(child, "exit");
  assert.ok(echo.requests.length > 20, `${echo.requests.length}`);
  assert.ok(echo.requests.every(({ headers }) => headers.authorization === `Key ${KEY}`));
  const found = captured.filter((text) => text.includes(SECRET));
  assert.deepEqual(found.map((text) => text.slice(Math.max(0, text.indexOf(SECRET) - 200), text.indexOf(SECRET) + 40)), []);
});
