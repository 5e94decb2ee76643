// The sample account: one made-up month of fal usage of "Northlight Studio", a small image and video studio.
// It is written to www/sample.json, the data the page opens with, as the reply to `sampleRequest` below.
//
//   node tests/sample-account.mjs           rewrites www/sample.json
//   node tests/sample-account.mjs --check   exits 1 when www/sample.json is not what this file makes
//
// Endpoint ids, units and unit prices are what fal lists publicly (snapshots of 2026); all usage, keys and people are invented.
// The same text comes out on every machine: no clock, no zone data, no floats. Amounts are exact decimals, so that
// cost_subtotal = quantity × unit_price and cost_total = cost_subtotal − cost_discount hold to the last digit.

import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The request that this month answers. */
export const sampleRequest = {
  source: 'estimate',
  start: '2026-10-01',
  end: '2026-11-01',
  timezone: 'Europe/Berlin',
  timeframe: 'day',
};

// Who calls. A key has an id; a person who is logged in has a username, and the label says only "User token".
const key = (name, id) => ({ label: name, structured: { detail: name, api_key_id: id } });
const prod = key('storefront-prod', 'key_7Qm2xV');
const batch = key('render-batch', 'key_Lw94Bd');
const staging = key('editor-staging', 'key_e3RtZ8');
const mira = { label: 'User token', structured: { detail: 'mira', login_username: 'mira' } };

