// What the findings of a check mean, and which rules are not checked. Loaded only when a check is explained.

/**
 * By kind of requirement. `{column}` is the rule's own column, `{other}` the one before it,
 * `{columns}` are all that the finding names; `{providers}` and `{holds}` come from COLUMNS.
 */
const KINDS = {
  present: "The column {column}, required of {providers}, is missing: add it, with {holds}.",
  recommended: "The column {column}, recommended to {providers}, is missing: add it, with {holds}.",
  given: "{column} is empty: write {holds}.",
  null: "{column} has a value where {other} is empty: leave it empty there, or fill in {other}.",

  unicode: "{column} has bytes that are not UTF-8: save the file in UTF-8.",
  decimal: "{column} is not a number: write plain digits with a point, such as 1234.5, and no word or unit beside them.",
  numeric_format:
    "{column} is a number in another form than FOCUS's: write plain digits with a point, such as 1234.5 or 25E-3, without +, currency signs or thousands separators.",
  date_time: "{column} is not a date with a time: write it in UTC, such as 2026-09-01T00:00:00Z.",
  date_time_format:
    "{column} is a time in another form than FOCUS's: write it in UTC as 2026-09-01T00:00:00Z, with seconds, without fractions of them or an offset.",
  currency_format: "{column} is not a currency code of ISO 4217: write three capital letters, such as USD; codes that were withdrawn are none.",
  national_currency: "{column} is no national currency: write the ISO 4217 code of the money that is invoiced, such as EUR.",
  unit_format:
    "{column} is a unit in another form than FOCUS's: write capitalised words in the plural, counts in digits and hyphens between units, such as Images, 1000 Tokens or GB-Hours.",
  json_object: "{column} is not a JSON object: write one, such as {object}, with its quotes doubled in the CSV, or leave the cell empty.",
  key_value_format:
    '{column} is not a flat JSON object: write each key once, with a text, number, true, false or null and no list or object behind it, such as {"Key":"value"}.',
  json_object_format:
    "{column} is not a JSON object in FOCUS's form: write each key once, and lists whose elements are of one type, all different and never null.",

  at_least_zero: "{column} is below zero: write the price as 0 or more; the minus of a refund belongs to PricingQuantity and the costs.",
  keys_pascal_case: "A key in {column} is not in Pascal case: begin each word with a capital and join them, such as InstanceType or x_ImageSize.",
  keys_prefixed: "A key in {column} is not one of FOCUS's: put x_ before it, such as x_ImageSize.",
  keys_spelled: "A key of FOCUS's is spelled otherwise in {column}: write it with FOCUS's capitals, such as InstanceType or GpuCount.",
  values_typed:
    "A key of FOCUS's has a value of another type in {column}: write a JSON number for counts, sizes and limits (GpuCount, MemorySize) and a text for the others, or leave the key out.",

  custom_prefixed:
    "This FOCUS version does not have {columns}: put x_ before names of your own, such as x_CostCenter, correct the spelling, or check as the version that has them.",
  custom_pascal_case: "Behind x_ a name goes on in Pascal case, such as x_CostCenter: rename {columns}.",
  custom_alphanumeric: "Behind x_ a name has letters and digits only, such as x_CostCenter: rename {columns}.",
  custom_named_like_focus: "Behind x_ a name is in Pascal case, with letters and digits only, such as x_CostCenter: rename {columns}.",
  custom_short: "Some databases cut names of more than 50 characters: shorten {columns}.",
  focus_first: "FOCUS's columns stand before all others: move {columns} in front of the first column that is not FOCUS's.",
  sorted: "The header is out of order at {columns}: sort FOCUS's columns by name, and behind them all others by name.",
  not_blank: "Cells hold nothing but spaces in {columns}: write the value that belongs there.",
  no_placeholder: "A word such as N/A or None stands for a missing value in {columns}: leave such a cell empty, or write the value where one is required.",
  not_deep: "Objects in {columns} nest more than three levels below their top, which is hard to query: flatten them.",
};

