// The order in which files are read: what names things goes before the line items it names.

import { beginningOf, canBeReadTwice } from "./cli-files.js";
import { recogniseInput } from "./node.js";

/** As much of a file as shows what it is. */
const BEGINNING = 64 * 1024;

/** Companions before the others, otherwise as given. Pipes and standard input stay where they are among these. */
export async function companionsFirst(files) {
  if (files.length < 2) return files;
  const companions = [];
  const others = [];
  for (const file of files) {
    (await isCompanion(file) ? companions : others).push(file);
  }
  return [...companions, ...others];
}

async function isCompanion(file) {
  if (!canBeReadTwice(file)) return false;
  return recogniseInput(await beginningOf(file, BEGINNING)) === "companion";
}
