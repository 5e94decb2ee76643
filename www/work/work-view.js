// The work as the page shows it: what can be started or stopped, and how far it is.

import { areRecognised, filesToRead } from "../data/replies.js";
import { byId, setText } from "../dom.js";
import * as wording from "../wording.js";

/** @param {{ phase: string, replies: object, progress?: { read: number, total: number } }} state */
export function renderWork(state) {
  const isWorking = state.phase === "working";
  const hasFiles = filesToRead(state.replies).length > 0;
  byId("make-report").disabled = !hasFiles || !areRecognised(state.replies);
  byId("stop").hidden = byId("progress").hidden = !isWorking;
  const { read, total } = state.progress ?? {};
  // Without a value the bar only moves: all is read, and rows are being written.
  if (isWorking && read < total) byId("progress").value = read / total;
  else byId("progress").removeAttribute("value");
  setText(byId("status"), wording.statusText(state));
}
