// FAL_KEY as people have it: with or without the word that goes before it.

import { FalFocusError } from "./host.js";

/** A key is `id:secret`; a secret this short could stand in any text by chance. */
export const SHORTEST_SECRET = 8;

/** `Key …`, of a key with or without `Key `. No message repeats the key. */
export function authorizationOf(key) {
  return `Key ${bareKey(key)}`;
}

/** The key alone. */
export function bareKey(key) {
  const bare = typeof key === "string" ? key.trim().replace(/^key(\s+|$)/i, "") : key;
  if (typeof bare !== "string") throw wrong("the key is no text");
  if (/^bearer\b/i.test(bare)) throw wrong("the key begins with Bearer");
  if (!/^[\x21-\x7e]+$/.test(bare)) throw wrong(bare === "" ? "the key is empty" : "the key has characters that no key has");
  return bare;
}

/** What of a key must not be told. */
export function secretOf(key) {
  const secret = key.slice(key.indexOf(":") + 1);
  return secret.length >= SHORTEST_SECRET ? secret : key;
}

function wrong(message) {
  return new FalFocusError("invalid_option", message, {
    field: "key",
    hint: "A key is what fal.ai shows when it is made, like id:secret, alone or behind the word Key.",
  });
}
