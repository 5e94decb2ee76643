// What is in the package, for programs: pkg/sbom.cdx.json, a CycloneDX document of the package, its modules, the crates
// in them, and what they were built with. Of the same build the same bytes: it names no moment and no machine.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const readJson = (path) => JSON.parse(readFileSync(root + path, "utf8"));
const printed = (program, words) => execFileSync(program, words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });

/** The crates that are compiled into the modules: what runs at build time alone is in none of them. */
export function cratesInModules() {
  const metadata = JSON.parse(printed("cargo", ["metadata", "--quiet", "--locked", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"]));
  const packages = new Map(metadata.packages.map((each) => [each.id, each]));
  const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes("proc-macro"));
  const uses = new Map(metadata.resolve.nodes.map(({ id, deps }) => [
    id,
    deps.filter(({ pkg, dep_kinds }) => dep_kinds.some(({ kind }) => kind === null) && !isMacro(packages.get(pkg))).map(({ pkg }) => pkg),
  ]));
  const reached = new Set([metadata.packages.find(({ name }) => name === "fal-focus").id]);
  for (const id of reached) for (const used of uses.get(id)) reached.add(used);
  const named = (id) => packages.get(id).name;
  return [...reached].map((id) => ({ ...packages.get(id), uses: uses.get(id).map(named).sort() })).sort((a, b) => compare(a.name, b.name));
}

export function sbom() {
  const manifest = readJson("package.json");
  const npm = readJson("package-lock.json").packages;
  const crates = cratesInModules();
  const itself = { name: manifest.name, version: manifest.version, licenses: expression(manifest.license) };
  const product = { type: "library", "bom-ref": purl("npm", itself), ...itself, description: manifest.description, purl: purl("npm", itself) };
  const reference = new Map(crates.map((each) => [each.name, each.name === "fal-focus" ? product["bom-ref"] : purl("cargo", each)]));
  const [standardLibrary, compiler] = rust();
  const peers = Object.keys(manifest.peerDependencies).map((name) => ofNpm(name, npm, { scope: "optional" }));
  const components = [...modules(), standardLibrary, ...crates.filter(({ name }) => name !== "fal-focus").map(crate), ...peers];
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      lifecycles: [{ phase: "build" }],
      tools: { components: [compiler, bindgen(crates), ...["binaryen", "esbuild"].map((name) => ofNpm(name, npm))] },
      component: product,
    },
    components: components.toSorted((a, b) => compare(a["bom-ref"], b["bom-ref"])),
    dependencies: [
      ...crates.map(({ name, uses }) => ({ ref: reference.get(name), dependsOn: [...uses.map((each) => reference.get(each)), ...(name === "fal-focus" ? [standardLibrary["bom-ref"], ...peers.map((each) => each["bom-ref"])] : [])].sort() })),
    ].toSorted((a, b) => compare(a.ref, b.ref)),
  };
  return { ...document, serialNumber: serialNumber(JSON.stringify(document)) };
}

/** With the hash that Cargo.lock holds it to. */
function crate({ name, version, license, description }) {
  const [, checksum] = readFileSync(`${root}Cargo.lock`, "utf8").match(new RegExp(`name = "${name}"\nversion = "${version.replaceAll(".", "\\.")}"\nsource = .*\nchecksum = "(.+)"`));
  const reference = purl("cargo", { name, version });
  return { type: "library", "bom-ref": reference, name, version, description: description?.trim().replaceAll(/\s+/g, " "), hashes: [{ alg: "SHA-256", content: checksum }], licenses: expression(license), purl: reference };
}

function ofNpm(name, packages, more) {
  const { version, license, integrity } = packages[`node_modules/${name}`];
  const reference = purl("npm", { name, version });
  const hash = { alg: "SHA-512", content: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") };
  return { type: "library", "bom-ref": reference, name, version, ...more, hashes: [hash], licenses: expression(license), purl: reference };
}

/** The standard library is in every module, and comes with the compiler. */
function rust() {
  const about = Object.fromEntries(printed("rustc", ["-vV"]).split("\n").map((line) => line.split(": ")));
  const version = about.release;
  const of = (type, name) => ({ type, "bom-ref": `${name}@${version}`, name, version, licenses: expression("MIT OR Apache-2.0"), properties: [{ name: "commit", value: about["commit-hash"] }] });
  return [of("library", "rust-std"), of("application", "rustc")];
}

function bindgen(crates) {
  const { version, license } = crates.find(({ name }) => name === "wasm-bindgen");
  return { type: "application", "bom-ref": `wasm-bindgen-cli-support@${version}`, name: "wasm-bindgen-cli-support", version, licenses: expression(license), purl: purl("cargo", { name: "wasm-bindgen-cli-support", version }) };
}

function modules() {
  const names = readdirSync(`${root}pkg`).filter((name) => name.endsWith(".wasm")).sort();
  return names.map((name) => ({ type: "file", "bom-ref": `pkg/${name}`, name: `pkg/${name}`, hashes: [{ alg: "SHA-256", content: hashOf(readFileSync(`${root}pkg/${name}`)) }] }));
}

const purl = (kind, { name, version }) => `pkg:${kind}/${name}@${version}`;
const expression = (text) => [{ expression: text.replaceAll("/", " OR ") }];
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
/** In the same order whatever the language. */
const compare = (a, b) => (a < b ? -1 : Number(a > b));

/** A UUID that is made of what is in the document. */
function serialNumber(text) {
  const hex = hashOf(text);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${root}pkg/sbom.cdx.json`, `${JSON.stringify(sbom(), null, 1)}\n`);
}