/** What columns hold, by the providers that FOCUS asks for them. */
const COLUMNS = {
  "all providers": {
    BilledCost: "the amount that is invoiced for the charge, 0 if nothing is",
    BillingAccountId: "the id of the account that is billed",
    BillingAccountName: "the name of the account that is billed, empty where it has none",
    BillingCurrency: "the currency of the invoice, such as USD",
    BillingPeriodEnd: "the first instant after the billing period, such as 2026-10-01T00:00:00Z for September 2026",
    BillingPeriodStart: "the first instant of the billing period, such as 2026-09-01T00:00:00Z for September 2026",
    ChargeCategory: "Usage, Purchase, Tax, Credit or Adjustment",
    ChargeClass: "Correction where a row corrects an earlier billing period, empty elsewhere",
    ChargeDescription: "a few words on what was charged",
    ChargeFrequency: "One-Time, Recurring or Usage-Based",
    ChargePeriodEnd: "the first instant after the time that the charge is for",
    ChargePeriodStart: "the first instant of the time that the charge is for",
    ContractedCost: "the cost after negotiated discounts, but without those of commitments",
    EffectiveCost: "the cost after all discounts, with what was prepaid spread over the usage that it covers",
    HostProviderName: "the name of the provider whose infrastructure it runs on, empty where that cannot be told",
    InvoiceId: "the id of the invoice, empty as long as there is none",
    InvoiceIssuerName: "the name of the company that issues the invoice",
    ListCost: "the cost at list prices, before any discount",
    PricingQuantity: "how much was priced, empty on taxes",
    PricingUnit: "the unit of PricingQuantity, such as Images or GB-Hours, empty where there is no quantity",
    ProviderName: "the name of the company that sells the service",
    PublisherName: "the name of the company that makes the service",
    ServiceCategory: "FOCUS's category of the service, such as Compute",
    ServiceName: "the name of the service that was used or bought",
    ServiceProviderName: "the name of the company that sells the service",
    ServiceSubcategory: "FOCUS's subcategory of the service, such as Virtual Machines",
  },
  "providers that measure usage": {
    ConsumedQuantity: "how much was used, empty where nothing was",
    ConsumedUnit: "the unit of ConsumedQuantity, such as Seconds, empty where there is no quantity",
  },
  "providers with public prices": {
    ListUnitPrice: "the price of one PricingUnit before any discount, empty on taxes",
  },
  "providers with negotiated prices": {
    ContractedUnitPrice: "the price of one PricingUnit after negotiated discounts, empty on taxes",
  },
  "providers with unit prices and price lists": {
    SkuId: "the id of what was sold, empty on taxes",
    SkuMeter: "what of it is measured, in words, empty where there is no SkuId",
    SkuPriceDetails: "a JSON object of what the price depends on, empty where nothing is to be said",
    SkuPriceId: "the id of its price in the price list, empty on taxes",
  },
  "providers with several pricing categories": {
    PricingCategory: "Standard, Committed, Dynamic or Other, empty on taxes",
  },
  "providers with prices in other currencies": {
    PricingCurrency: "the currency of the price list, such as EUR",
    PricingCurrencyContractedUnitPrice: "ContractedUnitPrice in PricingCurrency, empty on taxes",
    PricingCurrencyEffectiveCost: "EffectiveCost in PricingCurrency",
    PricingCurrencyListUnitPrice: "ListUnitPrice in PricingCurrency, empty on taxes",
  },
  "issuers of payable invoices": {
    InvoiceDetailId: "the id of the line on the invoice, empty as long as there is no invoice",
  },
  "providers with several types of billing accounts": {
    BillingAccountType: "the provider's word for the type of the billing account",
  },
  "providers with sub accounts": {
    SubAccountId: "the id of the sub account, empty where a charge has none",
    SubAccountName: "the name of the sub account, empty where a charge has none",
  },
  "providers with several types of sub accounts": {
    SubAccountType: "the provider's word for the type of the sub account, empty where a charge has none",
  },
  "providers with tags": {
    Tags: "a JSON object of the charge's tags, empty where there are none",
  },
  "providers with regions": {
    RegionId: "the id of the region, empty where a charge has none",
    RegionName: "the name of the region, empty where a charge has none",
  },
  "providers with availability zones": {
    AvailabilityZone: "the availability zone, empty where a charge has none",
  },
  "providers that bill for resources": {
    ResourceId: "the id of the resource, empty where a charge has none",
    ResourceName: "the name of the resource, empty where it has none",
  },
  "providers whose resources have types": {
    ResourceType: "the type of the resource, empty where a charge has none",
  },
  "providers with commitment discounts": {
    CommitmentDiscountCategory: "Spend or Usage, empty where no commitment discount is concerned",
    CommitmentDiscountId: "the id of the commitment discount, empty where none is concerned",
    CommitmentDiscountName: "the name of the commitment discount, empty where none is concerned",
    CommitmentDiscountQuantity: "how much of the commitment was bought or used, empty where none is concerned",
    CommitmentDiscountStatus: "Used or Unused on usage under a commitment discount, empty elsewhere",
    CommitmentDiscountType: "the provider's word for the commitment discount, empty where none is concerned",
    CommitmentDiscountUnit: "the unit of CommitmentDiscountQuantity, empty where there is no quantity",
  },
  "providers with capacity reservations": {
    CapacityReservationId: "the id of the capacity reservation, empty where none is concerned",
    CapacityReservationStatus: "Used or Unused on usage under a capacity reservation, empty elsewhere",
  },
  "providers with contract commitments": {
    ContractApplied: "a JSON object of the contracts that the charge counts towards, empty where there are none",
  },
  "providers with commitment programs": {
    CommitmentProgramEligibilityDetails: "a JSON object of the programs it could fall under, empty where there are none",
  },
  "providers that split shared costs": {
    AllocatedMethodDetails: "a JSON object of the shares, empty where no cost is split",
    AllocatedMethodId: "the id of the method by which the cost was split, empty where none is",
    AllocatedResourceId: "the id of what the share is for, empty where no cost is split",
    AllocatedResourceName: "the name of what the share is for, empty where no cost is split",
    AllocatedTags: "a JSON object of the tags of what the share is for, empty where no cost is split",
  },
};

