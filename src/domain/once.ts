/** How many are kept for each thing: the rounds that are running, not all that ever ran. */
const MOST = 32;

/**
 * Keeps what is made of a thing of the curriculum and a word, and of nothing else, so that it is made once. What is kept
 * goes with the thing; it is a value, never a row.
 */
export function onceFor<Thing extends object, Made>(): (thing: Thing, word: string, make: () => Made) => Made {
  const kept = new WeakMap<Thing, Map<string, Made>>();
  return (thing, word, make) => {
    const found = kept.get(thing) ?? new Map<string, Made>();
    const known = found.get(word);
    if (known !== undefined) return known;
    if (found.size >= MOST) found.clear();
    const made = make();
    found.set(word, made);
    kept.set(thing, found);
    return made;
  };
}
