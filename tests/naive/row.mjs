// A line item in its charge period → a FOCUS row: the mapping of reference/focus-facts.md section 5, as the
// contract narrows it. Amounts stay exact decimals and dates instants until the CSV is written.

import { tagsOf } from "./attribution.mjs";
import { chargeOf } from "./charge.mjs";
import { add, multiply } from "./decimal.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { meterOf } from "./unit.mjs";

/** What is known of a line item's row before rows are added up. */
export function rowOf(item, period, request, options) {
  const charge = chargeOf(item);
  return {
    BilledCost: charge.billedCost,
    BillingAccountId: options.billingAccountId ?? "fal:account",
    BillingAccountName: options.billingAccountName ?? options.billingAccountId ?? "fal:account",
    BillingCurrency: item.currency,
    ChargePeriodStart: period.start,
    ChargePeriodEnd: period.end,
    ContractedUnitPrice: charge.contractedUnitPrice,
    ListUnitPrice: charge.listUnitPrice,
    PricingQuantity: charge.quantity,
    PricingUnit: charge.unit,
    SkuId: item.endpoint_id,
    SkuPriceId: charge.skuPriceId,
    Tags: tagsOf(item, options),
    x_ApiKeyId: item.auth.api_key_id,
    x_AuthMethod: item.auth_method ?? item.auth.detail,
    x_CostDiscount: item.cost_discount,
    x_CostSubtotal: item.cost_subtotal,
    x_LoginUsername: item.auth.login_username,
    x_PercentDiscount: item.percent_discount,
    x_PriceDerived: String(charge.derived),
    x_Source: request.source,
    x_Unit: item.unit,
  };
}

/** The row of two that agree on everything but these amounts. fal's own figures are not known of a sum when they
 *  are not known of a part (FOCUS: null, never 0, for unknown). */
export function addedRows(row, other) {
  const addKnown = (a, b) => (a && b ? add(a, b) : null);
  return {
    ...row,
    BilledCost: add(row.BilledCost, other.BilledCost),
    PricingQuantity: add(row.PricingQuantity, other.PricingQuantity),
    x_CostDiscount: addKnown(row.x_CostDiscount, other.x_CostDiscount),
    x_CostSubtotal: addKnown(row.x_CostSubtotal, other.x_CostSubtotal),
  };
}

/** The row with every column that follows from the others. What is not here is null. */
export function completedRow(row) {
  const listCost = multiply(row.ListUnitPrice, row.PricingQuantity); // ListCost-C-009: exactly the product
  const contractedCost = multiply(row.ContractedUnitPrice, row.PricingQuantity);
  return {
    ...row,
    BillingPeriodStart: monthStart(row.ChargePeriodStart, 0),
    BillingPeriodEnd: monthStart(row.ChargePeriodStart, 1),
    ChargeCategory: "Usage",
    ChargeDescription: `Usage of ${row.SkuId} in ${row.PricingUnit}`,
    ChargeFrequency: "Usage-Based",
    ConsumedQuantity: row.PricingQuantity,
    ConsumedUnit: row.PricingUnit,
    ContractedCost: contractedCost,
    EffectiveCost: row.BilledCost, // EffectiveCost-C-015 (1.4): uncovered usage
    InvoiceIssuerName: "fal",
    ListCost: listCost,
    PricingCategory: "Standard",
    PricingCurrencyContractedUnitPrice: row.ContractedUnitPrice,
    PricingCurrencyEffectiveCost: row.BilledCost,
    PricingCurrencyListUnitPrice: row.ListUnitPrice,
    ProviderName: "fal",
    PublisherName: "fal",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: "fal Model APIs",
    ServiceSubcategory: "Generative AI",
    SkuMeter: meterOf(row.PricingUnit),
  };
}

// The billing period is a calendar month in UTC, that of the charge's start (never of its exclusive end).
function monthStart(instant, monthsLater) {
  const [year, month] = instantText(instant).split("-").map(Number);
  return readInstant(new Date(Date.UTC(year, month - 1 + monthsLater)).toISOString().slice(0, 10), "UTC");
}
