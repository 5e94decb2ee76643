// The browser's address bar: the form's settings are read out of it, and written into it without a
// step in the history for each key.

import { hashOf, settingsIn } from "./address.js";

/** Browsers refuse many writes in a short time. */
const PAUSE_MS = 150;
let waiting;

/** @returns {import("./address.js").Setting[] | undefined} undefined where the address leads to a place on the page */
export function readAddress() {
  return settingsIn(location.hash);
}

/** @param {import("./address.js").Setting[]} settings */
export function writeAddress(settings) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const hash = hashOf(settings);
    if (hash === location.hash) return;
    history.replaceState(history.state, "", hash || location.pathname + location.search);
  }, PAUSE_MS);
}

/** What is wrong with an address stays in it. */
export function keepAddress() {
  clearTimeout(waiting);
}

/** @param {import("./address.js").Setting[]} settings @returns {string} */
export function linkTo(settings) {
  const link = new URL(location.href);
  link.hash = hashOf(settings);
  return link.href;
}
