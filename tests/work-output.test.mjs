// Where the page writes a report that a person wants on disk: what happens when the work is stopped.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";

import { fileOutput } from "../www/work/output.js";

/** A file's handle as browsers have it: what is written counts when the stream is closed. */
function fileOf(name) {
  const file = { name, text: "as it was" };
  let aside = "";
  const writable = {
    write: async (part) => void (aside += await part.text()),
    close: async () => void (file.text = aside),
    abort: async () => {},
  };
  return { file, name, createWritable: async () => writable, getFile: async () => new Blob([file.text]) };
}

const bytes = (text) => new TextEncoder().encode(text);

test("a file is what was written, once it is closed", async () => {
  const handle = fileOf("report.csv");
  const output = await fileOutput(handle, new AbortController().signal);
  output.add(bytes("BilledCost\n"));
  output.add(bytes("4.0\n"));
  await output.settle();
  assert.equal(handle.file.text, "as it was");
  assert.equal(await (await output.close()).text(), "BilledCost\n4.0\n");
});

for (const [when, moment] of [["before", () => {}], ["while", setImmediate]]) {
  test(`a file stays as it was when the work is stopped ${when} its last rows are written`, async () => {
    const handle = fileOf("report.csv");
    const stop = new AbortController();
    const output = await fileOutput(handle, stop.signal);
    output.add(bytes("BilledCost\n"));
    const stopped = Promise.resolve(moment()).then(() => stop.abort());
    await assert.rejects(output.close(), { name: "AbortError" });
    await stopped;
    await output.discard();
    assert.equal(handle.file.text, "as it was");
  });
}

test("what the disk refuses is an error with a hint", async () => {
  const handle = { ...fileOf("report.csv"), createWritable: async () => Promise.reject(new DOMException("no room", "QuotaExceededError")) };
  await assert.rejects(fileOutput(handle, new AbortController().signal), { code: "io_error", file: "report.csv", hint: /disk is full/ });
});
