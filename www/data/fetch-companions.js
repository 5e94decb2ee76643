// What is fetched beside the pages: the replies that name what line items mention.

import { fetchReplies } from "../../pkg/fetch.js";
import { namesFor, pricesFor } from "../../pkg/fetch-companions.js";

/**
 * @param {{ wanted: { endpoint: string }, files: File[] }} job whose pages have come
 * @param {import("../../pkg/fetch.d.ts").FetchOptions} options
 * @returns {Promise<{ files: File[], missed: Error[] }>} a report goes without those that cannot be had
 */
export async function companionsOf({ wanted: { endpoint }, files: pages }, options) {
  const files = [];
  const missed = [];
  const prices = await pricesFor(endpoint, textsOf(pages));
  for (const { file, ...companion } of [...namesFor(endpoint), ...prices]) {
    try {
      const [{ bytes }] = (await fetchReplies(companion, options)).files;
      files.push(new File([bytes], file, { type: "application/json" }));
    } catch (error) {
      if (options.signal.aborted) throw error;
      missed.push(error);
    }
  }
  return { files, missed };
}

/** One after the other: together they may be more than there is memory. */
function* textsOf(files) {
  for (const file of files) yield file.text();
}
