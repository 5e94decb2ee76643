// What the report adds up to: the amounts at its head, and the books under them.

import { byId, element, setText } from "../dom.js";
import * as wording from "../wording.js";
import * as words from "./report-words.js";

/** @param {{ totals: object[], rows: number }} summary */
export function renderTotals(summary) {
  const { totals } = summary;
  const isClosed = totals.every((total) => wording.isZero(total.difference));
  byId("amounts").replaceChildren(...totals.map(amountLine));
  byId("balance").className = isClosed ? "exact" : "inexact";
  setText(byId("balance"), wording.balanceText(totals));
  setText(byId("headline-facts"), words.headlineText(summary));
  byId("totals").tBodies[0].replaceChildren(...totals.map(totalRow));
}

/** Large, every digit there, in groups that are space alone: what is copied is the amount. */
function amountLine({ currency, BilledCost }) {
  const amount = element("span", { className: "digits" }, ...words.digitGroups(BilledCost).map(groupOf));
  return element("p", {}, amount, " ", element("span", { className: "currency", textContent: currency }));
}

function groupOf({ text, isAfter, isFraction }) {
  const className = ["group", isAfter && "after", isFraction && "fraction"].filter(Boolean).join(" ");
  return element("span", { className, textContent: text });
}

function totalRow({ currency, lineItems, inputCost, BilledCost, difference }) {
  const numbers = [wording.countText(lineItems), inputCost, BilledCost, difference];
  return element(
    "tr",
    {},
    element("th", { scope: "row", textContent: currency }),
    ...numbers.map((textContent) => element("td", { className: "number", textContent })),
  );
}
