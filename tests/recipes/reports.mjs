// Every golden report in a folder of its own, as a user has it: report.csv, summary.json, metadata.json, and
// report.parquet where the amounts fit. `node tests/recipes/reports.mjs FOLDER`

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import init, { focusReport } from "fal-focus";
import { focusParquet } from "fal-focus/parquet";

import { caseFolders } from "../case-folders.mjs";

const [folder] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
await init();
for (const { name, request, options, files, expected } of caseFolders()) {
  if (!expected) continue;
  const replies = files.map(({ text }) => text);
  const { csv, summary, metadata } = focusReport(request, replies.length === 1 ? replies[0] : replies, options);
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const write = async (file, data) => writeFileSync(join(own, file), Buffer.from(await new Blob([data]).arrayBuffer()));
  await write("report.csv", csv);
  await write("summary.json", JSON.stringify(summary));
  await write("metadata.json", JSON.stringify(metadata));
  const parquet = await focusParquet({ csv, metadata }).catch((error) => {
    if (error.code !== "amount_out_of_range") throw error;
  });
  if (parquet) await write("report.parquet", parquet);
}
