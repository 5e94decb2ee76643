// What comes with the replies: the account, its teams, prices, the invoice, the record of the fetch.

import { createHash } from "node:crypto";
import { instantText } from "./instant.mjs";
import { randomJsonStyle } from "./random-json.mjs";
import { TEAMS } from "./random-usage.mjs";

/** The companions that are replies, to come first; the others are put among the options. */
export function randomCompanions(dice, options) {
  const teams = dice.shuffled(TEAMS).slice(0, 3).map((username) => ({ username, name: `Team "${username}", named` }));
  const given = {
    account: dice.chance(0.3) && { username: dice.pick(["acme-corp", TEAMS[0]]), credits: { current_balance: { number: "24.5" } } },
    teams: dice.chance(0.5) && { teams: [...teams, { username: "acme-corp", name: "Acme Corporation" }] },
    pricing: dice.chance(0.5) && { prices: randomPrices(dice), next_cursor: "Mg==", has_more: true },
  };
  const replies = [];
  for (const [name, companion] of Object.entries(given).filter(([, companion]) => companion)) {
    if (dice.chance(0.5)) replies.push(companion);
    else options[name] = randomJsonStyle(dice, { isOneLine: false })(companion);
  }
  return replies;
}

function randomPrices(dice) {
  return ["fal-ai/flux/dev", "fal-ai/flux-pro/v1.1", "openrouter/router/openai/v1/chat/completions", "fal-ai/flux/dev"]
    .slice(0, dice.between(1, 4))
    .map((endpoint_id) => ({ endpoint_id, unit_price: { number: "0.025" }, unit: dice.pick(["image", "image", "token"]) }));
}

/** An amount as it is written, which says how precise it is. */
export function randomStated(dice, texts) {
  const text = dice.pick(texts);
  return dice.chance(0.3) ? text : { number: text };
}

/** An invoice document, without a total. */
export function randomInvoiceDocument(dice, billing_month) {
  const some = (make) => Array.from({ length: dice.upTo(3) }, make);
  const credits = some(() => ({
    description: dice.pick(["Promotional credit", "=credit", 'Credit, "Q1"']),
    amount: randomStated(dice, ["-1.50", "0", "-0.00", "-1e-3", "-12345678901234567890.5"]),
    ...dice.pick([{}, { username: dice.pick(TEAMS) }]),
  }));
  const taxes = some(() => ({
    description: dice.pick(["VAT 20%", "-tax"]),
    amount: randomStated(dice, ["2.04", "0", "0.10", "1e-2", "-0.5"]),
    ...dice.pick([{}, { rate: randomStated(dice, ["20", "20.0", "7.25", "0", "100"]) }]),
  }));
  return {
    invoice_id: dice.pick(["FAL-2025-0042", "=invoice"]),
    billing_month,
    ...dice.pick([{}, { issued_at: "2025-03-01T00:00:00Z" }]),
    ...dice.pick([{}, { currency: "USD" }, { currency: "EUR" }]),
    ...dice.pick([{}, { credits }, { taxes }, { credits, taxes }, { credits, taxes }]),
  };
}

/** The record of a fetch; sometimes of one page more than there is, or of another range. */
export function randomManifest(dice, pages, window, timeframe) {
  const hashes = pages.map(({ text }) => createHash("sha256").update(text).digest("hex"));
  if (dice.chance(0.2)) hashes.push(createHash("sha256").update("another page").digest("hex"));
  return {
    fal_focus_manifest: { number: "1" },
    endpoint: "/models/usage",
    query: {
      start: instantText(window.start + dice.pick([-1, 0, 0, 0, 1])),
      end: instantText(window.end + dice.pick([0, 0, 0, 1, -1])),
      timezone: window.timezone,
      timeframe,
    },
    pages: hashes.map((sha256, at) => ({ file: `page-${at + 1}.json`, sha256, cursor: null, next_cursor: null })),
    complete: dice.chance(0.9),
  };
}
