// One contestant, once, in a process of its own, which peak-memory.mjs watches:
// `node --import ./peak-memory.mjs memory-of-one.mjs NAME OUTPUT FOLDER`. Pages are read when they are asked for.

import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { contestantsOf } from "./contestants.mjs";

const [, , name, output, folder] = process.argv;
const pages = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({
    get bytes() {
      return readFileSync(join(folder, file));
    },
    get text() {
      return readFileSync(join(folder, file), "utf8");
    },
  }));
const contestant = contestantsOf("usage").find((one) => one.name === name && one.output === output);
const run = await contestant.load();
await run(pages, createReadStream(join(folder, "report.csv")));
