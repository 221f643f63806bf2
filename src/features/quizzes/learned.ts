import type { Curriculum, Item } from '../../curriculum/schema.ts';
import type { Certainty } from './certainty.ts';
import type { HeldItems } from './held.ts';
import { misconceptionsOf, type Response } from './marking.ts';

/** An answer that counts, in a round that is closed or in practice. */
export interface CountingAnswer {
  round: string;
  kind: 'cohort' | 'practice';
  item: string;
  response: Response;
  right: boolean;
  certainty: Certainty | null;
  answeredAt: Temporal.Instant;
}

/** What one answer says about somebody, of which they may be told. What they typed is not in it. */
export interface Learned {
  round: string;
  kind: CountingAnswer['kind'];
  item: Item;
  right: boolean;
  /** The misconceptions (slugs) that it gave away; none when it was right. */
  beliefs: readonly string[];
  answeredAt: Temporal.Instant;
}

/**
 * What answers say, in the order in which they are given. Questions that were withdrawn say nothing any more, and those
 * that are held back say nothing now: a belief that was given away would tell of an option that it is wrong.
 */
export function learnedFrom(
  answers: readonly CountingAnswer[],
  held: HeldItems,
  { items }: Pick<Curriculum, 'items'>,
): Learned[] {
  return answers.flatMap(({ item: slug, response, certainty: _, ...answer }) => {
    const item = items.get(slug);
    if (item === undefined || held.has(slug)) return [];
    return [{ ...answer, item, beliefs: answer.right ? [] : misconceptionsOf(item, response) }];
  });
}

/** The items (slugs) whose last answer was wrong. Takes answers newest first. */
export function missedItems(learned: readonly Learned[]): Set<string> {
  const last = new Map<string, boolean>();
  for (const { item, right } of learned) if (!last.has(item.slug)) last.set(item.slug, right);
  return new Set([...last].flatMap(([slug, right]) => (right ? [] : [slug])));
}

/** How somebody stands in one skill, by their last answer to each of its items. */
export interface SkillStanding {
  skill: string;
  /** Different items that were answered, and how many of them right the last time. */
  answered: number;
  right: number;
  /** The misconceptions of this skill that are not overcome, newest first. */
  beliefs: readonly string[];
  lastAt: Temporal.Instant;
}

/** How somebody stands in every skill of which they answered anything, the one answered last first. Takes answers newest first. */
export function standingsOf(learned: readonly Learned[]): SkillStanding[] {
  const standings = new Map<string, SkillStanding>();
  const seen = new Set<string>();
  const held = new Set(beliefsOf(learned).flatMap(({ belief, isOvercome }) => (isOvercome ? [] : [belief])));
  for (const { item, right, beliefs, answeredAt } of learned) {
    const before = standings.get(item.skill) ?? {
      skill: item.skill,
      answered: 0,
      right: 0,
      beliefs: [],
      lastAt: answeredAt,
    };
    const isLast = !seen.has(item.slug);
    seen.add(item.slug);
    standings.set(item.skill, {
      ...before,
      answered: before.answered + Number(isLast),
      right: before.right + Number(isLast && right),
      beliefs: [...new Set([...before.beliefs, ...beliefs.filter((belief) => held.has(belief))])],
    });
  }
  return [...standings.values()];
}

/** A misconception that somebody has given away. */
export interface HeldBelief {
  belief: string;
  /** How often it was given away, and when last. */
  times: number;
  lastAt: Temporal.Instant;
  /** Right answers, since then, to items of which a wrong answer gives it away. */
  rightSince: number;
  isOvercome: boolean;
}

/** So many right answers in a row overcome a belief: one may be luck. */
const OVERCOME = 2;

/** The misconceptions that somebody has given away, the latest first. Takes answers newest first. */
export function beliefsOf(learned: readonly Learned[]): HeldBelief[] {
  const found = new Map<string, HeldBelief>();
  const rightSoFar = new Map<string, number>();
  for (const { item, right, beliefs, answeredAt } of learned) {
    if (right) {
      for (const belief of misconceptionsIn(item)) rightSoFar.set(belief, (rightSoFar.get(belief) ?? 0) + 1);
    }
    for (const belief of beliefs) {
      const rightSince = rightSoFar.get(belief) ?? 0;
      const later = found.get(belief);
      found.set(belief, {
        belief,
        times: (later?.times ?? 0) + 1,
        lastAt: later?.lastAt ?? answeredAt,
        rightSince: later?.rightSince ?? rightSince,
        isOvercome: later?.isOvercome ?? rightSince >= OVERCOME,
      });
    }
  }
  return [...found.values()];
}

/** All misconceptions that a wrong answer to an item may give away. */
export function misconceptionsIn(item: Item): string[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'prints':
    case 'fix':
      return [...new Set(item.options.flatMap(({ misconception }) => misconception ?? []))];
    case 'line':
      return [...new Set(item.decoys.map(({ misconception }) => misconception))];
    case 'order':
      return [item.misconception];
    case 'short':
      return [...new Set(item.rejects.map(({ misconception }) => misconception))];
  }
}

/** From this share of right answers on a skill is strong, and below the other it is weak. */
const STRONG = 0.8;
const WEAK = 0.6;

/** A skill is not called strong for one right answer. */
const LEAST_ANSWERED = 2;

/**
 * The skills in which somebody is strong and weak, each list the clearest first. Weak is who misses much of it, or holds a
 * belief that they gave away; strong is who has answered several of its questions and nearly all right. Many are neither.
 */
export function strengthsOf(standings: readonly SkillStanding[]): {
  strong: readonly SkillStanding[];
  weak: readonly SkillStanding[];
} {
  const strong = standings.filter(
    (one) => one.beliefs.length === 0 && one.answered >= LEAST_ANSWERED && shareOf(one) >= STRONG,
  );
  const weak = standings.filter((one) => one.beliefs.length > 0 || shareOf(one) < WEAK);
  return {
    strong: strong.sort((one, other) => shareOf(other) - shareOf(one) || other.answered - one.answered),
    weak: weak.sort(
      (one, other) =>
        other.beliefs.length - one.beliefs.length || other.answered - other.right - (one.answered - one.right),
    ),
  };
}

function shareOf({ answered, right }: SkillStanding): number {
  return answered === 0 ? 0 : right / answered;
}
