// A small RFC 4180 reader: the records of a CSV, from text that may be cut anywhere. Ends of lines are LF or CRLF.

/** All records of a whole CSV, each a list of cells. */
export function parseCsv(text) {
  const records = new CsvRecords();
  return [...records.push(text), ...records.end()];
}

export class CsvRecords {
  /** The beginning of a record whose end has not come. */
  #rest = "";
  #hasStray = false;

  /** The records that are whole, each a list of cells. */
  *push(text) {
    const all = this.#rest + text;
    let start = 0;
    for (let record; (record = recordAt(all, start)); start = record.end) {
      this.#hasStray ||= record.hasStray;
      yield record.cells;
    }
    this.#rest = all.slice(start);
  }

  /** The last record, where no end of line stands behind it. */
  *end() {
    if (this.#rest !== "") yield* this.push("\n");
  }

  /** How much has been read of a record whose end has not come. */
  get waiting() {
    return this.#rest.length;
  }

  /** Whether a record so far had text behind the quote that closes a cell: what is meant by it nobody knows. */
  get hasStray() {
    return this.#hasStray;
  }

  /** Whether the text ended inside a quoted cell. */
  get isCut() {
    return this.#rest !== "";
  }
}

/** `{ cells, end, hasStray }` of the record that begins at `start`; nothing where the text ends before it does. */
function recordAt(text, start) {
  const cells = [];
  let hasStray = false;
  for (let at = start; ; ) {
    const close = endOfQuotes(text, at);
    const end = endOfCell(text, close);
    if (end >= text.length) return undefined;
    hasStray ||= close > at && end > close;
    cells.push(cellOf(text.slice(at, end)));
    at = end + 1;
    if (text[end] === ",") continue;
    if (text[end] === "\n") return { cells, end: at, hasStray };
    // Whether LF follows CR is for the next piece to say.
    if (at === text.length) return undefined;
    return { cells, end: text[at] === "\n" ? at + 1 : at, hasStray };
  }
}

const COMMA = 44;
const LF = 10;
const CR = 13;

/** Behind the quote that closes a cell; `start` of one without. */
function endOfQuotes(text, start) {
  let at = start;
  // A doubled quote closes the cell and opens it again: the end is the same.
  while (text[at] === '"') {
    const close = text.indexOf('"', at + 1);
    if (close < 0) return text.length;
    at = close + 1;
  }
  return at;
}

function endOfCell(text, start) {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LF || code === CR) break;
  }
  return at;
}

function cellOf(text) {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
