// All tests, in the order in which a failure is cheapest: `npm test`; with --slow the rest.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { INSTALL, MAKE, VALIDATOR } from "./official-validator/environment.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
// A file that hangs is a failure with a name.
const TEST = ["--test", "--test-reporter=./tests/reporter.mjs", `--test-timeout=${20 * 60_000}`];
const WASM = "wasm32-unknown-unknown";

// The machine's own zone must not matter: the JavaScript tests run in one that is nowhere near UTC.
const AWKWARD_ZONE = { TZ: "Pacific/Chatham" };
const javascriptTests = readdirSync(`${root}tests`).filter((name) => name.endsWith(".test.mjs")).map((name) => `tests/${name}`);

const FAST = [
  ["formatting", "cargo", ["fmt", "--all", "--check"]],
  ["formatting, fuzzers", "cargo", ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]],
  ["lockfile, fuzzers", "cargo", ["fetch", "--quiet", "--locked", "--manifest-path", "fuzz/Cargo.toml"]],
  ["build", "npm", ["run", "--silent", "build"]],
  ["clippy, native", "cargo", ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]],
  ["clippy, wasm32", "cargo", ["clippy", "--quiet", "--lib", "--target", WASM, "--", "-D", "warnings"]],
  ["native tests", "cargo", ["test", "--quiet"]],
  ["documentation", "cargo", ["doc", "--quiet", "--no-deps", "--lib"], { RUSTDOCFLAGS: "-D warnings" }],
  ["types in a browser", "node_modules/.bin/tsc", ["-p", "tests/tsconfig.json"]],
  ["types in Node", "node_modules/.bin/tsc", ["-p", "tests/tsconfig.node.json"]],
  ["sample account", "node", ["tests/sample-account.mjs", "--check"]],
  ["golden cases are the naive converter's", "node", ["tests/naive/golden.mjs", "--check"]],
  ["JavaScript tests", "node", [...TEST, ...javascriptTests], AWKWARD_ZONE],
];

// Long runs of what the fast tests try in short, and what other programs say of the reports.
const PYTHON = "target/recipes-python/bin/python";
const SLOW = [
  ["build", "npm", ["run", "--silent", "build"]],
  ["every zone, natively", "cargo", ["test", "--quiet", "--release", "--test", "calendar", "--", "--include-ignored"]],
  ["random replies, many, by the shortcut and without", "cargo", ["test", "--quiet", "--release", "--test", "quick", "--", "--include-ignored"], { PROPTEST_CASES: "20000" }],
  ["every zone through Intl", "node", [...TEST, "tests/tiling.test.mjs"], { SLOW: "1" }],
  ["random cases, many", "node", [...TEST, "tests/naive.test.mjs"], { SLOW: "1", ...AWKWARD_ZONE }],
  ["random reports, many, rule by rule", "node", [...TEST, "tests/check.test.mjs"], { SLOW: "1", ...AWKWARD_ZONE }],
  ["serve with two hundred clients at once", "node", [...TEST, "tests/serve-load.test.mjs"], { SLOW: "1" }],
  ["killed at many moments", "node", [...TEST, "tests/faults.test.mjs"], { SLOW: "1" }],
  ["the same bytes on every host, in every zone and language", "node", [...TEST, "tests/determinism.test.mjs"], { SLOW: "1", ...AWKWARD_ZONE }],
  ["recipes: an environment", "python3", ["-m", "venv", "target/recipes-python"]],
  ["recipes: install", PYTHON, ["-m", "pip", "install", "--quiet", "duckdb==2.0.0", "pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1"]],
  ["recipes: the golden reports, as CSV and as Parquet", "node", ["tests/recipes/reports.mjs", "target/recipes"]],
  ["recipes: DuckDB, pandas and Polars read them", PYTHON, ["tests/recipes/run.py", "target/recipes"]],
  ["Spark: install", PYTHON, ["-m", "pip", "install", "--quiet", "pyspark==4.3.0"]],
  ["Spark: several partitions make the report of one machine", PYTHON, ["tests/recipes/spark.py"]],
  ["SBOM: install", PYTHON, ["-m", "pip", "install", "--quiet", "cyclonedx-python-lib[json-validation]==11.12.0"]],
  ["SBOM: CycloneDX's schema", PYTHON, ["tests/sbom-schema.py"]],
  ["dependencies: licences, sources, advisories", "node", ["tests/supply.mjs"]],
  ["a clean build elsewhere is the same, byte for byte", "node", ["tests/reproducible.mjs"]],
  ["official validator: an environment", ...MAKE],
  ["official validator: install", ...INSTALL],
  ["official validator: FOCUS 1.2", VALIDATOR, ["tests/official-validator/run.py"]],
];

const steps = process.argv.includes("--slow") ? SLOW : FAST;
for (const [name, command, args, environment] of steps) {
  console.log(`\n── ${name}: ${command} ${args.slice(0, 4).join(" ")}${args.length > 4 ? " …" : ""}`);
  const began = performance.now();
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  if (status !== 0) {
    console.error(`\n${name} failed${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
  console.log(`   ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`\n${steps.length} passed, 0 failed`);
