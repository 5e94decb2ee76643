// The command line in a folder of its own, as a person runs it: real files, real pipes, a real terminal.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));
const AT_FALS_ADDRESS = new URL("at-fals-address.mjs", import.meta.url).href;

/** A folder that is gone after the tests. */
export function workFolder() {
  const folder = mkdtempSync(join(tmpdir(), "fal-focus-command-"));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Arguments of Node that run the command line; with an address there it takes that for fal's. */
export function commandOf(args, address) {
  return [...(address ? ["--import", AT_FALS_ADDRESS] : []), CLI, ...args];
}

/**
 * The child and, when it has ended, `{ status, signal, stdout, stderr }`.
 *
 * @param {string[]} command
 * @param {{ cwd: string, env?: object, input?: string | Buffer }} how
 */
export function start([program, ...args], { cwd, env = {}, input = "" }) {
  const child = spawn(program, args, { cwd, env: { ...process.env, FAL_KEY: "", ...env } });
  const out = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (chunk) => (out[name] += chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise((resolve) => child.on("close", (status, signal) => resolve({ status, signal, ...out })));
  return { child, ended, out };
}

/** Runs the command line; `fal`: the address of what stands in for fal's API. */
export function run(args, { fal, env, ...how }) {
  return start([process.execPath, ...commandOf(args, fal)], { ...how, env: { ...env, ...(fal && { FAL_ADDRESS: fal }) } }).ended;
}

const dashed = (name) => `--${name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const DOCUMENTS = ["invoice", "account", "teams", "pricing"];
const LEFT_OUT = ["attributionTags", "customColumns", "personalData"];

/** A golden case's request and options as words of the command line; documents become files in `folder`. */
export function wordsOf({ name: ofCase, request, options }, folder) {
  return Object.entries({ ...request, ...options }).flatMap(([name, value]) => {
    if (LEFT_OUT.includes(name)) return value ? [] : [dashed(`no-${name}`)];
    if (name === "onInvalid" && value === "skip") return ["--skip-invalid"];
    if (DOCUMENTS.includes(name)) return [dashed(name), fileIn(folder, `${ofCase}-option-${name}.json`, value)];
    if (typeof value === "boolean" && Object.hasOwn(options, name)) return value ? [dashed(name)] : [];
    return [dashed(name), String(value)];
  });
}

/** Writes a file, and gives its name there. */
export function fileIn(folder, name, text) {
  writeFileSync(join(folder, name), text);
  return name;
}

/** What a terminal gets to see of a line of the shell, and what it types. */
export async function onTerminal(line, { cwd, env, input = "", columns = 100 }) {
  const { stdout } = await start(["script", "-qec", `stty cols ${columns}; ${line}`, "/dev/null"], { cwd, env: { TERM: "xterm", ...env }, input }).ended;
  return stdout;
}

export function quoted(words) {
  return words.map((word) => `'${word}'`).join(" ");
}
