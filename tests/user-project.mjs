// A project of a user's own: the package installed, its command line on the PATH, a reply saved as usage.json, and a
// stand-in where fal would be, for `fetch` in Node and for curl.

import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { STAND_IN_KEY, startStandIn } from "../pkg/stand-in.js";

const root = fileURLToPath(new URL("../", import.meta.url));

const PROGRAMS = {
  "fal-focus": 'exec node node_modules/fal-focus/pkg/cli.js "$@"',
  npx: 'exec "$@"',
  curl: `for argument; do
  shift
  set -- "$@" "$(printf %s "$argument" | sed "s|https://api.fal.ai/v1|$FAL_ADDRESS|")"
done
PATH="$PATH_OF_THE_MACHINE" exec curl "$@"`,
};

export class UserProject {
  folder = mkdtempSync(join(tmpdir(), "fal-focus-project-"));
  #standIn;
  #environment;
  #background = [];

  static async make() {
    const project = new UserProject();
    project.#standIn = await startStandIn();
    mkdirSync(join(project.folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(root, join(project.folder, "node_modules/fal-focus"));
    for (const [name, script] of Object.entries(PROGRAMS)) {
      project.write(`node_modules/.bin/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    copyFileSync(join(root, "www/sample.json"), join(project.folder, "usage.json"));
    project.#environment = {
      ...process.env,
      PATH: `${join(project.folder, "node_modules/.bin")}:${process.env.PATH}`,
      PATH_OF_THE_MACHINE: process.env.PATH,
      // What a Node says of itself is no example's doing.
      NODE_NO_WARNINGS: "1",
      NODE_OPTIONS: `--import=${new URL("at-fals-address.mjs", import.meta.url)}`,
      FAL_ADDRESS: project.#standIn.url,
      FAL_KEY: STAND_IN_KEY,
    };
    return project;
  }

  write(name, text, options) {
    writeFileSync(join(this.folder, name), text, options);
  }

  /** `{ status, printed }`: all that it prints, in the order in which it does. */
  async run(command, ...args) {
    const child = this.#start(command, args);
    const printed = textOf(child.stdout);
    const status = await new Promise((ended) => child.on("close", ended));
    return { status, printed: await printed };
  }

  /** Comes back when it has printed something; runs until `close`. What it prints is in its `printed`. */
  async runInBackground(command, ...args) {
    const child = this.#start(command, args);
    const said = { child, printed: "" };
    this.#background.push(said);
    child.stdout.on("data", (bytes) => (said.printed += bytes));
    await new Promise((up) => child.stdout.once("data", up).once("close", up));
    return said;
  }

  /** @throws where something in the background has ended by itself */
  async close() {
    const ended = this.#background.filter(({ child }) => child.exitCode !== null);
    for (const { child } of this.#background.filter((each) => !ended.includes(each))) {
      const closed = new Promise((done) => child.on("close", done));
      process.kill(-child.pid);
      await closed;
    }
    await this.#standIn.close();
    rmSync(this.folder, { recursive: true });
    if (ended.length > 0) throw new Error(`ended by itself: ${ended.map(({ printed }) => printed).join("\n")}`);
  }

  /** In a group of its own, so that what it starts ends with it; stdout and stderr are one, as in a terminal. */
  #start(command, args) {
    const stdio = ["ignore", "pipe", "inherit"];
    return spawn("sh", ["-c", 'exec 2>&1; exec "$@"', "sh", command, ...args], { cwd: this.folder, env: this.#environment, stdio, detached: true });
  }
}

async function textOf(stream) {
  let text = "";
  for await (const bytes of stream) text += bytes;
  return text;
}
