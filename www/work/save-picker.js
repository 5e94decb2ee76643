// Where to save a report, asked before it is made, in browsers that can: its rows then go straight to disk.

import { FalFocusError } from "../../pkg/web.js";

export function canSave() {
  return typeof globalThis.showSaveFilePicker === "function";
}

/**
 * Call it at a click: browsers show no such dialog otherwise.
 *
 * @param {string} suggestedName
 * @returns {Promise<FileSystemFileHandle | undefined>} undefined where the person thought better of it
 */
export async function chooseFile(suggestedName) {
  try {
    const types = [{ description: "FOCUS report", accept: { "text/csv": [".csv"] } }];
    return await globalThis.showSaveFilePicker({ suggestedName, types });
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    throw new FalFocusError("io_error", `the browser does not let the page save there: ${error.message}`, {
      hint: "Choose another place, or use Make report and download it.",
    });
  }
}
