// The rows of a CSV as they come, gathered by column until they are a row group; its bytes are handed on at once.

import { CsvRecords } from "./csv-records.js";
import { FalFocusError } from "./host.js";
import { OF_A_REPORT } from "./parquet-columns.js";

/** A record is looked at again with every piece of it that comes. */
const LONGEST_ROW = 2 ** 24;

export class ParquetTable {
  #columns;
  #rowGroupSize;
  #sink;
  #bytes;
  #writer;
  #records = new CsvRecords();
  #hasHeader = false;
  /** Rows of all groups. */
  #rows = 0;
  #group;

  /** `sink` is handed bytes of its own. */
  constructor({ ByteWriter, ParquetWriter }, { columns, rowGroupSize, metadata }, sink) {
    this.#columns = columns;
    this.#rowGroupSize = rowGroupSize;
    this.#sink = sink;
    this.#bytes = new ByteWriter();
    const schema = [{ name: "focus", num_children: columns.length }, ...columns.map(({ element }) => element)];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, kvMetadata: about(metadata) });
    this.#group = this.#newGroup();
  }

  push(text) {
    for (const record of this.#records.push(text)) this.#add(record);
    if (this.#records.waiting > LONGEST_ROW) throw invalidCsv(`a row is longer than ${LONGEST_ROW} characters, or a quote is never closed`, `[${this.#rows}]`);
  }

  finish() {
    for (const record of this.#records.end()) this.#add(record);
    if (this.#records.isCut) throw invalidCsv("it ends inside a quoted cell");
    if (!this.#hasHeader) throw invalidCsv("there is no header");
    if (this.#rows % this.#rowGroupSize !== 0) this.#writeGroup();
    this.#writer.finish();
    this.#handOn();
  }

  #add(record) {
    if (!this.#hasHeader) {
      this.#checkHeader(record);
      this.#hasHeader = true;
      return;
    }
    const row = this.#rows;
    if (record.length !== this.#columns.length) {
      throw invalidCsv(`a row of ${record.length} cells, and the header has ${this.#columns.length}`, `[${row}]`);
    }
    if (this.#records.hasStray) throw invalidCsv("text stands behind the quote that closes a cell", `[${row}]`);
    record.forEach((cell, index) => this.#group[index].add(cell, row));
    this.#rows += 1;
    if (this.#rows % this.#rowGroupSize === 0) this.#writeGroup();
  }

  #checkHeader(header) {
    const isSame = header.length === this.#columns.length && header.every((name, index) => name === this.#columns[index].name);
    if (!isSame) throw invalidCsv("the header has other columns than the metadata");
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
    this.#sink(this.#bytes.getBytes().slice());
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

/** What FOCUS wants to be told without the rows, for the file's own metadata. */
function about({ DataGenerator, Schema: { FocusVersion, SchemaId } }) {
  return Object.entries({ DataGenerator, FocusVersion, SchemaId }).map(([name, value]) => ({ key: `focus.${name}`, value }));
}

function invalidCsv(message, field) {
  return new FalFocusError("invalid_csv", message, { field, hint: OF_A_REPORT });
}
