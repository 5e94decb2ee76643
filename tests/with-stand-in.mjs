// Runs a module with a stand-in at fal's address: node tests/with-stand-in.mjs MODULE

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";

const standIn = await startStandIn();
const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace("https://api.fal.ai/v1", standIn.url), init);
process.env.FAL_KEY = STAND_IN_KEY;
try {
  await import(pathToFileURL(resolve(process.argv[2])));
} finally {
  await standIn.close();
}
