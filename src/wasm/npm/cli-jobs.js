// `--jobs N`: files are read by threads, each some at a time, and the main thread puts the parts together in the order
// of the files. Whatever a part cannot be right about alone, such as ids that came in another file, the main thread
// reads again itself: the report is that of one thread, byte for byte, and so is an error.

import { Worker } from "node:worker_threads";

import { sizeOf as storedSizeOf } from "./cli-files.js";
import { isGzip } from "./gzip.js";
import { FalFocusError } from "./host.js";
import { PartsWriter, compileParts, startParts } from "./parts.js";

/** More threads than any machine has cores: a slip of the finger must not start a thousand. */
const MOST_JOBS = 256;

/** So much is worth the way to a thread and back. */
const ENOUGH = 8e6;

/** JSON is so much larger than the same compressed. */
const COMPRESSED = 8;

/** Rows that wait for those before them, of all threads together. */
const MOST_ROWS_HELD = 512 * 2 ** 20;

const WHY = {
  once: "standard input and pipes can be read once",
  csv: "FOCUS CSVs are not spread",
  single: "there is no other to be read beside it",
  left: "they repeat or complete what came before, or their rows are too many to hold back",
};

/** A report whose files several threads read. */
export class SpreadReport {
  #writer;
  #pool;
  #alone = new Map();

  /** @param {{ request: object, options: object, sink: (chunk: Uint8Array) => void, jobs: number }} of the report */
  static async start({ request, options, sink, jobs }) {
    // All threads must mean the same moment.
    const all = { now: new Date().toISOString(), ...options };
    const module = await compileParts();
    startParts(module);
    const report = new SpreadReport();
    report.#writer = new PartsWriter(request, all, sink, { transientChunks: true });
    report.#pool = { jobs, module, request, options: { ...all, check: undefined } };
    return report;
  }

  push(bytes, about) {
    this.#writer.push(bytes, about);
  }

  endFile() {
    this.#writer.endFile();
  }

  finish() {
    return this.#writer.finish();
  }

  /**
   * Reads the files.
   *
   * @param {{ file: object, kind?: string }[]} files companions first; those that are read once have no kind
   * @param {(file: object) => Promise<void>} read reads one here
   * @param {(file: object) => void} onRead is told of each that was read by a thread
   */
  async readAll(files, read, onRead) {
    const companions = files.filter(({ kind }) => kind === "companion").map(({ file }) => file);
    for (const file of companions) await read(file);
    const batches = batchesOf(files.slice(companions.length), this.#pool.jobs);
    const threads = new Threads(batches, { ...this.#pool, companions });
    try {
      for (const batch of batches) {
        const part = await batch.part;
        const isAdded = this.#add(part);
        if (!batch.why) threads.goOn(part);
        if (isAdded) batch.files.forEach(onRead);
        else {
          for (const file of batch.files) await read(file);
          this.#note(batch.why ?? "left", batch.files.length);
        }
      }
    } finally {
      await threads.end();
    }
  }

  /** What of the work was not spread, in words. */
  notes(files) {
    return Array.from(this.#alone, ([why, count]) => `--jobs: ${count} of ${files} files read by one thread: ${WHY[why]}`);
  }

  #add(part) {
    if (!part || !this.#writer.addPart(part.told)) return false;
    for (const rows of part.rows) this.#writer.addRows(rows);
    return true;
  }

  #note(why, count) {
    this.#alone.set(why, (this.#alone.get(why) ?? 0) + count);
  }
}

/** @param {unknown} jobs as it was given */
export function readJobs(jobs = 1) {
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new FalFocusError("invalid_option", `${jobs} is no number of threads`, {
    field: "jobs",
    hint: `Use a number from 1 to ${MOST_JOBS}, such as that of the machine's cores.`,
  });
}

/** Files next to each other that go to a thread together; or, with a reason why, to none. */
function batchesOf(files, jobs) {
  const known = files.map(({ file, kind }) => ({ file, why: whyAlone(kind), size: sizeOf(file) }));
  const shared = known.filter(({ why }) => !why);
  if (shared.length === 1) shared[0].why = "single";
  const total = shared.reduce((sum, { size }) => sum + size, 0);
  const enough = Math.min(ENOUGH, total / (4 * jobs));
  const batches = [];
  for (const { file, why, size } of known) {
    const last = batches.at(-1);
    if (last && !why && !last.why && last.size < enough) {
      last.files.push(file);
      last.size += size;
    } else batches.push({ files: [file], why, size });
  }
  return batches;
}

function whyAlone(kind) {
  if (kind === undefined) return "once";
  return kind === "focus_csv" ? "csv" : undefined;
}

function sizeOf(file) {
  const size = storedSizeOf([file]) ?? 0;
  return isGzip(file.path ?? "") ? size * COMPRESSED : size;
}

/** Threads that make parts, in the order in which they will be asked for and not far ahead of it. */
class Threads {
  /** Batches that no thread may begin yet, and those that one may. */
  #waiting;
  #wanted = [];
  #idle = [];
  #all = [];
  #alive = 0;
  #rooms = [];

  constructor(batches, { jobs, ...known }) {
    this.#waiting = batches.filter(({ why }) => !why).map(promised);
    const count = Math.min(jobs, this.#waiting.length);
    // So many parts there are at a time: one for each thread, and one that is being put where it belongs.
    const parts = count + 1;
    const workerData = { ...known, mostHeld: Math.floor(MOST_ROWS_HELD / parts) };
    for (let number = 0; number < count; number += 1) this.#start(workerData);
    for (let number = 0; number < parts; number += 1) this.#allowNext();
  }

  /** A part is where it belongs: another one may be made, and its rows' rooms be used again. */
  goOn(part) {
    if (part) this.#rooms.push(...part.rows.map(({ buffer }) => buffer));
    this.#allowNext();
  }

  async end() {
    await Promise.all(this.#all.map((thread) => thread.terminate()));
  }

  #start(workerData) {
    const thread = new Worker(new URL("./cli-jobs-worker.js", import.meta.url), { workerData });
    let batch;
    const take = () => {
      batch = this.#wanted.shift();
      if (!batch) return this.#idle.push(take);
      const rooms = this.#rooms.splice(0);
      return thread.postMessage({ files: batch.files, rooms }, rooms);
    };
    thread.on("message", (part) => {
      batch.done(part);
      take();
    });
    thread.on("error", () => {
      batch?.done(undefined);
      this.#lose(take);
    });
    this.#all.push(thread);
    this.#alive += 1;
    take();
  }

  /** A thread that is gone makes no part. Without any the main thread reads what is left. */
  #lose(take) {
    this.#idle = this.#idle.filter((idle) => idle !== take);
    this.#alive -= 1;
    if (this.#alive === 0) for (const batch of [...this.#wanted, ...this.#waiting]) batch.done(undefined);
  }

  #allowNext() {
    const batch = this.#waiting.shift();
    if (!batch) return;
    this.#wanted.push(batch);
    this.#idle.shift()?.();
  }
}

/** With the promise of its part. */
function promised(batch) {
  batch.part = new Promise((done) => (batch.done = done));
  return batch;
}