const ON_TAX = "Taxes have no price, quantity or SKU: leave {column} empty where ChargeCategory is Tax.";
const WITHOUT_PRICE = "A row without SkuPriceId has no price or quantity: leave {column} empty, or name the SkuPriceId.";

const COMMITMENT_BOUGHT = "What is bought here is the commitment itself: write its id into CommitmentDiscountId and ResourceId alike.";

/**
 * Where the kind alone does not tell what to do: by column and kind, or by the id of the rule without
 * prefix and letter where a column has several rules of a kind.
 */
const RULES = {
  // Costs.
  "BilledCost zero":
    "InvoiceIssuerName differs from ProviderName, which FOCUS 1.2 takes for a charge that a third party is paid for: write 0 into BilledCost if so, or one spelling of the name into both if it is the provider.",
  "ContractedCost products":
    "ContractedCost is not ContractedUnitPrice × PricingQuantity: write the exact product; what was rounded for the invoice stays in BilledCost and EffectiveCost.",
  "ContractedCost-C-011":
    "ContractedCost is not ContractedUnitPrice × PricingQuantity: write the exact product; a correction without a price leaves SkuPriceId, prices and quantity empty.",
  "ContractedCost same_as": "A credit without a unit price costs what it takes off the invoice: write BilledCost into ContractedCost, too.",
  "EffectiveCost same_as": "A credit is worth what it takes off the invoice: write BilledCost into EffectiveCost, too.",
  "EffectiveCost-C-017": "A tax or a credit is worth what the invoice says: write BilledCost into EffectiveCost, too.",
  "EffectiveCost zero":
    "The purchase of a commitment is spread over the usage that it covers: write 0 into EffectiveCost here, or the money is counted twice.",
  "ListCost products":
    "ListCost is not ListUnitPrice × PricingQuantity: write the exact product; what was rounded for the invoice stays in BilledCost and EffectiveCost.",
  "ListCost-C-011":
    "ListCost is not ListUnitPrice × PricingQuantity: write the exact product; a correction without a price leaves SkuPriceId, prices and quantity empty.",
  "ListCost same_as": "A credit without a unit price costs what it takes off the invoice: write BilledCost into ListCost, too.",
  "PricingCurrencyEffectiveCost same_as":
    "PricingCurrency is BillingCurrency, but the costs differ: write the same amount into PricingCurrencyEffectiveCost as into EffectiveCost.",

  // Prices.
  "ContractedUnitPrice given":
    "Usage and purchases have a contracted price: write that of one PricingUnit into ContractedUnitPrice, or ListUnitPrice again if nothing was negotiated.",
  "ContractedUnitPrice-C-015": "A row with a SkuPriceId has a contracted price: write it into ContractedUnitPrice, or ListUnitPrice again if nothing was negotiated.",
  "ContractedUnitPrice null": ON_TAX,
  "ContractedUnitPrice-C-014": WITHOUT_PRICE,
  "ContractedUnitPrice products":
    "ContractedUnitPrice × PricingQuantity is not ContractedCost: write the unrounded price of one PricingUnit, and the exact product as the cost.",
  "ListUnitPrice given": "Usage and purchases have a list price: write the price of one PricingUnit before any discount into ListUnitPrice, 0 if it is free.",
  "ListUnitPrice-C-013": "A row with a SkuPriceId has a list price: write the one that the price list has for it into ListUnitPrice, 0 if it is free.",
  "ListUnitPrice null": ON_TAX,
  "ListUnitPrice-C-012": WITHOUT_PRICE,
  "ListUnitPrice products":
    "ListUnitPrice × PricingQuantity is not ListCost: write the unrounded price of one PricingUnit, and the exact product as the cost.",
  "PricingCategory exactly":
    "The row has a CommitmentDiscountId, but its PricingCategory is not Committed: write Committed, or leave the id empty if no commitment lowers the price.",
  "PricingCategory-C-009": "Usage that a commitment covers is priced by it: write Committed into PricingCategory where CommitmentDiscountStatus is Used.",
  "PricingCategory given":
    "Usage and purchases have a PricingCategory: write Committed under a commitment, Dynamic if the provider varies the price, Standard or Other otherwise.",
  "PricingCategory null": ON_TAX,
  "PricingCategory-C-012": WITHOUT_PRICE,
  "PricingCategory one_of": "PricingCategory is none of FOCUS's values: write Standard, Committed, Dynamic or Other, spelled like that.",
  "PricingCurrency currency_format":
    "PricingCurrency is not a currency code: write its three capital letters, such as USD, or check with VIRTUAL_CURRENCY_SUPPORTED if prices are in credits.",
  "PricingCurrencyContractedUnitPrice given": "Usage and purchases have a contracted price in PricingCurrency, too: convert ContractedUnitPrice, and write it into {column}.",
  "PricingCurrencyContractedUnitPrice-C-012": "A row with a SkuPriceId has a contracted price in PricingCurrency, too: write it into {column}.",
  "PricingCurrencyContractedUnitPrice null": ON_TAX,
  "PricingCurrencyContractedUnitPrice-C-011": WITHOUT_PRICE,
  "PricingCurrencyListUnitPrice given": "Usage and purchases have a list price in PricingCurrency, too: convert ListUnitPrice, and write it into {column}.",
  "PricingCurrencyListUnitPrice-C-012": "A row with a SkuPriceId has a list price in PricingCurrency, too: write it into {column}.",
  "PricingCurrencyListUnitPrice null": ON_TAX,
  "PricingCurrencyListUnitPrice-C-011": WITHOUT_PRICE,

  // Quantities and their units.
  "ConsumedQuantity given": "Usage consumes something: write how much into ConsumedQuantity, which is often PricingQuantity before it was rounded or grouped.",
  "ConsumedQuantity null": "Only usage consumes something: leave ConsumedQuantity empty on charges of other categories, and on the unused part of a commitment.",
  "1.0-2.19-ConsumedQuantity-null": "Only usage consumes something: leave ConsumedQuantity empty where ChargeCategory is not Usage.",
  "ConsumedQuantity-C-009": WITHOUT_PRICE,
  "ConsumedUnit given": "Usage is measured in some unit: write it into ConsumedUnit, such as Seconds or Tokens.",
  "ConsumedUnit null": "Only usage has a unit of what it consumes: leave ConsumedUnit empty on charges of other categories, and on the unused part of a commitment.",
  "1.0-2.20-ConsumedUnit-null": "Only usage has a unit of what it consumes: leave ConsumedUnit empty where ChargeCategory is not Usage.",
  "ConsumedUnit-C-005": "ConsumedUnit has no quantity beside it: write ConsumedQuantity, or leave the unit empty, too.",
  "ConsumedUnit-C-006": "ConsumedQuantity has no unit beside it: write one into ConsumedUnit, such as Seconds or Tokens.",
  "PricingQuantity given": "Usage and purchases have a priced quantity: write into PricingQuantity how many of PricingUnit were charged, 1 at a flat price.",
  "PricingQuantity null": ON_TAX,
  "PricingQuantity-C-011": WITHOUT_PRICE,
  "PricingQuantity products":
    "PricingQuantity × a unit price is not its cost: write the unrounded quantity, and into ListCost and ContractedCost the exact products.",
  "PricingUnit given": "Usage and purchases are priced by some unit: write it into PricingUnit, such as Images, 1000 Tokens or GB-Hours.",
  "PricingUnit null": ON_TAX,
  "PricingUnit-C-005": "PricingUnit has no quantity beside it: write PricingQuantity, or leave the unit empty, too.",
  "PricingUnit-C-006": "PricingQuantity has no unit beside it: write one into PricingUnit, such as Images, 1000 Tokens or GB-Hours.",

  // What was sold.
  "SkuId given": "Usage and purchases are of something in the price list: write its id into SkuId, the same at every price and for every account.",
  "SkuId null": ON_TAX,
  "SkuMeter given": "A row with a SkuId measures something: write into SkuMeter what it is, such as Compute Usage or Output Tokens.",
  "SkuMeter null": "SkuMeter has no SkuId beside it: write the SkuId, or leave SkuMeter empty, too.",
  "SkuPriceDetails null": "SkuPriceDetails has no SkuPriceId beside it: write the SkuPriceId, or leave the details empty, too.",
  "SkuPriceId given": "Usage and purchases have a price in the price list: write its id into SkuPriceId, the same in every period and for every account.",
  "SkuPriceId null": ON_TAX,
  "SkuPriceId single":
    "The same SkuPriceId has another SkuId in an earlier row: give each price an id of its own, for instance the SkuId with something behind it.",
  "ServiceCategory service_category": "ServiceCategory is none of FOCUS's: write one of its list as it is spelled there, such as Compute, or Other if none fits.",
  "ServiceName-C-005":
    "The same ServiceName has another ServiceCategory in an earlier row: give each service one category, and charges of another category a name of their own.",
  "ServiceName-C-008":
    "The same ServiceName has another ServiceSubcategory in an earlier row: choose the one of its main purpose, or give the other charges a name of their own.",
  "ServiceSubcategory single":
    "The same ServiceName has another ServiceSubcategory in an earlier row: choose the one of its main purpose, or give the other charges a name of their own.",
  "ServiceSubcategory of_its_category":
    "ServiceSubcategory is of another category than the row's ServiceCategory: choose one of that category, or its own Other, such as Other (Compute).",
  "ServiceSubcategory service_subcategory":
    "ServiceSubcategory is none of FOCUS's: write one of its list as it is spelled there, or the category's own Other, such as Other (Compute).",

  // Charges.
  "ChargeCategory exactly": "The unused part of a commitment is usage, too: write Usage into ChargeCategory where CommitmentDiscountStatus is Unused.",
  "ChargeCategory one_of": "ChargeCategory is none of FOCUS's values: write Usage, Purchase, Tax, Credit or Adjustment, spelled like that.",
  "ChargeClass one_of": "ChargeClass has one value only: write Correction where a row corrects an earlier billing period, and leave it empty elsewhere.",
  "ChargeFrequency not_one_of": "A purchase is never Usage-Based: write One-Time or Recurring into ChargeFrequency, or Usage into ChargeCategory if it is usage.",
  "ChargeFrequency one_of": "ChargeFrequency is none of FOCUS's values: write One-Time, Recurring or Usage-Based, spelled like that.",
  "BillingPeriodEnd after": "BillingPeriodEnd is not after BillingPeriodStart: write the first instant behind the period, 2026-10-01T00:00:00Z for September 2026.",
  "ChargePeriodEnd after": "ChargePeriodEnd is not after ChargePeriodStart: write the first instant behind the period, a second later for a single moment.",

  // Accounts, regions and resources.
  "BillingAccountName given":
    "BillingAccountName is empty: write the name of the account, or check without ACCOUNT_NAMING_SUPPORTED if accounts have no names.",
  "BillingAccountType given": "BillingAccountType is empty beside a BillingAccountId: write the provider's word for the type of that account.",
  "BillingAccountType null": "BillingAccountType has no account beside it: write its id into BillingAccountId, or leave the type empty, too.",
  "RegionName given": "RegionName is empty beside a RegionId: write the region's name, or its id again if it has none.",
  "RegionName null": "RegionName names a region without an id: write the id into RegionId, or leave the name empty, too.",
  "ResourceName null": "ResourceName names a resource without an id: write the id into ResourceId, or leave the name empty, too.",
  "ResourceType given": "ResourceType is empty beside a ResourceId: write the provider's word for the type of that resource.",
  "ResourceType null": "ResourceType has no resource beside it: write its id into ResourceId, or leave the type empty, too.",
  "SubAccountName given": "SubAccountName is empty beside a SubAccountId: write the sub account's name, or its id again if it has none.",
  "SubAccountName null": "SubAccountName names a sub account without an id: write the id into SubAccountId, or leave the name empty, too.",
  "SubAccountType given": "SubAccountType is empty beside a SubAccountId: write the provider's word for the type of that sub account.",
  "SubAccountType null": "SubAccountType has no sub account beside it: write its id into SubAccountId, or leave the type empty, too.",

  // Commitments and reservations.
  "CapacityReservationId given": "CapacityReservationStatus is Unused, but of which reservation is not said: write its id into CapacityReservationId.",
  "CapacityReservationStatus given": "Usage under a CapacityReservationId uses the reservation or leaves it idle: write Used or Unused into CapacityReservationStatus.",
  "CapacityReservationStatus null": "CapacityReservationStatus has no reservation beside it: write its id into CapacityReservationId, or leave the status empty, too.",
  "CapacityReservationStatus one_of": "CapacityReservationStatus is none of FOCUS's values: write Used or Unused, spelled like that.",
  "CommitmentDiscountCategory given": "A commitment is to spend money or to use something: write Spend or Usage into CommitmentDiscountCategory.",
  "CommitmentDiscountCategory one_of": "CommitmentDiscountCategory is none of FOCUS's values: write Spend or Usage, spelled like that.",
  "CommitmentDiscountId given":
    "PricingCategory is Committed, but which commitment lowers the price is not said: write its id into CommitmentDiscountId, or choose another category.",
  "CommitmentDiscountId same_as":
    "The unused part of a commitment is a charge of the commitment itself: write its id into CommitmentDiscountId and ResourceId alike.",
  "CommitmentDiscountId-C-009": COMMITMENT_BOUGHT,
  "DiscountHandling-A-012": COMMITMENT_BOUGHT,
  "CommitmentDiscountQuantity given":
    "Purchases and usage of a commitment count towards it: write into CommitmentDiscountQuantity how much was bought or used, in CommitmentDiscountUnit.",
  "CommitmentDiscountQuantity null": "Only purchases and usage of a commitment have its quantity: leave CommitmentDiscountQuantity empty on all other charges.",
  "CommitmentDiscountQuantity-C-016": WITHOUT_PRICE,
  "CommitmentDiscountStatus given": "Usage under a CommitmentDiscountId uses the commitment or leaves it idle: write Used or Unused into CommitmentDiscountStatus.",
  "CommitmentDiscountStatus one_of": "CommitmentDiscountStatus is none of FOCUS's values: write Used or Unused, spelled like that.",
  "CommitmentDiscountType given": "CommitmentDiscountType is empty beside a CommitmentDiscountId: write the provider's word for that kind of commitment.",
  "CommitmentDiscountUnit given": "A commitment is measured in some unit: write it into CommitmentDiscountUnit, such as Hours, or the currency of committed spend.",
  "CommitmentDiscountUnit-C-005": "CommitmentDiscountUnit has no quantity beside it: write CommitmentDiscountQuantity, or leave the unit empty, too.",
  "CommitmentDiscountUnit-C-006":
    "CommitmentDiscountQuantity has no unit beside it: write one into CommitmentDiscountUnit, such as Hours, or the currency of committed spend.",
  "CommitmentDiscountUnit single":
    "The same CommitmentDiscountId has another CommitmentDiscountUnit in an earlier row: measure each commitment in one unit, and convert the quantities.",

  // Split costs, contracts and programs.
  "AllocatedMethodDetails null": "AllocatedMethodDetails tells of a split, but AllocatedMethodId is empty: name the method, or leave the details empty, too.",
  "AllocatedMethodDetails shape":
    'AllocatedMethodDetails has another shape than FOCUS\'s: write {"Elements":[{"AllocatedRatio":0.25}]}, ratios from 0 to 1, a UsageUnit beside any UsageQuantity, and x_ before other keys.',
  "AllocatedMethodDetails unit_in": "A UsageUnit in AllocatedMethodDetails has another form than FOCUS's: write Seconds, 1000 Tokens or GB-Hours, for instance.",
  "AllocatedResourceId null": "AllocatedResourceId names who bears a share, but AllocatedMethodId is empty: name the method, or leave the resource empty, too.",
  "AllocatedResourceName given": "AllocatedResourceName is empty beside an AllocatedResourceId: write its name, or the id again if it has none.",
  "AllocatedResourceName null": "AllocatedResourceName has no id beside it: write the id into AllocatedResourceId, or leave the name empty, too.",
  "AllocatedTags no_member_of": "AllocatedTags repeats a tag of Tags, its key and its value: leave it out of AllocatedTags.",
  "AllocatedTags null": "AllocatedTags are those of a share, but AllocatedMethodId is empty: name the method, or move the tags to Tags.",
  "CommitmentProgramEligibilityDetails listed_in":
    "CommitmentProgramEligibilityDetails does not list the program that the row's CommitmentDiscountType names: add an element with it as ProgramType.",
  "CommitmentProgramEligibilityDetails shape":
    'CommitmentProgramEligibilityDetails has another shape than FOCUS\'s: write {"CommitmentPrograms":[{"ProgramType":"Savings Plan"}]}, with x_ before other keys.',
  "ContractApplied one_parent_in":
    "The same ContractCommitmentId has another ContractId elsewhere in ContractApplied: give each commitment one contract, or the other an id of its own.",
  "ContractApplied shape":
    "ContractApplied has another shape than FOCUS's: give each of its Elements a ContractId, a ContractCommitmentId and either an applied cost or an applied quantity with its unit (1.3: all five members, null where they say nothing).",
  "ContractApplied unit_in":
    "A ContractCommitmentAppliedUnit in ContractApplied has another form than FOCUS's: write Seconds, 1000 Tokens or GB-Hours, for instance.",
};

