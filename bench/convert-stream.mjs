// Standard input, however it is cut, through a writer at grain line_item; what was converted and what the calls
// took goes to standard output as JSON. Waiting for input does not count.

import { FocusReportWriter, optionsOf, requestOf } from "./contestants/fal-focus.mjs";

let jsonBytes = 0;
let csvBytes = 0;
let milliseconds = 0;
const timed = (call) => {
  const began = performance.now();
  const result = call();
  milliseconds += performance.now() - began;
  return result;
};

const writer = new FocusReportWriter(requestOf("line_item"), optionsOf("line_item"), (chunk) => {
  csvBytes += chunk.length;
});
for await (const bytes of process.stdin) {
  jsonBytes += bytes.length;
  timed(() => writer.push(bytes));
}
const { summary } = timed(() => writer.finish());
console.log(JSON.stringify({ jsonBytes, csvBytes, milliseconds, rows: summary.rows }));
