// What `--help` and `--version` say, of the tables of commands and options.

import { readFileSync } from "node:fs";

import { COMMANDS } from "./cli-commands.js";

/** Where the descriptions of options begin. */
const COLUMN = 29;
const WIDEST = 100;
const NARROWEST = 60;

/** The help of a command, as wide as the terminal up to a width that reads well. */
export function helpFor(command, columns) {
  // Some terminals do not know how wide they are, and say 0.
  const width = Math.max(NARROWEST, Math.min(columns || WIDEST, WIDEST));
  const { usage, text, groups, sections, examples } = COMMANDS[command];
  const parts = [
    `Usage: fal-focus ${usage}`,
    ...text.split("\n\n").map((paragraph) => wrapped(paragraph, width)),
    ...groups.map(([title, options]) => [`${title}:`, ...options.map((option) => optionText(option, width))].join("\n")),
    ...sections.map(([title, words]) => `${title}:\n${wrapped(words, width, 2)}`),
    `Examples:\n${examples.map(exampleText).join("\n\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What there is. */
export function overview() {
  const commands = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(12)}${about}`);
  return `Usage: fal-focus COMMAND [options]

fal.ai usage JSON to a FinOps FOCUS billing report (CSV), exact to the last digit, on your own machine.

Commands:
${commands.join("\n")}

Without a command it is report. \`fal-focus help COMMAND\` tells of options, files and exit codes, with
examples.

${beginnings()}
`;
}

/** For somebody who typed the name alone. */
export function firstSteps() {
  return `fal-focus makes a FinOps FOCUS billing report (CSV) of fal.ai usage, on this machine.

${beginnings()}
  All commands                   fal-focus --help
`;
}

function beginnings() {
  return `To begin with:
  See it, with invented data     fal-focus serve --stand-in
  Fetch a month (key in FAL_KEY) fal-focus fetch --source invoice --charge-month 2026-10 -o october
  Make its report                fal-focus report october -o october.csv
  Check a FOCUS file             fal-focus check october.csv`;
}

export function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

function optionText({ name, short, value, about }, width) {
  const written = `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
  const [first, ...more] = wrapped(about, width, COLUMN).split("\n");
  const head = `  ${written}`;
  const lines = head.length < COLUMN - 1 ? [head.padEnd(COLUMN) + first.trimStart()] : [head, first];
  return [...lines, ...more].join("\n");
}

function exampleText([what, how]) {
  return `  ${what}:\n${how.split("\n").map((line) => `    ${line}`).join("\n")}`;
}

/** Words in lines of at most this width. */
function wrapped(text, width, indent = 0) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].map((each) => " ".repeat(indent) + each).join("\n");
}
