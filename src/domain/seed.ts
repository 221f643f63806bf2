/** `length` letters and digits made of a seed: always the same, on every machine. At most 40. Not secret: rules are pure. */
export function digest(seed: string, length: number): string {
  let drawn = '';
  for (let lane = 1; drawn.length < length && lane <= LANES; lane += 1) {
    drawn += hash(`${lane}/${seed}`).toString(36).padStart(11, '0').slice(-10);
  }
  return drawn.slice(0, length);
}

/** Ten characters come of each. */
const LANES = 4;

/** 53 bits of a text: two lanes of 32, each stirred by multiplication, crossed and finished as MurmurHash3 does. */
function hash(words: string): number {
  let one = 0x9e3779b9;
  let other = 0x7f4a7c15;
  for (let index = 0; index < words.length; index += 1) {
    const unit = words.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x85ebca6b);
    one ^= one >>> 15;
    other = Math.imul(other ^ unit, 0xc2b2ae35);
    other ^= other >>> 13;
  }
  const high = finish(one ^ Math.imul(other, 0x27d4eb2f));
  const low = finish(other ^ Math.imul(one, 0x165667b1));
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The things in an order that only the seed decides. */
export function shuffled<Thing>(things: readonly Thing[], seed: string): Thing[] {
  const drawn = things.map((thing, index) => ({ thing, lot: digest(`${seed}/${index}`, 20) }));
  return drawn.sort((one, other) => (one.lot < other.lot ? -1 : 1)).map(({ thing }) => thing);
}

/**
 * Eight characters that stand for a slug in a control's state, where a slug of sixty has no room. Made of the slug alone,
 * so that a button still means the same thing after files were added to the curriculum.
 */
export function tagOf(slug: string): string {
  const known = tags.get(slug);
  if (known !== undefined) return known;
  if (tags.size >= MOST_TAGS) tags.clear();
  const tag = digest(`slug/${slug}`, 8);
  tags.set(slug, tag);
  return tag;
}

/** Each button of a question carries one. */
const tags = new Map<string, string>();

const MOST_TAGS = 5000;

/** Finds what a tag stands for among things by slug. */
export function findByTag<Thing>(bySlug: ReadonlyMap<string, Thing>, tag: string): Thing | undefined {
  const slug = slugsByTag(bySlug).get(tag);
  return slug === undefined ? undefined : bySlug.get(slug);
}

/** Kept beside each map so that a click does not hash the whole curriculum. */
const indexes = new WeakMap<ReadonlyMap<string, unknown>, ReadonlyMap<string, string>>();

function slugsByTag(bySlug: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
  const kept = indexes.get(bySlug);
  if (kept !== undefined) return kept;
  const made = new Map([...bySlug.keys()].map((slug) => [tagOf(slug), slug]));
  indexes.set(bySlug, made);
  return made;
}
