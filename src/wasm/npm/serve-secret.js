// A stream without the key: a server that repeats what it was sent must not tell it to the page.

import { Transform } from "node:stream";

/** Passes bytes on, with asterisks in place of the secret, wherever the chunks are cut. */
export function without(text) {
  const secret = Buffer.from(text);
  const mask = Buffer.alloc(secret.length, "*");
  let kept = Buffer.alloc(0);
  return new Transform({
    transform(chunk, _, done) {
      const bytes = masked(Buffer.concat([kept, chunk]), secret, mask);
      // The end may be the beginning of the secret.
      const whole = bytes.length - overhang(bytes, secret);
      kept = bytes.subarray(whole);
      done(null, bytes.subarray(0, whole));
    },
    flush(done) {
      done(null, kept);
    },
  });
}

function masked(bytes, secret, mask) {
  for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at + secret.length)) mask.copy(bytes, at);
  return bytes;
}

/** How many bytes at the end the secret may begin with. */
function overhang(bytes, secret) {
  const most = Math.min(bytes.length, secret.length - 1);
  for (let length = most; length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(secret.subarray(0, length))) return length;
  }
  return 0;
}
