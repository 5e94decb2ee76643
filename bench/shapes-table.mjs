// What shapes-in-node.mjs measured: where four times as much takes four times as long, the ratios stay.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { markdownTable } from "./markdown-table.mjs";

const SCRIPT = fileURLToPath(new URL("shapes-in-node.mjs", import.meta.url));

export function shapesTable({ repeat }) {
  const args = ["--expose-gc", SCRIPT, String(repeat)];
  const said = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const rows = JSON.parse(said).map(({ shape, number, jsonBytes, parse, lineItem, timeframe }) => [
    `${number.toLocaleString("en")} ${shape}`,
    (jsonBytes / 1e6).toFixed(1),
    parse.toFixed(1),
    lineItem.toFixed(0),
    (lineItem / parse).toFixed(2),
    timeframe.toFixed(0),
    (timeframe / parse).toFixed(2),
  ]);
  const header = ["", "JSON, MB", "JSON.parse, ms", "line_item, ms", "× JSON.parse", "timeframe, ms", "× JSON.parse"];
  return markdownTable(header, rows);
}
