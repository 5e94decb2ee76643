// The worker as the page sees it: one report at a time, and an outdated one is stopped.

import { startWorker } from "../assets.js";

/**
 * @typedef {object} Job
 * @property {object} request
 * @property {object} options
 * @property {File[]} files
 */

/**
 * @typedef {{ kind: "progress", read: number, total: number }
 *   | { kind: "done", report: { csv: Blob, summary: object, metadata: object,
 *       conformance?: object, preview: object } }
 *   | { kind: "failed", error: { code: string, message: string, field?: string, file?: string,
 *       hint?: string } }} Reply
 */

/**
 * @param {(reply: Reply) => void} onReply never called for a job that was stopped
 */
export function createReportMaker(onReply) {
  let isWorking = false;
  let worker = start();

  function start() {
    const started = startWorker();
    // What a worker posted before it was ended may still arrive.
    started.onmessage = ({ data: reply }) => {
      if (started === worker) pass(reply);
    };
    started.onerror = (event) => {
      if (started !== worker) return;
      worker = undefined;
      if (isWorking) pass({ kind: "failed", error: stopped(event.message) });
    };
    return started;
  }

  function pass(reply) {
    if (reply.kind !== "progress") isWorking = false;
    // A module that trapped cannot be trusted with another report.
    if (reply.kind === "failed" && reply.error.code === "internal_error") renew();
    onReply(reply);
  }

  function renew() {
    worker?.terminate();
    worker = start();
  }

  function stop() {
    if (isWorking) renew();
    isWorking = false;
  }

  /** @param {Job} job */
  function make(job) {
    stop();
    worker ??= start();
    isWorking = true;
    worker.postMessage(job);
  }

  return { make, stop };
}

function stopped(message) {
  return {
    code: "internal_error",
    message: message || "the worker that makes the report could not be started",
    hint: "Load the page again; its server may have stopped.",
  };
}
