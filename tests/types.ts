// Compiled, never run: what must type-check, and what must not.

import init, {
  FalFocusError,
  FocusReportWriter,
  focusReport,
  focusReportStream,
  resolveRequest,
  type ErrorCode,
  type ReportOptions,
  type ReportRequest,
} from "fal-focus";

await init();
await init(new URL("https://example.com/fal_focus_bg.wasm"));

const request = { source: "estimate", start: "2025-01-01", timeframe: "day" } satisfies ReportRequest;
const options: ReportOptions = { now: new Date(), grain: "line_item", rangeLimit: "none" };

const { csv, summary, metadata } = focusReport(request, ["{}", new Uint8Array(), {}], options);
const blob: Blob = csv;
const cost: string | undefined = summary.totals[0]?.BilledCost;
const columns: string[] = metadata.Schema.ColumnDefinition.map((column) => column.ColumnName);
const buckets: number = resolveRequest({ source: "invoice", billing_month: "2025-02" }).buckets;

const chunks: Uint8Array<ArrayBuffer>[] = [];
const writer = new FocusReportWriter(request, undefined, (chunk) => chunks.push(chunk));
const whole: Blob = new Blob(chunks);
writer.push(new Uint8Array(), { file: "page-1.json" });
writer.endFile();
const rows: number = writer.finish().summary.rows;

const stream: ReadableStream<Uint8Array> = new Response("{}").body!.pipeThrough(
  focusReportStream(request, { ...options, onSummary: (done) => void done.complete }),
);

try {
  resolveRequest({ source: "invoice", charge_month: "2025-01" });
} catch (error) {
  if (error instanceof FalFocusError) {
    const code: ErrorCode = error.code;
    const hint: string | undefined = error.hint;
    void [code, hint];
  }
}

// @ts-expect-error the source is required
resolveRequest({});
// @ts-expect-error start belongs to an estimate
resolveRequest({ source: "invoice", start: "2025-01-01" });
// @ts-expect-error billing_month belongs to an invoice
resolveRequest({ source: "estimate", billing_month: "2025-01" });
// @ts-expect-error there is no quarter
resolveRequest({ source: "estimate", timeframe: "quarter" });
// @ts-expect-error options are camelCase
focusReport(request, "{}", { range_limit: "none" });
// @ts-expect-error amounts are text, never numbers
const amount: number = summary.totals[0]!.BilledCost;
// @ts-expect-error the sink is required
new FocusReportWriter(request, options);
// @ts-expect-error there is no such code
const unknown: ErrorCode = "oops";

void [blob, whole, cost, columns, buckets, rows, stream, amount, unknown];
