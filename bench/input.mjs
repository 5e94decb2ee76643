// What is converted: pages of fal's replies as an account of 200 endpoints and 20 API keys gets them, each
// about 1 MB, made from one seed. Every amount is the quotient of a whole number below 2^53 and a power of
// ten, so it has at most 15 digits and JSON.stringify writes exactly those, the smallest with an exponent.

import { randomWhole } from "./random.mjs";

const PAGE_BYTES = 1e6;
const ENDPOINTS = 200;
const KEYS = 20;
const LINE_ITEMS_A_BUCKET = 500;
const BYTES_OF_AN_EVENT = 400;
const REPEAT_EVERY = 500; // one event in so many comes again at the beginning of the next page
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const BETWEEN_EVENTS = 5_000; // milliseconds
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** All that the inputs tell of lies in it. */
export const RANGE = { source: "estimate", start: "2026-01-01", end: "2028-01-01", timezone: "UTC" };

/** Each makes a function that writes the page of a number. */
const INPUTS = {
  "usage": (account) => usage(account, (page) => JSON.stringify(page)),
  "usage, pretty-printed": (account) => usage(account, (page) => JSON.stringify(page, null, 2)),
  "usage, keys reordered": (account) => usage(account, (page) => JSON.stringify(keysReversed(page))),
  "usage, figures disagree": (account) => usage({ ...account, disagrees: true }, (page) => JSON.stringify(page)),
  "billing events": billingEvents,
};

/**
 * The pages of an input one after the other, as texts; the last says that it is the last.
 *
 * @param {{ endpoints?: number, keys?: number, lineItemsABucket?: number, idLength?: number }} [sizes] of the account
 */
export function* pagesOf(name, megabytes, sizes) {
  const { length } = INPUTS[name](accountOf(sizes))(1, true);
  const count = Math.max(1, Math.round((megabytes * 1e6) / length));
  const write = INPUTS[name](accountOf(sizes));
  for (let number = 1; number <= count; number += 1) yield write(number, number === count);
}

function accountOf({ endpoints = ENDPOINTS, keys = KEYS, lineItemsABucket = LINE_ITEMS_A_BUCKET, idLength = 0 } = {}) {
  const random = randomWhole(20261124);
  return {
    random,
    lineItemsABucket,
    endpoints: Array.from({ length: endpoints }, (_, number) => endpoint(random, number, idLength)),
    keys: Array.from({ length: keys }, (_, number) => ({
      detail: `${["storefront", "editor", "batch", "preview"][number % 4]}-key-${number}`,
      api_key_id: `key_${(random(2 ** 30) + 2 ** 30).toString(36)}`,
    })),
  };
}

// How use is counted: the largest quantity without its decimals, and how many decimals it and the price have.
const COUNTED = [
  { unit: "images", largest: 1_000, decimals: 0, priceDecimals: 3 },
  { unit: "megapixels", largest: 10_000_000, decimals: 4, priceDecimals: 4 },
  { unit: "seconds", largest: 1_000_000, decimals: 3, priceDecimals: 3 },
  { unit: "videos", largest: 100, decimals: 0, priceDecimals: 2 },
  { unit: "compute seconds", largest: 9_999_999_999, decimals: 9, priceDecimals: 5 },
  { unit: "tokens", largest: 1_000_000, decimals: 0, priceDecimals: 8 },
  { unit: "1000 characters", largest: 100_000, decimals: 3, priceDecimals: 3 },
];

function endpoint(random, number, idLength) {
  const owner = ["fal-ai", "fal-ai", "bytedance", "openai", "wan"][number % 5];
  const task = ["text-to-image", "image-to-video", "edit", "upscale"][random(4)];
  return {
    id: `${owner}/model-${number}/v${1 + random(3)}/${task}`.padEnd(idLength, "-long"),
    ...COUNTED[random(COUNTED.length)],
    price: 1 + random(999),
    percent: random(5) === 0 ? [5, 10, 15, 20, 25][random(5)] : null,
  };
}

