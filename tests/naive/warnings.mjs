// What the summary warns of. No identity between fal's own figures is an error (design section 3): each kind of
// disagreement is one warning with the number of line items.

import { contractedPrice } from "./charge.mjs";
import { HUNDREDTH, ZERO, equal, multiply, subtract } from "./decimal.mjs";
import { crossesMonth } from "./row.mjs";
import { isKnownProduct } from "./sold-thing.mjs";
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
  quantity_differs: ({ item }) => item.quantityDiffers,
  nano_differs: ({ item }) => item.nanoDiffers,
  unknown_product: ({ item }) => !isKnownProduct(item.product),
  summary_only: ({ item }) => item.isOfSummary,
  crosses_month: ({ row }) => crossesMonth(row),
  price_differs: ({ item }) => !item.cost_total && !item.cost_subtotal && differ(item.cost, discountedProduct(item)),
};

/** [{ code, count }] by code, of the report that `convert` made. `included`: the [{ item, row }] of the window. */
export function warningsOf({ included, otherCounts, ...report }, request, options) {
  const { companions, invoice } = report;
  const counts = {
    default_billing_account: options.billingAccountId === undefined && companions.account === null,
    numeric_account_id: /^[0-9]+$/.test(options.billingAccountId ?? ""),
    no_line_items: report.written === 0,
    outside_window: report.outsideWindow,
    usage_only: request.source === "invoice" && !invoice, // credits and taxes come with an invoice document
    spreadsheet_escaped: report.escaped,
    duplicate_request: report.repeated.filter((differs) => !differs).length,
    duplicate_request_differs: report.repeated.filter((differs) => differs).length,
    other_kind_left_out: report.leftOut,
    invalid_skipped: report.skipped.length,
    ...otherCounts,
  };
  for (const [code, applies] of Object.entries(LINE_ITEM_WARNINGS)) counts[code] = included.filter(applies).length;
  return listed(counts);
}

/** The few that a FOCUS CSV can give. */
export function csvWarningsOf({ rows, outsideWindow, escaped, skipped, crossesMonth, lost }) {
  return listed({
    no_line_items: rows.length === 0,
    outside_window: outsideWindow,
    crosses_month: crossesMonth,
    spreadsheet_escaped: escaped,
    invalid_skipped: skipped.length,
    values_lost: lost.reduce((sum, { count }) => sum + count, 0),
  });
}

function listed(counts) {
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
