// What is fetched beside the pages: the replies that name what line items mention.

import { fetchReplies } from "../../pkg/fetch.js";

/** fal takes so many ids at once. */
const IDS = 50;

/**
 * @param {{ wanted: { endpoint: string }, files: File[] }} job whose pages have come
 * @param {import("../../pkg/fetch.d.ts").FetchOptions} options
 * @returns {Promise<{ files: File[], missed: Error[] }>} a report goes without those that cannot be had
 */
export async function companionsOf({ wanted, files: pages }, options) {
  const files = [];
  const missed = [];
  for (const { file, ...companion } of [...namesFor(wanted.endpoint), ...(await pricesFor(wanted.endpoint, pages))]) {
    try {
      const [{ name, bytes }] = (await fetchReplies(companion, options)).files;
      files.push(new File([bytes], file ?? name, { type: "application/json" }));
    } catch (error) {
      if (options.signal.aborted) throw error;
      missed.push(error);
    }
  }
  return { files, missed };
}

export function namesFor(endpoint) {
  const isOfTeams = endpoint.startsWith("/organization/");
  return [{ endpoint: "/account/billing" }, ...(isOfTeams ? [{ endpoint: "/organization/teams" }] : [])];
}

/** The prices of the endpoints whose billing events name no unit. */
async function pricesFor(endpoint, pages) {
  if (!endpoint.endsWith("/billing-events")) return [];
  const ids = new Set();
  for (const page of pages) {
    for (const { endpoint_id, unit } of JSON.parse(await page.text()).billing_events ?? []) {
      if (typeof endpoint_id === "string" && !unit) ids.add(endpoint_id);
    }
  }
  const batches = Array.from({ length: Math.ceil(ids.size / IDS) }, (_, index) => [...ids].slice(index * IDS, (index + 1) * IDS));
  return batches.map((batch, index) => ({
    endpoint: "/models/pricing",
    query: { endpoint_id: batch.join(",") },
    file: `models-pricing-${index + 1}.json`,
  }));
}
