// Made-up billing events: every generation of the fields, repeated requests, request tags.

import { decimal, decimalText, multiply } from "./decimal.mjs";
import { QUANTITIES, TEAMS, randomCosts, randomKind, randomNumber } from "./random-usage.mjs";

const TAG_NAMES = ["team", "env", "fal/key", "fal/team", "Z", "é", "", "emoji 🎨", "a\"b", "\uffee", "__proto__"];
const BILLION = decimal("1e9");

/** `count` events at instants that `timestamp` makes up, of an organization's teams or of one account. */
export function randomEvents(dice, count, { timestamp, isOrganization }) {
  const kinds = Array.from({ length: dice.between(1, 4) }, () => randomKind(dice));
  const ids = Array.from({ length: count }, (_, at) => `req-${at}${dice.pick(["", "=", ",é"])}`);
  return ids.map((id) => ({
    ...(isOrganization ? { username: dice.pick(TEAMS) } : {}),
    request_id: dice.chance(0.9) ? id : dice.pick(ids),
    ...randomEvent(dice, dice.pick(kinds)),
    timestamp: timestamp(),
  }));
}

function randomEvent(dice, kind) {
  const quantity = decimal(dice.pick(QUANTITIES));
  const price = decimal(kind.price);
  const costs = randomCosts(dice, quantity, price, kind.percent_discount);
  const write = (amount) => randomNumber(dice, amount);
  const common = {
    endpoint_id: kind.endpoint_id,
    unit_price: dice.chance(0.9) ? write(price) : null,
    percent_discount: kind.percent_discount && write(decimal(kind.percent_discount)),
    ...dice.pick([{}, kind.auth]),
  };
  const units = dice.chance(0.9) ? write(quantity) : null;
  const nano = { cost_estimate_nano_usd: write(randomNano(dice, costs.cost_total)) };
  const { cost_subtotal, cost_discount, cost_total } = costs;
  const figures = { cost_subtotal: write(cost_subtotal), cost_discount: write(cost_discount), cost_total: write(cost_total) };
  const currency = dice.pick([{}, {}, { currency: "USD" }, { currency: null }, { currency: kind.currency }]);
  return dice.pick([
    () => ({ ...common, output_units: units, ...nano }),
    () => ({ ...common, output_units: units, ...figures, ...nano, ...currency }),
    () => ({ ...common, quantity: units, unit: kind.unit, ...figures, ...nano, ...currency, ...randomTags(dice) }),
    () => ({ ...common, quantity: units, output_units: write(decimal(dice.pick(QUANTITIES))), unit: kind.unit,
      cost_total: write(cost_total), ...dice.pick([{}, nano]), ...randomTags(dice) }),
    () => ({ ...common, ...dice.pick([nano, { cost: write(costs.cost) }, { cost_total: write(cost_total), ...currency }]) }),
  ])();
}

// The same amount, the same in whole billionths, or another one.
function randomNano(dice, total) {
  const exact = multiply(total, BILLION);
  const whole = decimal(decimalText(exact).replace(/\..*/, ""));
  return dice.pick([exact, exact, whole, whole, multiply(exact, decimal("1.1")), multiply(total, decimal("1000000000.4"))]);
}

function randomTags(dice) {
  if (dice.chance(0.4)) return dice.pick([{}, { tags: null }, { tags: [] }, { tags: {} }]);
  const names = dice.shuffled(TAG_NAMES).slice(0, dice.between(1, 3));
  if (dice.chance(0.2)) return { tags: names };
  const value = () => dice.pick([
    "blue", "", 'say "hi"\n', "🎨", true, false, null, { number: "1.50" }, { number: "-1E+3" },
    [], [{ number: "1.0" }, "x", null], Object.fromEntries([["deep", { list: [true] }]]),
  ]);
  // Not an object literal: a tag may be called "__proto__".
  return { tags: Object.fromEntries(names.map((name) => [name, value()])) };
}
