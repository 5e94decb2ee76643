// On what the numbers were measured.

import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem, type } from "node:os";

export function machineLines(chromiumVersion) {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${model}, ${cpus().length} cores, ${memory} GiB, ${systemName()}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8}), Chromium ${chromiumVersion ?? "not asked"}, headless`,
    `${new Date().toISOString().slice(0, 10)}, load average at the start ${loadavg()[0].toFixed(1)}`,
  ];
}

function systemName() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))[1];
  } catch {
    return type();
  }
}
