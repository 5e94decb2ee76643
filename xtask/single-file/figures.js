// The package's figures in the single file: their module is at hand, and nothing is fetched.

import figuresModule from "../../pkg/fal_focus_figures_bg.wasm";
import { initFigures as load } from "../../pkg/figures.js";
import { unpacked } from "../../pkg/unpacked.js";

export { FocusFigures } from "../../pkg/figures.js";

export async function initFigures() {
  await load(await unpacked(figuresModule));
}
