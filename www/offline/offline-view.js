// Whether the page needs a network, as the page says it.

import { byId, setText } from "../dom.js";

const WORDS = {
  ready: "Ready to work offline: the page is kept in this browser. Your data is not.",
  behind: "This is the page as it was before. The new version could not be kept: its files did not come whole, as while they are replaced on the server, or there is no room for them. Load it again in a moment.",
  refused: "Not kept for working offline: the page’s files did not come whole, as while they are replaced on the server, or there is no room for them.",
  single_file: "This is the page as one file: it has no server and can connect to nothing. Fetching needs fal-focus serve.",
};

/** @param {{ offline?: import("./keeper.js").Offline }} state */
export function renderOffline({ offline }) {
  setText(byId("offline"), WORDS[offline] ?? "");
}
