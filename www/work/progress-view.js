// How far a job is, as a bar and in words.

import { byId, setText } from "../dom.js";
import { progressText } from "./work-words.js";

/**
 * @param {string} id of the bar; its words stand in `<id>-text`
 * @param {boolean} isWorking
 * @param {import("./progress.js").Progress & { pace: import("../../pkg/pace.js").Pace }} [progress]
 */
export function renderProgress(id, isWorking, progress) {
  byId(id).hidden = byId(`${id}-text`).hidden = !isWorking;
  // Without a value the bar only moves: all is read, and rows are being written.
  if (isWorking && progress?.read < progress?.total) byId(id).value = progress.read / progress.total;
  else byId(id).removeAttribute("value");
  setText(byId(`${id}-text`), isWorking ? progressText(progress) : "");
}
