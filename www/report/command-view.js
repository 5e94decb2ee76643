// A command line as the page shows it, to be copied.

import { byId, element, setText } from "../dom.js";

const SAID_FOR_MS = 2000;

/**
 * @param {string} id of the place; the command and its notes stand in `<id>-line` and `<id>-notes`
 * @param {{ command: string, notes: string[] }} said
 */
export function renderCommand(id, { command, notes }) {
  setText(byId(`${id}-line`), command);
  byId(`${id}-notes`).replaceChildren(...notes.map((textContent) => element("li", { textContent })));
  // The clipboard is there for pages of localhost and https alone.
  byId(`copy-${id}`).hidden = !navigator.clipboard;
}

/** @param {string} id as above */
export function listenToCommand(id) {
  const button = byId(`copy-${id}`);
  const name = button.textContent;
  button.addEventListener("click", async () => {
    const copying = navigator.clipboard.writeText(byId(`${id}-line`).textContent);
    setText(button, await copying.then(() => "Copied", () => "The browser refused: select it"));
    setTimeout(() => setText(button, name), SAID_FOR_MS);
  });
}
