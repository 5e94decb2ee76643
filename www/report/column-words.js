// What each column of a report means, where fal's data has it from, and which rules of FOCUS it follows.

/** @typedef {{ meaning: string, source: string, rule: string }} ColumnWords */

const NOTHING_OF_FAL = "Nothing: fal’s data says nothing of it, so it is null.";
const NOT_WRITTEN = "Not written from fal’s data; a FOCUS report that is read back keeps it.";

/** @type {Record<string, [meaning: string, source: string, rule: string]>} */
const COLUMNS = {
  AllocatedMethodDetails: [
    "How a charge was split among those who share a resource, as JSON.",
    NOTHING_OF_FAL,
    "AllocatedMethodDetails; there since 1.3, null where nothing was split",
  ],
  AllocatedMethodId: [
    "The id of the method by which a shared charge was split.",
    NOTHING_OF_FAL,
    "AllocatedMethodId; there since 1.3, null where nothing was split",
  ],
  AllocatedResourceId: [
    "The id of what a share of a split charge was given to.",
    NOTHING_OF_FAL,
    "AllocatedResourceId; there since 1.3, null where nothing was split",
  ],
  AllocatedResourceName: [
    "The name of what a share of a split charge was given to.",
    NOTHING_OF_FAL,
    "AllocatedResourceName; there since 1.3, null where nothing was split",
  ],
  AllocatedTags: [
    "The tags of what a share of a split charge was given to, as JSON.",
    NOTHING_OF_FAL,
    "AllocatedTags; there since 1.3, in KeyValueFormat",
  ],
  AvailabilityZone: [
    "The part of a region in which a resource ran.",
    NOT_WRITTEN,
    "AvailabilityZone; recommended where a provider has zones",
  ],
  BilledCost: [
    "What is charged for the row, after all discounts: the figure that adds up to the invoice.",
    "cost_total, else cost, else cost_subtotal − cost_discount; of a billing event cost_estimate_nano_usd where that is more exact. Of a credit or tax the amount in the invoice document.",
    "BilledCost-C-005 (0 where a third party is paid) and -007 (sums to the invoice)",
  ],
  BillingAccountId: [
    "The account that gets the invoice.",
    "The option billingAccountId, else fal:<username> of the reply of /account/billing, else fal:account.",
    "BillingAccountId-C-004; should hold a letter, so that importers do not take it for a number",
  ],
  BillingAccountName: [
    "What people call the account that gets the invoice.",
    "The option billingAccountName, else the team’s name or the username in the account’s replies, else the id.",
    "BillingAccountName-C-003: not null where accounts have names",
  ],
  BillingAccountType: [
    "What kind of account gets the invoice, where a provider has several kinds.",
    NOT_WRITTEN,
    "BillingAccountType-C-004 and -005; there since 1.2",
  ],
  BillingCurrency: [
    "The currency of all costs and prices in the row.",
    "currency, in capital letters; USD for billing events that name none. Of an invoice’s credits and taxes the document’s.",
    "BillingCurrency-C-003 to -006; a code of ISO 4217 (CurrencyFormat)",
  ],
  BillingPeriodEnd: [
    "The moment at which the invoice’s month ends; that moment itself belongs to the next.",
    "The end of the UTC calendar month of ChargePeriodStart.",
    "BillingPeriodEnd; DateTimeFormat, in UTC",
  ],
  BillingPeriodStart: [
    "The moment at which the invoice’s month begins.",
    "The beginning of the UTC calendar month of ChargePeriodStart: fal’s invoices are of UTC months.",
    "BillingPeriodStart; DateTimeFormat, in UTC",
  ],
  CapacityReservationId: [
    "The id of capacity that was reserved ahead, where the charge is about it.",
    NOT_WRITTEN,
    "CapacityReservationId; there since 1.1",
  ],
  CapacityReservationStatus: [
    "Whether reserved capacity was used or lay idle.",
    NOT_WRITTEN,
    "CapacityReservationStatus: Used or Unused; there since 1.1",
  ],
  ChargeCategory: [
    "What sort of charge it is: usage, a purchase, tax, a credit or an adjustment.",
    "Usage for line items and billing events; Credit and Tax for those of the invoice document, Adjustment for the rounding row.",
    "ChargeCategory-C-003: one of five words",
  ],
  ChargeClass: [
    "Whether the row corrects a month that was invoiced before.",
    "Null: fal’s replies mark no corrections.",
    "ChargeClass-C-005: Correction or null",
  ],
  ChargeDescription: [
    "One line on what is charged, for people.",
    "Made up: “Usage of <SkuId> in <PricingUnit>”, with the app where there is one; of credits and taxes the document’s description.",
    "ChargeDescription-C-003: should not be null",
  ],
  ChargeFrequency: [
    "How often a charge comes: once, again and again, or as it is used.",
    "Usage-Based; One-Time for what comes from the invoice document.",
    "ChargeFrequency-C-003: one of three words",
  ],
  ChargePeriodEnd: [
    "The moment at which the charge’s period ends; that moment itself belongs to the next.",
    "The end of the report’s period (by timeframe and timezone) that holds the bucket’s start or the event’s timestamp, in UTC.",
    "ChargePeriodEnd; DateTimeFormat, end exclusive",
  ],
  ChargePeriodStart: [
    "The moment at which the charge’s period begins.",
    "The beginning of the report’s period (by timeframe and timezone) that holds the bucket’s start or the event’s timestamp, in UTC.",
    "ChargePeriodStart; DateTimeFormat, start inclusive",
  ],
  CommitmentDiscountCategory: [
    "Whether a commitment is about an amount of money or of usage.",
    NOT_WRITTEN,
    "CommitmentDiscountCategory: Spend or Usage; null without CommitmentDiscountId",
  ],
  CommitmentDiscountId: [
    "The id of a commitment that makes the charge cheaper.",
    NOT_WRITTEN,
    "CommitmentDiscountId; null where there is no commitment",
  ],
  CommitmentDiscountName: [
    "The name of a commitment that makes the charge cheaper.",
    NOT_WRITTEN,
    "CommitmentDiscountName; null without CommitmentDiscountId",
  ],
  CommitmentDiscountQuantity: [
    "How much of a commitment was bought or used up.",
    NOT_WRITTEN,
    "CommitmentDiscountQuantity; there since 1.1",
  ],
  CommitmentDiscountStatus: [
    "Whether a commitment was used or lay idle.",
    "Null: fal has no commitments. The column is there because rules on ConsumedQuantity ask for it.",
    "CommitmentDiscountStatus: Used or Unused; ConsumedQuantity-C-004 and -006 look at it",
  ],
  CommitmentDiscountType: [
    "What a provider calls this sort of commitment.",
    NOT_WRITTEN,
    "CommitmentDiscountType; null without CommitmentDiscountId",
  ],
  CommitmentDiscountUnit: [
    "What CommitmentDiscountQuantity counts.",
    NOT_WRITTEN,
    "CommitmentDiscountUnit; there since 1.1, in UnitFormat",
  ],
  CommitmentProgramEligibilityDetails: [
    "Which programs of commitments the charge could go into, as JSON.",
    NOTHING_OF_FAL,
    "CommitmentProgramEligibilityDetails; there since 1.4, in JsonObjectFormat",
  ],
  ConsumedQuantity: [
    "How much was used, in ConsumedUnit.",
    "quantity, else output_units; never rescaled, so the same as PricingQuantity.",
    "ConsumedQuantity-C-004 and -006: there on usage alone",
  ],
  ConsumedUnit: [
    "What ConsumedQuantity counts.",
    "unit in the words of FOCUS (image becomes Images), the same as PricingUnit.",
    "ConsumedUnit-C-003 (UnitFormat), null where the quantity is",
  ],
  ContractApplied: [
    "Which commitments of a contract the charge counts towards, as JSON.",
    NOTHING_OF_FAL,
    "ContractApplied; there since 1.3, in JsonObjectFormat",
  ],
  ContractedCost: [
    "The cost at the account’s own prices, before rounding on the invoice.",
    "ContractedUnitPrice × PricingQuantity, exactly. What fal rounds shows as a difference to BilledCost.",
    "ContractedCost-C-009 (from 1.3 on -011): the exact product",
  ],
  ContractedUnitPrice: [
    "The price of one unit with the account’s own discount.",
    "unit_price × (100 − percent_discount) ÷ 100, exactly.",
    "ContractedUnitPrice-C-006, never negative (-009)",
  ],
  EffectiveCost: [
    "The cost with what was paid ahead spread over its use.",
    "The same as BilledCost: fal has no commitments to spread.",
    "EffectiveCost-C-015 of 1.4: equals BilledCost where nothing covers the usage",
  ],
  HostProviderName: [
    "Whose machines the service runs on.",
    "fal",
    "HostProviderName-C-010: the service’s provider where no other is known; there since 1.3",
  ],
  InvoiceDetailId: [
    "The line of the invoice that the row belongs to.",
    "Made up of InvoiceId and what the row is: …-usage, …-credit-1, …-tax-1, …-rounding; null without an invoice document.",
    "InvoiceDetailId-C-004 and -005; there since 1.4",
  ],
  InvoiceId: [
    "The invoice that the row belongs to.",
    "invoice_id of the invoice document; null without one, because fal’s replies name no invoice.",
    "InvoiceId-C-003; there since 1.2",
  ],
  InvoiceIssuerName: [
    "Who sends the invoice.",
    "fal",
    "InvoiceIssuerName: never null, spelt as the provider (BilledCost-C-005)",
  ],
  ListCost: [
    "The cost at public prices, before any discount.",
    "ListUnitPrice × PricingQuantity, exactly; fal’s own subtotal is in x_CostSubtotal.",
    "ListCost-C-009 (from 1.3 on -011): the exact product",
  ],
  ListUnitPrice: [
    "The public price of one unit, before any discount.",
    "unit_price, which fal gives before percentage discounts. Where it is missing it is derived, and x_PriceDerived says so.",
    "ListUnitPrice-C-005, never negative (-008)",
  ],
  PricingCategory: [
    "By which sort of price the row was charged.",
    "Standard; Dynamic where is_surge is true. Null for what comes from the invoice document.",
    "PricingCategory-C-007 (one of four words) and -010 (Dynamic: the provider varies the price)",
  ],
  PricingCurrency: [
    "The currency in which prices are listed, where it is another than the invoice’s.",
    NOT_WRITTEN,
    "PricingCurrency-C-003 and -004; there since 1.2",
  ],
  PricingCurrencyContractedUnitPrice: [
    "ContractedUnitPrice in the currency of the price list.",
    "The same number as ContractedUnitPrice: fal’s prices are in the currency it bills.",
    "PricingCurrencyContractedUnitPrice; there since 1.2",
  ],
  PricingCurrencyEffectiveCost: [
    "EffectiveCost in the currency of the price list.",
    "The same number as EffectiveCost: fal’s prices are in the currency it bills.",
    "PricingCurrencyEffectiveCost-C-003: never null; there since 1.2",
  ],
  PricingCurrencyListUnitPrice: [
    "ListUnitPrice in the currency of the price list.",
    "The same number as ListUnitPrice: fal’s prices are in the currency it bills.",
    "PricingCurrencyListUnitPrice, never negative (-C-008); there since 1.2",
  ],
  PricingQuantity: [
    "How much is charged, in PricingUnit.",
    "quantity, else output_units; never rescaled. Of a negative amount it takes the sign; without price or quantity it is 1.",
    "PricingQuantity-C-005: not null on usage; null with the unit (PricingUnit-C-005)",
  ],
  PricingUnit: [
    "What PricingQuantity counts, and what the unit prices are for.",
    "unit, else that of the price list, in the words of FOCUS (1M tokens becomes 1000000 Tokens); fal’s own word is in x_Unit.",
    "PricingUnit-C-003: UnitFormat",
  ],
  ProviderName: [
    "Who offers the service.",
    "fal",
    "ProviderName: never null; deprecated in 1.3, gone in 1.4",
  ],
  PublisherName: [
    "Who made the service.",
    "fal",
    "PublisherName: never null; deprecated in 1.3, gone in 1.4",
  ],
  RegionId: ["The id of the place where a resource ran.", NOT_WRITTEN, "RegionId; null where a charge has no place"],
  RegionName: ["The name of the place where a resource ran.", NOT_WRITTEN, "RegionName; null where RegionId is"],
  ResourceId: [
    "The id of the thing that was set up and is paid for.",
    NOT_WRITTEN,
    "ResourceId; null where a charge is about no resource",
  ],
  ResourceName: [
    "The name that people gave the thing that is paid for.",
    NOT_WRITTEN,
    "ResourceName; null where ResourceId is",
  ],
  ResourceType: [
    "What kind of thing is paid for.",
    NOT_WRITTEN,
    "ResourceType-C-005; null where ResourceId is",
  ],
  ServiceCategory: [
    "The field that the service belongs to, in the words of FOCUS.",
    "By product: model_apis is AI and Machine Learning, serverless and compute are Compute, others Other.",
    "ServiceCategory-C-003 (listed words), one for each ServiceName (ServiceName-C-005)",
  ],
  ServiceName: [
    "What was bought, as the provider calls it.",
    "By product: fal Model APIs, fal Serverless, fal Compute; of the invoice’s rows fal Credits, Tax and fal Adjustments.",
    "ServiceName-C-005 and -008: one category for each name",
  ],
  ServiceProviderName: [
    "Who sells the service.",
    "fal",
    "ServiceProviderName: never null; there since 1.3, instead of ProviderName",
  ],
  ServiceSubcategory: [
    "The part of that field, in the words of FOCUS.",
    "By product: model_apis is Generative AI, serverless Serverless Compute, compute Virtual Machines, others Other (Other).",
    "ServiceSubcategory-C-003 and -004: fits its category; there since 1.1",
  ],
  SkuId: [
    "What is sold, whatever it costs and whoever buys it.",
    "endpoint_id for model APIs; product and machine, such as serverless/GPU-H100, for the rest.",
    "SkuId-C-008 to -010: the same for all accounts and prices",
  ],
  SkuMeter: [
    "What is measured of what is sold.",
    "PricingUnit without its count: of 1000000 Tokens it is Tokens.",
    "SkuMeter-C-004 and -005; there since 1.1",
  ],
  SkuPriceDetails: [
    "Properties of what is sold that bear on its price, as JSON.",
    "The machine where one is known, as InstanceType, and its number of GPUs as GpuCount; else null.",
    "SkuPriceDetails-C-010 and -017: names of FOCUS’s own; there since 1.1",
  ],
  SkuPriceId: [
    "The price under which something is sold: one thing may have several.",
    "<SkuId>|<PricingUnit>, with |surge behind it where is_surge is true; |amount where there is no price.",
    "SkuPriceId-C-008 to -010: one SkuId each, no account in it",
  ],
  SubAccountId: [
    "The part of the account that the charge belongs to: of fal, the team.",
    "username of the organization replies (the team’s), or of the credit in the invoice document; null without one.",
    "SubAccountId-C-004 and -005",
  ],
  SubAccountName: [
    "What people call the team.",
    "Its name in the reply of /organization/teams, else its username.",
    "SubAccountName-C-004 and -005: null where the id is",
  ],
  SubAccountType: [
    "What kind of part of the account it is.",
    "Team where there is one.",
    "SubAccountType-C-004 and -005: null where the id is; there since 1.2",
  ],
  Tags: [
    "Names and values that people put on usage to tell it apart, as JSON.",
    "The tags of the request (X-Fal-Tags, in billing events) as they are, and fal/key, fal/team, fal/product, fal/app unless attributionTags is off.",
    "Tags-C-008, -010 and -012; KeyValueFormat",
  ],
  x_ApiKeyId: [
    "The API key that spent the money.",
    "api_key_id in auth_method_structured, which replies have with expand=auth_method_structured.",
    "custom: FOCUS has no column for it yet",
  ],
  x_App: [
    "The app that was used.",
    "The app of serverless replies, or the one named in an organization reply’s endpoint_id.",
    "custom",
  ],
  x_AuthMethod: [
    "How the request was allowed: a key or a login, as a label. May name a person.",
    "auth_method, else the detail in auth_method_structured; personalData: off leaves the column out.",
    "custom",
  ],
  x_CostDiscount: [
    "What fal took off the subtotal.",
    "cost_discount, as sent; added up where rows are.",
    "custom: keeps fal’s own figure beside the exact product",
  ],
  x_CostSubtotal: [
    "fal’s own figure before discounts, as fal rounded it.",
    "cost_subtotal, as sent; added up where rows are.",
    "custom: ListCost-C-009 wants the exact product in ListCost",
  ],
  x_Environment: [
    "The environment of the app, such as production.",
    "The environment of serverless replies, or the one named in an organization reply’s endpoint_id.",
    "custom",
  ],
  x_InvoiceId: [
    "What InvoiceId holds from FOCUS 1.2 on: the invoice that the row belongs to.",
    "invoice_id of the invoice document; null without one.",
    "custom in 1.0 and 1.1, which have no InvoiceId",
  ],
  x_IsSurge: [
    "Whether the machine was paid for at a surge price.",
    "is_surge, as sent: true or false.",
    "custom; PricingCategory says Dynamic for it",
  ],
  x_LoginUsername: [
    "The person whose login spent the money. Personal data.",
    "login_username in auth_method_structured; personalData: off leaves the column out.",
    "custom",
  ],
  x_MachineType: [
    "The machine that the app ran on.",
    "machine_type, or the machine named in an organization reply’s endpoint_id.",
    "custom; SkuPriceDetails has it as InstanceType",
  ],
  x_PercentDiscount: [
    "The account’s discount, in per cent.",
    "percent_discount, as sent.",
    "custom: DiscountHandling asks that a discount be named",
  ],
  x_PriceDerived: [
    "Whether price or quantity were missing and were worked out from the cost.",
    "true or false, by whether the reply had unit_price and quantity.",
    "custom: ListUnitPrice-C-005 wants a price on every usage row",
  ],
  x_Product: [
    "fal’s own word for what sort of product it is.",
    "product, as sent; null where a reply does not say it.",
    "custom",
  ],
  x_RequestId: [
    "The request that was paid for.",
    "request_id of a billing event, at grain line_item.",
    "custom: DatasetCompleteness of 1.4 asks for the provider’s own ids",
  ],
  x_Source: ["Whether the amounts are an estimate or an invoice’s.", "The request’s source: estimate or invoice.", "custom"],
  x_Unit: [
    "fal’s own word for what is counted.",
    "unit, as sent; PricingUnit has it in the words of FOCUS.",
    "custom: keeps what UnitFormat changes",
  ],
};

/** A column that nobody here knows: it comes from a report that was read back. */
const UNKNOWN = [
  "A column of the report that was read back.",
  "Kept as it was there.",
  "custom columns begin with x_ (CustomColumnHandling of 1.4, ColumnHandling before)",
];

/** The columns that have words, by their names. */
export const KNOWN_COLUMNS = Object.keys(COLUMNS);

/**
 * @param {string} column
 * @returns {ColumnWords}
 */
export function columnWords(column) {
  const [meaning, source, rule] = Object.hasOwn(COLUMNS, column) ? COLUMNS[column] : UNKNOWN;
  return { meaning, source, rule };
}
