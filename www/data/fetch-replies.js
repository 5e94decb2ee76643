// What was fetched, among the files of the page.

import { listed } from "./replies.js";

/** Beside these an endpoint's charges are others; of any other two, one makes way for the other. */
const GOES_WITH = {
  "/serverless/usage": ["/models/usage", "/models/billing-events", "/organization/billing-events"],
};

/**
 * The given replies with what was fetched. The sample makes way, and so does what was fetched earlier
 * of the same charges; files that were given stay.
 *
 * @param {import("./replies.js").Replies} replies
 * @param {{ endpoint: string, files: File[], now: string, source: "fal" | "stand-in" }} came
 * @returns {import("./replies.js").Replies}
 */
export function withFetched({ origin, files: known }, { endpoint, files, now, source }) {
  const folder = endpoint.slice(1).replaceAll("/", "-");
  const added = files.map((file) => ({
    file,
    path: `${folder}/${file.name}`,
    name: file.name,
    kind: file.name.startsWith(`${folder}-`) ? "replies" : "companion",
    fetched: { source, endpoint, now },
  }));
  const stays = ({ fetched }) => !fetched || GOES_WITH[endpoint]?.includes(fetched.endpoint) || GOES_WITH[fetched.endpoint]?.includes(endpoint);
  return listed([...(origin === "files" ? known.filter(stays) : []), ...added]);
}

/** The moment of the last fetch: what it asked for is reported as of then. */
export function fetchedAt({ files }) {
  return files.map(({ fetched }) => fetched?.now).filter(Boolean).sort().at(-1);
}
