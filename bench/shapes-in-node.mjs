// Input that would show a cost that grows with the square: much of one kind of thing, and four times as much.
// A process of its own: `node --expose-gc shapes-in-node.mjs REPEAT`, what comes out as JSON.

import { report } from "./contestants/fal-focus.mjs";
import { pagesOf } from "./input.mjs";
import { median } from "./median.mjs";

const ROWS_OF_EACH = 4;
const LINE_ITEM = 250; // bytes, about

// Of a number of things: the account that has so many, and how many MB tell of each a few times.
const SHAPES = {
  "endpoints": (number) => ({ sizes: { endpoints: number }, megabytes: megabytesOf(number) }),
  "API keys": (number) => ({ sizes: { keys: number }, megabytes: megabytesOf(number) }),
  "buckets": (number) => ({ sizes: { lineItemsABucket: ROWS_OF_EACH }, megabytes: megabytesOf(number) }),
  "characters in each id of an endpoint": (number) => ({
    sizes: { endpoints: 8, keys: 1, lineItemsABucket: ROWS_OF_EACH, idLength: number },
    megabytes: (number * 2 * ROWS_OF_EACH) / 1e6,
  }),
};
const NUMBERS = {
  "endpoints": [2_500, 10_000],
  "API keys": [2_500, 10_000],
  "buckets": [2_500, 10_000],
  "characters in each id of an endpoint": [250_000, 1_000_000],
};

/** Ids of a megabyte are refused otherwise. */
const LONG_TEXTS = { maxTextBytes: 1_000_000 };

const RUNS = {
  parse: (pages) => pages.forEach(({ text }) => JSON.parse(text)),
  lineItem: (pages) => report("line_item", LONG_TEXTS)(pages, () => {}),
  timeframe: (pages) => report("timeframe", LONG_TEXTS)(pages, () => {}),
};

const repeat = Number(process.argv[2]);
const results = [];
for (const [shape, make] of Object.entries(SHAPES)) {
  for (const number of NUMBERS[shape]) {
    console.error(`  growth: ${number} ${shape}`);
    const { sizes, megabytes } = make(number);
    const encoder = new TextEncoder();
    const pages = Array.from(pagesOf("usage", megabytes, sizes), (text) => ({ text, bytes: encoder.encode(text) }));
    const jsonBytes = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
    results.push({ shape, number, jsonBytes, ...mediansOf(pages) });
  }
}
console.log(JSON.stringify(results));

function megabytesOf(number) {
  return (number * ROWS_OF_EACH * LINE_ITEM) / 1e6;
}

/** Interleaved; the first of each is the warm-up. */
function mediansOf(pages) {
  const times = Object.fromEntries(Object.keys(RUNS).map((name) => [name, []]));
  for (let repetition = 0; repetition <= repeat; repetition += 1) {
    for (const [name, run] of Object.entries(RUNS)) {
      globalThis.gc();
      const began = performance.now();
      run(pages);
      if (repetition > 0) times[name].push(performance.now() - began);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}
