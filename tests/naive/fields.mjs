// The fields of fal's line items and events: texts and exact amounts. Null is the same as absent.

import { HUNDRED, decimal, isNegative, isNumberText, subtract } from "./decimal.mjs";
import { invalid } from "./invalid.mjs";

/** FOCUS NullHandling: an absent value is null, never an empty string. */
export function text(object, name) {
  const value = object[name] ?? null;
  if (value !== null && typeof value !== "string") throw invalid("invalid_usage", name);
  return value === "" ? null : value;
}

export function requiredText(object, name) {
  return text(object, name) ?? fail(name);
}

/** A JSON number, or a JSON string that holds one. */
export function amount(object, name) {
  const value = object[name] ?? null;
  if (value === null) return null;
  const written = typeof value === "string" ? value : value.number;
  if (written === undefined || !isNumberText(written)) fail(name);
  try {
    return decimal(written);
  } catch (error) {
    throw invalid(error.code, name);
  }
}

/** 0 to 100, or null. */
export function percent(object, name) {
  const value = amount(object, name);
  if (value && (isNegative(value) || isNegative(subtract(HUNDRED, value)))) fail(name);
  return value;
}

export function yesOrNo(object, name) {
  const value = object[name] ?? null;
  if (value !== null && typeof value !== "boolean") fail(name);
  return value;
}

export function fail(name) {
  throw invalid("invalid_usage", name);
}
