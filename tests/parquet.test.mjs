// fal-focus/parquet: the golden reports as Parquet, read back cell by cell, and what it refuses.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import init, { FalFocusError, focusReport, focusReportStream } from "fal-focus";
import * as entry from "fal-focus/parquet";
import { parquetMetadata, parquetReadObjects } from "hyparquet";

import { caseFolders } from "./case-folders.mjs";

const { focusParquet, focusParquetStream } = entry;
const PKG = fileURLToPath(new URL("../pkg/", import.meta.url));

await init();

/** Reports whose amounts are made to be wider than any tool's decimals. */
const TOO_WIDE = { "csv-numbers-and-dates": "[2].BilledCost", "tiny-amounts": "[0].BilledCost" };

for (const { name, request, options, files, expected } of caseFolders().filter(({ expected }) => expected)) {
  test(`${name}: Parquet holds what the CSV holds, cell by cell`, async () => {
    const replies = files.map(({ text }) => text);
    const report = focusReport(request, replies.length === 1 ? replies[0] : replies, options);
    if (TOO_WIDE[name]) return assertRejects(focusParquet(report), { code: "amount_out_of_range", field: TOO_WIDE[name] });
    const { columns, rows } = await readBack(await focusParquet(report));
    assert.deepEqual(columns.map(({ name, type }) => [name, type]), expectedColumns(report.metadata));
    assert.deepEqual(rows, nullsForNothing(parseCsv(expected.csv)));
  });
}

function expectedColumns({ Schema }) {
  const types = { STRING: "STRING", JSON: "STRING", DATETIME: "TIMESTAMP UTC MICROS", DECIMAL: "DECIMAL(38, 24)" };
  return Schema.ColumnDefinition.map(({ ColumnName, DataType }) => [ColumnName, types[DataType]]);
}

/** The file by another program than wrote it; its own decimals are floats, so it is asked for the bytes. */
async function readBack(blob) {
  const file = await blob.arrayBuffer();
  const metadata = parquetMetadata(file);
  const columns = metadata.schema.slice(1).map(typed);
  for (const element of metadata.schema) {
    if (element.converted_type !== "UTF8") delete element.converted_type;
    if (element.logical_type?.type !== "STRING") delete element.logical_type;
  }
  const rows = await parquetReadObjects({ file, metadata });
  const asText = (row) => columns.map(({ name, textOf }) => (row[name] === null ? null : textOf(row[name])));
  return { metadata, columns, rows: rows.map(asText) };
}

function typed({ name, type, type_length, repetition_type, converted_type, logical_type, precision, scale }) {
  assert.equal(repetition_type, "OPTIONAL");
  if (logical_type.type === "TIMESTAMP") {
    assert.deepEqual([type, converted_type], ["INT64", "TIMESTAMP_MICROS"]);
    return { name, type: `TIMESTAMP ${logical_type.isAdjustedToUTC ? "UTC" : "local"} ${logical_type.unit}`, textOf: instantText };
  }
  if (logical_type.type === "DECIMAL") {
    assert.deepEqual([type, type_length, converted_type, precision, scale], ["FIXED_LEN_BYTE_ARRAY", 16, "DECIMAL", logical_type.precision, logical_type.scale]);
    return { name, type: `DECIMAL(${precision}, ${scale})`, textOf: (bytes) => decimalText(bytes, scale) };
  }
  assert.deepEqual([type, converted_type], ["BYTE_ARRAY", "UTF8"]);
  return { name, type: logical_type.type, textOf: (text) => text };
}

function instantText(microseconds) {
  assert.equal(microseconds % 1_000_000n, 0n);
  return new Date(Number(microseconds / 1000n)).toISOString().replace(".000Z", "Z");
}

/** Two's complement, the highest byte first, in the form of our CSV. */
function decimalText(bytes, scale) {
  const unscaled = BigInt.asIntN(128, BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
  const digits = String(unscaled).replace("-", "").padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "") || "0";
  return `${unscaled < 0n ? "-" : ""}${whole}.${fraction}`;
}

