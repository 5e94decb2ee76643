// The data as the page shows it: what is there, and what each file is.

import { byId, element, onChange, setText } from "../dom.js";
import * as wording from "../wording.js";

/**
 * @param {import("./replies.js").Replies} replies
 * @param {{ hasSample: boolean, remove: (file: File) => void }} actions
 */
export const renderData = onChange((replies, { hasSample, remove }) => {
  const isSample = replies.origin === "sample";
  const entries = replies.files.map((given) => fileEntry(given, isSample ? undefined : remove));
  setText(byId("data-note"), wording.repliesNote(replies));
  byId("file-list").replaceChildren(...entries);
  byId("use-sample").hidden = isSample || !hasSample;
});

function fileEntry({ file, kind }, remove) {
  const what = element("span", { className: "file-kind", textContent: wording.kindText(kind) });
  const name = element("span", { className: "file-name" }, file.name, what);
  const size = element("span", { className: "file-size", textContent: wording.sizeText(file.size) });
  const entry = element("li", {}, name, size);
  if (remove) entry.append(removeButton(file, remove));
  return entry;
}

function removeButton(file, remove) {
  const button = element("button", { type: "button", textContent: "Remove" });
  button.setAttribute("aria-label", `Remove ${file.name}`);
  button.addEventListener("click", () => remove(file));
  return button;
}
