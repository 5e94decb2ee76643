// How the page speaks of fetching: pure functions from data to text.

import { countText, sizeText } from "../wording.js";

const ENDPOINTS = {
  "/models/usage": "The account’s model APIs, added up by charge period: enough for most reports.",
  "/models/billing-events": "The account’s model APIs, request by request, with request ids: many more pages.",
  "/organization/usage": "All teams and products of an organization, added up by charge period. It wants an admin key of the root team.",
  "/organization/billing-events": "The model APIs of all teams, request by request. It wants an admin key of the root team.",
  "/serverless/usage": "The account’s serverless apps, added up by charge period.",
};

export function endpointText(endpoint) {
  return ENDPOINTS[endpoint];
}

/** What will be asked, by names. */
export function askedFacts({ start, end, timezone, timeframe }, endpoint) {
  const isEvents = endpoint.endsWith("/billing-events");
  return {
    start,
    end: `${end} (exclusive)`,
    timeframe: isEvents ? null : timeframe,
    timezone: isEvents ? null : timezone,
  };
}

export const SOURCES = {
  fal: "from fal",
  "stand-in": "invented",
};

/** What came so far. */
export function progressText({ phase, pages, bytes }) {
  if (phase === "idle") return "";
  return `${pagesText(pages)}, ${sizeText(bytes)}`;
}

/** @param {import("./fetch.js").Fetch} fetch */
export function statusText({ phase, waiting, pages, source }) {
  switch (phase) {
    case "asking":
      return waiting ? waitingText(waiting) : "Fetching…";
    case "cancelled":
      return `Cancelled. ${keptText(pages)}`;
    case "failed":
      return `Stopped. ${keptText(pages)}`;
    case "done":
      return source === "stand-in"
        ? "Fetched from the stand-in of fal’s API, which invents its data: the files are listed above."
        : "Fetched from fal: the files are listed above.";
    default:
      return "";
  }
}

const REASONS = {
  rate_limited: "fal limits how often one may ask",
  failed: "that did not work",
};

function waitingText({ until, reason, attempt }) {
  const time = until.toISOString().slice(11, 19);
  return `Waiting until ${time} UTC, then asking again (try ${attempt + 1}): ${REASONS[reason]}.`;
}

function keptText(pages) {
  return pages === 0 ? "Nothing came yet." : `${pagesText(pages)} came and ${pages === 1 ? "is" : "are"} kept: going on asks for the next one.`;
}

export function startText(phase) {
  if (phase === "done") return "Fetch again";
  return phase === "idle" ? "Fetch" : "Start over";
}

export function useText(pages) {
  return pages === 1 ? "Use the page that came" : `Use the ${countText(pages)} pages that came`;
}

/** Of what names things: the report is made without it. */
export function missedText({ message, hint }) {
  return `The report goes without a reply that names things: ${message}. ${hint ?? ""}`;
}

function pagesText(pages) {
  return pages === 1 ? "1 page" : `${countText(pages)} pages`;
}
