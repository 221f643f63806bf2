import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freeQuarters, longestShared } from '../../../src/features/pair/hours.ts';
import {
  type Candidate,
  type Group,
  type GroupSize,
  matchPeople,
  type PastRound,
  reasonFor,
} from '../../../src/features/pair/matching.ts';

const day = Temporal.PlainDate.from('2026-12-02');
const hours = (from: string, until: string, zone: string) =>
  freeQuarters({ from: Temporal.PlainTime.from(from), until: Temporal.PlainTime.from(until), zone }, day);

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Asia/Kolkata'];

/** Somebody in one of a few zones, free in the evening; every fifth never said when. */
function candidate(index: number): Candidate {
  const zone = ZONES[index % ZONES.length] ?? 'UTC';
  const free = index % 5 === 4 ? undefined : hours('18:00', '22:00', zone);
  return { id: `p${String(index).padStart(3, '0')}`, level: ((index * 37) % 101) / 100, free };
}

const crowd = (count: number) => Array.from({ length: count }, (_, index) => candidate(index));

/** Plays so many rounds with everybody. */
function play(people: readonly Candidate[], rounds: number, size: GroupSize, seed: string): PastRound[] {
  const past: PastRound[] = [];
  for (let round = 0; round < rounds; round += 1)
    past.push(matchPeople({ people, past, size, seed: `${seed}/${round}` }));
  return past;
}

function meetings(groups: readonly Group[]): string[] {
  return groups.flatMap(({ ids }) =>
    ids.flatMap((one, index) => ids.slice(index + 1).map((other) => [one, other].toSorted().join(' '))),
  );
}

const repeats = (past: readonly PastRound[]) => {
  const all = past.flatMap(meetings);
  return all.length - new Set(all).size;
};

const counts = (ids: readonly string[]) => {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
};

it.each([
  [200, 2],
  [201, 2],
  [200, 3],
  [199, 3],
] as const)(
  'matches %i people over 12 rounds in groups of %i: no repeat, nobody without a group, nobody odd twice, in under a second',
  (count, size) => {
    const people = crowd(count);
    // The processor's milliseconds, because other tests run at the same time.
    const took: number[] = [];
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (seed) => {
        const begun = process.cpuUsage();
        const past = play(people, 12, size, seed);
        took.push(process.cpuUsage(begun).user / 1000);
        expect(repeats(past)).toBe(0);
        for (const groups of past) {
          expect(groups.flatMap(({ ids }) => ids).toSorted()).toEqual(people.map(({ id }) => id));
          for (const { ids } of groups) expect([2, 3]).toContain(ids.length);
        }
        expect(Math.max(0, ...counts(past.flat().flatMap(({ odd }) => odd)).values())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 4 },
    );
    expect(Math.min(...took)).toBeLessThan(1000);
  },
  60_000,
);

const some = fc.record({
  people: fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 2, maxLength: 14 }).map((all) => all.map(candidate)),
  rounds: fc.integer({ min: 1, max: 9 }),
  size: fc.constantFrom(2 as const, 3 as const),
  seed: fc.string({ maxLength: 8 }),
});

it('gives everybody one group in every round, and lets who is odd take turns', () => {
  fc.assert(
    fc.property(some, ({ people, rounds, size, seed }) => {
      const past = play(people, rounds, size, seed);
      for (const groups of past) {
        expect(groups.flatMap(({ ids }) => ids).toSorted()).toEqual(people.map(({ id }) => id).toSorted());
        expect(groups.every(({ ids }) => ids.length === 2 || ids.length === 3)).toBe(true);
      }
      const times = people.map(({ id }) => past.flat().filter(({ odd }) => odd.includes(id)).length);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
    }),
  );
});

/** How many of an even number of people can get somebody new, by trying everything. */
function mostNew(ids: readonly string[], met: ReadonlySet<string>): number {
  const [one, ...others] = ids;
  if (one === undefined) return 0;
  return Math.max(
    ...others.map((other) => {
      const rest = others.filter((id) => id !== other);
      return Number(!met.has([one, other].toSorted().join(' '))) + mostNew(rest, met);
    }),
  );
}

