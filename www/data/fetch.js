// Fetching from fal, through the server that the page came from: it has the key, the page has none.
// With data/replies.js the only file with `fetch`; it asks nothing but the page's own origin.

import { Fetching } from "../../pkg/fetch.js";
import { companionsOf } from "./fetch-companions.js";

/**
 * @typedef {object} Fetch a fetch as the page shows it
 * @property {"idle" | "asking" | "failed" | "cancelled" | "done"} phase
 * @property {import("../../pkg/fetch.d.ts").Wanted} [wanted]
 * @property {number} pages
 * @property {number} bytes
 * @property {import("../../pkg/fetch.d.ts").FetchProgress["waiting"]} waiting
 * @property {"fal" | "stand-in"} source
 * @property {Error} [error]
 * @property {Error[]} missed what names things and could not be fetched
 */

/** @type {Fetch} */
export const NO_FETCH = { phase: "idle", pages: 0, bytes: 0, waiting: null, source: "fal", missed: [] };

/**
 * Fetches one thing at a time.
 *
 * @param {(now: Fetch) => void} changed
 * @param {(came: { endpoint: string, files: File[], now: string, source: string }) => void} give
 * @param {() => string} token asked for each time: a server that was started again has another one
 */
export function createFetcher(changed, give, token) {
  let job;
  let now = NO_FETCH;
  const show = (more) => changed((now = { ...now, ...more }));

  async function run() {
    const controller = (job.controller = new AbortController());
    const mine = job;
    // What a fetch that was left for another one still says is not shown.
    const tell = (more) => mine === job && show(more);
    const onProgress = (progress) => !controller.signal.aborted && tell(progress);
    tell({ phase: "asking", error: undefined, missed: [] });
    try {
      for await (const { name, bytes } of mine.fetching.pages({ signal: controller.signal, onProgress })) mine.files.push(jsonFile(name, bytes));
      const { files, missed } = await companionsOf(mine, { ...mine.options, signal: controller.signal });
      if (mine !== job) return;
      mine.companions = files;
      show({ phase: "done", waiting: null, missed });
      use();
    } catch (error) {
      if (controller.signal.aborted) tell({ phase: "cancelled", waiting: null });
      else tell({ phase: "failed", waiting: null, error });
    }
  }

  /** Also of a fetch that stopped in the middle: the manifest says that pages are missing. */
  function use() {
    const { wanted, fetching, files, companions, startedAt } = job;
    const manifest = jsonFile("manifest.json", JSON.stringify(fetching.manifest, null, 2));
    give({ endpoint: wanted.endpoint, files: [manifest, ...companions, ...files], now: startedAt, source: now.source });
  }

  return {
    /** @param {import("../../pkg/fetch.d.ts").Wanted} wanted @param {string} startedAt */
    start(wanted, startedAt) {
      job?.controller?.abort();
      const options = {
        baseUrl: new URL("../../fal/v1", import.meta.url).href,
        fetch: (url, init) => ask(url, { ...init, headers: { ...init.headers, "X-Fal-Focus-Token": token() } }, (source) => show({ source })),
      };
      job = { wanted, startedAt, options, fetching: new Fetching(wanted, options), files: [], companions: [] };
      now = { ...NO_FETCH, wanted };
      return run();
    },
    goOn: run,
    cancel: () => job.controller.abort(),
    use,
  };
}

async function ask(url, init, tellSource) {
  const response = await fetch(url, { ...init, cache: "no-store", credentials: "omit", mode: "same-origin", referrerPolicy: "no-referrer" });
  tellSource(response.headers.get("x-fal-focus-source") === "stand-in" ? "stand-in" : "fal");
  return response;
}

function jsonFile(name, content) {
  return new File([content], name, { type: "application/json" });
}
