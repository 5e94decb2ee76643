// Makes reports off the main thread: one job in, progress and one reply out, whatever happens.

import init, { FalFocusError, FocusReportWriter, explainConformance, initCheck } from "../../pkg/web.js";
import { chunksOf } from "../data/input-files.js";
import { readPreview } from "../report/preview.js";

const PREVIEW_ROWS = 50;
const PROGRESS_EVERY_MS = 100;

// Loaded before the first job, so that the page goes on working without its server.
const loaded = Promise.all([init(), initCheck(), import("../../pkg/rule-words.js")]);
// A failure to load is the reply to the job that needs it, not an unhandled rejection.
loaded.catch(() => {});

onmessage = async ({ data: job }) => {
  try {
    await loaded;
    postMessage({ kind: "done", report: await makeReport(job) });
  } catch (error) {
    postMessage({ kind: "failed", error: asData(error) });
  }
};

async function makeReport({ request, options, files }) {
  const chunks = [];
  const writer = new FocusReportWriter(request, options, (chunk) => chunks.push(chunk));
  const progress = progressOf(files);
  for (const file of files) {
    const about = { file: file.name };
    // A file without a byte is one as well, and is named for it.
    writer.push(new Uint8Array(0), about);
    for await (const bytes of chunksOf(file, progress)) writer.push(bytes, about);
    writer.endFile();
  }
  const { summary, metadata } = writer.finish();
  const csv = new Blob(chunks, { type: "text/csv;charset=utf-8" });
  const conformance = summary.conformance && (await explainConformance(summary.conformance));
  return { csv, summary, metadata, conformance, preview: await readPreview(csv, PREVIEW_ROWS) };
}

function progressOf(files) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let read = 0;
  let posted = performance.now();
  return (bytes) => {
    read += bytes;
    if (performance.now() - posted < PROGRESS_EVERY_MS) return;
    posted = performance.now();
    postMessage({ kind: "progress", read, total });
  };
}

/** Errors cross as plain data: of an Error object only the message would arrive. */
function asData(error) {
  if (!(error instanceof FalFocusError)) {
    return { code: "internal_error", message: String(error?.message ?? error) };
  }
  const { code, message, field, file, hint } = error;
  return { code, message, field, file, hint };
}
