// The public functions: they see that the module is loaded, and stream over the one writer.

import load, * as core from "./fal_focus.js";
import { FalFocusError } from "./host.js";

export { FalFocusError };

let loaded = false;

/** Loads the module. The glue does it once, and again after a failure. */
export async function loadFrom(source) {
  await load(source === undefined ? undefined : { module_or_path: source });
  loaded = true;
}

export function resolveRequest(request, options) {
  return call(() => core.resolveRequest(request, withNowAsText(options)));
}

export function focusReport(request, replies, options) {
  return call(() => core.focusReport(request, replies, withNowAsText(options)));
}

export class FocusReportWriter {
  #writer;

  constructor(request, options, sink) {
    if (typeof sink !== "function") {
      throw new FalFocusError("invalid_option", "the sink is not a function", {
        field: "sink",
        hint: "The third argument receives the CSV: (chunk) => { … }.",
      });
    }
    this.#writer = call(() => new core.FocusReportWriter(request, withNowAsText(options), sink));
  }

  write(reply, about) {
    call(() => this.#writer.write(reply, about));
  }

  push(bytes, about) {
    call(() => this.#writer.push(bytes, about));
  }

  endFile() {
    call(() => this.#writer.endFile());
  }

  finish() {
    return call(() => this.#writer.finish());
  }
}

export function focusReportStream(request, { onSummary, ...options } = {}) {
  let writer;
  return new TransformStream({
    start(controller) {
      writer = new FocusReportWriter(request, options, (chunk) => controller.enqueue(chunk));
    },
    transform(bytes) {
      writer.push(bytes);
    },
    flush() {
      const { summary, metadata } = writer.finish();
      onSummary?.(summary, metadata);
    },
  });
}

/** A Date is no text, and `now` may be one. */
function withNowAsText(options) {
  const now = options?.now;
  if (!(now instanceof Date)) return options;
  return { ...options, now: Number.isNaN(now.getTime()) ? "Invalid Date" : now.toISOString() };
}

function call(body) {
  if (!loaded) {
    throw new FalFocusError("not_initialized", "fal-focus is not loaded yet", {
      hint: "Call `await init()` once before anything else.",
    });
  }
  try {
    return body();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    throw new FalFocusError("internal_error", `the module stopped: ${error.message}`, {
      hint: "Out of memory, perhaps: use grain line_item. Load the module afresh to go on.",
    });
  }
}
