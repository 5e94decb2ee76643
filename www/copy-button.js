// Buttons that copy, and say so on themselves.

import { byId, setText } from "./dom.js";

const SAID_FOR_MS = 2000;

/**
 * @param {string} id of the button
 * @param {() => string} textOf what it copies, asked when it is pressed
 */
export function copyOn(id, textOf) {
  const button = byId(id);
  const name = button.textContent;
  // The clipboard is there for pages of localhost and https alone.
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const copying = navigator.clipboard.writeText(textOf());
    setText(button, await copying.then(() => "Copied", () => "The browser refused: copy it by hand"));
    setTimeout(() => setText(button, name), SAID_FOR_MS);
  });
}
