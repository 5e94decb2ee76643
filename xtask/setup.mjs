// What a fresh machine lacks is installed here: npm packages always, with --browser what the tests
// need, with --python what the slow tests need, with --peers what the bench measures against. Where
// everything is there, nothing happens. (The build adds the wasm32 target.)

import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

installPackages("");
if (process.argv.includes("--browser")) {
  addRustComponents();
  installBrowsers();
}
if (process.argv.includes("--python")) {
  installPython();
  installJava();
}
if (process.argv.includes("--peers")) installPackages("bench/peers/");

/** npm leaves this file behind when it is done: older than the lock, or absent, means work to do. */
function installPackages(folder) {
  const modified = (path) => statSync(root + folder + path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified("node_modules/.package-lock.json") >= modified("package-lock.json")) return;
  run("npm", ["ci", "--no-audit", "--no-fund"], root + folder);
}

/** rustup's minimal profile has neither. */
function addRustComponents() {
  for (const [component, tool] of [["rustfmt", "fmt"], ["clippy", "clippy"]]) {
    if (spawnSync("cargo", [tool, "--version"]).status === 0) continue;
    run("rustup", ["component", "add", component]);
  }
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
