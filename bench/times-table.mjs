// What a race took, in words and numbers, and how to look one of its results up.

import { YARDSTICK } from "./contestants.mjs";
import { markdownTable } from "./markdown-table.mjs";
import { median } from "./median.mjs";

/**
 * How many times JSON.parse's time a contestant takes for the same pages; of what reads the CSV, for as many
 * bytes. Medians, and the least times.
 */
export function timesParse(race, { name, output }) {
  const yardstick = resultOf(race, YARDSTICK, "none");
  const { times, readsCsv } = resultOf(race, name, output);
  const perByte = readsCsv ? race.jsonBytes / race.csvBytes : 1;
  return {
    median: (median(times) / median(yardstick.times)) * perByte,
    least: (Math.min(...times) / Math.min(...yardstick.times)) * perByte,
  };
}

export function resultOf({ results }, name, output) {
  return results.find((result) => result.name === name && result.output === output);
}

export function timesTable(race) {
  const rows = race.results.map((result) => {
    const bytes = result.readsCsv ? race.csvBytes : race.jsonBytes;
    const ratio = timesParse(race, result);
    return [
      result.name,
      result.output === "none" ? "–" : result.output,
      median(result.times).toFixed(0),
      Math.min(...result.times).toFixed(0),
      (bytes / 1e3 / median(result.times)).toFixed(0),
      ratio.median.toFixed(2),
      ratio.least.toFixed(2),
    ];
  });
  const header = ["", "CSV", "ms, median", "ms, least", "MB/s read", "× JSON.parse, medians", "× JSON.parse, least"];
  return markdownTable(header, rows);
}

/** `pages` and bytes of a race, for the line above its table. */
export function sizeOf({ pages, jsonBytes, csvBytes, outputs, results }) {
  const rows = Object.values(outputs)[0].rows.toLocaleString("en");
  const repetitions = results[0].times.length;
  return `${mega(jsonBytes)} MB of JSON in ${pages} pages, ${rows} rows, ${mega(csvBytes)} MB of CSV, ${repetitions} repetitions`;
}

function mega(bytes) {
  return (bytes / 1e6).toFixed(1);
}
