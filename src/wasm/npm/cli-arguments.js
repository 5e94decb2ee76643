// The words of the command line, as a request, options and files. Nothing is silently ignored.

import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { COMMANDS, DEFAULT_COMMAND, optionsOf } from "./cli-commands.js";
import { nearest } from "./cli-nearest.js";
import { FalFocusError } from "./host.js";

/**
 * `{ command, isNamed, isHelp?, isVersion?, isJson?, request, options, documents, outputs, files, words, written }`
 * of the arguments; `written` has each option as it was written.
 */
export function readArguments(args) {
  const isNamed = isCommand(args[0]);
  const command = isNamed ? args[0] : DEFAULT_COMMAND;
  const known = { options: optionsOf(command), operands: COMMANDS[command].operands };
  const call = { command, isNamed, request: {}, options: {}, documents: {}, outputs: {}, files: [], words: [], written: {} };
  if (!isNamed) refuseOtherWords(args[0]);
  for (const token of tokensOf(isNamed ? args.slice(1) : args, known)) {
    if (token.kind === "positional") readOperand(token.value, known, call);
    if (token.kind === "option") readOption(token, known, call);
  }
  if (known.operands.path && call.files.length === 0) readOperand("-", known, call);
  return call;
}

/** Whether errors are to be told as JSON: asked before anything can be wrong. */
export function wantsJson(args) {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).includes("--json");
}

function isCommand(word) {
  return Object.hasOwn(COMMANDS, word ?? "");
}

/** A word in the place of a command that is no file either. */
function refuseOtherWords(word) {
  if (word === undefined || !/^[a-z][a-z-]*$/i.test(word) || existsSync(word)) return;
  const meant = nearest(word.toLowerCase(), Object.keys(COMMANDS));
  throw wrong(word, `there is no command ${word}, and no file of that name`, meant ? `Did you mean \`fal-focus ${meant}\`?` : "`fal-focus help` lists the commands.");
}

function tokensOf(args, { options }) {
  const named = options.map(({ name, short, value }) => [name, { type: value ? "string" : "boolean", ...(short && { short }) }]);
  return parseArgs({ args, options: Object.fromEntries(named), strict: false, tokens: true }).tokens;
}

function readOption({ name, rawName, value, inlineValue }, known, call) {
  const option = known.options.find((each) => each.name === name);
  if (!option) throw wrong(rawName, `there is no option ${rawName}`, hintFor(name, known, call.command));
  if (Object.hasOwn(call.written, name)) throw wrong(rawName, `${rawName} is given twice`, "Give it once.");
  call.written[name] = rawName;
  const place = option.into === "call" ? call : call[option.into];
  place[option.as] = option.value ? valueOf(option, { rawName, value, inlineValue }) : setOf(option, rawName, value);
}

function setOf({ sets }, rawName, value) {
  if (value !== undefined) throw wrong(rawName, `${rawName} takes no value`, "Leave the value out.");
  return sets;
}

function valueOf({ into, path, read = String }, { rawName, value, inlineValue }) {
  // A path without a letter is a variable of a shell that is not set.
  if (value === undefined || (!inlineValue && value.startsWith("--")) || (path && value === "")) {
    throw wrong(rawName, `${rawName} needs a value`, `Write ${rawName} VALUE.`);
  }
  return into === "documents" ? documentFile(rawName, value) : read(value);
}

/** `--billing_month` is the API's spelling of `--billing-month`; others belong to another command, or are slips. */
function hintFor(name, { options }, command) {
  const names = options.map((option) => option.name);
  const dashed = name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (names.includes(dashed)) return `Write --${dashed}.`;
  const others = Object.keys(COMMANDS).filter((other) => optionsOf(other).some((option) => option.name === dashed));
  if (others.length > 0) return `It is an option of ${others.map((other) => `\`fal-focus ${other}\``).join(" and ")}, not of ${command}.`;
  const meant = name.length > 1 && nearest(dashed, names);
  return meant ? `Did you mean --${meant}?` : `\`fal-focus help ${command}\` lists the options.`;
}

function readOperand(word, { operands }, call) {
  const { most, words } = operands;
  const { command, files } = call;
  if (words) return call.words.push(wordOf(word, words, call));
  if (isCommand(word) && !call.isNamed && !existsSync(word)) {
    throw wrong(word, `${word} is a command, and stands first`, `Write \`fal-focus ${word} …\`.`);
  }
  if (files.length >= most) {
    const said = most === 0 ? "no files" : "one file";
    throw wrong(word, `${command} reads ${said}: ${word}`, most === 0 ? "Leave it out, or use report." : "Check one after the other.");
  }
  return files.push(word === "-" ? { name: "standard input" } : { name: word, path: word });
}

function wordOf(word, words, { command, words: given }) {
  const meant = nearest(word, words);
  if (!words.includes(word)) throw wrong(word, `${command} knows no ${word}`, meant ? `Did you mean ${meant}?` : `There are ${words.join(", ")}.`);
  if (given.length > 0) throw wrong(word, `${command} takes one word: ${word}`, "Leave it out.");
  return word;
}

/** Standard input holds the replies, and can be read only once. */
function documentFile(rawName, path) {
  if (path !== "-") return { name: path, path };
  throw wrong(rawName, `${rawName} reads a file, not standard input`, `Write ${rawName} FILE.`);
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_option", message, { field, hint });
}
