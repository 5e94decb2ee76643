// The invoice document (option `invoice`): what the usage replies do not tell of a month's invoice.

import { decimal, halfUnit } from "./decimal.mjs";
import { readJsonValues } from "./json.mjs";

/** The document with exact amounts, or null without one. Every amount is { value, halfUnit }. */
export function invoiceOf({ invoice }) {
  if (invoice === undefined) return null;
  const [document] = readJsonValues(typeof invoice === "string" ? invoice : JSON.stringify(invoice));
  return {
    invoice_id: document.invoice_id,
    billing_month: document.billing_month,
    issued_at: document.issued_at ?? null,
    currency: (document.currency ?? "USD").toUpperCase(),
    total: statedAmount(document.total),
    credits: (document.credits ?? []).map(({ description, amount, username }) =>
      ({ description, amount: statedAmount(amount), username: username ?? null })),
    taxes: (document.taxes ?? []).map(({ description, amount, rate }) =>
      ({ description, amount: statedAmount(amount), rate: statedAmount(rate) })),
  };
}

// How precisely an amount is stated shows in how it is written: 12.50 means cents.
function statedAmount(given) {
  if (given === undefined || given === null) return null;
  const text = typeof given === "string" ? given : given.number;
  return { value: decimal(text), halfUnit: halfUnit(text) };
}
