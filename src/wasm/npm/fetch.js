// The pages of one endpoint of fal's API, as the bytes that came, and the manifest of them. Anywhere
// there is `fetch`: nothing here knows a document, Node or the module.

import { inWindows, isPaged, pageName, queryFor } from "./fetch-endpoints.js";
import { ask } from "./fetch-reply.js";
import { readRun, readSettings, readWanted } from "./fetch-settings.js";
import { FalFocusError } from "./host.js";

export { FalFocusError, queryFor };

/** Everything in one go: `{ files, manifest }`. */
export async function fetchReplies(wanted, options) {
  const fetching = new Fetching(wanted, options);
  const files = [];
  for await (const file of fetching.pages()) files.push(file);
  return { files, manifest: fetching.manifest };
}

/**
 * One fetch, page by page. What came is not asked for again: after a failure or a cancel, `pages()`
 * goes on with the page that is missing.
 */
export class Fetching {
  #endpoint;
  #query;
  #settings;
  #windows;
  #window = 0;
  #cursor = null;
  #pages = [];
  #isRunning = false;

  constructor(wanted, options) {
    const { endpoint, query = "" } = readWanted(wanted);
    this.#settings = readSettings(options);
    this.#endpoint = endpoint;
    this.#query = new URLSearchParams(query);
    this.#windows = inWindows(endpoint, this.#query);
    this.#goOnAfter(this.#settings.manifest);
  }

  /** Whether the last page there is has come. */
  get isComplete() {
    return this.#window === this.#windows.length;
  }

  /** What was asked and what came so far; null for a companion, which has no pages. */
  get manifest() {
    if (!isPaged(this.#endpoint)) return null;
    return {
      fal_focus_manifest: 1,
      endpoint: this.#endpoint,
      query: membersOf(this.#query),
      pages: this.#pages.map((page) => ({ ...page })),
      complete: this.isComplete,
    };
  }

  /** The pages that are missing, one after the other. */
  async *pages(options) {
    const run = { ...readRun(this.#settings, options), progress: this.#progress() };
    if (this.#isRunning) {
      throw new FalFocusError("writer_busy", "this fetch is running already", { hint: "Wait for it, or make another one." });
    }
    this.#isRunning = true;
    try {
      for (let pages = 0; !this.isComplete; pages += 1) {
        if (pages === run.maxPages) throw tooManyPages(run.maxPages);
        yield await this.#next(run);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Takes over the pages of an earlier fetch, which must have asked the same. */
  #goOnAfter(manifest) {
    if (manifest === undefined) return;
    const isSame = manifest?.endpoint === this.#endpoint && JSON.stringify(manifest.query) === JSON.stringify(membersOf(this.#query));
    if (!isSame || !Array.isArray(manifest.pages)) throw otherManifest("the manifest is of another fetch");
    for (const page of manifest.pages) {
      const follows = !this.isComplete && page?.cursor === this.#cursor && (page.next_cursor === null || typeof page.next_cursor === "string");
      if (!follows) throw otherManifest("the pages of the manifest do not follow each other");
      this.#keep(page);
    }
  }

  #keep(page) {
    this.#pages.push(page);
    this.#cursor = page.next_cursor;
    if (page.next_cursor === null) this.#window += 1;
  }

  #progress() {
    const bytes = this.#pages.reduce((sum, page) => sum + page.bytes, 0);
    return { pages: this.#pages.length, bytes, waiting: null };
  }

  async #next(run) {
    const name = pageName(this.#endpoint, this.#pages.length + 1);
    const window = this.#windows[this.#window];
    const query = new URLSearchParams([...window, ...(this.#cursor === null ? [] : [["cursor", this.#cursor]])]);
    const { bytes, nextCursor } = await ask({ endpoint: this.#endpoint, query, name }, run);
    const sha256 = await sha256Of(bytes);
    if (this.#isRepeated(nextCursor)) throw repeated(name, nextCursor);
    const page = { file: name, sha256, bytes: bytes.length, cursor: this.#cursor, next_cursor: nextCursor };
    const part = this.#windows.length > 1 ? { start: window.get("start"), end: window.get("end") } : {};
    // Told before it counts: where the listener throws, nobody has the page, and it is asked for again.
    const { pages, bytes: before } = run.progress;
    run.progress = { pages: pages + 1, bytes: before + bytes.length, waiting: null };
    run.onProgress?.({ ...run.progress });
    this.#keep({ ...page, ...part, fetched_at: new Date(run.now()).toISOString() });
    return { name, bytes };
  }

  /** A cursor of this window that was asked with already leads round in a circle. */
  #isRepeated(cursor) {
    if (cursor === null) return false;
    if (cursor === this.#cursor) return true;
    const start = this.#windows[this.#window].get("start");
    return this.#pages.some((page) => page.cursor === cursor && (page.start ?? start) === start);
  }
}

async function sha256Of(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A parameter that is given more than once is a list. */
function membersOf(query) {
  const memberOf = (name) => {
    const values = query.getAll(name);
    return [name, values.length === 1 ? values[0] : values];
  };
  return Object.fromEntries(Array.from(new Set(query.keys()), memberOf));
}

function repeated(file, cursor) {
  const shown = cursor.length > 40 ? `${cursor.slice(0, 40)}…` : cursor;
  return new FalFocusError("duplicate_page", `the cursor ${shown} comes a second time: the pages go round in a circle`, {
    field: "next_cursor",
    file,
    hint: "Fetch again from the start; where it happens again, tell fal.",
  });
}

function otherManifest(message) {
  return new FalFocusError("invalid_option", message, {
    field: "manifest",
    hint: "Give the endpoint and the query that it was fetched with, or leave it out to fetch from the start.",
  });
}

function tooManyPages(maxPages) {
  return new FalFocusError("invalid_option", `there are more than ${maxPages} pages`, {
    field: "maxPages",
    hint: "Raise maxPages, or ask for a shorter range; what came is kept, and the fetch can go on.",
  });
}
