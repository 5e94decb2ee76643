// The endpoint on Node's own server, in strict TypeScript: compiled only.

import { createServer } from "node:http";

import { focusHandler, nodeListener } from "fal-focus/endpoint";

export const server = createServer(nodeListener(focusHandler({ authorization: process.env["FAL_KEY"] })));
