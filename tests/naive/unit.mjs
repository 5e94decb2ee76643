// fal's unit in FOCUS words (FOCUS UnitFormat: plural, capitalised; design section 4: the quantity is never
// rescaled, only the words change).

// FOCUS knows whole counts only: 1.5 seconds is no unit, and no other sign at a digit can be dropped either.
const UNCLEAR = [/[.$][0-9]/, /(^| )-[0-9]/, /,(?=[0-9])(?![0-9]{3}(?![0-9]))/, /^(per )?\s*0+( |$)/, /^(per )?[0-9,]+ [0-9]+( |$)/];

/** The FOCUS unit, or null where fal's text names none. */
export function focusUnit(falUnit) {
  if (UNCLEAR.some((form) => form.test(falUnit ?? ""))) return null;
  const { count, words } = withoutCount(tidy(falUnit ?? ""));
  const noun = words === "" ? (count === null ? null : "Units") : ratio(words);
  return noun === null || count === null || count === "1" ? noun : `${count} ${noun}`;
}

/** What is metered, without how many of it a price is for (FOCUS SkuMeter). */
export function meterOf(unit) {
  return unit.replace(/^[0-9]+ /, "");
}

function tidy(text) {
  return text
    .replace(/[_\s]+/g, " ").trim()
    .replace(/^per( |$)/i, "")
    .replace(/ per /gi, "/")
    .replace(/(?<=[0-9]),(?=[0-9])/g, "") // 1,000 is one number
    .replace(/[^\p{L}\p{N}/ -]/gu, "")
    .replace(/ +/g, " ").trim();
}

const POWERS = { k: 3, thousand: 3, m: 6, million: 6, b: 9, billion: 9 };

// `1000 characters`, `1k tokens`, `1 million tokens`: the letters glued to the digits (`4k` is a picture size, no
// count), the words on their own.
function withoutCount(text) {
  const found = /^(?:(10*)([kmb])|([0-9]+)(?: (thousand|million|billion))?)(?= |$)/i.exec(text);
  if (!found) return { count: null, words: text };
  const power = POWERS[(found[2] ?? found[4])?.toLowerCase()] ?? 0;
  return {
    count: (BigInt(found[1] ?? found[3]) * 10n ** BigInt(power)).toString(),
    words: text.slice(found[0].length).trim(),
  };
}

// FOCUS writes a ratio as plural / singular: `Tokens/Second`.
function ratio(words) {
  const [numerator, denominator] = words.split("/");
  const above = phrase(numerator, plural);
  return denominator === undefined ? above : `${above}/${phrase(denominator, singular)}`;
}

// Only the last word of a phrase, and the last part of `gpu-hour`, counts things.
function phrase(words, inflect) {
  const parts = words.trim().split(/([ -])/);
  return parts.map((part, at) => (at === parts.length - 1 ? inflect(capitalised(part)) : capitalised(part))).join("");
}

const DATA_SIZES = ["KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "PiB"];

const ABBREVIATIONS = new Map([
  ...["s", "sec", "secs"].map((short) => [short, "Second"]),
  ...["min", "mins"].map((short) => [short, "Minute"]),
  ...["h", "hr", "hrs"].map((short) => [short, "Hour"]),
  ...["img", "imgs"].map((short) => [short, "Image"]),
  ["mp", "Megapixel"],
  ["px", "Pixel"],
]);

function capitalised(word) {
  const lower = word.toLowerCase();
  const dataSize = DATA_SIZES.find((size) => size.toLowerCase() === lower);
  if (dataSize) return dataSize;
  if (/^(gpu|cpu|api|hd|uhd|[0-9]+[a-z])$/.test(lower)) return word.toUpperCase();
  if (/^[A-Z]{5,}$/.test(word)) return capitalised(lower); // shouted, no initialism
  return ABBREVIATIONS.get(lower) ?? word.charAt(0).toUpperCase() + word.slice(1);
}

function plural(word) {
  if (DATA_SIZES.includes(word) || /s$/i.test(word)) return word;
  if (/[^aeiou]y$/i.test(word)) return word.replace(/y$/i, "ies");
  return /(x|ch|sh)$/i.test(word) ? `${word}es` : `${word}s`;
}

function singular(word) {
  if (DATA_SIZES.includes(word)) return word;
  return word.endsWith("ies") ? word.replace(/ies$/, "y") : word.replace(/s$/, "");
}
