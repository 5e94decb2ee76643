// The time zones that this browser knows, and how they are found among each other.

import { offsetText, zoneClock } from "./zone-clock.js";

/** Names that zones had before, under which some browsers list them still, and people search. */
const RENAMED = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

const FORMER = new Map(Object.entries(RENAMED).map(([former, name]) => [name, former]));

/**
 * @typedef {object} Zone
 * @property {string} name
 * @property {string} offset at the moment asked for, such as `UTC+05:30`
 * @property {boolean} isOwn whether the browser is set to it
 * @property {string} found what a search looks into: names now and before, and the offset's spellings
 */

/**
 * The browser's own zone first, then UTC, then the others by name. The core takes names beyond them.
 *
 * @param {number} now milliseconds
 * @returns {Zone[]}
 */
export function zonesAt(now) {
  const own = newest(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const names = new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone").map(newest).sort()]);
  return [...names].map((name) => {
    const offset = offsetText(zoneClock(name).offset(now));
    const found = searchable(`${name} ${FORMER.get(name) ?? ""} ${spellings(offset)}`);
    return { name, offset: `UTC${offset}`, isOwn: name === own, found };
  });
}

/**
 * The zones in which every word of the query stands somewhere.
 *
 * @param {Zone[]} zones
 * @param {string} query such as `kolk`, `new york`, `+05:30`
 * @returns {Zone[]}
 */
export function matchingZones(zones, query) {
  const words = searchable(query).split(" ").filter(Boolean);
  return zones.filter(({ found }) => words.every((word) => found.includes(word)));
}

function newest(name) {
  return RENAMED[name] ?? name;
}

function searchable(text) {
  return text.toLowerCase().replaceAll("−", "-").replaceAll(/[_/\s]+/g, " ");
}

/** `+05:30` is also looked for as `UTC+5:30` and `GMT+5:30`. */
function spellings(offset) {
  const short = offset.replace(/^([+-])0/, "$1");
  return [offset, ...["UTC", "GMT"].flatMap((word) => [word + offset, word + short])].join(" ");
}
