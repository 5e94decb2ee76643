// Runs Node and tells how much memory it needed at its peak.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const WATCHER = fileURLToPath(new URL("peak-memory.mjs", import.meta.url));

/** `{ stdout, peak }`, the peak in MB. `input` writes to its standard input; default: nothing. */
export async function runWatched(args, input = "ignore") {
  const child = spawn(process.execPath, ["--import", WATCHER, ...args], { cwd: ROOT, stdio: [input, "pipe", "pipe"] });
  const ended = new Promise((done, failed) => child.once("error", failed).once("close", done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
  return { stdout, peak: Math.round(Number(/peak RSS ([\d.]+) MiB/.exec(stderr)[1]) * 1.048576) };
}
