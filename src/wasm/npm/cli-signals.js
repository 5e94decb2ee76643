// Ctrl-C and its like: what is half done is cleared away, or what is done is kept.

import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

export function exitCodeOfSignal(signal) {
  return 128 + constants.signals[signal];
}

/** Clears away and ends; `stop()` of what is returned lets go of the signals. */
export function onSignalsDiscard(discard) {
  return onSignals((signal) => {
    discard();
    process.exit(exitCodeOfSignal(signal));
  });
}

/** An AbortSignal whose reason is the name of the signal. A second signal ends the program at once. */
export function abortingOnSignals() {
  const controller = new AbortController();
  const stop = onSignals((signal) => controller.abort(signal));
  return { signal: controller.signal, stop };
}

function onSignals(listener) {
  SIGNALS.forEach((signal) => process.once(signal, listener));
  return () => SIGNALS.forEach((signal) => process.removeListener(signal, listener));
}
