// Every rule, broken once: what is changed in the base, which rules say so, and which others cannot but say so, too.
//
// A rule is named by its id without dataset and letter, which is the same from 1.2 on (`BilledCost-C-003`); of 1.0 and
// 1.1, which have no ids, by what it is about and what it asks (`BilledCost.given`). Names that a version does not have
// mean nothing there, so that one case holds for all versions.

import { NOTHING_APPLIED, json, words } from "./base.mjs";

/**
 * A case; all but the rules may be left out:
 *
 * - rules: the rules that are broken, all of them one thing said in several versions or in several words
 * - also: other rules that this breaks of need
 * - row, cells: a row, and what is changed in it, which may depend on what stands there
 * - like, cells: a row that is added, like another but for these cells
 * - without: rows that are taken out
 * - header, columns: what becomes of the header, and the columns that are found
 * - from, until: the versions in which it is wrong, where the rule is older or stays
 * - criteria: what the provider must offer, all of it, for the rules to hold
 * - unless: what it must not offer
 */
function broken(rules, change, { also, ...more } = {}) {
  return { rules: words(rules), also: words(also), ...change, ...more };
}

const cells = (rules, row, changed, more) => broken(rules, { row, cells: changed }, more);
const supported = (...names) => names.map((name) => `${name}_SUPPORTED`);

// Which columns there are, and what the provider must offer for that.

const PRESENCE = `
  003 AvailabilityZone AVAILABILITY_ZONE
  004 ListUnitPrice PUBLIC_PRICE_LIST
  005 BillingAccountName
  006 BilledCost
  007 BillingAccountType MULTIPLE_BILLING_ACCOUNT_TYPES
  008 ChargeCategory
  009 BillingPeriodStart
  010 BillingPeriodEnd
  011 ConsumedQuantity USAGE_MEASUREMENT
  012 CommitmentDiscountName COMMITMENT_DISCOUNT
  013 CommitmentDiscountId COMMITMENT_DISCOUNT
  014 CommitmentDiscountType COMMITMENT_DISCOUNT
  015 CommitmentDiscountUnit COMMITMENT_DISCOUNT
  016 CommitmentDiscountCategory COMMITMENT_DISCOUNT
  017 CommitmentDiscountStatus COMMITMENT_DISCOUNT
  018 CommitmentDiscountQuantity COMMITMENT_DISCOUNT
  019 SubAccountId SUB_ACCOUNT
  020 CapacityReservationStatus CAPACITY_RESERVATION
  021 PublisherName
  022 PricingCategory MULTIPLE_PRICING_CATEGORIES
  023 InvoiceIssuerName
  024 BillingAccountId
  025 ChargeDescription
  026 ChargeClass
  027 ChargeFrequency
  028 ChargePeriodEnd
  029 SubAccountName SUB_ACCOUNT
  030 ContractedCost
  031 EffectiveCost
  032 ListCost
  034 ContractedUnitPrice NEGOTIATED_PRICING
  035 BillingCurrency
  036 PricingQuantity
  037 ChargePeriodStart
  038 ProviderName
  039 ResourceType BILLING_BASED_ON_PROVISIONED_RESOURCES RESOURCE_TYPE_ASSIGNMENT
  040 ServiceCategory
  041 ServiceName
  042 ServiceSubcategory
  043 ResourceId BILLING_BASED_ON_PROVISIONED_RESOURCES
  044 ResourceName BILLING_BASED_ON_PROVISIONED_RESOURCES
  045 PricingCurrency PRICING_BILLING_CURRENCY_DIFFERENCES
  047 PricingCurrencyContractedUnitPrice PUBLIC_PRICE_LIST VIRTUAL_CURRENCY
  048 PricingCurrencyContractedUnitPrice PUBLIC_PRICE_LIST PRICING_BILLING_CURRENCY_DIFFERENCES
  051 PricingCurrencyEffectiveCost PUBLIC_PRICE_LIST VIRTUAL_CURRENCY
  052 PricingCurrencyEffectiveCost PUBLIC_PRICE_LIST PRICING_BILLING_CURRENCY_DIFFERENCES
  055 PricingCurrencyListUnitPrice PUBLIC_PRICE_LIST VIRTUAL_CURRENCY
  056 PricingCurrencyListUnitPrice PUBLIC_PRICE_LIST PRICING_BILLING_CURRENCY_DIFFERENCES
  058 SkuPriceId PUBLIC_PRICE_LIST UNIT_PRICING
  059 SkuMeter PUBLIC_PRICE_LIST UNIT_PRICING
  060 SkuId PUBLIC_PRICE_LIST UNIT_PRICING
  061 SkuPriceDetails PUBLIC_PRICE_LIST UNIT_PRICING
  062 RegionName REGION
  063 RegionId REGION
  064 Tags TAGGING
  065 CapacityReservationId CAPACITY_RESERVATION
  066 ConsumedUnit USAGE_MEASUREMENT
  067 SubAccountType MULTIPLE_SUB_ACCOUNT_TYPES
  068 PricingUnit
  069 AllocatedMethodDetails DATA_GENERATOR_SPLIT_COST_ALLOCATION
  070 AllocatedMethodId DATA_GENERATOR_SPLIT_COST_ALLOCATION
  071 AllocatedResourceId DATA_GENERATOR_SPLIT_COST_ALLOCATION
  072 AllocatedResourceName DATA_GENERATOR_SPLIT_COST_ALLOCATION
  073 AllocatedTags DATA_GENERATOR_SPLIT_COST_ALLOCATION
  074 ContractApplied CONTRACT_COMMITMENTS
  075 HostProviderName
  076 ServiceProviderName
  097 CommitmentProgramEligibilityDetails COMMITMENT_PROGRAMS
  098 InvoiceDetailId INVOICE_ISSUER_PAYABLE_INVOICES`;

