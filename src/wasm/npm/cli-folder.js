// Folders as inputs: their files, and the request that a fetched one knows.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { ioError } from "./cli-files.js";
import { whyLeftOut } from "./folder-files.js";
import { FalFocusError } from "./host.js";

const MANIFEST = "manifest.json";

/** page-2 before page-10, in every language. */
const inOrder = new Intl.Collator("en", { numeric: true }).compare;

/** `{ files, folders }`: the files that are given and those in the folders that are, each in its place. */
export function withoutFolders(given, messages) {
  const folders = given.filter(({ path }) => path !== undefined && isFolder(path));
  const files = given.flatMap((file) => (folders.includes(file) ? filesIn(file.path, messages) : [file]));
  return { files, folders };
}

/** What `fal-focus fetch` wrote of each folder: `{ path, from, request, options }`; of other folders nothing. */
export function fetchedIn(folders) {
  return folders.map(({ path }) => ({ path, ...manifestIn(path) })).filter(({ request, options }) => request && options);
}

/** The request and the options that the folders were fetched for; undefined where there is none. */
export function askedOf([first, ...others]) {
  if (others.every(({ request }) => JSON.stringify(request) === JSON.stringify(first.request))) return first;
  throw new FalFocusError("missing_parameter", "the folders were fetched for different requests", { field: "source", hint: "Give the request: --source and what goes with it." });
}

function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Reading it will say what is wrong.
    return false;
  }
}

function filesIn(folder, messages) {
  const leftOut = { hidden: 0, other: 0 };
  const paths = pathsIn(folder).filter((path) => {
    const why = whyLeftOut(relative(folder, path));
    if (why) leftOut[why] += 1;
    return !why;
  });
  if (paths.length === 0) {
    throw new FalFocusError("io_error", "the folder has no .json, .ndjson, .jsonl, .csv or .gz file", { file: folder, hint: "Name the folder that the replies were saved in." });
  }
  const { hidden, other } = leftOut;
  if (hidden + other > 0) messages.note(`${folder}: left out ${[hidden && `${hidden} hidden`, other && `${other} of other kinds`].filter(Boolean).join(" and ")}`);
  return paths.sort(inOrder).map((path) => ({ name: path, path }));
}

/** A link to a folder is not followed: it could lead round in a circle. */
function pathsIn(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pathsIn(path);
      return entry.isFile() || (entry.isSymbolicLink() && !isFolder(path)) ? [path] : [];
    });
  } catch (error) {
    throw error.syscall ? ioError(error, folder, "read") : error;
  }
}

/** Whatever else a manifest holds is the module's to judge. */
function manifestIn(folder) {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8"));
    return manifest?.fal_focus_manifest === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}
