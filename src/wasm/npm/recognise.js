// What a file is, told from its first bytes: for the command line and the page alike.

import { recogniseInput } from "./api.js";

/** As much of a file as shows what it is. */
const BEGINNING = 64 * 1024;

/** The kind of the file with these chunks; of a long one no more than the beginning is read. */
export async function kindOf(chunks) {
  const beginning = [];
  let read = 0;
  for await (const chunk of chunks) {
    beginning.push(chunk);
    read += chunk.length;
    if (read >= BEGINNING) break;
  }
  return recogniseInput(await new Blob(beginning).slice(0, BEGINNING).arrayBuffer());
}
