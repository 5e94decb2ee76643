// How the page speaks of work that goes on: pure functions from progress to text.

import { countText, sizeText } from "../wording.js";

const QUARTERS = ["a quarter is", "half is", "three quarters are", "all is"];

/** For those who listen: once a quarter, not with every byte. */
export function announcement(progress, work = "Making the report") {
  if (!progress || progress.total === 0) return `${work}…`;
  if (progress.phase === "writing") return `${work}: all is read, rows are being written.`;
  const quarters = Math.floor((4 * progress.read) / progress.total);
  return quarters === 0 ? `${work}…` : `${work}: ${QUARTERS[quarters - 1]} read.`;
}

/**
 * For those who watch.
 *
 * @param {(import("./progress.js").Progress & { pace: import("../../pkg/pace.js").Pace }) | undefined} progress
 */
export function progressText(progress) {
  if (!progress) return "";
  const { phase, read, total, rows, pace } = progress;
  const amount = phase === "writing" ? ["all is read"] : [fileText(progress), `${sizeText(read)} of ${sizeText(total)}`];
  return [...amount, ...rowsText(rows, pace), leftText(pace)].filter(Boolean).join(", ");
}

function fileText({ current, files }) {
  if (!current) return "";
  return files.total > 1 ? `${current} (file ${countText(files.done + 1)} of ${countText(files.total)})` : current;
}

function rowsText(rows, { rowsPerSecond }) {
  if (rows === 0) return [];
  const pace = rowsPerSecond >= 1 ? [`${countText(roughly(rowsPerSecond))} a second`] : [];
  return [rows === 1 ? "1 row" : `${countText(rows)} rows`, ...pace];
}

/** Two figures: the others would flicker. */
function roughly(number) {
  return Number(number.toPrecision(2));
}

function leftText({ secondsLeft }) {
  if (secondsLeft === undefined) return "";
  if (secondsLeft < 5) return "a few seconds left";
  const [fives, minutes, hours] = [5, 60, 3600].map((unit) => Math.round(secondsLeft / unit));
  if (fives < 12) return `about ${5 * fives} s left`;
  if (minutes < 60) return `about ${minutes} min left`;
  return `about ${countText(hours)} h left`;
}
