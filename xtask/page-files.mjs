// The list of the page's files, from which its service worker keeps them: pkg/page-files.json.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const files = Object.fromEntries((await pageFiles()).map((name) => [name, hashOf(readFileSync(root + name))]));
const version = hashOf(JSON.stringify(files));
writeFileSync(`${root}pkg/page-files.json`, `${JSON.stringify({ version, files }, null, 1)}\n`);

/** All of www/, and of the package what www/ imports, with the modules that this loads. */
async function pageFiles() {
  const page = filesIn("www").filter((name) => name !== "www/service-worker.js");
  const scripts = page.filter((name) => name.endsWith(".js"));
  const imported = (await importedBy(scripts)).filter((name) => name.startsWith("pkg/"));
  const modules = filesIn("pkg").filter((name) => name.endsWith(".wasm"));
  return [...page, ...imported, ...modules].sort();
}

function filesIn(folder) {
  const entries = readdirSync(root + folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length));
}

/** The scripts and all that they import, at once or later. */
async function importedBy(scripts) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: scripts,
    bundle: true,
    format: "esm",
    outdir: "target/page",
    write: false,
    metafile: true,
    logOverride: { "duplicate-object-key": "silent" },
  });
  return Object.keys(metafile.inputs);
}

/** As `fetch` takes it. */
function hashOf(bytes) {
  return `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}
