// Made-up line items of every usage reply: all generations of the fields and mixtures, odd numbers, odd strings.

import { HUNDREDTH, decimal, decimalText, isZero, multiply, subtract } from "./decimal.mjs";

export const TEAMS = ["acme-ml-team", "acme-research", "=team", "ops@acme.example", "équipe, 2"];
const MACHINES = ["GPU-H100", "L", "gpu_1x_h100_sxm5", "gpu_8x_h100_sxm5", "gpu_x", '"M", 2', "=machine"];
const APPS = ["my-app-prod", "my-app", "=app", "app \"x\"", "", null, null];
const ENVIRONMENTS = ["production", "staging", "-env", "", null];
const PROSE = [
  "type: gpu_1x_h100_sxm5 (my-app, production)", "type: gpu_2x_a100 (my-app)", "type: GPU-A100", "type: two words",
  "type: L (a, b, c)", "type: L(my-app)", "type: L (my-app) ", "something else",
];

const ENDPOINTS = [
  "fal-ai/flux/dev", "fal-ai/flux-pro/v1.1", "openrouter/router/openai/v1/chat/completions",
  "bytedance/seedance-2.0/image-to-video", "acme/comma, and more", 'acme/"quoted"', "acme/two\nlines", "acme/cr\rhere",
  "=1+1/model", "+plus/model", "-minus/model", "@at/model", "'mark/model", "\ttab/model", "＝full/width",
  "模型/图像", "emoji-🎨/v1", "\uffee/above-bmp-order", "fal-ai/é", " leading space/model",
];
const UNITS = [
  "image", "images", "Image", "second", "seconds", "sec", "min", "h", "megapixels", "MP", "1000 characters",
  "1,000 requests", "1M tokens", "1k tokens", "1 million tokens", "2 thousand characters", "1b tokens", "1 image", "1000",
  "compute seconds", "video_seconds", "units", "gpu-hour", "gpu-hours", "gb", "GiB", "gb-h", "3d model", "tokens/second",
  "tokens/s", "queries/sec", "query", "box", "batch", "key", "api", "per image", "  img  ", "image(s)", "=units",
  "", "   ", "💡", null,
];
export const QUANTITIES = [
  "1", "4", "4.0", "0.5", "12.75", "3600", "1e1", "1E+2", "2.5e-1", "0", "0.0", "3", "7", "1234567.891", "-2",
  "45000000", "0.1e-9", "0.30000000000000004", "8", "9007199254740993", "0.000000000000000001",
];
const PRICES = [
  "0.025", "0.0250", "2.5e-2", "0.1", "0.00017", "1.7e-4", "1.7E-04", "0.00111", "0.3024", "0", "3", "-0.01",
  "0.333333333333333333333333", "0.30000000000000004", "1e-12", "1.5E+3",
];
const DISCOUNTS = [null, null, null, "0", "20", "20.0", "2e1", "12.5", "33.333", "100", "0.01"];
const WILD_AMOUNTS = [
  "0", "-0", "0.0", "1e-30", "12345678901234567890.123456789", "0.1234567890123456789012345678901",
  "-0.32", "-1e2", "1E3", "17.170000000000002",
];
const ZEROS = ["0", "-0", "0.0", "-0.00", "0e5", "0E-3"];
const KEY_LABELS = [
  "Production Key", "Key 1", "my-key (owner: dev-1)", "batch@farm", "dev-1", "=HYPERLINK(\"x\")", "+1",
  "Schlüssel 🔑", "a,b", "line\nbreak", "back\\slash \"q\" \u0001\u007f", "-", "", null,
];
const CURRENCIES = ["USD", "USD", "USD", "usd", "EUR", "Gbp"];

/** `count` line items, many of which agree on everything but their amounts. */
export function randomLineItems(dice, count) {
  const kinds = Array.from({ length: dice.between(1, 5) }, () => randomKind(dice));
  return Array.from({ length: count }, () => randomLineItem(dice, dice.pick(kinds)));
}

/** The same usage, of machines. */
export function randomMachineItems(dice, count) {
  const machines = dice.shuffled(MACHINES).slice(0, 2);
  return randomLineItems(dice, count).map(({ endpoint_id, ...item }) => ({
    ...(dice.chance(0.1) ? { endpoint_id } : {}),
    app: dice.pick(APPS),
    environment: dice.pick(ENVIRONMENTS),
    machine_type: dice.pick(machines),
    ...item,
    ...dice.pick([{}, { is_surge: false }, { is_surge: false }, { is_surge: true }, { is_surge: null }]),
  }));
}

/** The usage of an organization's teams: endpoints, machines, machines in prose. */
export function randomOrganizationItems(dice, count) {
  const items = randomLineItems(dice, count);
  const machineItems = randomMachineItems(dice, count);
  return items.map((item, at) => {
    const username = dice.pick(TEAMS);
    const product = dice.pick(["model_apis", "model_apis", "serverless", "compute", "training", null]);
    if (product === "model_apis" || product === "training") return { username, product, ...item };
    if (product === null || dice.chance(0.3)) return { username, product, ...machineItems[at] };
    return { username, product, ...item, endpoint_id: dice.pick(PROSE), ...dice.pick([{}, {}, { app: "own-app" }]) };
  });
}

