// The data as the page shows it: what is there, and what each file is.

import { byId, element, onChange, setText } from "../dom.js";
import * as wording from "../wording.js";
import * as words from "./data-words.js";

/** More files than this are folded away; a few more than that are shown all the same. */
const SHOWN = 12;
const WORTH_FOLDING = 16;

/**
 * @param {import("./replies.js").Replies} replies
 * @param {{ hasSample: boolean, remove: (file: File) => void }} actions
 */
export const renderData = onChange((replies, { hasSample, remove }) => {
  const isSample = replies.origin === "sample";
  const entries = replies.files.map((given) => fileEntry(given, isSample ? undefined : remove));
  setText(byId("data-note"), wording.repliesNote(replies));
  setText(byId("file-count"), words.filesText(replies));
  setText(byId("left-out"), words.leftOutText(replies.leftOut));
  byId("file-list").replaceChildren(...entries);
  byId("remove-all").hidden = isSample || entries.length < 2;
  byId("use-sample").hidden = isSample || !hasSample;
  fold(entries);
});

/** The limit that an estimate of this data is held to. */
export function renderRangeLimit({ replies, options }) {
  const limit = options.rangeLimit ?? replies.rangeLimit;
  setText(byId("range-limit").querySelector("strong"), limit);
  setText(byId("range-limit").querySelector("span"), words.rangeLimitText(limit, replies.rangeLimit));
}

/** The button that folds the list keeps whether it is folded. */
export function listenToFolding() {
  const button = byId("show-all-files");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    fold([...byId("file-list").children]);
  });
}

/** Where the focus goes when the file at `index` is gone: to the next that can be removed. */
export function focusFile(index) {
  const buttons = [...byId("file-list").querySelectorAll("button")];
  (buttons[Math.min(index, buttons.length - 1)] ?? byId("files")).focus();
}

function fold(entries) {
  const button = byId("show-all-files");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  const isLong = entries.length > WORTH_FOLDING;
  button.hidden = !isLong;
  setText(button, words.foldText(isOpen, entries.length, SHOWN));
  for (const [index, entry] of entries.entries()) entry.hidden = isLong && !isOpen && index >= SHOWN;
}

function fileEntry({ file, kind, fetched, name: text }, remove) {
  const what = element("span", { className: "file-kind", textContent: words.fileText(kind, fetched) });
  const name = element("span", { className: "file-name" }, text, what);
  const size = element("span", { className: "file-size", textContent: wording.sizeText(file.size) });
  const entry = element("li", {}, name, size);
  if (remove) entry.append(removeButton(file, text, remove));
  return entry;
}

function removeButton(file, name, remove) {
  const button = element("button", { type: "button", textContent: "Remove" });
  button.setAttribute("aria-label", `Remove ${name}`);
  button.addEventListener("click", () => remove(file));
  return button;
}
