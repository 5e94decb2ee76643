// A strict TypeScript project that writes Parquet: compiled only.

import { FalFocusError as PackageError, focusReport, type ReportMetadata } from "fal-focus";
import { FalFocusError, focusParquet, focusParquetStream, type ParquetOptions } from "fal-focus/parquet";

const options: ParquetOptions = { scale: { PricingQuantity: 18 }, rowGroupSize: 100_000 };

export async function whole(): Promise<number> {
  const blob: Blob = await focusParquet(focusReport({ source: "invoice" }, "{}"), options);
  return blob.size;
}

export async function streamed(csv: Blob, metadata: ReportMetadata): Promise<Blob> {
  try {
    return await new Response(csv.stream().pipeThrough(focusParquetStream(metadata, { scale: 18 }))).blob();
  } catch (error) {
    if (!(error instanceof FalFocusError) || !(error instanceof PackageError)) throw error;
    return focusParquet({ csv: new Uint8Array(8) as Uint8Array, metadata });
  }
}

// @ts-expect-error an option that is none
void focusParquet({ csv: "", metadata: {} as ReportMetadata }, { precision: 76 });
// @ts-expect-error the metadata is missing
void focusParquet({ csv: "" });
