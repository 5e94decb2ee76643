// docs/api.md, made from the declarations that package.json's `exports` name.
//
//   node xtask/api-reference.mjs
//
// It reads declarations as they are formatted here: one behind the other, each ends with the line on which its
// brackets are closed, and what is said of it stands in front.

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

const INTRODUCTION = `# API

Made from the declarations in [\`src/wasm/npm\`](../src/wasm/npm) by \`node xtask/api-reference.mjs\`. How to use it, with
examples: [JavaScript](javascript.md). What stands behind a name with \`?\` may be left out.
`;

export function apiReference() {
  const entries = [...entriesByTypes()].map(([types, names]) => ({ names, ...declarationsOf(read(`src/wasm/npm/${types}`)) }));
  const linked = linksTo(entries.flatMap(({ declarations }) => declarations.map(({ name }) => name)));
  return [INTRODUCTION, ...entries.map((entry) => entryText(entry, linked))].join("\n");
}

/** Gives a name as a link to its heading: `focusReport` and `FocusReport` are two anchors. */
function linksTo(names) {
  const anchors = new Map();
  const met = [];
  for (const name of names) {
    const anchor = name.toLowerCase();
    const before = met.filter((other) => other === anchor).length;
    met.push(anchor);
    anchors.set(name, before === 0 ? anchor : `${anchor}-${before}`);
  }
  return (name) => (anchors.has(name) ? `[${name}](#${anchors.get(name)})` : undefined);
}

/** The entries by their declarations: several may have the same. */
function entriesByTypes() {
  const { name, exports } = JSON.parse(read("package.json"));
  const byTypes = new Map();
  for (const [path, target] of Object.entries(exports)) {
    const types = typesIn(target);
    if (types) byTypes.set(types, [...(byTypes.get(types) ?? []), path.replace(/^\./, name)]);
  }
  return byTypes;
}

/** Declarations stand under conditions, at whatever depth. */
function typesIn(target) {
  if (typeof target !== "string") return Object.values(target).map(typesIn).find(Boolean);
  return target.endsWith(".d.ts") ? basename(target) : undefined;
}

// Reading

/** `{ about, reexported, declarations: [{ name, kind, said, text }] }` */
function declarationsOf(source) {
  const entry = { about: source.match(/^(?:\/\/ .*\n)+/)?.[0].replace(/^\/\/ /gm, "").trim(), reexported: [], declarations: [] };
  for (const { said, text } of statementsOf(source.replace(/^(?:\/\/ .*\n)+/, ""))) {
    if (text.startsWith("import ")) continue;
    const names = text.match(/^export \{ (.+) \};$/)?.[1];
    if (names) entry.reexported.push(...names.split(", "));
    else entry.declarations.push({ said, text, ...kindOf(text) });
  }
  return entry;
}

function kindOf(text) {
  const [, kind, name] = text.match(/^(?:export )?(?:default |declare )?(function|class|const|interface|type) (\w+)/) ?? [];
  if (!kind) throw new Error(`not a declaration that is known here: ${text}`);
  return { kind, name };
}

/** Statements, or the members of a body: `{ said, text }`, `said` without its stars. */
function* statementsOf(source) {
  let said = [];
  let lines = [];
  let isComment = false;
  let depth = 0;
  for (const line of source.split("\n")) {
    if (lines.length === 0 && (isComment || line.trim().startsWith("/**"))) {
      said.push(line.trim().replace(/^\/\*\* ?|^\*\/|^\* ?| ?\*\/$/g, ""));
      isComment = !line.includes("*/");
      continue;
    }
    if (lines.length === 0 && line.trim() === "") continue;
    lines.push(line);
    const rest = withoutComments(isComment ? `/*${line}` : line);
    isComment = rest.includes("/*");
    const code = rest.replace(/\/\*.*|"[^"]*"/g, "");
    depth += code.match(/[{(\[]/g)?.length ?? 0;
    depth -= code.match(/[})\]]/g)?.length ?? 0;
    if (depth > 0 || !/[;}]$/.test(code)) continue;
    yield { said: said.join("\n").trim(), text: dedented(lines) };
    [said, lines] = [[], []];
  }
  if (lines.length > 0) throw new Error(`does not end: ${lines.join("\n")}`);
}

const withoutComments = (text) => text.replace(/\/\*.*?\*\/ ?/g, "");

