// The work as the page shows it: what can be started or stopped, and how far it is.

import { areRecognised, filesToRead } from "../data/replies.js";
import { byId, setText } from "../dom.js";
import * as wording from "../wording.js";
import { renderProgress } from "./progress-view.js";
import { canSave } from "./save-picker.js";
import { announcement } from "./work-words.js";

/**
 * @param {{ phase: string, replies: object,
 *   progress?: import("./progress.js").Progress & { pace: import("../../pkg/pace.js").Pace } }} state
 */
export function renderWork(state) {
  const { phase, progress } = state;
  const isWorking = phase === "working";
  const isReady = filesToRead(state.replies).length > 0 && areRecognised(state.replies);
  byId("make-report").disabled = byId("save-report").disabled = !isReady;
  byId("save-report").hidden = !canSave();
  byId("stop").hidden = !isWorking;
  renderProgress("progress", isWorking, progress);
  setText(byId("status"), isWorking ? announcement(progress) : wording.statusText(state));
}
