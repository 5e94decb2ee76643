// What a run of the JavaScript tests prints: a failure as soon as it is seen, how long each file took, and the sum.

import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The error as it was thrown, without the lines of Node's own runner; a file that could not run has only its words. */
function failure({ name, file, details: { error } }, said) {
  const thrown = error.cause ?? error;
  const text = error.exitCode === undefined ? String(thrown?.stack ?? thrown) : said;
  const lines = text.split("\n").filter((line) => !line.includes("node:internal/"));
  return `✖ ${relative(root, file)}: ${name}\n    ${lines.join("\n    ")}\n`;
}

function fileLine({ name, details: { duration_ms } }) {
  return `${(duration_ms / 1000).toFixed(1).padStart(8)} s  ${relative(root, name)}\n`;
}

export default async function* report(events) {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const said = new Map();
  for await (const { type, data } of events) {
    if (type === "test:stderr") said.set(data.file, (said.get(data.file) ?? "") + data.message);
    // A file is a test with its own name.
    if (type === "test:complete" && data.name === data.file) yield fileLine(data);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (type === "test:fail" && data.details.error.failureType !== "subtestsFailed") yield failure(data, said.get(data.file));
    if (data.details.type !== "suite") sums[data.skip !== undefined ? "skipped" : type === "test:pass" ? "passed" : "failed"] += 1;
  }
  yield `${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped\n`;
}
