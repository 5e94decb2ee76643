// The golden folders of tests/cases, as every JavaScript layer reads them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const CASES = fileURLToPath(new URL("cases/", import.meta.url));

/**
 * Every case folder: `{ name, folder, request, options, files: [{ name, text }] }` (the texts of `documents` are among
 * the options) with
 * `expected: { csv, summary }` or `error: { code, field?, file? }`.
 */
export function caseFolders() {
  return readdirSync(CASES).sort().map(readCase);
}

function readCase(name) {
  const folder = `${CASES}${name}/`;
  const read = (path) => readFileSync(folder + path, "utf8");
  const { request, options, files, documents = {} } = JSON.parse(read("case.json"));
  const texts = Object.entries(documents).map(([option, path]) => [option, read(path)]);
  const found = { name, folder, request, options: { ...options, ...Object.fromEntries(texts) } };
  found.files = (files ?? inputNames(folder, Object.values(documents))).map((path) => ({ name: path.split("/").at(-1), text: read(path) }));
  if (existsSync(`${folder}expected-error.json`)) found.error = JSON.parse(read("expected-error.json"));
  else if (existsSync(`${folder}expected.csv`)) {
    found.expected = { csv: read("expected.csv"), summary: JSON.parse(read("expected-summary.json")) };
  }
  return found;
}

// Sorted by name: companions, which must come first, are called `0-….json`.
function inputNames(folder, documents) {
  const isInput = (name) =>
    /\.(json|ndjson|csv)$/.test(name) && name !== "case.json" && !/^expected[-.]/.test(name) && !documents.includes(name);
  return readdirSync(folder).sort().filter(isInput);
}

/**
 * A summary as the naive converter writes it: no file name, of warnings code and count, of what was skipped no message.
 * Without `fileNames` not the names of files either, which only the writer is told.
 */
export function comparableSummary({ filename, warnings, skipped, ...summary }, { fileNames = true } = {}) {
  return {
    ...summary,
    skipped: skipped.map(({ file, field, code }) => (fileNames ? { file, field, code } : { field, code })),
    warnings: warnings.map(({ code, count }) => ({ code, count })),
  };
}
