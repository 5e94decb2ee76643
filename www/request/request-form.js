// The form's controls as a request and options: each control is named as what it sets.

/** fal's, among the names of controls; the others are options. */
export const PARAMETERS = new Set([
  "source",
  "billing_month",
  "charge_month",
  "start",
  "end",
  "timezone",
  "timeframe",
  "bound_to_timeframe",
]);

/** billing_month and charge_month exclude each other. */
export const OTHER_MONTH = { billing_month: "charge_month", charge_month: "billing_month" };

/** Giving one month empties the other. */
export function keepOneMonth(form, name) {
  const other = OTHER_MONTH[name];
  if (other && form.elements.namedItem(name).value) form.elements.namedItem(other).value = "";
}

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
 * Shows the options that apply to the data; the others are disabled, so not sent.
 *
 * @param {HTMLFormElement} form
 * @param {Record<string, boolean>} applies by the names of `data-applies`
 */
export function showOptions(form, applies) {
  for (const field of form.querySelectorAll("[data-applies]")) {
    field.hidden = !applies[field.dataset.applies];
    for (const control of field.querySelectorAll("input, select, textarea")) control.disabled = field.hidden;
  }
}

/**
 * A FOCUS report that is read back keeps its version unless another is chosen; there is no such
 * choice without one. A version that nobody has chosen makes way.
 *
 * @param {HTMLFormElement} form
 * @param {boolean} isReadBack
 */
export function showVersion(form, isReadBack) {
  const { focusVersion } = form.elements;
  const options = [...focusVersion.options];
  const asItIs = options.find(({ value }) => value === "auto");
  const usual = options.find(({ defaultSelected }) => defaultSelected);
  const isChosen = ![asItIs, usual].some(({ selected }) => selected);
  if (asItIs.disabled === isReadBack && !isChosen) (isReadBack ? asItIs : usual).selected = true;
  asItIs.hidden = asItIs.disabled = !isReadBack;
}

/**
 * An invoice document asks for a report of its own month: the source is invoice, and no month is
 * given beside it. A time zone that nobody has chosen makes way for that of invoices.
 *
 * @param {HTMLFormElement} form
 */
export function askForInvoice(form) {
  const { source, billing_month, charge_month, timezone } = form.elements;
  source.value = "invoice";
  billing_month.value = charge_month.value = "";
  if (timezone.value === timezone.defaultValue) timezone.value = "UTC";
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
  if (control.type === "checkbox") return checkedValue(control);
  if (control.type === "radio") return control.checked ? control.value : undefined;
  // `auto` is the form's word for leaving a choice out.
  if (control.type === "select-one") return control.value === "auto" ? undefined : control.value;
  const text = control.value.trim();
  // What is no number goes to the core as it is, which says so.
  return control.inputMode === "numeric" && /^\d+$/.test(text) ? Number(text) : text || undefined;
}

/** A box with a value of its own is a choice; one without is true or false. */
function checkedValue(control) {
  if (!control.hasAttribute("value")) return control.checked;
  return control.checked ? control.value : undefined;
}

/** The folded options that are not as the page has them. */
export function changedAmong(details, settings) {
  return settings.filter(([name]) => details.querySelector(`[name="${name}"]`)).length;
}
