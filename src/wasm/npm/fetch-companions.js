// What is fetched beside the pages of an endpoint: the replies that name what line items mention. For the
// command line and the page alike.

import { pageName } from "./fetch-endpoints.js";

/** fal takes so many ids at once. */
const IDS = 50;

/** @typedef {{ endpoint: string, query?: object, file: string }} Companion */

/** @returns {Companion[]} */
export function namesFor(endpoint) {
  const isOfTeams = endpoint.startsWith("/organization/");
  const endpoints = ["/account/billing", ...(isOfTeams ? ["/organization/teams"] : [])];
  return endpoints.map((name) => ({ endpoint: name, file: pageName(name) }));
}

/**
 * The prices of the endpoints whose billing events name no unit.
 *
 * @param {AsyncIterable<string> | Iterable<string | Promise<string>>} pages the texts that came
 * @returns {Promise<Companion[]>}
 */
export async function pricesFor(endpoint, pages) {
  if (!endpoint.endsWith("/billing-events")) return [];
  const ids = new Set();
  for await (const page of pages) {
    for (const { endpoint_id, unit } of JSON.parse(page).billing_events ?? []) {
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
