// The acceptance table of the request (acceptance.json) through the package: the zones are Intl's.
// tests/acceptance.rs reads the same table with the native zone data.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import init, { FalFocusError, resolveRequest } from "fal-focus";

const rows = JSON.parse(readFileSync(new URL("acceptance.json", import.meta.url), "utf8"));

await init();

test("every row of the acceptance table holds", () => {
  assert.ok(rows.length > 100, "the table is not found");
  const failed = rows.map(complaint).filter(Boolean);
  assert.equal(failed.length, 0, `${failed.length} of ${rows.length} rows:\n${failed.join("\n")}`);
});

// What a browser's clock is set to must not move a boundary: the table again, in zones far from
// UTC and off the full hour. The first test of the run within sees that the zone is really set.
const zoneOfRun = process.env.FAL_FOCUS_ZONE_OF_RUN;
if (zoneOfRun) {
  test(`the machine is set to ${zoneOfRun}`, () => {
    assert.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone, zoneOfRun);
  });
} else {
  for (const zone of ["Pacific/Chatham", "America/St_Johns"]) {
    test(`and on a machine in ${zone}`, () => {
      const env = { ...process.env, TZ: zone, FAL_FOCUS_ZONE_OF_RUN: zone };
      delete env.NODE_TEST_CONTEXT; // or the run within would report to the runner of this one
      const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
        env,
        encoding: "utf8",
      });
      assert.equal(run.status, 0, run.stdout + run.stderr);
      assert.match(run.stdout, /# pass 2\b|ℹ pass 2\b/);
    });
  }
}

/** What is wrong with the answer to a row; undefined where nothing is. */
function complaint(row) {
  const complaint = row.error ? differentError(row) : differentAnswer(row);
  return complaint && `${row.case} (${row.about}): ${complaint}`;
}

/** A row names the members it is about; null is a value too, and not the same as absent. */
function differentAnswer({ request, options, expected }) {
  let answer;
  try {
    answer = resolveRequest(request, options);
  } catch (error) {
    return `unexpected error: ${error.code}, ${error.message}`;
  }
  const name = Object.keys(expected).find((name) => answer[name] !== expected[name]);
  const [is, should] = [answer, expected].map((object) => JSON.stringify(object[name]));
  return name && `${name} is ${is}, expected ${should}`;
}

function differentError({ request, options, error: expected }) {
  try {
    resolveRequest(request, options);
  } catch (error) {
    if (!(error instanceof FalFocusError)) return `not a FalFocusError: ${error}`;
    const same = error.code === expected.code && error.field === expected.field;
    if (!same) return `${error.code} ${error.field}, expected ${JSON.stringify(expected)}`;
    return error.hint ? undefined : `${error.code} does not tell what to do`;
  }
  return `no error, expected ${JSON.stringify(expected)}`;
}
