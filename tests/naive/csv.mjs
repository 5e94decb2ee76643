// FOCUS 1.2 rows → CSV text (design section 4).

import { decimalText, inRange } from "./decimal.mjs";
import { instantText } from "./instant.mjs";

const COLUMNS = [
  ["BilledCost", "decimal"], ["BillingAccountId", "text"], ["BillingAccountName", "text"],
  ["BillingCurrency", "text"], ["BillingPeriodStart", "date"], ["BillingPeriodEnd", "date"],
  ["ChargeCategory", "text"], ["ChargeClass", "text"], ["ChargeDescription", "text"],
  ["ChargeFrequency", "text"], ["ChargePeriodStart", "date"], ["ChargePeriodEnd", "date"],
  ["CommitmentDiscountStatus", "text"], ["ConsumedQuantity", "decimal"], ["ConsumedUnit", "text"],
  ["ContractedCost", "decimal"], ["ContractedUnitPrice", "decimal"], ["EffectiveCost", "decimal"],
  ["InvoiceId", "text"], ["InvoiceIssuerName", "text"], ["ListCost", "decimal"], ["ListUnitPrice", "decimal"],
  ["PricingCategory", "text"], ["PricingCurrencyContractedUnitPrice", "decimal"],
  ["PricingCurrencyEffectiveCost", "decimal"], ["PricingCurrencyListUnitPrice", "decimal"],
  ["PricingQuantity", "decimal"], ["PricingUnit", "text"], ["ProviderName", "text"], ["PublisherName", "text"],
  ["ServiceCategory", "text"], ["ServiceName", "text"], ["ServiceSubcategory", "text"], ["SkuId", "text"],
  ["SkuMeter", "text"], ["SkuPriceDetails", "json"], ["SkuPriceId", "text"], ["SubAccountId", "text"],
  ["SubAccountName", "text"], ["Tags", "json"],
  ["x_ApiKeyId", "text"], ["x_AuthMethod", "text"], ["x_CostDiscount", "decimal"], ["x_CostSubtotal", "decimal"],
  ["x_Environment", "text"], ["x_IsSurge", "text"], ["x_LoginUsername", "text"], ["x_MachineType", "text"],
  ["x_PercentDiscount", "decimal"], ["x_PriceDerived", "text"], ["x_Product", "text"], ["x_RequestId", "text"],
  ["x_Source", "text"], ["x_Unit", "text"],
];

/** The CSV, and how many cells spreadsheetSafe changed. The header is written even where there are no rows. */
export function csvOf(rows, { spreadsheetSafe = false }) {
  let escaped = 0;
  const cell = (value, type) => {
    if (spreadsheetSafe && type === "text" && isRunBySpreadsheets(value)) {
      escaped += 1;
      return `'${value}`;
    }
    return cellText(value, type);
  };
  const header = COLUMNS.map(([name]) => name);
  const body = rows.map((row) => COLUMNS.map(([name, type]) => cell(row[name] ?? null, type)));
  return { csv: [header, ...body].map(csvLine).join(""), escaped };
}

// A formula, or text that already begins with the mark that undoes one. Never numbers, dates or JSON.
function isRunBySpreadsheets(value) {
  return /^[=+\-@\t\r\n＝＋－＠']/.test(value ?? "");
}

function cellText(value, type) {
  if (value === null) return ""; // FOCUS NullHandling: nothing between the commas
  if (type === "decimal") return decimalText(inRange(value));
  return type === "date" ? instantText(value) : value;
}

// RFC 4180 quoting, but LF line ends.
function csvLine(cells) {
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
