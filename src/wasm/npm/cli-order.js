// The order in which files are read: what names things goes before the line items it names.

import { canBeReadTwice, chunksOf } from "./cli-files.js";
import { kindOf } from "./recognise.js";

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
  return canBeReadTwice(file) && (await kindOf(chunksOf(file))) === "companion";
}
