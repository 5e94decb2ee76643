// The list of the page's files, from which its service worker keeps them: pkg/page-files.json.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Of a folder that holds www/ and pkg/. */
export async function writePageFiles(root) {
  const names = await pageFiles(root);
  const files = Object.fromEntries(names.map((name) => [name, hashOf(readFileSync(root + name))]));
  const version = hashOf(JSON.stringify(files));
  writeFileSync(`${root}pkg/page-files.json`, `${JSON.stringify({ version, files }, null, 1)}\n`);
}

/** All of www/, and of the package what it imports, with the modules that this loads. */
async function pageFiles(root) {
  // Whoever keeps the files is not kept.
  const page = filesIn(root, "www").filter((name) => name !== "www/service-worker.js");
  const scripts = page.filter((name) => name.endsWith(".js"));
  const imported = (await importedBy(root, scripts)).filter((name) => name.startsWith("pkg/"));
  const isLoaded = (name) => imported.includes(name.replace("_bg.wasm", ".js"));
  const modules = filesIn(root, "pkg").filter((name) => name.endsWith(".wasm") && isLoaded(name));
  return [...page, ...imported, ...modules].sort();
}

function filesIn(root, folder) {
  const files = readdirSync(root + folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length));
}

/** The scripts, and all that they import, at once or later. */
async function importedBy(root, scripts) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: scripts,
    bundle: true,
    format: "esm",
    outdir: "unwritten",
    write: false,
    metafile: true,
    // package.json's `sideEffects` is for those who take functions out of the package.
    ignoreAnnotations: true,
    logOverride: { "duplicate-object-key": "silent" },
  });
  return Object.keys(metafile.inputs);
}

/** As `fetch` takes it for `integrity`. */
function hashOf(bytes) {
  return `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writePageFiles(fileURLToPath(new URL("../", import.meta.url)));
}
