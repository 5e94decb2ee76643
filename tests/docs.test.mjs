// The documents say what is so: every name of the program is in their tables, the figures are those of the build, and
// no link leads nowhere. What their examples do is held by snippets.test.mjs.

import { build } from "esbuild";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { apiReference } from "../xtask/api-reference.mjs";
import { onDemandSizes, totalSize, webEntrySizes } from "../xtask/size.mjs";
import { DOCUMENTS, anchorsOf, blocksOf, linksOf, readDocument, sectionOf } from "./markdown.mjs";
import { UserProject } from "./user-project.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const page = (name) => read(`docs/${name}.md`);

const scratch = mkdtempSync(join(tmpdir(), "fal-focus-docs-"));
after(() => rmSync(scratch, { recursive: true }));

test("README: the command writes the golden report of the sample account", async () => {
  const ids = "--billing-account-id fal:northlight-studio --billing-account-name 'Northlight Studio'";
  const [{ code }] = blocksOf(read("README.md")).filter(({ language }) => language === "sh");
  const project = await UserProject.make();
  try {
    const { status, printed } = await project.run("sh", "-euc", code.replace("usage.json >", `${ids} usage.json >`));
    assert.equal(status, 0, printed);
    assert.equal(readFileSync(join(project.folder, "report.csv"), "utf8"), read("tests/cases/sample-account/expected.csv"));
  } finally {
    await project.close();
  }
});

test("README names the two commands, and leads to every document", () => {
  for (const command of ["npm start", "npm test"]) assert.match(read("README.md"), new RegExp(`^\\| \`${command}\` \\|`, "m"));
  const targets = linksOf(read("README.md")).map(({ target }) => target.split("#")[0]);
  for (const document of DOCUMENTS.filter((path) => path !== "README.md")) assert.ok(targets.includes(document), document);
});

test("every link within the documents leads somewhere", () => {
  const targetOf = (document, target) => {
    const [path, anchor] = target.split("#");
    return { path: path === "" ? document : normalize(join(dirname(document), path)), anchor };
  };
  for (const document of DOCUMENTS) {
    for (const { target, line } of linksOf(readDocument(document)).filter(({ target }) => !/^https?:/.test(target))) {
      const { path, anchor } = targetOf(document, target);
      assert.ok(existsSync(join(root, path)), `${document}:${line}: ${target}`);
      if (anchor !== undefined) assert.ok(anchorsOf(read(path)).includes(anchor), `${document}:${line}: ${target}`);
    }
  }
});

test("docs/api.md is what the declarations make", () => {
  assert.equal(page("api"), apiReference(), "node xtask/api-reference.mjs");
});

test("docs/api.md has every name that is exported", () => {
  for (const types of readdirSync(join(root, "src/wasm/npm")).filter((name) => name.endsWith(".d.ts"))) {
    const names = [...read(`src/wasm/npm/${types}`).matchAll(/^export (?:default )?(?:function|class|interface|type) (\w+)/gm)];
    assert.ok(names.length > 0);
    for (const [, name] of names) assert.match(page("api"), new RegExp(`^### ${name}$`, "m"));
  }
});

test("every criterion of the types is one of the program's", () => {
  const program = [...read("src/check/applicability.rs").matchAll(/= "(\w+_SUPPORTED)",$/gm)].map(([, name]) => name);
  assert.ok(program.length > 20);
  assert.deepEqual(unionOf("Criterion"), program);
});

