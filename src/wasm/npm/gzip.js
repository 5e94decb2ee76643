// Compressed files: decompressed by the platform as they are read, never held whole. For the
// command line and the page alike; the package's entries do not load it.

import { FalFocusError } from "./host.js";

export function isGzip(name) {
  return /\.gz$/i.test(name);
}

/** The decompressed chunks of a file; `chunks` are its bytes as they are. */
export async function* decompressed(chunks, name) {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader = readable.getReader();
  let failure;
  const fed = feed(chunks, writable.getWriter()).catch((error) => (failure = error));
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      yield chunk.value;
    }
  } catch (error) {
    // A file that cannot be read is told as that, and not as one that is cut off.
    throw failure instanceof FalFocusError ? failure : corrupt(error, name);
  } finally {
    // Whoever stops early leaves bytes unread; the file is closed before anything else happens.
    await reader.cancel().catch(() => {});
    await fed;
  }
}

/** One chunk at a time: a pipe between the two would read ahead as far as memory goes. */
async function feed(chunks, writer) {
  try {
    for await (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => {});
    throw error;
  }
}

function corrupt({ message }, name) {
  const reason = message.replace(/\.$/, "");
  return new FalFocusError("io_error", `it cannot be decompressed: ${reason}`, {
    file: name,
    hint: "It is cut off or damaged: save it again. If it is not gzip, its name must not end in .gz.",
  });
}
