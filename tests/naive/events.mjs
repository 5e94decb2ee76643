// A billing event: one request. Its amount may come twice, as cost_total and in billionths of a dollar.

import { absolute, compare, decimal, equal, multiply, subtract } from "./decimal.mjs";
import { amount, fail, requiredText, text } from "./fields.mjs";
import { readInstant } from "./instant.mjs";
import { writtenText } from "./json.mjs";
import { kindOf } from "./kinds.mjs";
import { soldThing } from "./sold-thing.mjs";
import { callerOf, costsOf, subtotalFigure, winningFigure } from "./usage.mjs";

const BILLIONTH = decimal("1e-9");
const HALF_A_BILLIONTH = decimal("0.5e-9");

export function eventOf(value, { timezone, unitOf }) {
  const endpoint_id = requiredText(value, "endpoint_id");
  const [quantity, output_units] = [amount(value, "quantity"), amount(value, "output_units")];
  const item = {
    kind: kindOf(value, "events"),
    request_id: requiredText(value, "request_id"),
    timestamp: timestampOf(value, timezone),
    currency: (text(value, "currency") ?? "USD").toUpperCase(),
    unit: text(value, "unit") ?? unitOf(endpoint_id),
    quantity: quantity ?? output_units,
    quantityDiffers: Boolean(quantity && output_units) && !equal(quantity, output_units),
    ...costsOf(value),
    ...callerOf(value),
    ...soldThing({ product: "model_apis", endpoint_id, machine_type: null, app: null, environment: null }),
    productSent: null,
    isSurge: null,
    requestTags: tagsOf(value.tags ?? null),
  };
  const { total, nanoDiffers } = billedAmount(item, amount(value, "cost_estimate_nano_usd"));
  return { ...item, total: total ?? fail("cost_total"), nanoDiffers, subtotal: subtotalFigure(item, total) };
}

function timestampOf(value, timezone) {
  try {
    return readInstant(requiredText(value, "timestamp"), timezone);
  } catch {
    return fail("timestamp");
  }
}

// Where both amounts are the same billionth, the one with more digits says more. Where they are not, the estimate
// in billionths is the one that was not rounded.
function billedAmount(item, nano) {
  const figure = winningFigure(item);
  const fine = nano && item.currency === "USD" ? multiply(nano, BILLIONTH) : null;
  if (!figure || !fine) return { total: figure ?? fine, nanoDiffers: false };
  const agree = compare(absolute(subtract(fine, figure)), HALF_A_BILLIONTH) <= 0;
  return { total: agree && figure.scale >= fine.scale ? figure : fine, nanoDiffers: !agree };
}

// { key: the JSON text of its value in FOCUS Tags }: texts, numbers and words as they are, anything deeper as a text
// of its JSON. A list of texts is a list of keys.
function tagsOf(tags) {
  if (tags === null) return {};
  if (Array.isArray(tags)) {
    if (!tags.every((tag) => typeof tag === "string")) fail("tags");
    return keyed(tags.map((tag) => [tag, "true"]));
  }
  if (typeof tags !== "object" || isNumber(tags)) fail("tags");
  return keyed(Object.entries(tags).map(([key, value]) => [key, tagValue(value)]));
}

function tagValue(value) {
  if (isNumber(value)) return writtenText(value);
  const isNested = typeof value === "object" && value !== null;
  return JSON.stringify(isNested ? writtenText(value) : value);
}

function isNumber(value) {
  return typeof value === "object" && value !== null && /^[-0-9]/.test(writtenText(value));
}

function keyed(entries) {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
