// One line on a terminal that says how far a command is, and replaces itself; silence everywhere else.

import { withPace } from "./pace.js";

const EVERY_MS = 100;
const BAR = 20;
const GREEN = "\x1b[32m";
const PLAIN = "\x1b[39m";

/** @typedef {ReturnType<typeof createProgress>} Progress */

/**
 * @param {{ isSilent?: boolean, stream?: NodeJS.WriteStream, environment?: NodeJS.ProcessEnv }} [how]
 */
export function createProgress({ isSilent = false, stream = process.stderr, environment = process.env } = {}) {
  const isShown = !isSilent && stream.isTTY === true && environment.TERM !== "dumb";
  // https://no-color.org: whatever it is set to, if not to nothing.
  const hasColor = !environment.NO_COLOR;
  let isThere = false;
  let shownAt = -Infinity;

  function clear() {
    if (isThere) stream.write("\r\x1b[K");
    isThere = false;
  }

  /** @param {(width: number) => string} line made only when there is somebody to see it */
  function show(line, isDue = performance.now() - shownAt >= EVERY_MS) {
    if (!isShown || !isDue) return;
    shownAt = performance.now();
    // The last column is left free: some terminals go to the next line behind it.
    stream.write(`\r\x1b[K${line((stream.columns || 80) - 1)}`);
    isThere = true;
  }

  return {
    isShown,
    clear,
    /** @param {string} text at once */
    text: (text) => show((width) => cut(printable(text), width), true),
    /**
     * A job that reads bytes and makes rows.
     *
     * @param {number} [total] bytes, where it is known
     */
    job(total) {
      const began = performance.now();
      const now = { phase: "reading", name: "", read: 0, total, rows: 0 };
      let told;
      const tell = (isDue) =>
        show((width) => {
          told = withPace(told, { ...now, elapsed: performance.now() - began });
          return jobLine(told, width, hasColor);
        }, isDue);
      return {
        begin: (name) => {
          now.name = name;
          tell();
        },
        read: (bytes) => {
          now.read += bytes;
          tell();
        },
        rows: (rows) => {
          now.rows = rows;
          tell();
        },
        writes: () => {
          now.phase = "writing";
          now.name = "";
          tell(true);
        },
      };
    },
  };
}

/** As much of it as there is room for: what matters least stands last. */
function jobLine({ phase, name, read, total, rows, pace }, width, hasColor) {
  const { bytesPerSecond, rowsPerSecond, secondsLeft } = pace;
  const isReading = phase === "reading";
  const share = total ? Math.min(read / total, 1) : undefined;
  const parts = [
    share !== undefined && isReading && `${String(Math.floor(100 * share)).padStart(3)} %`,
    !isReading ? "all is read" : total === undefined ? sizeText(read) : `${sizeText(read)} of ${sizeText(total)}`,
    isReading && bytesPerSecond >= 1 && `${sizeText(bytesPerSecond)}/s`,
    rows > 0 && `${countText(rows)} rows`,
    rowsPerSecond >= 1 && `${countText(Number(rowsPerSecond.toPrecision(2)))} rows/s`,
    secondsLeft !== undefined && leftText(secondsLeft),
    printable(name),
  ].filter(Boolean);
  const bar = share === undefined ? "" : barOf(share, hasColor);
  const room = width - (share === undefined ? 0 : BAR + 3);
  return room > 10 ? bar + fitting(parts, room) : fitting(parts, width);
}

function barOf(share, hasColor) {
  const full = Math.round(BAR * share);
  const filled = "=".repeat(full);
  return `[${hasColor ? `${GREEN}${filled}${PLAIN}` : filled}${" ".repeat(BAR - full)}] `;
}

function fitting(parts, width) {
  const kept = [...parts];
  while (kept.length > 1 && kept.join("  ").length > width) kept.pop();
  return cut(kept.join("  "), width);
}

function cut(text, width) {
  return text.length > width ? text.slice(0, Math.max(width, 0)) : text;
}

function printable(text) {
  return text.replaceAll(/\p{Cc}/gu, " ");
}

export function sizeText(bytes) {
  const [unit, name] = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]].find(([of]) => bytes >= of) ?? [1, "B"];
  return unit === 1 ? `${Math.round(bytes)} B` : `${(bytes / unit).toFixed(1)} ${name}`;
}

export function countText(count) {
  return count.toLocaleString("en-US");
}

function leftText(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s left`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}
