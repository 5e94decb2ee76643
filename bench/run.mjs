// npm run bench: fal-focus against JSON.parse, the best plain JavaScript and its peers, on input that is made
// here, in Node and in headless Chromium; what comes out is Markdown.
//
//   --megabytes N   of JSON for each input (100)
//   --repeat N      how often everything is timed, interleaved (5)
//   --huge          1000 MB through a stream as well
//   --parts LIST    only these, with commas: node, chromium, memory, growth
//
// It fails where outputs differ or something does not run; a claim that does not hold is said, and no failure.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { claimLines } from "./claims.mjs";
import { INPUTS_RACED, contestantsOf } from "./contestants.mjs";
import { growthTable } from "./growth-table.mjs";
import { machineLines } from "./machine.mjs";
import { memoryTable } from "./memory-table.mjs";
import { openChromium } from "./race-in-chromium.mjs";
import { shapesTable } from "./shapes-table.mjs";
import { sizeOf, timesTable } from "./times-table.mjs";

const LEGEND = `JSON.parse, the yardstick, is given the same pages as strings: decoding them does not count. A page is
one reply of about 1 MB. What becomes of the CSV: dropped (its length is counted), kept (an array of chunks), or
made into a Blob. Garbage is collected before each run, outside its time. All outputs of a grain are the same,
compared by SHA-256 before anything is timed, in Chromium and in Node; of DuckDB, whose numbers are doubles, rows
and the sum of BilledCost are compared. The ratio of checkFocus is for as many bytes: its ms for each byte of CSV
over JSON.parse's for each byte of JSON. The peers and plain JavaScript get strings to parse, fal-focus gets
bytes; a string that is dropped was perhaps never put together by the engine, bytes were.`;

const PARTS = ["node", "chromium", "memory", "growth"];
const options = readOptions();
const runsIn = (part) => options.parts.includes(part);
const print = (...lines) => console.log(lines.join("\n"));

const chromium = runsIn("chromium") ? await openChromium() : undefined;
try {
  const command = `npm run bench -- ${process.argv.slice(2).join(" ")}`.replace(/ --? ?$/, "");
  print("## Bench", "", ...machineLines(chromium?.version).map((text) => `- ${text}`), `- \`${command}\``, "", LEGEND);
  const races = await allRaces();
  if (runsIn("memory")) print("", "### usage, memory in Node, a process each, pages read one by one", "", await memoryTable(options));
  const { hugePeak } = runsIn("growth") ? await growth() : {};
  print("", "### Claims", "", "```text", ...claimLines(races, hugePeak), "```");
} finally {
  await chromium?.close();
}

/** By runtime and input. */
async function allRaces() {
  const races = { Node: {}, Chromium: {} };
  for (const input of INPUTS_RACED) {
    const job = { input, megabytes: options.megabytes, repeat: options.repeat };
    if (runsIn("node")) races.Node[input] = raceInNode(job);
    if (chromium) races.Chromium[input] = await chromium.race(job);
    for (const [runtime, { [input]: race }] of Object.entries(races)) {
      if (race) print("", `### ${input}, ${runtime}`, "", `${sizeOf(race)}.`, "", timesTable(race));
    }
    assertSame(races.Node[input], races.Chromium[input]);
  }
  return races;
}

function raceInNode(job) {
  const args = ["--expose-gc", fileURLToPath(new URL("race-in-node.mjs", import.meta.url)), JSON.stringify(job)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}

/** What is the same in one runtime is the same in the other. */
function assertSame(inNode, inChromium) {
  if (!inNode || !inChromium) return;
  for (const { name, loadKept, nearTo } of contestantsOf(inNode.input)) {
    if (!loadKept || nearTo || inNode.outputs[name].sha256 === inChromium.outputs[name].sha256) continue;
    throw new Error(`the output of ${name} in Chromium is not that in Node`);
  }
}

async function growth() {
  const { table, hugePeak } = await growthTable(options);
  print("", "### Growth, Node, line_item, streamed, output dropped", "", table);
  print("", "### Much of one kind, Node, output dropped", "", shapesTable(options));
  return { hugePeak };
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      megabytes: { type: "string", default: "100" },
      repeat: { type: "string", default: "5" },
      huge: { type: "boolean", default: false },
      parts: { type: "string", default: PARTS.join() },
    },
  });
  const parts = values.parts.split(",");
  const [megabytes, repeat] = [Number(values.megabytes), Number(values.repeat)];
  if (!(megabytes > 0)) throw new TypeError("--megabytes takes a number above 0");
  if (!Number.isInteger(repeat) || repeat < 1) throw new TypeError("--repeat takes a whole number from 1");
  for (const part of parts) if (!PARTS.includes(part)) throw new TypeError(`--parts takes ${PARTS.join(", ")}`);
  return { megabytes, repeat, huge: values.huge, parts };
}
