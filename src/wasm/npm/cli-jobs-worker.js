// A thread of `--jobs`: reads the files it is given into a part of the report. What it cannot make a part of, an
// error among it, is left to the main thread, which reads those files itself and says what is wrong.

import { parentPort, workerData } from "node:worker_threads";

import { pushFile } from "./cli-files.js";
import { PartsWriter, startParts } from "./parts.js";

const { module, request, options, companions, mostHeld } = workerData;

/** Room for a chunk of rows, which has about 1 MB. */
const ROOM = 1.25 * 2 ** 20;

let writer;
let rows;
let held;
/** Rooms whose rows are written: new memory costs more than the copy into it. */
let spare = [];

startParts(module);
parentPort.on("message", async ({ files, rooms }) => {
  spare = rooms;
  const part = await partOf(files);
  parentPort.postMessage(part, part && [part.told.buffer, ...part.rows.map(({ buffer }) => buffer)]);
});

/** `{ told, rows }` of the files, or nothing. */
async function partOf(files) {
  try {
    writer ??= await startWriter();
    for (const file of files) await pushFile(writer, file);
    return takePart();
  } catch {
    // After an error no writer goes on.
    writer?.free();
    writer = undefined;
    return undefined;
  }
}

/** A writer that knows what all know: its first part is the header and what companions tell, which the main thread has. */
async function startWriter() {
  [rows, held] = [[], 0];
  writer = new PartsWriter(request, options, holdRows, { transientChunks: true });
  for (const file of companions) await pushFile(writer, file);
  takePart();
  return writer;
}

function holdRows(chunk) {
  held += chunk.length;
  if (held > mostHeld) throw new RangeError("the rows are too many to hold back");
  const room = chunk.length > ROOM ? new ArrayBuffer(chunk.length) : (spare.pop() ?? new ArrayBuffer(ROOM));
  const copy = new Uint8Array(room, 0, chunk.length);
  copy.set(chunk);
  rows.push(copy);
}

function takePart() {
  const part = { told: writer.takePart(), rows };
  [rows, held] = [[], 0];
  return part;
}
