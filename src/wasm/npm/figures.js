// What a FOCUS CSV costs, over time and by what it was for, added up as its bytes pass by: in a module of its
// own, which the page loads and the package's entries do not.

import load, * as core from "./fal_focus_figures.js";
import { FalFocusError } from "./host.js";
import { callsInto, loadModule } from "./load-module.js";

/**
 * @typedef {object} Figures amounts are exact decimal text; lists by period follow `periods`
 * @property {number} rows rows read, the header not counted
 * @property {{ why: "no_cost" | "no_currency" | "no_period" | "other_cells" | "too_many", rows: number }[]} leftOut
 *   rows that are in no figure
 * @property {CurrencyFigures[]} currencies sorted by currency
 */

/**
 * @typedef {object} CurrencyFigures
 * @property {string} currency
 * @property {number} rows
 * @property {string} BilledCost
 * @property {string[]} byPeriod
 * @property {{ start: string, end: string }[]} periods in the order of time, UTC: as the CSV has them, or
 *   longer ones where it has more than 400; what is longer than these stays itself
 * @property {null | "hour" | "day" | "week" | "month"} coarsened how long they were made
 * @property {DimensionFigures[]} dimensions those that have a value, the most telling first
 */

/**
 * @typedef {object} DimensionFigures
 * @property {string} column
 * @property {{ value: string, name: string | null, rows: number, BilledCost: string, byPeriod: string[] }[]} values
 *   the dearest first, at most 20
 * @property {null | { values: number, rows: number, BilledCost: string, byPeriod: string[] }} others all
 *   further values together. The first 5,000 of a dimension are added up each for itself and can be among
 *   the dearest; those behind them are counted up to 65,536
 * @property {null | { rows: number, BilledCost: string, byPeriod: string[] }} none rows whose cell is null
 */

const figures = callsInto(core.__wbg_reset_state);
let isLoaded = false;

/**
 * Loads the module, once; again after a failure.
 *
 * @param {string | URL | BufferSource | WebAssembly.Module | Promise<any>} [source] in Node, which fetches no files,
 *   the bytes of fal_focus_figures_bg.wasm
 */
export async function initFigures(source) {
  await loadModule(load, "fal_focus_figures_bg.wasm", () => source ?? new URL("./fal_focus_figures_bg.wasm", import.meta.url));
  isLoaded = true;
}

export class FocusFigures {
  #use;

  /** @param {{ hasNullWords?: boolean }} [file] whether the word NULL is a null in it, as FOCUS has it */
  constructor({ hasNullWords = true } = {}) {
    if (!isLoaded) {
      throw new FalFocusError("not_initialized", "the figures are not loaded yet", {
        hint: "Call `await initFigures()` once, beside `await init()`.",
      });
    }
    this.#use = figures.made(() => new core.FocusFigures(hasNullWords));
  }

  /**
   * @param {Uint8Array} csv the next bytes, cut anywhere
   * @returns {number} rows so far
   */
  push(csv) {
    return this.#use((sums) => sums.push(csv));
  }

  /** @returns {Figures} */
  finish() {
    return this.#use((sums) => sums.finish());
  }
}
