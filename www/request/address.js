// The form's state in the address, behind the `#`: what differs from the page's own defaults, by
// the names of the controls. No data, no key; a server never sees it.

import { settingOfNoAddress, settingTwice } from "./request-words.js";
import { OTHER_MONTH, PARAMETERS } from "./request-form.js";

/** Names that others take out of the address before it is a state of the form. */
const NOT_OURS = new Set(["token"]);
/** Options that are documents, or the clock's. */
const NO_SETTINGS = new Set(["account", "invoice", "now", "pricing", "teams"]);

/** @typedef {[name: string, value: string]} Setting */

/**
 * The settings in an address.
 *
 * @param {string} hash such as `#source=invoice`
 * @returns {Setting[] | undefined} undefined where it holds none but leads to a place on the page
 */
export function settingsIn(hash) {
  const parts = hash.slice(1).split("&").filter(Boolean);
  const settings = parts.filter((part) => part.includes("=")).map((part) => {
    const [name, ...value] = part.split("=");
    return [name, value.join("=")].map(decoded);
  });
  const ours = settings.filter(([name]) => !NOT_OURS.has(name));
  return parts.length > 0 && ours.length === 0 ? undefined : ours;
}

/** @param {Setting[]} settings @returns {string} such as `#source=invoice`; empty without settings */
export function hashOf(settings) {
  const parts = settings.map((setting) => setting.map(encoded).join("="));
  return parts.length > 0 ? `#${parts.join("&")}` : "";
}

/**
 * Puts settings into the form's controls.
 *
 * @param {HTMLFormElement} form
 * @param {Setting[]} settings
 * @returns {Setting[]} those that no control can hold, or none that is shown for this source
 */
export function applySettings(form, settings) {
  emptyOtherMonth(form, settings);
  const isTwice = ([name]) => settings.filter(([other]) => other === name).length > 1;
  const unplaced = settings.filter((setting) => {
    return isTwice(setting) || !place(form.elements.namedItem(setting[0]), setting[1]);
  });
  const source = form.elements.namedItem("source").value;
  const isOfOtherSource = ([name]) => {
    const group = groupOf(form.elements.namedItem(name));
    return group && group.dataset.source !== source;
  };
  return settings.filter((setting) => unplaced.includes(setting) || isOfOtherSource(setting));
}

/**
 * What the form's controls hold beyond the page's defaults.
 *
 * @param {HTMLFormElement} form
 * @returns {Setting[]}
 */
export function settingsOf(form) {
  const source = form.elements.namedItem("source").value;
  const settings = [];
  for (const control of form.elements) {
    const group = groupOf(control);
    if (!control.name || (group && group.dataset.source !== source)) continue;
    // A month implies that the other is empty.
    const implied = control.value === "" && form.elements.namedItem(OTHER_MONTH[control.name] ?? "")?.value;
    const value = implied ? undefined : changedValue(control);
    if (value !== undefined) settings.push([control.name, value]);
  }
  return settings;
}

/**
 * Adds what no control can hold to what the form asks for, so that the core says what is wrong with it.
 *
 * @param {{ request: object, options: object }} asked
 * @param {Setting[]} unplaced
 * @throws what the core cannot say
 */
export function withUnplaced({ request, options }, unplaced) {
  const asked = { request: { ...request }, options: { ...options } };
  const seen = new Set();
  for (const [name, value] of unplaced) {
    if (seen.has(name)) throw settingTwice(name);
    if (NO_SETTINGS.has(name)) throw settingOfNoAddress(name);
    seen.add(name);
    // Parameters are fal's, in snake_case; options are ours, in camelCase.
    const isOption = !PARAMETERS.has(name) && (/[A-Z]/.test(name) || name in options);
    asked[isOption ? "options" : "request"][name] = value;
  }
  return asked;
}

/** A month that the page has by default makes way for one that is asked for. */
function emptyOtherMonth(form, settings) {
  const names = settings.map(([name]) => name);
  for (const [month, other] of Object.entries(OTHER_MONTH)) {
    if (names.includes(month) && !names.includes(other)) form.elements.namedItem(other).value = "";
  }
}

function place(control, value) {
  if (!control) return false;
  if (control instanceof RadioNodeList) return check([...control], value);
  switch (control.type) {
    case "checkbox":
      return checkBox(control, value);
    case "select-one":
      return choose(control, value);
    default:
      control.value = value;
      return true;
  }
}

/** An empty value leaves the parameter out. */
function check(radios, value) {
  const wanted = radios.find((radio) => radio.value === value);
  if (!wanted && value !== "") return false;
  for (const radio of radios) radio.checked = radio === wanted;
  return true;
}

function checkBox(box, value) {
  const values = box.hasAttribute("value") ? [box.dataset.off, box.value] : ["false", "true"];
  if (!values.includes(value)) return false;
  box.checked = value === values[1];
  return true;
}

function choose(select, value) {
  const option = [...select.options].find((each) => each.value === value);
  if (option) option.selected = true;
  return Boolean(option);
}

function changedValue(control) {
  switch (control.type) {
    case "radio":
      return control.checked && !control.defaultChecked ? control.value : undefined;
    case "checkbox":
      return control.checked === control.defaultChecked ? undefined : boxValue(control);
    case "select-one":
      return control.value === usualValue(control) ? undefined : control.value;
    default:
      return control.value === control.defaultValue ? undefined : control.value;
  }
}

function boxValue(box) {
  if (!box.hasAttribute("value")) return String(box.checked);
  return box.checked ? box.value : box.dataset.off;
}

/** What the page chooses by itself; a choice that comes with the data counts while it is there. */
function usualValue({ options }) {
  const comesWithData = [...options].find(({ dataset, disabled }) => "comesWithData" in dataset && !disabled);
  const usual = comesWithData ?? [...options].find(({ defaultSelected }) => defaultSelected) ?? options[0];
  return usual.value;
}

function groupOf(control) {
  const node = control instanceof RadioNodeList ? control[0] : control;
  return node?.closest("fieldset[data-source]");
}

/** A fragment is no form: a plus is a plus. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What needs no escape in a fragment stays readable. */
function encoded(text) {
  return encodeURIComponent(text).replaceAll(/%(2F|3A|2C|2B)/g, (escape) => decodeURIComponent(escape));
}
