// Exact decimals as text: amounts are never numbers here, only lengths on the screen are.

/** More digits behind the point than any amount has; a longer exponent is no figure to calculate with. */
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * @typedef {object} Decimal
 * @property {bigint} units
 * @property {number} scale the value is units × 10^-scale
 */

/** Whether a text is a decimal. */
export function isDecimal(text) {
  return DECIMAL.test(text);
}

/**
 * @param {string} text
 * @returns {Decimal}
 */
export function decimalOf(text) {
  const [, sign, whole, fraction = "", exponent = "0"] = text.match(DECIMAL);
  const digits = BigInt(whole + fraction);
  return withScale({ units: sign === "-" ? -digits : digits, scale: fraction.length - Number(exponent) });
}

/** A scale below zero is whole digits in short. */
function withScale({ units, scale }) {
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** The units of both at the same scale. */
function aligned(a, b) {
  const scale = Math.max(a.scale, b.scale);
  return { scale, units: [a, b].map((each) => each.units * 10n ** BigInt(scale - each.scale)) };
}

/** @returns {Decimal} */
function plus(a, b) {
  const { scale, units } = aligned(a, b);
  return { units: units[0] + units[1], scale };
}

/** @returns {number} below, at or above zero as `a` is less than, equal to or more than `b` */
export function compareDecimals(a, b) {
  const { units } = aligned(a, b);
  return units[0] < units[1] ? -1 : Number(units[0] > units[1]);
}

/**
 * @param {string[]} texts
 * @returns {string} their exact sum
 */
export function sumOf(texts) {
  return textOf(texts.map(decimalOf).reduce(plus, { units: 0n, scale: 0 }));
}

/** Plain, with a decimal point and no zeros that say nothing, as the CSV has it. */
export function textOf({ units, scale }) {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "") || "0";
  return `${units < 0n ? "-" : ""}${whole}.${fraction}`;
}

/**
 * What `part` is of `whole`, in per cent with one decimal, half away from zero; null of nothing.
 *
 * @param {string} part
 * @param {string} whole
 */
export function percentOf(part, whole) {
  const { units } = aligned(decimalOf(part), decimalOf(whole));
  if (units[1] === 0n) return null;
  const tenths = roundedQuotient(units[0] * 1000n, units[1]);
  const digits = String(tenths < 0n ? -tenths : tenths).padStart(2, "0");
  return `${tenths < 0n ? "-" : ""}${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

function roundedQuotient(dividend, divisor) {
  const isNegative = dividend < 0n !== divisor < 0n;
  const [top, bottom] = [dividend, divisor].map((each) => (each < 0n ? -each : each));
  const quotient = (2n * top + bottom) / (2n * bottom);
  return isNegative ? -quotient : quotient;
}

/**
 * Where `value` lies from `low` to `high`, for drawing alone: a number from 0 to 1.
 *
 * @param {Decimal} value
 * @param {Decimal} low
 * @param {Decimal} high
 */
export function fractionOf(value, low, high) {
  const negative = { units: -low.units, scale: low.scale };
  const { units } = aligned(plus(value, negative), plus(high, negative));
  return units[1] === 0n ? 0 : Number((units[0] * 1_000_000n) / units[1]) / 1_000_000;
}

/**
 * Round marks from the one at or below `low` to the one at or above `high`: steps of 1, 2 or 5 and
 * zeros, about `count` of them.
 *
 * @param {Decimal} low
 * @param {Decimal} high
 * @param {number} [count]
 * @returns {Decimal[]} from the lowest
 */
export function roundMarks(low, high, count = 5) {
  // One digit more than the span has tells the step apart.
  const scale = Math.max(low.scale, high.scale) + 2;
  const [bottom, top] = [low, high].map((each) => each.units * 10n ** BigInt(scale - each.scale));
  if (bottom === top) return [low];
  const step = roundStep((top - bottom) / BigInt(count) || 1n);
  const marks = [];
  const first = floorTo(bottom, step);
  for (let at = first; ; at += step) {
    marks.push({ units: at, scale });
    if (at >= top) return marks;
  }
}

/** The least of 1, 2 or 5 times a power of ten that is not below `least`. */
function roundStep(least) {
  const power = 10n ** BigInt(String(least).length - 1);
  return [1n, 2n, 5n, 10n].map((times) => times * power).find((step) => step >= least);
}

function floorTo(value, step) {
  const rest = ((value % step) + step) % step;
  return value - rest;
}
