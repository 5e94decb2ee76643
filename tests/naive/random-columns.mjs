// The version of FOCUS, and which of its columns.

import { VERSIONS, chosenColumns } from "./columns.mjs";

export function randomVersion(dice) {
  return dice.chance(0.7) ? { focusVersion: dice.pick(VERSIONS) } : {};
}

/** Options that choose among the columns: mostly none, and never fewer than two (a row of one null is a blank line). */
export function randomChoice(dice, columns) {
  const options = {};
  if (dice.chance(0.2)) options.customColumns = dice.chance(0.3);
  if (dice.chance(0.2)) options.personalData = dice.chance(0.3);
  const left = chosenColumns(columns, options);
  if (dice.chance(0.8)) return options;
  const names = dice.shuffled(left).slice(0, dice.between(2, left.length));
  const isListed = names.some((name) => name.includes(",")) || dice.chance(0.5);
  return { ...options, columns: isListed ? names : names.join(",") };
}