/** A second reader of CSV, by one expression: a cell and what ends it. */
function parseCsv(text) {
  const records = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n)/g)) {
    records.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\n") records.push([]);
  }
  return records.slice(1, -1);
}

const nullsForNothing = (rows) => rows.map((row) => row.map((cell) => (cell === "" ? null : cell)));

async function assertRejects(promise, expected) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof FalFocusError, String(error.stack));
    const { code, field, hint, message } = error;
    assert.deepEqual({ code, field }, { field: undefined, ...expected });
    assert.ok(hint && message);
    return true;
  });
}

const METADATA = {
  DataGenerator: "a test",
  Schema: {
    SchemaId: "test-1",
    FocusVersion: "1.2",
    ColumnDefinition: [
      { ColumnName: "BilledCost", DataType: "DECIMAL" },
      { ColumnName: "PricingQuantity", DataType: "DECIMAL" },
      { ColumnName: "ChargePeriodStart", DataType: "DATETIME" },
      { ColumnName: "Tags", DataType: "JSON" },
    ],
  },
};
const HEADER = "BilledCost,PricingQuantity,ChargePeriodStart,Tags\n";

test("every digit is kept, up to the 38th; what does not fit is an error, never rounded", async () => {
  const exact = [
    "0.000000000000000000000001", "-0.000000000000000000000001", "99999999999999.999999999999999999999999",
    "-99999999999999.999999999999999999999999", "0.0", "9007199254740.993", "0.30000000000000004", "7.5",
  ];
  const csv = HEADER + exact.map((amount) => `${amount},1.0,,\n`).join("");
  const { rows } = await readBack(await focusParquet({ csv, metadata: METADATA }));
  assert.deepEqual(rows.map(([amount]) => amount), exact);

  for (const wide of ["0.0000000000000000000000001", "100000000000000.0", "-100000000000000.0"]) {
    const one = { csv: `${HEADER}1.0,1.0,,\n${wide},1.0,,\n`, metadata: METADATA };
    await assertRejects(focusParquet(one), { code: "amount_out_of_range", field: "[1].BilledCost" });
  }
});

test("scale: of all decimals, or of one", async () => {
  const types = async (scale, csv = HEADER) => (await readBack(await focusParquet({ csv, metadata: METADATA }, { scale }))).columns.map(({ type }) => type).slice(0, 2);
  assert.deepEqual(await types(0), ["DECIMAL(38, 0)", "DECIMAL(38, 0)"]);
  assert.deepEqual(await types(38), ["DECIMAL(38, 38)", "DECIMAL(38, 38)"]);
  assert.deepEqual(await types({ BilledCost: 30 }), ["DECIMAL(38, 30)", "DECIMAL(38, 24)"]);
  const tokens = `${HEADER}0.000000000000000000000000000001,123456789012345678.0,,\n`;
  const scale = { BilledCost: 30, PricingQuantity: 2 };
  const { rows } = await readBack(await focusParquet({ csv: tokens, metadata: METADATA }, { scale }));
  assert.deepEqual(rows, [["0.000000000000000000000000000001", "123456789012345678.0", null, null]]);
  await assertRejects(focusParquet({ csv: `${HEADER}1.0,0.001,,\n`, metadata: METADATA }, { scale }), { code: "amount_out_of_range", field: "[0].PricingQuantity" });
});

test("the file says what made it, and has the bounds of each column", async () => {
  const csv = `${HEADER}-2.5,1.0,2026-10-01T00:00:00Z,"{""a"":""b""}"\n10.25,,2026-09-01T00:00:00Z,\n`;
  const blob = await focusParquet({ csv, metadata: METADATA }, { scale: 2 });
  assert.equal(blob.type, "application/vnd.apache.parquet");
  const { key_value_metadata, row_groups } = parquetMetadata(await blob.arrayBuffer());
  assert.deepEqual(Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value])), {
    "focus.DataGenerator": "a test", "focus.FocusVersion": "1.2", "focus.SchemaId": "test-1",
  });
  const [cost, quantity, start] = row_groups[0].columns.map(({ meta_data }) => meta_data.statistics);
  assert.deepEqual([cost.min_value, cost.max_value, quantity.null_count], [-2.5, 10.25, 1n]);
  assert.deepEqual([start.min_value, start.max_value].map((each) => each.toISOString()), ["2026-09-01T00:00:00.000Z", "2026-10-01T00:00:00.000Z"]);
});

