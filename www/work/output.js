// Where a CSV goes while it is made: into a file on disk, or into a Blob. What waits for either is bounded.

import { FalFocusError } from "../../pkg/web.js";

/** So many bytes become a Blob, which the browser may put on disk; a list of chunks stays in memory. */
const FOLD = 16 << 20;
/** Less is not worth a write. */
const WRITE = 1 << 20;
const CSV = { type: "text/csv;charset=utf-8" };

/**
 * @typedef {object} Output
 * @property {(chunk: Uint8Array) => void} add
 * @property {() => Promise<void>} settle writes what waits; await it before more is made
 * @property {() => Promise<Blob>} close ends it, and gives what was written
 * @property {() => Promise<void>} discard leaves nothing behind
 */

/** @returns {Output} */
export function blobOutput() {
  const waiting = createWaiting();
  return {
    add: waiting.add,
    settle: async () => {},
    close: async () => new Blob(waiting.take(), CSV),
    discard: async () => void waiting.take(),
  };
}

/**
 * Into a file that a person chose. The browser writes aside, and puts it in the file's place at its end.
 *
 * @param {FileSystemFileHandle} handle
 * @param {AbortSignal} signal once it says stop, what was in the file stays there
 * @returns {Promise<Output>}
 */
export async function fileOutput(handle, signal) {
  const waiting = createWaiting();
  const writing = (step) => step.catch((error) => Promise.reject(ioError(handle, "written", error)));
  const writable = await writing(handle.createWritable());
  const write = async () => {
    for (const part of waiting.take()) {
      signal.throwIfAborted();
      await writing(writable.write(part));
    }
  };
  return {
    add: waiting.add,
    settle: async () => {
      if (waiting.size() >= WRITE) await write();
    },
    close: async () => {
      await write();
      await nextMessage();
      signal.throwIfAborted();
      await writing(writable.close());
      return handle.getFile().catch((error) => Promise.reject(ioError(handle, "read again", error)));
    },
    // A stream that has failed is gone already.
    discard: () => writable.abort().catch(() => {}),
  };
}

/** What was sent to a worker that was busy is heard: it may be the word to stop. */
function nextMessage() {
  return new Promise((heard) => setTimeout(heard));
}

/** Chunks in their order, folded into Blobs as they come. */
function createWaiting() {
  let blobs = [];
  let chunks = [];
  let bytes = 0;
  let total = 0;
  const fold = () => {
    if (chunks.length > 0) blobs.push(new Blob(chunks));
    chunks = [];
    bytes = 0;
  };
  const add = (chunk) => {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    total += chunk.byteLength;
    if (bytes >= FOLD) fold();
  };
  const take = () => {
    fold();
    const taken = blobs;
    blobs = [];
    total = 0;
    return taken;
  };
  return { add, take, size: () => total };
}

const HINTS = {
  NotAllowedError: "The browser may not write there: choose another place, or use Make report and download it.",
  NoModificationAllowedError: "Another program or tab has the file open: close it there, or choose another name.",
  NotFoundError: "The file or its folder is gone: choose another place.",
  QuotaExceededError: "The disk is full, or the browser allows no more: make room, or choose another place.",
};

function ioError({ name }, done, error) {
  return new FalFocusError("io_error", `the report could not be ${done}: ${error.message}`, {
    file: name,
    hint: HINTS[error.name] ?? "Choose another place, or use Make report and download it.",
  });
}