// endpoint id, unit, unit price, quantity of one job,
// then for each caller: [who, jobs on a working day, chance in percent that there are any].
// The quantity of one job is a choice ('0.25|0.50') or a range ('0.42..2.96', in steps of its last decimal).
const endpoints = [
  // Images
  ['fal-ai/flux/dev', 'megapixels', '0.025', '1', [prod, 700, 97], [staging, 40, 62]],
  ['fal-ai/flux/schnell', 'megapixels', '0.003', '1', [prod, 2400, 97], [staging, 150, 70]],
  ['fal-ai/flux-pro/kontext', 'images', '0.04', '1', [prod, 220, 92], [mira, 14, 45]],
  ['fal-ai/flux-2-pro', 'processed megapixels', '0.03', '1|2|3', [batch, 90, 65]],
  ['fal-ai/nano-banana-2', 'images', '0.08', '1', [prod, 90, 80]],
  ['fal-ai/nano-banana-pro/edit', 'images', '0.15', '1', [batch, 40, 65], [mira, 6, 25]],
  ['fal-ai/gemini-25-flash-image/edit', 'images', '0.0398', '1', [staging, 30, 45]],
  ['fal-ai/bytedance/seedream/v4.5/text-to-image', 'images', '0.04', '1', [prod, 110, 70]],
  ['fal-ai/ideogram/v3', 'images', '0.03', '1', [batch, 40, 35]],
  ['openai/gpt-image-2/edit', 'units', '1', '0.015|0.061|0.219', [batch, 50, 60], [mira, 8, 35]],
  ['fal-ai/recraft/v4/pro/text-to-vector', 'images', '0.3', '1', [mira, 6, 25]],
  // Image tools
  ['fal-ai/birefnet/v2', 'compute seconds', '0.0008', '0.42..2.96', [prod, 500, 95]],
  ['fal-ai/bria/background/remove', 'generations', '0.018', '1', [prod, 160, 78]],
  ['fal-ai/esrgan', 'compute seconds', '0.00111', '0.61..4.87', [batch, 80, 50]],
  ['fal-ai/sam-3/image', 'units', '0.005', '1', [prod, 150, 55]],
  ['fal-ai/seedvr/upscale/image', 'megapixels', '0.001', '4.194304|8.388608|16.777216', [batch, 60, 55]],
  ['wan/v2.6/image-to-image', 'compute seconds', '0.00007', '8.41..31.77', [staging, 14, 35]],
  // Video
  ['bytedance/seedance-2.0/image-to-video', '1000 tokens', '0.014', '108|216', [batch, 26, 90], [mira, 2, 30]],
  ['fal-ai/bytedance/seedance/v1.5/pro/image-to-video', '1m tokens', '1.2', '0.108|0.216', [prod, 40, 65]],
  ['fal-ai/kling-video/v2.5-turbo/pro/image-to-video', 'seconds', '0.07', '5|10', [prod, 60, 92], [staging, 3, 25]],
  ['fal-ai/kling-video/v3/pro/image-to-video', 'seconds', '0.14', '5|10', [batch, 12, 55]],
  ['fal-ai/kling-video/ai-avatar/v2/standard', 'seconds', '0.0562', '12..40', [batch, 6, 40]],
  ['fal-ai/veo3.1', 'seconds', '0.4', '8', [batch, 8, 45], [mira, 2, 25]],
  ['fal-ai/veo3.1/fast/image-to-video', 'seconds', '0.15', '6|8', [batch, 30, 82]],
  ['xai/grok-imagine-video/image-to-video', 'seconds', '0.05', '6|10', [prod, 25, 60]],
  ['fal-ai/pixverse/v5/image-to-video', 'video segments', '0.05', '1|2', [prod, 30, 40]],
  ['fal-ai/ltx-video-13b-distilled', 'videos', '0.04', '1', [prod, 80, 55], [staging, 12, 35]],
  // 1280 × 720 pixels × 121 frames
  ['fal-ai/ltx-2.3-22b/distilled/image-to-video', 'megapixels', '0.001205', '111.5136', [staging, 10, 35]],
  ['fal-ai/topaz/upscale/video', 'seconds', '0.01', '5..40', [batch, 20, 55]],
  ['fal-ai/mmaudio-v2', 'seconds', '0.001', '5|8|10', [batch, 25, 55]],
  // Sound and speech
  ['fal-ai/elevenlabs/tts/multilingual-v2', '1000 characters', '0.1', '0.120..2.600', [batch, 25, 60]],
  ['fal-ai/elevenlabs/tts/turbo-v2.5', '1000 characters', '0.05', '0.040..0.600', [prod, 140, 80]],
  ['fal-ai/elevenlabs/sound-effects/v2', 'seconds', '0.002', '2..12', [batch, 30, 35]],
  ['fal-ai/elevenlabs/voice-changer', 'minutes', '0.3', '0.25|0.50|1.50', [mira, 3, 18]],
  ['fal-ai/minimax-music/v2.6', 'audios', '0.15', '1', [mira, 3, 22]],
  ['fal-ai/whisper', 'compute seconds', '0.000278', '1.14..19.80', [prod, 60, 70]],
  ['fal-ai/audio-understanding', '5 seconds', '0.01', '2..18', [staging, 8, 22]],
  // A few milliseconds on staging: amounts so small that a JavaScript backend writes them with an exponent.
  ['fal-ai/ffmpeg-api/merge-audios', 'compute seconds', '0.00017', '0.83..2.41', [batch, 40, 55]],
  ['fal-ai/ffmpeg-api/merge-audios', 'compute seconds', '0.00017', '0.0031..0.0058', [staging, 1, 22]],
  // Language models
  ['openrouter/router/openai/v1/chat/completions', 'units', '0.01', '0.0104..0.9120', [prod, 300, 95], [staging, 25, 45]],
  ['fal-ai/bytedance/seed/v2/mini', '1000 tokens', '0.0001', '0.180..3.900', [prod, 900, 90]],
  // 3D and training
  ['fal-ai/trellis-2', 'units', '0.05', '5|6|7', [mira, 4, 30]],
  ['fal-ai/phota/create-profile', 'trainings', '2.9', '1', [mira, 1, 9]],
];

// Percent off by endpoint: all month, or from a day on. That day has both rates, each in a line item of its own.
const discounts = {
  'fal-ai/kling-video/v2.5-turbo/pro/image-to-video': { percent: 10, from: 1 },
  'bytedance/seedance-2.0/image-to-video': { percent: 20, from: 16 },
  'fal-ai/flux-pro/kontext': { percent: 20, from: 16 },
};

function ratesOn(day, endpoint) {
  const discount = discounts[endpoint];
  if (!discount || day < discount.from) return [null];
  return day === discount.from && day > 1 ? [null, discount.percent] : [discount.percent];
}

/** How busy a day is, in percent of a working day: jobs in each line item, and the chance of a line item at all. */
function load(day) {
  if (day === 20) return { jobs: 350, chance: 180 }; // the launch
  if (day === 19 || day === 21) return { jobs: 160, chance: 120 };
  const weekday = new Date(Date.UTC(2026, 9, day)).getUTCDay();
  return weekday === 0 || weekday === 6 ? { jobs: 14, chance: 35 } : { jobs: 100, chance: 100 };
}

