// Text as it is shown. What a file, an account or an address says may hold anything: nothing of it is hidden, and
// nothing turns the order of what stands around it.

/** Controls, what has no width, and what turns the order of all that follows. What scripts need, such as joiners, stays. */
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Marks over marks, more than any script has: they grow over the lines around them. */
const PILED = /(?<=\p{M}{8})\p{M}+/gu;

/** A character of scripts that are written from right to left. */
const LEFTWARD = "\\u0590-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}";
/** From one to the last that no letter of another script parts from it. */
const LEFTWARD_RUN = new RegExp(`([${LEFTWARD}](?:[^\\p{L}]*[${LEFTWARD}])*)`, "u");

/** What cannot be seen is written out, as JSON writes it: `\u202e`; and so is what hides other things. */
export function shownText(text) {
  return String(text ?? "").replace(UNSEEN, writtenOut).replace(PILED, writtenOut);
}

function writtenOut(text) {
  return text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Shown text in parts, of which every second one is written from right to left and needs a place of its own. */
export function inDirections(text) {
  return text.split(LEFTWARD_RUN);
}
