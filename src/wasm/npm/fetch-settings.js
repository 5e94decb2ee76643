// How a fetch goes about it: the options, their defaults and their bounds.

import { authorizationOf } from "./fal-key.js";
import { API } from "./fetch-endpoints.js";
import { FalFocusError } from "./host.js";
import { checkFunction, namedOptions } from "./named-options.js";

const DEFAULTS = {
  baseUrl: API,
  key: undefined,
  headers: {},
  manifest: undefined,
  maxPages: 10_000,
  maxPageBytes: 2 ** 27,
  maxRetries: 5,
  maxWait: 120_000,
  timeout: 120_000,
  signal: undefined,
  onProgress: undefined,
  fetch: undefined,
  sleep,
  now: Date.now,
  random: Math.random,
};

/** Milliseconds. A timer that is set to more fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
const ANY = Number.MAX_SAFE_INTEGER;
/** Least and most. */
const COUNTS = { maxPages: [1, ANY], maxPageBytes: [1, ANY], maxRetries: [0, ANY], maxWait: [0, LONGEST_TIMER], timeout: [1, LONGEST_TIMER] };
const FUNCTIONS = ["fetch", "sleep", "now", "random"];

/** What a run of its own may be given. */
const OF_A_RUN = ["signal", "onProgress"];

/** The options with their defaults; an unknown one is an error. */
export function readSettings(options) {
  const settings = { ...DEFAULTS, ...given(options, Object.keys(DEFAULTS), "{ maxPages: 100 }") };
  for (const [name, [least, most]] of Object.entries(COUNTS)) {
    if (!Number.isSafeInteger(settings[name]) || settings[name] < least || settings[name] > most) {
      throw wrong(name, `${name} is no whole number from ${least}${most === ANY ? "" : ` to ${most}`}`, "Leave it out for the default.");
    }
  }
  // Looked up when it is called, and called on nothing else than the global object.
  settings.fetch ??= (...request) => globalThis.fetch(...request);
  for (const name of FUNCTIONS) checkFunction(name, settings[name], "Leave it out for the default.");
  settings.baseUrl = baseUrl(settings.baseUrl);
  settings.headers = headers(settings);
  return checkedRun(settings);
}

/** The settings with what this run is given in their place. */
export function readRun(settings, options) {
  return checkedRun({ ...settings, ...given(options, OF_A_RUN, "{ signal }") });
}

/** Of what is asked for: names that are known. */
export function readWanted(wanted) {
  return given(wanted, ["endpoint", "query"], '{ endpoint: "/models/usage", query }');
}

/** What has a value, by name; an unknown name is an error. */
function given(options, names, example) {
  const entries = Object.entries(namedOptions(options, example)).filter(([, value]) => value !== undefined && value !== null);
  for (const [name] of entries) {
    if (!names.includes(name)) throw wrong(name, `there is no option ${name}`, `There are ${names.join(", ")}.`);
  }
  return Object.fromEntries(entries);
}

function checkedRun(run) {
  const { signal, onProgress } = run;
  if (signal !== undefined && typeof signal.throwIfAborted !== "function") throw wrong("signal", "signal is no AbortSignal", "Take the signal of an AbortController.");
  if (onProgress !== undefined) checkFunction("onProgress", onProgress, "It is called with { pages, bytes, waiting }.");
  return run;
}

/** By name in lower case, so that none is sent twice. */
function headers({ headers: more, key }) {
  try {
    const all = new Headers(more);
    if (!all.has("accept")) all.set("accept", "application/json");
    if (key !== undefined) all.set("authorization", authorizationOf(key));
    return Object.fromEntries(all);
  } catch (error) {
    if (error instanceof FalFocusError) throw error;
    throw wrong("headers", "headers are none that can be sent", 'Give names and values, such as { "X-Token": "a1b2" }.');
  }
}

function baseUrl(value) {
  try {
    return new URL(value).href.replace(/\/$/, "");
  } catch {
    throw wrong("baseUrl", "baseUrl is no URL", `Leave it out for ${API}.`);
  }
}

/** Ends early, with the signal's reason, when the signal says so. */
function sleep(milliseconds, signal) {
  return new Promise((done, failed) => {
    const stop = () => {
      clearTimeout(timer);
      failed(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      done();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

function wrong(field, message, hint) {
  return new FalFocusError("invalid_option", message, { field, hint });
}
