// The endpoint for Cloudflare Workers: the .wasm comes compiled, by import.

import { focusHandlerWith } from "./endpoint.js";
import init from "./workerd.js";

export { FalFocusError, nodeListener } from "./endpoint.js";

export const focusHandler = focusHandlerWith(init);
