// Where replies come from: the sample, or files given to the page.

import { kindOf } from "../../pkg/recognise.js";
import { readSample } from "../assets.js";
import { chunksOf, textOf } from "./input-files.js";

/**
 * @typedef {object} Given
 * @property {File} file
 * @property {string} path the file's name, of one in a folder with the folders before it
 * @property {string} name what the page and its messages call it: the path where names are alike
 * @property {import("../../pkg/types.d.ts").InputKind} [kind] not known before the file was looked at
 * @property {string} [text] of an invoice document, which is an option and no reply
 * @property {{ source: "fal" | "stand-in", endpoint: string, now: string }} [fetched] of what the page fetched itself
 */

/**
 * What was offered and is not taken, by why.
 *
 * @typedef {{ hidden: number, other: number, unreadable: number, known: number }} LeftOut
 */

/**
 * @typedef {object} Replies
 * @property {"sample" | "files"} origin
 * @property {Given[]} files companions first, so that they go before what they name
 * @property {"none" | "lookback"} rangeLimit `none`: what is saved already may be of any age; what is
 *   fetched is held to fal's limit
 * @property {LeftOut} [leftOut] when files were given last
 */

/** As many files as are looked at side by side; folders hold thousands. */
const LANES = 8;

/** @type {Replies} */
export const NO_FILES = { origin: "files", files: [], rangeLimit: "none" };

/** @returns {Promise<Replies>} an invented account's October 2026 */
export async function fetchSample() {
  const file = new File([await readSample()], "sample.json", { type: "application/json" });
  const given = { file, path: file.name, name: file.name, kind: "replies" };
  return { origin: "sample", files: [given], rangeLimit: "none" };
}

/**
 * The given replies with more files. The sample makes way, and a file that is there already is not
 * counted twice.
 *
 * @param {Replies} replies
 * @param {import("./offered.js").Offered} offered
 * @returns {Replies}
 */
export function withFiles(replies, { files: added, leftOut }) {
  const files = replies.origin === "files" ? [...replies.files] : [];
  const known = new Set(files.map(identity));
  const before = files.length;
  for (const { file, path } of added) {
    if (known.has(identity({ file, path }))) continue;
    known.add(identity({ file, path }));
    files.push({ file, path, name: file.name });
  }
  const again = added.length - (files.length - before);
  return { ...listed(files), leftOut: { ...leftOut, known: again } };
}

/**
 * Files as the page has them: in order, and each by a name of its own.
 *
 * @param {Given[]} files
 * @returns {Replies}
 */
export function listed(files) {
  const isSaved = ({ kind, fetched }) => !fetched && kind !== "companion" && kind !== "invoice";
  const isFetched = files.some(({ fetched }) => fetched) && !files.some(isSaved);
  return { origin: "files", files: named(inOrder(files)), rangeLimit: isFetched ? "lookback" : "none" };
}

/**
 * What the files are that nobody has looked at yet.
 *
 * @param {Replies} replies
 * @returns {Promise<Given[]>}
 */
export async function recognised(replies) {
  const unknown = replies.files.filter(({ kind }) => !kind);
  const found = [];
  const lane = async () => {
    for (let given = unknown.pop(); given; given = unknown.pop()) found.push(await look(given));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

/**
 * The given replies with what was found; of files that were removed meanwhile nothing.
 *
 * @param {Replies} replies
 * @param {Given[]} found
 * @returns {Replies}
 */
export function withKinds(replies, found) {
  const kinds = new Map(found.map(({ file, kind, text }) => [file, { kind, text }]));
  const files = replies.files.map((given) => ({ ...given, ...kinds.get(given.file) }));
  return { ...replies, ...(replies.origin === "files" && listed(files)) };
}

/** @returns {Replies} */
export function withoutFile(replies, file) {
  const files = replies.files.filter((given) => given.file !== file);
  return listed(files);
}

/** Whether every file was looked at. */
export function areRecognised({ files }) {
  return files.every(({ kind }) => kind);
}

/** @returns {Given[]} the invoice documents among the files */
export function invoicesOf({ files }) {
  return files.filter(({ kind }) => kind === "invoice");
}

/** Whether a FOCUS report is read back. */
export function isReadBack({ files }) {
  return files.some(({ kind }) => kind === "focus_csv");
}

/** @returns {File[]} what the report is made of, in the order to read it, by the names that the page shows */
export function filesToRead({ files }) {
  return files.filter(({ kind }) => kind !== "invoice").map(asNamed);
}

/** @returns {Promise<Given>} */
async function look(given) {
  try {
    const kind = await kindOf(chunksOf(given.file));
    return kind === "invoice" ? { ...given, kind, text: await textOf(given.file) } : { ...given, kind };
  } catch {
    // Making the report reads the file again, and says what is wrong with it.
    return { ...given, kind: "replies" };
  }
}

/** Companions first, and in the order of their names: page-2 before page-10. */
function inOrder(files) {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const isCompanion = ({ kind }) => kind === "companion";
  return files.toSorted((a, b) => isCompanion(b) - isCompanion(a) || compare(a.path, b.path));
}

/** Each file by its name, and by its path where another is called the same. */
function named(files) {
  const times = new Map();
  for (const { file } of files) times.set(file.name, (times.get(file.name) ?? 0) + 1);
  return files.map((given) => ({
    ...given,
    name: times.get(given.file.name) > 1 ? given.path : given.file.name,
  }));
}

/** A file by the name that tells it from others; its bytes are not copied. */
function asNamed({ file, name }) {
  if (name === file.name) return file;
  const { type, lastModified } = file;
  return new File([file], name, { type, lastModified });
}

function identity({ file, path }) {
  return `${path}\n${file.size}\n${file.lastModified}`;
}
