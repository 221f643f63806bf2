import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/curriculum/schema.ts';
import {
  choosePractice,
  chooseRound,
  itemsWithin,
  minutesFor,
  PRACTICE_SIZE,
  ROUND_SIZE,
  sessionsWithItems,
} from '../../../src/features/quizzes/choosing.ts';
import { curriculumOf, plainItem, sixKinds } from './curriculum.ts';

const many = Array.from({ length: 36 }, (_, index) => {
  const session = 1 + (index % 3);
  return plainItem(`item-${String(index).padStart(2, '0')}`, session, {
    difficulty: 1 + (index % 5),
    skill: `skill-${1 + (index % 4)}`,
  });
});
const curriculum = curriculumOf(many);
const slugs = many.map(({ slug }) => slug);

describe('a cohort’s round', () => {
  it('has six different items, easier before harder, of the session while it has fresh ones', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), fc.subarray(slugs), (cohort, session, used) => {
        const round = chooseRound(curriculum, cohort, session, new Set(used));
        expect(round).toHaveLength(ROUND_SIZE);
        expect(new Set(round.map(({ slug }) => slug)).size).toBe(ROUND_SIZE);
        const difficulties = round.map(({ difficulty }) => difficulty);
        expect(difficulties).toEqual([...difficulties].sort());
        expect(round.every((item) => item.session <= session)).toBe(true);
        const fresh = many.filter((item) => item.session === session && !used.includes(item.slug)).length;
        const own = round.filter((item) => item.session === session && !used.includes(item.slug)).length;
        expect(own).toBe(Math.min(fresh, ROUND_SIZE));
      }),
    );
  });

  it('repeats nothing while there is something else', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 3 }), fc.subarray(slugs), (cohort, session, used) => {
        const round = chooseRound(curriculum, cohort, session, new Set(used));
        const fresh = many.filter((item) => item.session <= session && !used.includes(item.slug)).length;
        const repeated = round.filter(({ slug }) => used.includes(slug)).length;
        expect(repeated).toBe(Math.max(0, ROUND_SIZE - fresh));
      }),
    );
  });

  it('never holds two items that are alike, nor does a practice', () => {
    const alike = many.map((item, index) => (index % 6 < 3 ? { ...item, like: `insight-${index % 3}` } : item));
    const twins = (chosen: readonly { like?: string }[]) => {
      const likes = chosen.flatMap(({ like }) => (like === undefined ? [] : [like]));
      return likes.length - new Set(likes).size;
    };
    const all = curriculumOf(alike);
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), fc.subarray(slugs), (seed, session, used) => {
        const round = chooseRound(all, seed, session, new Set(used));
        expect(round).toHaveLength(ROUND_SIZE);
        expect(twins(round)).toBe(0);
        const practice = choosePractice(alike, new Set(used), seed);
        expect(practice).toHaveLength(PRACTICE_SIZE);
        expect(twins(practice)).toBe(0);
      }),
    );
  });

  it('is the same for the same cohort and session, whatever the order of the files', () => {
    const backwards = curriculumOf([...many].reverse());
    for (const cohort of ['one', 'two', 'three']) {
      expect(chooseRound(backwards, cohort, 2, new Set())).toEqual(chooseRound(curriculum, cohort, 2, new Set()));
    }
    const rounds = Array.from({ length: 10 }, (_, n) =>
      chooseRound(curriculum, `cohort-${n}`, 2, new Set())
        .map(({ slug }) => slug)
        .join(),
    );
    expect(new Set(rounds).size).toBeGreaterThan(3);
  });

  it('spreads over skills and difficulties', () => {
    for (let cohort = 0; cohort < 50; cohort += 1) {
      const round = chooseRound(curriculum, `cohort-${cohort}`, 3, new Set());
      expect(new Set(round.map(({ skill }) => skill)).size).toBe(4);
      expect(new Set(round.map(({ difficulty }) => difficulty)).size).toBeGreaterThanOrEqual(4);
    }
  });

  it('fills up from earlier sessions, and never from later ones', () => {
    const few = curriculumOf([
      ...many.filter(({ session }) => session === 1),
      plainItem('own-1', 4),
      plainItem('own-2', 4),
      plainItem('later', 5),
    ]);
    const round = chooseRound(few, 'cohort', 4, new Set());
    expect(round.filter(({ session }) => session === 4)).toHaveLength(2);
    expect(round.filter(({ session }) => session === 1)).toHaveLength(4);
    expect(chooseRound(curriculumOf([plainItem('later', 5)]), 'cohort', 4, new Set())).toEqual([]);
  });
});

describe('practice', () => {
  it('asks what is not known yet first, at most five, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.subarray(many), fc.subarray(slugs), fc.string(), (pool, known, seed) => {
        const chosen = choosePractice(pool, new Set(known), seed);
        expect(chosen).toHaveLength(Math.min(pool.length, PRACTICE_SIZE));
        const unknown = pool.filter(({ slug }) => !known.includes(slug)).length;
        const flags = chosen.map(({ slug }) => known.includes(slug));
        expect(flags.filter((flag) => !flag)).toHaveLength(Math.min(unknown, chosen.length));
        expect(flags).toEqual([...flags].sort());
        expect(choosePractice([...pool].reverse(), new Set(known), seed)).toEqual(chosen);
      }),
    );
  });

  it('starts with easier items, and differs between seeds', () => {
    const chosen = Array.from({ length: 30 }, (_, seed) => choosePractice(many, new Set(), `seed ${seed}`));
    const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(mean(chosen.flat().map(({ difficulty }) => difficulty))).toBeLessThan(2.5);
    expect(new Set(chosen.map((round) => round.map(({ slug }) => slug).join())).size).toBeGreaterThan(20);
  });

  it('keeps to session, area and topic, and to all of them together', () => {
    const { areas, topics } = { areas: ['area-1'], topics: ['object-model'] };
    expect(itemsWithin(curriculum, { session: 2 }).every(({ session }) => session === 2)).toBe(true);
    expect(itemsWithin(curriculum, { area: areas[0] }).every(({ skill }) => skill === 'skill-1')).toBe(true);
    expect(itemsWithin(curriculum, { area: areas[0], topic: topics[0] }).length).toBe(9);
    expect(itemsWithin(curriculum, { area: 'area-1', topic: 'memory' })).toEqual([]);
    expect(itemsWithin(curriculum, {})).toHaveLength(36);
    expect(sessionsWithItems(curriculum)).toEqual([1, 2, 3]);
  });
});

it('estimates at least a minute', () => {
  expect(minutesFor([])).toBe(1);
  const one = { ...(sixKinds[0] as Item), question: 'Why?', options: [], code: undefined } as unknown as Item;
  const long = { ...one, question: 'word '.repeat(105), code: 'x = 1\n'.repeat(10) } as unknown as Item;
  // Two phone screens take a minute and a half: half of it to read, half to think.
  expect(minutesFor(Array.from({ length: 6 }, () => long))).toBe(9);
  expect(minutesFor(Array.from({ length: 6 }, () => one))).toBe(3);
});
