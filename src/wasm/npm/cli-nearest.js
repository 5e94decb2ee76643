// What somebody may have meant.

/** Of the names the one that a word is a slip of the keyboard away from, or the beginning of. */
export function nearest(word, names) {
  const begun = word.length > 2 ? names.filter((name) => name.startsWith(word)) : [];
  if (begun.length === 1) return begun[0];
  const most = Math.max(1, Math.floor(word.length / 3));
  const ranked = names.map((name) => ({ name, distance: distance(word, name) })).sort((a, b) => a.distance - b.distance);
  return ranked[0]?.distance <= most ? ranked[0].name : undefined;
}

/** Letters to add, to leave out, to change, or to swap with their neighbour. */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        rows[i - 1][j] + 1,
        row[j - 1] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwapped ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}
