// The ways in as the page has them: files and folders chosen or dropped, and what is pasted.

import { byId, page } from "../dom.js";
import { droppedFiles, pickedFiles, sortedOut } from "./offered.js";
import { pastedFile, takesText } from "./pasted.js";

/**
 * @param {{ add: (offered: import("./offered.js").Offered) => void, names: () => string[] }} actions
 *   `names`: what the files that are there are called
 */
export function listenToWaysIn({ add, names }) {
  listenToInput("files", (files) => add(pickedFiles(files)));
  listenToInput("folder", (files) => add(sortedOut(files)));
  listenToDrop(add);
  listenToPaste(add, names);
}

function listenToInput(id, give) {
  byId(id).addEventListener("change", ({ target }) => {
    const chosen = [...target.files];
    // The same file may be chosen again after it was removed.
    target.value = "";
    give(chosen);
  });
}

/** The whole page takes files: one dropped beside the zone would replace it otherwise. */
function listenToDrop(add) {
  page.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    page.body.classList.add("dragging");
  });
  page.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) page.body.classList.remove("dragging");
  });
  page.addEventListener("drop", (event) => {
    page.body.classList.remove("dragging");
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    const dropped = droppedFiles(event.dataTransfer);
    // What is no folder is there at once.
    if (dropped instanceof Promise) dropped.then(add);
    else add(dropped);
  });
}

function listenToPaste(add, names) {
  page.addEventListener("paste", (event) => {
    const { files } = event.clipboardData;
    const isText = takesText(event.target);
    const text = isText ? "" : event.clipboardData.getData("text/plain");
    if (files.length === 0 && text.trim() === "") return;
    event.preventDefault();
    add(files.length > 0 ? sortedOut(files) : pickedFiles([pastedFile(text, names())]));
  });
  const opener = byId("open-paste");
  opener.addEventListener("click", () => {
    const isOpen = opener.getAttribute("aria-expanded") !== "true";
    showPaste(isOpen);
    if (isOpen) byId("paste-text").focus();
  });
  byId("add-pasted").addEventListener("click", () => {
    const text = byId("paste-text").value;
    if (text.trim() === "") {
      byId("paste-text").focus();
      return;
    }
    add(pickedFiles([pastedFile(text, names())]));
    byId("paste-text").value = "";
    showPaste(false);
    opener.focus();
  });
}

function showPaste(isOpen) {
  byId("open-paste").setAttribute("aria-expanded", String(isOpen));
  byId("paste").hidden = !isOpen;
}
