#!/usr/bin/env node
// The command line: what is asked for, and how it ends. The same module as everywhere.

import { readArguments, wantsJson } from "./cli-arguments.js";
import { check } from "./cli-check.js";
import { completionFor } from "./cli-completion.js";
import { asWritten, exitCodeOf } from "./cli-errors.js";
import { fetchPages } from "./cli-fetch.js";
import { STDOUT, isClosedPipe } from "./cli-files.js";
import { firstSteps, helpFor, overview, version } from "./cli-help.js";
import { FAL_KEY } from "./cli-key.js";
import { createMessages } from "./cli-messages.js";
import { createProgress } from "./cli-progress.js";
import { asJson, report, textsOf } from "./cli-report.js";
import init, { FalFocusError, resolveRequest } from "./node.js";

/** Each ends with its exit code. */
const COMMANDS = { report, fetch: fetchPages, resolve, check, serve, completion, help };
/** Those that need no module. */
const LIGHT = ["serve", "completion", "help"];

async function main(args, messages) {
  // Nothing was said, and nothing is piped in.
  if (args.length === 0 && process.stdin.isTTY) return print(firstSteps());
  const call = readArguments(args);
  if (call.isHelp) return print(helpOf(call, args));
  if (call.isVersion) return print(`${version()}\n`);
  if (!LIGHT.includes(call.command)) await init();
  try {
    return await COMMANDS[call.command](call, messages);
  } catch (error) {
    throw asWritten(error, call);
  }
}

async function resolve({ request, options, documents }) {
  return print(asJson(resolveRequest(request, { ...options, ...(await textsOf(documents)) })));
}

/** Loaded where it is wanted: it brings a server, the endpoint and the stand-in of fal's API. */
async function serve(call, messages) {
  return (await import("./cli-serve.js")).serve(call, messages);
}

function completion({ words: [shell] }) {
  return print(completionFor(shell));
}

function help({ words: [command] }) {
  return print(command ? helpFor(command, process.stdout.columns) : overview());
}

/** `fal-focus --help` is of all commands, and with an option of report beside it of report. */
function helpOf({ command, isNamed }, args) {
  return isNamed || args.length > 1 ? helpFor(command, process.stdout.columns) : overview();
}

function print(text) {
  STDOUT.write(Buffer.from(text));
  return 0;
}

function fail(error, messages) {
  messages.progress.clear();
  if (isClosedPipe(error)) return 1;
  if (error instanceof FalFocusError) messages.error(error);
  else messages.internalError(error);
  return exitCodeOf(error);
}

// Where nobody listens any more, a warning must not end what goes on.
process.stderr.on("error", () => {});
const args = process.argv.slice(2);
const isJson = wantsJson(args);
const messages = createMessages({ isJson, progress: createProgress({ isSilent: isJson }), key: FAL_KEY });
try {
  process.exitCode = await main(args, messages);
} catch (error) {
  process.exitCode = fail(error, messages);
}
