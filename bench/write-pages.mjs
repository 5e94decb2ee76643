// The pages of an input to standard output, each in a line, made as they are taken:
// `node write-pages.mjs INPUT MEGABYTES`.

import { once } from "node:events";

import { pagesOf } from "./input.mjs";

const [, , input, megabytes] = process.argv;
for (const page of pagesOf(input, Number(megabytes))) {
  if (!process.stdout.write(`${page}\n`)) await once(process.stdout, "drain");
}
