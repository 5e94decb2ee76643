// The fastest we could write in plain JavaScript: JSON.parse, then the constant parts of a row, quoted and
// joined once for each bucket, endpoint and key, and put together with the numbers by string concatenation.

import { BILLING_ACCOUNT, contractedPrice, costText, decimalText, periodsOf, tagsOf, unitOf } from "./usage-row.mjs";

const HEADER =
  "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory," +
  "ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodStart,ChargePeriodEnd,CommitmentDiscountStatus," +
  "ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceId,InvoiceIssuerName,ListCost," +
  "ListUnitPrice,PricingCategory,PricingCurrencyContractedUnitPrice,PricingCurrencyEffectiveCost," +
  "PricingCurrencyListUnitPrice,PricingQuantity,PricingUnit,ProviderName,PublisherName,ServiceCategory,ServiceName," +
  "ServiceSubcategory,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,SubAccountId,SubAccountName,SubAccountType,Tags," +
  "x_ApiKeyId,x_App,x_AuthMethod,x_CostDiscount,x_CostSubtotal,x_Environment,x_IsSurge,x_LoginUsername,x_MachineType," +
  "x_PercentDiscount,x_PriceDerived,x_Product,x_RequestId,x_Source,x_Unit\n";

/** Each page's CSV as one string. */
export function plainStrings(pages, sink) {
  const skus = new Map();
  const keys = new Map();
  sink(HEADER);
  for (const { text } of pages) sink(csvOf(JSON.parse(text), skus, keys));
}

/** The same as bytes, as a file or a Blob needs it. */
export function plainBytes(pages, sink) {
  const encoder = new TextEncoder();
  plainStrings(pages, (text) => sink(encoder.encode(text)));
}

function csvOf({ time_series }, skus, keys) {
  let csv = "";
  for (const { bucket, results } of time_series) {
    const { afterBilledCost, afterDescription } = bucketParts(bucket, results);
    for (const item of results) {
      const { quantity, cost_subtotal, cost_discount, cost_total } = item;
      const sku = skuOf(item, skus);
      const quantityText = decimalText(quantity);
      const total = decimalText(cost_total);
      const subtotal = cost_subtotal === cost_total ? total : decimalText(cost_subtotal);
      const listCost = costText(item.unit_price, quantity, cost_subtotal, subtotal);
      const contractedCost = costText(sku.price, quantity, cost_total, total);
      csv +=
        total + afterBilledCost + sku.description + afterDescription + quantityText + sku.afterQuantity +
        contractedCost + sku.afterContractedCost + total + ",,fal," + listCost + sku.afterListCost +
        total + sku.afterEffectiveCost + quantityText + sku.toSubAccount + keyOf(item, keys) +
        decimalText(cost_discount) + "," + subtotal + sku.toTheEnd;
    }
  }
  return csv;
}

function bucketParts(bucket, [item]) {
  const { chargeStart, chargeEnd, billingStart, billingEnd } = periodsOf(bucket);
  return {
    afterBilledCost: `,${BILLING_ACCOUNT},${BILLING_ACCOUNT},${item?.currency},${billingStart},${billingEnd},Usage,,`,
    afterDescription: `,Usage-Based,${chargeStart},${chargeEnd},,`,
  };
}

function skuOf(item, skus) {
  const known = skus.get(item.endpoint_id);
  const isSame =
    known?.unit === item.unit && known.unitPrice === item.unit_price && known.percent === item.percent_discount;
  if (isSame) return known;
  const sku = skuParts(item);
  skus.set(item.endpoint_id, sku);
  return sku;
}

function skuParts({ endpoint_id: id, unit: falUnit, unit_price: unitPrice, percent_discount: percent }) {
  const unit = unitOf(falUnit);
  const listPrice = decimalText(unitPrice);
  const price = contractedPrice(unitPrice, percent);
  const service = "fal,fal,AI and Machine Learning,fal Model APIs,Generative AI";
  const percentText = percent === null ? "" : decimalText(percent);
  return {
    unit: falUnit,
    unitPrice,
    percent,
    price: Number(price),
    description: `Usage of ${id} in ${unit}`,
    afterQuantity: `,${unit},`,
    afterContractedCost: `,${price},`,
    afterListCost: `,${listPrice},Standard,${price},`,
    afterEffectiveCost: `,${listPrice},`,
    toSubAccount: `,${unit},${service},${id},${unit.replace(/^\d+ /, "")},,${id}|${unit},,,,`,
    toTheEnd: `,,,,,${percentText},false,,,estimate,${falUnit}\n`,
  };
}

/** Tags to x_AuthMethod. With and without its id a key is told in two ways. */
function keyOf(item, keys) {
  const { auth_method: label, auth_method_structured: key } = item;
  const name = key ? key.api_key_id : label;
  let parts = keys.get(name);
  if (parts === undefined) {
    const tags = tagsOf(item);
    const quoted = tags === "" ? "" : `"${tags.replaceAll('"', '""')}"`;
    parts = `${quoted},${key?.api_key_id ?? ""},,${label},`;
    keys.set(name, parts);
  }
  return parts;
}
