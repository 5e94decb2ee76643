// Makes inputs to begin with: of the golden cases, and of the random input of tests/naive. `npm run fuzz -- --seeds`
// keeps of them, in fuzz/seeds, what reaches something that the others do not.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

import { caseFolders } from "../tests/case-folders.mjs";
import { diceOf } from "../tests/naive/dice.mjs";
import { randomFocusCsv } from "../tests/naive/random-focus-csv.mjs";
import { QUANTITIES } from "../tests/naive/random-usage.mjs";
import { randomCase } from "../tests/naive/random.mjs";

const BETWEEN = Buffer.from([0xff]);
// As fuzz/invariants/reply.rs has them.
const WIDE_WINDOW = 1;
const INVOICE_WINDOW = 10;

/** Writes the inputs of a target into a folder. */
export function writeSeeds(target, folder) {
  mkdirSync(folder, { recursive: true });
  for (const input of SEEDS[target]()) {
    const name = createHash("sha256").update(input).digest("hex").slice(0, 16);
    writeFileSync(`${folder}/${name}`, input);
  }
}

const SEEDS = {
  *reply() {
    for (const [at, each] of [...caseFolders(), ...randomCases(400)].entries()) {
      const files = each.files.slice(0, 5).map(({ text }) => Buffer.from(text));
      const dice = diceOf(at);
      const choices = Array.from({ length: 6 }, () => dice.upTo(256));
      // Mostly with all columns, one of the usual windows, and no limit.
      if (dice.chance(0.8)) [choices[0], choices[2], choices[4]] = [choices[0] & 63, choices[2] | 7, choices[4] & 127];
      choices[3] = dice.pick([WIDE_WINDOW, dice.upTo(INVOICE_WINDOW)]);
      if (each.options.invoice) {
        choices[3] = INVOICE_WINDOW;
        files.unshift(Buffer.from(each.options.invoice));
      }
      const input = Buffer.concat([Buffer.from(choices), ...files.flatMap((file) => [BETWEEN, file]).slice(1)]);
      if (input.length <= 6000) yield input;
    }
    for (let seed = 1; seed <= 100; seed++) {
      const dice = diceOf(seed);
      yield Buffer.concat([Buffer.from([dice.upTo(64), dice.upTo(256) | 0x38, 0xff, dice.upTo(2), 0x7f, dice.upTo(256)]), pageOfAlike(dice)]);
    }
  },

  *decimal() {
    const around = (text) => [text, `${BigInt(text) - 1n}`, `${BigInt(text) + 1n}`];
    const edges = [
      ...[32n, 53n, 63n, 64n, 127n, 128n, 192n, 252n].flatMap((power) => around(`${2n ** power}`)),
      ...[18n, 19n, 20n, 38n, 75n, 76n].flatMap((power) => around(`${10n ** power}`)),
      ...[27n, 108n].map((power) => `${5n ** power}`),
    ];
    const numbers = [...edges, ...edges.map((text) => `-${text}e-76`), ...edges.map((text) => `${text}e-9`), ...QUANTITIES, ...ODD_NUMBERS];
    for (const at of numbers.keys()) {
      const dice = diceOf(at);
      yield Buffer.from([numbers[at], ...dice.shuffled(numbers).slice(0, dice.pick([0, 1, 2, 9]))].join("\n"));
    }
    // Halves, which round either way.
    for (const [half, rounded] of [["0.5", "1"], ["1.005", "1"], ["-2.5e-9", "-3e-9"], ["7.5", "7"]]) yield Buffer.from(`${half}\n${rounded}`);
  },

  *request() {
    for (const { request, options } of [...caseFolders(), ...randomCases(200)]) {
      const line = ([name, value]) => (typeof value === "string" && !value.includes("\n") ? `${name}=${value}` : `${name}:=${JSON.stringify(value)}`);
      const given = { ...options };
      for (const name of ["account", "teams", "pricing"]) delete given[name];
      yield Buffer.from([...Object.entries(request).map(line), ...Object.entries(given).map(([name, value]) => line([`@${name}`, value]))].join("\n"));
    }
  },

  *csv() {
    const folder = new URL("../tests/check/samples/", import.meta.url);
    const files = [
      ...readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8")),
      ...caseFolders().flatMap(({ files, expected }) => [...files.map(({ text }) => text), expected?.csv ?? ""]),
      ...Array.from({ length: 200 }, (_, seed) => randomFocusCsv(seed + 1).files[0].text),
    ];
    for (const [at, file] of files.filter((text) => /^\uFEFF?"?[A-Za-z_]+"?,/.test(text)).entries()) {
      const dice = diceOf(at);
      // Some rows are as good as many.
      const text = file.split("\n").slice(0, 12).join("\n") + "\n";
      // Mostly any version, the default applicability, and no timeframe.
      const choices = [dice.upTo(32) | 0xe0, dice.pick([0x0f, 0x1f, dice.upTo(256)]), dice.upTo(6), dice.upTo(256)];
      yield Buffer.concat([Buffer.from(choices), Buffer.from(text)]);
    }
  },

  *zone() {
    for (let seed = 1; seed <= 400; seed++) {
      const dice = diceOf(seed);
      yield Buffer.from(Array.from({ length: 15 }, () => dice.upTo(256)));
    }
  },
};

