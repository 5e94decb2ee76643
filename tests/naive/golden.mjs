// node tests/naive/golden.mjs [--check] [name…]
// Writes expected.csv and expected-summary.json of the golden cases (tests/cases/<name>/) from the naive converter,
// or compares them with it. Cases that expect an error have nothing to write.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { convert } from "./convert.mjs";

const CASES = fileURLToPath(new URL("../cases/", import.meta.url));

const names = process.argv.slice(2).filter((argument) => argument !== "--check");
const isCheck = process.argv.includes("--check");

const cases = (names.length > 0 ? names : readdirSync(CASES).sort())
  .filter((name) => !existsSync(`${CASES}${name}/expected-error.json`));
const differences = cases.flatMap((name) => expectedFiles(name).filter(isCheck ? differsOnDisk : written));

if (isCheck) for (const { path } of differences) console.error(`differs: ${path}`);
console.log(`${cases.length} cases, ${differences.length} files ${isCheck ? "differ" : "written"}`);
process.exitCode = isCheck && differences.length > 0 ? 1 : 0;

function expectedFiles(name) {
  const folder = `${CASES}${name}/`;
  const { request, options, files } = JSON.parse(readFileSync(`${folder}case.json`, "utf8"));
  const inputs = (files ?? inputNames(folder)).map((path) => ({
    name: path.split("/").at(-1),
    text: readFileSync(folder + path, "utf8"),
  }));
  const { csv, summary } = convert(request, options, inputs);
  return [
    { path: `${folder}expected.csv`, text: csv },
    { path: `${folder}expected-summary.json`, text: `${JSON.stringify(summary, null, 2)}\n` },
  ];
}

function inputNames(folder) {
  return readdirSync(folder).sort().filter((name) =>
    /\.(json|ndjson)$/.test(name) && name !== "case.json" && !name.startsWith("expected-"));
}

function differsOnDisk({ path, text }) {
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
}

function written({ path, text }) {
  writeFileSync(path, text);
  return true;
}
