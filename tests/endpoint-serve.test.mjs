// fal's endpoint in `fal-focus serve`, attacked: whose key is used for whom.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { request as httpRequest } from "node:http";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";
import { startServer } from "../pkg/serve.js";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const KEY = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:5f4dcc3b5aa765d61d8327deb882cf99";
const OTHER_KEY = "ffffffff-4e5f-6071-8293-a4b5c6d7e8f9:00000000000000000000000000000000";
const PATH = "/v1/account/focus?source=estimate&timeframe=hour";

const open = [];
after(() => Promise.all(open.map((server) => server.close())));

/** The server in front of the stand-in; `keys()` are those that the stand-in was asked with. */
async function served(options = { key: KEY }) {
  const requests = [];
  const standIn = await startStandIn({ key: KEY, onRequest: (request) => requests.push(request) });
  const server = await startServer({ port: 0, upstream: standIn.url, ...options });
  open.push(standIn, server);
  return { ...server, requests, keys: () => [...new Set(requests.map(({ headers }) => headers.authorization))] };
}

/** As a browser could send it, or anybody: headers that `fetch` would not let through. */
function send({ url }, headers = {}, { method = "GET", path = PATH } = {}) {
  const { hostname, port } = new URL(url);
  return new Promise((answered, failed) => {
    const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      response.on("end", () => answered({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on("error", failed).end();
  });
}

const messageOf = ({ body }) => JSON.parse(body).error.message;

test("a program's own key goes to fal as it is, whether the server has one or not", async () => {
  for (const options of [{}, { key: OTHER_KEY }]) {
    const server = await served(options);
    const { status, headers, body } = await send(server, { Authorization: `Key ${KEY}` });
    assert.deepEqual([status, headers["content-type"], headers["x-fal-focus-source"]], [200, "text/csv; charset=utf-8", "fal"]);
    assert.match(body, /^BilledCost,.*\n.*fal:stand-in-studio/);
    assert.deepEqual(server.keys(), [`Key ${KEY}`]);
    assert.deepEqual([headers["cache-control"], headers["cross-origin-resource-policy"], headers["access-control-allow-origin"]], ["no-store", "same-origin", undefined]);
    assert.match(headers["content-security-policy"], /default-src 'none'/);
  }
});

test("the server's key is for who knows this run's token: as the key, or in the page's header", async () => {
  const server = await served();
  for (const headers of [{ Authorization: `Key ${server.token}` }, { "X-Fal-Focus-Token": server.token }]) {
    assert.equal((await send(server, headers)).status, 200, JSON.stringify(headers));
  }
  assert.deepEqual(server.keys(), [`Key ${KEY}`]);
  const own = await send(server, { "X-Fal-Focus-Token": server.token, Authorization: `Key ${OTHER_KEY}` });
  assert.equal(own.status, 401, "an own key is never replaced by the server's");
  assert.equal(server.keys().at(-1), `Key ${OTHER_KEY}`);
});

test("nobody else gets it, and nothing is asked of fal for them", async () => {
  const server = await served();
  const { token } = await served();
  const refused = [
    [{}, 401],
    [{ Authorization: server.token }, 401],
    [{ Authorization: `Bearer ${server.token}` }, 401],
    [{ "X-Fal-Focus-Token": "" }, 403],
    [{ "X-Fal-Focus-Token": token }, 403],
    [{ "X-Fal-Focus-Token": server.token.slice(0, -1) }, 403],
    [{ "X-Fal-Focus-Token": token, Authorization: `Key ${KEY}` }, 403],
    [{ Cookie: `token=${server.token}` }, 401],
  ];
  for (const [headers, status] of refused) {
    const answer = await send(server, headers);
    assert.deepEqual([answer.status, JSON.parse(answer.body).error.type], [status, "authorization_error"], JSON.stringify(headers));
  }
  assert.equal((await send(server, {}, { path: `${PATH}&token=${server.token}` })).status, 401);
  assert.equal(server.requests.length, 0);
});

test("a token of another run is no key of the server's", async () => {
  const server = await served();
  const { token } = await served();
  const answer = await send(server, { Authorization: `Key ${token}` });
  assert.deepEqual([answer.status, server.keys()], [401, [`Key ${token}`]]);
});

test("another page's requests are refused, even with all that a program has", async () => {
  const server = await served();
  const { origin, port } = new URL(server.url);
  const all = { Authorization: `Key ${KEY}`, "X-Fal-Focus-Token": server.token };
  for (const headers of [{ Origin: "https://evil.example" }, { Origin: "null" }, { Origin: `http://localhost:${port}` }, { "Sec-Fetch-Site": "cross-site" }, { "Sec-Fetch-Site": "same-site" }, { "Sec-Fetch-Site": "none" }]) {
    for (const method of ["GET", "HEAD", "OPTIONS", "POST"]) {
      const answer = await send(server, { ...all, ...headers }, { method });
      assert.equal(answer.status, 403, `${method} ${JSON.stringify(headers)}`);
      assert.deepEqual(Object.keys(answer.headers).filter((name) => name.startsWith("access-control")), []);
    }
  }
  assert.equal((await send(server, { ...all, Host: `evil.example:${port}` })).status, 421);
  assert.equal(server.requests.length, 0);
  assert.equal((await send(server, { ...all, Origin: origin, "Sec-Fetch-Site": "same-origin" })).status, 200);
});

test("without FAL_KEY it says so to who has the token alone", async () => {
  const server = await served({});
  for (const headers of [{ Authorization: `Key ${server.token}` }, { "X-Fal-Focus-Token": server.token }]) {
    const answer = await send(server, headers);
    assert.equal(answer.status, 401);
    assert.match(messageOf(answer), /FAL_KEY is not set/);
  }
  assert.equal(server.requests.length, 0);
  assert.equal((await send(server, { "X-Fal-Focus-Token": server.token, Authorization: `Key ${KEY}` })).status, 200);
});

test("all that begins with /v1/ is answered as fal does", async () => {
  const server = await served();
  for (const path of ["/v1/models/usage", "/v1/", "/v1/account/focus/"]) {
    const answer = await send(server, { Authorization: `Key ${KEY}` }, { path });
    assert.deepEqual([answer.status, JSON.parse(answer.body).error.type], [404, "not_found"]);
  }
  assert.equal((await send(server, {}, { method: "DELETE" })).status, 405);
  assert.deepEqual([(await send(server, {}, { method: "OPTIONS" })).status, server.requests.length], [204, 0]);
  const head = await send(server, { Authorization: `Key ${server.token}` }, { method: "HEAD" });
  assert.deepEqual([head.status, head.body, server.requests.length], [200, "", 1]);
});

test("serve --stand-in answers from the stand-in, and says where a FinOps tool can ask", async () => {
  const child = spawn(process.execPath, [CLI, "serve", "--stand-in", "--port", "0"], { env: { ...process.env, FAL_KEY: KEY } });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (said.out += chunk));
  child.stderr.on("data", (chunk) => (said.err += chunk));
  const ended = new Promise((done) => child.once("close", done));
  while (!/Key/.test(said.err)) await new Promise((data) => child.stderr.once("data", data));
  const [endpoint] = /http:\S+\/v1\/account\/focus/.exec(said.err);
  const token = new URL(/http:\S+/.exec(said.out)[0]).hash.slice("#token=".length);
  for (const key of [token, STAND_IN_KEY]) {
    const response = await fetch(`${endpoint}?source=invoice`, { headers: { Authorization: `Key ${key}` } });
    assert.deepEqual([response.status, response.headers.get("x-fal-focus-source")], [200, "stand-in"]);
    assert.match(await response.text(), /^BilledCost,.*\n.*fal:stand-in-studio/);
  }
  assert.equal((await fetch(`${endpoint}?source=invoice`, { headers: { Authorization: `Key ${KEY}` } })).status, 401);
  child.kill("SIGINT");
  assert.equal(await ended, 0);
  assert.ok(!(said.out + said.err).includes("5f4dcc3b5aa765d61d8327deb882cf99"));
});
