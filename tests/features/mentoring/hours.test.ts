import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Hours,
  nextAtWork,
  spansOf,
  staffedSpans,
  usualHours,
  weekAfter,
  weekAtWorkAfter,
  workedAfter,
  workedBetween,
} from '../../../src/features/mentoring/hours.ts';

const at = (moment: string) => Temporal.Instant.from(moment);
const HOUR = 3_600_000;
const berlin = usualHours('Europe/Berlin');

const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');
const clock = fc
  .integer({ min: 0, max: 24 * 4 - 1 })
  .map((quarter) => new Temporal.PlainTime(0).add({ minutes: quarter * 15 }));
const day = fc.integer({ min: 0, max: 400 }).map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }));
const hoursOf: fc.Arbitrary<Hours> = fc
  .record({
    zone: zones,
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: clock,
    until: clock,
    holidays: fc.array(
      fc.record({ from: day, length: fc.integer({ min: 0, max: 10 }) }).map(({ from, length }) => ({
        from,
        until: from.add({ days: length }),
      })),
      { maxLength: 2 },
    ),
    isPaused: fc.constant(false),
  })
  .filter(({ from, until }) => !from.equals(until));
/** Moments of a year with both changes of the clocks in it, close together and far apart. */
const moment = fc
  .integer({ min: 0, max: 380 * 24 * 4 })
  .map((quarters) => at('2026-01-01T00:00Z').add({ minutes: quarters * 15 }));

