// Standard input, however it is cut, through a writer at grain line_item; what was converted and what the calls
// took goes to standard output as JSON. Waiting for input does not count. It is read into one buffer: the memory
// is then what a report needs, and not what Node keeps of a stream's chunks until it collects them.

import { readSync } from "node:fs";

import { FocusReportWriter, optionsOf, requestOf } from "./contestants/fal-focus.mjs";

const STDIN = 0;
const buffer = Buffer.alloc(1 << 18);

let jsonBytes = 0;
let csvBytes = 0;
let milliseconds = 0;
const timed = (call) => {
  const began = performance.now();
  const result = call();
  milliseconds += performance.now() - began;
  return result;
};

const onChunk = (chunk) => {
  csvBytes += chunk.length;
};
const writer = new FocusReportWriter(requestOf("line_item"), optionsOf("line_item", { transientChunks: true }), onChunk);
for (let length = readSync(STDIN, buffer); length > 0; length = readSync(STDIN, buffer)) {
  jsonBytes += length;
  timed(() => writer.push(buffer.subarray(0, length)));
}
const { summary } = timed(() => writer.finish());
console.log(JSON.stringify({ jsonBytes, csvBytes, milliseconds, rows: summary.rows }));