/** Rows that are right only because of what a column says of them. */
const ONLY_RIGHT_WITH = { ChargeClass: ["correction", "bareCorrection"], CommitmentDiscountStatus: ["unused"] };

function missing(number, column, criteria, more) {
  const header = (names) => names.filter((name) => name !== column);
  const change = { header, columns: [column], without: ONLY_RIGHT_WITH[column], criteria: supported(...criteria) };
  return broken(`CostAndUsage-D-${number} ${column}.present`, change, more);
}

const presence = [
  ...PRESENCE.trim().split("\n").map((line) => {
    const [number, column, ...criteria] = words(line);
    return missing(number, column, criteria);
  }),
  // Recommended to all, then asked of some.
  missing("033", "InvoiceId", [], { until: "1.3" }),
  missing("033", "InvoiceId", ["INVOICE_ISSUER_PAYABLE_INVOICES"], { from: "1.4" }),
];

// Types and forms: columns with the numbers of their rules, in a row where nothing else hangs on them.

const NUMBERS = `
  BilledCost 001,004 002 objects
  CommitmentDiscountQuantity 001,009 002 committed
  ConsumedQuantity 001,008 002 objects
  ContractedCost 001,004 002 objects
  ContractedUnitPrice 002 003 objects
  EffectiveCost 001,004 002 objects
  ListCost 001,004 002 objects
  ListUnitPrice 001 002 objects
  PricingCurrencyContractedUnitPrice 001 002 objects
  PricingCurrencyEffectiveCost 001,004 002 objects
  PricingCurrencyListUnitPrice 001 002 objects
  PricingQuantity 001,008,012 002 objects`;

const rulesOf = (column, numbers) => numbers.split(",").map((number) => `${column}-C-${number}`).join(" ");

const numbers = NUMBERS.trim().split("\n").flatMap((line) => {
  const [column, type, format, row] = words(line);
  return [
    cells(`${rulesOf(column, type)} ${column}.decimal`, row, { [column]: "ten" }),
    cells(`${rulesOf(column, format)} ${column}.numeric_format`, row, (base) => ({ [column]: `+${base[column]}` })),
  ];
});

const PERIODS = ["BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"];

const times = PERIODS.flatMap((column) => [
  cells(`${column}-C-001 ${column}.date_time`, "usage", { [column]: "mid-September" }),
  cells(`${column}-C-002 ${column}.date_time_format`, "usage", (base) => ({ [column]: base[column].replace("Z", "+00:00") })),
]);

/** Texts that are no UTF-8: the column, the number of its rule, a row that has it, and what else is wrong of need. */
const TEXTS = `
  AllocatedMethodId 002 allocated
  AllocatedResourceId 002 allocated
  AllocatedResourceName 002 allocated
  AvailabilityZone 002 resold
  BillingAccountId 003 resold
  BillingAccountName 002 resold
  BillingAccountType 002 resold
  BillingCurrency 002 resold BillingCurrency-C-003 BillingCurrency.currency_format
  CapacityReservationId 002 reserved
  ChargeDescription 002 resold
  CommitmentDiscountId 002 purchase
  CommitmentDiscountName 002 purchase
  CommitmentDiscountType 002 purchase
  CommitmentDiscountUnit 002 purchase CommitmentDiscountUnit-C-003 CommitmentDiscountUnit.unit_format
  ConsumedUnit 002 resold ConsumedUnit-C-003 ConsumedUnit.unit_format
  HostProviderName 002 resold
  InvoiceDetailId 002 resold
  InvoiceId 002 resold
  InvoiceIssuerName 002 resold
  PricingCurrency 002 resold
  PricingUnit 002 resold PricingUnit-C-003 PricingUnit.unit_format
  ProviderName 002 resold
  PublisherName 002 resold
  RegionId 002 resold
  RegionName 002 resold
  ResourceId 002 resold
  ResourceName 002 resold
  ResourceType 002 resold
  ServiceName 002 resold
  ServiceProviderName 002 resold
  SkuId 002 resold
  SkuMeter 002 resold
  SkuPriceId 002 resold
  SubAccountId 002 resold
  SubAccountName 002 resold
  SubAccountType 002 resold`;

