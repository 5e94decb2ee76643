// One line item → its price, its quantity and its costs (reference/focus-facts.md 5.2 and 5.3).

import {
  HUNDRED, HUNDREDTH, ONE, ZERO,
  absolute, divideExactly, isNegative, isPositive, isZero, multiply, negative, subtract,
} from "./decimal.mjs";
import { focusUnit } from "./unit.mjs";

/** { quantity, unit, skuPriceId, listUnitPrice, contractedUnitPrice, billedCost, derived } */
export function chargeOf(item) {
  const priced = pricedByFal(item) ?? pricedByDivision(item);
  return priced ? unitCharge(item, priced) : oneUnitCharge(item);
}

/** The price after the percentage discount, which is taken for a negotiated one: p × (1 − d / 100), exactly. */
export function contractedPrice(price, percentDiscount) {
  const kept = subtract(HUNDRED, percentDiscount ?? ZERO);
  return multiply(price, multiply(kept, HUNDREDTH));
}

function pricedByFal({ quantity, unit_price }) {
  return quantity && unit_price ? { quantity, price: unit_price, derived: false } : null;
}

// FOCUS 1.3 ties price and quantity together: where one is missing it is what the other leaves, if that is exact.
function pricedByDivision({ quantity, unit_price, subtotal }) {
  const given = quantity ?? unit_price;
  if (!given || isZero(given) || !subtotal) return null;
  const found = divideExactly(subtotal, given);
  if (!found) return null;
  return quantity ? { quantity, price: found, derived: true } : { quantity: found, price: unit_price, derived: true };
}

// Surge prices change by the minute: they are prices of their own.
function skuPriceId({ skuId, isSurge }, unit) {
  return `${skuId}|${unit}${isSurge ? "|surge" : ""}`;
}

function unitCharge(item, { quantity, price, derived }) {
  const unit = focusUnit(item.unit) ?? "Units";
  const signed = withPositivePrice(quantity, price, item.total);
  return {
    quantity: signed.quantity,
    unit,
    skuPriceId: skuPriceId(item, unit),
    listUnitPrice: signed.price,
    contractedUnitPrice: contractedPrice(signed.price, item.percent_discount),
    billedCost: item.total,
    derived,
  };
}

// FOCUS ListUnitPrice-C-008: a price is never negative. The quantity takes the sign (design section 4).
function withPositivePrice(quantity, price, total) {
  const turned = isNegative(price) ? { quantity: negative(quantity), price: negative(price) } : { quantity, price };
  if (isNegative(total) && isPositive(turned.quantity)) turned.quantity = negative(turned.quantity);
  return turned;
}

// 5.3: a Usage row needs a price, a quantity and a SKU price, so an amount alone is one unit of itself.
function oneUnitCharge(item) {
  const { total } = item;
  const subtotal = item.subtotal ?? total;
  const owed = isZero(total) ? subtotal : total;
  const areOpposed = (isNegative(subtotal) && isPositive(total)) || (isPositive(subtotal) && isNegative(total));
  return {
    quantity: isNegative(owed) ? negative(ONE) : ONE,
    unit: item.request_id === undefined ? "Units" : "Requests",
    skuPriceId: skuPriceId(item, "amount"),
    listUnitPrice: absolute(areOpposed ? total : subtotal),
    contractedUnitPrice: absolute(total),
    billedCost: total,
    derived: true,
  };
}
