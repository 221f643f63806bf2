import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, type Wish, zonesOf } from '../../../src/domain/streaks/wishes.ts';
import { type DayMark, dayOf, MOST_FREEZES, streakOf } from '../../../src/features/streak/streak.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAYS = [1, 2, 3, 4, 5];
const at = (typed: string) => Temporal.Instant.from(typed);
const wish = (days: readonly number[], zone = 'Europe/Berlin', since = '1970-01-01T00:00Z'): Wish => ({
  days,
  zone,
  since: at(since),
});

/** Moments at noon in Berlin on these days of November 2026. */
const november = (...days: number[]) => days.map((day) => at(`2026-11-${String(day).padStart(2, '0')}T12:00+01:00`));

function marks(learnt: readonly Temporal.Instant[], days: readonly number[], now: string): DayMark[] {
  return streakOf(learnt, [wish(days)], at(now)).days.map(({ mark }) => mark);
}

it('counts chosen days in a row, and rests on the others', () => {
  // The 6th is a Friday, the 9th a Monday.
  const streak = streakOf(november(5, 6, 9), [wish(WORKING_DAYS)], at('2026-11-09T20:00Z'));
  expect(streak.length).toBe(3);
  expect(streak.days.map(({ mark }) => mark)).toEqual(['kept', 'kept', 'free', 'free', 'kept']);
  expect(marks(november(6, 7), WORKING_DAYS, '2026-11-07T20:00Z')).toEqual(['kept', 'extra']);
});

it('leaves today open until it is over, at three in the morning', () => {
  expect(marks(november(5), EVERY_DAY, '2026-11-06T22:00Z')).toEqual(['kept', 'open']);
  expect(marks(november(5), EVERY_DAY, '2026-11-07T01:59Z')).toEqual(['kept', 'open']);
  expect(marks(november(5), EVERY_DAY, '2026-11-07T02:00Z')).toEqual(['kept', 'missed', 'open']);
});

it('counts a late night for the day before', () => {
  expect(dayOf(at('2026-11-07T01:59Z'), 'Europe/Berlin').toString()).toBe('2026-11-06');
  expect(dayOf(at('2026-11-07T02:00Z'), 'Europe/Berlin').toString()).toBe('2026-11-07');
  // The night in which clocks go forward has no half past two.
  expect(dayOf(at('2026-03-29T01:00Z'), 'Europe/Berlin').toString()).toBe('2026-03-29');
});

it('earns a freeze in five days, which stands in for a missed one, and begins anew without', () => {
  const five = november(2, 3, 4, 5, 6);
  const earned = streakOf(five, [wish(EVERY_DAY)], at('2026-11-06T20:00Z'));
  expect([earned.length, earned.freezes, earned.untilFreeze]).toEqual([5, 1, 5]);
  const saved = streakOf([...five, ...november(8)], [wish(EVERY_DAY)], at('2026-11-08T20:00Z'));
  expect(saved.days.at(-2)?.mark).toBe('frozen');
  expect([saved.length, saved.freezes]).toEqual([6, 0]);
  const lost = streakOf([...five, ...november(10)], [wish(EVERY_DAY)], at('2026-11-10T20:00Z'));
  expect([lost.length, lost.longest]).toEqual([1, 5]);
});

it('keeps a freeze where there is no streak for which it could stand in', () => {
  // Five days of learning, none of them chosen; then a Sunday that is missed.
  const streak = streakOf(november(2, 3, 4, 5, 6), [wish([7])], at('2026-11-09T20:00Z'));
  expect(streak.days.at(-2)?.mark).toBe('missed');
  expect([streak.length, streak.freezes]).toEqual([0, 1]);
});

it('holds other days from the day on which they are said', () => {
  const wishes = [wish(EVERY_DAY), wish(WORKING_DAYS, 'Europe/Berlin', '2026-11-07T12:00Z')] as const;
  const streak = streakOf(november(5, 6, 9), wishes, at('2026-11-09T20:00Z'));
  expect(streak.days.map(({ mark }) => mark)).toEqual(['kept', 'kept', 'free', 'free', 'kept']);
});

const ZONES = [
  'Pacific/Honolulu',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Pacific/Auckland',
  'Pacific/Apia',
  'UTC',
];

