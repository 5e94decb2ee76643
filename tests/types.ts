// Compiled, never run: what must type-check, and what must not.

import init, {
  FalFocusError,
  FocusReportWriter,
  checkFocus,
  explainConformance,
  focusReport,
  focusReportStream,
  recogniseInput,
  resolveRequest,
  type CompleteReason,
  type ErrorCode,
  type FocusVersion,
  type InputKind,
  type InvoiceDocument,
  type Manifest,
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

const invoice = {
  invoice_id: "FAL-2025-0042",
  billing_month: "2025-02",
  total: "12.50",
  credits: [{ description: "Goodwill", amount: -2.5, username: "acme-ml-team" }],
  taxes: [{ description: "VAT", amount: "2.00", rate: 19 }],
} satisfies InvoiceDocument;
const documented: ReportOptions = {
  invoice,
  roundingRow: true,
  account: { username: "acme" },
  teams: '{"teams": []}',
  pricing: { prices: [] },
  inputKind: "organization/usage",
  onInvalid: "skip",
  assumeUnique: true,
  inputSpreadsheetSafe: false,
};
const { summary: invoiced, metadata: described } = focusReport({ source: "invoice" }, [], documented);
const residue: string | undefined = invoiced.invoice?.residue;
const why: CompleteReason = invoiced.completeReason;
const left: string[] = invoiced.skipped.map(({ file, field, code, message }) => `${file} ${field} ${code} ${message}`);
const contents: string | undefined = described.x_Contents;
const kind: InputKind = recogniseInput(new Uint8Array());
const manifest = {
  fal_focus_manifest: 1,
  endpoint: "/models/usage",
  query: { start: "2025-01-01T00:00:00Z", end: "2025-02-01T00:00:00Z", timeframe: "day", expand: "time_series" },
  pages: [{ file: "page-1.json", sha256: "00", cursor: null, next_cursor: null }],
  complete: true,
} satisfies Manifest;
resolveRequest({ source: "invoice" }, { invoice: JSON.stringify(invoice) });

const names = ["BilledCost", "Tags"] as const;
const chosen: ReportOptions = { focusVersion: "1.4", columns: names, customColumns: false, personalData: false };
const { summary: moved, metadata: dated } = focusReport(request, "", { ...chosen, columns: "BilledCost,Tags" });
const version: FocusVersion = moved.focusVersion;
const lost: string[] = moved.lost.map(({ column, count }) => `${column} ${count.toFixed()}`);
const dataset: string | undefined = dated.DatasetInstance?.[0]?.FocusDatasetId ?? dated.Schema.DatasetInstanceId;
const isWhole: boolean | undefined = dated.Recency?.TimeSectors[0]?.TimeSectorComplete;
const maker: string | undefined = dated.Schema.DataGeneratorVersion ?? dated.Schema.ProviderVersion;
const isDeprecated: boolean | undefined = dated.Schema.ColumnDefinition[0]?.Deprecated;

try {
  resolveRequest({ source: "invoice", charge_month: "2025-01" });
} catch (error) {
  if (error instanceof FalFocusError) {
    const code: ErrorCode = error.code;
    const hint: string | undefined = error.hint;
    void [code, hint];
  }
}

const checked = await checkFocus(blob, { focusVersion: "1.2", applicability: ["REGION_SUPPORTED"], onProgress: ({ rows }) => void rows });
const verdict: string = checked.verdict + checked.findings[0]?.message + checked.unchecked[0]?.reason;
const lines: number | undefined = checked.findings[0]?.rows[0]?.line;
const broken: string | undefined = summary.conformance?.findings[0]?.rule;
if (summary.conformance) void (await explainConformance(summary.conformance)).unchecked;
await checkFocus("", { applicability: "ALL" });
// @ts-expect-error there is no such criterion
await checkFocus("", { applicability: ["EVERYTHING"] });

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
// @ts-expect-error there is no such kind of reply
focusReport(request, "{}", { inputKind: "models" });
// @ts-expect-error there is no such version
focusReport(request, "{}", { focusVersion: "2.0" });
// @ts-expect-error columns are names
focusReport(request, "{}", { columns: [5] });
// @ts-expect-error an invoice has an id
focusReport(request, "{}", { invoice: { billing_month: "2025-02" } });
// @ts-expect-error a misspelt key would lose an amount
focusReport(request, "{}", { invoice: { ...invoice, credit: [] } });
// @ts-expect-error amounts are text, never numbers
const amount: number = summary.totals[0]!.BilledCost;
// @ts-expect-error the sink is required
new FocusReportWriter(request, options);
// @ts-expect-error there is no such code
const unknown: ErrorCode = "oops";

void [blob, whole, cost, columns, buckets, rows, stream, amount, unknown];
void [residue, why, left, contents, kind, manifest];
void [version, lost, dataset, isWhole, maker, isDeprecated];
void [verdict, lines, broken];
