// Every option of the command line, once: how it is read, what its help says, what a shell completes.

import { ENDPOINT_NAMES, isPaged } from "./fetch-endpoints.js";

/**
 * @typedef {object} Option
 * @property {string} name without the dashes
 * @property {string} [short] one letter
 * @property {string} [value] what stands for its value in the help; a flag has none
 * @property {string[]} [words] the values there are
 * @property {boolean} [isList] whether several words may stand in it, with commas
 * @property {"file" | "folder"} [path] whether the value is one
 * @property {"request" | "options" | "documents" | "outputs" | "call"} into where it goes
 * @property {string} as its name there
 * @property {unknown} [sets] what a flag sets it to
 * @property {(text: string) => unknown} [read] makes the value of the text
 * @property {string} about
 */

const TIMEFRAMES = ["minute", "hour", "day", "week", "month"];
const VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4"];
const KINDS = ["models/usage", "models/billing-events", "organization/usage", "organization/billing-events", "serverless/usage"];

/** Those with pages; what names things is fetched beside them. Without the slash a shell of Windows leaves them alone. */
export const FETCHED = ENDPOINT_NAMES.filter(isPaged).map((name) => name.slice(1));

const camelCase = (name) => name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
const parameter = (name, value, about, more) => ({ name, value, about, into: "request", as: name.replaceAll("-", "_"), ...more });
const option = (name, value, about, more) => ({ name, value, about, into: "options", as: camelCase(name), ...more });
const flag = (name, [as, sets], about, more) => ({ name, about, into: "options", as, sets, ...more });
const document = (name, about) => ({ name, value: "FILE", about, into: "documents", as: name, path: "file" });
const output = (name, about, more) => ({ name, value: "FILE", about, into: "outputs", as: name, path: "file", ...more });

/** A count stays text where it is none: the module says what is wrong with it. */
const count = (text) => (/^\d+$/.test(text) ? Number(text) : text);
const counted = (name, about) => option(name, "N", about, { read: count });

export const COMMON = [
  { name: "json", about: "for programs: what is told is JSON, one object a line (see JSON)", into: "call", as: "isJson", sets: true },
  { name: "help", short: "h", about: "this help", into: "call", as: "isHelp", sets: true },
  { name: "version", short: "V", about: "the version of fal-focus", into: "call", as: "isVersion", sets: true },
];

export const REQUEST = [
  parameter("source", "S", "estimate (a range of dates) or invoice (a month); required", { words: ["estimate", "invoice"] }),
  parameter("start", "T", "ISO 8601 date or date-time; estimate (default: 24 hours before now)"),
  parameter("end", "T", "the same, exclusive; estimate (default: now)"),
  parameter("billing-month", "YYYY-MM", "the month the invoice was issued; invoice (default: that of the invoice document, else this month, UTC)"),
  parameter("charge-month", "YYYY-MM", "the month the charges were incurred, the one before the billing month; invoice"),
  parameter("timezone", "ZONE", "IANA name of the zone of boundaries (default: UTC)", { words: ["UTC", ...Intl.supportedValuesOf("timeZone")] }),
  parameter("timeframe", "T", "minute, hour, day, week, month (default: by the length of the range; of an invoice month)", { words: TIMEFRAMES }),
  parameter("bound-to-timeframe", "B", "true (default): the range is aligned to the timeframe; false: exact dates; estimate", { words: ["true", "false"] }),
  option("range-limit", "L", "lookback (default: start at most 90 days ago), range (at most 90 days long), none (replies saved earlier); estimate", {
    words: ["lookback", "range", "none"],
  }),
  option("now", "T", "the moment that fills defaults and limits (default: the clock)"),
];

export const INVOICE = document("invoice", "invoice document (JSON): its id, credits and taxes; invoice");

export const BESIDE = [
  INVOICE,
  flag("rounding-row", ["roundingRow", true], "write what rounding leaves to the invoice's total as a row"),
  document("account", "reply of /account/billing: the billing account's id and name"),
  document("teams", "reply of /organization/teams: the names of sub accounts"),
  document("pricing", "reply of /models/pricing: the units of billing events without one"),
];

export const INPUT = [
  option("input-timeframe", "T", "the timeframe the replies were fetched with, where they leave it open", { words: TIMEFRAMES }),
  option("input-kind", "K", `whose line items count where kinds overlap: ${KINDS.join(", ")}`, { words: KINDS }),
  flag("skip-invalid", ["onInvalid", "skip"], "leave out line items that cannot be read, and name them"),
  flag("assume-unique", ["assumeUnique", true], "no billing event comes twice: remember no request ids"),
  counted("jobs", "threads that read the files, each some of them, 1 to 256 (default: 1)"),
  flag("input-spreadsheet-safe", ["inputSpreadsheetSafe", true], "take off the ' that --spreadsheet-safe had put into a FOCUS CSV"),
];

