import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, neighbourhood, rankEntries, weekOf } from '../../../src/features/progress/boards.ts';

const entries = fc.uniqueArray(
  fc.record({
    memberId: fc.uuid(),
    externalId: fc.constant('x'),
    workspaceId: fc.constant('test:w'),
    name: fc.string({ maxLength: 5 }),
    hidden: fc.boolean(),
    points: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 40, selector: ({ memberId }) => memberId },
);

const named = (name: string, points: number, hidden = false): Entry => ({
  memberId: name,
  externalId: name,
  workspaceId: 'test:w',
  name,
  hidden,
  points,
});

describe('ranking', () => {
  it('gives everybody one more than the number of people with more points, and leaves the hidden out', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const shown = given.filter(({ hidden }) => !hidden);
        const ranked = rankEntries(given);
        expect(ranked.map(({ memberId }) => memberId).sort()).toEqual(shown.map(({ memberId }) => memberId).sort());
        for (const { rank, points } of ranked)
          expect(rank).toBe(1 + shown.filter((other) => other.points > points).length);
      }),
    );
  });

  it('does not depend on the order in which the entries come', () => {
    fc.assert(
      fc.property(entries, (given) => {
        expect(rankEntries([...given].reverse())).toEqual(rankEntries(given));
      }),
    );
  });

  it('shares ranks: 1, 2, 2, 4', () => {
    const ranked = rankEntries([named('d', 1), named('a', 9), named('c', 5), named('b', 5)]);
    expect(ranked.map(({ name, rank }) => `${rank}${name}`)).toEqual(['1a', '2b', '2c', '4d']);
  });
});

describe('the neighbourhood', () => {
  const ranked = rankEntries(
    Array.from({ length: 20 }, (_, index) => named(String(index + 1).padStart(2, '0'), 100 - index)),
  );
  const seen = (member: string) => neighbourhood(ranked, member).map((entry) => entry?.name ?? '…');

  it('shows the first three, and two on either side of whoever looks', () => {
    expect(seen('10')).toEqual(['01', '02', '03', '…', '08', '09', '10', '11', '12']);
    expect(seen('05')).toEqual(['01', '02', '03', '04', '05', '06', '07']);
    expect(seen('20')).toEqual(['01', '02', '03', '…', '18', '19', '20']);
    expect(seen('nobody')).toEqual(['01', '02', '03']);
  });

  it('always shows whoever looks, once, and never two gaps together', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (given, pick) => {
        const all = rankEntries(given);
        fc.pre(all.length > 0);
        const viewer = all[pick % all.length]?.memberId ?? '';
        const shown = neighbourhood(all, viewer);
        expect(shown.filter((entry) => entry?.memberId === viewer)).toHaveLength(1);
        for (const [index, entry] of shown.entries()) {
          if (entry === undefined) expect(shown[index + 1]).toBeDefined();
        }
      }),
    );
  });
});

it('begins a week on Monday at midnight of the zone, also across a clock change', () => {
  const week = (at: string, zone: string, weeksAgo = 0) => weekOf(Temporal.Instant.from(at), zone, weeksAgo).toString();
  expect(week('2026-03-31T10:00:00Z', 'Europe/Berlin')).toBe('2026-03-30');
  expect(week('2026-03-29T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-30');
  expect(week('2026-03-29T21:59:59Z', 'Europe/Berlin')).toBe('2026-03-23');
  expect(week('2026-03-31T10:00:00Z', 'Europe/Berlin', 1)).toBe('2026-03-23');
  expect(week('2026-03-30T00:00:00Z', 'America/New_York')).toBe('2026-03-23');
});

it('looks at each of ten thousand people a few times, not at each for each', () => {
  let looks = 0;
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    ...named(`n${index % 97}`, 0),
    get points() {
      looks += 1;
      return index % 3000;
    },
  }));
  expect(rankEntries(many)).toHaveLength(10_000);
  expect(looks).toBeLessThan(10_000 * 50);
});
