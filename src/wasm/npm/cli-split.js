// A CSV as several files, each with the header and within bounds: report-1.csv, report-2.csv, …

import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { FalFocusError } from "./host.js";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const UNITS = { "": 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
const HINT = "Write --split rows=N,bytes=N or one of the two, such as --split rows=10000,bytes=2MB.";

/** `{ rows, bytes }` of `rows=10000,bytes=2MB`; what is not bounded is Infinity. */
export function readBounds(text) {
  const bounds = {};
  for (const part of text.split(",")) {
    const [, name, number, unit] = /^(rows|bytes)=(\d+)(|[kMG]B|[KMG]iB)$/.exec(part.trim()) ?? [];
    const bound = Number(number) * UNITS[unit];
    if (name === undefined || (name === "rows" && unit !== "") || bound === 0 || !Number.isSafeInteger(bound)) throw wrong(`"${part}" is no bound`);
    if (Object.hasOwn(bounds, name)) throw wrong(`${name} is given twice`);
    bounds[name] = bound;
  }
  return { rows: Infinity, bytes: Infinity, ...bounds };
}

/** Of a report that is split there must be a name, and no part of an earlier one: it could be taken for this one's. */
export function checkParts({ output: path, ...others }) {
  if (path === undefined || path === "-") throw wrong("--split needs -o FILE: standard output is one file", "Name the file that the parts are called after: -o report.csv.");
  if (path.startsWith("/dev/") || statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw wrong(`${path} cannot be split`, "Name a file that the parts are called after: -o report.csv.");
  }
  const other = Object.values(others).find((each) => resolve(dirname(each)) === resolve(dirname(path)) && isPartOf(path, basename(each)));
  if (other) throw wrong(`${other} is called as a part is`, "Give that file, or the parts, another name.");
  const earlier = partsBeside(path);
  if (earlier.length === 0) return;
  throw wrong(`${earlier[0]} is there: a part of an earlier report`, "Remove the parts of the earlier report, or name another file: parts of two reports would stand side by side.");
}

/** A sink that opens a sink for each part. */
export class SplitSink {
  #path;
  #bounds;
  #open;
  #parts = [];
  /** Of the part that is written. */
  #rows;
  #bytes;
  #header;
  /** The beginning of a row whose end has not come. */
  #rest = Buffer.alloc(0);
  #isQuoted = false;

  constructor(path, bounds, open) {
    this.#path = path;
    this.#bounds = bounds;
    this.#open = open;
  }

  write(chunk) {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const rows = { from: 0, to: 0 };
    for (let at = this.#rest.length; at < bytes.length; at += 1) {
      // A line feed within quotes is text.
      if (bytes[at] === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (bytes[at] === LINE_FEED && !this.#isQuoted) this.#take(bytes, rows, at + 1);
    }
    this.#hand(bytes, rows);
    this.#rest = bytes.subarray(rows.to);
  }

  end() {
    this.#part?.end();
  }

  commit() {
    this.#parts.forEach((part) => part.commit());
  }

  discard() {
    this.#parts.forEach((part) => part.discard());
  }

  get #part() {
    return this.#parts.at(-1);
  }

  /** One more row, from `rows.to` to `end`; those from `rows.from` on are still to be handed to their part. */
  #take(bytes, rows, end) {
    const row = end - rows.to;
    if (!this.#header) {
      this.#header = Buffer.from(bytes.subarray(0, end));
      this.#begin();
      rows.from = end;
    } else {
      if (this.#rows === this.#bounds.rows || this.#bytes + row > this.#bounds.bytes) {
        this.#hand(bytes, rows);
        this.#part.end();
        this.#begin(row);
      }
      this.#rows += 1;
      this.#bytes += row;
    }
    rows.to = end;
  }

  #begin(row = 0) {
    this.#rows = 0;
    this.#bytes = this.#header.length;
    if (this.#bytes + row > this.#bounds.bytes) throw tooLong(this.#bytes + row, row === 0, this.#bounds.bytes);
    this.#parts.push(this.#open(partName(this.#path, this.#parts.length + 1)));
    this.#part.write(this.#header);
  }

  #hand(bytes, rows) {
    if (rows.from < rows.to) this.#part.write(bytes.subarray(rows.from, rows.to));
    rows.from = rows.to;
  }
}

/** `report.csv.gz` is `report`, and `.csv.gz` behind the number. */
function nameParts(path) {
  const [, stem, extension] = /^(.+?)((?:\.[^.]*)?(?:\.gz)?)$/i.exec(basename(path));
  return [stem, extension];
}

function partName(path, number) {
  const [stem, extension] = nameParts(path);
  return join(dirname(path), `${stem}-${number}${extension}`);
}

function isPartOf(path, name) {
  const [stem, extension] = nameParts(path);
  return name.startsWith(`${stem}-`) && name.endsWith(extension) && /^\d+$/.test(name.slice(stem.length + 1, name.length - extension.length));
}

function partsBeside(path) {
  try {
    return readdirSync(dirname(path)).filter((name) => isPartOf(path, name)).map((name) => join(dirname(path), name));
  } catch {
    // Writing there will say what is wrong.
    return [];
  }
}

function tooLong(bytes, isHeader, most) {
  const what = isHeader ? "the header alone has" : "a row has, with the header,";
  return wrong(`${what} ${bytes} bytes, and a part may have ${most}`, "Raise bytes, or choose fewer --columns.");
}

function wrong(message, hint = HINT) {
  return new FalFocusError("invalid_option", message, { field: "split", hint });
}
