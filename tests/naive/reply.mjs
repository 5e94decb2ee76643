// fal's /models/usage replies, read into line items (fal's names, exact amounts).

import { HUNDRED, ZERO, add, decimal, divideExactly, isZero, multiply, subtract } from "./decimal.mjs";
import { readInstant } from "./instant.mjs";
import { readJsonValues } from "./json.mjs";

/** Every reply of a file: one reply, an array of replies, NDJSON or concatenated replies (design section 3). */
export function repliesOf(text) {
  return readJsonValues(text).flat();
}

/** The line items of a reply, in its order. A `summary` beside the time series says the same again: not added. */
export function lineItemsOf(reply, zone) {
  return reply.time_series.flatMap(({ bucket, results }) =>
    results.map((result) => lineItem(result, readInstant(bucket, zone))));
}

function lineItem(result, bucketStart) {
  const auth = result.auth_method_structured ?? {};
  const item = {
    bucketStart,
    endpoint_id: result.endpoint_id,
    currency: result.currency.toUpperCase(),
    unit: text(result.unit),
    quantity: amount(result.quantity),
    unit_price: amount(result.unit_price),
    percent_discount: amount(result.percent_discount),
    cost_subtotal: amount(result.cost_subtotal),
    cost_discount: amount(result.cost_discount),
    cost_total: amount(result.cost_total),
    cost: amount(result.cost),
    auth_method: text(result.auth_method),
    auth: { detail: text(auth.detail), api_key_id: text(auth.api_key_id), login_username: text(auth.login_username) },
  };
  return { ...item, total: winningFigure(item), subtotal: subtotalFigure(item) };
}

// Section 3, "which figure wins": cost_total, then cost, then cost_subtotal − cost_discount.
function winningFigure(item) {
  return item.cost_total ?? item.cost ?? subtract(item.cost_subtotal, item.cost_discount);
}

// The amount before the discount, from whichever generation of the fields the line item has; null where a percentage
// was taken off the only figure there is, and no exact amount was there before.
function subtotalFigure(item) {
  if (item.cost_subtotal) return item.cost_subtotal;
  if (item.cost_total && item.cost_discount) return add(item.cost_total, item.cost_discount);
  const kept = subtract(HUNDRED, item.percent_discount ?? ZERO);
  return isZero(kept) ? null : divideExactly(multiply(winningFigure(item), HUNDRED), kept);
}

// FOCUS NullHandling: an absent value is null, never an empty string.
function text(value) {
  return value === undefined || value === "" ? null : value;
}

// A JSON number, or a JSON string that holds one.
function amount(value) {
  if (value === undefined || value === null) return null;
  return decimal(typeof value === "string" ? value : value.number);
}
