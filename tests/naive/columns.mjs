// The columns: their types by name, those of every version of FOCUS, those of the report, those that the options choose.

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

export const VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4"];

const namesOf = (text) => text.trim().split(/\s+/);

// By the version that brought them.
const FOCUS_COLUMNS = {
  "1.0": namesOf(`
    AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd
    BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart
    CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus
    CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost
    InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName PublisherName
    RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId
    SubAccountId SubAccountName Tags`),
  "1.1": namesOf(`
    CapacityReservationId CapacityReservationStatus CommitmentDiscountQuantity CommitmentDiscountUnit
    ServiceSubcategory SkuMeter SkuPriceDetails`),
  "1.2": namesOf(`
    BillingAccountType InvoiceId PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost
    PricingCurrencyListUnitPrice SubAccountType`),
  "1.3": namesOf(`
    AllocatedMethodDetails AllocatedMethodId AllocatedResourceId AllocatedResourceName AllocatedTags ContractApplied
    HostProviderName ServiceProviderName`),
  "1.4": namesOf("CommitmentProgramEligibilityDetails InvoiceDetailId"),
};
const REMOVED_IN = { ProviderName: "1.4", PublisherName: "1.4" };

// What fal has nothing to say about, and no version needs.
const NOT_OURS = namesOf(`
  AvailabilityZone BillingAccountType CapacityReservationId CapacityReservationStatus CommitmentDiscountCategory
  CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountType
  CommitmentDiscountUnit PricingCurrency RegionId RegionName ResourceId ResourceName ResourceType`);

const CUSTOM_COLUMNS = namesOf(`
  x_ApiKeyId x_App x_AuthMethod x_CostDiscount x_CostSubtotal x_Environment x_InvoiceId x_IsSurge x_LoginUsername
  x_MachineType x_PercentDiscount x_PriceDerived x_Product x_RequestId x_Source x_Unit`);
const PERSONAL_COLUMNS = ["x_AuthMethod", "x_LoginUsername"];

/** Whether any version of FOCUS has it. All other columns are custom. */
export function isFocusColumn(name) {
  return VERSIONS.some((version) => hasColumn(version, name));
}

/** Whether this version of FOCUS has it. */
export function hasColumn(version, name) {
  const since = VERSIONS.find((each) => FOCUS_COLUMNS[each].includes(name));
  return since <= version && !(REMOVED_IN[name] <= version);
}

/** FOCUS columns by name; but before 1.4 a period starts before it ends. */
export function inOrderOf(version, names) {
  const key = (name) => (version < "1.4" ? name.replace("PeriodStart", "PeriodBegin") : name);
  return names.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** All columns of our report in a version of FOCUS. */
export function reportColumns(version) {
  const ours = Object.values(FOCUS_COLUMNS).flat()
    .filter((name) => hasColumn(version, name) && !NOT_OURS.includes(name));
  // Where FOCUS has no InvoiceId we have.
  const custom = CUSTOM_COLUMNS.filter((name) => name !== "x_InvoiceId" || !hasColumn(version, "InvoiceId"));
  return [...inOrderOf(version, ours), ...custom];
}

/** Those that the options leave. */
export function chosenColumns(columns, { columns: wanted, customColumns = true, personalData = true }) {
  const names = typeof wanted === "string" ? wanted.split(",") : wanted;
  return columns.filter((name) =>
    (customColumns || isFocusColumn(name)) &&
    (personalData || !PERSONAL_COLUMNS.includes(name)) &&
    (names === undefined || names.includes(name)));
}

/** "decimal", "date", "json" or "text"; "unknown" for a column that neither FOCUS nor we have. */
export function typeOf(name) {
  if (DECIMALS.includes(name)) return "decimal";
  if (DATES.includes(name)) return "date";
  if (JSONS.includes(name)) return "json";
  return isFocusColumn(name) || CUSTOM_COLUMNS.includes(name) ? "text" : "unknown";
}

/** The order of rows at grain "timeframe": by the first of these that differs. */
export const SORTED_BY = `
  ChargePeriodStart ChargePeriodEnd SkuId SkuPriceId x_Unit ListUnitPrice ContractedUnitPrice x_PercentDiscount
  BillingCurrency SubAccountId x_ApiKeyId x_AuthMethod x_LoginUsername Tags x_PriceDerived x_Product x_App
  x_Environment x_MachineType x_IsSurge ServiceName
`.trim().split(/\s+/);
