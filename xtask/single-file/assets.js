// What the page asks of its server, in the single file, which has none: all of it is in the file.

import { unpacked } from "../../pkg/unpacked.js";
import sample from "../../www/sample.json";

export const hasServer = false;

// A worker too is this very script: a page from disk may start none from another file, and no module.
// It knows itself only while it begins, which is now.
const source = globalThis.document?.currentScript.textContent;
let address;

export function startWorker() {
  address ??= URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(address);
}

export async function readSample() {
  return new Blob([await unpacked(sample)]);
}

/** @param {(offline: import("../../www/offline/keeper.js").Offline) => void} tell */
export function keepOffline(tell) {
  tell("single_file");
}
