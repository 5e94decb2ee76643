// A FOCUS CSV of each version that is right in every rule, and holds something for nearly every rule to look at. The
// mutations of it are wrong in one.

export const VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4"];

/** The columns that came with each version; 1.4 takes two of them away. */
const CAME = {
  "1.0": `AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodStart
    BillingPeriodEnd ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodStart ChargePeriodEnd
    CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus
    CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost
    InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName PublisherName
    RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId
    SubAccountName Tags`,
  "1.1": `CapacityReservationId CapacityReservationStatus CommitmentDiscountQuantity CommitmentDiscountUnit
    ServiceSubcategory SkuMeter SkuPriceDetails`,
  "1.2": `BillingAccountType InvoiceId PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost
    PricingCurrencyListUnitPrice SubAccountType`,
  "1.3": `AllocatedMethodDetails AllocatedMethodId AllocatedResourceId AllocatedResourceName AllocatedTags
    ContractApplied HostProviderName ServiceProviderName`,
  "1.4": "CommitmentProgramEligibilityDetails InvoiceDetailId",
};
const GONE_IN_1_4 = ["ProviderName", "PublisherName"];

/** 1.4 wants the alphabet; before, the columns stand as they came, which is as good. */
function headerOf(version) {
  const came = VERSIONS.filter((each) => each <= version).flatMap((each) => words(CAME[each]));
  const columns = version < "1.4" ? came : came.filter((name) => !GONE_IN_1_4.includes(name)).sort();
  return [...columns, "x_Note", "x_Team"];
}

/** `a b c` as a list. */
export function words(text = "") {
  return text.split(/\s+/).filter(Boolean);
}

// What rows have in common.

const EVERY_ROW = {
  BillingAccountId: "account-1",
  BillingAccountName: "Northlight",
  BillingAccountType: "Organization",
  BillingCurrency: "USD",
  BillingPeriodStart: "2026-09-01T00:00:00Z",
  BillingPeriodEnd: "2026-10-01T00:00:00Z",
  ChargePeriodStart: "2026-09-14T00:00:00Z",
  ChargePeriodEnd: "2026-09-15T00:00:00Z",
  HostProviderName: "Cloudy",
  InvoiceDetailId: "invoice-1-1",
  InvoiceId: "invoice-1",
  InvoiceIssuerName: "Cloudy",
  PricingCurrency: "USD",
  ProviderName: "Cloudy",
  PublisherName: "Cloudy",
  ServiceProviderName: "Cloudy",
  x_Note: "as agreed",
  x_Team: "Blue",
};

const MACHINES = { ServiceCategory: "Compute", ServiceName: "Machines", ServiceSubcategory: "Virtual Machines" };
const OBJECTS = { ServiceCategory: "Storage", ServiceName: "Objects", ServiceSubcategory: "Object Storage" };
const USAGE = { ChargeCategory: "Usage", ChargeFrequency: "Usage-Based" };
const ONCE = { ChargeFrequency: "One-Time" };

const SMALL_MACHINE = {
  ...MACHINES,
  SkuId: "small",
  SkuMeter: "Machine Hours",
  SkuPriceDetails: '{"CoreCount":2,"InstanceType":"s-2","MemorySize":8.5,"x_Generation":3}',
  SkuPriceId: "small-hour",
  ...prices("2.0", "2.0"),
  PricingUnit: "Hours",
};

const PLACE = {
  AvailabilityZone: "north-1a",
  RegionId: "north-1",
  RegionName: "North",
  ResourceId: "machine-1",
  ResourceName: "Renderer",
  ResourceType: "Machine",
};

const SUB_ACCOUNT = { SubAccountId: "team-1", SubAccountName: "Blue Team", SubAccountType: "Team" };

const COMMITMENT = {
  CommitmentDiscountCategory: "Usage",
  CommitmentDiscountId: "commitment-1",
  CommitmentDiscountName: "Machines for a year",
  CommitmentDiscountType: "Reservation",
  CommitmentDiscountUnit: "Hours",
};

function prices(list, contracted) {
  return {
    ContractedUnitPrice: contracted,
    ListUnitPrice: list,
    PricingCurrencyContractedUnitPrice: contracted,
    PricingCurrencyListUnitPrice: list,
  };
}

function costs(list, contracted, effective, billed) {
  return {
    BilledCost: billed,
    ContractedCost: contracted,
    EffectiveCost: effective,
    ListCost: list,
    PricingCurrencyEffectiveCost: effective,
  };
}

const priced = (quantity) => ({ PricingQuantity: quantity });
const consumed = (quantity, unit = "Hours") => ({ ConsumedQuantity: quantity, ConsumedUnit: unit });

/** What an element of ContractApplied says of nothing: 1.3 wants all its members. */
export const NOTHING_APPLIED = {
  ContractCommitmentAppliedCost: null,
  ContractCommitmentAppliedQuantity: null,
  ContractCommitmentAppliedUnit: null,
};

