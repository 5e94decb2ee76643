// The form's controls as a request and options: each control is named as what it sets.

const PARAMETERS = new Set([
  "source",
  "billing_month",
  "charge_month",
  "start",
  "end",
  "timezone",
  "timeframe",
  "bound_to_timeframe",
]);

/**
 * Shows the parameters of the chosen source; those of the other are disabled, so not sent.
 *
 * @param {HTMLFormElement} form
 */
export function showSource(form) {
  const source = form.elements.namedItem("source").value;
  for (const group of form.querySelectorAll("fieldset[data-source]")) {
    group.hidden = group.disabled = group.dataset.source !== source;
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {{ request: object, options: object }} without what was left empty
 */
export function readForm(form) {
  const request = {};
  const options = {};
  for (const control of form.elements) {
    const value = control.name && !control.matches(":disabled") ? valueOf(control) : undefined;
    if (value === undefined) continue;
    (PARAMETERS.has(control.name) ? request : options)[control.name] = value;
  }
  return { request, options };
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked;
  if (control.type === "radio") return control.checked ? control.value : undefined;
  // `auto` is the form's word for leaving a choice out.
  if (control.type === "select-one") return control.value === "auto" ? undefined : control.value;
  return control.value.trim() || undefined;
}
