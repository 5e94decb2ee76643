// The documents say what is so: README examples run and print what they claim, and every name of
// the program is in the tables.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { onDemandSizes, totalSize, webEntrySizes } from "../xtask/size.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

// A project of a user's own, with the package installed and a usage reply saved.
const project = mkdtempSync(join(tmpdir(), "fal-focus-readme-"));
after(() => rmSync(project, { recursive: true }));
mkdirSync(join(project, "node_modules/.bin"), { recursive: true });
symlinkSync(root, join(project, "node_modules/fal-focus"));
writeFileSync(join(project, "node_modules/.bin/fal-focus"), '#!/bin/sh\nexec node node_modules/fal-focus/pkg/cli.js "$@"\n', { mode: 0o755 });
copyFileSync(join(root, "www/sample.json"), join(project, "usage.json"));

const environment = { ...process.env, PATH: `${join(project, "node_modules/.bin")}:${process.env.PATH}` };
const inProject = { cwd: project, encoding: "utf8", env: environment, stdio: ["ignore", "pipe", "ignore"] };

const examples = (language) => [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code);

for (const [index, code] of examples("js").entries()) {
  test(`README: JavaScript example ${index + 1} prints what it says`, () => {
    writeFileSync(join(project, "example.mjs"), code);
    const fetches = code.includes("fal-focus/fetch") ? [join(root, "tests/with-stand-in.mjs")] : [];
    const printed = execFileSync(process.execPath, [...fetches, "example.mjs"], inProject).trim().split("\n");
    const claimed = [...code.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, text]) => text);
    assert.deepEqual(printed, claimed);
  });
}

for (const [index, code] of examples("sh").entries()) {
  test(`README: shell example ${index + 1} runs`, () => {
    execFileSync("sh", ["-euc", code], inProject);
  });
}

test("README: the command writes the golden report of the sample account", () => {
  const ids = "--billing-account-id fal:northlight-studio --billing-account-name 'Northlight Studio'";
  const command = examples("sh")[0].replace("usage.json >", `${ids} usage.json >`);
  execFileSync("sh", ["-euc", command], inProject);
  assert.equal(readFileSync(join(project, "report.csv"), "utf8"), read("tests/cases/sample-account/expected.csv"));
});

test("README: the check prints what it says, and every criterion of the types is one of the program's", () => {
  const [, printed] = readme.split("## Checking a FOCUS CSV")[1].match(/```text\n(.*?)```/s);
  const report = join(root, "tests/cases/sample-account/expected.csv");
  assert.equal(execFileSync(process.execPath, [join(root, "pkg/cli.js"), "check", report], { encoding: "utf8" }), printed);
  const program = [...read("src/check/applicability.rs").matchAll(/= "(\w+_SUPPORTED)",$/gm)].map(([, name]) => name);
  assert.ok(program.length > 20);
  assert.deepEqual(unionOf("Criterion"), program);
});