/** The rows by name, in order: what every version has in them, and what one version has otherwise. */
const ROWS = {
  usage: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...SUB_ACCOUNT, ...priced("10.0"), ...consumed("10.0"),
    ...costs("20.0", "20.0", "20.0", "20.0"),
    ChargeDescription: "A small machine, by the hour",
    PricingCategory: "Standard",
    Tags: '{"team":"blue","temporary":true}',
  },
  // Another service and SKU, priced in another currency than billed, at prices that vary; in no place.
  objects: {
    ...USAGE, ...OBJECTS, ...priced("200"), ...consumed("200", "GB-Hours"),
    ...prices("0.05", "0.05"),
    ...costs("10.00", "10", "10", "1E1"),
    ChargeDescription: 'Objects, "cold"\nand warm',
    PricingCategory: "Dynamic",
    PricingCurrency: "EUR",
    PricingCurrencyContractedUnitPrice: ".04",
    PricingCurrencyEffectiveCost: "8.",
    PricingCurrencyListUnitPrice: ".04",
    PricingUnit: "GB-Hours",
    SkuId: "cold-objects",
    SkuMeter: "Stored",
    SkuPriceDetails: '{"Redundancy":"Local","StorageClass":"Cold"}',
    SkuPriceId: "cold-objects-gb",
  },
  discounted: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...SUB_ACCOUNT, ...prices("2.0", "1.5"), ...priced("4.0"), ...consumed("4.0"),
    ...costs("8.0", "6.0", "6.0", "6.0"),
    ChargeDescription: "A small machine, as negotiated",
    PricingCategory: "Standard",
  },
  committed: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...COMMITMENT, ...priced("10.0"), ...consumed("10.0"),
    ...costs("20.0", "20.0", "12.0", "0.0"),
    ChargeDescription: "A small machine, committed to",
    CommitmentDiscountQuantity: "10.0",
    CommitmentDiscountStatus: "Used",
    CommitmentProgramEligibilityDetails: '{"CommitmentPrograms":[{"ProgramType":"Spot"},{"ProgramType":"Reservation"}]}',
    PricingCategory: "Committed",
  },
  // What of the commitment nobody used: its resource is the commitment itself.
  unused: {
    ...USAGE, ...SMALL_MACHINE, ...COMMITMENT, ...priced("3.0"),
    ...costs("6.0", "6.0", "3.6", "0.0"),
    ChargeDescription: "Nothing ran",
    CommitmentDiscountQuantity: "3.0",
    CommitmentDiscountStatus: "Unused",
    PricingCategory: "Committed",
    ResourceId: "commitment-1",
    ResourceType: "Commitment",
    // 1.0 knows no usage that consumes nothing.
    only: { "1.0": consumed("3.0") },
  },
  purchase: {
    ...MACHINES, ...COMMITMENT, ...prices("100.0", "90.0"), ...priced("1.0"),
    ...costs("100.0", "90.0", "0.0", "90.0"),
    ChargeCategory: "Purchase",
    ChargeDescription: "A commitment, by the month",
    ChargeFrequency: "Recurring",
    CommitmentDiscountId: "commitment-2",
    CommitmentDiscountQuantity: "730.0",
    PricingCategory: "Standard",
    PricingUnit: "Months",
    ResourceId: "commitment-2",
    ResourceType: "Commitment",
    SkuId: "small-year",
    SkuMeter: "Commitment Months",
    SkuPriceId: "small-year-month",
    // 1.0 does not tell the purchase of a commitment from what it covers.
    only: { "1.0": { PricingCategory: "Committed" } },
  },
  // Of committed usage. A correction need not say how much was consumed or committed to.
  correction: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...COMMITMENT, ...priced("-2.0"),
    ...costs("-4.0", "-4.0", "-2.4", "0.0"),
    ChargeClass: "Correction",
    ChargeDescription: "Two hours too many in August",
    ChargePeriodStart: "2026-08-14T00:00:00Z",
    ChargePeriodEnd: "2026-08-15T00:00:00Z",
    CommitmentDiscountStatus: "Used",
    CommitmentDiscountUnit: "",
    PricingCategory: "Committed",
    // Until 1.2 its costs need not be products.
    only: Object.fromEntries(["1.0", "1.1", "1.2"].map((version) => [version, costs("-3.9", "-3.8", "-2.4", "0.0")])),
  },
  // A correction need not even have a price.
  bareCorrection: {
    ...USAGE, ...MACHINES,
    ...costs("-1.0", "-1.0", "-1.0", "-1.0"),
    ChargeClass: "Correction",
    ChargeDescription: "One dollar too many in August",
  },
  reserved: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...priced("5.0"), ...consumed("5.0"),
    ...costs("10.0", "10.0", "10.0", "10.0"),
    CapacityReservationId: "reservation-1",
    CapacityReservationStatus: "Used",
    ChargeDescription: "A small machine, reserved",
    PricingCategory: "Other",
    // A SKU has prices of several units.
    SkuPriceId: "small-reserved",
  },
  reservedUnused: {
    ...USAGE, ...SMALL_MACHINE, ...priced("1.0"), ...consumed("1.0"),
    ...costs("2.0", "2.0", "2.0", "2.0"),
    CapacityReservationId: "reservation-1",
    CapacityReservationStatus: "Unused",
    ChargeDescription: "A place for a small machine, empty",
    PricingCategory: "Other",
    SkuPriceId: "small-reserved",
  },
  // Somebody else's service, invoiced by somebody else; nothing in it is shared with another row.
  resold: {
    ...USAGE, ...PLACE, ...SUB_ACCOUNT, ...prices("0.5", "0.5"), ...priced("10.0"), ...consumed("10.0", "1000 Requests"),
    ...costs("5.0", "5.0", "0.0", "0.0"),
    ChargeDescription: "Listed by a partner",
    HostProviderName: "Elsewhere",
    InvoiceIssuerName: "Reseller",
    PricingCategory: "Standard",
    PricingUnit: "1000 Requests",
    ServiceCategory: "Other",
    ServiceName: "Listings",
    ServiceSubcategory: "Other (Other)",
    SkuId: "listing",
    SkuMeter: "Requests",
    SkuPriceDetails: '{"x_Listing":"partner"}',
    SkuPriceId: "listing-requests",
    Tags: '{"note":"trial"}',
  },
  credit: {
    ...ONCE, ...MACHINES,
    ...costs("-3.0", "-3.0", "-3.0", "-3.0"),
    ChargeCategory: "Credit",
    ChargeDescription: "For the outage in August",
  },
  // No provider hosts a tax.
  tax: {
    ...ONCE,
    ...costs("7.0", "6.0", "6.0", "6.0"),
    ChargeCategory: "Tax",
    ChargeDescription: "Sales tax",
    HostProviderName: "",
    ServiceCategory: "Other",
    ServiceName: "Tax",
    ServiceSubcategory: "Other (Other)",
  },
  adjustment: {
    ...ONCE, ...MACHINES,
    ...costs("0.01", "0.01", "0.01", "0.01"),
    ChargeCategory: "Adjustment",
    ChargeDescription: "Rounding",
    // 1.4 lets it differ.
    only: { "1.4": costs("0.01", "0.01", "0.02", "0.01") },
  },
  // A share of a machine that several pods ran on.
  allocated: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...SUB_ACCOUNT, ...priced("2.5"), ...consumed("2.5"),
    ...costs("5.0", "5.0", "5.0", "5.0"),
    AllocatedMethodDetails: '{"Elements":[{"AllocatedRatio":0.25,"UsageUnit":"GB-Hours","UsageQuantity":5}]}',
    AllocatedMethodId: "by-memory",
    AllocatedResourceId: "pod-1",
    AllocatedResourceName: "Preview pod",
    // Not the tag of Tags, whose value is another.
    AllocatedTags: '{"app":"preview","team":"red"}',
    ChargeDescription: "A quarter of a small machine",
    PricingCategory: "Standard",
    Tags: '{"team":"blue"}',
  },
  contracted: {
    ...USAGE, ...SMALL_MACHINE, ...PLACE, ...SUB_ACCOUNT, ...priced("1.0"), ...consumed("1.0"),
    ...costs("2.0", "2.0", "2.0", "2.0"),
    ChargeDescription: "A small machine, under contract",
    CommitmentProgramEligibilityDetails: '{"CommitmentPrograms":[{"ProgramType":"Reservation"}]}',
    ContractApplied: json({
      Elements: [
        { ...NOTHING_APPLIED, ContractId: "c-1", ContractCommitmentId: "k-1", ContractCommitmentAppliedCost: 2 },
        appliedHours("k-2", "Hours"),
      ],
    }),
    PricingCategory: "Standard",
  },
};

