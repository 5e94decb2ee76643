// A JSON reader that never turns a number into a float: the contract (design section 3) promises that an amount
// has exactly the value the API sent, and JSON.parse would already have lost it. A number is { number: "0.10" }.

const texts = new WeakMap();

/** A list or an object (or a number) as it was written, spaces and all. */
export function writtenText(value) {
  return texts.get(value);
}

/** Every JSON value in the text, one after the other: one reply, NDJSON, or replies simply concatenated. */
export function readJsonValues(text) {
  const reader = { text: text.replace(/^\uFEFF/, ""), at: 0 }; // a byte order mark at the start is not data
  const values = [];
  for (skipSpace(reader); reader.at < reader.text.length; skipSpace(reader)) values.push(readValue(reader));
  return values;
}

function readValue(reader) {
  skipSpace(reader);
  const start = reader.at;
  const value = readAny(reader);
  if (typeof value === "object" && value !== null) texts.set(value, reader.text.slice(start, reader.at));
  return value;
}

function readAny(reader) {
  const next = reader.text[reader.at];
  if (next === "{") return readObject(reader);
  if (next === "[") return readArray(reader);
  if (next === '"') return readString(reader);
  for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  return { number: take(reader, /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y) };
}

function readObject(reader) {
  const object = Object.create(null); // no prototype: a key "__proto__" is a key like any other
  readList(reader, "{", "}", () => {
    skipSpace(reader);
    const key = readString(reader);
    expect(reader, ":");
    object[key] = readValue(reader);
  });
  return object;
}

function readArray(reader) {
  const array = [];
  readList(reader, "[", "]", () => array.push(readValue(reader)));
  return array;
}

function readList(reader, open, close, readMember) {
  expect(reader, open);
  if (isNext(reader, close)) return expect(reader, close);
  readMember();
  while (isNext(reader, ",")) {
    expect(reader, ",");
    readMember();
  }
  expect(reader, close);
}

// Strings hold no numbers, so the host's own decoder may undo the escapes.
function readString(reader) {
  return JSON.parse(take(reader, /"([^"\\]|\\.)*"/y));
}

function skipSpace(reader) {
  take(reader, /[ \t\r\n]*/y);
}

function isNext(reader, character) {
  skipSpace(reader);
  return reader.text[reader.at] === character;
}

function expect(reader, character) {
  if (!isNext(reader, character)) throw new SyntaxError(`expected ${character} at ${reader.at}`);
  reader.at += 1;
}

function take(reader, pattern) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (!found) throw new SyntaxError(`no JSON at ${reader.at}`);
  reader.at += found[0].length;
  return found[0];
}
