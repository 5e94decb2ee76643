// A line item of a usage reply, of models, of serverless machines or of an organization: fal's names, exact amounts.

import { HUNDRED, ZERO, add, divideExactly, isZero, multiply, subtract } from "./decimal.mjs";
import { amount, fail, percent, requiredText, text, yesOrNo } from "./fields.mjs";
import { kindOf } from "./kinds.mjs";
import { soldThing } from "./sold-thing.mjs";

export function usageItemOf(value) {
  const isOfMachine = (value.machine_type ?? null) !== null;
  const item = {
    kind: kindOf(value, "usage"),
    currency: requiredText(value, "currency").toUpperCase(),
    unit: text(value, "unit"),
    quantity: amount(value, "quantity"),
    ...costsOf(value),
    ...callerOf(value),
    ...soldThing({
      product: text(value, "product") ?? (isOfMachine ? "serverless" : "model_apis"),
      endpoint_id: isOfMachine ? text(value, "endpoint_id") : requiredText(value, "endpoint_id"),
      machine_type: text(value, "machine_type"),
      app: text(value, "app"),
      environment: text(value, "environment"),
    }),
    productSent: text(value, "product"),
    isSurge: yesOrNo(value, "is_surge"),
    requestTags: {},
  };
  const total = winningFigure(item) ?? fail("cost_total");
  return { ...item, total, subtotal: subtotalFigure(item, total) };
}

/** What fal says an item costs, in every generation of its fields. */
export function costsOf(value) {
  return {
    unit_price: amount(value, "unit_price"),
    percent_discount: percent(value, "percent_discount"),
    cost_subtotal: amount(value, "cost_subtotal"),
    cost_discount: amount(value, "cost_discount"),
    cost_total: amount(value, "cost_total"),
    cost: amount(value, "cost"),
  };
}

/** Who used it. */
export function callerOf(value) {
  const auth = value.auth_method_structured ?? {};
  return {
    username: text(value, "username"),
    auth_method: text(value, "auth_method"),
    auth: { detail: text(auth, "detail"), api_key_id: text(auth, "api_key_id"), login_username: text(auth, "login_username") },
  };
}

/** Design section 3, "which figure wins": cost_total, then cost, then cost_subtotal − cost_discount; null without any. */
export function winningFigure({ cost_total, cost, cost_subtotal, cost_discount }) {
  return cost_total ?? cost ?? (cost_subtotal && cost_discount && subtract(cost_subtotal, cost_discount));
}

/** The amount before the discount, from whichever generation of the fields the line item has; null where a percentage
 *  was taken off the only figure there is, and no exact amount was there before. */
export function subtotalFigure({ cost_subtotal, cost_total, cost_discount, percent_discount }, billed) {
  if (cost_subtotal) return cost_subtotal;
  if (cost_total && cost_discount) return add(cost_total, cost_discount);
  const kept = subtract(HUNDRED, percent_discount ?? ZERO);
  return isZero(kept) ? null : divideExactly(multiply(billed, HUNDRED), kept);
}
