// How a fetch goes about it: the options, their defaults and their bounds.

import { authorizationOf } from "./fal-key.js";
import { FalFocusError } from "./host.js";
import { checkFunction, namedOptions } from "./named-options.js";

export const API = "https://api.fal.ai/v1";

const DEFAULTS = {
  baseUrl: API,
  key: undefined,
  headers: {},
  maxPages: 10_000,
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

const COUNTS = { maxPages: 1, maxRetries: 0, maxWait: 0, timeout: 1 };
const FUNCTIONS = ["fetch", "sleep", "now", "random"];

/** The options with their defaults; an unknown one is an error. */
export function readSettings(options) {
  const given = Object.entries(namedOptions(options, "{ maxPages: 100 }")).filter(([, value]) => value !== undefined && value !== null);
  for (const [name] of given) {
    if (!Object.hasOwn(DEFAULTS, name)) throw wrong(name, `there is no option ${name}`, `There are ${Object.keys(DEFAULTS).join(", ")}.`);
  }
  const settings = { ...DEFAULTS, ...Object.fromEntries(given) };
  for (const [name, least] of Object.entries(COUNTS)) {
    if (!Number.isSafeInteger(settings[name]) || settings[name] < least) {
      throw wrong(name, `${name} is no whole number from ${least}`, "Leave it out for the default.");
    }
  }
  // Looked up when it is called, and called on nothing else than the global object.
  settings.fetch ??= (...request) => globalThis.fetch(...request);
  for (const name of FUNCTIONS) checkFunction(name, settings[name], "Leave it out for the default.");
  if (settings.onProgress) checkFunction("onProgress", settings.onProgress, "It is called with { pages, bytes, waiting }.");
  settings.baseUrl = baseUrl(settings.baseUrl);
  settings.headers = { Accept: "application/json", ...settings.headers };
  if (settings.key !== undefined) settings.headers.Authorization = authorizationOf(settings.key);
  return settings;
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
