// A command line as the page shows it.

import { byId, element, setText } from "../dom.js";

/**
 * @param {string} id of the place; the command and its notes stand in `<id>-line` and `<id>-notes`
 * @param {{ command: string, notes: string[] }} said
 */
export function renderCommand(id, { command, notes }) {
  setText(byId(`${id}-line`), command);
  byId(`${id}-notes`).replaceChildren(...notes.map((textContent) => element("li", { textContent })));
}
