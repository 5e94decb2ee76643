// SECURITY.md promises nothing that no test holds: each that it names is there.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { readDocument, sectionOf } from "./markdown.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const HEADING = "Threats, what we do, and the test that proves it";

const rows = sectionOf(readDocument("SECURITY.md"), HEADING)
  .split("\n")
  .filter((line) => /^\| (?!threat |---)/.test(line))
  .map((line) => line.slice(1, -1).split(" | ").map((cell) => cell.trim()));

/** Tests by file: `` `tests/a.test.mjs`: "a title", "another" `` or `` `tests/b.rs`: `name` ``. */
function testsIn(cell) {
  return cell.split(/(?=`(?:tests|src|fuzz)\/)/).map((part) => {
    const [, path, titles] = part.match(/^`([\w./-]+)`:? ?(.*)$/);
    return { path, titles: [...titles.matchAll(/"([^"]+)"|`(\w+)`/g)].map(([, title, name]) => title ?? name) };
  });
}

test("every threat has what is done, and a test", () => {
  assert.ok(rows.length > 20);
  for (const cells of rows) {
    assert.equal(cells.length, 3, cells[0]);
    for (const cell of cells) assert.ok(cell.length > 5, cells[0]);
  }
});

test("every test that it names is there, by its title", () => {
  for (const [threat, , cell] of rows) {
    for (const { path, titles } of testsIn(cell)) {
      assert.ok(existsSync(root + path), `${threat}: ${path}`);
      const text = readFileSync(root + path, "utf8");
      for (const title of titles) assert.ok(isTestOf(path, text, title), `${threat}: ${path} has no test ${title}`);
    }
  }
});

/** As the title of a test, not in a comment; what a title is made of is left open. */
function isTestOf(path, text, title) {
  if (path.endsWith(".rs")) return new RegExp(`^ *fn ${title}\\(`, "m").test(text);
  return [`("${title}"`, `(\`${title}\``].some((call) => text.includes(call));
}

test("vulnerabilities are reported where nobody's address is needed", () => {
  const section = sectionOf(readDocument("SECURITY.md"), "Reporting a vulnerability");
  assert.match(section, /private vulnerability reporting/);
  assert.doesNotMatch(readDocument("SECURITY.md"), /@[\w-]+\.\w+/);
});
