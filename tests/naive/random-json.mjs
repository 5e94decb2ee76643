// The same JSON value, written in one of the many ways a server might: spacing, key order, escapes.
// Numbers are given as { number: "1e-7" } and written as they are.

/** A way of writing: a function from a value to its text. */
export function randomJsonStyle(dice, { isOneLine }) {
  const style = {
    dice,
    gap: isOneLine ? "" : dice.pick(["", "", "\n", "\n  ", "\r\n\t"]),
    colon: dice.pick([":", ": ", " : "]),
    isShuffled: dice.chance(0.3),
    escapes: dice.pick([0, 0, 0.1, 1]),
  };
  return (value) => write(value, style);
}

function write(value, style) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeString(value, style);
  if (Array.isArray(value)) return writeList(value.map((member) => write(member, style)), "[", "]", style);
  if (value.number !== undefined) return value.number;
  const keys = style.isShuffled ? style.dice.shuffled(Object.keys(value)) : Object.keys(value);
  const members = keys.map((key) => writeString(key, style) + style.colon + write(value[key], style));
  return writeList(members, "{", "}", style);
}

function writeList(members, open, close, { gap }) {
  return members.length === 0 ? open + close : open + gap + members.join(`,${gap}`) + gap + close;
}

function writeString(text, { dice, escapes }) {
  const units = Array.from(text).map((character) => {
    if (!dice.chance(escapes)) return JSON.stringify(character).slice(1, -1);
    return character === "/" ? "\\/" : escapedUnits(dice, character);
  });
  return `"${units.join("")}"`;
}

// An emoji is two \u escapes, a surrogate pair.
function escapedUnits(dice, character) {
  return character.split("").map((unit) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${dice.chance(0.5) ? hex.toUpperCase() : hex}`;
  }).join("");
}
