// The golden folders of tests/cases, as every JavaScript layer reads them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const CASES = fileURLToPath(new URL("cases/", import.meta.url));

/**
 * Every case folder: `{ name, folder, request, options, files: [{ name, text }] }` with
 * `expected: { csv, summary }` or `error: { code, field?, file? }`.
 */
export function caseFolders() {
  return readdirSync(CASES).sort().map(readCase);
}

function readCase(name) {
  const folder = `${CASES}${name}/`;
  const read = (path) => readFileSync(folder + path, "utf8");
  const { request, options, files } = JSON.parse(read("case.json"));
  const found = { name, folder, request, options };
  found.files = (files ?? inputNames(folder)).map((path) => ({ name: path.split("/").at(-1), text: read(path) }));
  if (existsSync(`${folder}expected-error.json`)) found.error = JSON.parse(read("expected-error.json"));
  else if (existsSync(`${folder}expected.csv`)) {
    found.expected = { csv: read("expected.csv"), summary: JSON.parse(read("expected-summary.json")) };
  }
  return found;
}

function inputNames(folder) {
  return readdirSync(folder)
    .sort()
    .filter((name) => /\.(json|ndjson)$/.test(name) && name !== "case.json" && !name.startsWith("expected-"));
}

/** A summary as the naive converter writes it: no file name, and of warnings code and count. */
export function comparableSummary({ filename, warnings, ...summary }) {
  return { ...summary, warnings: warnings.map(({ code, count }) => ({ code, count })) };
}
