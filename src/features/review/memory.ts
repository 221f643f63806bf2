import { createEmptyCard, forgetting_curve, fsrs, Rating, type Card as Scheduled, State } from 'ts-fsrs';

/** How an answer went: not known, known with effort, known. */
export const GRADES = ['again', 'hard', 'good'] as const;

export type Grade = (typeof GRADES)[number];

/** What is remembered about one card: everything that its reviews come to. */
export interface Memory {
  /** How often it was reviewed, misses elsewhere included. */
  reviews: number;
  /** Days after which it is still known with 90 %; null before the first review. */
  stability: number | null;
  /** From 1 to 10; null before the first review. */
  difficulty: number | null;
  /** How often it was not known. */
  misses: number;
  /** How often it was known since it was last not. */
  streak: number;
  lastAt: Temporal.Instant | null;
  dueAt: Temporal.Instant;
}

/** One review of a card. */
export interface Reviewed {
  grade: Grade;
  at: Temporal.Instant;
}

/** Whole days only, and no luck: the same reviews always come to the same day. */
const scheduler = fsrs({
  enable_fuzz: false,
  enable_short_term: false,
  request_retention: 0.9,
  // A day is added where that keeps *good* apart from *hard*: together a year.
  maximum_interval: 364,
});

const RATINGS = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good } as const;

/** A card that was never reviewed, due at that moment. */
export function newMemory(dueAt: Temporal.Instant): Memory {
  return { reviews: 0, stability: null, difficulty: null, misses: 0, streak: 0, lastAt: null, dueAt };
}

/** The memory after one more review. */
export function remember(before: Memory, { grade, at }: Reviewed): Memory {
  const { card } = scheduler.next(scheduledOf(before), new Date(at.epochMilliseconds), RATINGS[grade]);
  const isKnown = grade !== 'again';
  return {
    reviews: before.reviews + 1,
    stability: card.stability,
    difficulty: card.difficulty,
    misses: before.misses + Number(!isKnown),
    streak: isKnown ? before.streak + 1 : 0,
    lastAt: at,
    dueAt: Temporal.Instant.fromEpochMilliseconds(card.due.getTime()),
  };
}

/** What reviews come to, in their order. */
export function foldReviews(dueAt: Temporal.Instant, reviews: readonly Reviewed[]): Memory {
  return reviews.reduce(remember, newMemory(dueAt));
}

function scheduledOf({ reviews, stability, difficulty, lastAt, dueAt }: Memory): Scheduled {
  const empty = createEmptyCard(new Date(dueAt.epochMilliseconds));
  if (stability === null || difficulty === null || lastAt === null) return empty;
  return {
    ...empty,
    stability,
    difficulty,
    reps: reviews,
    state: State.Review,
    last_review: new Date(lastAt.epochMilliseconds),
  };
}

/** How likely it is that a card is known at a moment, from 0 to 1; undefined before its first review. */
export function recallAt({ stability, lastAt }: Memory, at: Temporal.Instant): number | undefined {
  if (stability === null || lastAt === null) return undefined;
  const days = Math.max(0, lastAt.until(at).total('days'));
  return forgetting_curve([...scheduler.parameters.w], days, stability);
}

/** A day of the memory curve, counted from today: the share of the cards that are still known then if none is reviewed. */
export interface CurvePoint {
  day: number;
  known: number;
}

/** How the cards that were reviewed fade over these days, and nothing is reviewed; empty where none was. */
export function memoryCurve(memories: readonly Memory[], from: Temporal.Instant, days: number): CurvePoint[] {
  const begun = memories.filter(({ lastAt }) => lastAt !== null);
  if (begun.length === 0) return [];
  return Array.from({ length: days + 1 }, (_, day) => {
    const at = from.add({ hours: 24 * day });
    const known = begun.reduce((sum, memory) => sum + (recallAt(memory, at) ?? 0), 0);
    return { day, known: known / begun.length };
  });
}

/** Not known this often: spaced repetition alone will not do it. */
const LEECH_MISSES = 4;

/** Whether a card keeps slipping: it was missed often, and not known twice in a row since. */
export function isLeech({ misses, streak }: Pick<Memory, 'misses' | 'streak'>): boolean {
  return misses >= LEECH_MISSES && streak < 2;
}
