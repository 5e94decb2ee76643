// Made-up FOCUS CSV files: headers of every version and of none, custom columns, companies that agree or do not.

import { VERSIONS, hasColumn, isFocusColumn, typeOf } from "./columns.mjs";
import { diceOf } from "./dice.mjs";
import { convert } from "./convert.mjs";
import { csvLines, csvOf } from "./csv.mjs";
import { decimal } from "./decimal.mjs";
import { instantText, readInstant } from "./instant.mjs";
import { randomChoice, randomVersion } from "./random-columns.mjs";

const HOUR = 3600;
const START = readInstant("2025-02-03", "UTC");
const REQUIRED = ["BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"];
const COMPANIES = ["ProviderName", "PublisherName", "ServiceProviderName", "HostProviderName", "InvoiceIssuerName"];
const OTHERS = [
  "InvoiceId", "InvoiceDetailId", "ChargeCategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SubAccountType", "Tags",
  "RegionId", "ResourceId", "AvailabilityZone", "BillingPeriodStart", "BillingPeriodEnd", "EffectiveCost",
  "CommitmentDiscountQuantity", "CapacityReservationId", "PricingCurrency", "PricingCurrencyListUnitPrice",
  "AllocatedTags", "CommitmentProgramEligibilityDetails",
];
const CUSTOM = ["x_InvoiceId", "x_LoginUsername", "x_AuthMethod", "x_Unit", "x_CostSubtotal", "x_Team", "oldColumn", "x_a, b"];

const VALUES = {
  decimal: ["1.5", "0.25", "3", "-1.0", ""],
  date: ["2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z", ""],
  json: ['{"a":"b"}', "{}", ""],
  text: ["fal", "Fal", "=other", "'mark", "", ""],
  unknown: ["one", "-two", "-2", "", ""],
};

/** { request, options, files: [{ name, text }] } */
export function randomFocusCsv(seed) {
  const dice = diceOf(seed);
  const header = randomHeader(dice);
  const rows = Array.from({ length: dice.pick([0, 1, 5, 20]) }, () => randomRow(dice, header));
  const file = { name: "export.csv", text: csvOf(header, rows, {}).csv };
  const request = { source: "estimate", start: instantText(START), end: instantText(START + 48 * HOUR), timeframe: "day" };
  const options = { now: instantText(START + 72 * HOUR), inputTimeframe: "hour", ...randomVersion(dice) };
  if (dice.chance(0.3)) options.grain = "line_item";
  if (dice.chance(0.2)) options.spreadsheetSafe = true;
  if (dice.chance(0.2)) options.inputSpreadsheetSafe = true;
  const [written] = csvLines(convert(request, options, [file]).csv);
  return { request, options: { ...options, ...randomChoice(dice, written) }, files: [file] };
}

// Of one version, or of all of them at once.
function randomHeader(dice) {
  const version = dice.pick([...VERSIONS, null]);
  const isIn = (name) => version === null || !isFocusColumn(name) || hasColumn(version, name);
  const likely = (names, probability) => names.filter((name) => isIn(name) && dice.chance(probability));
  const header = [...REQUIRED, ...likely(COMPANIES, 0.6), ...likely(OTHERS, 0.4), ...likely(CUSTOM, 0.3)];
  return dice.shuffled(header);
}

function randomRow(dice, header) {
  const start = START + HOUR * dice.between(-6, 52);
  const row = Object.fromEntries(header.map((name) => [name, randomCell(dice, name)]));
  return {
    ...row,
    BilledCost: decimal(dice.pick(["1.5", "0.1", "-2", "1e-9"])),
    BillingCurrency: dice.pick(["USD", "USD", "EUR"]),
    ChargePeriodStart: start,
    ChargePeriodEnd: start + HOUR,
    ...(header.includes("ChargeCategory") ? { ChargeCategory: dice.pick(["Usage", "Usage", "Credit", "Tax", null]) } : {}),
  };
}

function randomCell(dice, name) {
  const type = typeOf(name);
  const text = dice.pick(VALUES[type]);
  if (text === "") return null;
  if (type === "decimal") return decimal(text);
  return type === "date" ? readInstant(text, "UTC") : text;
}