/** Why rules are not checked that a machine could decide. */
const OVER_TIME = "it is about change over time, and one file can hold a change that is right";
const DETAILS_GROW = "properties may be added over time, so that two rows may differ and be right";
const ABOVE_ZERO = "1.2 took it back: usage that is free or refunded has no quantity above zero";
const ONE_CUSTOMER = "it holds for the accounts of one customer, and whose they are the file does not say";

/** Those rules, by version. */
const UNCHECKED = {
  "1.0": { "1.0-2.4-BillingAccountName-single": ONE_CUSTOMER },
  "1.1": {
    "1.1-2.4-BillingAccountName-single": ONE_CUSTOMER,
    "1.1-2.19-CommitmentDiscountQuantity-above_zero": ABOVE_ZERO,
    "1.1-2.23-ConsumedQuantity-above_zero": ABOVE_ZERO,
    "1.1-2.45-SkuMeter-single": OVER_TIME,
    "1.1-2.46-SkuPriceDetails-single": DETAILS_GROW,
  },
  "1.2": { "SkuMeter-C-006-O": OVER_TIME, "SkuPriceDetails-C-007-M": DETAILS_GROW },
  "1.3": { "CAU-SkuMeter-C-006-O": OVER_TIME, "CAU-SkuPriceDetails-C-007-M": DETAILS_GROW },
  "1.4": { "CAU-SkuMeter-C-006-O": OVER_TIME, "CAU-SkuPriceDetails-C-007-M": DETAILS_GROW },
};

