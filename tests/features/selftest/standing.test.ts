import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { keyOf, type Response } from '../../../src/features/quizzes/marking.ts';
import {
  currentOf,
  gainBetween,
  isRest,
  sessionsFirst,
  standingOf,
  type Taken,
  type TestAnswer,
} from '../../../src/features/selftest/standing.ts';

const curriculum = loadCurriculum('curriculum');
const { selftest } = curriculum;
const now = Temporal.Instant.from('2026-12-01T12:00:00Z');

function right(slug: string): TestAnswer {
  const item = curriculum.items.get(slug);
  if (item === undefined) throw new Error(`there is no item ${slug}`);
  return { item: slug, response: keyOf(item), right: true };
}

const unknown = (slug: string): TestAnswer => ({ item: slug, response: null, right: false });

function taken(answers: readonly TestAnswer[], more: Partial<Taken> = {}): Taken {
  return { id: 'test', claims: [], shared: false, begunAt: now, finishedAt: now, answers, ...more };
}

const everything = selftest.items.map(right);
const nothing = selftest.items.map(unknown);
const free = new Map<string, Temporal.Instant>();
const sayings = (one: Taken, held = free) => standingOf(one, curriculum, held).signs.map(({ saying }) => saying);

it('finds nobody close who knows nothing, and nobody far who knows everything', () => {
  const ignorant = standingOf(taken(nothing), curriculum, free);
  expect(ignorant).toMatchObject({ of: 30, answered: 30, counted: 30, right: 0, unknown: 30, held: 0 });
  for (const { result, saying } of ignorant.signs) expect(saying).toBe(result.kind === 'not-yet' ? 'yes' : 'no');
  const expert = standingOf(taken(everything), curriculum, free);
  expect(expert).toMatchObject({ right: 30, unknown: 0 });
  for (const { result, saying } of expert.signs) expect(saying).toBe(result.kind === 'not-yet' ? 'no' : 'yes');
  expect(sessionsFirst(expert.signs)).toEqual([]);
  expect(sessionsFirst(ignorant.signs).length).toBeGreaterThan(6);
});

it('says of each claim whether the answers bear it out, and nothing of a claim that was not made', () => {
  const claims = selftest.results.map(({ slug }) => slug);
  const unmasked = (one: Taken) => standingOf(one, curriculum, free).signs.filter((sign) => sign.isUnmasked).length;
  expect(unmasked(taken(nothing, { claims }))).toBe(9);
  expect(unmasked(taken(everything, { claims }))).toBe(0);
  expect(unmasked(taken(nothing, { claims: claims.slice(0, 2) }))).toBe(2);
});

it('says nothing of a sign before all of its items are answered', () => {
  const [first] = selftest.results;
  const all = first?.items ?? [];
  expect(sayings(taken(all.map(unknown)))[0]).toBe('yes');
  expect(sayings(taken(all.slice(1).map(unknown)))[0]).toBe('open');
});

describe('held items', () => {
  it('are no oracle: whatever they were answered, everything said is the same', () => {
    fc.assert(
      fc.property(
        fc.subarray([...selftest.items], { minLength: 1 }),
        fc.subarray([...selftest.items]),
        fc.subarray([...selftest.items]),
        (heldItems, rightOnes, claimed) => {
          const held = new Map(heldItems.map((slug) => [slug, now]));
          const answers = selftest.items.map((slug) => (rightOnes.includes(slug) ? right(slug) : unknown(slug)));
          const other = answers.map((answer) =>
            held.has(answer.item) ? (answer.right ? unknown(answer.item) : right(answer.item)) : answer,
          );
          const claims = selftest.results.filter(({ items }) => items.some((item) => claimed.includes(item)));
          const about = { claims: claims.map(({ slug }) => slug) };
          const said = (given: readonly TestAnswer[]) => standingOf(taken(given, about), curriculum, held);
          expect(said(other)).toEqual(said(answers));
          expect(gainBetween(taken(nothing), taken(other), curriculum, held)).toEqual(
            gainBetween(taken(nothing), taken(answers), curriculum, held),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are counted as answered, and said to come later', () => {
    const [first = '', second = ''] = selftest.items;
    const later = now.add({ hours: 30 });
    const held = new Map([
      [first, now],
      [second, later],
    ]);
    const standing = standingOf(taken(everything), curriculum, held);
    expect(standing).toMatchObject({ answered: 30, counted: 28, right: 28, held: 2, heldUntil: later });
    for (const { result, saying } of standing.signs) {
      const waits = result.items.includes(first) || result.items.includes(second);
      expect(saying === 'held').toBe(waits);
    }
  });
});

it('shows what was gained since an earlier test, by area and by sign', () => {
  const gain = gainBetween(taken(nothing), taken(everything), curriculum, free);
  expect(gain).toMatchObject({ of: 30, before: 0, after: 30 });
  expect(gain?.grown).toHaveLength(11);
  expect(gain?.changed).toHaveLength(9);
  for (const { result, isNew } of gain?.changed ?? []) expect(isNew).toBe(result.kind === 'close');
  expect(gainBetween(taken(nothing), taken(nothing), curriculum, free)).toMatchObject({ grown: [], changed: [] });
  expect(gainBetween(taken([]), taken(everything), curriculum, free)).toBeUndefined();
});

it('compares only what both tests asked', () => {
  const [first = ''] = selftest.items;
  expect(gainBetween(taken([unknown(first)]), taken(everything), curriculum, free)).toMatchObject({
    of: 1,
    before: 0,
    after: 1,
    changed: [],
  });
});

it('does not count answers of an item that is asked no more', () => {
  const gone = { item: 'a-gone-one', response: { kind: 'option', option: 0 } satisfies Response, right: true };
  expect(standingOf(taken([...everything, gone]), curriculum, free)).toMatchObject({ of: 30, answered: 30, right: 30 });
});

it('rests after every fifth answer', () => {
  expect(Array.from({ length: 31 }, (_, answered) => answered).filter(isRest)).toEqual([5, 10, 15, 20, 25, 30]);
});

it('goes on with the test that has most answers when linked accounts bring two', () => {
  const short = taken(nothing.slice(0, 2), { id: 'short', finishedAt: null });
  const long = taken(nothing.slice(0, 7), { id: 'long', finishedAt: null });
  expect(currentOf([short, long, taken(everything)])?.id).toBe('long');
  expect(currentOf([taken(everything)])).toBeUndefined();
});