export const REPORT = [
  option("grain", "G", "timeframe (default: line items added up per charge period), line_item", { words: ["timeframe", "line_item"] }),
  option("focus-version", "V", "1.0, 1.1, 1.2, 1.3, 1.4 (default: 1.2; of a FOCUS CSV its own)", { words: VERSIONS }),
  option("columns", "A,B,...", "only these columns, in the version's order"),
  flag("no-custom-columns", ["customColumns", false], "leave out the columns that are not FOCUS's own (x_...)"),
  flag("no-personal-data", ["personalData", false], "leave out x_AuthMethod and x_LoginUsername"),
  option("billing-account-id", "ID", "BillingAccountId (default: fal:<username> of the account, else fal:account)"),
  option("billing-account-name", "N", "BillingAccountName (default: the account's name, else the id)"),
  flag("spreadsheet-safe", ["spreadsheetSafe", true], "put ' before text that a spreadsheet would run as a formula"),
  flag("no-attribution-tags", ["attributionTags", false], "leave fal/key, fal/team and the like out of Tags"),
];

const MAX_ROW_BYTES = counted("max-row-bytes", "the longest row of a CSV that is read (default: 16,777,216)");

/** How much of the input is held. */
export const LIMITS = [
  counted("max-groups", "the most rows added up at grain timeframe, 1 to 1,000,000,000 (default: 1,000,000)"),
  counted("max-value-bytes", "the most bytes of JSON held until they are whole, such as a bucket or a document, from 65,536 (default: 134,217,728)"),
  counted("max-text-bytes", "the longest text of a line item or a name, from 1000 (default: 65,536)"),
  MAX_ROW_BYTES,
  counted("max-remembered", "the most request ids, pages or buckets remembered so that none counts twice (default: 100,000,000)"),
];

export const OUTPUT = [
  output("output", "write the CSV to FILE, whole or not at all; one whose name ends in .gz is compressed; - is standard output", { short: "o" }),
  option("split", "BOUNDS", "write the CSV as several files, each with the header and within BOUNDS, such as rows=10000,bytes=2MB (see Parts); needs -o"),
  output("summary", "write totals and warnings to FILE, as JSON"),
  output("metadata", "write FOCUS schema metadata to FILE, as JSON"),
  flag("check", ["check", true], "check the CSV against FOCUS's rules as it is written (exit code 1 where a MUST fails; the CSV is written all the same)"),
];

export const FETCH = [
  option("endpoint", "E", `what is fetched: ${FETCHED.join(", ")} (default: models/usage)`, { words: FETCHED }),
  { name: "output", short: "o", value: "FOLDER", path: "folder", into: "outputs", as: "output", about: "where the pages go (default: a folder here, named after endpoint and range)" },
  flag("stand-in", ["isStandIn", true], "ask a stand-in of fal's API, with invented data: to try it without a key"),
  counted("max-pages", "the most pages of one run, from 1; the next run goes on (default: 10,000)"),
  counted("max-page-bytes", "the most bytes of a page (default: 134,217,728)"),
  counted("max-retries", "how often a page is asked for again after 429, 5xx or a broken connection (default: 5)"),
  counted("max-wait", "milliseconds: the longest wait between two tries (default: 120,000)"),
  counted("timeout", "milliseconds in which nothing comes, after which a connection counts as broken, from 1 (default: 120,000)"),
];

export const CHECK = [
  option("focus-version", "V", "1.0, 1.1, 1.2, 1.3, 1.4 (default: what the header tells; where it does not tell, you are asked to say)", { words: VERSIONS }),
  option("applicability", "A,B,...", "what the provider offers, in the names of FOCUS's requirements models, such as REGION_SUPPORTED; ALL (default: what fits fal)", { words: ["ALL"], isList: true }),
  option("format", "F", "text (default), json", { words: ["text", "json"] }),
  flag("strict", ["strict", true], "exit code 1 also where a SHOULD fails"),
  MAX_ROW_BYTES,
];

export const SERVE = [
  option("port", "N", "the port, up to 65535 (default: 8080, or the next one that is free; 0: any)"),
  flag("stand-in", ["isStandIn", true], "ask a stand-in of fal's API, with invented data: to try it without a key"),
];
