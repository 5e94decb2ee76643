// What only JavaScript can say to the module: the error class, what kinds of values there are, time zones.

/** Every error of fal-focus. `code` is stable; branch on nothing else. */
export class FalFocusError extends Error {
  constructor(code, message, { field, file, hint } = {}) {
    super(message);
    this.name = "FalFocusError";
    this.code = code;
    this.field = field;
    this.file = file;
    this.hint = hint;
  }
}

export function falFocusError(code, message, field, file, hint) {
  return new FalFocusError(code, message, { field, file, hint });
}

/** What a value threw as it was read: on its way through the module it would leave that in the middle of its work. */
let thrown;

function reading(read) {
  try {
    return read();
  } catch (error) {
    thrown ??= { error };
    return undefined;
  }
}

/** `{ error }`, once. */
export function takeThrown() {
  const taken = thrown;
  thrown = undefined;
  return taken;
}

/** The entries of an object; a Map or a list holds no named values. */
export function namedValues(value) {
  return reading(() => (Object.prototype.toString.call(value) === "[object Object]" ? Object.entries(value) : undefined));
}

/** The bytes of a view or a buffer, of whatever realm; nothing of one that is detached. */
export function byteView(value) {
  const isBuffer = /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
  try {
    if (isBuffer) return new Uint8Array(value);
    if (!ArrayBuffer.isView(value)) return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } catch {
    return undefined;
  }
}

/** The same of a chunk of CSV, which must be some; `hint` says what to give. */
export function csvBytes(chunk, hint) {
  const bytes = byteView(chunk);
  if (bytes) return bytes;
  throw new FalFocusError("invalid_csv", "a chunk of the CSV is not bytes", { hint });
}

/** Calls a sink with bytes of the module's memory, where they stay only until the call returns. */
export function handOn(sink, chunk, isTransient) {
  try {
    sink(isTransient ? chunk : chunk.slice());
  } catch (error) {
    sunk = error;
    throw error;
  }
}

/** What a sink threw last: however it looks, the module has not stopped at it. */
let sunk;

export function isOfSink(error) {
  const isIt = error === sunk;
  sunk = undefined;
  return isIt;
}

/** Whether a text has no half of a surrogate pair. */
export function isWellFormed(text) {
  // Browsers of 2023 may not know it by name.
  return text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
}

/** A list or a plain object: no promise, Response, Blob, stream or Map. */
export function isParsedJson(value) {
  return reading(() => {
    const kind = Object.prototype.toString.call(value);
    return Array.isArray(value) || (kind === "[object Object]" && typeof value.then !== "function");
  });
}

export function zoneFormat(name) {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return undefined;
  }
}

/** Seconds by which the zone's clocks are ahead of UTC: what they show, less what UTC shows. */
export function zoneOffset(format, epochSeconds) {
  const shown = {};
  for (const { type, value } of format.formatToParts(epochSeconds * 1000)) shown[type] = value;
  const year = shown.era.startsWith("B") ? 1 - shown.year : Number(shown.year);
  const local = new Date(0);
  local.setUTCFullYear(year, shown.month - 1, shown.day);
  local.setUTCHours(shown.hour, shown.minute, shown.second);
  return local.getTime() / 1000 - epochSeconds;
}
