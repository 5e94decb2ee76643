// The stand-in's account: invented, and the same for everybody who asks for the same range. An hour's
// requests follow from the hour's number alone, so that usage by hour, by day and the events agree.

const HOUR = 60 * 60 * 1000;

export const ACCOUNT = { username: "stand-in-studio", credits: { current_balance: 24.5, currency: "USD" } };

export const TEAMS = [
  { username: "stand-in-studio", name: "Stand-in Studio", is_org_root: true, created_at: "2024-01-15T10:30:00Z" },
  { username: "stand-in-research", name: "Stand-in Research", is_org_root: false, created_at: "2024-03-01T14:00:00Z" },
];

/** Ids, units and prices are what fal lists; a price is USD for a unit. Quantities are hundredths. */
const MODELS = [
  { id: "fal-ai/flux/dev", unit: "megapixels", price: 0.025, discount: 20, hundredths: [100, 400] },
  { id: "fal-ai/nano-banana-2", unit: "images", price: 0.08, discount: null, hundredths: [100, 100] },
  { id: "fal-ai/birefnet/v2", unit: "compute seconds", price: 0.0008, discount: null, hundredths: [42, 296] },
  { id: "fal-ai/kling-video/v2.5-turbo/pro/image-to-video", unit: "seconds", price: 0.07, discount: 10, hundredths: [500, 1000] },
  { id: "fal-ai/elevenlabs/tts/turbo-v2.5", unit: "1000 characters", price: 0.05, discount: null, hundredths: [4, 60] },
  { id: "fal-ai/whisper", unit: "compute seconds", price: 0.00028, discount: null, hundredths: [114, 1980] },
];

const KEYS = [
  { name: "storefront", id: "key_standin01" },
  { name: "batch", id: "key_standin02" },
];

const MACHINES = [
  { product: "serverless", app: "upscaler-prod", environment: "production", endpoint: { id: "upscaler-prod", machine: "GPU-H100", unit: "second", price: 0.0005, discount: null } },
  { product: "serverless", app: "thumbnailer", environment: null, endpoint: { id: "thumbnailer", machine: "L", unit: "second", price: 0.00003, discount: null } },
  { product: "compute", app: null, environment: null, endpoint: { id: "type: gpu_1x_h100_sxm5 (trainer, production)", machine: "gpu_1x_h100_sxm5", unit: "second", price: 0.001, discount: null } },
];

/** The requests from `start` up to `end`, oldest first. Times are milliseconds since 1970. */
export function eventsOf({ start, end, endpoint_id, api_key_id, request_id, login_username }) {
  const isAsked = ({ endpoint, key, id }) =>
    (!endpoint_id || endpoint_id.includes(endpoint.id)) &&
    (!api_key_id || api_key_id.includes(key.id)) &&
    (!request_id || request_id.includes(id)) &&
    // Nobody here works without a key.
    !login_username;
  return hours(start, end).flatMap(eventsOfHour).filter((event) => isIn(event, start, end) && isAsked(event));
}

/** The machine time from `start` up to `end`. */
export function machineSecondsOf({ start, end }) {
  return hours(start, end).flatMap(machineSecondsOfHour).filter((use) => isIn(use, start, end));
}

/** Undefined where one of the endpoints is unknown. */
export function pricesOf(ids) {
  const prices = ids.map((id) => MODELS.find((model) => model.id === id));
  if (prices.includes(undefined)) return undefined;
  return prices.map(({ id, price, unit }) => ({ endpoint_id: id, unit_price: price, unit, currency: "USD" }));
}

function hours(start, end) {
  const first = Math.floor(start / HOUR);
  return Array.from({ length: Math.ceil(end / HOUR) - first }, (_, index) => first + index);
}

const isIn = ({ time }, start, end) => time >= start && time < end;

function eventsOfHour(hour) {
  const pick = chance(hour);
  const events = Array.from({ length: 2 + pick(4) }, (_, index) => {
    const endpoint = MODELS[pick(MODELS.length)];
    const [least, most] = endpoint.hundredths;
    const hundredths = least + pick(most - least + 1);
    return {
      id: `stand-in-${hour}-${index + 1}`,
      time: hour * HOUR + pick(3600) * 1000,
      team: TEAMS[pick(4) === 0 ? 1 : 0].username,
      endpoint,
      key: KEYS[pick(KEYS.length)],
      ...priced(endpoint, hundredths),
    };
  });
  return events.sort((a, b) => a.time - b.time);
}

function machineSecondsOfHour(hour) {
  const pick = chance(hour ^ 0x5bd1e995);
  return MACHINES.filter(() => pick(3) > 0).map((machine) => ({
    ...machine,
    time: hour * HOUR,
    team: TEAMS[0].username,
    isSurge: machine.product === "serverless" && pick(8) === 0,
    ...priced(machine.endpoint, (60 + pick(3000)) * 100),
  }));
}

/** Whole nano dollars: prices have at most five decimals, quantities two, discounts are tenths. */
export function priced({ price, discount }, hundredths) {
  const subtotal = Math.round(price * 1e5) * hundredths * 100;
  const total = subtotal - (subtotal / 100) * (discount ?? 0);
  return { hundredths, quantity: hundredths / 100, nano: { subtotal, total } };
}

/** Whole numbers below a bound, the same after the same seed (mulberry32). */
function chance(seed) {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
