// The report in parts, each made of some files by a thread: a module of its own, which only `--jobs` loads.

import { readFile } from "node:fs/promises";

import * as core from "./fal_focus_parts.js";
import { callsInto } from "./load-module.js";

const parts = callsInto(core.__wbg_reset_state);

/** The module, compiled once for all threads. */
export async function compileParts() {
  return WebAssembly.compile(await readFile(new URL("./fal_focus_parts_bg.wasm", import.meta.url)));
}

export function startParts(module) {
  core.initSync({ module });
}

/** Like FocusReportWriter, from which a part can be taken, and to which it can be added. */
export class PartsWriter {
  #use;

  /** @param {{ transientChunks?: boolean }} [chunks] whether what the sink gets is its own for the call alone */
  constructor(request, options, sink, { transientChunks = false } = {}) {
    this.#use = parts.made(() => new core.FocusReportWriter(request, options, sink, transientChunks));
  }

  push(bytes, about) {
    this.#use((writer) => writer.push(bytes, about));
  }

  endFile() {
    this.#use((writer) => writer.endFile());
  }

  finish() {
    return this.#use((writer) => writer.finish());
  }

  /** What the files since the last part have told; the rows that are written as they come are with the sink by then. */
  takePart() {
    return this.#use((writer) => writer.takePart());
  }

  /** Takes a part as if its files had been read here. Where that is not the same, `false`: then they must be. */
  addPart(part) {
    return this.#use((writer) => writer.addPart(part));
  }

  /** The rows of a part that was added. */
  addRows(csv) {
    this.#use((writer) => writer.addRows(csv));
  }

  free() {
    this.#use.free();
  }
}
