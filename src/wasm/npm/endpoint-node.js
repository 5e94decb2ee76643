// The endpoint for Node: the .wasm is read from beside this file.

import { focusHandlerWith } from "./endpoint.js";
import init from "./node.js";

export { FalFocusError, nodeListener } from "./endpoint.js";

export const focusHandler = focusHandlerWith(init);
