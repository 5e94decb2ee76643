// What must not come out of the endpoint: the key, should fal's side, or somebody in between, repeat it.

import { SHORTEST_SECRET, secretOf } from "./fal-key.js";

export const NOTHING_TO_KEEP = { hide: (text) => text, mask() {} };

/** `{ hide(text), mask(bytes) }`: texts and bytes with asterisks in place of a key's secret. */
export function keeping(authorization) {
  const secret = secretOf(authorization.replace(/^Key /, ""));
  // A word for a proxy that has the key itself is no secret, and the names and amounts of a report may hold it.
  if (secret.length < SHORTEST_SECRET) return NOTHING_TO_KEEP;
  const wanted = new TextEncoder().encode(secret);
  return {
    hide: (text) => text.replaceAll(secret, "*".repeat(secret.length)),
    mask(bytes) {
      for (let at = find(bytes, wanted, 0); at !== -1; at = find(bytes, wanted, at)) bytes.fill(0x2a, at, at + wanted.length);
    },
  };
}

function find(bytes, wanted, from) {
  for (let at = bytes.indexOf(wanted[0], from); at !== -1; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
