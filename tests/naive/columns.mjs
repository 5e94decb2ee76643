// The columns: their types by name, those of the report in its order, those that a FOCUS file of any version may have.

const DECIMALS = [
  "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ListUnitPrice", "ContractedUnitPrice",
  "PricingQuantity", "ConsumedQuantity", "CommitmentDiscountQuantity", "PricingCurrencyListUnitPrice",
  "PricingCurrencyContractedUnitPrice", "PricingCurrencyEffectiveCost",
  "x_CostDiscount", "x_CostSubtotal", "x_PercentDiscount",
];
const DATES = ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"];
const JSONS = [
  "Tags", "SkuPriceDetails", "AllocatedTags", "AllocatedMethodDetails", "ContractApplied",
  "CommitmentProgramEligibilityDetails",
];

/** FOCUS 1.2 with our custom columns. */
export const REPORT_COLUMNS = `
  BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodStart BillingPeriodEnd ChargeCategory
  ChargeClass ChargeDescription ChargeFrequency ChargePeriodStart ChargePeriodEnd CommitmentDiscountStatus
  ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId InvoiceIssuerName ListCost
  ListUnitPrice PricingCategory PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost
  PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName
  ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags
  x_ApiKeyId x_App x_AuthMethod x_CostDiscount x_CostSubtotal x_Environment x_IsSurge x_LoginUsername x_MachineType
  x_PercentDiscount x_PriceDerived x_Product x_RequestId x_Source x_Unit
`.trim().split(/\s+/);

const OTHER_FOCUS_COLUMNS = `
  AllocatedMethodId AllocatedResourceId AllocatedResourceName AvailabilityZone BillingAccountType
  CapacityReservationId CapacityReservationStatus CommitmentDiscountCategory CommitmentDiscountId
  CommitmentDiscountName CommitmentDiscountType CommitmentDiscountUnit HostProviderName InvoiceDetailId
  PricingCurrency RegionId RegionName ResourceId ResourceName ResourceType ServiceProviderName x_InvoiceId
`.trim().split(/\s+/);

/** "decimal", "date", "json" or "text"; "unknown" for a column that neither FOCUS nor we have. */
export function typeOf(name) {
  if (DECIMALS.includes(name)) return "decimal";
  if (DATES.includes(name)) return "date";
  if (JSONS.includes(name)) return "json";
  return REPORT_COLUMNS.includes(name) || OTHER_FOCUS_COLUMNS.includes(name) ? "text" : "unknown";
}

/** The order of rows at grain "timeframe": by the first of these that differs. */
export const SORTED_BY = `
  ChargePeriodStart ChargePeriodEnd SkuId SkuPriceId x_Unit ListUnitPrice ContractedUnitPrice x_PercentDiscount
  BillingCurrency SubAccountId x_ApiKeyId x_AuthMethod x_LoginUsername Tags x_PriceDerived x_Product x_App
  x_Environment x_MachineType x_IsSurge ServiceName
`.trim().split(/\s+/);
