// Exact decimals: value = digits / 10^scale, digits a BigInt. Nothing is ever rounded (design section 3).
// Every result is reduced (no trailing zeros behind the point), so equal values have equal fields.

/** The most digits an amount may have, before and behind the point together, and behind the point. */
export const MOST_DIGITS = 76;

const JSON_NUMBER = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/** From the text of a JSON number, exponent and all. */
export function decimal(text) {
  const [, sign, whole, fraction = "", exponent = "0"] = JSON_NUMBER.exec(text);
  const places = Number(exponent);
  if (Math.abs(places) > 10_000) throw outOfRange(text); // 1e999999999 must not be spelled out
  return inRange(shifted(BigInt(sign + whole + fraction), fraction.length - places));
}

/** Whether the text is a JSON number, and nothing else. */
export function isNumberText(text) {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text);
}

/** Half a unit of the last decimal of the number as it was written: of `12.50` that is 0.005. */
export function halfUnit(text) {
  const [, , , fraction = "", exponent = "0"] = JSON_NUMBER.exec(text);
  return shifted(5n, Math.max(0, fraction.length - Number(exponent)) + 1);
}

export const ZERO = decimal("0");
export const ONE = decimal("1");
export const HUNDRED = decimal("100");
export const HUNDREDTH = decimal("0.01");

export function add(a, b) {
  const scale = Math.max(a.scale, b.scale);
  return shifted(digitsAt(a, scale) + digitsAt(b, scale), scale);
}

export function sum(amounts) {
  return amounts.reduce(add, ZERO);
}

export function subtract(a, b) {
  return add(a, negative(b));
}

export function multiply(a, b) {
  return shifted(a.digits * b.digits, a.scale + b.scale);
}

export function negative(a) {
  return { digits: -a.digits, scale: a.scale };
}

export function absolute(a) {
  return isNegative(a) ? negative(a) : a;
}

export function isNegative(a) {
  return a.digits < 0n;
}

export function isPositive(a) {
  return a.digits > 0n;
}

export function isZero(a) {
  return a.digits === 0n;
}

export function compare(a, b) {
  const difference = subtract(a, b).digits;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function equal(a, b) {
  return compare(a, b) === 0;
}

/** a / b when that is a terminating decimal within the range, else null: a price is never a rounded one. */
export function divideExactly(a, b) {
  const numerator = a.digits * 10n ** BigInt(b.scale);
  const denominator = b.digits * 10n ** BigInt(a.scale);
  for (let scale = 0; scale <= MOST_DIGITS; scale += 1) {
    const enlarged = numerator * 10n ** BigInt(scale);
    if (enlarged % denominator === 0n) {
      const quotient = shifted(enlarged / denominator, scale);
      return fits(quotient) ? quotient : null;
    }
  }
  return null;
}

/** The text of the CSV (design section 4): plain, always a point, no needless zero, no negative zero. */
export function decimalText(a) {
  const digits = absolute(a).digits.toString().padStart(a.scale + 1, "0");
  const whole = digits.slice(0, digits.length - a.scale);
  const fraction = digits.slice(digits.length - a.scale);
  return `${isNegative(a) ? "-" : ""}${whole}.${fraction || "0"}`;
}

export function fits(a) {
  return a.scale <= MOST_DIGITS && absolute(a).digits.toString().length <= MOST_DIGITS;
}

/** The same amount, or the error that the contract names for one beyond the documented range. */
export function inRange(a) {
  if (!fits(a)) throw outOfRange(decimalText(a));
  return a;
}

function outOfRange(text) {
  return Object.assign(new RangeError(`amount out of range: ${text}`), { code: "amount_out_of_range" });
}

function digitsAt(a, scale) {
  return a.digits * 10n ** BigInt(scale - a.scale);
}

function shifted(digits, scale) {
  if (scale < 0) return { digits: digits * 10n ** BigInt(-scale), scale: 0 };
  if (scale > 0 && digits % 10n === 0n) return shifted(digits / 10n, scale - 1);
  return { digits, scale };
}
