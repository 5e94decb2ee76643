// A FOCUS CSV in another version of FOCUS: which columns it gets, what moves to other columns, what is lost.

import { VERSIONS, hasColumn, inOrderOf, isFocusColumn } from "./columns.mjs";

/** { focusVersion, columns, moved: row → row, lostOf: rows → [{ column, count }] } */
export function otherVersion(header, options) {
  const { version: given, isCertain } = versionOf(header);
  const wanted = options.focusVersion ?? given;
  const isAsItIs = options.focusVersion === undefined || (wanted === given && isCertain);
  if (isAsItIs) return { focusVersion: given, columns: header, moved: (row) => row, lostOf: () => [] };
  const moves = movesTo(wanted, header);
  const columns = columnsIn(wanted, header, moves);
  const moved = (row) => withMoves(row, moves);
  const lostOf = (rows) =>
    header
      .filter((name) => isFocusColumn(name) && !columns.includes(name) && !moves.some(({ from }) => from === name))
      .map((column) => ({ column, count: rows.filter((row) => isLost(column, row, moved(row), wanted)).length }))
      .filter(({ count }) => count > 0);
  return { focusVersion: wanted, columns, moved, lostOf };
}

/**
 * { version, isCertain }: the lowest version that has all FOCUS columns of the header, else the one that brought the
 * newest of them. The provider under its new name alone is 1.4: 1.3 has the old names as well, and 1.4 may still have
 * them beside the new one.
 */
export function versionOf(header) {
  const names = header.filter(isFocusColumn);
  const isNewNameAlone = names.includes("ServiceProviderName") && !names.includes("ProviderName") && !names.includes("PublisherName");
  const candidates = isNewNameAlone ? ["1.4"] : VERSIONS;
  const isOldName = (name) => names.includes("ServiceProviderName") && (name === "ProviderName" || name === "PublisherName");
  const mayHave = (version, name) => hasColumn(version, name) || (version === "1.4" && isOldName(name));
  const hasAll = candidates.find((version) => names.every((name) => mayHave(version, name)));
  const newest = VERSIONS.findLast((version, at) =>
    names.some((name) => hasColumn(version, name) && !hasColumn(VERSIONS[at - 1], name)));
  return { version: hasAll ?? newest, isCertain: hasAll !== undefined };
}

// [{ from, to }], one behind the other. A move never writes over a column that is there.
function movesTo(version, header) {
  const has = (name) => header.includes(name);
  const moves = [];
  const move = (from, to) => has(to) || moves.push({ from, to });
  if (version >= "1.3") {
    if (has("ProviderName")) move("ProviderName", "ServiceProviderName");
    if (has("ProviderName") || has("ServiceProviderName")) move("ServiceProviderName", "HostProviderName");
  }
  if (version <= "1.3" && has("ServiceProviderName")) {
    move("ServiceProviderName", "ProviderName");
    move("ServiceProviderName", "PublisherName");
  }
  if (version >= "1.2" && has("x_InvoiceId")) move("x_InvoiceId", "InvoiceId");
  if (version <= "1.1" && has("InvoiceId")) move("InvoiceId", "x_InvoiceId");
  return moves;
}

function columnsIn(version, header, moves) {
  const names = [...header, ...moves.map(({ to }) => to)];
  const isMovedAway = (name) => name === "x_InvoiceId" && moves.some(({ from }) => from === name);
  return [
    ...inOrderOf(version, names.filter((name) => hasColumn(version, name))),
    ...names.filter((name) => !isFocusColumn(name) && !isMovedAway(name)),
  ];
}

function withMoves(row, moves) {
  const found = Object.assign(Object.create(null), row);
  for (const { from, to } of moves) found[to] = found[from];
  return found;
}

// The columns of the companies' roles changed: where they name the provider that is written, nothing is lost.
const ROLES = ["HostProviderName", "ProviderName", "PublisherName", "ServiceProviderName"];

function isLost(column, row, written, version) {
  if (row[column] === null) return false;
  const name = version >= "1.3" || !("ProviderName" in written) ? "ServiceProviderName" : "ProviderName";
  return !ROLES.includes(column) || row[column] !== (written[name] ?? null);
}
