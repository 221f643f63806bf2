/** Chance that can be had again: the same numbers for the same seed. */
export interface Chance {
  /** From 0 to 1. */
  next(): number;
  /** From `low` to `high`. */
  between(low: number, high: number): number;
  pick<T>(things: readonly T[]): T;
  shuffle<T>(things: readonly T[]): T[];
}

/** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    shuffle: (things) =>
      things
        .map((thing) => ({ thing, place: next() }))
        .sort((one, other) => one.place - other.place)
        .map(({ thing }) => thing),
    pick(things) {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new RangeError('there is nothing to pick from');
      return thing;
    },
  };
}
