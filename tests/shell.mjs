// A command line as the page shows it, run by a shell: `npx fal-focus` is this package's command line.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../pkg/cli.js", import.meta.url));

/**
 * Runs a command in a folder with these files, `{ name, text }`.
 *
 * @returns {{ status: number, stdout: string, stderr: string, written: Record<string, string> }} what is there
 *   afterwards that was not there before
 */
export function runInShell(command, files) {
  const folder = mkdtempSync(join(tmpdir(), "fal-focus-shell-"));
  try {
    const work = join(folder, "work");
    for (const { name, text } of files) {
      mkdirSync(dirname(join(work, name)), { recursive: true });
      writeFileSync(join(work, name), text);
    }
    const before = new Set(readdirSync(work));
    const npx = join(folder, "npx");
    writeFileSync(npx, `#!/bin/sh\n[ "$1" = fal-focus ] || exit 99\nshift\nexec "${process.execPath}" "${CLI}" "$@"\n`);
    chmodSync(npx, 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: work, env, encoding: "utf8" });
    const added = readdirSync(work).filter((name) => !before.has(name));
    const written = Object.fromEntries(added.map((name) => [name, readFileSync(join(work, name), "utf8")]));
    return { status, stdout, stderr, written };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