/** What one use of an endpoint costs, in fal's words. */
function figuresOf({ random, disagrees }, { unit, largest, decimals, price, priceDecimals, percent }) {
  const quantity = 1 + random(largest);
  // Where fal's figures disagree, the last digit is one more than that of quantity × price.
  const cost = quantity * price + (disagrees ? 1 : 0);
  const costDecimals = decimals + priceDecimals;
  const hundredths = percent === null ? 0 : 2;
  return {
    unit,
    quantity: decimal(quantity, decimals),
    unit_price: decimal(price, priceDecimals),
    percent_discount: percent,
    cost_subtotal: decimal(cost, costDecimals),
    cost_discount: decimal(cost * (percent ?? 0), costDecimals + hundredths),
    cost_total: decimal(percent === null ? cost : cost * (100 - percent), costDecimals + hundredths),
  };
}

/** The quotient is correctly rounded, so it prints as the digits it was made of. */
function decimal(whole, decimals) {
  return whole / POWERS_OF_TEN[decimals];
}

function usage(account, write) {
  const bytesOfABucket = write({ time_series: [bucketOf(account, 0, false)] }).length;
  const buckets = Math.max(1, Math.round(PAGE_BYTES / bytesOfABucket));
  return (number, isLast) => {
    const first = (number - 1) * buckets;
    // Every fourth page was asked for with the keys' ids.
    const bucket = (_, index) => bucketOf(account, first + index, number % 4 === 0);
    return write({ time_series: Array.from({ length: buckets }, bucket), ...cursor(number, isLast) });
  };
}

/** An hour of line items, endpoints and keys in no order, none of a pair twice. */
function bucketOf(account, hour, hasKeyIds) {
  const { random, endpoints, keys, lineItemsABucket } = account;
  const pairs = new Set();
  while (pairs.size < lineItemsABucket) pairs.add(random(endpoints.length * keys.length));
  const results = Array.from(pairs, (pair) => {
    const endpoint = endpoints[pair % endpoints.length];
    const key = keys[Math.floor(pair / endpoints.length)];
    const figures = figuresOf(account, endpoint);
    return {
      endpoint_id: endpoint.id,
      ...figures,
      cost: figures.cost_total,
      currency: "USD",
      auth_method: key.detail,
      ...(hasKeyIds && { auth_method_structured: key }),
    };
  });
  return { bucket: `${secondOf(START + hour * HOUR)}+00:00`, results };
}

function billingEvents(account) {
  const events = Math.round(PAGE_BYTES / BYTES_OF_AN_EVENT);
  let again = [];
  return (number, isLast) => {
    const first = (number - 1) * events;
    const anew = Array.from({ length: events }, (_, index) => billingEvent(account, first + index));
    const billing_events = [...again, ...anew];
    again = anew.filter((_, index) => index % REPEAT_EVERY === 0);
    return JSON.stringify({ billing_events, ...cursor(number, isLast) });
  };
}

function billingEvent(account, number) {
  const { random, endpoints, keys } = account;
  const endpoint = endpoints[random(endpoints.length)];
  const { unit, quantity, ...prices } = figuresOf(account, endpoint);
  return {
    request_id: requestId(random, number),
    endpoint_id: endpoint.id,
    timestamp: `${secondOf(START + number * BETWEEN_EVENTS)}Z`,
    output_units: quantity,
    quantity,
    unit,
    ...prices,
    cost_estimate_nano_usd: Math.round(prices.cost_total * 1e9),
    auth_method: keys[random(keys.length)].detail,
  };
}

function requestId(random, number) {
  const hex = (digits) => random(16 ** digits).toString(16).padStart(digits, "0");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${number.toString(16).padStart(12, "0")}`;
}

function cursor(number, isLast) {
  return { next_cursor: isLast ? null : btoa(String(number + 1)), has_more: !isLast };
}

function secondOf(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

function keysReversed(value) {
  if (Array.isArray(value)) return value.map(keysReversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, keysReversed(member)]).reverse());
}
