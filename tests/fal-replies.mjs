// The shapes of fal's replies, as its OpenAPI documents them (without the prose), and a check of them:
// the few words of JSON Schema that it uses.

import { readFileSync } from "node:fs";

/** By endpoint, and `error`. */
export const SCHEMAS = JSON.parse(readFileSync(new URL("fal-replies.json", import.meta.url), "utf8"));

const IS_OF_TYPE = {
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  number: Number.isFinite,
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  string: (value) => typeof value === "string",
};

/** What does not fit, each with its path; a member that is not documented does not fit either. */
export function misfits(value, schema, path = "reply") {
  const types = [schema.type].flat();
  if (!types.some((type) => IS_OF_TYPE[type](value))) return [`${path} is no ${types.join(" or ")}`];
  if (value === null) return [];
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is ${value}`];
  if (value < schema.minimum || value > schema.maximum) return [`${path} is ${value}`];
  if (value.length < schema.minLength || value.length > schema.maxLength) return [`${path} is ${value}`];
  if (schema.items) return value.flatMap((item, index) => misfits(item, schema.items, `${path}[${index}]`));
  return schema.properties ? misfitsOfObject(value, schema, path) : [];
}

function misfitsOfObject(value, { properties, required = [] }, path) {
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name} is missing`);
  const members = Object.entries(value).flatMap(([name, member]) =>
    Object.hasOwn(properties, name) ? misfits(member, properties[name], `${path}.${name}`) : [`${path}.${name} is not documented`],
  );
  return [...missing, ...members];
}
