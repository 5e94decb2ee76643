// `fal-focus serve`: the page, until Ctrl-C.

import { startOnFreePort, startServer } from "./serve.js";

/** Tells where the page is, and ends when it is told to. */
export async function serve({ options: { port } }) {
  const server = port === undefined ? await startOnFreePort() : await startServer({ port });
  const stopped = new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  });
  console.log(`fal-focus is at ${server.url} (Ctrl-C stops it)`);
  await stopped;
  await server.close();
  return 0;
}
