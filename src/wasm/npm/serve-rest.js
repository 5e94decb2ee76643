// A server may idle for days: memory that reports took is given back when nobody asks any more, or not taken at all.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { rest } from "./load.js";

/** So long nobody asks. */
const IDLE_MS = 3000;

let collectGarbage;

/**
 * Of a process that does nothing else: the engine takes no more for young objects than at its start. What it takes for
 * them under load, 32 MB, Node 20 never gives back; reports take no longer without. Newer engines do as they like.
 */
export function takeLittle() {
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** Watches a server of `node:http`. */
export function restWhenIdle(server) {
  let open = 0;
  let timer;
  server.on("request", (_, response) => {
    open += 1;
    clearTimeout(timer);
    response.once("close", () => {
      open -= 1;
      if (open === 0) timer = setTimeout(giveBack, IDLE_MS).unref();
    });
  });
  server.once("close", () => clearTimeout(timer));
}

/** The module's memory, and what the engine would keep until it needs room: with nothing to do it never looks. */
function giveBack() {
  rest();
  collectGarbage ??= garbageCollector();
  collectGarbage();
}

/** Node has it for new contexts alone, once it is told to. */
function garbageCollector() {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
