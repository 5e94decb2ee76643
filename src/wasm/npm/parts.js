// The report in parts, each made of some files by a thread: a module of its own, which only `--jobs` loads.

import { readFile } from "node:fs/promises";

import * as core from "./fal_focus_parts.js";
import { callLoaded as call } from "./load.js";

/** The module, compiled once for all threads. */
export async function compileParts() {
  return WebAssembly.compile(await readFile(new URL("./fal_focus_parts_bg.wasm", import.meta.url)));
}

export function startParts(module) {
  core.initSync({ module });
}

/** Like FocusReportWriter, from which a part can be taken, and to which it can be added. */
export class PartsWriter {
  #writer;

  /** @param {{ transientChunks?: boolean }} [chunks] whether what the sink gets is its own for the call alone */
  constructor(request, options, sink, { transientChunks = false } = {}) {
    this.#writer = call(() => new core.FocusReportWriter(request, options, sink, transientChunks));
  }

  push(bytes, about) {
    call(() => this.#writer.push(bytes, about));
  }

  endFile() {
    call(() => this.#writer.endFile());
  }

  finish() {
    return call(() => this.#writer.finish());
  }

  /** What the files since the last part have told; the rows that are written as they come are with the sink by then. */
  takePart() {
    return call(() => this.#writer.takePart());
  }

  /** Takes a part as if its files had been read here. Where that is not the same, `false`: then they must be. */
  addPart(part) {
    return call(() => this.#writer.addPart(part));
  }

  /** The rows of a part that was added. */
  addRows(csv) {
    call(() => this.#writer.addRows(csv));
  }

  free() {
    this.#writer.free();
  }
}