const texts = TEXTS.trim().split("\n").map((line) => {
  const [column, number, row, ...also] = words(line);
  const change = (base) => ({ [column]: `${base[column]}\uFFFD` });
  return cells(`${column}-C-${number} ${column}.unicode`, row, change, { also: also.join(" ") });
});

/** Objects with such a text in them are objects all the same. */
const inObject = (base, column) => ({ [column]: base[column].replace(/^\{/, '{"x_Note":"caf\uFFFD",') });

const textsInObjects = [
  cells("AllocatedMethodDetails-C-002", "allocated", (base) => inObject(base, "AllocatedMethodDetails")),
  cells("AllocatedTags-C-016", "allocated", (base) => inObject(base, "AllocatedTags")),
  cells("CommitmentProgramEligibilityDetails-C-002", "contracted", (base) => inObject(base, "CommitmentProgramEligibilityDetails")),
  cells("ContractApplied-C-005", "contracted", (base) => inObject(base, "ContractApplied")),
  cells("SkuPriceDetails-C-025", "resold", (base) => inObject(base, "SkuPriceDetails")),
  cells("Tags-C-019", "resold", (base) => inObject(base, "Tags")),
];

const forms = [
  cells("BillingCurrency-C-003 BillingCurrency.currency_format", "usage", { BillingCurrency: "usd" }),
  cells("BillingCurrency-C-006 BillingCurrency.national_currency", "usage", { BillingCurrency: "XAU" }),
  cells("PricingCurrency-C-003", "objects", { PricingCurrency: "Euros" }, { unless: supported("VIRTUAL_CURRENCY") }),
  cells("CommitmentDiscountUnit-C-003 CommitmentDiscountUnit.unit_format", "purchase", { CommitmentDiscountUnit: "gpu_hours" }),
  cells("ConsumedUnit-C-003 ConsumedUnit.unit_format", "usage", { ConsumedUnit: "1M Requests" }),
  cells("PricingUnit-C-003 PricingUnit.unit_format", "usage", { PricingUnit: "per hour" }),
];

// Nulls. What must never be null, in a row where nothing else depends on it.

const NEVER_NULL = `
  BilledCost 003, BillingCurrency 004, BillingPeriodEnd 003, BillingPeriodStart 003,
  ChargeCategory 002, ChargeDescription 003, ChargeFrequency 002, ChargePeriodEnd 003, ChargePeriodStart 003,
  ContractedCost 003, EffectiveCost 003, InvoiceIssuerName 003, ListCost 003, PricingCurrency 004,
  PricingCurrencyEffectiveCost 003, ProviderName 003, PublisherName 003, ServiceCategory 002, ServiceName 003,
  ServiceProviderName 003, ServiceSubcategory 002`;

const neverNull = NEVER_NULL.split(",").map((entry) => {
  const [column, number] = words(entry);
  return cells(`${column}-C-${number} ${column}.given`, "objects", { [column]: "" });
});

const nulls = [
  ...neverNull,
  cells("BillingAccountId-C-001 BillingAccountId.given", "usage", { BillingAccountId: "", BillingAccountType: "" }),
  cells("BillingAccountName-C-003 BillingAccountName.given", "usage", { BillingAccountName: "" }, { criteria: supported("ACCOUNT_NAMING") }),
  // Taxes have no price. From 1.3 on nothing has one without a SkuPriceId.
  cells("ContractedUnitPrice-C-005 ContractedUnitPrice.null", "tax", { ContractedUnitPrice: "6.0" }, { also: "ContractedUnitPrice-C-014" }),
  cells("ListUnitPrice-C-004 ListUnitPrice.null", "tax", { ListUnitPrice: "7.0" }, { also: "ListUnitPrice-C-012" }),
  cells("PricingCategory-C-003 PricingCategory.null", "tax", { PricingCategory: "Standard" }, { also: "PricingCategory-C-012" }),
  cells("PricingCurrencyContractedUnitPrice-C-004", "tax", { PricingCurrencyContractedUnitPrice: "6.0" }, { also: "PricingCurrencyContractedUnitPrice-C-011" }),
  cells("PricingCurrencyListUnitPrice-C-004", "tax", { PricingCurrencyListUnitPrice: "7.0" }, { also: "PricingCurrencyListUnitPrice-C-011" }),
  cells("PricingQuantity-C-004 PricingQuantity.null", "tax", { PricingQuantity: "1.0", PricingUnit: "Taxes" }, { also: "PricingQuantity-C-011 PricingUnit.null" }),
  cells("SkuId-C-004 SkuId.null", "tax", { SkuId: "tax", SkuMeter: "Taxes" }),
  cells("SkuPriceId-C-004 SkuPriceId.null", "tax", { SkuPriceId: "tax-1" }, {
    also: `ContractedUnitPrice-C-015 ListUnitPrice-C-013 PricingCurrencyContractedUnitPrice-C-012
      PricingCurrencyListUnitPrice-C-012`,
  }),
  // Usage and purchases have one.
  cells("ContractedUnitPrice-C-006 ContractedUnitPrice.given", "usage", { ContractedUnitPrice: "" }, { also: "ContractedUnitPrice-C-015" }),
  cells("ListUnitPrice-C-005 ListUnitPrice.given", "purchase", { ListUnitPrice: "" }, { also: "ListUnitPrice-C-013" }),
  cells("PricingCategory-C-004 PricingCategory.given", "usage", { PricingCategory: "" }),
  cells("PricingCurrencyContractedUnitPrice-C-005", "purchase", { PricingCurrencyContractedUnitPrice: "" }, { also: "PricingCurrencyContractedUnitPrice-C-012" }),
  cells("PricingCurrencyListUnitPrice-C-005", "usage", { PricingCurrencyListUnitPrice: "" }, { also: "PricingCurrencyListUnitPrice-C-012" }),
  cells("PricingQuantity-C-005 PricingQuantity.given", "purchase", { PricingQuantity: "", PricingUnit: "" }, { also: "PricingUnit.given" }),
  cells("SkuId-C-005 SkuId.given", "usage", { SkuId: "", SkuMeter: "" }),
  cells("SkuPriceId-C-005 SkuPriceId.given", "usage", { SkuPriceDetails: "", SkuPriceId: "" }, {
    also: `ConsumedQuantity-C-009 ContractedUnitPrice-C-014 ListUnitPrice-C-012 PricingCategory-C-012
      PricingCurrencyContractedUnitPrice-C-011 PricingCurrencyListUnitPrice-C-011 PricingQuantity-C-011`,
  }),
  // A price is that of a SkuPriceId, or there is none: seen in corrections, of which nothing else is asked.
  cells("CommitmentDiscountQuantity-C-016", "bareCorrection", {
    CommitmentDiscountCategory: "Usage", CommitmentDiscountId: "commitment-3", CommitmentDiscountQuantity: "1.0",
    CommitmentDiscountStatus: "Used", CommitmentDiscountType: "Reservation", CommitmentDiscountUnit: "Hours",
  }),
  cells("ConsumedQuantity-C-009", "bareCorrection", { ConsumedQuantity: "1.0", ConsumedUnit: "Hours" }),
  cells("ContractedUnitPrice-C-014", "bareCorrection", { ContractedUnitPrice: "2.0" }),
  cells("ContractedUnitPrice-C-015", "correction", { ContractedUnitPrice: "" }),
  cells("ListUnitPrice-C-012", "bareCorrection", { ListUnitPrice: "2.0" }),
  cells("ListUnitPrice-C-013", "correction", { ListUnitPrice: "" }),
  cells("PricingCategory-C-012", "bareCorrection", { PricingCategory: "Standard" }),
  cells("PricingCurrencyContractedUnitPrice-C-011", "bareCorrection", { PricingCurrencyContractedUnitPrice: "2.0" }),
  cells("PricingCurrencyContractedUnitPrice-C-012", "correction", { PricingCurrencyContractedUnitPrice: "" }),
  cells("PricingCurrencyListUnitPrice-C-011", "bareCorrection", { PricingCurrencyListUnitPrice: "2.0" }),
  cells("PricingCurrencyListUnitPrice-C-012", "correction", { PricingCurrencyListUnitPrice: "" }),
  cells("PricingQuantity-C-011", "bareCorrection", { PricingQuantity: "1.0", PricingUnit: "Hours" }),
  // What is consumed, and in which unit.
  cells("ConsumedQuantity-C-004 ConsumedQuantity.null", "purchase", { ConsumedQuantity: "1.0", ConsumedUnit: "Months" }, { also: "ConsumedUnit.null" }),
  cells("ConsumedQuantity-C-004 ConsumedQuantity.null", "unused", { ConsumedQuantity: "3.0", ConsumedUnit: "Hours" }, { also: "ConsumedUnit.null", from: "1.1" }),
  cells("ConsumedQuantity-C-006 ConsumedQuantity.given", "usage", { ConsumedQuantity: "", ConsumedUnit: "" }, { also: "ConsumedUnit.given" }),
  cells("ConsumedUnit-C-005 ConsumedUnit.null", "purchase", { ConsumedUnit: "Months" }),
  cells("ConsumedUnit-C-006 ConsumedUnit.given", "usage", { ConsumedUnit: "" }),
  cells("PricingUnit-C-005 PricingUnit.null", "tax", { PricingUnit: "Taxes" }),
  cells("PricingUnit-C-006 PricingUnit.given", "usage", { PricingUnit: "" }),
  cells("SkuMeter-C-004 SkuMeter.null", "bareCorrection", { SkuMeter: "Machine Hours" }),
  cells("SkuMeter-C-005 SkuMeter.given", "usage", { SkuMeter: "" }),
  cells("SkuPriceDetails-C-004 SkuPriceDetails.null", "bareCorrection", { SkuPriceDetails: '{"CoreCount":2}' }),
  // Names and types go with their ids.
  cells("BillingAccountType-C-004", "usage", { BillingAccountId: "" }, { also: "BillingAccountId-C-001" }),
  cells("BillingAccountType-C-005", "usage", { BillingAccountType: "" }),
  cells("RegionName-C-004", "objects", { RegionName: "North" }),
  cells("RegionName-C-005", "usage", { RegionName: "" }),
  cells("ResourceName-C-004", "objects", { ResourceName: "Renderer" }),
  cells("ResourceType-C-004 ResourceType.null", "objects", { ResourceType: "Machine" }),
  cells("ResourceType-C-005 ResourceType.given", "usage", { ResourceType: "" }),
  cells("SubAccountName-C-004 SubAccountName.null", "objects", { SubAccountName: "Blue Team" }),
  cells("SubAccountName-C-005", "usage", { SubAccountName: "" }),
  cells("SubAccountType-C-004", "objects", { SubAccountType: "Team" }),
  cells("SubAccountType-C-005", "usage", { SubAccountType: "" }),
  // Commitments and reservations.
  cells("CommitmentDiscountCategory-C-003 CommitmentDiscountCategory.null", "usage", { CommitmentDiscountCategory: "Spend" }),
  cells("CommitmentDiscountCategory-C-004 CommitmentDiscountCategory.given", "purchase", { CommitmentDiscountCategory: "" }),
  cells("CommitmentDiscountName-C-004 CommitmentDiscountName.null", "usage", { CommitmentDiscountName: "Machines for a year" }),
  cells("CommitmentDiscountQuantity-C-005 CommitmentDiscountQuantity.given", "committed", { CommitmentDiscountQuantity: "", CommitmentDiscountUnit: "" }, {
    also: "CommitmentDiscountUnit.given",
  }),
  cells("CommitmentDiscountQuantity-C-007 CommitmentDiscountQuantity.null", "usage", { CommitmentDiscountQuantity: "1.0", CommitmentDiscountUnit: "Hours" }, {
    also: "CommitmentDiscountUnit.null",
  }),
  cells("CommitmentDiscountQuantity-C-007 CommitmentDiscountQuantity.null", "unused", { ChargeCategory: "Adjustment" }, {
    also: "DiscountHandling-A-018 DiscountHandling.exactly",
  }),
  cells("CommitmentDiscountStatus-C-003 CommitmentDiscountStatus.null", "usage", { CommitmentDiscountStatus: "Used" }),
  cells("CommitmentDiscountStatus-C-004 CommitmentDiscountStatus.given", "committed", { CommitmentDiscountStatus: "" }),
  cells("CommitmentDiscountType-C-004 CommitmentDiscountType.null", "usage", { CommitmentDiscountType: "Reservation" }),
  cells("CommitmentDiscountType-C-005 CommitmentDiscountType.given", "committed", { CommitmentDiscountType: "" }),
  cells("CommitmentDiscountUnit-C-005 CommitmentDiscountUnit.null", "usage", { CommitmentDiscountUnit: "Hours" }),
  cells("CommitmentDiscountUnit-C-006 CommitmentDiscountUnit.given", "committed", { CommitmentDiscountUnit: "" }),
  cells("CapacityReservationId-C-005 CapacityReservationId.given", "reservedUnused", { CapacityReservationId: "" }, {
    also: "CapacityReservationStatus-C-003 CapacityReservationStatus.null",
  }),
  cells("CapacityReservationStatus-C-003 CapacityReservationStatus.null", "usage", { CapacityReservationStatus: "Used" }),
  cells("CapacityReservationStatus-C-004 CapacityReservationStatus.given", "reserved", { CapacityReservationStatus: "" }),
  // Charges that are no shares of others.
  cells("AllocatedMethodDetails-C-005", "usage", { AllocatedMethodDetails: '{"Elements":[{"AllocatedRatio":1}]}' }),
  cells("AllocatedResourceId-C-004", "usage", { AllocatedResourceId: "pod-1", AllocatedResourceName: "Preview pod" }),
  cells("AllocatedResourceName-C-004", "allocated", { AllocatedResourceId: "" }),
  cells("AllocatedResourceName-C-005", "allocated", { AllocatedResourceName: "" }),
  cells("AllocatedTags-C-003", "usage", { AllocatedTags: '{"app":"preview"}' }),
];

// Values, on their own and beside others.

const values = [
  cells("CapacityReservationStatus-C-006 CapacityReservationStatus.one_of", "reserved", { CapacityReservationStatus: "used" }),
  cells("ChargeCategory-C-003 ChargeCategory.one_of", "credit", { ChargeCategory: "Refund" }),
  cells("ChargeClass-C-005 ChargeClass.one_of", "usage", { ChargeClass: "Regular" }),
  cells("ChargeFrequency-C-003 ChargeFrequency.one_of", "usage", { ChargeFrequency: "Usage-based" }),
  cells("ChargeFrequency-C-004 ChargeFrequency.not_one_of", "purchase", { ChargeFrequency: "Usage-Based" }),
  cells("CommitmentDiscountCategory-C-005 CommitmentDiscountCategory.one_of", "committed", { CommitmentDiscountCategory: "Time" }),
  cells("CommitmentDiscountStatus-C-005 CommitmentDiscountStatus.one_of", "committed", { CommitmentDiscountStatus: "Active" }),
  cells("PricingCategory-C-007 PricingCategory.one_of", "usage", { PricingCategory: "On-Demand" }),
  cells("ServiceCategory-C-003 ServiceCategory.service_category", "resold", { ServiceCategory: "Marketplace" }),
  cells("ServiceSubcategory-C-003 ServiceSubcategory.service_subcategory", "resold", { ServiceSubcategory: "Other" }),
  cells("ServiceSubcategory-C-004 ServiceSubcategory.of_its_category", "resold", { ServiceSubcategory: "Other (Web)" }),
  // One beside each.
  cells("ServiceName-C-005", "adjustment", { ServiceCategory: "Web", ServiceSubcategory: "Other (Web)" }, { also: "ServiceName-C-008" }),
  cells("ServiceName-C-008 ServiceSubcategory.single", "adjustment", { ServiceSubcategory: "Other (Compute)" }),
  cells("SkuPriceId-C-008 SkuPriceId.single", "discounted", { SkuId: "large" }),
  broken("SkuPriceId-C-008 SkuPriceId.single", { like: "objects", cells: { SkuId: "warm-objects" } }),
  cells("CommitmentDiscountUnit-C-008 CommitmentDiscountUnit.single", "unused", { CommitmentDiscountUnit: "Core-Hours" }),
  // Prices are not below zero; costs and quantities may be.
  cells("ContractedUnitPrice-C-009 ContractedUnitPrice.at_least_zero", "usage", { ContractedCost: "-0.1", ContractedUnitPrice: "-0.01" }),
  cells("ListUnitPrice-C-008 ListUnitPrice.at_least_zero", "usage", { ListCost: "-0.1", ListUnitPrice: "-0.01" }),
  cells("PricingCurrencyContractedUnitPrice-C-008", "usage", { PricingCurrencyContractedUnitPrice: "-1E-9" }),
  cells("PricingCurrencyListUnitPrice-C-008", "usage", { PricingCurrencyListUnitPrice: "-1E-9" }),
  // A period has a length.
  cells("BillingPeriodEnd-C-004 BillingPeriodEnd.after", "usage", { BillingPeriodEnd: "2026-09-01T00:00:00Z" }),
  cells("ChargePeriodEnd-C-004 ChargePeriodEnd.after", "usage", { ChargePeriodEnd: "2026-09-13T23:59:59Z" }),
  // Commitments.
  cells("PricingCategory-C-009 PricingCategory.exactly", "committed", { PricingCategory: "Standard" }),
  ...discounts("DiscountHandling-A-006", "DiscountHandling.given", "usage", { PricingCategory: "Committed" }),
  ...discounts("DiscountHandling-A-018", "DiscountHandling.exactly", "unused", {
    ChargeCategory: "Purchase", ChargeFrequency: "Recurring", ConsumedQuantity: "", ConsumedUnit: "",
    EffectiveCost: "0.0", PricingCurrencyEffectiveCost: "0.0",
  }),
  ...discounts("DiscountHandling-A-019", "DiscountHandling.same_as", "unused", { ResourceId: "machine-1" }, "CommitmentDiscountId-C-010"),
  ...discounts("DiscountHandling-A-019", "DiscountHandling.same_as", "unused", { ResourceId: "", ResourceType: "" }, "CommitmentDiscountId-C-010"),
  cells("CommitmentDiscountId-C-010", "unused", { ResourceId: "machine-1" }, { also: "DiscountHandling-A-019" }),
  ...discounts("DiscountHandling-A-012", "DiscountHandling.same_as", "purchase", { ResourceId: "machine-1" }, "CommitmentDiscountId-C-009"),
  cells("CommitmentDiscountId-C-009", "purchase", { ResourceId: "machine-1" }, { also: "DiscountHandling-A-012" }),
];

/** The models ask it of providers with commitments alone; 1.0 and 1.1 know no such condition. */
function discounts(rule, before, row, changed, also) {
  return [cells(rule, row, changed, { also, criteria: supported("COMMITMENT_DISCOUNT") }), cells(before, row, changed)];
}

// Costs. That they are products is said of the cost, of the price and of the quantity.

const LIST_PRODUCT = `ListCost-C-009 ListCost-C-011 ListCost.products ListUnitPrice-C-010 ListUnitPrice-C-014
  PricingQuantity-C-009 PricingQuantity-C-013`;
const CONTRACTED_PRODUCT = `ContractedCost-C-009 ContractedCost-C-011 ContractedCost.products ContractedUnitPrice-C-011
  ContractedUnitPrice-C-013 PricingQuantity-C-009 PricingQuantity-C-013`;

const costs = [
  cells(LIST_PRODUCT, "usage", { ListCost: "20.000000000000000001" }),
  cells(LIST_PRODUCT, "correction", { ListCost: "-3.9" }, { from: "1.3" }),
  cells(CONTRACTED_PRODUCT, "discounted", { ContractedUnitPrice: "1.4" }),
  cells(CONTRACTED_PRODUCT, "correction", { ContractedCost: "-3.9" }, { from: "1.3" }),
  cells("ContractedCost-C-008 ContractedCost.same_as", "credit", { ContractedCost: "3.0" }),
  cells("ListCost-C-008 ListCost.same_as", "credit", { ListCost: "0.0" }),
  cells("EffectiveCost-C-010 EffectiveCost-C-017 EffectiveCost.same_as", "credit", { EffectiveCost: "0.0", PricingCurrencyEffectiveCost: "0.0" }),
  cells("EffectiveCost-C-017", "tax", { EffectiveCost: "6.01", PricingCurrencyEffectiveCost: "6.01" }),
  cells("EffectiveCost-C-005 EffectiveCost-C-020 EffectiveCost.zero", "purchase", { EffectiveCost: "90.0", PricingCurrencyEffectiveCost: "90.0" }),
  cells("BilledCost-C-005", "resold", { BilledCost: "5.0" }),
  cells("PricingCurrencyEffectiveCost-C-007", "usage", { PricingCurrencyEffectiveCost: "18.0" }),
];

// Objects.

const method = (element, more) => ({ AllocatedMethodDetails: json({ Elements: [{ AllocatedRatio: 0.25, ...element }], ...more }) });
const applied = (...elements) => ({
  ContractApplied: json({ Elements: elements.map((each) => ({ ...NOTHING_APPLIED, ContractId: "c-1", ContractCommitmentId: "k-1", ...each })) }),
});
const programs = (more) => ({ CommitmentProgramEligibilityDetails: json({ CommitmentPrograms: [{ ProgramType: "Reservation" }], ...more }) });
const COST = { ContractCommitmentAppliedCost: 2 };
const HOURS = { ContractCommitmentAppliedQuantity: 1, ContractCommitmentAppliedUnit: "Hours" };
const METHOD_SHAPE = "AllocatedMethodDetailsObject-O-025 AllocatedMethodDetailsObject-O-023";
const PROGRAMS_SHAPE = "CommitmentProgramEligibilityDetailsObject-O-001";

const objects = [
  cells("SkuPriceDetails-C-001 SkuPriceDetails.key_value_format", "resold", { SkuPriceDetails: '{"x_Listing":{"By":"partner"}}' }),
  cells("SkuPriceDetails-C-002 SkuPriceDetails.keys_pascal_case", "resold", { SkuPriceDetails: '{"x_listed_by":"partner"}' }),
  cells("SkuPriceDetails-C-017", "resold", { SkuPriceDetails: '{"Listing":"partner"}' }),
  cells("SkuPriceDetails-C-020", "usage", { SkuPriceDetails: '{"Corecount":2}' }),
  cells("SkuPriceDetails-C-021", "usage", { SkuPriceDetails: '{"CoreCount":"2"}' }),
  cells("SkuPriceDetails-C-021", "usage", { SkuPriceDetails: '{"InstanceType":2}' }),
  cells("SkuPriceDetails-C-024", "resold", { SkuPriceDetails: "Listing: partner" }, { also: "SkuPriceDetails-C-001" }),
  cells("Tags-C-001 Tags.key_value_format", "usage", { Tags: '{"teams":["blue","red"]}' }),
  cells("Tags-C-001 Tags.key_value_format", "usage", { Tags: '{"team":"blue","team":"red"}' }),
  cells("Tags-C-018", "usage", { Tags: "team=blue" }, { also: "Tags-C-001" }),
  cells("AllocatedTags-C-001", "allocated", { AllocatedTags: '{"apps":["preview"]}' }),
  cells("AllocatedTags-C-006", "allocated", { AllocatedTags: '{"app":"preview","team":"blue"}' }),
  cells("AllocatedTags-C-015", "allocated", { AllocatedTags: "app=preview" }, { also: "AllocatedTags-C-001" }),
  cells("AllocatedMethodDetails-C-001", "allocated", { AllocatedMethodDetails: "by memory" }, { also: "AllocatedMethodDetails-C-003" }),
  cells("AllocatedMethodDetails-C-003", "allocated", method({}, { x_Weights: [1, "two"] })),
  cells("AllocatedMethodDetails-C-003", "allocated", method({}, { x_Pods: ["a", "a"] })),
  cells("AllocatedMethodDetails-C-003", "allocated", method({}, { x_Pods: ["a", null] })),
  cells(METHOD_SHAPE, "allocated", method({ AllocatedRatio: 1.01 })),
  cells(METHOD_SHAPE, "allocated", method({ AllocatedRatio: undefined })),
  cells(METHOD_SHAPE, "allocated", method({ UsageQuantity: 5 })),
  cells(METHOD_SHAPE, "allocated", method({}, { Pods: 3 })),
  cells("AllocatedMethodDetailsObject-O-018 AllocatedMethodDetailsObject-O-028", "allocated", method({ UsageUnit: "gigabytes", UsageQuantity: 5 })),
  cells("JsonObjectFormat-A-011", "allocated", method({ x_Pods: { x_Of: { x_Node: { x_In: { x_Rack: 1 } } } } })),
  cells("ContractApplied-C-001", "contracted", { ContractApplied: applied(COST).ContractApplied.replace(/\}$/, ',"x_Note":1,"x_Note":2}') }),
  cells("ContractApplied-C-004", "contracted", { ContractApplied: "c-1" }, { also: "ContractApplied-C-001" }),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ContractId: undefined, ...COST })),
  cells("ContractAppliedObject-O-067", "contracted", applied({})),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ...COST, ...HOURS }), { from: "1.4" }),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ...COST, x_cost_center: "a" }), { from: "1.4" }),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ...COST, ContractCommitmentAppliedUnit: undefined }), { until: "1.3" }),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ...COST, x_Of: { Year: 1 } }), { until: "1.3" }),
  cells("ContractAppliedObject-O-006", "contracted", applied({ ...COST, ...HOURS, x_cost_center: "a" })),
  cells("ContractAppliedObject-O-067", "contracted", applied({ ContractCommitmentAppliedQuantity: 1 })),
  cells("ContractAppliedObject-O-067", "contracted", { ContractApplied: '{"Elements":[]}' }),
  cells("ContractAppliedObject-O-038 ContractAppliedObject-O-072", "contracted", applied(COST, { ContractId: "c-2", ...COST })),
  cells("ContractAppliedObject-O-063 ContractAppliedObject-O-078", "contracted", applied({
    ...HOURS, ContractCommitmentAppliedUnit: "hours",
  })),
  cells("CommitmentProgramEligibilityDetails-C-001", "contracted", { CommitmentProgramEligibilityDetails: "Reservation" }, {
    also: "CommitmentProgramEligibilityDetails-C-003",
  }),
  cells("CommitmentProgramEligibilityDetails-C-003", "contracted", programs({ x_Terms: [1, "three"] })),
  cells(PROGRAMS_SHAPE, "contracted", programs({ CommitmentPrograms: [] })),
  cells(PROGRAMS_SHAPE, "contracted", programs({ CommitmentPrograms: [{ ProgramType: 1 }] })),
  cells("CommitmentProgramEligibilityDetailsObject-O-003", "committed", programs({ CommitmentPrograms: [{ ProgramType: "Spot" }] })),
];

