// What a fresh machine lacks is installed here: npm packages always, with --browser also what the
// tests need. Where everything is there, nothing happens. (The build adds the wasm32 target.)

import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

installPackages();
if (process.argv.includes("--browser")) {
  addRustComponents();
  installChromium();
}

/** npm leaves this file behind when it is done: older than the lock, or absent, means work to do. */
function installPackages() {
  const modified = (path) => statSync(root + path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified("node_modules/.package-lock.json") >= modified("package-lock.json")) return;
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}

/** rustup's minimal profile has neither. */
function addRustComponents() {
  for (const [component, tool] of [["rustfmt", "fmt"], ["clippy", "clippy"]]) {
    if (spawnSync("cargo", [tool, "--version"]).status === 0) continue;
    run("rustup", ["component", "add", component]);
  }
}

/** Debian's own: a browser that a test library downloads is not on every network. */
function installChromium() {
  if (process.env.CHROMIUM || existsSync("/usr/bin/chromium")) return;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, "apt-get", ...args];
    run(command, rest);
  };
  apt("update", "-q");
  apt("install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core");
}

function run(command, args) {
  console.log(`> ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status === 0) return;
  console.error(`${command} failed${error ? `: ${error.message}` : ""}`);
  process.exit(1);
}
