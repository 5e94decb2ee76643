// What is said of the speed, beside what was measured.

import { CHECKED, CHECKER } from "./contestants.mjs";
import { median } from "./median.mjs";
import { resultOf, timesParse } from "./times-table.mjs";

const LINE_ITEM = { name: CHECKED, output: "dropped" };
const TIMEFRAME = { name: "fal-focus, timeframe", output: "dropped" };
const BLOB = { name: CHECKED, output: "Blob" };
const CHECK = { name: CHECKER, output: "none" };
const BOTH = ["Node", "Chromium"];

// Times of JSON.parse for the same pages.
const AT_MOST = [
  { input: "usage", of: LINE_ITEM, runtimes: BOTH, limit: 0.2 },
  { input: "usage, figures disagree", of: LINE_ITEM, runtimes: BOTH, limit: 0.3 },
  { input: "billing events", of: LINE_ITEM, runtimes: BOTH, limit: 0.35, words: "ids counted once" },
  { input: "usage, pretty-printed", of: LINE_ITEM, runtimes: BOTH, limit: 0.4 },
  { input: "usage, keys reordered", of: LINE_ITEM, runtimes: BOTH, limit: 0.4 },
  { input: "usage", of: TIMEFRAME, runtimes: BOTH, limit: 0.25 },
  { input: "usage", of: BLOB, runtimes: ["Chromium"], limit: 0.9 },
  { input: "usage", of: CHECK, runtimes: BOTH, limit: 0.3, words: "for as many bytes" },
];

// Times as fast as another.
const AT_LEAST = [
  { words: "the fastest plain JavaScript", isOne: ({ isPlain }) => isPlain, limit: 10 },
  { words: "PapaParse", isOne: ({ name }) => name === "PapaParse", limit: 40 },
];

const PEAK_OF_HUGE = 100; // MB

/** @param races by runtime and input; @param hugePeak where 1 GB was converted */
export function claimLines(races, hugePeak) {
  return [
    ...AT_MOST.flatMap(({ runtimes, ...claim }) => runtimes.map((runtime) => atMost(races[runtime]?.[claim.input], runtime, claim))),
    ...AT_LEAST.flatMap((claim) => BOTH.map((runtime) => atLeast(races[runtime]?.usage, runtime, claim))),
    line("peak RSS of 1 GB of usage, line_item", `at most ${PEAK_OF_HUGE} MB`, hugePeak, hugePeak <= PEAK_OF_HUGE, `${hugePeak} MB`),
  ];
}

function atMost(race, runtime, { input, of, limit, words }) {
  const ratio = race && timesParse(race, of);
  const what = [runtime, input, of.name, of.output, words].filter((word) => word && word !== "none").join("; ");
  const measured = `${ratio?.median.toFixed(2)} (${ratio?.least.toFixed(2)} of the least times)`;
  return line(what, `at most ${limit.toFixed(2)} × JSON.parse`, ratio, ratio?.median <= limit, measured);
}

function atLeast(race, runtime, { words, isOne, limit }) {
  const timeOf = ({ times }) => median(times);
  const ratio = race && Math.min(...race.results.filter(isOne).map(timeOf)) / timeOf(resultOf(race, CHECKED, "dropped"));
  const what = `${runtime}; usage; ${CHECKED}; dropped; times as fast as ${words}`;
  return line(what, `at least ${limit}`, ratio, ratio >= limit, ratio?.toFixed(1));
}

function line(what, limit, wasMeasured, holds, measured) {
  const found = wasMeasured === undefined ? "not measured" : `measured ${measured}: ${holds ? "holds" : "does not hold"}`;
  return `claim: ${what}: ${limit}, ${found}`;
}
