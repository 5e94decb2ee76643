// What npm packs: which files, how large, and how tools and type checkers see it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Project, packInto } from "./hosts/project.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

/** What the build makes; the rest of pkg/ is src/wasm/npm/ as it stands. */
const BUILT = [
  ...["fal_focus", "fal_focus_check", "fal_focus_figures", "fal_focus_parts"].flatMap((name) => [`${name}.js`, `${name}_bg.wasm`]),
  "inline-modules.js",
  "page-files.json",
  "fal-focus.html",
  "sbom.cdx.json",
];
/** Most bytes of the tarball, and of what is in it. */
const BUDGET = { size: 1_600_000, unpackedSize: 3_800_000 };

let packed;
let project;
before(() => {
  packed = packInto("pack");
  project = new Project(packed, "typed", ["script"]);
});

const paths = () => packed.packed.files.map(({ path }) => path);
const filesIn = (folder) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length));

test("the package holds its scripts, what the build makes of them, and the page and the documents; nothing else", () => {
  const scripts = filesIn("src/wasm/npm").map((path) => path.replace("src/wasm/npm/", "pkg/"));
  const built = BUILT.map((name) => `pkg/${name}`);
  const others = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "SECURITY.md", "package.json"];
  assert.deepEqual(paths().toSorted(), [...scripts, ...built, ...filesIn("www"), ...filesIn("docs"), ...others].sort());
});

test(`npm downloads at most ${BUDGET.size / 1e6} MB, and lays down ${BUDGET.unpackedSize / 1e6} MB`, () => {
  for (const [of, most] of Object.entries(BUDGET)) assert.ok(packed.packed[of] <= most, `${of}: ${packed.packed[of]}`);
});

/** Every file that package.json leads to. */
function targets(value) {
  return typeof value === "string" ? [value.replace("./", "")] : Object.values(value).flatMap(targets);
}

test("everything that package.json names is in it, with its types first", () => {
  for (const path of targets([manifest.exports, manifest.bin])) assert.ok(paths().includes(path), path);
  for (const [name, entry] of Object.entries(manifest.exports).filter(([, entry]) => typeof entry === "object")) {
    assert.equal(Object.keys(entry)[0], "types", `${name}: conditions are read in order`);
    assert.equal(Object.keys(entry).at(-1), "default", name);
  }
});

test("everything that a script of it imports is in it", () => {
  for (const path of paths().filter((path) => /^(pkg|www)\/.*\.js$/.test(path))) {
    const imported = readFileSync(root + path, "utf8").matchAll(/^(?:import|export) [^"]*"(\.{1,2}\/[^"]+)";$/gm);
    for (const [, to] of imported) assert.ok(paths().includes(new URL(to, `https://package/${path}`).pathname.slice(1)), `${path}: ${to}`);
  }
});

test("installing it runs nothing and brings nothing along", () => {
  for (const name of ["dependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"]) assert.equal(manifest[name], undefined, name);
  for (const name of Object.keys(manifest.peerDependencies ?? {})) assert.equal(manifest.peerDependenciesMeta[name].optional, true, name);
  assert.deepEqual(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name)), []);
  assert.deepEqual(readdirSync(`${project.folder}node_modules`).filter((name) => !name.startsWith(".")), ["fal-focus"]);
});

test("no file of it holds a path of this machine", () => {
  for (const path of paths()) {
    const text = readFileSync(root + path, "latin1");
    for (const here of [root, `${homedir()}/`]) assert.ok(!text.includes(here), `${path}: ${here}`);
  }
});

test("publint has nothing to say", async () => {
  assert.match(await project.run("publint", ["run", "--strict", packed.tarball]), /All good!/);
});

test("types are found by every resolution that finds ESM", async () => {
  const files = targets(manifest.exports).filter((path) => path.endsWith(".wasm")).map((path) => path.replace("pkg/", ""));
  // By import alone: the package is ESM. The .wasm have no types to find.
  await project.run("attw", [packed.tarball, "--profile", "esm-only", "--exclude-entrypoints", ...files]);
});

const strict = { target: "es2023", strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
const RESOLUTIONS = { bundler: "esnext", node16: "node16", nodenext: "nodenext" };
const HOSTS = { "a browser": { lib: ["es2023", "dom"], types: [] }, Node: { lib: ["es2023"], types: ["node"], typeRoots: [`${root}node_modules/@types`] } };

for (const [moduleResolution, module] of Object.entries(RESOLUTIONS)) {
  test(`a strict TypeScript project with moduleResolution ${moduleResolution} compiles against it, for a browser and for Node`, async () => {
    const typed = readFileSync(`${root}tests/types.ts`, "utf8");
    project.write("types.ts", typed);
    project.write("inline.ts", typed.replace('from "fal-focus"', 'from "fal-focus/inline"'));
    for (const entry of ["fetch", "endpoint", "parquet"]) project.write(`${entry}.ts`, readFileSync(`${root}tests/types-${entry}.ts`, "utf8"));
    project.write("common.cts", 'export const report = async () => (await import("fal-focus")).focusReport({ source: "estimate" }, "{}").summary.rows.toFixed();\n');
    for (const [host, about] of Object.entries(HOSTS)) {
      const compilerOptions = { ...strict, module, moduleResolution, ...about };
      project.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["types.ts", "inline.ts", "fetch.ts", "endpoint.ts", "parquet.ts", "common.cts"] }));
      await project.run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", "."]).catch(({ stdout }) => assert.fail(`${host}: ${stdout}`));
    }
  });
}
