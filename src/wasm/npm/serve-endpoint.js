// fal's endpoint for FOCUS reports at `/v1/account/focus`, as a FinOps tool knows it. With a key of its own
// whoever asks is answered what the key may see; the key of this server is for who knows this run's token.

import { errorResponse } from "./endpoint-errors.js";
import { focusHandler, nodeListener } from "./endpoint-node.js";
import { HEADERS } from "./serve-files.js";
import { isOfOtherPage, isSame } from "./serve-proxy.js";

const TOKEN_HEADER = "x-fal-focus-token";
/** So many reports are made at a time, the others wait: as large as they may be, the module has room for so many. */
const AT_ONCE = 16;

/** `(request, response) => Promise<void>` of Node's server. */
export function createEndpoint({ key, upstream, token, isStandIn }) {
  const takeTurn = createTurns(AT_ONCE);
  const handlerOf = (options) => {
    const handler = focusHandler({ baseUrl: upstream, ...options });
    // It is there when the report is whole: whoever reads it slowly keeps nobody waiting.
    return (request) => takeTurn(() => handler(request));
  };
  const withOwnKey = handlerOf();
  const withServersKey = key === undefined ? undefined : handlerOf({ authorization: key });

  async function answer(request) {
    const { headers } = request;
    const given = headers.get(TOKEN_HEADER);
    if (given !== null && !isSame(given, token)) return refuse(request, 403, "The token is not that of this run: each start of `fal-focus serve` has one of its own");
    const hasTokenAsKey = isSame(headers.get("authorization") ?? "", `Key ${token}`);
    if (given === null && !hasTokenAsKey) return withOwnKey(request);
    if (withServersKey === undefined && (hasTokenAsKey || !headers.has("authorization"))) return refuse(request, 401, "FAL_KEY is not set: start `FAL_KEY=… npx fal-focus serve` with an admin key");
    return (withServersKey ?? withOwnKey)(hasTokenAsKey ? withoutAuthorization(request) : request);
  }

  const listener = (handler) => nodeListener(async (request) => withHeaders(await handler(request), isStandIn ? "stand-in" : "fal"));
  const answerAll = listener(answer);
  const refuseAll = listener((request) => refuse(request, 403, "This is for programs on this machine: no page of another server may ask"));
  return (incoming, outgoing) => (isOfOtherPage(incoming.headers) ? refuseAll : answerAll)(incoming, outgoing);
}

function refuse(request, status, message) {
  const headers = status === 401 ? { "WWW-Authenticate": "Key" } : {};
  return errorResponse(request, crypto.randomUUID(), { status, type: "authorization_error", message, headers });
}

/** Calls what it is given, so many at a time, in the order in which they came. */
function createTurns(places) {
  const waiting = [];
  return async (work) => {
    if (places > 0) places -= 1;
    else await new Promise((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else places += 1;
    }
  };
}

/** The token is no key of fal's, and does not leave this machine. */
function withoutAuthorization(request) {
  const headers = new Headers(request.headers);
  headers.delete("authorization");
  return new Request(request, { headers });
}

function withHeaders({ status, body, headers: own }, source) {
  const headers = new Headers({ ...HEADERS, "X-Fal-Focus-Source": source });
  own.forEach((value, name) => headers.set(name, value));
  return new Response(body, { status, headers });
}
