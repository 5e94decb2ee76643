// The types of fal-focus/parquet.

import { FalFocusError, type ReportMetadata } from "./types.js";

export { FalFocusError };

export interface ParquetOptions {
  /**
   * How many of a decimal's 38 digits stand behind the point: 0 to 38, for all columns or each by its name.
   * Default: 24. Nothing is rounded; an amount that does not fit is an error.
   */
  scale?: number | Readonly<Record<string, number>> | null;
  /** Rows that are in memory together, and form a row group of the file. Default: 20,000. */
  rowGroupSize?: number | null;
}

/**
 * A report as a Parquet file, of type `application/vnd.apache.parquet`. Decimals are
 * `DECIMAL(38, scale)`, date-times `TIMESTAMP` in UTC with microseconds, everything else text, JSON
 * included; an empty cell is null. It takes the package `hyparquet-writer`, an optional peer dependency.
 *
 * @throws {FalFocusError} `io_error` where hyparquet-writer is not installed, `amount_out_of_range`,
 *   `invalid_csv` (not the CSV of this metadata), `invalid_option`
 */
export function focusParquet(
  report: { csv: Blob | string | ArrayBuffer | ArrayBufferView; metadata: ReportMetadata },
  options?: ParquetOptions,
): Promise<Blob>;

/**
 * The same as a stream: bytes of the CSV in, bytes of Parquet out, row group by row group. Of the
 * metadata it reads the column definitions, DataGenerator, FocusVersion and SchemaId: reports of
 * replies with the same options have the same, so that of an empty one does.
 *
 * @throws {FalFocusError} `invalid_option` at once; the stream fails with the others
 */
export function focusParquetStream(metadata: ReportMetadata, options?: ParquetOptions): TransformStream<Uint8Array | ArrayBuffer, Uint8Array<ArrayBuffer>>;
