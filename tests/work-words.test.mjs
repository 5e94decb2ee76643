// How fast a job goes, and how that is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withPace } from "../pkg/pace.js";
import { announcement, progressText } from "../www/work/work-words.js";

const told = (more) => ({
  kind: "progress", phase: "reading", read: 0, total: 100e6, rows: 0, files: { done: 0, total: 1 }, current: "a.json", elapsed: 0, ...more,
});

/** What is told at each second, with the pace of all before. */
const paced = (each) => each.reduce((before, more, index) => withPace(before, told({ elapsed: 1000 * (index + 1), ...more })), undefined);

test("an even pace is told as it is, and what is left by it", () => {
  const { pace } = paced([10, 20, 30].map((percent) => ({ read: percent * 1e6, rows: percent * 1000 })));
  assert.deepEqual(pace, { bytesPerSecond: 10e6, rowsPerSecond: 10_000, secondsLeft: 7 });
});

test("a single slow second moves the pace a little, and many of them all of it", () => {
  const slow = paced([{ read: 10e6 }, { read: 20e6 }, { read: 20e6 }]).pace;
  assert.ok(slow.bytesPerSecond > 7e6 && slow.bytesPerSecond < 9e6, `${slow.bytesPerSecond}`);
  const stopped = paced([{ read: 10e6 }, ...Array.from({ length: 60 }, () => ({ read: 10e6 }))]).pace;
  assert.ok(stopped.bytesPerSecond < 10, `${stopped.bytesPerSecond}`);
});

test("nothing is foretold of an end that nobody knows", () => {
  assert.equal(paced([{ read: 10e6, total: undefined }, { read: 20e6, total: undefined }]).pace.secondsLeft, undefined);
});

test("nothing is foretold in the first second, while writing, or of no reading at all", () => {
  assert.equal(withPace(undefined, told({ elapsed: 500, read: 50e6 })).pace.secondsLeft, undefined);
  assert.equal(paced([{ read: 0 }, { read: 0 }]).pace.secondsLeft, undefined);
  const writing = paced([{ read: 100e6 }, { read: 100e6, phase: "writing", rows: 30_000 }]).pace;
  assert.deepEqual(writing, { bytesPerSecond: 0, rowsPerSecond: 30_000, secondsLeft: undefined });
  // Two replies of one moment say nothing of the pace.
  const first = withPace(undefined, told({ elapsed: 1000, read: 1e6 }));
  assert.equal(withPace(first, told({ elapsed: 1000, read: 2e6 })).pace.bytesPerSecond, 1e6);
});

test("progress is said in plain words", () => {
  const said = (more, pace = {}) => progressText({ ...told(more), pace });
  assert.equal(progressText(undefined), "");
  assert.equal(said({ read: 25e6 }), "a.json, 25.0 MB of 100.0 MB");
  assert.equal(
    said({ read: 25e6, rows: 120_345, files: { done: 2, total: 8 } }, { rowsPerSecond: 41_234, secondsLeft: 21.4 }),
    "a.json (file 3 of 8), 25.0 MB of 100.0 MB, 120,345 rows, 41,000 a second, about 20 s left",
  );
  assert.equal(said({ phase: "writing", current: null, rows: 1 }, { rowsPerSecond: 0 }), "all is read, 1 row");
  for (const [secondsLeft, words] of [[0.2, "a few seconds"], [4.9, "a few seconds"], [57, "about 55 s"], [59, "about 1 min"], [3599, "about 1 h"], [7200, "about 2 h"]]) {
    assert.match(said({}, { secondsLeft }), new RegExp(`, ${words} left$`));
  }
});

test("what is announced changes at quarters alone", () => {
  const texts = Array.from({ length: 101 }, (_, percent) => announcement(told({ read: percent * 1e6 })));
  assert.deepEqual([...new Set(texts)], [
    "Making the report…",
    "Making the report: a quarter is read.",
    "Making the report: half is read.",
    "Making the report: three quarters are read.",
    "Making the report: all is read.",
  ]);
  assert.equal(announcement(undefined), "Making the report…");
  assert.equal(announcement(told({ total: 0 })), "Making the report…");
  assert.match(announcement(told({ phase: "writing" })), /rows are being written/);
});
