// Loaded into a process with --import: says at its end how much memory it needed at most.

import { readFileSync } from "node:fs";

process.on("exit", () => {
  process.stderr.write(`peak RSS ${peak() / 1024} MiB\n`);
});

/** KiB. On Linux what resourceUsage says begins with the peak of the process that started this one. */
function peak() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}
