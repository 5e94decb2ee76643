// The page's side of its service worker: starts it, and asks it what is kept.

import { ownScript } from "../own-scripts.js";

/**
 * `ready`: the next visit needs no network. `behind`: the version on the server could not be kept, and this
 * is the one before. `refused`: it could not, and nothing is kept. `single_file`: there is no server.
 *
 * @typedef {"ready" | "behind" | "refused" | "single_file"} Offline
 */

/** @param {(offline: Offline) => void} tell not called where the browser keeps no pages */
export async function keepOffline(tell) {
  const { serviceWorker } = navigator;
  // Only where it is certain who answers: over https, and on the loopback interface.
  if (!serviceWorker) return;
  try {
    const registration = await serviceWorker.register(ownScript("service-worker.js"), { updateViaCache: "none" });
    registration.installing?.addEventListener("statechange", ({ target }) => {
      if (target.state === "redundant" && !registration.active) tell("refused");
    });
  } catch {
    // Forbidden, as in private windows: the page works all the same.
    return;
  }
  // Where it was refused this waits for ever, and all has been told.
  const { active } = await serviceWorker.ready;
  tell(await answerOf(active));
}

/** @returns {Promise<Offline>} */
function answerOf(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((answered) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      answered(data);
    };
    worker.postMessage("what is kept?", [port2]);
  });
}
