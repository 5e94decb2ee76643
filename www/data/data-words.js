// How the page speaks of the data: pure functions from data to text.

import { countText, kindText, sizeText } from "../wording.js";
import { SOURCES } from "./fetch-words.js";

/** How many files there are and what they come to; nothing of a single one, which says it itself. */
export function filesText({ origin, files }) {
  if (origin === "sample" || files.length < 2) return "";
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  return [`${filesCount(files.length)}, ${sizeText(size)}`, ...kindsText(files)].join(": ");
}

function kindsText(files) {
  const of = (wanted) => files.filter(({ kind }) => kind === wanted).length;
  const kinds = [
    [of("replies"), "of replies"],
    [of("companion"), "read first"],
    [of("invoice"), "invoice"],
    [of("focus_csv"), "FOCUS"],
  ];
  const told = kinds.filter(([count]) => count > 0).map(([count, what]) => `${countText(count)} ${what}`);
  return told.length > 1 ? [told.join(", ")] : [];
}

/** What a file is, and where the page has it from. */
export function fileText(kind, fetched) {
  return [fetched && SOURCES[fetched.source], kindText(kind)].filter(Boolean).join(", ");
}

/** @param {import("./replies.js").LeftOut} [leftOut] */
export function leftOutText(leftOut) {
  if (!leftOut) return "";
  const told = [
    [leftOut.other, "not JSON, NDJSON, CSV or .gz"],
    [leftOut.hidden, "hidden"],
    [leftOut.unreadable, "cannot be read"],
    [leftOut.known, "there already"],
  ].filter(([count]) => count > 0);
  return told.map(([count, why]) => `${filesCount(count)} left out: ${why}.`).join(" ");
}

export function foldText(isOpen, count, shown) {
  return isOpen ? `Show the first ${shown} alone` : `Show all ${countText(count)} files`;
}

const RANGE_LIMITS = {
  lookback: "An estimate may begin at most 90 days before now, as fal allows.",
  range: "An estimate may be at most 90 days long.",
  none: "An estimate may be of any age and length.",
};

/** What limits the range, and why; of saved data nothing does, unless it is chosen. */
export function rangeLimitText(limit, usual) {
  if (limit === "none" && usual === "none") {
    return "What is here is saved already, so the 90 days that fal allows an estimate to look back do not apply.";
  }
  return RANGE_LIMITS[limit] ?? "";
}

function filesCount(count) {
  return count === 1 ? "1 file" : `${countText(count)} files`;
}
