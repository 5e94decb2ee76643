// The order in which files are read: what names things goes before the line items it names.

import { canBeReadTwice, chunksOf } from "./cli-files.js";
import { kindOf } from "./recognise.js";

/** Companions before the others, otherwise as given. Pipes and standard input stay where they are among these. */
export async function companionsFirst(files) {
  if (files.length < 2) return files;
  return (await withKinds(files)).map(({ file }) => file);
}

/** The same with the kind of each, which of pipes and standard input nobody knows. */
export async function withKinds(files) {
  const companions = [];
  const others = [];
  for (const file of files) {
    const kind = canBeReadTwice(file) ? await kindOf(chunksOf(file)) : undefined;
    (kind === "companion" ? companions : others).push({ file, kind });
  }
  return [...companions, ...others];
}
