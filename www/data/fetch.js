// Fetching from fal, through the server that the page came from: it has the key, the page has none.
// It asks nothing but the page's own origin.

import { FalFocusError, Fetching } from "../../pkg/fetch.js";
import { companionsOf } from "./fetch-companions.js";
import { SOURCES } from "./fetch-words.js";

/**
 * @typedef {object} Fetch a fetch as the page shows it
 * @property {"idle" | "asking" | "failed" | "cancelled" | "done"} phase
 * @property {number} pages
 * @property {number} bytes
 * @property {import("../../pkg/fetch.d.ts").FetchProgress["waiting"]} waiting
 * @property {"fal" | "stand-in"} [source] whose the files are, where they came
 * @property {Error} [error]
 * @property {Error[]} missed what names things and could not be fetched
 */

/** @type {Fetch} */
export const NO_FETCH = { phase: "idle", pages: 0, bytes: 0, waiting: null, missed: [] };

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
    const stopped = (more) => tell({ waiting: null, bytes: mine.files.reduce((sum, { size }) => sum + size, 0), ...more });
    tell({ phase: "asking", error: undefined, missed: [] });
    try {
      for await (const { name, bytes } of mine.fetching.pages({ signal: controller.signal, onProgress })) mine.files.push(jsonFile(name, bytes));
      const onWait = ({ waiting }) => onProgress({ waiting });
      const { files, missed } = await companionsOf(mine, { ...mine.options, signal: controller.signal, onProgress: onWait });
      Object.assign(mine, { companions: files, missed });
    } catch (error) {
      return stopped(controller.signal.aborted ? { phase: "cancelled" } : { phase: "failed", error });
    }
    if (mine !== job) return;
    show({ phase: "done", waiting: null, missed: mine.missed, source: mine.source });
    use();
  }

  /** Also of a fetch that stopped in the middle: the manifest says that pages are missing. */
  function use() {
    const { wanted, fetching, files, companions, startedAt, source } = job;
    const manifest = jsonFile("manifest.json", JSON.stringify(fetching.manifest, null, 2));
    give({ endpoint: wanted.endpoint, files: [manifest, ...companions, ...files], now: startedAt, source });
  }

  return {
    /** @param {import("../../pkg/fetch.d.ts").Wanted} wanted @param {string} startedAt */
    start(wanted, startedAt) {
      job?.controller?.abort();
      const mine = { wanted, startedAt, files: [], companions: [] };
      mine.options = {
        baseUrl: new URL("../../fal/v1", import.meta.url).href,
        fetch: (url, init) => ask(url, { ...init, headers: { ...init.headers, "X-Fal-Focus-Token": token() } }, mine),
      };
      mine.fetching = new Fetching(wanted, mine.options);
      job = mine;
      now = NO_FETCH;
      return run();
    },
    goOn: run,
    cancel: () => job.controller.abort(),
    use,
  };
}

/** Replies of two sources are no replies of one account: `job.source` is that of the first. */
async function ask(url, init, job) {
  const response = await fetch(url, { ...init, cache: "no-store", credentials: "omit", mode: "same-origin", referrerPolicy: "no-referrer" });
  if (!response.ok) return response;
  const source = response.headers.get("x-fal-focus-source") === "stand-in" ? "stand-in" : "fal";
  job.source ??= source;
  if (source === job.source) return response;
  throw new FalFocusError("api_error_reply", `another server answers now: what came is ${SOURCES[job.source]}, this is ${SOURCES[source]}`, {
    hint: "Start over, or go on with the server that answered first.",
  });
}

function jsonFile(name, content) {
  return new File([content], name, { type: "application/json" });
}
