// What the page asks of its server, besides its modules. The build of the single file, which has no
// server, puts another in this one's place: xtask/single-file/assets.js.

import { ownScript } from "./own-scripts.js";

export { keepOffline } from "./offline/keeper.js";

/** Whether there is a server, which may fetch from fal. */
export const hasServer = true;

export function startWorker() {
  return new Worker(ownScript("work/worker.js"), { type: "module" });
}

/** @returns {Promise<Blob>} the replies of an invented account's October 2026 */
export async function readSample() {
  const response = await fetch(new URL("sample.json", import.meta.url), {
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Error(`sample.json was answered with status ${response.status}`);
  return response.blob();
}
