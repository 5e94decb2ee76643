// Credits, taxes and rounding of an invoice document → rows behind the usage, and what the document's total says of them.

import { HUNDREDTH, absolute, compare, decimalText, isZero, multiply, subtract, sum } from "./decimal.mjs";
import { FAL, billingAccount, billingPeriod, invoiceIds, subAccount } from "./row.mjs";

/** { rows, summary, warnings: { tax_differs, invoice_total_differs } } of the document, given the Usage rows. */
export function invoiceRows(invoice, usageRows, { window, options, companions }) {
  const row = (place, charge) => ({
    ...common(invoice, window),
    ...invoiceIds(invoice.invoice_id, place),
    ...billingAccount(options, companions),
    ...charge,
    PricingCurrencyEffectiveCost: charge.BilledCost,
    EffectiveCost: charge.BilledCost,
  });
  const inCurrency = (rows) => rows.filter((each) => each.BillingCurrency === invoice.currency);
  const usage = inCurrency(usageRows);
  const credits = invoice.credits.map((credit, at) => row(`credit-${at + 1}`, creditCharge(credit, companions)));
  const taxed = [...usage, ...credits];
  const taxes = invoice.taxes.map((tax, at) => row(`tax-${at + 1}`, taxCharge(tax, taxed)));
  const billed = [...taxed, ...taxes];
  const check = invoice.total && checkedTotal(invoice.total, total(billed, "BilledCost"));
  const isRounded = options.roundingRow === true && check.agrees && !isZero(check.residue);
  const rounding = isRounded ? [row("rounding", roundingCharge(check.residue))] : [];
  return {
    rows: [...credits, ...taxes, ...rounding],
    summary: {
      invoiceId: invoice.invoice_id,
      billingMonth: invoice.billing_month,
      currency: invoice.currency,
      ...(invoice.issued_at === null ? {} : { issuedAt: invoice.issued_at }),
      usage: billedText(usage),
      credits: billedText(credits),
      taxes: billedText(taxes),
      rounding: billedText(rounding),
      sum: billedText(billed),
      ...(check
        ? { total: decimalText(invoice.total.value), residue: decimalText(check.residue), agrees: check.agrees }
        : {}),
    },
    warnings: {
      tax_differs: invoice.taxes.filter((tax) => taxDiffers(tax, taxed)).length,
      invoice_total_differs: Boolean(check) && !check.agrees,
    },
  };
}

function common(invoice, window) {
  return {
    BillingCurrency: invoice.currency,
    ChargePeriodStart: window.start,
    ChargePeriodEnd: window.end,
    ...billingPeriod(window.start),
    ChargeFrequency: "One-Time",
    ...FAL,
    ServiceCategory: "Other",
    ServiceSubcategory: "Other (Other)",
    x_Source: "invoice",
  };
}

function creditCharge({ description, amount, username }, companions) {
  return {
    ...flatCharge("Credit", "fal Credits", description, amount.value),
    ...subAccount(username, companions),
  };
}

// FOCUS ListCost-C-007: a tax is derived from what it taxes, as far as its rate is known.
function taxCharge({ description, amount, rate }, taxed) {
  const flat = flatCharge("Tax", "Tax", description, amount.value);
  if (!rate) return flat;
  return {
    ...flat,
    ListCost: percentOf(rate, total(taxed, "ListCost")),
    ContractedCost: percentOf(rate, total(taxed, "ContractedCost")),
  };
}

function roundingCharge(residue) {
  return flatCharge("Adjustment", "fal Adjustments", "Rounding to the invoice total", residue);
}

function flatCharge(ChargeCategory, ServiceName, ChargeDescription, amount) {
  return { ChargeCategory, ServiceName, ChargeDescription, BilledCost: amount, ListCost: amount, ContractedCost: amount };
}

function checkedTotal({ value, halfUnit }, billed) {
  const residue = subtract(value, billed);
  return { residue, agrees: compare(absolute(residue), halfUnit) <= 0 };
}

function taxDiffers({ amount, rate }, taxed) {
  if (!rate) return false;
  const owed = percentOf(rate, total(taxed, "BilledCost"));
  return compare(absolute(subtract(amount.value, owed)), amount.halfUnit) > 0;
}

function percentOf(rate, amount) {
  return multiply(amount, multiply(rate.value, HUNDREDTH));
}

function total(rows, column) {
  return sum(rows.map((row) => row[column]));
}

function billedText(rows) {
  return decimalText(total(rows, "BilledCost"));
}