function dedented(lines) {
  const indent = lines[0].match(/^ */)[0].length;
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** What stands between the outer braces of a declaration or of an object type. */
const bodyOf = (text) => text.slice(text.indexOf("{") + 1, text.lastIndexOf("}"));

/** `path` of a member within the members it stands in. */
function* membersOf(body, path = "") {
  for (const { said, text } of statementsOf(body)) {
    // Of a method the type is all that stands behind its name.
    const [, name, optional, type] = text.match(/^(?:readonly )?(\w+|\[.+?\])(\??)(?:: |(?=\())([^]+);$/) ?? [];
    if (!name) throw new Error(`not a member that is known here: ${text}`);
    const [, inner, list] = type.match(/^\(?\w*(?: & )?(\{\n[^]*\})\)?(\[\])?$/) ?? [];
    const named = path + name + optional;
    if (!inner) yield { name: named, type: withoutComments(type.replace(/\s+/g, " ")), said };
    else {
      yield { name: named, type: `${type.match(/^\(?(\w+)/)?.[1] ?? "object"}${list ?? ""}`, said };
      yield* membersOf(bodyOf(inner), `${path}${name}${list ?? ""}.`);
    }
  }
}

// Writing

function entryText({ names, about, reexported, declarations }, linked) {
  const exported = declarations.filter(({ text }) => text.startsWith("export "));
  const list = (label, kinds) => {
    const of = exported.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => linked(name));
    return of.length === 0 ? "" : `${label}: ${of.join(" · ")}`;
  };
  const also = reexported.length === 0 ? "" : `Exported as well: ${reexported.map(linked).join(" · ")}`;
  const heading = `## ${names.map((name) => `\`${name}\``).join(", ")}`;
  const lists = [list("Values", ["function", "class", "const"]), list("Types", ["interface", "type"]), also];
  const parts = [heading, about, ...lists, ...declarations.map((each) => declarationText(each, linked))];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function declarationText({ name, kind, said, text }, linked) {
  const { paragraphs, tags } = partsOf(said, linked);
  const shown = kind === "interface" ? tableText(text, linked) : `\`\`\`ts not-run: a declaration\n${text}\n\`\`\``;
  return [`### ${name}`, ...paragraphs, shown, tagsText(tags, linked)].filter(Boolean).join("\n\n");
}

function tableText(text, linked) {
  const from = text.match(/^(?:export )?interface \w+ extends (.+?) \{/)?.[1].split(", ");
  const members = [...membersOf(bodyOf(text))];
  const rows = members.map(({ name, type, said }) => `| \`${name}\` | ${typeText(type, linked)} | ${cellText(said, linked)} |`);
  const table = ["| member | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
  return from ? `All of ${from.map((name) => linked(name) ?? `\`${name}\``).join(", ")}, and:\n\n${table}` : table;
}

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "\\|", "[": "&#91;", "]": "&#93;", "*": "&#42;", _: "&#95;" };

/** A type as code; the names of other types in it are links. */
function typeText(type, linked) {
  const parts = type.split(/\b(\w+)\b/).map((part) => (/^[A-Z]/.test(part) && linked(part)) || part.replace(/[&<>|[\]*_]/g, (sign) => ESCAPED[sign]));
  return `<code>${parts.join("")}</code>`;
}

const proseText = (said, linked) => said.replace(/\{@link (\w+)\}/g, (_, name) => linked(name));

const cellText = (said, linked) => proseText(said, linked).replace(/\s+/g, " ").replaceAll("|", "\\|");

/** Paragraphs, and the tags behind them: `{ tag, name, said }`. */
function partsOf(text, linked) {
  const [before, ...behind] = proseText(text, linked).split(/^@/m);
  return { paragraphs: [before.trim()], tags: behind.map(tagOf) };
}

function tagOf(text) {
  const [, tag, name, said] = text.match(/^(param|throws|returns) (?:\{?(\w+)\}? ?)?([^]*)$/) ?? [];
  if (!tag) throw new Error(`not a tag that is known here: @${text}`);
  return { tag, name, said: said.trim().replace(/\s+/g, " ") };
}

function tagsText(tags, linked) {
  return tags.map(({ tag, name, said }) => `- ${tag === "param" ? `\`${name}\`` : `${tag} ${linked(name) ?? name}`}${said && `: ${said}`}`).join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL("docs/api.md", root), apiReference());
