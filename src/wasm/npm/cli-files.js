// What the command line reads and writes: files in chunks, and outputs that are whole or absent.

import { randomBytes } from "node:crypto";
import { closeSync, createReadStream, openSync, realpathSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";
import { resolve } from "node:path";

import { decompressed, isGzip } from "./gzip.js";
import { FalFocusError } from "./host.js";

const CHUNK = 256 * 1024;

/**
 * The bytes of a file, decompressed where its name says so, or of standard input where it has no path.
 *
 * @param {(bytes: number) => void} [onStored] told of every chunk as it is stored
 */
export function chunksOf(file, onStored = () => {}) {
  const isCompressed = file.path !== undefined && isGzip(file.path);
  const stored = storedChunksOf(file, onStored);
  return isCompressed ? decompressed(stored, file.name) : stored;
}

/** Reads a file into a writer. */
export async function pushFile(writer, file, onStored) {
  const about = { file: file.name };
  // A file without bytes is a file all the same, and an error.
  writer.push(new Uint8Array(), about);
  for await (const chunk of chunksOf(file, onStored)) writer.push(chunk, about);
  writer.endFile();
}

/** The bytes of all files as they are stored; undefined where one is no file, whose end nobody knows. */
export function sizeOf(files) {
  const sizes = files.map((file) => (canBeReadTwice(file) ? statSync(file.path).size : NaN));
  const sum = sizes.reduce((all, size) => all + size, 0);
  return Number.isNaN(sum) ? undefined : sum;
}

/** Whether a file can be looked at without losing what was read: a pipe gives its bytes once. */
export function canBeReadTwice({ path }) {
  try {
    return path !== undefined && statSync(path).isFile();
  } catch {
    // Reading it will say what is wrong.
    return false;
  }
}

/** The text of a whole file, of so many bytes at most. */
export async function textOf(file, most = 2 ** 27) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, size] = ["", 0];
  try {
    for await (const chunk of chunksOf(file)) {
      size += chunk.length;
      if (size > most) throw tooLarge(file, most);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    throw new FalFocusError("io_error", "it is not text in UTF-8", {
      file: file.name,
      hint: "Save it as UTF-8.",
    });
  }
}

function tooLarge({ name }, most) {
  return new FalFocusError("limit_exceeded", `the document is larger than ${most} bytes`, {
    file: name,
    hint: "Is this the right file? Else raise maxValueBytes (--max-value-bytes).",
  });
}

async function* storedChunksOf({ name, path }, onStored) {
  if (path === undefined && process.stdin.isTTY) {
    process.stderr.write("reading from standard input (end it with Ctrl-D)\n");
  }
  const before = fileAt(path);
  const stream = path === undefined ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of stream) {
      onStored(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (!error?.syscall) throw error;
    throw ioError(error, name, "read");
  }
  // Of a file that another one has replaced, or that is gone, all was read as it had been.
  const now = fileAt(path);
  if (before?.ino === now?.ino && (before?.size !== now?.size || before?.mtimeNs !== now?.mtimeNs)) throw changed(name);
}

/** What tells whether a file has changed; undefined of what is none. */
function fileAt(path) {
  try {
    const stat = path === undefined ? undefined : statSync(path, { bigint: true });
    return stat?.isFile() ? stat : undefined;
  } catch {
    // Reading it will say what is wrong.
    return undefined;
  }
}

function changed(file) {
  return new FalFocusError("io_error", "it was changed while it was read", {
    file,
    hint: "Wait until the program that writes it is done, and try again.",
  });
}

/** A sink (see cli-sink.js) whose file takes its name only when it is whole; until then it has another beside it. */
export class AtomicFile {
  constructor(path) {
    this.path = path;
    try {
      const target = targetOf(path);
      // A device or a pipe cannot be replaced: it is written as it is.
      if (!target) this.fd = openSync(path, "w");
      else {
        this.target = target.path;
        this.isNew = target.isNew;
        // Where a process before this one had the same number and was killed, its file is not in the way.
        this.temporary = `${target.path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
        this.fd = openSync(this.temporary, "wx", target.mode);
      }
    } catch (error) {
      throw ioError(error, path, "written");
    }
  }

  write(bytes) {
    writeAll(this.fd, bytes, this.path);
  }

  end() {
    try {
      closeSync(this.fd);
      this.fd = undefined;
    } catch (error) {
      throw ioError(error, this.path, "written");
    }
  }

  commit() {
    if (!this.temporary) return;
    try {
      renameSync(this.temporary, this.target);
    } catch (error) {
      throw ioError(error, this.path, "written");
    }
    this.temporary = undefined;
    // What was replaced cannot come back; what was not there need not stay, should another output fail.
    if (this.isNew) this.taken = this.target;
  }

  /** Leaves nothing behind, whatever else goes wrong. */
  discard() {
    const { fd, temporary, taken } = this;
    this.fd = this.temporary = this.taken = undefined;
    try {
      if (temporary ?? taken) unlinkSync(temporary ?? taken);
      if (fd !== undefined) closeSync(fd);
    } catch {
      // The error that led here is the one to tell.
    }
  }
}

/** An output that is an input too would be lost, and two outputs in one file as well. */
export function checkOutputs(outputs, files, written) {
  const taken = new Set(files.filter(({ path }) => path !== undefined).map(({ path }) => placeOf(path)));
  for (const [name, path] of Object.entries(outputs)) {
    if (path === "-") throw wrongOutput(written[name], `${written[name]} writes a file, not standard output`, `Write ${written[name]} FILE.`);
    const place = placeOf(path);
    const isDevice = place.startsWith("/dev/");
    if (isDevice || !taken.has(place)) {
      taken.add(place);
      continue;
    }
    throw wrongOutput(written[name], `${path} is an input or another output`, "Name a file of its own.");
  }
}

function wrongOutput(field, message, hint) {
  return new FalFocusError("invalid_option", message, { field, hint });
}

/** Standard output, written at once: what was handed over is out before anything else happens. */
export const STDOUT = { write: (bytes) => writeAll(1, bytes, "standard output"), end() {}, commit() {}, discard() {} };

/** The reader of a pipe has gone (`| head`): nothing to complain about. */
export function isClosedPipe(error) {
  return error?.code === "EPIPE";
}

/** What a path would replace, with its mode; undefined for what is no file. */
function targetOf(path) {
  if (path.startsWith("/dev/")) return undefined;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return { path, mode: 0o666, isNew: true };
  return stat.isFile() ? { path: realpathSync(path), mode: stat.mode } : undefined;
}

function placeOf(path) {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function writeAll(fd, bytes, name) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw ioError(error, name, "written");
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
  EISDIR: ["it is a folder", "Name a file in it."],
  EACCES: ["access is denied", "Check who may read and write there."],
  EPERM: ["access is denied", "Check who may read and write there."],
  ENOSPC: ["the disk is full", "Make room, or write somewhere else."],
  EDQUOT: ["the quota of the disk is used up", "Make room, or write somewhere else."],
  EFBIG: ["it would be larger than a file may be here", "Write somewhere else, or raise the limit (ulimit -f)."],
  EROFS: ["the disk can only be read", "Write somewhere else."],
  ELOOP: ["the links lead round in a circle", "Check the path."],
  ENAMETOOLONG: ["its name is too long", "Choose a shorter one."],
  ENOTDIR: ["a part of the path is no folder", "Check the path."],
};

export function ioError(error, file, done) {
  if (isClosedPipe(error)) return error;
  const [reason, hint] = REASONS[error.code] ?? [error.message, "Check the file and try again."];
  return new FalFocusError("io_error", `it cannot be ${done}: ${reason}`, { file, hint });
}
