// DuckDB's own JSON reader is an extension that it downloads, so the pages go in by way of JSON.parse and
// Arrow. Its numbers are doubles: unlike the others' its rows are not exact.

import { tableFromArrays, tableToIPC } from "apache-arrow";

import { BILLING_ACCOUNT, periodsOf, tagsOf, unitOf } from "../contestants/usage-row.mjs";

const CONSTANT = (value) => `'${value}'`;
const NULL = "NULL";
// Columns of doubles have no null: 0 stands for no discount.
const PRICE = "unit_price * (100 - percent_discount) / 100";

// Column of the CSV to what DuckDB computes it of.
const COLUMNS = {
  BilledCost: "cost_total",
  BillingAccountId: CONSTANT(BILLING_ACCOUNT),
  BillingAccountName: CONSTANT(BILLING_ACCOUNT),
  BillingCurrency: "currency",
  BillingPeriodStart: "billing_start",
  BillingPeriodEnd: "billing_end",
  ChargeCategory: CONSTANT("Usage"),
  ChargeClass: NULL,
  ChargeDescription: "'Usage of ' || endpoint_id || ' in ' || pricing_unit",
  ChargeFrequency: CONSTANT("Usage-Based"),
  ChargePeriodStart: "charge_start",
  ChargePeriodEnd: "charge_end",
  CommitmentDiscountStatus: NULL,
  ConsumedQuantity: "quantity",
  ConsumedUnit: "pricing_unit",
  ContractedCost: `quantity * ${PRICE}`,
  ContractedUnitPrice: PRICE,
  EffectiveCost: "cost_total",
  InvoiceId: NULL,
  InvoiceIssuerName: CONSTANT("fal"),
  ListCost: "quantity * unit_price",
  ListUnitPrice: "unit_price",
  PricingCategory: CONSTANT("Standard"),
  PricingCurrencyContractedUnitPrice: PRICE,
  PricingCurrencyEffectiveCost: "cost_total",
  PricingCurrencyListUnitPrice: "unit_price",
  PricingQuantity: "quantity",
  PricingUnit: "pricing_unit",
  ProviderName: CONSTANT("fal"),
  PublisherName: CONSTANT("fal"),
  ServiceCategory: CONSTANT("AI and Machine Learning"),
  ServiceName: CONSTANT("fal Model APIs"),
  ServiceSubcategory: CONSTANT("Generative AI"),
  SkuId: "endpoint_id",
  SkuMeter: "regexp_replace(pricing_unit, '^[0-9]+ ', '')",
  SkuPriceDetails: NULL,
  SkuPriceId: "endpoint_id || '|' || pricing_unit",
  SubAccountId: NULL,
  SubAccountName: NULL,
  SubAccountType: NULL,
  Tags: "nullif(tags, '')",
  x_ApiKeyId: "nullif(api_key_id, '')",
  x_App: NULL,
  x_AuthMethod: "auth_method",
  x_CostDiscount: "cost_discount",
  x_CostSubtotal: "cost_subtotal",
  x_Environment: NULL,
  x_IsSurge: NULL,
  x_LoginUsername: NULL,
  x_MachineType: NULL,
  x_PercentDiscount: "nullif(percent_discount, 0)",
  x_PriceDerived: CONSTANT("false"),
  x_Product: NULL,
  x_RequestId: NULL,
  x_Source: CONSTANT("estimate"),
  x_Unit: "unit",
};

const SELECT = Object.entries(COLUMNS).map(([name, expression]) => `${expression} AS "${name}"`);

/** The report of a database that `open` opens anew, so that no run finds the rows of another. */
export function duckdb(open) {
  return async (pages, sink) => {
    const database = await open();
    const connection = database.connect();
    let create = true;
    for (const { text } of pages) {
      connection.insertArrowFromIPCStream(tableToIPC(arrowOf(text), "stream"), { name: "usage", create });
      create = false;
    }
    // A file in memory: in Node a name alone would be one on the disk.
    database.registerFileBuffer("report.csv", new Uint8Array(1));
    connection.query(`COPY (SELECT ${SELECT.join(", ")} FROM usage) TO 'report.csv' (HEADER, USE_TMP_FILE false)`);
    sink(database.copyFileToBuffer("report.csv"));
    connection.close();
    database.reset();
    database.dropFiles();
  };
}

function arrowOf(text) {
  const columns = {};
  const put = (name, value) => (columns[name] ??= []).push(value);
  for (const { bucket, results } of JSON.parse(text).time_series) {
    const periods = periodsOf(bucket);
    for (const item of results) {
      for (const name of ["endpoint_id", "unit", "currency", "auth_method"]) put(name, item[name]);
      for (const name of ["quantity", "unit_price", "cost_subtotal", "cost_discount", "cost_total"]) put(name, item[name]);
      put("percent_discount", item.percent_discount ?? 0);
      put("pricing_unit", unitOf(item.unit));
      put("tags", tagsOf(item));
      put("api_key_id", item.auth_method_structured?.api_key_id ?? "");
      put("charge_start", periods.chargeStart);
      put("charge_end", periods.chargeEnd);
      put("billing_start", periods.billingStart);
      put("billing_end", periods.billingEnd);
    }
  }
  const isNumber = (values) => typeof values[0] === "number";
  const typed = ([name, values]) => [name, isNumber(values) ? Float64Array.from(values) : values];
  return tableFromArrays(Object.fromEntries(Object.entries(columns).map(typed)));
}
