import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, type Level } from '../../../src/curriculum/assessment-schema.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { agreementOf, FEWEST, type Pair } from '../../../src/features/capstone/agreement.ts';
import { contestedRows, gapOf, type Marks, resultOf, rowsOf } from '../../../src/features/capstone/rubric.ts';
import { chooseAssessor, isAssessed, rowsFor, type Seat, seatsOf } from '../../../src/features/capstone/seats.ts';

const curriculum = loadCurriculum('curriculum');
const rows = rowsOf(curriculum).map(({ slug }) => slug);
const level = fc.constantFrom(...LEVELS);
const marks = fc
  .array(level, { minLength: rows.length, maxLength: rows.length })
  .map((levels): Marks => new Map(rows.map((row, at) => [row, { level: levels[at] ?? 'sound', words: `why ${at}` }])));
const all = (one: Level): Marks => new Map(rows.map((row) => [row, { level: one, words: 'why' }]));

const at = Temporal.Instant.from('2027-02-01T10:00:00Z');
const seat = (number: number, given: Marks, isIn = true): Seat => ({
  id: number,
  seat: number,
  memberId: `m${number}`,
  name: `M${number}`,
  since: at,
  handedInAt: isIn ? at : undefined,
  marks: given,
});

describe('a result', () => {
  it('gives 40, 30 and 30 points for the three criteria, 100 where all is expert, a quarter where all is beginning', () => {
    const most = resultOf([all('expert'), all('expert')], curriculum);
    expect(most?.criteria.map(({ points }) => points)).toEqual([40, 30, 30]);
    expect(most?.points).toBe(100);
    expect(resultOf([all('beginning'), all('beginning')], curriculum)?.points).toBe(25);
    expect(resultOf([all('sound'), all('strong')], curriculum)?.points).toBeCloseTo(62.5);
  });

  it('does not depend on who sits where, stays within the two, and never falls when a mark rises', () => {
    fc.assert(
      fc.property(marks, marks, marks, fc.nat(rows.length - 1), (one, other, third, index) => {
        const result = resultOf([one, other, third], curriculum);
        expect(result?.points).toBeCloseTo(resultOf([other, one, third], curriculum)?.points ?? -1);
        expect(result?.points).toBeGreaterThanOrEqual(25);
        expect(result?.points).toBeLessThanOrEqual(100);
        const row = rows[index] ?? '';
        const lower = resultOf([new Map(one).set(row, { level: 'beginning', words: '' }), other, third], curriculum);
        const isSame =
          contestedRows(one, other).includes(row) === gapOf('beginning', other.get(row)?.level ?? 'sound') > 1;
        if (isSame) expect(lower?.points).toBeLessThanOrEqual((result?.points ?? 0) + 1e-9);
      }),
    );
  });

  it('takes the middle of three where two are more than one level apart, and there only', () => {
    const apart = new Map(all('strong')).set('internals', { level: 'expert', words: 'yes' });
    const low = new Map(all('strong')).set('internals', { level: 'beginning', words: 'no' });
    expect(contestedRows(apart, low)).toEqual(['internals']);
    const two = new Map(all('strong')).set('internals', { level: 'sound', words: 'half' });
    expect([contestedRows(apart, two), contestedRows(apart, all('strong'))]).toEqual([['internals'], []]);
    expect(resultOf([apart, low], curriculum)).toBeUndefined();
    const third: Marks = new Map([['internals', { level: 'sound', words: 'half' }]]);
    const result = resultOf([apart, low, third], curriculum);
    const row = result?.criteria[0]?.rows[0];
    expect([row?.points, row?.marks.map(({ words }) => words)]).toEqual([7, ['yes', 'no', 'half']]);
    expect(result?.criteria[0]?.rows[1]?.marks).toHaveLength(2);
  });

  it('is there only when every row has its marks', () => {
    const missing = new Map(all('sound'));
    missing.delete('quality');
    expect(resultOf([all('sound')], curriculum)).toBeUndefined();
    expect(resultOf([all('sound'), missing], curriculum)).toBeUndefined();
  });
});

