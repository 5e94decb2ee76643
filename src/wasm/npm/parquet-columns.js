// The columns of a Parquet file: how each of FOCUS's types is written, and a cell of the CSV as its value.
// No amount is ever a number of JavaScript's: its digits become a BigInt as they stand.

import { FalFocusError } from "./host.js";

/** The widest decimal that DuckDB, Polars, Spark, Snowflake, Athena and Arrow's 128 bits have in common. */
export const PRECISION = 38;
const BYTES_OF_DECIMAL = 16;

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
const INSTANT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MICROS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
};

/**
 * One column: `element` as Parquet's schema has it, and `valueOf` a cell that is not empty.
 *
 * @param {string} name
 * @param {"STRING" | "DATETIME" | "DECIMAL" | "JSON"} dataType
 * @param {number} scale of a decimal
 */
export function parquetColumn(name, dataType, scale) {
  const common = { name, repetition_type: "OPTIONAL" };
  if (dataType === "DATETIME") return { name, element: { ...common, ...INSTANT }, valueOf: instantOf };
  if (dataType === "DECIMAL") {
    return { name, element: { ...common, ...decimal(scale) }, valueOf: (cell) => unscaled(cell, scale) };
  }
  return { name, element: { ...common, ...TEXT }, valueOf: (cell) => cell };
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
  const message = `${cell} does not fit into DECIMAL(${PRECISION}, ${scale}), and nothing is rounded`;
  return new FalFocusError("amount_out_of_range", message, {
    hint: `The option scale says how many of the ${PRECISION} digits stand behind the point, for all columns or each by its name. The CSV holds every digit.`,
  });
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Microseconds since 1970. */
function instantOf(cell) {
  const milliseconds = DATE_TIME.test(cell) ? Date.parse(cell) : NaN;
  if (Number.isNaN(milliseconds)) throw new FalFocusError("invalid_csv", `${cell} is no date-time in UTC`, { hint: OF_A_REPORT });
  return BigInt(milliseconds) * 1000n;
}

export const OF_A_REPORT = "Give the CSV of a report as fal-focus wrote it, and the metadata of the same report.";
