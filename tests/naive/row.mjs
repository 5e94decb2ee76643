// A line item in its charge period → a FOCUS row: the mapping of reference/focus-facts.md section 5, as the
// contract narrows it. Amounts stay exact decimals and dates instants until the CSV is written.

import { tagsOf } from "./attribution.mjs";
import { chargeOf } from "./charge.mjs";
import { add, multiply } from "./decimal.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { serviceOf, skuPriceDetails } from "./sold-thing.mjs";
import { meterOf } from "./unit.mjs";

/** What is known of a line item's row before rows are added up. */
export function rowOf(item, period, { request, options, companions, invoice }) {
  const charge = chargeOf(item);
  return {
    ...billingAccount(options, companions),
    ...subAccount(item.username, companions),
    ...serviceOf(item.product),
    BilledCost: charge.billedCost,
    BillingCurrency: item.currency,
    ChargePeriodStart: period.start,
    ChargePeriodEnd: period.end,
    ContractedUnitPrice: charge.contractedUnitPrice,
    InvoiceId: invoice?.invoice_id ?? null,
    ListUnitPrice: charge.listUnitPrice,
    PricingCategory: item.isSurge ? "Dynamic" : "Standard",
    PricingQuantity: charge.quantity,
    PricingUnit: charge.unit,
    SkuId: item.skuId,
    SkuPriceDetails: skuPriceDetails(item.machine),
    SkuPriceId: charge.skuPriceId,
    Tags: tagsOf(item, options),
    x_ApiKeyId: item.auth.api_key_id,
    x_App: item.app,
    x_AuthMethod: item.auth_method ?? item.auth.detail,
    x_CostDiscount: item.cost_discount,
    x_CostSubtotal: item.cost_subtotal,
    x_Environment: item.environment,
    x_IsSurge: item.isSurge === null ? null : String(item.isSurge),
    x_LoginUsername: item.auth.login_username,
    x_MachineType: item.machine,
    x_PercentDiscount: item.percent_discount,
    x_PriceDerived: String(charge.derived),
    x_Product: item.productSent,
    x_RequestId: item.request_id ?? null,
    x_Source: request.source,
    x_Unit: item.unit,
  };
}

/** Who is billed. A made-up id contains a letter, so that nobody reads it as a number. */
export function billingAccount({ billingAccountId, billingAccountName }, { account, accountName }) {
  const id = billingAccountId ?? (account ? `fal:${account}` : "fal:account");
  return { BillingAccountId: id, BillingAccountName: billingAccountName ?? accountName ?? id };
}

/** The team, all three columns or none. */
export function subAccount(username, { nameOf }) {
  if (username === null) return { SubAccountId: null, SubAccountName: null, SubAccountType: null };
  return { SubAccountId: username, SubAccountName: nameOf(username), SubAccountType: "Team" };
}

/** The row of two that agree on everything but these amounts. fal's own figures are not known of a sum when they
 *  are not known of a part (FOCUS: null, never 0, for unknown). */
export function addedRows(row, other) {
  return {
    ...row,
    BilledCost: add(row.BilledCost, other.BilledCost),
    PricingQuantity: add(row.PricingQuantity, other.PricingQuantity),
    x_CostDiscount: addKnown(row.x_CostDiscount, other.x_CostDiscount),
    x_CostSubtotal: addKnown(row.x_CostSubtotal, other.x_CostSubtotal),
  };
}

export function addKnown(a, b) {
  return a && b ? add(a, b) : null;
}

/** The row with every column that follows from the others. What is not here is null. */
export function completedRow(row) {
  const listCost = multiply(row.ListUnitPrice, row.PricingQuantity); // ListCost-C-009: exactly the product
  const contractedCost = multiply(row.ContractedUnitPrice, row.PricingQuantity);
  const by = row.x_App === null ? "" : ` by ${row.x_App}`;
  return {
    ...row,
    ...billingPeriod(row.ChargePeriodStart),
    ChargeCategory: "Usage",
    ChargeDescription: `Usage of ${row.SkuId}${by} in ${row.PricingUnit}`,
    ChargeFrequency: "Usage-Based",
    ConsumedQuantity: row.PricingQuantity,
    ConsumedUnit: row.PricingUnit,
    ContractedCost: contractedCost,
    EffectiveCost: row.BilledCost, // EffectiveCost-C-015 (1.4): uncovered usage
    ...invoiceIds(row.InvoiceId, "usage"),
    ...FAL,
    ListCost: listCost,
    PricingCurrencyContractedUnitPrice: row.ContractedUnitPrice,
    PricingCurrencyEffectiveCost: row.BilledCost,
    PricingCurrencyListUnitPrice: row.ListUnitPrice,
    SkuMeter: meterOf(row.PricingUnit),
  };
}

/** Who sells, hosts, publishes and bills, in the columns of every version. */
export const FAL = {
  HostProviderName: "fal",
  InvoiceIssuerName: "fal",
  ProviderName: "fal",
  PublisherName: "fal",
  ServiceProviderName: "fal",
};

/** The invoice and the charge's place on it, in the columns of every version. */
export function invoiceIds(id, place) {
  return { InvoiceId: id, x_InvoiceId: id, InvoiceDetailId: id === null ? null : `${id}-${place}` };
}

/** The billing period is a calendar month in UTC, that of the charge's start (never of its exclusive end). */
export function billingPeriod(start) {
  return { BillingPeriodStart: monthStart(start, 0), BillingPeriodEnd: monthStart(start, 1) };
}

/** Whether a charge period has a first and a last second in two UTC months: it can be in one billing period only. */
export function crossesMonth({ ChargePeriodStart, ChargePeriodEnd }) {
  return monthStart(ChargePeriodStart, 0) !== monthStart(ChargePeriodEnd - 1, 0);
}

function monthStart(instant, monthsLater) {
  const [year, month] = instantText(instant).split("-").map(Number);
  return readInstant(new Date(Date.UTC(year, month - 1 + monthsLater)).toISOString().slice(0, 10), "UTC");
}
