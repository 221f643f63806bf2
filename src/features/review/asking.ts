import type { Item } from '../../curriculum/schema.ts';
import { letteredLines } from '../quizzes/marking.ts';
import type { Card } from './cards.ts';

/** More orders than this are not tried: three options have six. */
export const MOST_DRAWS = 20;

/**
 * The id under which the letters of a card's item are drawn this time: never in the order in which they were last seen,
 * so that remembering a letter is of no use. The same until the card is reviewed.
 */
export function drawnAs({ id, reviews, seenAs }: Pick<Card, 'id' | 'reviews' | 'seenAs'>, item: Item): string {
  const seen = seenAs === null ? undefined : orderOf(item, seenAs);
  const draws = Array.from({ length: MOST_DRAWS }, (_, draw) => `${id}-${reviews}-${draw}`);
  return draws.find((draw) => orderOf(item, draw) !== seen) ?? `${id}-${reviews}-0`;
}

function orderOf(item: Item, id: string): string {
  return letteredLines(item, id)
    .map(({ value }) => value)
    .join(',');
}

/**
 * What of the cards that are due is asked today, the longest due first: at most so many less those that were asked today. A card
 * that counts more on the person's track stands as if it were due a day earlier for each point of weight.
 */
export function todaysCards<One extends Pick<Card, 'id' | 'dueAt'>>(
  due: readonly One[],
  most: number,
  asked: number,
  weigh: (card: One) => number = () => 1,
): One[] {
  const standsAt = (card: One) => card.dueAt.subtract({ hours: 24 * (weigh(card) - 1) });
  const ordered = [...due].sort(
    (one, other) => Temporal.Instant.compare(standsAt(one), standsAt(other)) || (one.id < other.id ? -1 : 1),
  );
  return ordered.slice(0, Math.max(0, most - asked));
}
