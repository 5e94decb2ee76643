// A handler of Requests as a listener of Node's servers: they, and what is built on them, know no Request.

/** A Request has none of these methods: any other that is not answered stands for them. */
const NO_METHODS = ["CONNECT", "TRACE", "TRACK"];

export function nodeListener(handler) {
  return async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    try {
      await send(await handler(requestOf(incoming, gone.signal)), outgoing, gone.signal);
    } catch {
      // Visibly: an answer that ended well would look like a whole one.
      outgoing.destroy();
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