// The header, and words that stand for nothing.

const renamed = (from, to) => ({ header: (names) => names.map((name) => (name === from ? to : name)), columns: [to] });
const moved = (column, by) => ({ header: (names) => shifted(names, names.indexOf(column), by), columns: [column] });

/** With the name at a place moved by so many places; `Infinity` is the end. */
function shifted(names, at, by) {
  const others = names.toSpliced(at, 1);
  return others.toSpliced(Math.min(at + by, others.length), 0, names[at]);
}

const FIFTY_ONE = `x_Team${"m".repeat(45)}`;

const names = [
  broken("ColumnHandling-A-010 CustomColumnHandling-A-002 ColumnNamingAndOrdering.custom_prefixed", renamed("x_Note", "Note")),
  broken("ColumnHandling-A-011 CustomColumnHandling-A-003 ColumnNamingAndOrdering.custom_named_like_focus", renamed("x_Team", "x_team")),
  broken("ColumnHandling-A-011 ColumnNamingAndOrdering.custom_named_like_focus", renamed("x_Team", "x_Team-Name")),
  broken("CustomColumnHandling-A-004 CustomColumnHandling-A-005", renamed("x_Team", "x_Team-Name")),
  broken("ColumnHandling-A-005 CustomColumnHandling-A-008 ColumnNamingAndOrdering.custom_short", renamed("x_Team", FIFTY_ONE)),
  broken("ColumnHandling-A-012 ColumnHandling-A-013 DatasetCompleteness-A-009 ColumnNamingAndOrdering.focus_first", moved("Tags", Infinity)),
  broken("DatasetCompleteness-A-009", moved("BillingPeriodStart", -1), { columns: ["BillingPeriodEnd"] }),
  broken("DatasetCompleteness-A-009", moved("x_Note", 1)),
  cells("StringHandling-A-007 StringHandling-A-015 StringHandling.not_blank", "resold", { InvoiceIssuerName: "   " }),
  cells("NullHandling-A-002 NullHandling.no_placeholder", "resold", { RegionName: "Not Applicable" }),
];

export const MUTATIONS = [
  ...presence, ...numbers, ...times, ...texts, ...textsInObjects, ...forms, ...nulls, ...values, ...costs, ...objects, ...names,
];
