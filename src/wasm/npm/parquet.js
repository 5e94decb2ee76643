// A report as a Parquet file. The encoding is hyparquet-writer's, which who wants Parquet installs: no other
// entry of the package loads this one.

import { FalFocusError, csvBytes } from "./host.js";
import { OF_A_REPORT, parquetColumns, readOptions } from "./parquet-columns.js";
import { ParquetTable } from "./parquet-table.js";

export { FalFocusError };

const TYPE = "application/vnd.apache.parquet";
const BYTES = "Give Uint8Arrays, as a file or focusReportStream does; a text as a whole goes through focusParquet.";

export async function focusParquet(report, options) {
  const { csv, metadata } = report ?? {};
  const isWhole = typeof csv === "string" || csv instanceof Blob || csv instanceof ArrayBuffer || ArrayBuffer.isView(csv);
  if (!isWhole) {
    throw new FalFocusError("invalid_csv", "there is no CSV in what was given", {
      hint: "Give what focusReport returned, or { csv, metadata } with text, bytes or a Blob. A stream goes through focusParquetStream.",
    });
  }
  const parquet = new Blob([csv]).stream().pipeThrough(focusParquetStream(metadata, options));
  return new Blob(await chunksOf(parquet), { type: TYPE });
}

/** By hand: what a Response of a stream says of an error is, in a browser, an error of its own. */
async function chunksOf(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) chunks.push(value);
  return chunks;
}

export function focusParquetStream(metadata, options) {
  const { scale, rowGroupSize } = readOptions(options);
  const columns = parquetColumns(metadata, scale);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let table;
  return new TransformStream({
    async start(controller) {
      table = new ParquetTable(await loadWriter(), { columns, rowGroupSize, metadata }, (bytes) => controller.enqueue(bytes));
    },
    transform(chunk) {
      table.push(decoded(decoder, csvBytes(chunk, BYTES)));
    },
    flush() {
      table.push(decoded(decoder));
      table.finish();
    },
  });
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
      hint: "Parquet takes this package, an optional peer dependency: npm install hyparquet-writer@0.17. In a browser without a bundler an import map names it.",
    });
  }
}
