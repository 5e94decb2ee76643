// docs/handing-over.md shows the recipes that tests/recipes/run.py runs, all of them and nothing else.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

test("every recipe that is shown is a part of a script, and every part is shown", () => {
  const scripts = readdirSync(new URL("recipes/", import.meta.url)).filter((name) => name.startsWith("with_"));
  const parts = scripts.flatMap((name) => {
    const language = name.endsWith(".sql") ? "sql" : "python";
    const found = [...read(`recipes/${name}`).matchAll(/^(?:#|--) part: \w+\n(.*?)^(?:#|--) end$/gms)];
    return found.map(([, code]) => `${language}: ${code}`);
  });
  assert.ok(parts.length > 10);
  const blocks = [...read("../docs/handing-over.md").matchAll(/^```(python|sql) (.*)\n([^]*?)^```$/gm)];
  assert.deepEqual(blocks.map(([, language, , code]) => `${language}: ${code}`).sort(), parts.sort());
  for (const [, , info] of blocks) assert.equal(info, "run-by: tests/recipes/run.py");
});

test("the document's versions are those that the recipes are run with", () => {
  const pins = Object.fromEntries([...read("run.mjs").matchAll(/"(duckdb|pandas|polars)==([\d.]+)"/g)].map(([, name, version]) => [name, version]));
  const [, ...seen] = read("../docs/handing-over.md").match(/^Seen with DuckDB ([\d.]+), pandas ([\d.]+) and Polars ([\d.]+),/m);
  assert.deepEqual(seen, [pins.duckdb, pins.pandas, pins.polars]);
});
