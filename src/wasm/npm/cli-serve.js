// `fal-focus serve`: the page, a way to fal's API that keeps the key here, and fal's endpoint, until Ctrl-C.

import { bareKey } from "./fal-key.js";
import { FalFocusError } from "./host.js";
import { startOnFreePort, startServer } from "./serve.js";
import { startStandIn } from "./stand-in.js";

/** Long enough to see a page come, and the next. */
const STAND_IN_DELAY = 300;

/** Tells where the page is, and ends when it is told to. */
export async function serve({ options: { port, isStandIn = false } }, say) {
  const standIn = isStandIn ? await startStandIn({ delay: STAND_IN_DELAY }) : undefined;
  const behind = standIn ? { key: standIn.key, upstream: standIn.url, isStandIn } : { key: keyOfEnvironment() };
  try {
    await serveUntilStopped(port, behind, say);
  } finally {
    await standIn?.close();
  }
  return 0;
}

async function serveUntilStopped(port, behind, say) {
  const server = await listen(port, behind);
  const stopped = new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  });
  const canFetch = behind.key !== undefined;
  process.stdout.write(`fal-focus is at ${canFetch ? server.address : server.url} (Ctrl-C stops it)\n`);
  if (behind.isStandIn) say("The stand-in of fal’s API answers: what is fetched is invented. FAL_KEY is not used.");
  else if (!canFetch) say("FAL_KEY is not set: the page works, but cannot fetch. With an admin key in FAL_KEY it can; --stand-in tries it with invented data.");
  const asKey = canFetch ? " The token of the address stands for the key." : "";
  say(`A FinOps tool finds fal’s endpoint at ${server.url}v1/account/focus and sends \`Authorization: Key …\`.${asKey}`);
  await stopped;
  await server.close();
}

function keyOfEnvironment() {
  const { FAL_KEY } = process.env;
  if (FAL_KEY === undefined || FAL_KEY.trim() === "") return undefined;
  try {
    return bareKey(FAL_KEY);
  } catch ({ message, hint }) {
    throw new FalFocusError("invalid_option", message, { field: "FAL_KEY", hint });
  }
}

async function listen(port, behind) {
  try {
    return port === undefined ? await startOnFreePort(behind) : await startServer({ ...behind, port });
  } catch (error) {
    const reason = { EADDRINUSE: "is taken by another program", EACCES: "may be opened by an administrator alone" }[error.code];
    if (!reason) throw error;
    throw new FalFocusError("io_error", `port ${port} ${reason}`, { field: "--port", hint: "Choose another one, or leave --port out for the next that is free." });
  }
}
