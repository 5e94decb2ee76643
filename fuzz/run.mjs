// npm run fuzz: each target runs for a while, one after the other, from fuzz/seeds and from what earlier runs have kept
// in target/fuzz/corpus; then a table says what they did. It fails where something was found.
//
//   --seconds N     for each target (60)
//   --target NAME   only this one
//   --seeds         fuzz nothing: make fuzz/seeds anew, of fuzz/seeds.mjs and of what earlier runs have kept

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { writeSeeds } from "./seeds.mjs";

const CARGO_FUZZ = "0.13.2";
/** Bytes of the largest seed: they are part of the repository. */
const SMALL = 1200;
const root = fileURLToPath(new URL("../", import.meta.url));

// Of each target the longest input, and the words of its language.
const TARGETS = {
  reply: { longest: 6000, dictionary: "json" },
  decimal: { longest: 400, dictionary: "decimal" },
  request: { longest: 600, dictionary: "request" },
  csv: { longest: 6000, dictionary: "csv" },
  zone: { longest: 15 },
};

const { values: options } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, target: { type: "string" }, seeds: { type: "boolean" } },
});
const { seconds, target: only } = options;
if (only !== undefined && !Object.hasOwn(TARGETS, only)) stop(`there is no target ${only}: ${Object.keys(TARGETS).join(", ")}`);
if (!/^[1-9]\d{0,6}$/.test(seconds)) stop(`--seconds is a whole number, not ${seconds}`);
const targets = only === undefined ? Object.keys(TARGETS) : [only];

const triple = /host: (\S+)/.exec(spawnSync("rustc", ["-vV"], { encoding: "utf8" }).stdout)?.[1] ?? stop("rustc is not installed");
installCargoFuzz();
build();
if (options.seeds) targets.forEach(makeSeeds);
else await fuzzAll();

function installCargoFuzz() {
  const { stdout } = spawnSync("cargo", ["fuzz", "--version"], { encoding: "utf8" });
  if (stdout?.trim() !== `cargo-fuzz ${CARGO_FUZZ}`) run("cargo", ["install", "cargo-fuzz", "--version", CARGO_FUZZ, "--locked", "--force"]);
}

/** The product has no unsafe code, so there is nothing for a sanitizer: without one any toolchain will do. */
function build() {
  const one = only === undefined ? [] : [only];
  run("cargo", ["fuzz", "build", "--sanitizer", "none", "--target", triple, "--target-dir", "target/fuzz", ...one]);
}

async function fuzzAll() {
  const rows = [];
  for (const target of targets) {
    console.log(`\n── ${target}: ${seconds} s, log in target/fuzz/${target}.log`);
    rows.push(await fuzz(target));
  }
  console.table(Object.fromEntries(rows.map(({ target, ...row }) => [target, row])));
  if (rows.some(({ found }) => found > 0)) process.exitCode = 1;
}

async function fuzz(target) {
  const { longest, dictionary } = TARGETS[target];
  const [corpus, found, log] = [`target/fuzz/corpus/${target}`, `target/fuzz/found/${target}`, `target/fuzz/${target}.log`];
  for (const folder of [corpus, found]) mkdirSync(root + folder, { recursive: true });
  const began = Date.now();
  const fuzzer = spawn(binary(target), [
    `-max_total_time=${seconds}`, `-max_len=${longest}`, "-timeout=120", "-report_slow_units=120", "-rss_limit_mb=2048", "-print_final_stats=1",
    `-artifact_prefix=${found}/`, ...(dictionary ? [`-dict=fuzz/dictionaries/${dictionary}.dict`] : []),
    corpus, `fuzz/seeds/${target}`, ...(existsSync(`${root}fuzz/regressions/${target}`) ? [`fuzz/regressions/${target}`] : []),
  ], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const [[status]] = await Promise.all([once(fuzzer, "close"), pipeline(fuzzer.stderr, createWriteStream(root + log))]);
  const text = readFileSync(root + log, "utf8");
  // What was found before is found again under the same name.
  const inputs = readdirSync(root + found).filter((name) => statSync(`${root}${found}/${name}`).mtimeMs >= began);
  if (status !== 0 && inputs.length === 0) stop(`${target} ended with ${status}: target/fuzz/${target}.log says why`);
  for (const name of inputs) tell(target, `${found}/${name}`, text);
  return { target, ...figures(text), found: inputs.length };
}

/** What libFuzzer says of a run, at its beginning and at its end. */
function figures(log) {
  const states = [...log.matchAll(/cov: (\d+) ft: (\d+) corp: (\d+)/g)].map((state) => state.slice(1).map(Number));
  const [first, last] = [states[0] ?? [0, 0, 0], states.at(-1) ?? [0, 0, 0]];
  const stat = (name) => Number(new RegExp(`stat::${name}: +(\\d+)`).exec(log)?.[1] ?? 0);
  return {
    executions: stat("number_of_executed_units"),
    "a second": stat("average_exec_per_sec"),
    coverage: `${first[0]} → ${last[0]}`,
    features: `${first[1]} → ${last[1]}`,
    corpus: `${first[2]} → ${last[2]}`,
  };
}

function tell(target, path, log) {
  const [panic = "it took too long, or too much memory"] = /panicked at[\s\S]*?(?=\nstack backtrace|\nnote:)/.exec(log) ?? [];
  console.error(`\n${panic.slice(0, 2000)}\n\nfound: ${path}\n  again: ${binary(target)} ${path}`);
  console.error(`  mended, it stays so: cp ${path} fuzz/regressions/${target}/<what it is>`);
}

/** Of small inputs, new ones and what runs have kept, those that together reach all code that they reach. */
function makeSeeds(target) {
  const [seeds, made, corpus, small, kept] = ["fuzz/seeds", "target/fuzz/candidates", "target/fuzz/corpus", "target/fuzz/small", "target/fuzz/seeds"]
    .map((folder) => `${root}${folder}/${target}`);
  for (const folder of [made, small, kept]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [seeds, corpus, small, kept]) mkdirSync(folder, { recursive: true });
  writeSeeds(target, made);
  for (const folder of [seeds, made, corpus]) {
    for (const name of readdirSync(folder).filter((name) => statSync(`${folder}/${name}`).size <= SMALL)) cpSync(`${folder}/${name}`, `${small}/${name}`);
  }
  run(binary(target), ["-set_cover_merge=1", "-use_counters=0", `-max_len=${SMALL}`, kept, small]);
  rmSync(seeds, { recursive: true });
  cpSync(kept, seeds, { recursive: true });
}

function binary(target) {
  return `target/fuzz/${triple}/release/${target}`;
}

function run(command, args) {
  console.log(`> ${command} ${args.join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) stop(`${command} failed${error ? `: ${error.message}` : ""}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
