// The check of a FOCUS CSV: bytes in from wherever they are, and words for what comes out.

import { initCheck, ruleWords, startCheck } from "./check-module.js";
import { FalFocusError, byteView, csvBytes } from "./host.js";
import { requireLoaded } from "./load.js";
import { checkFunction, namedOptions } from "./named-options.js";

/** How much of a text is turned into bytes at once. */
const PIECE = 1 << 20;

const BYTES = "Give a Uint8Array or an ArrayBuffer; encode texts first, or pass the CSV as one text.";

export async function checkFocus(csv, options) {
  const { onProgress = () => {}, ...checkOptions } = namedOptions(options, '{ focusVersion: "1.2" }');
  checkFunction("onProgress", onProgress, "It receives { bytes, rows } as the file is read.");
  requireLoaded();
  await initCheck();
  const use = startCheck(checkOptions);
  let bytes = 0;
  try {
    for await (const chunk of chunksOf(csv)) {
      const rows = use((check) => check.push(chunk));
      bytes += chunk.byteLength;
      onProgress({ bytes, rows });
    }
    return await explainConformance(use((check) => check.finish()));
  } finally {
    use.free();
  }
}

/** Adds to a conformance what it means: a sentence for each finding, and the rules that were not checked. */
export async function explainConformance(conformance) {
  if (!Array.isArray(conformance?.findings) || typeof conformance.focusVersion !== "string") {
    throw new FalFocusError("invalid_option", "there is no conformance to explain", {
      field: "conformance",
      hint: "Make the report with the option check: true, and pass its summary.conformance.",
    });
  }
  const { messageOf, uncheckedIn } = await ruleWords();
  return {
    ...conformance,
    findings: conformance.findings.map((finding) => ({ ...finding, message: messageOf(finding) })),
    unchecked: uncheckedIn(conformance),
  };
}

/** The bytes of a text, a view or buffer, a Blob, a stream, or whatever else gives bytes one after the other. */
async function* chunksOf(csv) {
  if (typeof csv === "string") yield* encoded(csv);
  else if (byteView(csv)) yield byteView(csv);
  else if (typeof csv?.stream === "function") yield* chunksOf(csv.stream());
  else if (typeof csv?.getReader === "function") yield* read(readerOf(csv));
  else if (typeof csv?.[Symbol.asyncIterator] === "function") yield* eachBytes(csv);
  else if (typeof csv?.[Symbol.iterator] === "function") yield* eachBytes(csv);
  else {
    throw new FalFocusError("invalid_csv", "the CSV is not text, bytes, a Blob or a stream", {
      hint: "Of a Response pass `response.body`.",
    });
  }
}

function* encoded(text) {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    // A piece never ends between the halves of a surrogate pair.
    const end = /[\uD800-\uDBFF]/.test(text[at + PIECE - 1] ?? "") ? at + PIECE - 1 : at + PIECE;
    yield encoder.encode(text.slice(at, end));
    at = end;
  }
}

async function* eachBytes(chunks) {
  for await (const chunk of chunks) yield csvBytes(chunk, BYTES);
}

function readerOf(stream) {
  if (!stream.locked) return stream.getReader();
  throw new FalFocusError("invalid_csv", "the stream is being read already", {
    hint: "Give a stream that nothing else reads, such as one half of stream.tee().",
  });
}

/** Not every browser iterates over streams. */
async function* read(reader) {
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield csvBytes(chunk.value, BYTES);
  } finally {
    // A source that is slow to stop must not keep the result back.
    reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}
