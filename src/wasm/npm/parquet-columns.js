// The columns of a Parquet file: how each of FOCUS's types is written, and what a cell of the CSV is as a value. No amount
// is ever one of JavaScript's numbers: its digits become a BigInt as they stand.

import { FalFocusError } from "./host.js";
import { namedOptions } from "./named-options.js";

/** The widest decimal that Arrow's 128 bits, DuckDB, Polars, Spark, Snowflake and Athena have in common. */
const PRECISION = 38;
const BYTES_OF_DECIMAL = 16;
const SCALE = 24;
const ROW_GROUP_SIZE = 20_000;

export const OF_A_REPORT = "Give the CSV of a report as fal-focus wrote it, and the metadata of the same report.";

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
const INSTANT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MICROS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
};

/** By FOCUS's types: the element of Parquet's schema, and the value of a cell that is not empty. */
const KINDS = {
  STRING: () => ({ element: TEXT, valueOf: (cell) => cell }),
  JSON: () => ({ element: TEXT, valueOf: (cell) => cell }),
  DATETIME: () => ({ element: INSTANT, valueOf: instantOf }),
  DECIMAL: (scale) => ({ element: decimal(scale), valueOf: (cell) => unscaled(cell, scale) }),
};

/** `[{ name, element, valueOf }]` of the metadata's column definitions. */
export function parquetColumns(metadata, scale) {
  const definitions = metadata?.Schema?.ColumnDefinition;
  const isDefined = Array.isArray(definitions) && definitions.length > 0 &&
    definitions.every((each) => typeof each?.ColumnName === "string" && Object.hasOwn(KINDS, each.DataType));
  if (!isDefined) {
    throw new FalFocusError("invalid_option", "the metadata has no column definitions", {
      field: "metadata",
      hint: "Give the metadata that came with the report: of focusReport, of a writer’s finish, or in the file of --metadata.",
    });
  }
  checkColumnsOf(scale, definitions);
  return definitions.map(({ ColumnName: name, DataType }) => {
    const { element, valueOf } = KINDS[DataType](scale.ofColumns[name] ?? scale.ofAll);
    return { name, element: { name, repetition_type: "OPTIONAL", ...element }, valueOf };
  });
}

function decimal(scale) {
  const digits = { precision: PRECISION, scale };
  return {
    type: "FIXED_LEN_BYTE_ARRAY",
    type_length: BYTES_OF_DECIMAL,
    converted_type: "DECIMAL",
    logical_type: { type: "DECIMAL", ...digits },
    ...digits,
  };
}

/** `40.824` at scale 4 is 408240n. */
function unscaled(cell, scale) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cell) ?? [];
  if (whole === undefined) throw new FalFocusError("invalid_csv", `${cell} is no decimal`, { hint: OF_A_REPORT });
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > scale || whole.replace(/^0+/, "").length > PRECISION - scale) throw tooWide(cell, scale);
  return BigInt(sign + whole + digits.padEnd(scale, "0"));
}

function tooWide(cell, scale) {
  return new FalFocusError("amount_out_of_range", `${cell} does not fit into DECIMAL(${PRECISION}, ${scale}), and nothing is rounded`, {
    hint: `The option scale says how many of the ${PRECISION} digits stand behind the point, for all columns or for each by its name. The CSV holds them all.`,
  });
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Microseconds since 1970. */
function instantOf(cell) {
  const milliseconds = DATE_TIME.test(cell) ? Date.parse(cell) : NaN;
  if (Number.isNaN(milliseconds)) throw new FalFocusError("invalid_csv", `${cell} is no date-time in UTC`, { hint: OF_A_REPORT });
  return BigInt(milliseconds) * 1000n;
}

/** `{ scale: { ofAll, ofColumns }, rowGroupSize }`. */
export function readOptions(options) {
  const { scale, rowGroupSize, ...unknown } = namedOptions(options, "{ scale: 24 }");
  for (const name of Object.keys(unknown)) {
    throw new FalFocusError("invalid_option", `there is no option ${name}`, { field: name, hint: "The options are scale and rowGroupSize." });
  }
  return { scale: readScale(scale ?? SCALE), rowGroupSize: readRowGroupSize(rowGroupSize ?? ROW_GROUP_SIZE) };
}

function readScale(scale) {
  const isByColumn = Object.prototype.toString.call(scale) === "[object Object]";
  const given = isByColumn ? Object.entries(scale).map(([name, digits]) => [`scale.${name}`, digits]) : [["scale", scale]];
  for (const [field, digits] of given) {
    if (!Number.isInteger(digits) || digits < 0 || digits > PRECISION) throw wrongScale(field, `${field} is no whole number from 0 to ${PRECISION}`);
  }
  return isByColumn ? { ofAll: SCALE, ofColumns: scale } : { ofAll: scale, ofColumns: {} };
}

function checkColumnsOf({ ofColumns }, definitions) {
  const isDecimal = (name) => definitions.some(({ ColumnName, DataType }) => ColumnName === name && DataType === "DECIMAL");
  for (const name of Object.keys(ofColumns)) {
    if (!isDecimal(name)) throw wrongScale(`scale.${name}`, `the report has no decimal column ${name}`);
  }
}

function wrongScale(field, message) {
  return new FalFocusError("invalid_option", message, { field, hint: "Such as 18, or { PricingQuantity: 12 } for one column." });
}

function readRowGroupSize(rowGroupSize) {
  if (Number.isInteger(rowGroupSize) && rowGroupSize >= 1) return rowGroupSize;
  throw new FalFocusError("invalid_option", "rowGroupSize is no whole number from 1", {
    field: "rowGroupSize",
    hint: "It counts rows: so many are in memory together.",
  });
}
