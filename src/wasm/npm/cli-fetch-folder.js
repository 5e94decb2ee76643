// A folder that is fetched into: its pages, its manifest, and whether it is one at all.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, unlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { AtomicFile, ioError } from "./cli-files.js";
import { FalFocusError } from "./host.js";

const MANIFEST = "manifest.json";
/** What a run that was killed may have left. */
const UNFINISHED = /\.json\.\d+(-[0-9a-f]{8})?\.tmp$/;

export class FetchFolder {
  /** What the manifest says; undefined where nothing was fetched yet. */
  manifest;

  /** Looks, and changes nothing. */
  constructor(path) {
    this.path = path;
    const names = namesIn(path);
    if (names.includes(MANIFEST)) this.manifest = manifestAt(join(path, MANIFEST));
    else if (names.some((name) => !UNFINISHED.test(name))) throw wrong(`${path} has other files, and no ${MANIFEST} of a fetch`, "Name a new folder, or an empty one.");
  }

  /** The pages in front that are there as the manifest has them. */
  pagesKept() {
    const { pages } = this.manifest;
    const missing = pages.findIndex(({ file, sha256 }) => this.#hashOf(file) !== sha256);
    return missing === -1 ? pages : pages.slice(0, missing);
  }

  /** Makes the folder, and clears away what a run that was killed has left. */
  begin() {
    try {
      makeFolder(resolve(this.path));
      for (const name of readdirSync(resolve(this.path))) if (UNFINISHED.test(name)) unlinkSync(join(this.path, name));
    } catch (error) {
      throw ioError(error, this.path, "written");
    }
  }

  has(name) {
    return existsSync(join(this.path, name));
  }

  /** One after the other, so that memory holds one. */
  *textsOf(names) {
    for (const name of names) yield readFileSync(join(this.path, name), "utf8");
  }

  write(name, bytes) {
    const file = new AtomicFile(join(this.path, name));
    try {
      file.write(bytes);
      file.end();
      file.commit();
    } catch (error) {
      file.discard();
      throw error;
    }
  }

  writeManifest(manifest) {
    this.write(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  }

  #hashOf(name) {
    try {
      return createHash("sha256").update(readFileSync(join(this.path, name))).digest("hex");
    } catch {
      return undefined;
    }
  }
}

/** With those above it. Node's own `recursive` tries for ever where there can be none, as in /proc. */
function makeFolder(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === "EEXIST") return;
    if (error.code !== "ENOENT" || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

function namesIn(path) {
  try {
    return readdirSync(resolve(path));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error.code === "ENOTDIR" ? wrong(`${path} is no folder`, "Name a new folder, or an empty one.") : ioError(error, path, "read");
  }
}

function manifestAt(path) {
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    if (manifest?.fal_focus_manifest === 1 && Array.isArray(manifest.pages) && manifest.pages.every(isPage)) return manifest;
  } catch (error) {
    if (error.syscall) throw ioError(error, path, "read");
  }
  throw wrong(`${path} is no manifest of a fetch`, "Name a new folder, or an empty one.");
}

/** A name that leads out of the folder is none of ours. */
function isPage(page) {
  return typeof page?.file === "string" && /^[\w-]+\.json$/.test(page.file) && typeof page.sha256 === "string";
}

function wrong(message, hint) {
  return new FalFocusError("invalid_option", message, { field: "--output", hint });
}
