// The entry for browsers, workers and bundlers: the .wasm stands beside this file.

import { loadFrom } from "./load.js";

export * from "./api.js";

export default function init(source) {
  return loadFrom(source);
}
