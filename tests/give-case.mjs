// A golden case, given to the page as a person would give it.

import { gzipSync } from "node:zlib";

import { caseFolders } from "./case-folders.mjs";

/** The golden folders by name. */
export const cases = Object.fromEntries(caseFolders().map((each) => [each.name, each]));

/** Fills the request in, as far as it is not that of an invoice. */
export async function fillRequest(page, { source, start, end, timezone, timeframe }) {
  await page.select("[name=timeframe]", timeframe ?? "auto");
  await page.fill("[name=timezone]", timezone ?? "UTC");
  if (source === "invoice") return;
  await page.fill("[name=start]", start);
  await page.fill("[name=end]", end);
}

/** Gives the files, each changed by `about`, in another order than theirs, and fills the request in. */
export async function give(page, { request, options, files }, about = (file) => file) {
  const given = [...files];
  if (options.invoice) given.push({ name: "invoice.json", text: options.invoice });
  await page.giveFiles("#files", given.map(about).reverse());
  await page.waitFor("#make-report:enabled");
  await fillRequest(page, request);
}

/** A FOCUS report of 1.2, and the month it is of. */
export async function giveReport(page) {
  const each = cases["csv-round-trip"];
  await give(page, each);
  await page.check("[name=source][value=invoice]");
  await page.fill("[name=charge_month]", each.request.charge_month);
}

export const gzipped = ({ name, text }) => ({ name: `${name}.gz`, bytes: gzipSync(text) });

/** One of the named values in a list of facts. */
export const factOf = (page, list, name) => page.text(`${list} dd[data-name="${name}"]`);
