// A report as a Parquet file. The encoding is hyparquet-writer's, which who wants Parquet installs: no other
// entry of the package loads this one.

import { CsvRecords } from "./csv-records.js";
import { FalFocusError } from "./host.js";
import { namedOptions } from "./named-options.js";
import { OF_A_REPORT, PRECISION, parquetColumn } from "./parquet-columns.js";

export { FalFocusError };

const TYPE = "application/vnd.apache.parquet";
const SCALE = 24;
const ROW_GROUP_SIZE = 20_000;
const DATA_TYPES = new Set(["STRING", "DATETIME", "DECIMAL", "JSON"]);

export async function focusParquet(report, options) {
  const { csv, metadata } = report ?? {};
  const isCsv = typeof csv === "string" || csv instanceof Blob || csv instanceof ArrayBuffer || ArrayBuffer.isView(csv);
  if (!isCsv) {
    throw new FalFocusError("invalid_csv", "there is no CSV", { hint: "Give what focusReport returned, or { csv, metadata }; a stream goes through focusParquetStream." });
  }
  const parquet = new Blob([csv]).stream().pipeThrough(focusParquetStream(metadata, options));
  return new Response(parquet, { headers: { "content-type": TYPE } }).blob();
}

export function focusParquetStream(metadata, options) {
  const settings = readOptions(options);
  const columns = columnsOf(metadata, settings.scale);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const records = new CsvRecords();
  let table;
  return new TransformStream({
    async start(controller) {
      table = new Table(columns, await loadWriter(), settings.rowGroupSize, metadata, (bytes) => controller.enqueue(bytes));
    },
    transform(bytes) {
      for (const record of records.push(decoded(decoder, bytes))) table.add(record);
    },
    flush() {
      for (const record of records.push(decoded(decoder))) table.add(record);
      for (const record of records.end()) table.add(record);
      if (records.isCut) throw new FalFocusError("invalid_csv", "it ends inside a quoted cell", { hint: OF_A_REPORT });
      table.finish();
    },
  });
}

/** Rows as they come, gathered by column until they are a row group; its bytes are handed on at once. */
class Table {
  #columns;
  #rowGroupSize;
  #writer;
  #bytes;
  #enqueue;
  #hasHeader = false;
  /** Rows of all groups. */
  #rows = 0;
  #group;