test("a stream cut anywhere: the same bytes, row group by row group, before all of the CSV has come", async () => {
  const rows = Array.from({ length: 10 }, (_, at) => `${at}.5,1.0,2026-10-01T00:00:00Z,"{""note"":""Zürich, ${at}\n""}"\n`);
  const bytes = new TextEncoder().encode(HEADER + rows.join(""));
  const whole = await focusParquet({ csv: bytes, metadata: METADATA }, { rowGroupSize: 4 });

  const { readable, writable } = focusParquetStream(METADATA, { rowGroupSize: 4 });
  const writer = writable.getWriter();
  let written = 0;
  const fed = (async () => {
    for (const byte of bytes) {
      await writer.write(Uint8Array.of(byte));
      written += 1;
    }
    await writer.close();
  })();
  const chunks = [];
  const writtenWhen = [];
  for await (const chunk of readable) {
    chunks.push(chunk);
    writtenWhen.push(written);
  }
  await fed;
  assert.deepEqual(Buffer.concat(chunks), Buffer.from(await whole.arrayBuffer()));
  assert.ok(writtenWhen[0] < bytes.length / 2, String(writtenWhen));
  const { metadata, rows: read } = await readBack(whole);
  assert.deepEqual(metadata.row_groups.map(({ num_rows }) => num_rows), [4n, 4n, 2n]);
  assert.equal(read[9][3], '{"note":"Zürich, 9\n"}');
});

test("ends of lines that another program made CRLF, or took from the last row, change nothing", async () => {
  const csv = `${HEADER}1.0,1.0,,"a\nb"\n2.0,1.0,,\n`;
  const expected = await focusParquet({ csv, metadata: METADATA });
  const crlf = csv.replaceAll("\n", "\r\n").replace("a\r\nb", "a\nb");
  for (const other of [crlf, csv.slice(0, -1), crlf.slice(0, -2)]) {
    const byteByByte = ReadableStream.from(Array.from(new TextEncoder().encode(other), (byte) => Uint8Array.of(byte)));
    const parquet = await new Response(byteByByte.pipeThrough(focusParquetStream(METADATA))).arrayBuffer();
    assert.deepEqual(Buffer.from(parquet), Buffer.from(await expected.arrayBuffer()));
  }
});

test("a report streams into Parquet in one go, with the metadata of an empty report", async () => {
  const request = { source: "estimate", start: "2026-10-01", end: "2026-11-01", timezone: "Europe/Berlin", timeframe: "day" };
  const options = { rangeLimit: "none", billingAccountId: "fal:northlight-studio" };
  const { metadata } = focusReport(request, '{"time_series": []}', options);
  const sample = readFileSync(new URL("../www/sample.json", import.meta.url));
  const parquet = new Blob([sample]).stream().pipeThrough(focusReportStream(request, options)).pipeThrough(focusParquetStream(metadata));
  const { rows } = await readBack(await new Response(parquet).blob());
  const { csv } = focusReport(request, sample, options);
  assert.deepEqual(rows, nullsForNothing(parseCsv(await csv.text())));
});

test("a report without rows is a file without rows", async () => {
  const { metadata, rows } = await readBack(await focusParquet({ csv: HEADER, metadata: METADATA }));
  assert.deepEqual([rows.length, metadata.num_rows, metadata.schema.length], [0, 0n, 5]);
});

