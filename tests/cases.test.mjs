// The golden folders through the npm package in Node: one call, the writer, the stream.

import assert from "node:assert/strict";
import { test } from "node:test";

import init, { FalFocusError, FocusReportWriter, focusReport, focusReportStream } from "fal-focus";

import { caseFolders, comparableSummary } from "./case-folders.mjs";

await init();

const WAYS = {
  "one call": async ({ request, options, files }) => {
    const replies = files.map(({ text }) => text);
    const { csv, summary } = focusReport(request, replies.length === 1 ? replies[0] : replies, options);
    return { csv: await csv.text(), summary };
  },
  "one call, bytes": async ({ request, options, files }) => {
    const { csv, summary } = focusReport(request, files.map(({ text }) => new TextEncoder().encode(text)), options);
    return { csv: await csv.text(), summary };
  },
  "writer, chunks cut anywhere": async ({ request, options, files }) => {
    const chunks = [];
    const writer = new FocusReportWriter(request, options, (chunk) => chunks.push(chunk));
    for (const { name, text } of files) {
      writer.push(new Uint8Array(), { file: name });
      for (const piece of cut(new TextEncoder().encode(text))) writer.push(piece, { file: name });
      writer.endFile();
    }
    const { summary } = writer.finish();
    return { csv: await new Blob(chunks).text(), summary };
  },
  stream: async ({ request, options, files }) => {
    let summary;
    const stream = focusReportStream(request, { ...options, onSummary: (done) => (summary = done) });
    const bytes = new Blob([files.map(({ text }) => text).join("\n")]).stream();
    const csv = await new Response(bytes.pipeThrough(stream)).text();
    return { csv, summary };
  },
};

/** Pieces of 1 to 64 bytes, the same in every run. */
function* cut(bytes) {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 5) % 64 + 1) {
    yield bytes.subarray(at, at + size);
  }
}

for (const each of caseFolders()) {
  for (const [way, run] of Object.entries(WAYS)) {
    if (way === "stream" && !isJoinable(each)) continue;
    // One call sorts companions to the front by itself.
    if (way.startsWith("one call") && each.error?.code === "companion_after_usage") continue;
    test(`${each.name}: ${way}`, () => (each.error ? assertError(each, way, run) : assertReport(each, way, run)));
  }
}

/** Arrays of replies and CSV files cannot be joined into one stream, and a manifest hashes files. */
function isJoinable({ files }) {
  const isOfItsOwn = ({ name, text }) =>
    text.trimStart().startsWith("[") || name.endsWith(".csv") || text.includes("fal_focus_manifest");
  return files.length === 1 || !files.some(isOfItsOwn);
}

async function assertReport(each, way, run) {
  const { csv, summary } = await run(each);
  const fileNames = way.startsWith("writer"); // only the writer is told them
  assert.equal(csv, each.expected.csv);
  assert.deepEqual(comparableSummary(summary, { fileNames }), comparableSummary(each.expected.summary, { fileNames }));
}

async function assertError(each, way, run) {
  await assert.rejects(run(each), (error) => {
    assert.ok(error instanceof FalFocusError, String(error));
    assert.equal(error.code, each.error.code);
    // In one stream the replies are numbered.
    const field = way === "stream" && each.files.length > 1 ? error.field?.replace(/^\[\d+\]\.?/, "") : error.field;
    assert.equal(field, each.error.field);
    // Only the writer is told the names of files.
    if (way.startsWith("writer")) assert.equal(error.file, each.error.file);
    assert.ok(error.hint, "an error tells what to do");
    return true;
  });
}
