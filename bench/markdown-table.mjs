/** Cells are texts or numbers; columns of numbers are aligned to the right. */
export function markdownTable(header, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const isNumeric = (_, column) => rows.every((cells) => /^[\d.,–-]*$/.test(cells[column]));
  const rule = header.map((name, column) => (isNumeric(name, column) ? "--:" : "---"));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}