  constructor(columns, { ByteWriter, ParquetWriter }, rowGroupSize, metadata, enqueue) {
    this.#columns = columns;
    this.#rowGroupSize = rowGroupSize;
    this.#enqueue = enqueue;
    this.#bytes = new ByteWriter();
    const schema = [{ name: "focus", num_children: columns.length }, ...columns.map(({ element }) => element)];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, kvMetadata: about(metadata) });
    this.#group = this.#newGroup();
  }

  add(record) {
    if (!this.#hasHeader) {
      checkHeader(record, this.#columns);
      this.#hasHeader = true;
      return;
    }
    const row = this.#rows;
    if (record.length !== this.#columns.length) {
      throw new FalFocusError("invalid_csv", `a row of ${record.length} cells, and the header has ${this.#columns.length}`, { field: `[${row}]`, hint: OF_A_REPORT });
    }
    record.forEach((cell, index) => this.#group[index].add(cell, row));
    this.#rows += 1;
    if (this.#rows % this.#rowGroupSize === 0) this.#writeGroup();
  }

  finish() {
    if (!this.#hasHeader) throw new FalFocusError("invalid_csv", "there is no header", { hint: OF_A_REPORT });
    if (this.#rows % this.#rowGroupSize !== 0) this.#writeGroup();
    this.#writer.finish();
    this.#handOn();
  }

  #newGroup() {
    return this.#columns.map((column) => new ColumnOfGroup(column));
  }

  #writeGroup() {
    const columnData = this.#group.map(({ name, data }) => ({ name, data }));
    this.#writer.write({ columnData, rowGroupSize: this.#rowGroupSize });
    this.#group = this.#newGroup();
    this.#handOn();
  }

  /** The writer goes on in the same buffer, from its beginning. */
  #handOn() {
    this.#enqueue(this.#bytes.getBytes().slice());
    this.#bytes.index = 0;
  }
}

/** The values of a column in one row group; what stands in many rows is made once. */
class ColumnOfGroup {
  data = [];
  #column;
  #values = new Map();

  constructor(column) {
    this.#column = column;
  }

  get name() {
    return this.#column.name;
  }

  add(cell, row) {
    this.data.push(cell === "" ? null : this.#values.get(cell) ?? this.#made(cell, row));
  }

  #made(cell, row) {
    try {
      const value = this.#column.valueOf(cell);
      this.#values.set(cell, value);
      return value;
    } catch (error) {
      if (error instanceof FalFocusError) error.field = `[${row}].${this.name}`;
      throw error;
    }
  }
}

function columnsOf(metadata, scale) {
  const definitions = metadata?.Schema?.ColumnDefinition;
  const isDefined = Array.isArray(definitions) && definitions.length > 0 &&
    definitions.every(({ ColumnName, DataType }) => typeof ColumnName === "string" && DATA_TYPES.has(DataType));
  if (!isDefined) {
    throw new FalFocusError("invalid_option", "the metadata has no column definitions", { field: "metadata", hint: "Give the metadata that focusReport, a writer’s finish or --metadata made with the report." });
  }
  const decimals = definitions.filter(({ DataType }) => DataType === "DECIMAL").map(({ ColumnName }) => ColumnName);
  for (const name of Object.keys(scale.ofColumns)) {
    if (!decimals.includes(name)) throw wrongScale(`scale.${name}`, `the report has no decimal column ${name}`);
  }
  return definitions.map(({ ColumnName: name, DataType }) => parquetColumn(name, DataType, scale.ofColumns[name] ?? scale.ofAll));
}

function readOptions(options) {
  const { scale, rowGroupSize, ...unknown } = namedOptions(options, "{ scale: 24 }");
  for (const name of Object.keys(unknown)) {
    throw new FalFocusError("invalid_option", `there is no option ${name}`, { field: name, hint: "The options are scale and rowGroupSize." });
  }
  return { scale: readScale(scale), rowGroupSize: readRowGroupSize(rowGroupSize) };
}

function readScale(scale) {
  if (scale === undefined || scale === null) return { ofAll: SCALE, ofColumns: {} };
  const isByColumn = Object.prototype.toString.call(scale) === "[object Object]";
  for (const [field, digits] of isByColumn ? Object.entries(scale).map(([name, digits]) => [`scale.${name}`, digits]) : [["scale", scale]]) {
    if (!Number.isInteger(digits) || digits < 0 || digits > PRECISION) throw wrongScale(field, `${field} is no whole number from 0 to ${PRECISION}`);
  }
  return isByColumn ? { ofAll: SCALE, ofColumns: scale } : { ofAll: scale, ofColumns: {} };
}

function wrongScale(field, message) {
  return new FalFocusError("invalid_option", message, { field, hint: "Such as 18, or { PricingQuantity: 12 } for one column." });
}

function readRowGroupSize(rowGroupSize) {
  if (rowGroupSize === undefined || rowGroupSize === null) return ROW_GROUP_SIZE;
  if (Number.isInteger(rowGroupSize) && rowGroupSize >= 1) return rowGroupSize;
  throw new FalFocusError("invalid_option", "rowGroupSize is no whole number from 1", { field: "rowGroupSize", hint: "It counts rows: they are in memory together." });
}

/** What FOCUS wants to be told without the rows, in the file's own metadata. */
function about({ DataGenerator, Schema: { FocusVersion, SchemaId } }) {
  return Object.entries({ DataGenerator, FocusVersion, SchemaId }).map(([name, value]) => ({ key: `focus.${name}`, value }));
}

function checkHeader(header, columns) {
  const isSame = header.length === columns.length && header.every((name, index) => name === columns[index].name);
  if (!isSame) throw new FalFocusError("invalid_csv", "the header has other columns than the metadata", { hint: OF_A_REPORT });
}

function decoded(decoder, bytes) {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new FalFocusError("invalid_csv", "it is not text in UTF-8", { hint: OF_A_REPORT });
  }
}

async function loadWriter() {
  try {
    return await import("hyparquet-writer");
  } catch (error) {
    const [message] = String(error?.message ?? error).split("\n");
    throw new FalFocusError("io_error", `hyparquet-writer cannot be loaded: ${message}`, {
      hint: "Parquet is written by this package, which is installed by who wants it: npm install hyparquet-writer@0.17. In a browser without a bundler an import map names it, and hyparquet.",
    });
  }
}
