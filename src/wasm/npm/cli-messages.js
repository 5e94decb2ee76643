// What is told on standard error: lines for people, or for programs JSON, one object a line. The key is in none.

import { secretOf } from "./fal-key.js";

/** @typedef {ReturnType<typeof createMessages>} Messages */

/**
 * @param {{ isJson: boolean, progress: import("./cli-progress.js").Progress, key?: string }} how `key`: what must
 *   not be told, whoever says it
 */
export function createMessages({ isJson, progress, key }) {
  const secret = key?.trim() ? secretOf(key.trim()) : undefined;

  function write(line) {
    progress.clear();
    const told = secret ? line.replaceAll(secret, "*".repeat(secret.length)) : line;
    process.stderr.write(`${told}\n`);
  }

  const object = (data) => write(JSON.stringify(data));
  /** One line: what a reply or a file's name says must not steer the terminal, nor turn the order of what follows. */
  const line = (text) => write(text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, " "));

  return {
    isJson,
    progress,
    object,
    line,
    note(message) {
      if (isJson) object({ type: "note", message });
      else line(message);
    },
    warning({ code, file, field, message, count = 1 }) {
      if (isJson) object({ type: "warning", code, file, field, message });
      else line(`warning[${code}] ${placeOf({ file, field })}${message}${count > 1 ? ` (${count})` : ""}`);
    },
    error({ code, file, field, message, hint }) {
      if (isJson) return object({ type: "error", code, field, file, message, hint });
      line(`error[${code}] ${placeOf({ file, field })}${message}`);
      return hint && line(`hint: ${hint}`);
    },
    /** What nobody foresaw, with the place in the program. */
    internalError(error) {
      const text = String(error?.stack ?? error);
      if (isJson) object({ type: "error", code: "internal_error", message: text });
      else write(`error[internal_error] ${text}`);
    },
  };
}

export function placeOf({ file, field }) {
  return [file, field].filter(Boolean).map((name) => `${name}: `).join("");
}
