// The bytes of files given to the page: as they are stored, or decompressed where the name says so.

import { decompressed, isGzip } from "../../pkg/gzip.js";
import { FalFocusError } from "../../pkg/web.js";

/**
 * @param {File} file
 * @param {(bytes: number) => void} [onStored] told of every chunk as it is stored
 * @returns {AsyncIterable<Uint8Array>}
 */
export function chunksOf(file, onStored = () => {}) {
  const stored = storedChunksOf(file, onStored);
  return isGzip(file.name) ? decompressed(stored, file.name) : stored;
}

/** The text of a whole file. */
export async function textOf(file) {
  const chunks = [];
  for await (const chunk of chunksOf(file)) chunks.push(chunk);
  return new Blob(chunks).text();
}

/** The chunks of a file; not every browser can iterate over a stream. */
async function* storedChunksOf(file, onStored) {
  const reader = file.stream().getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      onStored(chunk.value.length);
      yield chunk.value;
    }
  } catch (error) {
    throw new FalFocusError("io_error", `the file could not be read: ${error.message}`, {
      file: file.name,
      hint: "It may have moved or changed, or be a folder: choose the file again.",
    });
  } finally {
    // An error in the report leaves the rest of the file unread.
    reader.cancel().catch(() => {});
  }
}
