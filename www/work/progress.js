// How far a job is, as the worker tells it: a few times a second, and whenever its phase changes.

const EVERY_MS = 200;

/**
 * @typedef {object} Progress
 * @property {"progress"} kind
 * @property {"reading" | "writing" | "checking"} phase `checking` reads, too
 * @property {number} read bytes, as they are stored
 * @property {number} total bytes
 * @property {number} rows of the CSV, so far
 * @property {{ done: number, total: number }} files
 * @property {string | null} current the file that is read
 * @property {number} elapsed milliseconds since the job began
 */

/**
 * @param {File[]} files what will be read
 * @param {Progress["phase"]} phase
 */
export function createProgress(files, phase) {
  const began = performance.now();
  const now = { phase, read: 0, total: sizeOf(files), rows: 0, files: { done: 0, total: files.length }, current: null };
  // The first is told at once.
  let told = -Infinity;

  function tell() {
    told = performance.now();
    postMessage({ kind: "progress", ...now, elapsed: told - began });
  }

  function tellInTime() {
    if (performance.now() - told >= EVERY_MS) tell();
  }

  return {
    begin: (file) => {
      now.current = file.name;
      tellInTime();
    },
    read: (bytes) => {
      now.read += bytes;
      tellInTime();
    },
    end: () => {
      now.files.done += 1;
      now.current = null;
    },
    rows: (rows) => {
      now.rows = rows;
      tellInTime();
    },
    enter: (next) => {
      now.phase = next;
      tell();
    },
  };
}

function sizeOf(files) {
  return files.reduce((sum, file) => sum + file.size, 0);
}
