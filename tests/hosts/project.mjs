// Projects of users, in target/hosts: the package is installed there from what npm packs.

import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = fileURLToPath(new URL("./", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where xtask/setup.mjs has installed the hosts and bundlers: projects in it find them. */
export const HOSTS = `${root}target/hosts/`;

/** Of a test file: the folder of its projects, with the packed package in it. */
export function packInto(name) {
  const folder = `${HOSTS}${name}/`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8" }));
  return { folder, tarball: folder + packed.filename, packed };
}

/** The environment of a user's shell: npm puts things of this run into ours. */
const environment = Object.fromEntries(Object.entries({ ...process.env, NO_COLOR: "1", WRANGLER_SEND_METRICS: "false" }).filter(([name]) => !/^npm_/i.test(name)));

export class Project {
  /** @param {{ folder: string, tarball: string }} packed @param {string} name @param {string[]} sources folders of tests/hosts */
  constructor({ folder, tarball }, name, sources) {
    this.folder = `${folder}${name}/`;
    for (const source of sources) cpSync(here + source, this.folder, { recursive: true });
    execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", "--silent", tarball], { cwd: this.folder, env: environment });
  }

  write(path, text) {
    writeFileSync(this.folder + path, text);
  }

  read(path) {
    return readFileSync(this.folder + path, "utf8");
  }

  /** The program that makes reports, which imports the package by this name. */
  importFrom(entry, path = "report.js") {
    this.write(path, readFileSync(`${here}report.js`, "utf8").replace('"fal-focus"', JSON.stringify(entry)));
    return this;
  }

  /** Runs a command that npm knows in the project, and gives what it prints. */
  async run(command, args, input) {
    const bins = [this.folder, HOSTS].map((folder) => `${folder}node_modules/.bin`).join(":");
    const running = promisify(execFile)(command, args, {
      cwd: this.folder,
      env: { ...environment, PATH: `${bins}:${environment.PATH}` },
      maxBuffer: 1 << 26,
    });
    running.child.stdin.end(input);
    return (await running).stdout;
  }

  /** `npm run build`: what the bundler said, and it must say nothing of trouble. */
  build() {
    rmSync(`${this.folder}dist`, { recursive: true, force: true });
    return this.run("npm", ["run", "--silent", "build"]);
  }
}
