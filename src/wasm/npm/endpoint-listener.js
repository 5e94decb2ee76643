// A handler of Requests as a listener of Node's servers: they, and what is built on them, know no Request.

/** A Request has none of these methods: any other that is not answered stands for them. */
const NO_METHODS = ["CONNECT", "TRACE", "TRACK"];

export function nodeListener(handler) {
  return async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    try {
      await send(await handler(requestOf(incoming, gone.signal)), outgoing, gone.signal);
    } catch (error) {
      breakOff(incoming, outgoing, error);
    }
  };
}

function requestOf({ method, url, originalUrl = url, headers }, signal) {
  const given = Object.entries(headers).filter(([name, value]) => !name.startsWith(":") && value !== undefined);
  return new Request(new URL(`http://localhost${originalUrl.startsWith("/") ? originalUrl : "/"}`), {
    method: NO_METHODS.includes(method) ? "POST" : method,
    headers: given.map(([name, value]) => [name, String(value)]),
    signal,
  });
}

/**
 * Visibly: an answer that ended well would look like a whole one. HTTP/1.0 takes any end of a connection for
 * a good one, but a reset; HTTP/2 any end of a stream, but one with an error.
 */
function breakOff({ httpVersion }, outgoing, error) {
  if (httpVersion === "1.0") reset(outgoing.socket);
  outgoing.destroy(httpVersion === "2.0" ? error : undefined);
}

function reset(socket) {
  try {
    socket?.resetAndDestroy();
  } catch {
    // Only TCP itself has resets.
  }
}

async function send({ status, headers, body }, outgoing, signal) {
  if (signal.aborted) return body?.cancel();
  outgoing.writeHead(status, Object.fromEntries(headers));
  let goOn = () => {};
  outgoing.on("drain", () => goOn());
  signal.addEventListener("abort", () => goOn());
  const write = (chunk) => (outgoing.write(chunk) ? undefined : new Promise((drained) => (goOn = drained)));
  await body?.pipeTo(new WritableStream({ write }), { signal });
  outgoing.end();
}
