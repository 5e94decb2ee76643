// `fal-focus serve`: the page, the way from it to fal's API that keeps the key out of the browser, and
// fal's endpoint for FOCUS reports. On the loopback interface only.

import { once } from "node:events";
import { createServer } from "node:http";

import { API } from "./fetch-endpoints.js";
import { createEndpoint } from "./serve-endpoint.js";
import { HEADERS, answerFile } from "./serve-files.js";
import { createProxy } from "./serve-proxy.js";
import { restWhenIdle } from "./serve-rest.js";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 8080;
const LAST_PORT = 65535;

/** No more than a browser or a tool needs; whatever environment or flags of Node say otherwise. */
const HTTP = { insecureHTTPParser: false, maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 1000 };
/** A program that opens ever more of them must not take what others need. */
const MOST_CONNECTIONS = 1000;
/** So long a reader may take nothing of what waits for him. */
const STALLED_MS = 60_000;

/**
 * Serves until `close` is called.
 *
 * @param {{ port?: number, key?: string, upstream?: string, isStandIn?: boolean, stalled?: number }} [options] `port`: 0
 *   takes any free one. `key`: of fal, with or without `Key `; without one the page is served, and
 *   fetching says how to give one. `upstream`: where the key is sent. No option of the command line
 *   and no environment variable sets it, so that nothing but a program can send a key elsewhere.
 *   `isStandIn`: whether invented data is behind it. `stalled`: milliseconds
 *   in which a reader may take nothing of what waits for him
 * @returns {Promise<{ url: string, address: string, token: string, close: () => Promise<void> }>}
 *   `address`: the url with the token in its fragment, which no request carries
 */
export async function startServer({ port = DEFAULT_PORT, key, upstream = API, isStandIn = false, stalled = STALLED_MS } = {}) {
  const proxy = createProxy({ key, upstream, isStandIn });
  const answerEndpoint = createEndpoint({ key, upstream, token: proxy.token, isStandIn });
  const answers = [["/fal/", proxy.answer], ["/v1/", answerEndpoint], ["", answerFile]];
  const server = createServer(HTTP).listen(port, HOST);
  server.maxConnections = MOST_CONNECTIONS;
  await once(server, "listening");
  // As a browser writes them: of port 80 there is the name alone.
  const urls = [HOST, "localhost"].map((name) => new URL(`http://${name}:${server.address().port}`));
  const hosts = urls.map(({ host }) => host);
  server.on("request", (request, response) => {
    // Another name that leads here is a page elsewhere that had its name point to this machine.
    if (!hosts.includes(request.headers.host) || hasSeveral(request, "host")) return refuse(response);
    letGoOfStalled(response, stalled);
    const answer = answers.find(([prefix]) => request.url.startsWith(prefix))[1];
    // One answer that fails does not end the others.
    return answer(request, response).catch(() => response.destroy());
  });
  restWhenIdle(server);
  const url = urls[0].href;
  return {
    url,
    address: `${url}#token=${proxy.token}`,
    token: proxy.token,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** `startServer` on the default port, or on the next one that is free. */
export async function startOnFreePort(options) {
  for (let port = DEFAULT_PORT; ; port += 1) {
    try {
      return await startServer({ ...options, port });
    } catch (error) {
      if (error.code !== "EADDRINUSE" || port === LAST_PORT) throw error;
    }
  }
}

/** Whoever stands between could have gone by another one of them. */
function hasSeveral({ headersDistinct }, name) {
  return headersDistinct[name].length > 1;
}

/** Silence while fal is asked is none of the reader's doing. */
function letGoOfStalled(response, milliseconds) {
  response.setTimeout(milliseconds, () => response.writableLength > 0 && response.destroy());
}

function refuse(response) {
  const body = "This server answers to 127.0.0.1 and localhost only.\n";
  response.writeHead(421, { ...HEADERS, "Content-Type": "text/plain; charset=utf-8", "Content-Length": body.length });
  response.end(body);
}