/** The names in code in the first column of the table under a heading. */
function tableUnder(heading) {
  const section = readme.split(`## ${heading}\n`)[1].split("\n## ")[0];
  return [...section.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}

test("error codes: the program's, README's and the types' are the same, in one order", () => {
  const program = [...read("src/error.rs").matchAll(/^ {4}\w+ = "(\w+)",$/gm)].map(([, code]) => code);
  assert.ok(program.length > 15);
  assert.deepEqual(tableUnder("Errors"), program);
  assert.deepEqual(unionOf("ErrorCode"), program);
});

test("every error and warning code is met by a case or a test", () => {
  const texts = readdirSync(join(root, "tests"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(mjs|json|rs)$/.test(entry.name) && entry.name !== "docs.test.mjs")
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8"));
  for (const code of [...unionOf("ErrorCode"), ...unionOf("WarningCode")]) {
    assert.ok(texts.some((text) => text.includes(code)), code);
  }
});

test("warning codes: the program's, README's and the types' are the same", () => {
  const program = [...read("src/summary.rs").matchAll(/^ {4}\w+ = "(\w+)"/gm)].map(([, code]) => code);
  assert.ok(program.length > 10);
  assert.deepEqual(tableUnder("Warnings"), program.toSorted());
  assert.deepEqual(unionOf("WarningCode"), program.toSorted());
});

function unionOf(name) {
  const type = read("src/wasm/npm/types.d.ts").split(`export type ${name} =`)[1].split(";")[0];
  return [...type.matchAll(/"(\w+)"/g)].map(([, code]) => code);
}

test("every option is in README and types", () => {
  const program = [...read("src/options.rs").matchAll(/^ {12}"(\w+)" =>/gm)].map(([, name]) => name);
  assert.ok(program.length > 8);
  for (const name of program) {
    assert.match(readme, new RegExp(`^\\| \`${name}\` \\|`, "m"));
    assert.match(read("src/wasm/npm/types.d.ts"), new RegExp(`^ {2}${name}\\?:`, "m"));
  }
});

test("every reason why a report is complete or not is in README", () => {
  const reasons = [...read("src/summary.rs").matchAll(/\((true|false), "(\w+)"\)/g)];
  assert.ok(reasons.length > 5);
  for (const [, complete, reason] of reasons) assert.match(readme, new RegExp(`^\\| \`${reason}\` \\| \`${complete}\` \\|`, "m"));
});

test("every column of the report is in README", () => {
  const [header] = read("tests/cases/sample-account/expected.csv").split("\n");
  const mapping = readme.split("## Mapping\n")[1].split("\n## ")[0];
  const shortened = { PricingCurrencyContractedUnitPrice: "…ContractedUnitPrice", PricingCurrencyEffectiveCost: "…EffectiveCost" };
  for (const column of header.split(",")) assert.ok(mapping.includes(shortened[column] ?? column), column);
});

test("README tells of every column of every version, and how many each has", () => {
  const rust = read("src/focus/column.rs");
  const ours = [...rust.matchAll(/^ {4}(?:text|who|amount|decimal|date_time|json|Column::new)\(\s*"(\w+)",(?!.*None\))/gm)].map(([, name]) => name);
  assert.ok(ours.length > 64);
  const section = (heading) => readme.split(`## ${heading}\n`)[1].split("\n## ")[0];
  const shortened = { PricingCurrencyContractedUnitPrice: "…ContractedUnitPrice", PricingCurrencyEffectiveCost: "…EffectiveCost" };
  for (const column of ours) assert.ok(section("Mapping").includes(shortened[column] ?? column), column);

  // Each row against the one before it: what is added and dropped must add up to what is there.
  const rows = section("FOCUS versions").matchAll(/^\| `(1\.\d)` \| (\d+) \|(.*)\|(.*)\|$/gm);
  const names = (cell) => cell.match(/\b(x_)?[A-Z]\w+/g) ?? [];
  let had;
  for (const [, version, count, adds, drops] of rows) {
    const header = JSON.parse(metadataIn(version)).Schema.ColumnDefinition.map(({ ColumnName }) => ColumnName);
    assert.equal(header.length, Number(count), version);
    if (had) {
      assert.deepEqual(names(adds).toSorted(), header.filter((name) => !had.includes(name)).toSorted(), version);
      assert.deepEqual(names(drops).toSorted(), had.filter((name) => !header.includes(name)).toSorted(), version);
    }
    had = header;
  }
  assert.equal(had?.includes("InvoiceDetailId"), true);
});

/** The metadata of an empty report in a version. */
function metadataIn(version) {
  const request = ["--source", "estimate", "--start", "2026-10-01", "--end", "2026-10-02", "--range-limit", "none"];
  const args = ["pkg/cli.js", ...request, "--focus-version", version, "--metadata", join(project, "version.json")];
  const stdio = ["pipe", "ignore", "ignore"];
  execFileSync(process.execPath, args, { cwd: root, input: '{"time_series": []}', stdio });
  return readFileSync(join(project, "version.json"), "utf8");
}

test("README states the size as it is, to 2 kB", () => {
  const { brotli, gzip } = totalSize(webEntrySizes());
  const [, ...stated] = readme.match(/\*\*(\d+) kB\*\* brotli \((\d+) kB gzip\)/).map(Number);
  for (const [index, bytes] of [brotli, gzip].entries()) {
    assert.ok(Math.abs(stated[index] - bytes / 1000) <= 2, `${stated[index]} kB stated, ${bytes} bytes measured`);
  }
  for (const { part, brotli } of [...webEntrySizes(), ...onDemandSizes()]) {
    const [, kB] = readme.match(new RegExp(`^\\| ${part} \\| (\\d+) \\|`, "m")) ?? [];
    assert.ok(Math.abs(Number(kB) - brotli / 1000) <= 2, `${part}: ${kB} kB stated, ${brotli} bytes measured`);
  }
});
