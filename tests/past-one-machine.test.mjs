// docs/past-one-machine.md: its recipe is the one that `npm run test:slow` runs, its command runs here.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const guide = read("docs/past-one-machine.md");
const blocks = (language) => [...guide.matchAll(new RegExp(`\`\`\`${language}.*?\\n(.*?)\`\`\``, "gs"))].map(([, code]) => code);

const project = mkdtempSync(join(tmpdir(), "fal-focus-guide-"));
after(() => rmSync(project, { recursive: true }));

test("the recipe is the script's", () => {
  const [, recipe] = read("tests/recipes/spark.py").match(/^# --- the recipe\n(.*?)^# --- the end of the recipe\n/ms);
  assert.deepEqual(blocks("python"), [recipe]);
  const [, version] = read("tests/run.mjs").match(/"pyspark==(\d+\.\d+)\.\d+"/);
  assert.match(guide, new RegExp(`pyspark ${version.replace(".", "\\.")} on Java 17`));
});

test("the names of the recipe's columns are the program's", () => {
  const listed = (name) => [...read("tests/recipes/spark.py").match(new RegExp(`^${name} = \\[(.*?)\\]`, "ms"))[1].matchAll(/"(\w+)"/g)].map(([, column]) => column);
  const [, order] = read("src/report/read_back/table.rs").match(/ROW_ORDER: \[&str; \d+\] = \[(.*?)\];/s);
  const first = listed("FIRST");
  assert.deepEqual(first, [...order.matchAll(/"(\w+)"/g)].map(([, column]) => column));
  const header = read("tests/cases/sample-account/expected.csv").split("\n")[0].split(",");
  for (const name of [...listed("ADDED"), ...first]) assert.ok(header.includes(name), name);
});

test("the command runs, with several threads", () => {
  mkdirSync(join(project, "pages"));
  const { time_series: buckets } = JSON.parse(read("www/sample.json"));
  for (const [number, bucket] of buckets.entries()) writeFileSync(join(project, `pages/${number}.json`), JSON.stringify({ time_series: [bucket] }));
  writeFileSync(join(project, "fal-focus"), `#!/bin/sh\nexec node "${join(root, "pkg/cli.js")}" "$@"\n`, { mode: 0o755 });
  const [command] = blocks("sh");
  const env = { ...process.env, PATH: `${project}:${process.env.PATH}` };
  const run = (script) => {
    execFileSync("sh", ["-euc", script], { cwd: project, env, stdio: ["ignore", "pipe", "ignore"] });
    return readFileSync(join(project, "report.csv"), "utf8");
  };
  assert.match(command, / --jobs 2 /);
  assert.equal(run(command), run(command.replace("--jobs 2", "")));
});
