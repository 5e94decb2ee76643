// The only file that names the document: how things are found in it, and put there.

import { inDirections, shownText } from "./shown-text.js";

export const page = document;

export const byId = (id) => document.getElementById(id);

/** All text comes in here, in `setText` or in `svgElement`, and is shown as text. */
export function element(tag, { textContent, title, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  if (title !== undefined) node.title = shownText(title);
  if (textContent !== undefined) children.unshift(textContent);
  node.append(...children.flatMap(shownNodes));
  return node;
}

/** A node of a drawing; its attributes are presentation, which the page's policy allows. */
export function svgElement(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map((child) => (child instanceof Node ? child : shownText(child))));
  return node;
}

/** What is written from right to left does not reorder what stands beside it. */
function shownNodes(child) {
  if (child instanceof Node) return [child];
  const parts = inDirections(shownText(child)).map((text, index) => (index % 2 === 0 ? text : isolated(text)));
  return parts.filter((part) => part !== "");
}

function isolated(text) {
  const node = document.createElement("bdi");
  node.textContent = text;
  return node;
}

/** Leaves equal text alone, which a screen reader would read again. */
export function setText(node, text) {
  if (node.textContent !== shownText(text)) node.replaceChildren(...shownNodes(text));
}

export function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

/** Names and values for a list of facts; what is absent is left out. */
export function factEntries(facts) {
  return Object.entries(facts)
    .filter(([, value]) => value != null)
    .map(([name, value]) => {
      const node = element("dd", { textContent: value });
      node.dataset.name = name;
      return element("div", {}, element("dt", { textContent: name }), node);
    });
}

/** Calls `show` where what it shows is another than last time: focus and selection stay. */
export function onChange(show) {
  let shown = {};
  return (now, ...rest) => {
    if (now === shown) return;
    shown = now;
    show(now, ...rest);
  };
}

/** `draw(parts)` draws one part in each frame: what is pressed meanwhile is answered between them. New parts end the old ones. */
export function inTurn(node) {
  let latest;
  return async function draw(parts) {
    latest = parts;
    setAttribute(node, "aria-busy", "true");
    for (const part of parts) {
      if (part !== parts[0]) await frameIsShown();
      if (parts !== latest) return;
      part();
    }
    setAttribute(node, "aria-busy", null);
  };
}

function frameIsShown() {
  return new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
}