/** A life: stays in zones, with flights between them; a person says where they are some time after they are there. */
const stays = fc
  .array(
    fc.record({
      zone: fc.constantFrom(...ZONES),
      days: fc.integer({ min: 1, max: 20 }),
      flightHours: fc.integer({ min: 0, max: 22 }),
      saidAfterHours: fc.integer({ min: 0, max: 72 }),
      /** At which hour after the day's begin they learn. */
      hour: fc.integer({ min: 0, max: 21 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((life) => life.filter(({ zone }, at) => zone !== life[at - 1]?.zone));

/** Learns once on every whole local day of each stay; the days of arriving and leaving are without. */
function live(life: typeof stays extends fc.Arbitrary<infer Life> ? Life : never, from: Temporal.Instant) {
  const learnt: Temporal.Instant[] = [];
  const wishes: Wish[] = [];
  let now = from;
  for (const { zone, days, flightHours, saidAfterHours, hour } of life) {
    if (wishes.length > 0) now = now.add({ hours: flightHours });
    const since = wishes.length === 0 ? at('1970-01-01T00:00Z') : now.add({ hours: saidAfterHours });
    wishes.push({ days: EVERY_DAY, zone, since });
    const arrived = now.toZonedDateTimeISO(zone).toPlainDate();
    for (let day = 1; day <= days; day += 1) {
      const begin = arrived.add({ days: day }).toZonedDateTime({ timeZone: zone, plainTime: '03:00' });
      const moment = begin.add({ hours: hour, minutes: day % 60 });
      if (dayOf(moment.toInstant(), zone).equals(begin.toPlainDate())) learnt.push(moment.toInstant());
      else learnt.push(begin.toInstant());
    }
    now = arrived
      .add({ days: days + 1 })
      .toZonedDateTime({ timeZone: zone, plainTime: '14:00' })
      .toInstant();
  }
  return { learnt, wishes: wishes as [Wish, ...Wish[]], now };
}

describe('the clock of somebody who never said where they are', () => {
  const always = at('1970-01-01T00:00Z');
  const place = (zone: string, from: string, until?: string): Place => ({
    zones: [{ zone, since: always }],
    from: at(from),
    until: until === undefined ? undefined : at(until),
  });
  const told = (...places: Place[]) => zonesOf(places).map(({ zone, since }) => `${zone} ${since}`);

  it('is that of their first cohort, and from the moment they left it that of the next, also where it is over', () => {
    expect(told()).toEqual(['UTC 1970-01-01T00:00:00Z']);
    const berlin = place('Europe/Berlin', '2026-09-01T10:00Z', '2026-11-01T10:00Z');
    const tokyo = place('Asia/Tokyo', '2026-10-01T10:00Z');
    expect(told(tokyo, berlin)).toEqual(['Europe/Berlin 1970-01-01T00:00:00Z', 'Asia/Tokyo 2026-11-01T10:00:00Z']);
    const lima = place('America/Lima', '2026-12-01T10:00Z');
    expect(told(berlin, lima)).toEqual(['Europe/Berlin 1970-01-01T00:00:00Z', 'America/Lima 2026-12-01T10:00:00Z']);
    expect(told(berlin)).toEqual(['Europe/Berlin 1970-01-01T00:00:00Z']);
    expect(told(berlin, place('America/Lima', '2026-10-01T10:00Z', '2026-10-09T10:00Z'))).toHaveLength(1);
  });

  it('follows a cohort whose zone is changed, from the moment of the change, while they are in it', () => {
    const moved = {
      ...place('Europe/Berlin', '2026-09-01T10:00Z'),
      zones: [
        { zone: 'Europe/Berlin', since: always },
        { zone: 'Asia/Tokyo', since: at('2026-10-01T10:00Z') },
      ],
    } satisfies Place;
    expect(told(moved)).toEqual(['Europe/Berlin 1970-01-01T00:00:00Z', 'Asia/Tokyo 2026-10-01T10:00:00Z']);
    expect(told({ ...moved, until: at('2026-09-20T10:00Z') })).toEqual(['Europe/Berlin 1970-01-01T00:00:00Z']);
    const lima = place('America/Lima', '2026-08-01T10:00Z', '2026-11-01T10:00Z');
    expect(told(moved, lima)).toEqual(['America/Lima 1970-01-01T00:00:00Z', 'Asia/Tokyo 2026-11-01T10:00:00Z']);
  });

  it('changes no day before the moment at which a cohort is left or joined', () => {
    const hours = fc.integer({ min: 0, max: 2000 });
    const places = fc.array(fc.record({ zone: fc.constantFrom(...ZONES), from: hours, length: fc.option(hours) }), {
      minLength: 1,
      maxLength: 6,
    });
    const begin = at('2026-01-01T00:00Z');
    fc.assert(
      fc.property(places, hours, (some, when) => {
        const now = begin.add({ hours: when });
        const all = some.map(({ zone, from, length }): Place => {
          const joined = begin.add({ hours: from });
          return {
            zones: [{ zone, since: always }],
            from: joined,
            until: length === null ? undefined : joined.add({ hours: length }),
          };
        });
        const isBefore = (one: Temporal.Instant) => Temporal.Instant.compare(one, now) <= 0;
        const known = all
          .filter(({ from }) => isBefore(from))
          .map((one) => ({ ...one, until: one.until !== undefined && isBefore(one.until) ? one.until : undefined }));
        if (known.length === 0) return;
        const then = zonesOf(known);
        expect(zonesOf(all).filter(({ since }) => isBefore(since))).toEqual(then);
      }),
    );
  });
});

describe('for every life', () => {
  it('no trip over zones and no change of clocks ever costs a day', () => {
    const begin = fc.integer({ min: 0, max: 700 }).map((days) => at('2025-01-01T10:00Z').add({ hours: 24 * days }));
    fc.assert(
      fc.property(stays, begin, (life, from) => {
        const { learnt, wishes, now } = live(life, from);
        const { days, length, longest } = streakOf(learnt, wishes, now);
        expect(days.filter(({ mark }) => mark === 'missed' || mark === 'frozen')).toEqual([]);
        expect(length).toBe(longest);
        expect(length).toBeGreaterThanOrEqual(
          new Set(learnt.map((moment) => dayOf(moment, 'UTC').toString())).size / 2,
        );
      }),
      { numRuns: 300 },
    );
  });

  const moments = fc.array(
    fc.integer({ min: 0, max: 60 * 24 }).map((hours) => at('2026-03-01T00:00Z').add({ hours })),
    { maxLength: 60 },
  );
  const days = fc.subarray(EVERY_DAY, { minLength: 1 });
  const now = at('2026-05-02T12:00Z');

  it('learning today never makes a streak shorter or takes a freeze', () => {
    fc.assert(
      fc.property(moments, days, (learnt, chosen) => {
        const [before, after] = [learnt, [...learnt, now]].map((some) => streakOf(some, [wish(chosen)], now));
        expect(after?.length).toBeGreaterThanOrEqual(before?.length ?? 0);
        expect(after?.longest).toBeGreaterThanOrEqual(before?.longest ?? 0);
        expect(after?.freezes).toBeGreaterThanOrEqual(before?.freezes ?? 0);
      }),
    );
  });

  it('is the same in whatever order and however often things happened within a day', () => {
    fc.assert(
      fc.property(moments, days, (learnt, chosen) => {
        const twice = [...learnt, ...learnt].reverse();
        expect(streakOf(twice, [wish(chosen)], now)).toEqual(streakOf(learnt, [wish(chosen)], now));
      }),
    );
  });

  it('a day begins at three at night by the own clock, in every zone and when clocks change', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'America/Santiago',
      'Asia/Kolkata',
      'Pacific/Apia',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 800 }), (zone, offset) => {
        const date = Temporal.PlainDate.from('2025-01-01').add({ days: offset });
        const begins = date.toZonedDateTime({ timeZone: zone, plainTime: '03:00' }).toInstant();
        expect(dayOf(begins, zone).toString()).toBe(date.toString());
        expect(dayOf(begins.subtract({ seconds: 1 }), zone).toString()).toBe(date.subtract({ days: 1 }).toString());
      }),
    );
  });

  it('every freeze that stands in was earned by five days of learning before it', () => {
    fc.assert(
      fc.property(moments, days, (learnt, chosen) => {
        let [learned, stoodIn] = [0, 0];
        for (const { mark } of streakOf(learnt, [wish(chosen)], now).days) {
          if (mark === 'kept' || mark === 'extra') learned += 1;
          if (mark === 'frozen') stoodIn += 1;
          expect(5 * stoodIn).toBeLessThanOrEqual(learned);
        }
      }),
    );
  });

  it('has at most two freezes, and is as long as the days that were kept since one was missed', () => {
    fc.assert(
      fc.property(moments, days, (learnt, chosen) => {
        const { days: lived, length, longest, freezes } = streakOf(learnt, [wish(chosen)], now);
        expect(freezes).toBeLessThanOrEqual(MOST_FREEZES);
        const since = lived.slice(lived.findLastIndex(({ mark }) => mark === 'missed') + 1);
        expect(length).toBe(since.filter(({ mark }) => mark === 'kept').length);
        expect(longest).toBeGreaterThanOrEqual(length);
      }),
    );
  });
});
