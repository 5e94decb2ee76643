// The worker as the page sees it: one job at a time, and an outdated one is stopped.

import { withPace } from "../../pkg/pace.js";
import { startWorker } from "../assets.js";

/** So long a worker may take to let go of the file that it was writing. */
const LET_GO_MS = 2000;

/**
 * @typedef {object} ReportJob
 * @property {"report"} [kind]
 * @property {object} request
 * @property {object} options
 * @property {File[]} files in the order to read them
 * @property {boolean} isReadBack whether they are a FOCUS CSV
 * @property {FileSystemFileHandle} [handle] where to write the CSV; without one it becomes a Blob
 */

/**
 * @typedef {object} CheckJob
 * @property {"check"} kind
 * @property {File} file a FOCUS CSV, or one that is compressed
 * @property {object} options of the check
 */

/**
 * @typedef {(import("./progress.js").Progress & { pace: import("../../pkg/pace.js").Pace })
 *   | { kind: "done", report: { csv: Blob, savedAs: string | null, summary: object, metadata: object,
 *       conformance?: object, preview: object, figures: import("../../pkg/figures.js").Figures } }
 *   | { kind: "done", check: { conformance: object, figures: import("../../pkg/figures.js").Figures,
 *       file: string, rows: number } }
 *   | { kind: "failed", error: { code: string, message: string, field?: string, file?: string,
 *       hint?: string } }} Reply
 */

/**
 * @param {(reply: Reply) => void} onReply never called for a job that was stopped
 */
export function createReportMaker(onReply) {
  /** The job that is worked on, and how far it is. */
  let job;
  let progress;
  let worker = start();

  function start() {
    const started = startWorker();
    // What a worker posted before it was ended may still arrive.
    started.onmessage = ({ data: reply }) => {
      if (started === worker) pass(reply);
    };
    started.onerror = (event) => {
      if (started !== worker) return;
      started.terminate();
      worker = undefined;
      if (job) pass({ kind: "failed", error: stopped(event.message) });
    };
    return started;
  }

  function pass(reply) {
    if (reply.kind === "progress") {
      progress = withPace(progress, reply);
      onReply(progress);
      return;
    }
    job = undefined;
    // A module that trapped cannot be trusted with another report.
    if (reply.kind === "failed" && reply.error.code === "internal_error") {
      worker?.terminate();
      worker = start();
    }
    onReply(reply);
  }

  /** At once for the page, whatever the worker does. */
  function stop() {
    if (!job) return;
    if (job.handle) letGo(worker);
    else worker.terminate();
    job = undefined;
    worker = start();
  }

  /** @param {ReportJob | CheckJob} next */
  function make(next) {
    stop();
    worker ??= start();
    job = { kind: "report", ...next };
    progress = undefined;
    worker.postMessage(job);
  }

  return { make, stop };
}

/** A worker that writes a file is asked to discard what it wrote; if it does not answer, the browser does. */
function letGo(worker) {
  const timer = setTimeout(() => worker.terminate(), LET_GO_MS);
  worker.onerror = null;
  worker.onmessage = ({ data: { kind } }) => {
    if (kind === "progress") return;
    clearTimeout(timer);
    worker.terminate();
  };
  worker.postMessage({ kind: "stop" });
}

function stopped(message) {
  return {
    code: "internal_error",
    message: message || "the worker that makes the report could not be started",
    hint: "Load the page again; its server may have stopped.",
  };
}
