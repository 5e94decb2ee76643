// What the summary warns of. No identity between fal's own figures is an error (design section 3): each kind of
// disagreement is one warning with the number of line items.

import { contractedPrice } from "./charge.mjs";
import { HUNDREDTH, ZERO, equal, multiply, subtract } from "./decimal.mjs";
import { focusUnit } from "./unit.mjs";

const LINE_ITEM_WARNINGS = {
  missing_unit: ({ item }) => focusUnit(item.unit) === null,
  price_derived: ({ row }) => row.x_PriceDerived === "true",
  subtotal_differs: ({ item: { cost_subtotal, quantity, unit_price } }) =>
    differ(cost_subtotal, product(quantity, unit_price)),
  discount_differs: ({ item: { cost_subtotal, cost_discount, percent_discount } }) =>
    differ(cost_discount, percentOf(cost_subtotal, percent_discount ?? ZERO)),
  total_differs: ({ item: { cost_total, cost_subtotal, cost_discount } }) =>
    differ(cost_total, cost_subtotal && cost_discount && subtract(cost_subtotal, cost_discount)),
  cost_differs: ({ item: { cost, cost_total } }) => differ(cost, cost_total),
  price_differs: ({ item }) => !item.cost_total && !item.cost_subtotal && differ(item.cost, discountedProduct(item)),
};

/** [{ code, count }] by code. `included`: the [{ item, row }] of the window; `written`: how many rows there are. */
export function warningsOf({ included, written, outsideWindow, complete, escaped }, request, options) {
  const counts = {
    default_billing_account: options.billingAccountId === undefined,
    numeric_account_id: /^[0-9]+$/.test(options.billingAccountId ?? ""),
    no_line_items: written === 0,
    outside_window: outsideWindow,
    usage_only: request.source === "invoice", // no credits, no taxes: they come with an invoice document
    missing_last_page: !complete,
    spreadsheet_escaped: escaped,
  };
  for (const [code, applies] of Object.entries(LINE_ITEM_WARNINGS)) counts[code] = included.filter(applies).length;
  return Object.entries(counts)
    .map(([code, count]) => ({ code, count: Number(count) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

// A figure that is not there agrees with everything.
function differ(a, b) {
  return Boolean(a && b) && !equal(a, b);
}

function product(a, b) {
  return a && b && multiply(a, b);
}

function percentOf(amount, percent) {
  return amount && multiply(amount, multiply(percent, HUNDREDTH));
}

function discountedProduct({ quantity, unit_price, percent_discount }) {
  return unit_price && product(quantity, contractedPrice(unit_price, percent_discount));
}
