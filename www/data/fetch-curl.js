// The commands that fetch the same by hand: for a terminal, with the key in FAL_KEY.

import { namesFor } from "../../pkg/fetch-companions.js";
import { API, inWindows, pageName, queryFor, queryText } from "../../pkg/fetch-endpoints.js";

const CURL = `curl -fsS --retry 5 -H "Authorization: Key $FAL_KEY"`;

/** All pages of an endpoint, each in a file of its own, and what names things; for sh, bash and zsh. */
export function curlCommands(endpoint, resolved) {
  const query = queryFor(endpoint, resolved);
  // Cut only where it has to be, so that the query stays as readable as it is.
  const windows = inWindows(endpoint, new URLSearchParams(query));
  const queries = windows.length === 1 ? [query] : windows.map(queryText);
  const names = namesFor(endpoint).map(({ endpoint }) => `  ${CURL} -o ${pageName(endpoint)} '${API}${endpoint}'`);
  // In a shell of its own, which a page that does not come ends: what follows would pass for all there is.
  return ["(", ...pages(endpoint, queries), ...names, ")"].join("\n");
}

/** A cursor is nothing but what the page before said: curl escapes it. */
function pages(endpoint, queries) {
  const file = `"${pageName(endpoint, "$page")}"`;
  return [
    "  page=1",
    `  for query in ${queries.map((query) => `'${query}'`).join(" \\\n    ")}`,
    "  do",
    "    set --",
    "    while :",
    "    do",
    `      ${CURL} -G "$@" -o ${file} "${API}${endpoint}?$query" ||`,
    `        { echo "Page $page did not come: the pages are not complete." >&2; exit 1; }`,
    `      cursor=$(grep -o '"next_cursor" *: *"[^"]*"' ${file} | tail -n 1 | cut -d '"' -f 4)`,
    "      page=$((page + 1))",
    `      [ -n "$cursor" ] || break`,
    `      set -- --data-urlencode "cursor=$cursor"`,
    "    done",
    "  done",
  ];
}