/** The names in code in the first column of the tables under a heading. */
function tableUnder(document, heading) {
  return [...sectionOf(document, heading).matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}

test("error codes: the program's, the documents' and the types' are the same, in one order", () => {
  const program = [...read("src/error.rs").matchAll(/^ {4}\w+ = "(\w+)",$/gm)].map(([, code]) => code);
  assert.ok(program.length > 15);
  assert.deepEqual(tableUnder(page("errors"), "Errors"), program);
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

test("warning codes: the program's, the documents' and the types' are the same", () => {
  const program = [...read("src/summary.rs").matchAll(/^ {4}\w+ = "(\w+)"/gm)].map(([, code]) => code);
  assert.ok(program.length > 10);
  assert.deepEqual(tableUnder(page("errors"), "Warnings"), program.toSorted());
  assert.deepEqual(unionOf("WarningCode"), program.toSorted());
});

function unionOf(name) {
  const type = read("src/wasm/npm/types.d.ts").split(`export type ${name} =`)[1].split(";")[0];
  return [...type.matchAll(/"(\w+)"/g)].map(([, code]) => code);
}

test("every option is in the documents and the types", () => {
  const program = [...read("src/options.rs").matchAll(/^ {12}"(\w+)" =>/gm)].map(([, name]) => name);
  assert.ok(program.length > 8);
  for (const name of program) {
    assert.match(sectionOf(page("javascript"), "Options"), new RegExp(`^\\| \`${name}\` \\|`, "m"));
    assert.match(read("src/wasm/npm/types.d.ts"), new RegExp(`^ {2}${name}\\?:`, "m"));
  }
});

test("every reason why a report is complete or not is in the documents", () => {
  const reasons = [...read("src/summary.rs").matchAll(/\((true|false), "(\w+)"\)/g)];
  assert.ok(reasons.length > 5);
  for (const [, complete, reason] of reasons) assert.match(page("replies"), new RegExp(`^\\| \`${reason}\` \\| \`${complete}\` \\|`, "m"));
});

test("every column of the report is in the mapping", () => {
  const [header] = read("tests/cases/sample-account/expected.csv").split("\n");
  const mapping = page("mapping");
  const shortened = { PricingCurrencyContractedUnitPrice: "…ContractedUnitPrice", PricingCurrencyEffectiveCost: "…EffectiveCost" };
  for (const column of header.split(",")) assert.ok(mapping.includes(shortened[column] ?? column), column);
});

test("the documents tell of every column of every version, and how many each has", () => {
  const rust = read("src/focus/column.rs");
  const ours = [...rust.matchAll(/^ {4}(?:text|who|amount|decimal|date_time|json|Column::new)\(\s*"(\w+)",(?!.*None\))/gm)].map(([, name]) => name);
  assert.ok(ours.length > 64);
  const shortened = { PricingCurrencyContractedUnitPrice: "…ContractedUnitPrice", PricingCurrencyEffectiveCost: "…EffectiveCost" };
  for (const column of ours) assert.ok(page("mapping").includes(shortened[column] ?? column), column);

  // Each row against the one before it: what is added and dropped must add up to what is there.
  const rows = page("focus-versions").matchAll(/^\| `(1\.\d)` \| (\d+) \|(.*)\|(.*)\|$/gm);
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
  const args = ["pkg/cli.js", ...request, "--focus-version", version, "--metadata", join(scratch, "version.json")];
  const stdio = ["pipe", "ignore", "ignore"];
  execFileSync(process.execPath, args, { cwd: root, input: '{"time_series": []}', stdio });
  return readFileSync(join(scratch, "version.json"), "utf8");
}

test("the size is stated as it is, to 2 kB, and in README as where its parts are", () => {
  const { brotli, gzip } = totalSize(webEntrySizes());
  const [[, ...stated], inReadme] = [page("javascript"), read("README.md")].map((text) => text.match(/\*\*(\d+) kB\*\* brotli \((\d+) kB gzip\)/).map(Number));
  assert.deepEqual(inReadme.slice(1), stated);
  for (const [index, bytes] of [brotli, gzip].entries()) {
    assert.ok(Math.abs(stated[index] - bytes / 1000) <= 2, `${stated[index]} kB stated, ${bytes} bytes measured`);
  }
  for (const { part, brotli } of [...webEntrySizes(), ...onDemandSizes()]) {
    const [, kB] = page("javascript").match(new RegExp(`^\\| ${part} \\| (\\d+) \\|`, "m")) ?? [];
    assert.ok(Math.abs(Number(kB) - brotli / 1000) <= 2, `${part}: ${kB} kB stated, ${brotli} bytes measured`);
  }
});

test("so is the size of fal-focus/inline in a bundle", async () => {
  const stdin = { contents: 'export { default } from "fal-focus/inline";\nexport * from "fal-focus/inline";', resolveDir: root };
  const { outputFiles: [{ contents }] } = await build({ stdin, bundle: true, minify: true, format: "esm", write: false, logLevel: "error" });
  const [, ...stated] = page("javascript").match(/everything inside: (\d+) kB in a bundle, (\d+) kB gzip/).map(Number);
  for (const [index, bytes] of [contents.length, gzipSync(contents, { level: 9 }).length].entries()) {
    assert.ok(Math.abs(stated[index] - bytes / 1000) <= 4, `${stated[index]} kB stated, ${bytes} bytes measured`);
  }
});