/**
 * Random whole numbers below n: FNV-1a of the key as the seed of mulberry32.
 * Each line item has its own key, so that an edit above changes that endpoint's lines and no others.
 */
function randomFor(text) {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

// Exact decimals: digits / 10^scale.
function decimal(text) {
  const [whole, fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

const times = (a, b) => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

function minus(a, b) {
  const scale = Math.max(a.scale, b.scale);
  const widened = (x) => x.digits * 10n ** BigInt(scale - x.scale);
  return { digits: widened(a) - widened(b), scale };
}

/** A JSON number as JavaScript would print it: no trailing zeros, and an exponent below 1e-6. */
function numberText({ digits, scale }) {
  while (scale > 0 && digits % 10n === 0n) [digits, scale] = [digits / 10n, scale - 1];
  const text = String(digits);
  if (scale >= text.length + 6) {
    return text[0] + (text.length > 1 ? `.${text.slice(1)}` : '') + `e-${scale - text.length + 1}`;
  }
  const padded = text.padStart(scale + 1, '0');
  return scale === 0 ? text : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** The quantities of that many jobs, added up; as whole numbers, because all texts of one cell have the same decimals. */
function quantityOf(jobs, perJob, random) {
  const options = perJob.split(/\.\.|\|/).map(decimal);
  const { scale } = options[0];
  const digits = options.map((option) => Number(option.digits));
  let sum = 0;
  for (let job = 0; job < jobs; job += 1) {
    sum += perJob.includes('..') ? digits[0] + random(digits[1] - digits[0] + 1) : digits[random(digits.length)];
  }
  return { digits: BigInt(sum), scale };
}

function lineItem([endpoint, unit, unitPrice], caller, quantity, percent) {
  const price = decimal(unitPrice);
  const subtotal = times(quantity, price);
  const discount = times(subtotal, { digits: BigInt(percent ?? 0), scale: 2 });
  const total = numberText(minus(subtotal, discount));
  const fields = {
    endpoint_id: JSON.stringify(endpoint),
    unit: JSON.stringify(unit),
    quantity: numberText(quantity),
    unit_price: numberText(price),
    percent_discount: String(percent),
    cost_subtotal: numberText(subtotal),
    cost_discount: numberText(discount),
    cost_total: total,
    cost: total,
    currency: '"USD"',
    auth_method: JSON.stringify(caller.label),
    auth_method_structured: JSON.stringify(caller.structured),
  };
  return `{${Object.entries(fields).map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

function lineItemsOf(day) {
  const busy = load(day);
  const lines = [];
  for (const endpoint of endpoints) {
    const [id, , , perJob, ...callers] = endpoint;
    const rates = ratesOn(day, id);
    for (const [caller, usualJobs, chance] of callers) {
      for (const percent of rates) {
        const random = randomFor(`${day} ${id} ${caller.structured.detail} ${percent}`);
        if (random(10000) >= chance * busy.chance) continue;
        const jobs = Math.ceil((usualJobs * busy.jobs * (60 + random(81))) / (10000 * rates.length));
        lines.push(lineItem(endpoint, caller, quantityOf(jobs, perJob, random), percent));
      }
    }
  }
  return lines;
}

/** The start of a day in Berlin; summer time ends during the 25th. */
const bucketOf = (day) => `2026-10-${String(day).padStart(2, '0')}T00:00:00+0${day <= 25 ? 2 : 1}:00`;

/** The whole reply as JSON text, one line item per line. */
export function sampleAccount() {
  const buckets = Array.from({ length: 31 }, (_, index) => {
    const day = index + 1;
    return `{"bucket":"${bucketOf(day)}","results":[\n${lineItemsOf(day).join(',\n')}\n]}`;
  });
  return `{"time_series":[\n${buckets.join(',\n')}\n],"next_cursor":null,"has_more":false}\n`;
}

function main(args) {
  const file = new URL('../www/sample.json', import.meta.url);
  if (args.length === 0) {
    writeFileSync(file, sampleAccount());
  } else if (args.length > 1 || args[0] !== '--check') {
    console.error('usage: node tests/sample-account.mjs [--check]');
    process.exitCode = 2;
  } else if (readFileSync(file, 'utf8') !== sampleAccount()) {
    console.error('www/sample.json is out of date: run node tests/sample-account.mjs');
    process.exitCode = 1;
  }
}

// Only when started as a program; tests import sampleAccount.
if (process.argv[1] && pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url) main(process.argv.slice(2));