describe('the seats of an assessment', () => {
  it('are two, and a third only when both are in and far apart, for those rows', () => {
    fc.assert(
      fc.property(marks, marks, fc.boolean(), fc.boolean(), (one, other, isFirstIn, isSecondIn) => {
        const seats = [seat(1, one, isFirstIn), seat(2, other, isSecondIn)];
        const { free, contested } = seatsOf(seats);
        const isThird = isFirstIn && isSecondIn && contestedRows(one, other).length > 0;
        expect(free).toEqual(isThird ? [3] : []);
        expect(contested.length > 0).toBe(isThird);
        expect(isAssessed(seats)).toBe(isFirstIn && isSecondIn && !isThird);
        expect(rowsFor({ seat: 3 }, seats, rows)).toEqual(isThird ? contestedRows(one, other) : []);
        expect(rowsFor({ seat: 1 }, seats, rows)).toEqual(rows);
        if (isThird) expect(isAssessed([...seats, seat(3, one)])).toBe(true);
      }),
    );
    expect(seatsOf([]).free).toEqual([1, 2]);
    expect(seatsOf([seat(2, all('sound'), false)]).free).toEqual([1]);
  });

  it('go to whoever has assessed least, then to whoever sat least with the other, then by lot', () => {
    const sittings = [
      ['a', 'b'],
      ['a', 'c'],
    ];
    expect(chooseAssessor(['a', 'b', 'c', 'd'], [], sittings, 'x')).toBe('d');
    expect(chooseAssessor(['a', 'b', 'c'], ['a'], [...sittings, ['c', 'd'], ['a', 'd']], 'x')).toBe('b');
    expect(
      chooseAssessor(
        ['b', 'c'],
        ['a'],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        'x',
      ),
    ).toBe('c');
    // Whatever the lot says: b has sat with a before, and c has not.
    const before = [
      ['a', 'b'],
      ['c', 'd'],
    ];
    const chosen = Array.from({ length: 20 }, (_, lot) => chooseAssessor(['b', 'c'], ['a'], before, `capstone-${lot}`));
    expect(new Set(chosen)).toEqual(new Set(['c']));
    expect(chooseAssessor(['a'], ['a'], [], 'x')).toBeUndefined();
  });

  it('fall to everybody alike over many capstones, and no two judge always together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 8, max: 20 }), (mentors, capstones) => {
        const who = Array.from({ length: mentors }, (_, index) => `m${index}`);
        const sittings: string[][] = [];
        for (let one = 0; one < capstones; one += 1) {
          const sitting: string[] = [];
          sittings.push(sitting);
          for (let number = 0; number < 2; number += 1) {
            const chosen = chooseAssessor(who, sitting, sittings, `c${one}`);
            if (chosen !== undefined) sitting.push(chosen);
          }
          expect(new Set(sitting).size).toBe(2);
        }
        const load = who.map((mentor) => sittings.filter((sitting) => sitting.includes(mentor)).length);
        expect(Math.max(...load) - Math.min(...load)).toBeLessThanOrEqual(1);
        const partners = new Set(sittings.filter((sitting) => sitting.includes('m0')).flat());
        if (load[0] !== undefined && load[0] >= 3) expect(partners.size).toBeGreaterThan(2);
      }),
    );
  });
});

describe('agreement', () => {
  const pairs = fc.array(fc.tuple(level, level), { minLength: FEWEST, maxLength: 60 });

  it('is 1 exactly where all agree, at most 1 always, and the same with the seats exchanged or the pairs in another order', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { kappa, same, n, near } = agreementOf(given);
        expect(n).toBe(given.length);
        expect(same).toBeLessThanOrEqual(near);
        const swapped = given.map(([one, other], index): Pair => (index % 2 === 0 ? [other, one] : [one, other]));
        const again = agreementOf(swapped.toReversed()).kappa;
        if (kappa === undefined) return expect(again).toBeUndefined();
        expect(again).toBeCloseTo(kappa, 10);
        expect(kappa).toBeLessThanOrEqual(1);
        expect(kappa).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(kappa === 1).toBe(same === n);
      }),
    );
  });

  it('agrees with a table worked out by hand', () => {
    // 18 rows: 12 the same (4 sound, 4 strong, 4 expert), 6 one apart (sound and strong). Both ways: sound 14, strong 14, expert 8 of 36.
    const same = (['sound', 'strong', 'expert'] as const).flatMap((one) =>
      Array.from({ length: 4 }, (): Pair => [one, one]),
    );
    const apart = Array.from({ length: 6 }, (): Pair => ['sound', 'strong']);
    const shares = [14 / 36, 14 / 36, 8 / 36] as const;
    const byChance = 2 * (shares[0] * shares[1] + shares[1] * shares[2] + 4 * shares[0] * shares[2]);
    expect(agreementOf([...same, ...apart])).toMatchObject({ n: 18, same: 12, near: 18 });
    expect(agreementOf([...same, ...apart]).kappa).toBeCloseTo(1 - 6 / 18 / byChance, 10);
  });

  it('weighs three levels apart nine times as much as one', () => {
    const base = LEVELS.flatMap((one) => Array.from({ length: 6 }, (): Pair => [one, one]));
    const near = agreementOf([...base, ['beginning', 'sound']]).kappa ?? 0;
    const far = agreementOf([...base, ['beginning', 'expert']]).kappa ?? 0;
    expect((1 - far) / (1 - near)).toBeGreaterThan(7);
  });

  it('says nothing beyond counts for too few rows, or where only one level is in use', () => {
    const few = Array.from({ length: FEWEST - 1 }, (): Pair => ['sound', 'strong']);
    expect(agreementOf(few)).toEqual({ n: FEWEST - 1, same: 0, near: FEWEST - 1, kappa: undefined });
    expect(agreementOf([]).kappa).toBeUndefined();
    expect(agreementOf(Array.from({ length: FEWEST }, (): Pair => ['sound', 'sound'])).kappa).toBeUndefined();
    expect(agreementOf([...few, ['sound', 'strong']]).kappa).toBeDefined();
  });
});
