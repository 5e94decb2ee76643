// npm run supply: whether what we build and test with has licences, sources and a tree as they should be, and whether
// there are advisories about it. It says who answered: what could not be reached is no "all good".
//
//   node tests/supply.mjs           fails on what is found, and where a tool could not do its work
//   node tests/supply.mjs --all     fails on what could not be reached, too: before a release

import { execFileSync, spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
/** Nobody answers for so long. */
const PATIENCE_MS = 180_000;

/** @typedef {{ answer: "nothing found" | "found" | "not reached" | "failed", about?: string }} Answer */

const locks = execFileSync("git", ["ls-files", "*Cargo.lock", "*package-lock.json"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const CHECKS = locks.flatMap((lock) =>
  lock.endsWith("Cargo.lock")
    ? [
        { name: `${lock}: licences, bans, sources`, ask: () => deny(lock, ["licenses", "bans", "sources"]) },
        { name: `${lock}: RustSec advisories`, ask: () => deny(lock, ["advisories"]) },
      ]
    : [{ name: `${lock}: npm audit`, ask: () => audit(lock) }],
);

const answers = CHECKS.map(({ name, ask }) => {
  const { answer, about } = ask();
  console.log(`${answer.padEnd(14)} ${name}${about ? `\n${about.replaceAll(/^/gm, "               ")}` : ""}`);
  return answer;
});
const count = (wanted) => answers.filter((answer) => answer === wanted).length;
const unreached = count("not reached");
console.log(`${answers.length - unreached} of ${answers.length} answered${unreached > 0 ? `; ${unreached} could not be reached, and nothing is known of what they ask` : ""}`);
process.exitCode = count("found") + count("failed") > 0 || (unreached > 0 && process.argv.includes("--all")) ? 1 : 0;

/** @returns {Answer} */
function deny(lock, checks) {
  const manifest = lock.replace(/Cargo\.lock$/, "Cargo.toml");
  const words = ["deny", "--locked", "--format", "json", "--manifest-path", manifest, "check", ...checks];
  const { status, stderr, error } = run("cargo", words, root);
  if (status === 0) return { answer: "nothing found" };
  const lines = (stderr ?? "").split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  const found = lines.filter(({ type, fields }) => type === "diagnostic" && fields.severity === "error");
  if (found.length > 0) return { answer: "found", about: found.map(({ fields }) => `${fields.graphs?.[0]?.Krate.name ?? "?"}: ${fields.message} (${fields.code})`).join("\n") };
  const log = lines.findLast(({ type, fields }) => type === "log" && fields.level === "ERROR");
  const about = error?.message ?? log?.fields.message ?? stderr;
  return { answer: error?.code === "ETIMEDOUT" || /failed to fetch/.test(about) ? "not reached" : "failed", about: firstLines(about) };
}

/** @returns {Answer} */
function audit(lock) {
  const { stdout, stderr, error } = run("npm", ["audit", "--json", "--package-lock-only"], root + dirname(lock));
  const said = parsed(stdout);
  if (!said?.metadata?.vulnerabilities) return { answer: "not reached", about: firstLines(said?.message ?? error?.message ?? stderr) };
  const found = Object.values(said.vulnerabilities);
  if (found.length === 0) return { answer: "nothing found" };
  return { answer: "found", about: found.map(({ name, severity, range }) => `${severity}: ${name} ${range}`).join("\n") };
}

function run(command, words, cwd) {
  return spawnSync(command, words, { cwd, encoding: "utf8", timeout: PATIENCE_MS, maxBuffer: 1 << 28 });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstLines(text = "") {
  return text.trim().split("\n").slice(0, 3).map((line) => line.slice(0, 200)).join("\n");
}
