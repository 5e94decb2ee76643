// What a script of the package brings with it.

import { readFileSync } from "node:fs";

/** The texts of a file of pkg/ and of all that it imports when it is loaded, by their names. */
export function scriptsOf(entry, texts = new Map()) {
  if (texts.has(entry)) return texts;
  const text = readFileSync(new URL(`../pkg/${entry}`, import.meta.url), "utf8");
  texts.set(entry, text);
  for (const [, name] of text.matchAll(/from ?"\.\/([\w-]+\.js)"/g)) scriptsOf(name, texts);
  return texts;
}
