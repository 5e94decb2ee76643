// What other replies of fal say about the usage: the account's name, the teams' names, the units of prices, and how
// the pages were fetched. As files, or as options.

import { isReply, objectsOf } from "./reply.mjs";

/** { accountName, accountUsername, nameOf(username), unitOf(endpoint), manifests: [{ value, at }] } */
export function companionsOf(objects, options) {
  const given = [
    ...objects.filter((object) => !isReply(object)).map(({ value }) => value),
    ...["account", "teams", "pricing"].filter((name) => options[name] !== undefined)
      .flatMap((name) => objectsOf([{ name, text: textOf(options[name]) }]).map(({ value }) => value)),
  ];
  const names = new Map(given.flatMap(({ teams }) => teams ?? []).map(({ username, name }) => [username, name]));
  const prices = given.flatMap((each) => each.prices ?? []);
  const nameOf = (username) => names.get(username) ?? username;
  const account = given.find(isAccount)?.username ?? null;
  return {
    account,
    accountName: account && nameOf(account),
    nameOf,
    unitOf: (endpoint) => unitThatAllSay(prices.filter(({ endpoint_id }) => endpoint_id === endpoint)),
    manifests: given.filter(({ fal_focus_manifest }) => fal_focus_manifest !== undefined),
  };
}

function textOf(option) {
  return typeof option === "string" ? option : JSON.stringify(option);
}

function isAccount({ credits, username }) {
  return credits !== undefined || typeof username === "string";
}

// An endpoint may have prices in several units: then nobody knows which one an event was billed in.
function unitThatAllSay(prices) {
  const units = new Set(prices.map(({ unit }) => unit ?? null));
  return units.size === 1 ? [...units][0] : null;
}
