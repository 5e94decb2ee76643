// What the project depends on is in its locks, and in the documents with a reason each: a new dependency is red until
// somebody says what it is for.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { cratesInModules } from "../xtask/sbom.mjs";
import { readDocument, sectionOf } from "./markdown.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const readJson = (path) => JSON.parse(read(path));

const LOCKS = execFileSync("git", ["ls-files", "*Cargo.lock", "*package-lock.json"], { cwd: root, encoding: "utf8" }).trim().split("\n");

test("every package of npm's locks is held to a hash, and no lock names where it comes from", () => {
  const locks = LOCKS.filter((path) => path.endsWith("package-lock.json"));
  assert.ok(locks.length > 1);
  for (const path of locks) {
    const { lockfileVersion, packages } = readJson(path);
    assert.equal(lockfileVersion, 3, path);
    for (const [name, { resolved, integrity, inBundle, link }] of Object.entries(packages).filter(([name]) => name !== "")) {
      assert.equal(resolved, undefined, `${path}: ${name}`);
      assert.equal(link, undefined, `${path}: ${name}`);
      // What a package brings inside itself is held to the package's hash.
      if (!inBundle) assert.match(integrity, /^sha512-/, `${path}: ${name}`);
    }
  }
});

test("package.json and its lock name exact versions of what we build with", () => {
  const { packages } = readJson("package-lock.json");
  assert.deepEqual(packages[""].devDependencies, readJson("package.json").devDependencies);
  for (const [name, version] of Object.entries(packages[""].devDependencies).filter(([name]) => !name.startsWith("@types/"))) {
    assert.equal(packages[`node_modules/${name}`].version, version, name);
  }
});

test("every crate of cargo's locks is the registry's of cargo itself, and held to a hash", () => {
  const locks = LOCKS.filter((path) => path.endsWith("Cargo.lock"));
  assert.ok(locks.length > 0);
  for (const path of locks) {
    const crates = read(path).split("[[package]]\n").slice(1);
    const ours = crates.filter((text) => !text.includes("\nsource = "));
    for (const text of ours) assert.match(text, /^name = "(fal-focus[\w-]*|xtask)"$/m, path);
    for (const text of crates.filter((text) => !ours.includes(text))) {
      assert.match(text, /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/m, path);
      assert.match(text, /^checksum = "[0-9a-f]{64}"$/m, path);
    }
  }
});

test("nothing in the repository leads its package managers elsewhere", () => {
  for (const path of [".npmrc", ".cargo/config", ".cargo/config.toml"]) assert.ok(!existsSync(root + path), path);
});

test("README names each crate in the WebAssembly modules, with a reason, and no other", () => {
  const rows = tableOf(readDocument("README.md"), "What is in it");
  const crates = cratesInModules();
  const { uses: direct } = crates.find(({ name }) => name === "fal-focus");
  assert.deepEqual(rows.map(({ name }) => name).toSorted(), direct);
  for (const { name, cells: [, reason] } of rows) assert.ok(reason.trim().length > 10, name);
  const brought = rows.flatMap(({ cells: [, , brings] }) => namesIn(brings));
  const others = crates.map(({ name }) => name).filter((name) => name !== "fal-focus" && !direct.includes(name));
  assert.deepEqual([...new Set(brought)].sort(), others);
  const uses = (name) => crates.find((each) => each.name === name).uses.flatMap((each) => [each, ...uses(each)]);
  for (const { name, cells: [, , brings] } of rows) {
    for (const crate of namesIn(brings)) assert.ok(uses(name).includes(crate), `${name} does not bring ${crate}`);
  }
});

/** Where each set of tools is declared, by the heading that it stands under in docs/dependencies.md. */
const TOOLS = {
  "Crates of the build and the tests": () => {
    const { packages } = JSON.parse(execFileSync("cargo", ["metadata", "--quiet", "--locked", "--no-deps", "--format-version", "1"], { cwd: root, encoding: "utf8" }));
    const inModules = cratesInModules().map(({ name }) => name);
    return packages.flatMap(({ dependencies }) => dependencies.filter(({ name, kind }) => kind === "dev" || !inModules.includes(name))).map(({ name }) => name);
  },
  "npm packages": () => Object.keys(readJson("package.json").devDependencies),
  "Hosts and bundlers": () => Object.keys(readJson("tests/hosts/tools/package.json").dependencies),
  "Peers of the benchmark": () => Object.keys(readJson("bench/peers/package.json").dependencies),
  "Python packages": () => pipInstalled(["tests/run.mjs", "tests/official-validator/environment.mjs"]),
};

for (const [heading, declared] of Object.entries(TOOLS)) {
  test(`docs/dependencies.md says what each is for, and of no other: ${heading}`, () => {
    const rows = tableOf(readDocument("docs/dependencies.md"), heading);
    assert.deepEqual(rows.map(({ name }) => name).toSorted(), [...new Set(declared())].sort());
    for (const { name, cells: [, reason] } of rows) assert.ok(reason.trim().length > 10, name);
  });
}

/** `name==version`, with extras or without. */
function pipInstalled(paths) {
  return paths.flatMap((path) => [...read(path).matchAll(/"([\w-]+)(?:\[[\w,-]+\])?==[\d.]+"/g)].map(([, name]) => name));
}

/** The rows of the table under a heading, by the name in code in their first column. */
function tableOf(document, heading) {
  const rows = sectionOf(document, heading).split("\n").filter((line) => /^\| \[?`/.test(line));
  return rows.map((line) => {
    const cells = line.slice(1, -1).split("|");
    return { name: namesIn(cells[0])[0], cells };
  });
}

function namesIn(cell) {
  return [...cell.matchAll(/`([@\w/.-]+)`/g)].map(([, name]) => name);
}
