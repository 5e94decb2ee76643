// What plain JavaScript needs to know of a row: all contestants that parse with JSON.parse share it, so that
// they differ in how they write CSV and in nothing else.

const UNITS = {
  "images": "Images",
  "megapixels": "Megapixels",
  "seconds": "Seconds",
  "videos": "Videos",
  "compute seconds": "Compute Seconds",
  "tokens": "Tokens",
  "1000 characters": "1000 Characters",
};

// Twice as much as three correctly rounded factors can be off, and half of what tells numbers of 15 digits apart.
const SAME = 5e-16;

/** FOCUS's words for a unit; this many are enough for the bench's input. */
export function unitOf(unit) {
  return UNITS[unit];
}

/** ContractedUnitPrice as text. */
export function contractedPrice(unitPrice, percent) {
  if (percent === null) return decimalText(unitPrice);
  return productText(unitPrice, `${100 - percent}e-2`);
}

/**
 * A price times a quantity as text. A figure of fal's that is the same number is printed instead of computed:
 * no two decimals of 15 digits are as near to each other as rounding can put them.
 */
export function costText(price, quantity, figure, figureText) {
  const product = price * quantity;
  return Math.abs(product - figure) <= SAME * Math.abs(product) ? figureText : productText(price, quantity);
}

/** A number without an exponent and with a decimal point. */
export function decimalText(number) {
  if (Number.isInteger(number)) return `${number}.0`;
  // From here on JavaScript prints without an exponent.
  return number >= 1e-6 ? String(number) : productText(number);
}

/** The exact product of numbers, in the same form. */
function productText(...factors) {
  let digits = 1n;
  let decimals = 0;
  for (const factor of factors) {
    const [significand, exponent = "0"] = String(factor).split("e");
    const [whole, fraction = ""] = significand.split(".");
    digits *= BigInt(whole + fraction);
    decimals += fraction.length - Number(exponent);
  }
  const text = String(digits).padStart(decimals + 1, "0");
  const fraction = text.slice(text.length - decimals).replace(/0+$/, "");
  return `${text.slice(0, text.length - decimals)}.${fraction === "" ? "0" : fraction}`;
}

/** Charge period and billing period of an hour's bucket. */
export function periodsOf(bucket) {
  const start = new Date(bucket);
  const month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1);
  const nextMonth = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
  const [chargeStart, chargeEnd, billingStart, billingEnd] = [start, start.getTime() + 3_600_000, month, nextMonth]
    .map((instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`);
  return { chargeStart, chargeEnd, billingStart, billingEnd };
}

export function tagsOf({ auth_method_structured: key }) {
  return key ? `{"fal/key":"${key.detail}"}` : "";
}

export const BILLING_ACCOUNT = "fal:bench";
