// Pages to objects of 56 columns, which the CSV libraries turn into text.

import { BILLING_ACCOUNT, contractedPrice, costText, decimalText, periodsOf, tagsOf, unitOf } from "./usage-row.mjs";

/** The rows of one page. */
export function rowsOf(text) {
  return JSON.parse(text).time_series.flatMap(({ bucket, results }) => {
    const periods = periodsOf(bucket);
    return results.map((item) => rowOf(item, periods));
  });
}

function rowOf(item, { chargeStart, chargeEnd, billingStart, billingEnd }) {
  const sku = item.endpoint_id;
  const unit = unitOf(item.unit);
  const quantity = decimalText(item.quantity);
  const total = decimalText(item.cost_total);
  const subtotal = decimalText(item.cost_subtotal);
  const listPrice = decimalText(item.unit_price);
  const price = contractedPrice(item.unit_price, item.percent_discount);
  return {
    BilledCost: total,
    BillingAccountId: BILLING_ACCOUNT,
    BillingAccountName: BILLING_ACCOUNT,
    BillingCurrency: item.currency,
    BillingPeriodStart: billingStart,
    BillingPeriodEnd: billingEnd,
    ChargeCategory: "Usage",
    ChargeClass: "",
    ChargeDescription: `Usage of ${sku} in ${unit}`,
    ChargeFrequency: "Usage-Based",
    ChargePeriodStart: chargeStart,
    ChargePeriodEnd: chargeEnd,
    CommitmentDiscountStatus: "",
    ConsumedQuantity: quantity,
    ConsumedUnit: unit,
    ContractedCost: costText(Number(price), item.quantity, item.cost_total, total),
    ContractedUnitPrice: price,
    EffectiveCost: total,
    InvoiceId: "",
    InvoiceIssuerName: "fal",
    ListCost: costText(item.unit_price, item.quantity, item.cost_subtotal, subtotal),
    ListUnitPrice: listPrice,
    PricingCategory: "Standard",
    PricingCurrencyContractedUnitPrice: price,
    PricingCurrencyEffectiveCost: total,
    PricingCurrencyListUnitPrice: listPrice,
    PricingQuantity: quantity,
    PricingUnit: unit,
    ProviderName: "fal",
    PublisherName: "fal",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: "fal Model APIs",
    ServiceSubcategory: "Generative AI",
    SkuId: sku,
    SkuMeter: unit.replace(/^\d+ /, ""),
    SkuPriceDetails: "",
    SkuPriceId: `${sku}|${unit}`,
    SubAccountId: "",
    SubAccountName: "",
    SubAccountType: "",
    Tags: tagsOf(item),
    x_ApiKeyId: item.auth_method_structured?.api_key_id ?? "",
    x_App: "",
    x_AuthMethod: item.auth_method,
    x_CostDiscount: decimalText(item.cost_discount),
    x_CostSubtotal: subtotal,
    x_Environment: "",
    x_IsSurge: "",
    x_LoginUsername: "",
    x_MachineType: "",
    x_PercentDiscount: item.percent_discount === null ? "" : decimalText(item.percent_discount),
    x_PriceDerived: "false",
    x_Product: "",
    x_RequestId: "",
    x_Source: "estimate",
    x_Unit: item.unit,
  };
}
