// The endpoint for service workers, edge functions and other hosts: the .wasm stands beside this file.

import { focusHandlerWith } from "./endpoint.js";
import init from "./web.js";

export { FalFocusError, nodeListener } from "./endpoint.js";

export const focusHandler = focusHandlerWith(init);
