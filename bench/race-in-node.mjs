// A process of its own for each input: `node --expose-gc race-in-node.mjs JOB`, the job and what comes out as JSON.

import { race } from "./race.mjs";

const say = (text) => console.error(`  Node: ${text}`);
console.log(JSON.stringify(await race(JSON.parse(process.argv[2]), say)));
