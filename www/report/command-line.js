// A report, or a check, as the command line that makes the same one.

import * as notesOf from "./report-words.js";

/** What the shell takes as it stands; a tilde, an equals sign or a dash at the beginning mean something. */
const PLAIN = /^[\w%+:,./@][\w%+=:,./@-]*$/;

/** Longer lines are broken, an option to each. */
const LINE = 90;

/** Options that take a value. */
const VALUES = {
  grain: "grain",
  focusVersion: "focus-version",
  inputTimeframe: "input-timeframe",
  inputKind: "input-kind",
  billingAccountId: "billing-account-id",
  billingAccountName: "billing-account-name",
  maxGroups: "max-groups",
  maxValueBytes: "max-value-bytes",
  maxTextBytes: "max-text-bytes",
  maxRowBytes: "max-row-bytes",
  maxRemembered: "max-remembered",
  rangeLimit: "range-limit",
};

/** Options that are said without one, where they have this value; any other is the default. */
const FLAGS = {
  spreadsheetSafe: [true, "spreadsheet-safe"],
  attributionTags: [false, "no-attribution-tags"],
  customColumns: [false, "no-custom-columns"],
  personalData: [false, "no-personal-data"],
  roundingRow: [true, "rounding-row"],
  onInvalid: ["skip", "skip-invalid"],
  assumeUnique: [true, "assume-unique"],
  inputSpreadsheetSafe: [true, "input-spreadsheet-safe"],
  check: [true, "check"],
};

/** Options that become files or are said in another way. */
const ELSEWHERE = new Set(["invoice", "now", "columns"]);

/** What is said where it is not said: options that stand at their defaults need no word. */
const DEFAULTS = { grain: "timeframe", rangeLimit: "lookback" };

/**
 * The command that makes a report again, and what is to be known of it.
 *
 * @param {{ request: object, options: object, replies: import("../data/replies.js").Replies }} made
 * @param {string} filename of the report
 * @returns {{ command: string, notes: string[] }}
 */
export function reportCommand({ request, options, replies }, filename) {
  const isInvoice = ({ kind }) => kind === "invoice";
  const [invoices, others] = [true, false].map((of) => replies.files.filter((given) => isInvoice(given) === of).map(pathOf));
  const isMomentary = isOfItsMoment(request, options);
  const words = [
    ...Object.entries(request).flatMap(([name, value]) => parameter(name, value)),
    ...Object.entries(options).flatMap(([name, value]) => option(name, value)),
    ...columnsOf(options),
    ...(isMomentary ? [withValue("now", options.now)] : []),
    ...invoices.map((path) => withValue("invoice", fileName(path))),
    withValue("output", fileName(filename)),
    ...others.map((path) => quoted(fileName(path))),
  ];
  const notes = [
    replies.origin === "sample" ? notesOf.SAMPLE_NOTE : notesOf.FILES_NOTE,
    ...(isMomentary ? [notesOf.MOMENT_NOTE] : []),
    ...(options.check ? [notesOf.CHECK_NOTE] : []),
    ...unsaid(options).map(notesOf.unsaidNote),
    ...twins([...invoices, ...others]).map(notesOf.twinsNote),
  ];
  return { command: joined("npx fal-focus report", words), notes };
}

/** Of a file in a folder the folders too. */
function pathOf({ file, path }) {
  return path || file.webkitRelativePath || file.name;
}

/**
 * The command that checks a file.
 *
 * @param {{ options: { focusVersion?: string, applicability?: string | string[] }, file: string }} made
 */
export function checkCommand({ options: { focusVersion, applicability }, file }) {
  const words = [
    ...(focusVersion === undefined ? [] : [withValue("focus-version", focusVersion)]),
    ...(applicability === undefined ? [] : [withValue("applicability", [applicability].flat().join(","))]),
  ];
  return joined("npx fal-focus check", [...words, quoted(fileName(file))]);
}

/** `true` is the only default that a parameter may have here. */
function parameter(name, value) {
  if (value === undefined || (name === "bound_to_timeframe" && String(value) === "true")) return [];
  return [withValue(name.replaceAll("_", "-"), String(value))];
}

function option(name, value) {
  if (value === undefined || value === null) return [];
  if (Object.hasOwn(FLAGS, name)) return value === FLAGS[name][0] ? [`--${FLAGS[name][1]}`] : [];
  if (!Object.hasOwn(VALUES, name) || value === DEFAULTS[name]) return [];
  return [withValue(VALUES[name], String(value))];
}

function columnsOf({ columns }) {
  return columns === undefined || columns === null ? [] : [withValue("columns", [columns].flat().join(","))];
}

/** Whether the report would be another one later: where the moment fills a default or sets a limit. */
function isOfItsMoment({ source, start, end, billing_month, charge_month }, { rangeLimit, invoice, now }) {
  if (now === undefined) return false;
  if (source === "invoice") return !billing_month && !charge_month && invoice === undefined;
  return !start || !end || (rangeLimit ?? "lookback") === "lookback";
}

function unsaid(options) {
  const known = (name) => Object.hasOwn(VALUES, name) || Object.hasOwn(FLAGS, name) || ELSEWHERE.has(name);
  const isGiven = ([, value]) => value !== undefined && value !== null;
  return Object.entries(options).filter(isGiven).map(([name]) => name).filter((name) => !known(name));
}

function twins(names) {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** A value that begins with a dash would be taken for an option of its own. */
function withValue(name, value) {
  return value.startsWith("-") || value === "" ? `--${name}=${quoted(value)}` : `--${name} ${quoted(value)}`;
}

/** A name that begins with a dash is a file all the same. */
function fileName(name) {
  return name.startsWith("-") ? `./${name}` : name;
}

/** As a POSIX shell takes it for this text and nothing else. */
export function quoted(text) {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function joined(command, words) {
  const line = [command, ...words].join(" ");
  return line.length <= LINE ? line : [command, ...words].join(" \\\n  ");
}
