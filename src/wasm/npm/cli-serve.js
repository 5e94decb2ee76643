// `fal-focus serve`: the page, a way to fal's API that keeps the key here, and fal's endpoint, until Ctrl-C.

import { keyOfEnvironment } from "./cli-key.js";
import { FalFocusError } from "./host.js";
import { startOnFreePort, startServer } from "./serve.js";
import { takeLittle } from "./serve-rest.js";
import { startStandIn } from "./stand-in.js";

/** Long enough to see a page come, and the next. */
const STAND_IN_DELAY = 300;

/** Tells where the page is, and ends when it is told to. */
export async function serve({ options: { port: text, isStandIn = false } }, messages) {
  const port = portOf(text);
  takeLittle();
  const standIn = isStandIn ? await startStandIn({ delay: STAND_IN_DELAY }) : undefined;
  const behind = standIn ? { key: standIn.key, upstream: standIn.url, isStandIn } : { key: keyOfEnvironment() };
  try {
    await serveUntilStopped(port, behind, messages);
  } finally {
    await standIn?.close();
  }
  return 0;
}

async function serveUntilStopped(port, behind, messages) {
  const server = await listen(port, behind);
  const stopped = new Promise((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  });
  const canFetch = behind.key !== undefined;
  const address = canFetch ? server.address : server.url;
  const listening = JSON.stringify({ type: "listening", url: server.url, address });
  process.stdout.write(messages.isJson ? `${listening}\n` : `fal-focus is at ${address} (Ctrl-C stops it)\n`);
  if (behind.isStandIn) messages.note("The stand-in of fal’s API answers: what is fetched is invented. FAL_KEY is not used.");
  else if (!canFetch) messages.note("FAL_KEY is not set: the page works, but cannot fetch. With an admin key in FAL_KEY it can; --stand-in tries it with invented data.");
  const asKey = canFetch ? " The token of the address stands for the key." : "";
  messages.note(`A FinOps tool finds fal’s endpoint at ${server.url}v1/account/focus and sends \`Authorization: Key …\`.${asKey}`);
  await stopped;
  await server.close();
}

function portOf(text) {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new FalFocusError("invalid_option", `${text} is not a port`, { field: "port", hint: "Use a number from 0 to 65535; 0 takes any free one." });
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
