import type { Item } from '../../curriculum/schema.ts';
import { POINTS } from '../../domain/points/points.ts';
import { differences, type Response } from './marking.ts';

/** Below this share of what there was to know, an answer to several statements or steps is as good as a guess. */
const LEAST = 0.5;

/** What an item is worth in a cohort's round, in points: more when it is harder, and a quarter more when no click can be lucky. */
export function worthOf({ kind, difficulty }: Pick<Item, 'kind' | 'difficulty'>): number {
  const worth = POINTS.roundItem + POINTS.roundStep * (difficulty - MIDDLE);
  return kind === 'short' || kind === 'order' || kind === 'multiple' ? Math.round(worth * 1.25) : worth;
}

const MIDDLE = 3;

/** What an answer earns in a cohort's round, in points. */
export function pointsFor(item: Item, answer: { response: Response; right: boolean }): number {
  return answer.right ? worthOf(item) : Math.round(worthOf(item) * creditOf(item, answer.response));
}

/** What an item earns in practice when it is right at the first try, in points. */
export function practiceWorthOf(item: Item): number {
  return Math.round(worthOf(item) * POINTS.practiceShare);
}

/**
 * How much of a partly right answer counts, from 0 to 1. Only several statements and steps have parts. The share
 * beyond a guess counts squared, so that ticking at random, ticking all and ticking always two earn little.
 */
export function creditOf(item: Item, response: Response): number {
  switch (item.kind) {
    case 'multiple': {
      if (response.kind !== 'options') return 0;
      const right = item.options.filter((option) => option.right).length;
      const { missed, wrong } = differences(item, response);
      return partOf((right - missed.length) / right - wrong.length / (item.options.length - right));
    }
    case 'order':
      return response.kind === 'steps' && response.steps.length === item.steps.length
        ? partOf(agreement(response.steps))
        : 0;
    case 'single':
    case 'prints':
    case 'fix':
    case 'line':
    case 'short':
      return 0;
  }
}

function partOf(balance: number): number {
  return balance >= LEAST - 1e-9 ? balance * balance : 0;
}

/** From -1, backwards, to 1, in order: pairs that stand right less those that stand wrong, as a share of all. Kendall's tau. */
function agreement(steps: readonly number[]): number {
  const pairs = steps.flatMap((step, place) => steps.slice(place + 1).map((later) => (later > step ? 1 : -1)));
  return pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
}
