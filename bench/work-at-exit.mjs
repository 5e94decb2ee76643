// Imported into a process, leaves behind how many seconds of processors it took, in the file named WORK_FILE.

import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(process.env.WORK_FILE, String((user + system) / 1e6));
  });
}
