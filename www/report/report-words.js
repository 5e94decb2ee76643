// How a result says things: chart, tops, first rows, findings. Pure functions from data to text.

import { countText, isZero } from "../wording.js";
import { percentOf, sumOf } from "./decimal.js";

// Figures

/** What people call what a column holds; of columns without such a word the name says it. */
const DIMENSIONS = {
  SkuId: "endpoint or machine",
  SubAccountId: "team",
  ServiceName: "service",
  ServiceCategory: "category of service",
  ChargeCategory: "kind of charge",
  PricingUnit: "unit",
  RegionId: "region",
  x_Product: "product",
  x_ApiKeyId: "API key",
  x_AuthMethod: "key or login",
  x_LoginUsername: "login",
  x_App: "app",
  x_Environment: "environment",
  x_MachineType: "machine",
};

export function dimensionText(column) {
  const word = Object.hasOwn(DIMENSIONS, column) ? DIMENSIONS[column] : "";
  return word ? `${column}: ${word}` : column;
}

export const CHART_NAME = "Chart of the cost over time";
export const CHART_HINT =
  "Arrow keys or a pointer read the exact amounts: left and right through the periods, up and down through the parts of one.";
export const READOUT_EMPTY = "\u00a0";

/** The chart in two sentences. */
export function chartSummary({ column, currency, periods, parts, totals, names }) {
  const most = totals.reduce((best, each, index) => (sumOf([each, negative(totals[best])]).startsWith("-") ? best : index), 0);
  const range = periods.length === 1 ? names[0].long : `${countText(periods.length)} periods from ${names[0].long} to ${names.at(-1).long}`;
  const dearest = parts.slice(0, 3).map(({ label, BilledCost }) => `${label} ${BilledCost} ${currency}`);
  return `Cost by ${dimensionText(column)}, ${range}. Most in one period: ${totals[most]} ${currency}, ${names[most].long}. Dearest: ${dearest.join("; ")}.`;
}

function negative(amount) {
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

/** Under the heading: what is shown, of which time, and by which clock. */
export function figuresNote({ currency, rows, BilledCost, coarsened, periods }, { timezone, names, leftOut }) {
  const range = periods.length > 1 ? `${names[0].long} to ${names.at(-1).long}` : names[0].long;
  const length = coarsened ? `, added up by ${coarsened} to be drawn` : "";
  const missing = leftOut.map(({ why, rows }) => ` Not in it: ${rowsText(rows)} ${LEFT_OUT[why]}.`).join("");
  return `BilledCost ${BilledCost} ${currency} in ${rowsText(rows)}; ${range}${length}; time zone ${timezone}.${missing}`;
}

/** Why rows are in no figure. */
const LEFT_OUT = {
  no_cost: "without a readable BilledCost",
  no_currency: "without a BillingCurrency",
  no_period: "without a charge period",
  other_cells: "that have not as many cells as the header",
  too_many: "beyond what can be kept apart",
};

/** What stands at a place of the chart: the period, the part or all, and the exact amount. */
export function readoutText({ parts, totals, names, currency }, { period, part }) {
  const { long, utc } = names[period];
  const when = utc ? `${long} (${utc})` : long;
  const total = totals[period];
  if (part === -1) return `${when}: all ${total} ${currency}`;
  const { label, byPeriod } = parts[part];
  const percent = percentOf(byPeriod[period], total);
  return `${when}: ${label} ${byPeriod[period]} ${currency}${percent === null ? "" : `, ${percent} % of the period`}`;
}

export const TOPS_NOTE =
  "Shares are of the total in the currency, worked out from the exact amounts and rounded to a tenth of a per cent.";

export function shareText(part, whole) {
  const percent = percentOf(part, whole);
  if (percent === null) return "";
  if (percent === "0.0" && !isZero(part)) return "< 0.1 %";
  return `${percent.replace("-", "−")} %`;
}

export function rowsText(count) {
  return count === 1 ? "1 row" : `${countText(count)} rows`;
}

export function othersText(count) {
  return count === 1 ? "1 other value" : `${countText(count)} other values`;
}

// The amount at the head

/** What the amount is of. */
export function headlineText({ rows, start, end, timeframe, timezone }) {
  return `${rowsText(rows)}, ${start} to ${end}, by ${timeframe} in ${timezone}`;
}

/**
 * The digits of an amount in groups of three from its point, to be set apart.
 *
 * @param {string} amount
 * @returns {{ text: string, isAfter: boolean, isFraction: boolean }[]} together they are the amount
 */
export function digitGroups(amount) {
  const [whole, fraction = ""] = amount.split(".");
  const groups = whole.split(/(?<=\d)(?=(?:\d{3})+$)/).map((text, index) => ({ text, isAfter: index > 0, isFraction: false }));
  const decimals = fraction.match(/\d{1,3}/g) ?? [];
  return [
    ...groups,
    ...decimals.map((digits, index) => ({ text: index === 0 ? `.${digits}` : digits, isAfter: index > 0, isFraction: true })),
  ];
}

export function savedText(name) {
  return `Saved as ${name}`;
}

// First rows

export function orderText(shown, total) {
  return shown < total
    ? `A heading sorts these ${countText(shown)} rows, not the whole report; pressed a third time, they stand as in the file again.`
    : "A heading sorts the rows; pressed a third time, they stand as in the file again.";
}

// Findings

/** Findings by what their rules ask for: what must hold, and what should. */
export function groupsOf(findings) {
  const isMust = ({ keyword }) => keyword.startsWith("MUST");
  const must = findings.filter(isMust);
  const should = findings.filter((finding) => !isMust(finding));
  return [
    { title: `MUST: ${brokenText(must.length)}`, findings: must, isMust: true },
    { title: `SHOULD: ${brokenText(should.length)}`, findings: should, isMust: false },
  ].filter((group) => group.findings.length > 0);
}

function brokenText(count) {
  return count === 1 ? "1 rule is broken" : `${countText(count)} rules are broken`;
}

export function uncheckedTitle(count) {
  return count === 1 ? "1 rule is not checked, and why" : `${countText(count)} rules are not checked, and why`;
}

export function cellText(value) {
  return value === "" ? "null" : value;
}

export function moreRowsText(more) {
  return more === 1 ? "and 1 more row" : `and ${countText(more)} more rows`;
}

// Command line

/** What is to be known of a command beyond itself. */
export const SAMPLE_NOTE =
  "sample.json is this page’s own sample: the page’s server hands it out at /sample.json.";
export const FILES_NOTE =
  "Run it in the folder of the files, where what was pasted or fetched has to be saved first; it needs Node 20 or newer.";
export const MOMENT_NOTE = "--now is the moment at which this report was made: without it the range would move on.";

export const CHECK_NOTE = "With --check the command ends with exit code 1 where a MUST fails; the CSV is written all the same.";

export function unsaidNote(name) {
  return `The option ${name} cannot be said on the command line.`;
}

/** Two files of one name lie in two folders, and the browser does not tell which. */
export function twinsNote(name) {
  return `Two files are called ${name}: write their folders before the names.`;
}
