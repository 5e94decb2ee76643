// The words of the command line, as a request, options and files. Nothing is silently ignored.

import { parseArgs } from "node:util";

import { FalFocusError } from "./host.js";

/** More threads than any machine has cores: a slip of the finger must not start a thousand. */
const MOST_JOBS = 256;

const PARAMETERS = [
  "source",
  "billing-month",
  "charge-month",
  "start",
  "end",
  "timezone",
  "timeframe",
  "bound-to-timeframe",
];

/** Options by their names on the command line: the API's name, and how a word becomes its value. */
const OPTIONS = {
  now: ["now", String],
  "range-limit": ["rangeLimit", String],
};
const REPORT_OPTIONS = {
  ...OPTIONS,
  grain: ["grain", String],
  "focus-version": ["focusVersion", String],
  columns: ["columns", String],
  "input-timeframe": ["inputTimeframe", String],
  "input-kind": ["inputKind", String],
  "billing-account-id": ["billingAccountId", String],
  "billing-account-name": ["billingAccountName", String],
  jobs: ["jobs", jobsOf],
  "max-groups": ["maxGroups", (text) => (/^\d+$/.test(text) ? Number(text) : text)],
};
const FLAGS = {
  "spreadsheet-safe": ["spreadsheetSafe", true],
  "no-attribution-tags": ["attributionTags", false],
  "no-custom-columns": ["customColumns", false],
  "no-personal-data": ["personalData", false],
  "rounding-row": ["roundingRow", true],
  "skip-invalid": ["onInvalid", "skip"],
  "assume-unique": ["assumeUnique", true],
  "input-spreadsheet-safe": ["inputSpreadsheetSafe", true],
  check: ["check", true],
};
const CHECK_OPTIONS = {
  "focus-version": ["focusVersion", String],
  applicability: ["applicability", String],
  format: ["format", String],
};
/** Options whose value is the text of a file. */
const DOCUMENTS = ["invoice", "account", "teams", "pricing"];
const OUTPUTS = ["output", "summary", "metadata"];

const COMMANDS = {
  report: {
    parameters: PARAMETERS,
    options: REPORT_OPTIONS,
    flags: FLAGS,
    documents: DOCUMENTS,
    outputs: OUTPUTS,
    files: Infinity,
  },
  resolve: { parameters: PARAMETERS, options: OPTIONS, flags: {}, documents: ["invoice"], outputs: [], files: 0 },
  check: {
    parameters: [],
    options: CHECK_OPTIONS,
    flags: { strict: ["strict", true] },
    documents: [],
    outputs: [],
    files: 1,
  },
  serve: {
    parameters: [],
    options: { port: ["port", portOf] },
    flags: { "stand-in": ["isStandIn", true] },
    documents: [],
    outputs: [],
    files: 0,
  },
};

/** `{ command, help, version, request, options, documents, outputs, files }` of the arguments. */
export function readArguments(args) {
  const isNamed = Object.hasOwn(COMMANDS, args[0] ?? "");
  const command = isNamed ? args[0] : "report";
  const known = COMMANDS[command];
  const call = { command, request: {}, options: {}, documents: {}, outputs: {}, files: [] };
  const given = new Set();
  for (const token of tokensOf(isNamed ? args.slice(1) : args, known)) {
    if (token.kind === "positional") call.files.push(inputFile(token.value, call, known));
    if (token.kind === "option") readOption(token, known, given, call);
  }
  if (known.files > 0 && call.files.length === 0) call.files.push(inputFile("-", call, known));
  return call;
}

function tokensOf(args, { parameters, options, flags, documents, outputs }) {
  const text = { type: "string" };
  const flag = { type: "boolean" };
  const named = {
    ...Object.fromEntries([...parameters, ...Object.keys(options), ...documents, ...outputs].map((n) => [n, text])),
    ...Object.fromEntries(Object.keys(flags).map((name) => [name, flag])),
    help: { ...flag, short: "h" },
    version: { ...flag, short: "V" },
  };
  if (outputs.includes("output")) named.output = { ...text, short: "o" };
  return parseArgs({ args, options: named, strict: false, tokens: true }).tokens;
}

function readOption({ name, rawName, value, inlineValue }, known, given, call) {
  if (given.has(name)) throw wrong(rawName, `${rawName} is given twice`, "Give it once.");
  given.add(name);
  const isFlag = Object.hasOwn(known.flags, name);
  if (name === "help" || name === "version" || isFlag) {
    if (value !== undefined) throw wrong(rawName, `${rawName} takes no value`, "Leave the value out.");
    if (isFlag) call.options[known.flags[name][0]] = known.flags[name][1];
    else call[name] = true;
    return;
  }
  const isParameter = known.parameters.includes(name);
  const isDocument = known.documents.includes(name);
  const isOutput = known.outputs.includes(name);
  if (!isParameter && !isDocument && !isOutput && !Object.hasOwn(known.options, name)) {
    throw wrong(rawName, `there is no option ${rawName}`, hintFor(name, known, call.command));
  }
  if (value === undefined || (!inlineValue && value.startsWith("--"))) {
    throw wrong(rawName, `${rawName} needs a value`, `Write ${rawName} VALUE.`);
  }
  if (isParameter) call.request[name.replaceAll("-", "_")] = value;
  else if (isDocument) call.documents[name] = documentFile(rawName, value);
  else if (isOutput) call.outputs[name] = value;
  else call.options[known.options[name][0]] = known.options[name][1](value);
}

/** `--billing_month` is the API's spelling of `--billing-month`. */
function hintFor(name, { parameters, options }, command) {
  const dashed = name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (parameters.includes(dashed) || Object.hasOwn(options, dashed)) return `Write --${dashed}.`;
  return `\`fal-focus ${command} --help\` lists the options.`;
}

function jobsOf(text) {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= MOST_JOBS) return Number(text);
  throw wrong("--jobs", `${text} is no number of threads`, `Use a number from 1 to ${MOST_JOBS}, such as that of the machine's cores.`);
}

function portOf(text) {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw wrong("--port", `${text} is not a port`, "Use a number from 0 to 65535; 0 takes any free one.");
}

function inputFile(path, { command, files }, known) {
  if (files.length >= known.files) {
    const most = known.files === 0 ? "no files" : "one file";
    throw wrong(path, `${command} reads ${most}: ${path}`, known.files === 0 ? "Leave it out, or use report." : "Check one after the other.");
  }
  return path === "-" ? { name: "standard input" } : { name: path, path };
}

/** Standard input holds the replies, and can be read only once. */
function documentFile(rawName, path) {
  if (path !== "-") return { name: path, path };
  throw wrong(rawName, `${rawName} reads a file, not standard input`, `Write ${rawName} FILE.`);
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_option", message, { field, hint });
}
