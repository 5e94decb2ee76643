// What the command line reads and writes: files in chunks, and outputs that are whole or absent.

import { closeSync, createReadStream, openSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";

import { FalFocusError } from "./host.js";

const CHUNK = 256 * 1024;

/** The bytes of a file, or of standard input where it has no path. */
export async function* chunksOf({ name, path }) {
  if (path === undefined && process.stdin.isTTY) {
    process.stderr.write("reading usage JSON from standard input (end it with Ctrl-D)\n");
  }
  const stream = path === undefined ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    yield* stream;
  } catch (error) {
    if (!error?.syscall) throw error;
    throw ioError(error, name, "read");
  }
}

/** A file that takes its name only when it is whole; until then it has another beside it. */
export class AtomicFile {
  constructor(path) {
    this.path = path;
    this.temporary = undefined;
    try {
      const target = targetOf(path);
      // A device or a pipe cannot be replaced: it is written as it is.
      if (!target.replaceable) this.fd = openSync(path, "w");
      else {
        this.path = target.path;
        this.temporary = `${target.path}.${process.pid}.tmp`;
        this.fd = openSync(this.temporary, "wx");
      }
    } catch (error) {
      throw ioError(error, path, "written");
    }
  }

  write(bytes) {
    try {
      writeAll(this.fd, bytes);
    } catch (error) {
      throw ioError(error, this.path, "written");
    }
  }

  commit() {
    try {
      closeSync(this.fd);
      this.fd = undefined;
      if (this.temporary) renameSync(this.temporary, this.path);
      this.temporary = undefined;
    } catch (error) {
      throw ioError(error, this.path, "written");
    }
  }

  discard() {
    if (this.fd !== undefined) closeSync(this.fd);
    if (this.temporary) unlinkSync(this.temporary);
    this.fd = this.temporary = undefined;
  }
}

/** Standard output, written at once: what was handed over is out before anything else happens. */
export const STDOUT = { write: (bytes) => writeAll(1, bytes) };

/** The reader of a pipe has gone (`| head`): nothing to complain about. */
export function isClosedPipe(error) {
  return error?.code === "EPIPE";
}

function targetOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return { replaceable: true, path };
  if (stat.isFile()) return { replaceable: true, path: realpathSync(path) };
  return { replaceable: false };
}

function writeAll(fd, bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      waitForReader();
    }
  }
}

/** A pipe whose reader is slower than we are may say "again": give it a moment. */
function waitForReader() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

const REASONS = {
  ENOENT: ["there is no such file or folder", "Check the path."],
  EISDIR: ["it is a folder", "Name the files in it, such as FOLDER/*.json."],
  EACCES: ["access is denied", "Check who may read and write there."],
  EPERM: ["access is denied", "Check who may read and write there."],
  ENOSPC: ["the disk is full", "Make room, or write somewhere else."],
  ENOTDIR: ["a part of the path is no folder", "Check the path."],
};

function ioError(error, file, done) {
  if (isClosedPipe(error)) return error;
  const [reason, hint] = REASONS[error.code] ?? [error.message, "Check the file and try again."];
  return new FalFocusError("io_error", `it cannot be ${done}: ${reason}`, { file, hint });
}