it('repeats no pair of an even number while another way of pairing them has fewer repeats', () => {
  const even = fc.record({
    count: fc.constantFrom(2, 4, 6, 8),
    rounds: fc.integer({ min: 1, max: 8 }),
    seed: fc.string({ maxLength: 8 }),
  });
  fc.assert(
    fc.property(even, ({ count, rounds, seed }) => {
      const people = crowd(count);
      const past = play(people, rounds, 2, seed);
      for (const [round, groups] of past.entries()) {
        const met = new Set(past.slice(0, round).flatMap(meetings));
        const fresh = meetings(groups).filter((meeting) => !met.has(meeting)).length;
        expect(fresh).toBe(
          mostNew(
            people.map(({ id }) => id),
            met,
          ),
        );
      }
    }),
    { numRuns: 60 },
  );
});

it('lets those meet again first who met longest ago', () => {
  const people = crowd(4);
  const past = play(people, 4, 2, 'seed');
  expect(meetings(past[3] ?? []).toSorted()).toEqual(meetings(past[0] ?? []).toSorted());
});

it('brings people together who are free at the same time, and of those the ones who are near each other', () => {
  const evening = hours('18:00', '22:00', 'Europe/Berlin');
  const morning = hours('18:00', '22:00', 'Asia/Tokyo');
  const people: Candidate[] = [
    { id: 'a', level: 0.9, free: evening },
    { id: 'b', level: 0.2, free: morning },
    { id: 'c', level: 0.1, free: evening },
    { id: 'd', level: 0.85, free: evening },
    { id: 'e', level: 0.9, free: morning },
    { id: 'f', level: 0.15, free: evening },
  ];
  for (const seed of ['1', '2', '3', '4', '5']) {
    const groups = matchPeople({ people, past: [], size: 2, seed });
    expect(groups.map(({ ids }) => ids.toSorted().join('')).toSorted()).toEqual(['ad', 'be', 'cf']);
    const [again] = matchPeople({ people: people.slice(0, 2), past: [groups], size: 2, seed });
    if (again === undefined) throw new Error('nobody was matched');
    expect(reasonFor(again, people, [])).toMatchObject({ isAgain: false, shared: 'none', isNear: false, isOdd: false });
  }
});

it('says the same for the same seed, whatever the order in which people are listed', () => {
  fc.assert(
    fc.property(some, ({ people, size, seed }) => {
      const one = matchPeople({ people, past: [], size, seed });
      expect(matchPeople({ people: people.toReversed(), past: [], size, seed })).toEqual(one);
    }),
  );
});

it('has nobody for somebody alone', () => {
  expect(matchPeople({ people: crowd(1), past: [], size: 2, seed: 'x' })).toEqual([]);
});

it('finds the longest time that all share, through midnight in UTC too', () => {
  // 18 to 22 in Berlin is 17 to 21 in UTC, 12 to 20 in New York 17 to 1, 6 to 9 in Tokyo 21 to 24.
  const berlin = hours('18:00', '22:00', 'Europe/Berlin');
  const newYork = hours('12:00', '20:00', 'America/New_York');
  const tokyo = hours('06:00', '09:00', 'Asia/Tokyo');
  expect(longestShared([berlin, newYork])).toEqual({ from: 17 * 4, until: 21 * 4 });
  expect(longestShared([newYork])).toEqual({ from: 17 * 4, until: 25 * 4 });
  expect(longestShared([newYork, tokyo])).toEqual({ from: 21 * 4, until: 24 * 4 });
  expect(longestShared([berlin, tokyo])).toBeUndefined();
  expect(longestShared([hours('18:00', '22:00', 'Asia/Kolkata')])).toEqual({ from: 50, until: 66 });
});