/** What an object of FOCUS's looks like; all others are keys and values. */
const OBJECTS = {
  AllocatedMethodDetails: '{"Elements":[{"AllocatedRatio":0.25}]}',
  CommitmentProgramEligibilityDetails: '{"CommitmentPrograms":[{"ProgramType":"Savings Plan"}]}',
  ContractApplied:
    '{"Elements":[{"ContractId":"c-1","ContractCommitmentId":"k-1","ContractCommitmentAppliedCost":2,"ContractCommitmentAppliedQuantity":null,"ContractCommitmentAppliedUnit":null}]}',
};

/** One sentence on what is wrong and how to mend it. */
export function messageOf({ rule, keyword, kind, columns }) {
  const column = columns.at(-1) ?? "";
  const isAdvice = kind === "present" && keyword !== undefined && !keyword.startsWith("MUST");
  const words = RULES[coreOf(rule)] ?? RULES[`${column} ${kind}`] ?? KINDS[isAdvice ? "recommended" : kind] ?? "";
  const [providers, holds] = columnOf(column);
  const told = { column, other: columns.at(-2) ?? "", columns: listOf(columns), providers, holds, object: OBJECTS[column] ?? '{"Key":"value"}' };
  return words.replace(/\{(\w+)\}/g, (_, name) => told[name]);
}

/** The rules that were not checked although a machine could, each with the reason. */
export function uncheckedIn({ focusVersion }) {
  return Object.entries(UNCHECKED[focusVersion]).map(([rule, reason]) => ({ rule, reason }));
}

/** `CAU-BilledCost-C-003-M` and `BilledCost-C-003-M` are the same rule. */
function coreOf(rule) {
  return rule.replace(/^(CAU|ATT)-/, "").replace(/-[MCO]$/, "");
}

/** Which providers FOCUS asks for a column, and what it holds. */
function columnOf(name) {
  const [providers, columns] = Object.entries(COLUMNS).find(([, columns]) => Object.hasOwn(columns, name)) ?? ["", {}];
  return [providers, columns[name] ?? ""];
}

/** The first columns, and how many more there are: a sentence has an end. */
function listOf(columns) {
  const more = columns.length > 5 ? [`${columns.length - 4} more`] : [];
  const named = columns.map((name) => name || "the column without a name");
  const parts = [...named.slice(0, more.length ? 4 : 5), ...more];
  return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and ");
}