describe('working hours', () => {
  it('count the hours of the clock, over every change of the clocks', () => {
    // Sunday to Monday: 25 October 2026 is an hour longer in Berlin, 29 March an hour shorter.
    const whole = { ...berlin, days: [1, 2, 3, 4, 5, 6, 7] };
    for (const date of ['2026-03-29', '2026-06-01', '2026-10-25']) {
      const start = Temporal.PlainDate.from(date).toZonedDateTime('Europe/Berlin');
      expect(workedBetween([whole], start.toInstant(), start.add({ days: 1 }).toInstant()), date).toBe(8 * HOUR);
    }
    const night = { ...whole, from: new Temporal.PlainTime(0), until: new Temporal.PlainTime(6) };
    const nightOf = (date: string) => {
      const start = Temporal.PlainDate.from(date).toZonedDateTime('Europe/Berlin');
      return workedBetween([night], start.toInstant(), start.add({ days: 1 }).toInstant()) / HOUR;
    };
    expect([nightOf('2026-03-29'), nightOf('2026-06-01'), nightOf('2026-10-25')]).toEqual([5, 6, 7]);
  });

  it('leave out weekends, days off and pauses', () => {
    const week = ['2026-11-23T00:00Z', '2026-11-30T00:00Z'].map(at) as [Temporal.Instant, Temporal.Instant];
    expect(workedBetween([berlin], ...week)).toBe(40 * HOUR);
    const off = { from: Temporal.PlainDate.from('2026-11-24'), until: Temporal.PlainDate.from('2026-11-25') };
    expect(workedBetween([{ ...berlin, holidays: [off] }], ...week)).toBe(24 * HOUR);
    expect(workedBetween([{ ...berlin, isPaused: true }], ...week)).toBe(0);
    expect(workedAfter([{ ...berlin, isPaused: true }], week[0], HOUR)).toBeUndefined();
  });

  it('go past midnight where they end before they begin', () => {
    const late = { ...berlin, days: [1], from: new Temporal.PlainTime(22), until: new Temporal.PlainTime(2) };
    expect(spansOf(late, at('2026-11-23T12:00Z'), at('2026-11-25T00:00Z'))).toEqual([
      { from: at('2026-11-23T21:00Z'), until: at('2026-11-24T01:00Z') },
    ]);
    expect(nextAtWork(late, at('2026-11-24T00:30Z'))).toEqual(at('2026-11-24T00:30Z'));
  });

  it('say when somebody is at work next', () => {
    expect(nextAtWork(berlin, at('2026-11-27T17:00Z'))).toEqual(at('2026-11-30T08:00Z'));
    expect(nextAtWork(berlin, at('2026-11-27T10:00Z'))).toEqual(at('2026-11-27T10:00Z'));
  });

  it('add up: what was worked before a moment and after it is what was worked', () => {
    fc.assert(
      fc.property(
        fc.array(hoursOf, { minLength: 1, maxLength: 3 }),
        fc.array(moment, { minLength: 3, maxLength: 3 }),
        (all, moments) => {
          const [a, b, c] = moments.sort(Temporal.Instant.compare) as [
            Temporal.Instant,
            Temporal.Instant,
            Temporal.Instant,
          ];
          expect(workedBetween(all, a, b) + workedBetween(all, b, c)).toBe(workedBetween(all, a, c));
          expect(workedBetween(all, a, c)).toBeLessThanOrEqual(c.epochMilliseconds - a.epochMilliseconds);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('count each moment once, however many work then, and never less than one of them alone', () => {
    fc.assert(
      fc.property(hoursOf, hoursOf, moment, fc.integer({ min: 1, max: 30 * 24 }), (one, other, from, length) => {
        const until = from.add({ hours: length });
        const both = workedBetween([one, other], from, until);
        const [alone, else_] = [workedBetween([one], from, until), workedBetween([other], from, until)];
        expect(both).toBeGreaterThanOrEqual(Math.max(alone, else_));
        expect(both).toBeLessThanOrEqual(alone + else_);
        const spans = staffedSpans([one, other], from, until);
        for (const [index, span] of spans.slice(1).entries()) {
          expect(Temporal.Instant.compare(span.from, spans[index]?.until ?? span.from)).toBe(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('find the moment by which so much was worked, and no earlier one', () => {
    fc.assert(
      fc.property(hoursOf, moment, fc.integer({ min: 1, max: 40 * 60 }), (hours, from, minutes) => {
        const found = workedAfter([hours], from, minutes * 60_000);
        if (found === undefined) return;
        expect(workedBetween([hours], from, found)).toBe(minutes * 60_000);
        expect(workedBetween([hours], from, found.subtract({ milliseconds: 1 }))).toBeLessThan(minutes * 60_000);
      }),
      { numRuns: 100 },
    );
  });

  it('make a week of silence a week of work, and no week without seven days', () => {
    const week = (hours: Hours, from: string) => weekAtWorkAfter([hours], at(from), 'Europe/Berlin')?.toString();
    // From Wednesday at noon to Wednesday at noon; said on Saturday it is heard on Monday.
    expect(week(berlin, '2026-11-25T11:00Z')).toBe('2026-12-02T11:00:00Z');
    expect(week(berlin, '2026-11-28T11:00Z')).toBe('2026-12-07T08:00:00Z');
    // Two working days off are two working days more.
    const off = { from: Temporal.PlainDate.from('2026-11-26'), until: Temporal.PlainDate.from('2026-11-29') };
    expect(week({ ...berlin, holidays: [off] }, '2026-11-25T11:00Z')).toBe('2026-12-04T11:00:00Z');
    // Who works on one day has a week of one day, and the clock of the wall goes on when clocks change.
    expect(week({ ...berlin, days: [4] }, '2026-10-22T10:00Z')).toBe('2026-10-29T11:00:00Z');
    expect(week({ ...berlin, isPaused: true }, '2026-11-25T11:00Z')).toBeUndefined();
  });

  it('let nobody’s turn run out in a pause: what was stated before counts for then, and only for then', () => {
    const since = at('2026-11-25T11:00Z');
    const paused = { until: at('2026-12-21T08:00Z'), hours: { ...berlin, isPaused: true } };
    const before = { until: at('2026-11-27T16:00Z'), hours: berlin };
    const back = { ...berlin, earlier: [paused, before] };
    expect(workedBetween([back], since, at('2026-12-21T08:00Z'))).toBe(21 * HOUR);
    // A day off that is stated after it is one all the same.
    const holiday = { from: Temporal.PlainDate.from('2026-11-26'), until: Temporal.PlainDate.from('2026-11-26') };
    const late = { ...berlin, holidays: [holiday], earlier: [before] };
    expect(workedBetween([late], since, before.until)).toBe(13 * HOUR);
    // 21 hours before the pause, and 19 after it.
    expect(weekAtWorkAfter([back], since, 'Europe/Berlin')?.toString()).toBe('2026-12-23T11:00:00Z');
  });

  /** What somebody had stated before, some of it a pause. */
  const stated = fc
    .record({
      now: hoursOf,
      before: fc.array(fc.record({ hours: hoursOf, isPaused: fc.boolean(), days: fc.integer({ min: 0, max: 30 }) }), {
        maxLength: 3,
      }),
    })
    .map(({ now, before }) => (from: Temporal.Instant): Hours => {
      let until = from.add({ hours: 24 * 40 });
      const earlier = before.map(({ hours, isPaused, days }) => {
        until = until.subtract({ hours: 24 * days });
        return { until, hours: { ...hours, isPaused } };
      });
      return { ...now, earlier };
    });

  it('never end a turn before a week of work, nor outside of it, nor earlier for a day off', () => {
    fc.assert(
      fc.property(stated, moment, day, (hoursFrom, from, holiday) => {
        const hours = hoursFrom(from);
        const due = weekAtWorkAfter([hours], from, hours.zone);
        if (due === undefined) return;
        expect(Temporal.Instant.compare(due, weekAfter(from, hours.zone))).toBeGreaterThanOrEqual(0);
        // At work at that very moment.
        expect(workedBetween([hours], due, due.add({ minutes: 1 }))).toBe(60_000);
        const day_ = hours.from.until(hours.until).total('hours');
        const week = hours.days.length * (day_ > 0 ? day_ : day_ + 24) * HOUR;
        expect(workedBetween([hours], from, due)).toBeGreaterThanOrEqual(week);
        const off = { ...hours, holidays: [...hours.holidays, { from: holiday, until: holiday }] };
        const later = weekAtWorkAfter([off], from, hours.zone);
        if (later !== undefined) expect(Temporal.Instant.compare(later, due)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('are seven days and then the next moment at work for whoever has no days off', () => {
    const steady = hoursOf.map((hours): Hours => ({ ...hours, zone: 'UTC', holidays: [] }));
    fc.assert(
      fc.property(steady, moment, (hours, from) => {
        const due = weekAtWorkAfter([hours], from, 'UTC');
        expect(due?.toString()).toBe(nextAtWork(hours, weekAfter(from, 'UTC'))?.toString());
      }),
      { numRuns: 60 },
    );
  });
});
