// Files that the page offers to save.

import { byId } from "../dom.js";

/** Offers a file; the one offered before is let go. */
export function offer(id, file, name) {
  const link = byId(id);
  if (link.href) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(file);
  link.download = name;
}

/** Data as the command line writes it. */
export function jsonFile(data) {
  return new Blob([JSON.stringify(data, null, 2), "\n"], { type: "application/json" });
}
