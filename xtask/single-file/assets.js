// What the page asks of its server, in the single file, which has none: all of it is in the file.

import { unpacked } from "../../pkg/unpacked.js";
import sample from "../../www/sample.json";

export const hasServer = false;

// A worker too is this very script: a page from disk may start none from another file, and no module.
// It knows itself only while it begins, which is now.
const source = globalThis.document?.currentScript.textContent;

// Nothing else becomes a script, where a browser knows Trusted Types.
const rules = { createScriptURL: () => URL.createObjectURL(new Blob([source], { type: "text/javascript" })) };
const policy = globalThis.trustedTypes?.createPolicy("fal-focus", rules) ?? rules;
let address;

export function startWorker() {
  address ??= policy.createScriptURL("");
  return new Worker(address);
}

export async function readSample() {
  return new Blob([await unpacked(sample)]);
}

/** @param {(offline: import("../../www/offline/keeper.js").Offline) => void} tell */
export function keepOffline(tell) {
  tell("single_file");
}