/** An hour of a commitment of contract c-1. */
function appliedHours(commitment, unit) {
  return {
    ...NOTHING_APPLIED,
    ContractId: "c-1",
    ContractCommitmentId: commitment,
    ContractCommitmentAppliedQuantity: 1,
    ContractCommitmentAppliedUnit: unit,
  };
}

export function json(value) {
  return JSON.stringify(value);
}

/** The base of a version: `{ header, rows: [{ name, cells }] }`, anew at each call. */
export function baseOf(version) {
  const rows = Object.entries(ROWS).map(([name, { only = {}, ...cells }]) => ({
    name,
    cells: { ...EVERY_ROW, ...cells, ...only[version] },
  }));
  return { header: headerOf(version), rows };
}

/** The CSV. A U+FFFD in a cell is a byte that is no UTF-8: that is how a check shows it, too. */
export function csvOf({ header, rows }) {
  const lines = [header, ...rows.map(({ cells }) => header.map((column) => cells[column] ?? ""))];
  const [first, ...others] = lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("").split("\uFFFD");
  return Buffer.concat([Buffer.from(first), ...others.flatMap((text) => [Buffer.of(0xff), Buffer.from(text)])]);
}

function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The line that each row of such a CSV begins on. */
export function linesOf({ header, rows }) {
  let next = 2;
  return rows.map(({ cells }) => {
    const line = next;
    next += header.map((column) => cells[column] ?? "").join().split("\n").length;
    return line;
  });
}
