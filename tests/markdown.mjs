// The documents, as their tests read them: fenced blocks, sections, anchors and links. Enough of Markdown for how we
// write it.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The paths of all of them. */
export const DOCUMENTS = ["README.md", "CHANGELOG.md", "SECURITY.md", ...readdirSync(`${root}docs`).sort().map((name) => `docs/${name}`)];

export const readDocument = (path) => readFileSync(root + path, "utf8");

const FENCE = /^```(.*)\n([^]*?)^```$/gm;

/**
 * The fenced blocks: ```` ```sh background ```` is `{ language: "sh", info: "background", code, line }`.
 *
 * @param {string} text
 */
export function blocksOf(text) {
  return [...text.matchAll(FENCE)].map(({ 1: words, 2: code, index }) => {
    const [language, ...info] = words.split(" ");
    return { language, info: info.join(" "), code, line: lineAt(text, index) };
  });
}

/** What stands under a heading of any level, up to the next of that level or above. */
export function sectionOf(text, heading) {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.replace(/^#+ /, "") === heading && line !== heading);
  if (start === -1) throw new Error(`there is no heading "${heading}"`);
  const level = lines[start].indexOf(" ");
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join("\n");
}

/** The anchors of the headings, as GitHub makes them. */
export function anchorsOf(text) {
  const met = new Map();
  return [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const anchor = heading.toLowerCase().replace(/\[(.*?)\]\(.*?\)/g, "$1").replace(/[^\p{L}\p{N}\-_ ]/gu, "").replaceAll(" ", "-");
    const before = met.get(anchor) ?? 0;
    met.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** Where the links of a document lead, each with its line. */
export function linksOf(text) {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, (code) => " ".repeat(code.length));
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: target, index }) => ({ target, line: lineAt(text, index) }));
}

/** Blocks blanked, so that every index stays where it was. */
function withoutBlocks(text) {
  return text.replace(FENCE, (block) => block.replace(/[^\n]/g, " "));
}

function lineAt(text, index) {
  return text.slice(0, index).split("\n").length;
}
