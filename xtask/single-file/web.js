// The package's entry in the single file: both modules are at hand, and nothing is fetched.

import checkModule from "../../pkg/fal_focus_check_bg.wasm";
import reportModule from "../../pkg/fal_focus_bg.wasm";
import { initCheck as loadCheck } from "../../pkg/check-module.js";
import { loadFrom } from "../../pkg/load.js";
import { unpacked } from "./packed.js";

export * from "../../pkg/api.js";

let loading;

export default function init() {
  loading ??= Promise.all([unpacked(reportModule).then(loadFrom), unpacked(checkModule).then(loadCheck)]);
  return loading;
}

export { init as initCheck };
