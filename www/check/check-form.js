// The form of check mode, as options of the check.

import { byId, element } from "../dom.js";
import { CRITERIA, criterionText } from "./check-words.js";

/** The boxes of what a provider offers: at first what fal does. */
export function fillCriteria() {
  const boxes = Object.entries(CRITERIA).map(([value, isOfFal]) => {
    const box = element("input", { type: "checkbox", name: "criterion", value, defaultChecked: isOfFal });
    return element("label", { className: "check", title: value }, box, criterionText(value));
  });
  byId("check-criteria").querySelector(".criteria").replaceChildren(...boxes);
}

/** Shows the boxes where they are asked for; else they are disabled, so not sent. */
export function showCriteria(form) {
  const { applicability } = form.elements;
  byId("check-criteria").hidden = byId("check-criteria").disabled = applicability.value !== "chosen";
}

/**
 * @param {HTMLFormElement} form
 * @returns {{ focusVersion?: string, applicability?: string | string[] }} without what is left to the check
 */
export function readOptions(form) {
  const { focusVersion, applicability } = form.elements;
  const options = {};
  if (focusVersion.value !== "auto") options.focusVersion = focusVersion.value;
  if (applicability.value === "ALL") options.applicability = "ALL";
  if (applicability.value === "chosen") options.applicability = new FormData(form).getAll("criterion");
  return options;
}