test("what is not the CSV of the metadata is an error with its place", async () => {
  for (const [csv, field] of [
    ["", undefined],
    ["BilledCost\n", undefined],
    ["PricingQuantity,BilledCost,ChargePeriodStart,Tags\n", undefined],
    [`${HEADER}1.0,1.0,\n`, "[0]"],
    [`${HEADER}1.0,1.0,,\n1.0,1.0,,,\n`, "[1]"],
    [`${HEADER}1e3,1.0,,\n`, "[0].BilledCost"],
    [`${HEADER}1.0,'1.0,,\n`, "[0].PricingQuantity"],
    [`${HEADER}1.0,1.0,2026-10-01,\n`, "[0].ChargePeriodStart"],
    [`${HEADER}1.0,1.0,2026-13-01T00:00:00Z,\n`, "[0].ChargePeriodStart"],
    [`${HEADER}1.0,1.0,,"{`, undefined],
    [`${HEADER}1.0,1.0,,\n1.0,1.0,,"a"b\n`, "[1]"],
    [new Uint8Array([...new TextEncoder().encode(HEADER), 0xff]), undefined],
  ]) {
    await assertRejects(focusParquet({ csv, metadata: METADATA }), { code: "invalid_csv", field });
  }
  await assertRejects(focusParquet(undefined), { code: "invalid_csv" });
  await assertRejects(focusParquet({ csv: new Blob([]).stream(), metadata: METADATA }), { code: "invalid_csv" });
});

test("a stream of texts is an error that says so; one that is cancelled ends with the reason given", async () => {
  const texts = ReadableStream.from([HEADER]).pipeThrough(focusParquetStream(METADATA));
  await assert.rejects(texts.getReader().read(), { code: "invalid_csv", message: "a chunk of the CSV is not bytes" });

  const { readable, writable } = focusParquetStream(METADATA);
  const written = writable.getWriter().write(new TextEncoder().encode(HEADER));
  await readable.cancel("enough");
  await assert.rejects(written, (reason) => reason === "enough");
});

test("wrong options and metadata are told at once", () => {
  for (const [metadata, options, field] of [
    [METADATA, { scale: 39 }, "scale"],
    [METADATA, { scale: 1.5 }, "scale"],
    [METADATA, { scale: "24" }, "scale"],
    [METADATA, { scale: { BilledCost: -1 } }, "scale.BilledCost"],
    [METADATA, { scale: { Tags: 2 } }, "scale.Tags"],
    [METADATA, { rowGroupSize: 0 }, "rowGroupSize"],
    [METADATA, { rowgroupsize: 5 }, "rowgroupsize"],
    [METADATA, 5, undefined],
    [undefined, {}, "metadata"],
    [{ Schema: { ColumnDefinition: [] } }, {}, "metadata"],
    [{ Schema: { ColumnDefinition: [null] } }, {}, "metadata"],
    [{ Schema: { ColumnDefinition: [{ ColumnName: "BilledCost", DataType: "FLOAT" }] } }, {}, "metadata"],
  ]) {
    assert.throws(() => focusParquetStream(metadata, options), ({ code, field: at, hint }) => code === "invalid_option" && at === field && Boolean(hint), JSON.stringify(options));
  }
});

test("without hyparquet-writer the rest of the package works, and Parquet says what to install", () => {
  const folder = mkdtempSync(join(tmpdir(), "fal-focus-no-peer-"));
  try {
    cpSync(PKG, join(folder, "pkg"), { recursive: true });
    const script = `
      import init, { resolveRequest } from "./pkg/node.js";
      import { focusParquet } from "./pkg/parquet.js";
      await init();
      console.log(resolveRequest({ source: "invoice", billing_month: "2026-11" }).charge_month);
      await focusParquet({ csv: "", metadata: ${JSON.stringify(METADATA)} }).catch(({ name, code, hint }) => console.log(name, code, hint.includes("npm install hyparquet-writer")));
    `;
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder, encoding: "utf8" });
    assert.equal(said, "2026-10\nFalFocusError io_error true\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("nothing but the entry itself knows of Parquet", () => {
  const knowing = readdirSync(PKG).filter((name) => name.endsWith(".js") && /from "\.\/parquet|hyparquet/.test(readFileSync(join(PKG, name), "utf8")));
  assert.deepEqual(knowing, ["parquet-table.js", "parquet.js"]);
  assert.deepEqual(Object.keys(entry).sort(), ["FalFocusError", "focusParquet", "focusParquetStream"]);
  assert.equal(entry.FalFocusError, FalFocusError);
});
