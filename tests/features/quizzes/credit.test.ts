import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Item } from '../../../src/curriculum/schema.ts';
import { creditOf, pointsFor, practiceWorthOf, worthOf } from '../../../src/features/quizzes/credit.ts';
import { isRight, keyOf, letteredLines, type Response } from '../../../src/features/quizzes/marking.ts';
import { everyKind, multipleItem, orderItem, printsItem } from './curriculum.ts';

const items = [...loadCurriculum('curriculum').items.values()];

/** All that can be answered by somebody who types nothing sensible, each as likely as the other. */
function guessesOf(item: Item): Response[] {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return item.options.map((_, option) => ({ kind: 'option', option }));
    case 'line':
      return letteredLines(item, 'some').map(({ value }) => ({ kind: 'line', line: value }));
    case 'multiple':
      return subsets(item.options.length).map((options) => ({ kind: 'options', options }));
    case 'order':
      return orders([...item.steps.keys()]).map((steps) => ({ kind: 'steps', steps }));
    case 'short':
      return [{ kind: 'typed', typed: 'no idea' }];
  }
}

function subsets(count: number): number[][] {
  const all = Array.from({ length: 2 ** count - 1 }, (_, index) => index + 1);
  return all.map((bits) => Array.from({ length: count }, (_, at) => at).filter((at) => bits & (1 << at)));
}

function orders(steps: readonly number[]): number[][] {
  if (steps.length < 2) return [[...steps]];
  return steps.flatMap((first) => orders(steps.filter((step) => step !== first)).map((rest) => [first, ...rest]));
}

function share(item: Item, response: Response): number {
  return pointsFor(item, { response, right: isRight(item, response) }) / worthOf(item);
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

const guessed = (item: Item) => mean(guessesOf(item).map((response) => share(item, response)));

/** Somebody who knows half: of one question in two the answer, of statements and steps every other one; the rest is guessed. */
function half(item: Item): number {
  switch (item.kind) {
    case 'multiple': {
      const right = item.options.map((option) => option.right);
      const known = subsets(right.length).map((options) => ({
        options,
        odds: right.reduce((odds, isOne, at) => odds * (options.includes(at) === isOne ? 0.75 : 0.25), 1),
      }));
      return known.reduce((sum, { options, odds }) => sum + odds * share(item, { kind: 'options', options }), 0);
    }
    case 'order': {
      const knows = (steps: readonly number[]) => {
        const even = steps.filter((step) => step % 2 === 0);
        return even.every((step, at) => at === 0 || step > (even[at - 1] ?? 0));
      };
      const consistent = orders([...item.steps.keys()]).filter(knows);
      return mean(consistent.map((steps) => share(item, { kind: 'steps', steps })));
    }
    default:
      return 0.5 + guessed(item) / 2;
  }
}

describe('what an item is worth', () => {
  it('follows its difficulty and its kind', () => {
    const worths = [1, 2, 3, 4, 5].map((difficulty) => worthOf({ ...printsItem, difficulty }));
    expect(worths).toEqual([6, 8, 10, 12, 14]);
    for (const kind of ['multiple', 'order', 'short'] as const) expect(worthOf({ kind, difficulty: 3 })).toBe(13);
    for (const kind of ['single', 'line', 'fix'] as const) expect(worthOf({ kind, difficulty: 3 })).toBe(10);
    expect(everyKind.every((item) => practiceWorthOf(item) >= 2 && practiceWorthOf(item) < worthOf(item) / 2)).toBe(
      true,
    );
  });
});

describe('what an answer earns', () => {
  it('is all for the key, whatever the kind', () => {
    for (const item of items) expect(share(item, keyOf(item))).toBe(1);
  });

  it('is a part for most of the statements, and nothing for ticking all of them', () => {
    const count = multipleItem.options.length;
    const right = [...Array(count).keys()].filter((at) => multipleItem.options[at]?.right);
    const wrong = [...Array(count).keys()].filter((at) => !right.includes(at));
    const tick = (...options: number[]) => creditOf(multipleItem, { kind: 'options', options });
    expect(tick(...right)).toBe(1);
    expect(tick(...right.slice(1))).toBeCloseTo(((right.length - 1) / right.length) ** 2);
    expect(tick(...right, ...wrong)).toBe(0);
    expect(tick(...wrong)).toBe(0);
    expect(tick(...right, ...wrong.slice(1))).toBe(0);
  });

  it('is a part for an order in which few pairs are the wrong way round, and nothing for the reverse', () => {
    const steps = [...orderItem.steps.keys()];
    const put = (...order: number[]) => creditOf(orderItem, { kind: 'steps', steps: order });
    expect(put(...steps)).toBe(1);
    const swapped = put(...[steps[1] ?? 0, steps[0] ?? 0, ...steps.slice(2)]);
    expect(swapped).toBeGreaterThan(0.25);
    expect(swapped).toBeLessThan(1);
    expect(put(...steps.toReversed())).toBe(0);
    expect(put(0)).toBe(0);
  });

  it('is never a part where there is one answer', () => {
    for (const item of items) {
      if (item.kind === 'multiple' || item.kind === 'order') continue;
      for (const response of guessesOf(item)) expect([0, 1]).toContain(share(item, response));
    }
  });

  it('by guessing is clearly less than by knowing half, item by item and over all', () => {
    for (const item of items) expect(guessed(item), item.slug).toBeLessThanOrEqual(0.62 * half(item));
    expect(mean(items.map(guessed))).toBeLessThan(0.4 * mean(items.map(half)));
    expect(mean(items.map(guessed))).toBeLessThan(0.21);
  }, 30_000);

  it('by always ticking so many is no more than a third, over all', () => {
    const several = items.filter((item) => item.kind === 'multiple');
    for (const count of [1, 2, 3, 4, 5]) {
      const ticked = several.map((item) =>
        mean(
          subsets(item.options.length)
            .filter((options) => options.length === Math.min(count, item.options.length))
            .map((options) => share(item, { kind: 'options', options })),
        ),
      );
      expect(mean(ticked), `${count} ticks`).toBeLessThan(0.17);
    }
  });
});
