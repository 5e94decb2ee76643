// A clean build elsewhere makes the package that is in pkg/, byte for byte: it shares nothing with this one but the
// source, the toolchain and npm's cache, and has another folder, home, cargo home, time zone, language, user and umask.
// In a fresh clone, as CI has it, pkg/ is of a clean build as well.
//
//   node tests/reproducible.mjs            one clean build, against pkg/
//   node tests/reproducible.mjs --twice    two, against each other and pkg/: before a release

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "fal-focus-reproducible-"));

const MACHINES = [
  { folder: "another place, further down/of a longer name", umask: "077", environment: { TZ: "America/St_Johns", LANG: "C.UTF-8", USER: "another" } },
  { folder: "a", umask: "022", environment: { TZ: "Pacific/Chatham", LANG: "C", USER: "one" } },
];

try {
  const here = filesOf(`${root}pkg/`);
  for (const machine of process.argv.includes("--twice") ? MACHINES : MACHINES.slice(0, 1)) {
    const { folder, files } = build(machine);
    assert.deepEqual(files, here, "pkg/ is not what a clean build makes");
    assertNowhere(folder);
  }
  for (const [name, hash] of Object.entries(here).filter(([name]) => name.endsWith(".wasm"))) console.log(`${hash}  ${name}`);
  console.log(`${hashOf(JSON.stringify(here))}  all ${Object.keys(here).length} files of pkg/`);
} finally {
  rmSync(scratch, { recursive: true });
}

/** From nothing, as in a fresh clone. */
function build({ folder, umask, environment }) {
  const place = join(scratch, folder);
  const [clone, home, cargoHome] = ["clone", "home", "crates"].map((name) => join(place, name));
  for (const path of [clone, home, cargoHome]) mkdirSync(path, { recursive: true });
  copySource(clone);
  copyCargoSettings(cargoHome);
  const env = {
    ...withoutNpmOf(process.env),
    ...environment,
    HOME: home,
    CARGO_HOME: cargoHome,
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), ".rustup"),
    // What npm takes out of its cache it holds against the lock.
    npm_config_cache: execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim(),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), ".npmrc"),
  };
  for (const command of ["npm ci --prefer-offline --no-audit --no-fund --silent", "npm run --silent build"]) {
    const { status } = spawnSync("sh", ["-c", `umask ${umask}; ${command}`], { cwd: clone, env, stdio: ["ignore", "ignore", "inherit"] });
    assert.equal(status, 0, `${command} failed in ${clone}`);
  }
  return { folder: place, files: filesOf(`${clone}/pkg/`) };
}

/** What is in the repository, as it stands in this folder. */
function copySource(to) {
  const names = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\0");
  for (const name of names.filter((name) => name && existsSync(root + name))) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    cpSync(root + name, join(to, name));
  }
}

/** Where crates come from may be a mirror. */
function copyCargoSettings(to) {
  const from = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "config.toml");
  if (existsSync(from)) copyFileSync(from, join(to, "config.toml"));
}

/** npm tells what it starts where it is itself: that is of this folder. */
function withoutNpmOf(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(npm_|INIT_CWD$|CARGO|RUST(C|FLAGS))/i.test(name) || name === "CARGO_BUILD_JOBS"));
}

function filesOf(folder) {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, hashOf(readFileSync(folder + name))]));
}

function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function assertNowhere(folder) {
  for (const name of readdirSync(`${folder}/clone/pkg`)) {
    const text = readFileSync(`${folder}/clone/pkg/${name}`, "latin1");
    for (const path of [folder, `${homedir()}/`]) assert.ok(!text.includes(path), `${name} holds ${path}`);
  }
}
