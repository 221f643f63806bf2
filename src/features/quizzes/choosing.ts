import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { digest, shuffled } from '../../domain/seed.ts';
import { evenly, type Weigh } from '../../domain/tracks/weighing.ts';

/** How many questions a round asks at most. */
export const ROUND_SIZE = 6;

export const PRACTICE_SIZE = 5;

/** What somebody wants to practise; slugs for area and topic. All that is set must fit. */
export interface Scope {
  session?: number | undefined;
  area?: string | undefined;
  topic?: string | undefined;
  /** Only what one answered wrong the last time. */
  missed?: boolean;
}

/** The items within a scope, in the curriculum's order. */
export function itemsWithin(curriculum: Curriculum, { session, area, topic }: Scope): Item[] {
  return [...curriculum.items.values()].filter((item) => {
    const skill = curriculum.skills.get(item.skill);
    if (session !== undefined && item.session !== session) return false;
    if (area !== undefined && skill?.areas.includes(area) !== true) return false;
    return topic === undefined || skill?.topics.includes(topic) === true;
  });
}

/** The numbers of the sessions that have items. */
export function sessionsWithItems({ sessions }: Curriculum): number[] {
  return sessions.filter((session) => session.items.length > 0).map((session) => session.number);
}

/**
 * Up to five items for one person: those they have not got right yet come first, easier before harder. The seed moves an
 * item by up to two steps of difficulty, so that two rounds over many items are not the same; a skill that counts more on
 * the person's track comes two steps earlier for each point of weight.
 */
export function choosePractice(
  pool: readonly Item[],
  known: ReadonlySet<string>,
  seed: string,
  weigh: Weigh = evenly,
): Item[] {
  const weighed = pool.map((item) => ({
    item,
    known: known.has(item.slug) ? 1 : 0,
    weight: item.difficulty + 2 * fraction(`${seed}/${item.slug}`) - 2 * (weigh(item.skill) - 1),
  }));
  weighed.sort((one, other) => one.known - other.known || one.weight - other.weight);
  const apart = weighed.reduce<Item[]>(
    (chosen, { item }) => (meetsLike(chosen, item) ? chosen : [...chosen, item]),
    [],
  );
  return apart.slice(0, PRACTICE_SIZE);
}

/**
 * The items of a cohort's round: six of the session's, spread over skills and difficulties, filled up
 * from earlier sessions. Items the cohort had before come again only when no others remain. Easier ones are asked first.
 */
export function chooseRound(
  curriculum: Curriculum,
  cohortId: string,
  session: number,
  used: ReadonlySet<string>,
): Item[] {
  const seed = `${cohortId}/${session}`;
  const all = [...curriculum.items.values()];
  const own = all.filter((item) => item.session === session);
  const earlier = all.filter((item) => item.session < session);
  const isFresh = (item: Item) => !used.has(item.slug);
  const isUsed = (item: Item) => used.has(item.slug);
  const pools = [own.filter(isFresh), earlier.filter(isFresh), own.filter(isUsed), earlier.filter(isUsed)];
  const chosen = pools.reduce<Item[]>((round, pool) => fillUp(round, shuffled(bySlug(pool), seed)), []);
  return shuffled(bySlug(chosen), seed).sort((one, other) => one.difficulty - other.difficulty);
}

/** Whether one of these has the same insight: having answered it, one knows the answer to this one. */
function meetsLike(chosen: readonly Item[], { like }: Item): boolean {
  return like !== undefined && chosen.some((other) => other.like === like);
}

/** Adds to a round, each time, the item whose skill, session and difficulty it has least of; no two that are alike. */
function fillUp(round: readonly Item[], pool: readonly Item[]): Item[] {
  const filled = [...round];
  let left = pool.filter((item) => !meetsLike(filled, item));
  while (filled.length < ROUND_SIZE && left.length > 0) {
    const costs = left.map((item) => cost(filled, item));
    const next = left[costs.indexOf(Math.min(...costs))];
    if (next !== undefined) filled.push(next);
    left = left.filter((item) => item !== next && !meetsLike(filled, item));
  }
  return filled;
}

function cost(round: readonly Item[], item: Item): number {
  const count = (same: (other: Item) => boolean) => round.filter(same).length;
  const skill = count((other) => other.skill === item.skill);
  const session = count((other) => other.session === item.session);
  const difficulty = count((other) => other.difficulty === item.difficulty);
  return skill * 100 + session * 10 + difficulty;
}

/** Sorted, so that the order of files on a disk decides nothing. */
function bySlug(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

function fraction(seed: string): number {
  return Number.parseInt(digest(seed, 8), 36) / 36 ** 8;
}

/** How long people think about a question of each kind, in seconds, once they have read it. */
const THINKING = { single: 25, multiple: 40, prints: 45, line: 45, order: 45, short: 30, fix: 60 } satisfies Record<
  Item['kind'],
  number
>;

/** Prose is read at 200 words a minute, a line of code in three seconds. */
const SECONDS_A_WORD = 0.3;

const SECONDS_A_LINE = 3;

/** About how many minutes a set of items takes: to read them, and to think. */
export function minutesFor(items: readonly Item[]): number {
  return Math.max(1, Math.round(items.reduce((sum, item) => sum + secondsFor(item), 0) / 60));
}

function secondsFor(item: Item): number {
  const told = [item.question, ...optionsOf(item)].join(' ').split(/\s+/).length;
  const lines = 'code' in item && item.code !== undefined ? item.code.trimEnd().split('\n').length : 0;
  return THINKING[item.kind] + told * SECONDS_A_WORD + lines * SECONDS_A_LINE;
}

function optionsOf(item: Item): readonly string[] {
  if ('options' in item) return item.options.map((option) => option.text);
  return 'steps' in item ? item.steps : [];
}
