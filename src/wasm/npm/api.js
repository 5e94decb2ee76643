// The public functions: they check what only JavaScript can check, and stream over the one writer.

import * as core from "./fal_focus.js";
import { checkScript, initCheck } from "./check-module.js";
import { FalFocusError } from "./host.js";
import { call, made } from "./load.js";
import { checkFunction, checkTruth, namedOptions } from "./named-options.js";

export { FalFocusError, initCheck };

export async function checkFocus(csv, options) {
  const check = await checkScript();
  return check.checkFocus(csv, options);
}

export async function explainConformance(conformance) {
  const check = await checkScript();
  return check.explainConformance(conformance);
}

/** What a file is, by its beginning: companions go before the line items they name. */
export function recogniseInput(beginning) {
  return call(() => core.recogniseInput(beginning));
}

export function resolveRequest(request, options) {
  return call(() => core.resolveRequest(request, withNowAsText(options)));
}

export function focusReport(request, replies, options) {
  return call(() => core.focusReport(request, replies, withNowAsText(options)));
}

export class FocusReportWriter {
  #use;
  #isBusy = false;
  /** Why nothing can be called any more. */
  #ended;

  constructor(request, options, sink) {
    checkFunction("sink", sink, "The third argument receives the CSV: (chunk) => { … }.");
    const { transientChunks, ...reportOptions } = namedOptions(options);
    checkTruth("transientChunks", transientChunks);
    const given = withNowAsText(reportOptions);
    this.#use = made(() => new core.FocusReportWriter(request, given, sink, transientChunks === true));
  }

  write(reply, about) {
    this.#call((writer) => writer.write(reply, about));
  }

  push(bytes, about) {
    this.#call((writer) => writer.push(bytes, about));
  }

  endFile() {
    this.#call((writer) => writer.endFile());
  }

  finish() {
    const report = this.#call((writer) => writer.finish());
    this.#end("the writer has finished its report");
    return report;
  }

  #end(why) {
    this.#ended = why;
    this.#use.free();
  }

  /** One call at a time, and none after an error, whatever threw it. */
  #call(body) {
    if (this.#isBusy) {
      throw new FalFocusError("writer_busy", "the writer was called from its own sink", {
        hint: "Keep what the sink receives, and call the writer when its call has returned.",
      });
    }
    if (this.#ended) {
      throw new FalFocusError("writer_finished", this.#ended, {
        hint: "Make a new writer for another report.",
      });
    }
    this.#isBusy = true;
    try {
      return this.#use(body);
    } catch (error) {
      this.#end("the writer has stopped at an earlier error");
      throw error;
    } finally {
      this.#isBusy = false;
    }
  }
}

export function focusReportStream(request, options) {
  const { onSummary = () => {}, ...reportOptions } = namedOptions(options);
  checkFunction("onSummary", onSummary, "It receives (summary, metadata) when the report is done.");
  if ("transientChunks" in reportOptions) {
    throw new FalFocusError("invalid_option", "a stream's chunks are always its reader's own", {
      field: "transientChunks",
      hint: "Leave transientChunks out: it is an option of FocusReportWriter.",
    });
  }
  let writer;
  return new TransformStream({
    start(controller) {
      writer = new FocusReportWriter(request, reportOptions, (chunk) => controller.enqueue(chunk));
      // A stream without bytes is an empty file, not a report of nothing.
      writer.push(new Uint8Array());
      return reportOptions.check ? initCheck() : undefined;
    },
    transform(bytes) {
      writer.push(bytes);
    },
    flush() {
      const { summary, metadata } = writer.finish();
      onSummary(summary, metadata);
    },
  });
}

/** A Date is no text, and `now` may be one. */
function withNowAsText(options) {
  const now = options?.now;
  if (Object.prototype.toString.call(now) !== "[object Date]") return options;
  return { ...options, now: Number.isNaN(now.getTime()) ? "Invalid Date" : now.toISOString() };
}
