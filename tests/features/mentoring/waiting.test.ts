import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { likeness, suggestSkills } from '../../../src/features/mentoring/suggesting.ts';
import { typicalWait, workingTime } from '../../../src/features/mentoring/waiting.ts';

const MINUTE = 60_000;

describe('the typical wait', () => {
  it('is unknown below five waits', () => {
    expect(typicalWait([1, 2, 3, 4])).toBeUndefined();
    expect(typicalWait([1, 2, 3, 4, 5])).toEqual({ median: 3, most: 5, of: 5 });
  });

  it('is a wait that there was: half waited no longer than the median, nine in ten no longer than the other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 5, maxLength: 60 }), (waits) => {
        const { median, most, of } = typicalWait(waits) ?? { median: -1, most: -1, of: 0 };
        const upTo = (limit: number) => waits.filter((wait) => wait <= limit).length / of;
        expect(waits).toContain(median);
        expect(waits).toContain(most);
        expect(upTo(median)).toBeGreaterThanOrEqual(0.5);
        expect(upTo(most)).toBeGreaterThanOrEqual(0.9);
        expect(waits.filter((wait) => wait < most).length / of).toBeLessThan(0.9);
      }),
    );
  });

  it('is told in the words of a working day', () => {
    expect([0, 1, 59, 60, 150, 16 * 60, 24 * 60].map((minutes) => workingTime(minutes * MINUTE))).toEqual([
      'less than a minute',
      '1 minute',
      '59 minutes',
      '1 hour',
      '3 hours',
      '2 working days',
      '3 working days',
    ]);
  });
});

describe('the skill of a question', () => {
  const curriculum = loadCurriculum('curriculum');

  it('is suggested from the names of functions that are in it', () => {
    const [first] = suggestSkills('Why does sys.getrefcount say one more?', [], loadCurriculum('curriculum'));
    expect(first?.slug).toBe('refcounting');
  });

  it('is suggested from its words, and from what was missed last where words say nothing', () => {
    const slugs = (words: string, missed: readonly string[] = []) =>
      suggestSkills(words, missed, curriculum).map(({ slug }) => slug);
    expect(slugs('How do symbol tables come about?')[0]).toBe('symbol-tables');
    expect(slugs('It is slow', ['scopes-and-closures', 'symbol-tables'])).toEqual([
      'scopes-and-closures',
      'symbol-tables',
    ]);
    expect(slugs('It is slow')).toEqual([]);
    expect(slugs('My closure sees the wrong value', ['symbol-tables'])).toEqual([
      'scopes-and-closures',
      'symbol-tables',
    ]);
  });
});

it('finds texts alike by what they are about', () => {
  expect(likeness('Why is id reused?', 'Why are ids reused?')).toBe(1);
  expect(likeness('Why is id reused?', 'How do closures work?')).toBe(0);
  expect(likeness('', '')).toBe(0);
});
