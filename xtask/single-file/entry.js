// The single file's one script: the page, and once more its worker.

import "../../www/assets.js";

if (globalThis.document) await import("../../www/main.js");
else await import("../../www/work/worker.js");
