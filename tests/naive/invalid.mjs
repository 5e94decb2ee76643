// A line item, an event or a row of a CSV that cannot be read. With onInvalid "skip" it is left out; the oracle is
// never asked about the errors themselves, so that it knows only which item and which of its fields it was.

/** An error with `code` and `field`, the latter from the item on: "cost_total", or null for the item itself. */
export function invalid(code, field) {
  return Object.assign(new Error(`${code} ${field}`), { code, field });
}

/** Reads each entry of the list ({ file, path, … }); what cannot be read is told in `skipped`, where that is wanted. */
export function readEach(entries, read, { onInvalid = "error" }) {
  const items = [];
  const skipped = [];
  for (const entry of entries) {
    try {
      items.push(read(entry));
    } catch (error) {
      if (onInvalid !== "skip" || error.code === undefined) throw error;
      const field = error.field ? `${entry.path}.${error.field}` : entry.path;
      skipped.push({ file: entry.file, field, code: error.code });
    }
  }
  return { items, skipped };
}
