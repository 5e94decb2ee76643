// Works off the main thread: one job in, progress and one reply out, whatever happens.

import { initFigures } from "../../pkg/figures.js";
import init, { FalFocusError, initCheck } from "../../pkg/web.js";
import { checkFile } from "./check-job.js";
import { makeReport } from "./report-job.js";

const JOBS = {
  report: async (job, signal) => ({ report: await makeReport(job, signal) }),
  check: async (job) => ({ check: await checkFile(job) }),
};

// Loaded before the first job, so that the page goes on working without its server.
const loaded = Promise.all([init(), initCheck(), initFigures(), import("../../pkg/rule-words.js")]);
// A failure to load is the reply to the job that needs it, not an unhandled rejection.
loaded.catch(() => {});

let running = new AbortController();

onmessage = async ({ data: job }) => {
  if (job.kind === "stop") {
    running.abort();
    return;
  }
  running = new AbortController();
  const { signal } = running;
  try {
    await loaded;
    postMessage({ kind: "done", ...(await JOBS[job.kind](job, signal)) });
  } catch (error) {
    postMessage(signal.aborted ? { kind: "stopped" } : { kind: "failed", error: asData(error) });
  }
};

/** Errors cross as plain data: of an Error object only the message would arrive. */
function asData(error) {
  if (!(error instanceof FalFocusError)) {
    return { code: "internal_error", message: String(error?.message ?? error) };
  }
  const { code, message, field, file, hint } = error;
  return { code, message, field, file, hint };
}
