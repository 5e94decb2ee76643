import process from "node:process";
import { json } from "node:stream/consumers";

import { reports } from "./report.js";

console.log(JSON.stringify(await reports(await json(process.stdin))));
