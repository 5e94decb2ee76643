#!/usr/bin/env node
// The command line: files or standard input in, a FOCUS report out. The same module as everywhere.

import { constants } from "node:os";

import { readArguments } from "./cli-arguments.js";
import { AtomicFile, STDOUT, checkOutputs, chunksOf, isClosedPipe } from "./cli-files.js";
import { helpFor, version } from "./cli-help.js";
import init, { FalFocusError, FocusReportWriter, resolveRequest } from "./node.js";

/** Exit codes: 1 the data or a file is bad, 2 the request or an option is. */
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
]);

async function main(args) {
  const call = readArguments(args);
  if (call.help) return STDOUT.write(Buffer.from(helpFor(call.command)));
  if (call.version) return STDOUT.write(Buffer.from(`${version()}\n`));
  await init();
  return call.command === "resolve" ? resolve(call) : report(call);
}

function resolve({ request, options }) {
  STDOUT.write(asJson(resolveRequest(request, options)));
}

async function report({ request, options, files, outputs }) {
  // `-` is standard output, where the CSV goes anyway.
  if (outputs.output === "-") delete outputs.output;
  checkOutputs(outputs, files);
  let csv = STDOUT;
  const writer = new FocusReportWriter(request, options, (chunk) => csv.write(chunk));
  // Only a request that holds opens files, and only a report that is whole keeps them.
  const opened = {};
  const discard = () => Object.values(opened).forEach((file) => file.discard());
  const stop = stopOnSignals(discard);
  try {
    for (const [kind, path] of Object.entries(outputs)) opened[kind] = new AtomicFile(path);
    csv = opened.output ?? STDOUT;
    for (const file of files) await readInto(writer, file);
    showProgress("");
    const { summary, metadata } = writer.finish();
    opened.summary?.write(asJson(summary));
    opened.metadata?.write(asJson(metadata));
    Object.values(opened).forEach((file) => file.commit());
    tell(summary);
  } catch (error) {
    discard();
    throw error;
  } finally {
    stop();
  }
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

function tell({ rows, totals, warnings }) {
  for (const { code, message, field, file, count } of warnings) {
    say(`warning[${code}] ${placeOf({ file, field })}${message}${count > 1 ? ` (${count})` : ""}`);
  }
  if (!process.stderr.isTTY) return;
  const sums = totals.map(({ currency, BilledCost }) => `${BilledCost} ${currency}`).join(", ");
  say(`${rows} rows${sums && `, ${sums}`}`);
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
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = fail(error);
}
