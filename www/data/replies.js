// Where replies come from: the sample, or files given to the page.

import { kindOf } from "../../pkg/recognise.js";
import { readSample } from "../assets.js";
import { chunksOf, textOf } from "./input-files.js";

/**
 * @typedef {object} Given
 * @property {File} file
 * @property {import("../../pkg/types.d.ts").InputKind} [kind] not known before the file was looked at
 * @property {string} [text] of an invoice document, which is an option and no reply
 */

/**
 * @typedef {object} Replies
 * @property {"sample" | "files"} origin
 * @property {Given[]} files companions first, so that they go before what they name
 * @property {"none" | "lookback"} rangeLimit `none`: what is saved already may be of any age
 */

/** @returns {Promise<Replies>} an invented account's October 2026 */
export async function fetchSample() {
  const file = new File([await readSample()], "sample.json", { type: "application/json" });
  return { origin: "sample", files: [{ file, kind: "replies" }], rangeLimit: "none" };
}

/**
 * The given replies with more files. The sample makes way, and a file that is there already is not
 * counted twice.
 *
 * @param {Replies} replies
 * @param {Iterable<File>} added
 * @returns {Replies}
 */
export function withFiles(replies, added) {
  const files = replies.origin === "files" ? [...replies.files] : [];
  for (const file of added) {
    if (!files.some((known) => isSame(known.file, file))) files.push({ file });
  }
  return { origin: "files", files: inOrder(files), rangeLimit: "none" };
}

/**
 * What the files are that nobody has looked at yet.
 *
 * @param {Replies} replies
 * @returns {Promise<Given[]>}
 */
export function recognised(replies) {
  return Promise.all(replies.files.filter(({ kind }) => !kind).map(({ file }) => look(file)));
}

/**
 * The given replies with what was found; of files that were removed meanwhile nothing.
 *
 * @param {Replies} replies
 * @param {Given[]} found
 * @returns {Replies}
 */
export function withKinds(replies, found) {
  const files = replies.files.map((given) => found.find(({ file }) => file === given.file) ?? given);
  return { ...replies, files: inOrder(files) };
}

/** @returns {Replies} */
export function withoutFile(replies, file) {
  return { ...replies, files: replies.files.filter((known) => known.file !== file) };
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

/** @returns {File[]} what the report is made of, in the order to read it */
export function filesToRead({ files }) {
  return files.filter(({ kind }) => kind !== "invoice").map(({ file }) => file);
}

/** @returns {Promise<Given>} */
async function look(file) {
  try {
    const kind = await kindOf(chunksOf(file));
    return kind === "invoice" ? { file, kind, text: await textOf(file) } : { file, kind };
  } catch {
    // Making the report reads the file again, and says what is wrong with it.
    return { file, kind: "replies" };
  }
}

/** Companions first, and in the order of their names: page-2 before page-10. */
function inOrder(files) {
  const isCompanion = ({ kind }) => kind === "companion";
  const byName = (a, b) => a.file.name.localeCompare(b.file.name, "en", { numeric: true });
  return files.toSorted((a, b) => isCompanion(b) - isCompanion(a) || byName(a, b));
}

function isSame(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}
