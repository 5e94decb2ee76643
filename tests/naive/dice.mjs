// Chance that can be repeated: the same seed always throws the same dice (mulberry32).

/** { upTo(n): 0…n−1, between(a, b): a…b, chance(p), pick(list), shuffled(list) } */
export function diceOf(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (count) => Math.floor(fraction() * count);
  const between = (least, most) => least + upTo(most - least + 1);
  const chance = (probability) => fraction() < probability;
  const pick = (list) => list[upTo(list.length)];
  const shuffled = (list) =>
    list.map((value) => [fraction(), value]).sort(([a], [b]) => a - b).map(([, value]) => value);
  return { upTo, between, chance, pick, shuffled };
}
