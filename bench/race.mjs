// One input, everyone who runs on it: first their outputs are compared, then they are timed, interleaved, so
// that a busy machine is busy for all of them. The same in Node and in a browser.

import { CHECKED, contestantsOf } from "./contestants.mjs";
import { pagesOf } from "./input.mjs";

// Doubles, added up in another order.
const NEAR = 1e-9;

/**
 * @param {{ input: string, megabytes: number, repeat: number }} job
 * @param {(text: string) => void} say
 */
export async function race({ input, megabytes, repeat }, say) {
  const encoder = new TextEncoder();
  const pages = Array.from(pagesOf(input, megabytes), (text) => ({ text, bytes: encoder.encode(text) }));
  const contestants = contestantsOf(input);
  const { csv, outputs } = await compareOutputs(contestants, pages, say);
  const runs = await Promise.all(contestants.map(({ load }) => load()));
  // Those whose output was compared are warm already.
  for (const [index, run] of runs.entries()) if (!contestants[index].loadKept) await run(pages, csv);
  const times = runs.map(() => []);
  for (let repetition = 1; repetition <= repeat; repetition += 1) {
    say(`${input}: ${repetition} of ${repeat}`);
    for (const [index, run] of runs.entries()) times[index].push(await timeOf(run, pages, csv));
  }
  const results = contestants.map(({ name, output, readsCsv, isPlain }, index) => ({
    name, output, readsCsv, isPlain, times: times[index],
  }));
  const jsonBytes = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { input, pages: pages.length, jsonBytes, csvBytes: outputs[CHECKED].bytes, outputs, results };
}

/** Milliseconds. What the run before left behind is collected first, where the engine can be asked to. */
async function timeOf(run, pages, csv) {
  globalThis.gc?.();
  const began = performance.now();
  const made = await run(pages, csv);
  const took = performance.now() - began;
  if (made === null) throw new Error("nothing was made"); // what was made lives until here
  return took;
}

/** Throws where two that should agree do not. `csv` is the one that is checked again. */
async function compareOutputs(contestants, pages, say) {
  const outputs = {};
  let csv;
  for (const { name, loadKept, sameAs, nearTo } of contestants) {
    if (!loadKept || outputs[name]) continue;
    say(`output of ${name}`);
    const chunks = await (await loadKept())(pages);
    if (name === CHECKED) csv = chunks;
    outputs[name] = await describe(chunks);
    if (sameAs && outputs[sameAs].sha256 !== outputs[name].sha256) {
      throw new Error(`the output of ${name} is not that of ${sameAs}`);
    }
    if (nearTo && !isNear(outputs[nearTo], outputs[name])) {
      throw new Error(`the output of ${name} has other rows or another sum than that of ${nearTo}`);
    }
  }
  return { csv, outputs };
}

async function describe(chunks) {
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(sha256, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { bytes: bytes.length, sha256: hex, ...rowsAndSum(bytes) };
}

/** Rows behind the header, and the sum of BilledCost, which is the first column. No cell holds a line break. */
function rowsAndSum(bytes) {
  const decoder = new TextDecoder();
  let rows = 0;
  let billedCost = 0;
  let at = bytes.indexOf(10) + 1;
  while (at > 0 && at < bytes.length) {
    billedCost += Number(decoder.decode(bytes.subarray(at, bytes.indexOf(44, at))));
    rows += 1;
    at = bytes.indexOf(10, at) + 1;
  }
  return { rows, billedCost };
}

function isNear(one, other) {
  return one.rows === other.rows && Math.abs(one.billedCost - other.billedCost) <= NEAR * Math.abs(one.billedCost);
}