// What line items must share to be added up, for the most part.
export function randomKind(dice) {
  const endpoints = dice.chance(0.5) ? ENDPOINTS.slice(0, 4) : ENDPOINTS;
  return {
    endpoint_id: dice.pick(endpoints),
    unit: dice.pick(UNITS),
    price: dice.pick(PRICES),
    percent_discount: dice.pick(DISCOUNTS),
    currency: dice.pick(CURRENCIES),
    auth: randomAuth(dice),
    generation: dice.pick(Object.keys(COSTS_GIVEN)),
  };
}

function randomAuth(dice) {
  if (dice.chance(0.2)) return {};
  if (dice.chance(0.4)) return { auth_method: dice.pick(KEY_LABELS) };
  const auth_method_structured = dice.pick([null, {
    detail: dice.pick(KEY_LABELS),
    api_key_id: dice.pick(["ak_1", "ak_2", "=ak", "", null]),
    login_username: dice.pick(["dev-1", "bob,jr", "", null]),
  }, { detail: dice.pick(KEY_LABELS), api_key_id: "ak_3" }]);
  return dice.chance(0.5) ? { auth_method_structured } : { auth_method: dice.pick(KEY_LABELS), auth_method_structured };
}

// The cost figures that a generation of fal's replies has. Each leaves a winning figure.
const COSTS_GIVEN = {
  current: ["cost_subtotal", "cost_discount", "cost_total", "cost"],
  costOnly: ["cost"],
  withoutDeprecated: ["cost_subtotal", "cost_discount", "cost_total"],
  totalOnly: ["cost_total"],
  totalAndDiscount: ["cost_discount", "cost_total"],
  subtotalAndDiscount: ["cost_subtotal", "cost_discount"],
  subtotalAndCost: ["cost_subtotal", "cost"],
};

function randomLineItem(dice, kind) {
  const quantity = decimal(dice.pick(QUANTITIES));
  const price = decimal(dice.chance(0.9) ? kind.price : dice.pick(PRICES));
  const generation = dice.chance(0.9) ? kind.generation : dice.pick(Object.keys(COSTS_GIVEN));
  const costs = randomCosts(dice, quantity, price, kind.percent_discount);
  const write = (amount) => randomNumber(dice, amount);
  const item = {
    endpoint_id: kind.endpoint_id,
    unit: kind.unit,
    quantity: write(quantity),
    unit_price: write(price),
    percent_discount: kind.percent_discount && write(decimal(kind.percent_discount)),
    ...Object.fromEntries(COSTS_GIVEN[generation].map((name) => [name, write(costs[name])])),
    currency: dice.chance(0.95) ? kind.currency : dice.pick(CURRENCIES),
    ...kind.auth,
  };
  return withGaps(dice, item);
}

export function randomCosts(dice, quantity, price, percentDiscount) {
  const exact = multiply(quantity, price);
  const subtotal = dice.chance(0.7) ? exact : randomlyOff(dice, exact);
  const discount = multiply(subtotal, multiply(decimal(percentDiscount ?? "0"), HUNDREDTH));
  const total = subtract(subtotal, discount);
  const sometimesOff = (amount) => (dice.chance(0.9) ? amount : randomlyOff(dice, amount));
  return {
    cost_subtotal: sometimesOff(subtotal),
    cost_discount: sometimesOff(discount),
    cost_total: sometimesOff(total),
    cost: sometimesOff(total),
  };
}

// As a server that computes with floats would say it, or as nobody should.
function randomlyOff(dice, amount) {
  const float = Number(decimalText(amount));
  return decimal(dice.pick([String(float), String(float * 1.1), float.toFixed(6), `-${Math.abs(float)}`,
    dice.pick(WILD_AMOUNTS)]));
}

// One amount has many spellings; a string that holds a number is one of them.
export function randomNumber(dice, amount) {
  const plain = decimalText(amount);
  const spellings = [
    plain.replace(/\.0$/, ""), plain.replace(/\.0$/, ""), plain, `${plain}00`,
    `${amount.digits}e${-amount.scale}`, `${amount.digits}0E-${String(amount.scale + 1).padStart(2, "0")}`,
    `${amount.digits}.0e${amount.scale === 0 ? "+0" : -amount.scale}`,
  ];
  const number = dice.pick(isZero(amount) ? ZEROS : spellings);
  return dice.chance(0.1) ? number : { number };
}

// A price or a quantity may be missing, null is the same as absent, and keys nobody knows are ignored.
function withGaps(dice, item) {
  const gaps = { ...item };
  if (dice.chance(0.1)) gaps.unit_price = null;
  if (dice.chance(0.1)) gaps.quantity = null;
  if (dice.chance(0.1)) gaps.note = { number: "1" };
  if (dice.chance(0.1)) gaps.nested = { list: [true, null, { number: "-1.5e3" }, {}], quantity: "not a number" };
  for (const name of Object.keys(gaps)) if (gaps[name] === null && dice.chance(0.5)) delete gaps[name];
  return gaps;
}
