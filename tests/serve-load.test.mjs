// `fal-focus serve` under load: no error, every answer the same, memory that is bounded and given back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { loadRun } from "./serve-load.mjs";

const [clients, rounds] = process.env.SLOW ? [200, 3] : [60, 1];
/** Twice what it takes at its peak: what two hundred reports at once held would be more. */
const MOST = 250e6;
/** Beside what the first request of each form left for good, such as code that was compiled; without `rest` it is 80 MB. */
const KEPT = 30e6;

test(`${clients} clients at once`, { skip: process.platform !== "linux" && "memory is read from /proc" }, async () => {
  const { requests, failed, different, memory } = await loadRun({ clients, rounds });
  assert.deepEqual([requests, failed, different], [clients * rounds, [], []]);
  assert.ok(memory.peak - memory.start < MOST, JSON.stringify(memory));
  assert.ok(memory.after - memory.warm < KEPT, JSON.stringify(memory));
});
