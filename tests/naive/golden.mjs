// node tests/naive/golden.mjs [--check] [name…]
// Writes expected.csv and expected-summary.json of the golden cases (tests/cases/<name>/) from the naive converter,
// or compares them with it. Cases that expect an error have nothing to write.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { caseFolders } from "../case-folders.mjs";
import { convert } from "./convert.mjs";

const names = process.argv.slice(2).filter((argument) => argument !== "--check");
const isCheck = process.argv.includes("--check");

const cases = caseFolders().filter(({ name, error }) => !error && (names.length === 0 || names.includes(name)));
const differences = cases.flatMap((each) => expectedFiles(each).filter(isCheck ? differsOnDisk : written));

if (isCheck) for (const { path } of differences) console.error(`differs: ${path}`);
console.log(`${cases.length} cases, ${differences.length} files ${isCheck ? "differ" : "written"}`);
process.exitCode = isCheck && differences.length > 0 ? 1 : 0;

function expectedFiles({ folder, request, options, files }) {
  const { csv, summary } = convert(request, options, files);
  return [
    { path: `${folder}expected.csv`, text: csv },
    { path: `${folder}expected-summary.json`, text: `${JSON.stringify(summary, null, 2)}\n` },
  ];
}

function differsOnDisk({ path, text }) {
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
}

function written({ path, text }) {
  writeFileSync(path, text);
  return true;
}
