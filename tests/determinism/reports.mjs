// node tests/determinism/reports.mjs CASE.json…: what reports.rs does natively, through the package in Node.

import { readFileSync } from "node:fs";

import init from "fal-focus";

import { reportOf } from "./report-of.mjs";

await init();
for (const path of process.argv.slice(2)) console.log(JSON.stringify(await reportOf(JSON.parse(readFileSync(path, "utf8")), "fal-focus")));
