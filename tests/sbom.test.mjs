// The package says what is in it, and it is so.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { cratesInModules, sbom } from "../xtask/sbom.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const text = readFileSync(`${root}pkg/sbom.cdx.json`, "utf8");
const document = JSON.parse(text);
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

test("the SBOM is what the build makes of the locks, the same each time, and of no machine", () => {
  assert.deepEqual(sbom(), document, "npm run build");
  assert.deepEqual(sbom(), sbom());
  for (const here of [root, homedir()]) assert.ok(!text.includes(`${here}/`), here);
  assert.doesNotMatch(text, /"timestamp"|[\w.]@[a-z][\w-]*\.[a-z]/, "a moment or an address");
});

test("it is CycloneDX 1.6 of this package, every reference leads somewhere, and nothing is there twice", () => {
  assert.deepEqual([document.bomFormat, document.specVersion, document.version], ["CycloneDX", "1.6", 1]);
  assert.match(document.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  const { component } = document.metadata;
  assert.deepEqual([component.name, component.version, component.purl], ["fal-focus", manifest.version, `pkg:npm/fal-focus@${manifest.version}`]);
  const references = [component, ...document.components].map((each) => each["bom-ref"]);
  assert.equal(new Set(references).size, references.length);
  for (const { ref, dependsOn } of document.dependencies) for (const each of [ref, ...dependsOn]) assert.ok(references.includes(each), each);
});

test("it has every module by its hash, every crate in them with that of Cargo.lock, and the optional peer", () => {
  const named = new Map(document.components.map((each) => [each.name, each]));
  const modules = readdirSync(`${root}pkg`).filter((name) => name.endsWith(".wasm"));
  assert.equal(modules.length, 4);
  for (const name of modules) {
    const hash = createHash("sha256").update(readFileSync(`${root}pkg/${name}`)).digest("hex");
    assert.deepEqual(named.get(`pkg/${name}`).hashes, [{ alg: "SHA-256", content: hash }]);
  }
  const lock = readFileSync(`${root}Cargo.lock`, "utf8");
  const crates = cratesInModules().filter(({ name }) => name !== "fal-focus");
  for (const { name, version, license } of crates) {
    const { purl, hashes, licenses } = named.get(name);
    assert.equal(purl, `pkg:cargo/${name}@${version}`);
    assert.ok(lock.includes(`checksum = "${hashes[0].content}"`), name);
    assert.deepEqual(licenses, [{ expression: license.replaceAll("/", " OR ") }]);
  }
  const peers = Object.keys(manifest.peerDependencies);
  for (const name of peers) assert.equal(named.get(name).scope, "optional");
  assert.equal(document.components.length, modules.length + crates.length + peers.length + 1, "and rust-std");
});
