// Who runs on which input. A contestant has `name`, what becomes of its `output`, and `load`, which gives the
// function that is timed: (pages, csv) => what it made. Nothing of it is loaded before, so that the memory of
// one does not count for another.

/** What every time is compared with: the same pages, as strings. */
export const YARDSTICK = "JSON.parse";

/** The CSV of fal-focus that is read again by `checkFocus`. */
export const CHECKED = "fal-focus, line_item";

export const CHECKER = "checkFocus of that CSV";

const isNode = typeof process !== "undefined";

const readers = [
  reads(YARDSTICK, () => (pages) => {
    for (const { text } of pages) JSON.parse(text);
  }),
  reads("TextDecoder + JSON.parse", () => (pages) => {
    const decoder = new TextDecoder();
    for (const { bytes } of pages) JSON.parse(decoder.decode(bytes));
  }),
  reads("JSON.parse, one document of all pages", () => {
    let whole; // joined by the run that warms up
    return (pages) => {
      whole ??= `[${Array.from(pages, ({ text }) => text).join()}]`;
      JSON.parse(whole);
    };
  }),
];

const grains = ["line_item", "timeframe"];

const oursInEveryWay = grains.flatMap((grain) => [
  writes(`fal-focus, ${grain}`, "dropped", ours(grain)),
  writes(`fal-focus, ${grain}`, "kept", ours(grain)),
  writes(`fal-focus, ${grain}`, "Blob", ours(grain)),
  {
    name: `focusReport, ${grain}`,
    output: "Blob",
    load: async () => (await import("./contestants/fal-focus.mjs")).blobOf(grain),
    loadKept: async () => {
      const { blobOf } = await import("./contestants/fal-focus.mjs");
      return (pages) => [blobOf(grain)(pages)];
    },
    sameAs: `fal-focus, ${grain}`,
  },
]);

const withCheck = [
  writes("fal-focus, line_item, check", "dropped", ours("line_item", { check: true }), { sameAs: CHECKED }),
  {
    name: CHECKER,
    output: "none",
    readsCsv: true,
    load: async () => {
      const { check } = await import("./contestants/fal-focus.mjs");
      return (_, csv) => check(csv);
    },
  },
];

const plain = async (name) => (await import("./contestants/plain-javascript.mjs"))[name];

const peers = [
  writes("plain JavaScript, strings", "dropped", () => plain("plainStrings"), { sameAs: CHECKED, isPlain: true }),
  writes("plain JavaScript, strings", "Blob", () => plain("plainStrings"), { sameAs: CHECKED }),
  writes("plain JavaScript, bytes", "dropped", () => plain("plainBytes"), { sameAs: CHECKED, isPlain: true }),
  writes("d3-dsv", "dropped", async () => (await import("./peers/d3-dsv.mjs")).d3Dsv, { sameAs: CHECKED }),
  writes("PapaParse", "dropped", async () => (await import("./peers/papaparse.mjs")).papaparse, { sameAs: CHECKED }),
  writes("csv-stringify/sync", "dropped", async () => (await import("./peers/csv-stringify.mjs")).csvStringify, { sameAs: CHECKED }),
  writes("DuckDB-WASM (rows approximate)", "dropped", loadDuckdb, { nearTo: CHECKED }),
];

const oursInShort = grains.map((grain) => writes(`fal-focus, ${grain}`, "dropped", ours(grain)));

const CONTESTANTS = {
  "usage": [...readers, ...oursInEveryWay, ...withCheck, ...peers],
  "usage, pretty-printed": [readers[0], ...oursInShort],
  "usage, keys reordered": [readers[0], ...oursInShort],
  "usage, figures disagree": [readers[0], ...oursInShort],
  "billing events": [
    readers[0],
    ...oursInShort,
    writes("fal-focus, line_item, assumeUnique", "dropped", ours("line_item", { assumeUnique: true })),
  ],
};

export const INPUTS_RACED = Object.keys(CONTESTANTS);

export function contestantsOf(input) {
  return CONTESTANTS[input];
}

function ours(grain, more) {
  return async (output) => {
    const { report } = await import("./contestants/fal-focus.mjs");
    // What is dropped need not be the sink's own.
    return report(grain, { ...more, transientChunks: output === "dropped" });
  };
}

/** The blocking builds: the others would send every page to one more worker. */
async function loadDuckdb() {
  const { duckdb } = await import("./peers/duckdb.mjs");
  const { openDuckdb } = await import(isNode ? "./peers/duckdb-in-node.mjs" : "./peers/duckdb-in-browser.mjs");
  return duckdb(openDuckdb);
}

function reads(name, load) {
  return { name, output: "none", load };
}

/** `load` gives (pages, sink) => void or a promise, for the output it is to have. */
function writes(name, output, load, more) {
  const loadAs = (output) => async () => OUTPUTS[output](await load(output));
  return { name, output, load: loadAs(output), loadKept: loadAs("kept"), ...more };
}

const OUTPUTS = {
  dropped: (write) => async (pages) => {
    let length = 0;
    await write(pages, (chunk) => {
      length += chunk.length;
    });
    return length;
  },
  kept: (write) => async (pages) => {
    const chunks = [];
    await write(pages, (chunk) => chunks.push(chunk));
    return chunks;
  },
  Blob: (write) => async (pages) => {
    const chunks = [];
    await write(pages, (chunk) => chunks.push(chunk));
    return new Blob(chunks, { type: "text/csv;charset=utf-8" });
  },
};
