// A report on its way from fal's pages to whoever reads it: page by page, no further ahead than asked.

import { FocusReportWriter } from "./api.js";
import { Fetching } from "./fetch.js";

export class Report {
  #files;
  #writer;
  #mask;
  #chunks = [];
  #onSummary;
  /** Whether all of it has been made, though not all of it has been read. */
  isWhole = false;

  /**
   * @param {object} request
   * @param {object} options
   * @param {{ wanted: object[], fetching: object, mask: (bytes: Uint8Array) => void,
   *   onSummary: (summary: object, metadata: object) => unknown }} about `wanted`: what to fetch, companions first
   */
  constructor(request, options, { wanted, fetching, mask, onSummary }) {
    this.#writer = new FocusReportWriter(request, options, (chunk) => this.#chunks.push(chunk));
    this.#files = filesOf(wanted, fetching);
    this.#mask = mask;
    this.#onSummary = onSummary;
  }

  /** Until there is a first byte. What is wrong before it can still be said in an answer of its own. */
  async begin() {
    while (!this.isWhole && this.#chunks.length === 0) await this.#more();
  }

  /** The next bytes; undefined behind the last. */
  async next() {
    await this.begin();
    return this.#chunks.shift();
  }

  /** Of a whole report: `{ length, tag }`, the bytes that nobody has read yet, and their fingerprint. */
  async measure() {
    const length = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const digests = await Promise.all(this.#chunks.map(sha256));
    const hash = new Uint8Array(await sha256(await new Blob(digests).arrayBuffer()));
    return { length, tag: Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }

  /** Nobody reads on. An error frees what the writer holds; the collector alone would come late. */
  abandon() {
    this.#chunks = [];
    try {
      this.#writer.write("");
    } catch {
      // Wanted; or it has ended already.
    }
  }

  async #more() {
    const { done, value: file } = await this.#files.next();
    if (!done) {
      this.#mask(file.bytes);
      this.#writer.write(file.bytes, { file: file.name });
      return;
    }
    const { summary, metadata } = this.#writer.finish();
    this.isWhole = true;
    await this.#onSummary(summary, metadata);
  }
}

async function* filesOf(wanted, options) {
  for (const each of wanted) yield* new Fetching(each, options).pages();
}

const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
