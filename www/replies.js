// Where replies come from: the sample over the network, or files given to the page.
// The only file with `fetch`; it asks nothing but the page's own origin.

/**
 * @typedef {object} Replies
 * @property {"sample" | "files"} origin
 * @property {File[]} files
 * @property {"none" | "lookback"} rangeLimit `none`: what is saved already may be of any age
 */

/** @returns {Promise<Replies>} an invented account's October 2026 */
export async function fetchSample() {
  const response = await fetch(new URL("sample.json", import.meta.url), {
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Error(`sample.json was answered with status ${response.status}`);
  const file = new File([await response.blob()], "sample.json", { type: "application/json" });
  return { origin: "sample", files: [file], rangeLimit: "none" };
}

/**
 * The given replies with more files, in the order of their names: page-2 before page-10.
 * The sample makes way, and a file that is there already is not counted twice.
 *
 * @param {Replies} replies
 * @param {Iterable<File>} added
 * @returns {Replies}
 */
export function withFiles(replies, added) {
  const files = replies.origin === "files" ? [...replies.files] : [];
  for (const file of added) {
    if (!files.some((known) => isSame(known, file))) files.push(file);
  }
  files.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return { origin: "files", files, rangeLimit: "none" };
}

/** @returns {Replies} */
export function withoutFile(replies, file) {
  return { ...replies, files: replies.files.filter((known) => known !== file) };
}

function isSame(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}
