#!/usr/bin/env node
// The command line: files or standard input in, a FOCUS report out. The same module as everywhere.

import { constants } from "node:os";

import { readArguments } from "./cli-arguments.js";
import { check, passes, reportLines } from "./cli-check.js";
import { AtomicFile, STDOUT, checkOutputs, chunksOf, isClosedPipe, textOf } from "./cli-files.js";
import { helpFor, version } from "./cli-help.js";
import { SpreadReport } from "./cli-jobs.js";
import { companionsFirst, withKinds } from "./cli-order.js";
import { serve } from "./cli-serve.js";
import init, { FalFocusError, FocusReportWriter, resolveRequest } from "./node.js";

/** Exit codes: 1 the data or a file is bad, or breaks a rule of MUST; 2 the request or an option is. */
const OF_THE_CALLER = new Set([
  "missing_parameter",
  "invalid_parameter",
  "unknown_parameter",
  "inapplicable_parameter",
  "conflicting_parameters",
  "invalid_option",
  "empty_range",
  "range_too_long",
  "unknown_timezone",
  "unknown_version",
]);

/** How many of the line items that were left out are named. */
const SKIPPED_TOLD = 10;

async function main(args) {
  const call = readArguments(args);
  if (call.help || call.version) {
    STDOUT.write(Buffer.from(call.help ? helpFor(call.command) : `${version()}\n`));
    return 0;
  }
  if (call.command !== "serve") await init();
  try {
    return await COMMANDS[call.command](call);
  } catch (error) {
    throw inFile(error, call.documents);
  }
}

const COMMANDS = { report, resolve, check: checkFile, serve: (call) => serve(call, say) };

async function checkFile(call) {
  const { text, passes } = await check(call, showProgress);
  STDOUT.write(Buffer.from(text));
  return passes ? 0 : 1;
}

async function resolve({ request, options, documents }) {
  STDOUT.write(asJson(resolveRequest(request, { ...options, ...(await textsOf(documents)) })));
}

async function report({ request, options, documents, files, outputs }) {
  // `-` is standard output, where the CSV goes anyway.
  if (outputs.output === "-") delete outputs.output;
  checkOutputs(outputs, [...files, ...Object.values(documents)]);
  let csv = STDOUT;
  const { jobs = 1, ...reportOptions } = options;
  const allOptions = { ...reportOptions, ...(await textsOf(documents)) };
  // Each chunk is written before the next comes.
  const sink = (chunk) => csv.write(chunk);
  const writer =
    jobs > 1
      ? await SpreadReport.start({ request, options: allOptions, sink, jobs })
      : new FocusReportWriter(request, { ...allOptions, transientChunks: true }, sink);
  // Only a request that holds opens files, and only a report that is whole keeps them.
  const opened = {};
  const discard = () => Object.values(opened).forEach((file) => file.discard());
  const stop = stopOnSignals(discard);
  try {
    for (const [kind, path] of Object.entries(outputs)) opened[kind] = new AtomicFile(path);
    csv = opened.output ?? STDOUT;
    const read = (file) => readInto(writer, file);
    if (jobs > 1) await writer.readAll(await withKinds(files), read, showProgress);
    else for (const file of await companionsFirst(files)) await read(file);
    showProgress("");
    const { summary, metadata } = writer.finish();
    opened.summary?.write(asJson(summary));
    opened.metadata?.write(asJson(metadata));
    Object.values(opened).forEach((file) => file.commit());
    if (jobs > 1) writer.notes(files.length).forEach(say);
    tell(summary);
    return await tellConformance(summary);
  } catch (error) {
    discard();
    throw error;
  } finally {
    stop();
  }
}

/** What is wrong with a document is wrong with its file. */
function inFile(error, documents) {
  const option = error.field?.split(/[.[]/)[0];
  if (error instanceof FalFocusError && Object.hasOwn(documents, option)) error.file ??= documents[option].name;
  return error;
}

/** The documents that options name, as the options' values. */
async function textsOf(documents) {
  const texts = {};
  for (const [option, file] of Object.entries(documents)) texts[option] = await textOf(file);
  return texts;
}

async function readInto(writer, file) {
  let bytes = 0;
  for await (const chunk of chunksOf(file)) {
    writer.push(chunk, { file: file.name });
    bytes += chunk.length;
    showProgress(`${file.name}: ${(bytes / 1e6).toFixed(1)} MB`);
  }
  // A file without bytes is a file all the same, and an error.
  if (bytes === 0) writer.push(new Uint8Array(), { file: file.name });
  writer.endFile();
}

function stopOnSignals(discard) {
  const onSignal = (signal) => {
    discard();
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  signals.forEach((signal) => process.once(signal, onSignal));
  return () => signals.forEach((signal) => process.removeListener(signal, onSignal));
}

/** One line that replaces itself, on a terminal only. */
function showProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function tell({ rows, totals, warnings, skipped, lost }) {
  for (const { code, message, field, file, count } of warnings) {
    say(`warning[${code}] ${placeOf({ file, field })}${message}${count > 1 ? ` (${count})` : ""}`);
    if (code === "invalid_skipped") tellSkipped(skipped, count);
    if (code === "values_lost") lost.forEach((of) => say(`  lost: ${of.column} (${of.count})`));
  }
  if (!process.stderr.isTTY) return;
  const sums = totals.map(({ currency, BilledCost }) => `${BilledCost} ${currency}`).join(", ");
  say(`${rows} rows${sums && `, ${sums}`}`);
}

/** What the report's own check says, and the exit code that follows from it. */
async function tellConformance({ conformance }) {
  if (!conformance) return 0;
  for (const line of await reportLines(conformance)) say(line);
  return passes(conformance) ? 0 : 1;
}

/** The first line items that were left out, and how many more. */
function tellSkipped(skipped, count) {
  const named = skipped.slice(0, SKIPPED_TOLD);
  for (const item of named) say(`  left out: ${placeOf(item)}${item.message}`);
  const more = count - named.length;
  if (more > 0) say(`  and ${more} more (--summary FILE lists the first 100)`);
}

function placeOf({ file, field }) {
  return [file, field].filter(Boolean).map((name) => `${name}: `).join("");
}

/** One line: what a reply or a file's name says must not steer the terminal. */
function say(line) {
  process.stderr.write(`${line.replaceAll(/\p{Cc}/gu, " ")}\n`);
}

function asJson(data) {
  return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
}

function fail(error) {
  showProgress("");
  if (isClosedPipe(error)) return 1;
  if (!(error instanceof FalFocusError)) {
    process.stderr.write(`error[internal_error] ${error?.stack ?? error}\n`);
    return 1;
  }
  const { code, message, hint } = error;
  say(`error[${code}] ${placeOf(error)}${message}`);
  if (hint) say(`hint: ${hint}`);
  return OF_THE_CALLER.has(code) ? 2 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = fail(error);
}
