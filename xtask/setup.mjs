// What a fresh machine lacks is installed here: npm packages always, with --browser what the tests
// need, with --hosts what the package is tried in, with --python what the slow tests need, with --supply
// what looks at dependencies, with --peers what the bench measures against. Where everything is there,
// nothing happens. (The build adds the wasm32 target.)

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

const CARGO_DENY = "0.20.2";

installPackages("");
if (process.argv.includes("--browser")) {
  addRustComponents();
  installBrowsers();
}
if (process.argv.includes("--hosts")) installHosts();
if (process.argv.includes("--python")) {
  installPython();
  installJava();
}
if (process.argv.includes("--supply")) installCargoDeny();
if (process.argv.includes("--peers")) installPackages("bench/peers/");

/** npm leaves this file behind when it is done: older than the lock, or absent, means work to do. */
function installPackages(folder) {
  if (modified(`${folder}node_modules/.package-lock.json`) >= modified(`${folder}package-lock.json`)) return;
  run("npm", ["ci", "--no-audit", "--no-fund"], root + folder);
}

function modified(path) {
  return statSync(root + path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Beside the projects that use them, and not among the tests: half a gigabyte. */
function installHosts() {
  const [from, to] = ["tests/hosts/tools/", "target/hosts/"];
  const files = ["package.json", "package-lock.json"];
  mkdirSync(root + to, { recursive: true });
  // A copy is as new as the moment when it was made.
  for (const file of files.filter((file) => modified(to + file) < modified(from + file))) copyFileSync(root + from + file, root + to + file);
  installPackages(to);
}

/** rustup's minimal profile has neither. */
function addRustComponents() {
  for (const [component, tool] of [["rustfmt", "fmt"], ["clippy", "clippy"]]) {
    if (spawnSync("cargo", [tool, "--version"]).status === 0) continue;
    run("rustup", ["component", "add", component]);
  }
}

/** Minutes the first time: it is built from its sources. */
function installCargoDeny() {
  if (spawnSync("cargo", ["deny", "--version"], { encoding: "utf8" }).stdout?.trim() === `cargo-deny ${CARGO_DENY}`) return;
  run("cargo", ["install", "--quiet", "--locked", `cargo-deny@${CARGO_DENY}`]);
}

/** Debian's own: a browser that a test library downloads is not on every network. */
function installBrowsers() {
  const missing = [["chromium", process.env.CHROMIUM], ["firefox-esr", process.env.FIREFOX]]
    .filter(([name, other]) => !other && !existsSync(`/usr/bin/${name}`))
    .map(([name]) => name);
  if (missing.length > 0) installFromDebian(...missing, "fonts-dejavu-core");
}

/** Python itself, and what it makes environments with, which Debian packs apart. */
function installPython() {
  if (spawnSync("python3", ["-c", "import ensurepip"]).status === 0) return;
  installFromDebian("python3", "python3-venv");
}

/** Spark runs on it. */
function installJava() {
  if (spawnSync("java", ["-version"]).status !== 0) installFromDebian("openjdk-17-jre-headless");
}

function installFromDebian(...packages) {
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo"];
  for (const words of [["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", ...packages]]) {
    const [command, ...args] = [...asRoot, "apt-get", ...words];
    run(command, args);
  }
}

function run(command, args, cwd = root) {
  console.log(`> ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (status === 0) return;
  console.error(`${command} failed${error ? `: ${error.message}` : ""}`);
  process.exit(1);
}
