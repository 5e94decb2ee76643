// What is offered to the page: files, folders with all that is in them, the clipboard. Of folders
// and of the clipboard only what can be usage is taken, and the rest is counted.

import { whyLeftOut } from "../../pkg/folder-files.js";

/**
 * @typedef {object} Offered
 * @property {{ file: File, path: string }[]} files
 * @property {{ hidden: number, other: number, unreadable: number }} leftOut
 */

const NOTHING_LEFT_OUT = { hidden: 0, other: 0, unreadable: 0 };

/**
 * Files that were picked one by one: all are taken, and one that is no reply is told as that.
 *
 * @param {Iterable<File>} files
 * @returns {Offered}
 */
export function pickedFiles(files) {
  return { files: [...files].map(asPicked), leftOut: NOTHING_LEFT_OUT };
}

/**
 * The files of a folder that was chosen, or of the clipboard.
 *
 * @param {Iterable<File>} files
 * @returns {Offered}
 */
export function sortedOut(files) {
  return sortOut([...files].map(asPicked), 0);
}

/**
 * What was dropped. Must be called within the event, which forgets its folders afterwards.
 *
 * @param {DataTransfer} transfer
 * @returns {Offered | Promise<Offered>} a promise where folders have to be read
 */
export function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some(({ isDirectory }) => isDirectory)) return pickedFiles(transfer.files);
  return filesOfEntries(entries);
}

/** @returns {Promise<Offered>} */
async function filesOfEntries(entries) {
  const found = { files: [], unreadable: 0 };
  for (const entry of entries) await walk(entry, found);
  return sortOut(found.files, found.unreadable);
}

async function walk(entry, found) {
  try {
    if (entry.isDirectory) {
      for (const child of await childrenOf(entry)) await walk(child, found);
    } else {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      found.files.push({ file, path: entry.fullPath.replace(/^\//, "") });
    }
  } catch {
    found.unreadable += 1;
  }
}

/** A reader gives a hundred at a time, and nothing when it is through. */
async function childrenOf(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** @returns {Offered} */
function sortOut(offered, unreadable) {
  const leftOut = { ...NOTHING_LEFT_OUT, unreadable };
  const files = offered.filter(({ path }) => {
    const why = whyLeftOut(path);
    if (why) leftOut[why] += 1;
    return !why;
  });
  return { files, leftOut };
}

function asPicked(file) {
  return { file, path: file.webkitRelativePath || file.name };
}
