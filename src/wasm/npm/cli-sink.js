// Where bytes go, chunk by chunk: standard output, a file, a compressed file, or several.
//
// A sink has `write(bytes)`, which is done with them when it returns; `end()`, when all are written;
// `commit()`, which gives the file its name; and `discard()`, at any time before, which leaves nothing behind.

import { AtomicFile } from "./cli-files.js";
import { GzipSink } from "./cli-gzip.js";
import { SplitSink } from "./cli-split.js";
import { isGzip } from "./gzip.js";

export function fileSink(path) {
  const file = new AtomicFile(path);
  return isGzip(path) ? new GzipSink(file) : file;
}

/** @param {{ rows: number, bytes: number }} [bounds] of the files that it is split into */
export function sinkFor(path, bounds) {
  return bounds ? new SplitSink(path, bounds, fileSink) : fileSink(path);
}
