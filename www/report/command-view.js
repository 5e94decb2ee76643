// A command line as the page shows it.

import { byId, element, setText } from "../dom.js";

/** Commands by the ids of their places: what is shown of a name that holds unseen characters is no name of a file. */
const commands = new Map();

/**
 * @param {string} id of the place; the command and its notes stand in `<id>-line` and `<id>-notes`
 * @param {{ command: string, notes: string[] }} said
 */
export function renderCommand(id, { command, notes }) {
  commands.set(id, command);
  setText(byId(`${id}-line`), command);
  byId(`${id}-notes`).replaceChildren(...notes.map((textContent) => element("li", { textContent })));
}

/** The command that is shown at a place, to the letter. */
export function commandAt(id) {
  return commands.get(id);
}