/** Line items that are alike, as on real pages: what the shortcuts are for. */
function pageOfAlike(dice) {
  const space = dice.pick(["", "", " ", "\n  "]);
  const object = (members) => `{${Object.entries(members).map(([key, value]) => `${space}"${key}":${value}`).join()}${space}}`;
  const isOfEvents = dice.chance(0.5);
  const [hasTotal, hasKey, hasTeam] = [0.6, 0.5, 0.2].map(dice.chance);
  const item = (id) => {
    const [endpoint, unit, price] = dice.pick([["fal-ai/flux/dev", "images", "0.025"], ["openai/whisper, large", "compute seconds", "1.7e-4"]]);
    const second = dice.chance(0.05) ? dice.pick(["60", "07.5"]) : dice.pick(["00", "01", "59"]);
    const time = `2025-03-19T00:00:${second}${dice.pick(["Z", "Z", "+05:30"])}`;
    return object({
      ...(isOfEvents ? { request_id: `"r${id}"`, timestamp: `"${time}"` } : {}),
      endpoint_id: `"${endpoint}"`, unit: `"${unit}"`, [isOfEvents ? "output_units" : "quantity"]: dice.between(1, 40), unit_price: price,
      ...(hasTotal ? { percent_discount: 20, cost_total: `${dice.between(0, 999)}e-3` } : { cost: `0.${dice.between(1, 99)}` }),
      currency: dice.chance(0.1) ? '"EUR"' : '"USD"',
      ...(hasKey ? { auth_method: '"Key one"', auth_method_structured: object({ detail: '"one"', api_key_id: `"key_${dice.upTo(2)}"` }) } : {}),
      ...(hasTeam ? { username: dice.pick(['"acme"', '"acme-labs"', '""']) } : {}),
    });
  };
  const items = () => `[${Array.from({ length: dice.between(2, 9) }, (_, id) => item(dice.chance(0.1) ? 0 : id)).join()}]`;
  const bucket = (day) => object({ bucket: `"2025-03-${day}T00:00:00+00:00"`, results: items() });
  const list = isOfEvents ? { billing_events: items() } : { time_series: `[${[18, 19].map(bucket).join()}]` };
  return Buffer.from(object({ ...list, next_cursor: "null", has_more: "false" }));
}

const ODD_NUMBERS = ["-0", "0e5", "0.0", "1.", ".5", "01", "+1", "1e", "1e+", "--1", "1e76", "1e-77", "1e999999999999999999999", "0e99999999999999999999", "1 "];

function randomCases(count) {
  return Array.from({ length: count }, (_, seed) => randomCase(seed + 1));
}
