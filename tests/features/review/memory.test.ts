import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letteredLines } from '../../../src/features/quizzes/marking.ts';
import { drawnAs, todaysCards } from '../../../src/features/review/asking.ts';
import {
  foldReviews,
  GRADES,
  isLeech,
  memoryCurve,
  newMemory,
  type Reviewed,
  recallAt,
  remember,
} from '../../../src/features/review/memory.ts';
import { dayOf, endOfDay, nextAskAt, type Settings, startOfDay } from '../../../src/features/review/schedule.ts';
import { anyItem } from '../quizzes/curriculum.ts';

const start = Temporal.Instant.from('2026-11-24T08:00:00Z');
const after = (days: number) => start.add({ hours: 24 * days });

/** Reviews, each so many days after the one before. */
const anyReviews = fc
  .array(fc.record({ grade: fc.constantFrom(...GRADES), wait: fc.integer({ min: 0, max: 90 }) }), { maxLength: 20 })
  .map((steps) => {
    let day = 0;
    return steps.map(({ grade, wait }): Reviewed => {
      day += wait;
      return { grade, at: after(day) };
    });
  });

describe('what is remembered of a card', () => {
  it('grows with every time that it is known, and comes back soon when it is not', () => {
    const first = remember(newMemory(start), { grade: 'good', at: start });
    const second = remember(first, { grade: 'good', at: first.dueAt });
    const missed = remember(second, { grade: 'again', at: second.dueAt });
    const days = (from: Temporal.Instant, to: Temporal.Instant) => from.until(to).total('days');
    expect(days(start, first.dueAt)).toBeGreaterThan(1);
    expect(days(first.dueAt, second.dueAt)).toBeGreaterThan(days(start, first.dueAt));
    expect(days(second.dueAt, missed.dueAt)).toBeLessThanOrEqual(2);
    expect(days(first.dueAt, second.dueAt)).toBeGreaterThan(4);
    expect(missed).toMatchObject({ reviews: 3, misses: 1, streak: 0, lastAt: second.dueAt });
  });

  it('is the same however its reviews are folded, always due in whole days after the last, within a year', () => {
    fc.assert(
      fc.property(anyReviews, fc.nat(20), (reviews, cut) => {
        const whole = foldReviews(start, reviews);
        expect(reviews.slice(cut).reduce(remember, foldReviews(start, reviews.slice(0, cut)))).toEqual(whole);
        expect(whole.reviews).toBe(reviews.length);
        expect(whole.misses).toBe(reviews.filter(({ grade }) => grade === 'again').length);
        const last = reviews.at(-1);
        if (last === undefined) return;
        const days = last.at.until(whole.dueAt).total('days');
        expect(days).toBe(Math.round(days));
        expect(days).toBeGreaterThanOrEqual(1);
        expect(days).toBeLessThanOrEqual(365);
      }),
    );
  });

  it('fades from day to day', () => {
    fc.assert(
      fc.property(anyReviews, (reviews) => {
        const memory = foldReviews(start, reviews);
        const { lastAt } = memory;
        const curve = memoryCurve([memory], lastAt ?? start, 30);
        if (lastAt === null) {
          expect([recallAt(memory, start), curve]).toEqual([undefined, []]);
          return;
        }
        expect(curve.map(({ day }) => day)).toEqual(Array.from({ length: 31 }, (_, day) => day));
        expect(curve[0]?.known).toBe(1);
        for (const [day, { known }] of curve.entries()) {
          expect(known).toBeGreaterThan(0);
          if (day > 0) expect(known).toBeLessThanOrEqual(curve[day - 1]?.known ?? 0);
        }
      }),
    );
  });

  it('is about nine in ten when it is due', () => {
    const memory = foldReviews(start, [
      { grade: 'good', at: start },
      { grade: 'good', at: after(2) },
      { grade: 'good', at: after(12) },
    ]);
    expect(recallAt(memory, memory.dueAt)).toBeCloseTo(0.9, 1);
  });

  it('keeps slipping after four misses, until it is known twice in a row', () => {
    const missed = (times: number, known: number) => ({ misses: times, streak: known });
    expect([missed(3, 0), missed(4, 0), missed(4, 1), missed(4, 2), missed(9, 0)].map(isLeech)).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});

describe('the letters of a card', () => {
  it('never stand in the order in which they were last seen, and stay until it is reviewed', () => {
    fc.assert(
      fc.property(anyItem, fc.nat(30), fc.string({ minLength: 1, maxLength: 12 }), (item, reviews, seenAs) => {
        const card = { id: 'card23456789', reviews, seenAs };
        const order = (id: string) => letteredLines(item, id).map(({ value }) => value);
        const drawn = drawnAs(card, item);
        expect(drawnAs(card, item)).toBe(drawn);
        if (item.kind === 'line' || item.kind === 'short') return;
        expect(order(drawn)).not.toEqual(order(seenAs));
      }),
    );
  });
});

it('asks the longest due first, and no more a day than somebody chose', () => {
  const due = ['c', 'a', 'b'].map((id, index) => ({ id, dueAt: after(index === 0 ? 0 : 1) }));
  const ids = (most: number, asked: number) => todaysCards(due, most, asked).map(({ id }) => id);
  expect([ids(10, 0), ids(2, 0), ids(3, 2), ids(3, 3), ids(3, 5)]).toEqual([
    ['c', 'a', 'b'],
    ['c', 'a'],
    ['c'],
    [],
    [],
  ]);
});

describe('the day of somebody', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata');
  const moments = fc.integer({ min: 0, max: 2 * 365 * 24 * 60 }).map((minutes) => start.add({ minutes }));

  it('ends at three at night by their own clock', () => {
    const at = (words: string) => dayOf(Temporal.ZonedDateTime.from(words).toInstant(), 'Europe/Berlin').toString();
    expect(at('2026-11-24T02:59[Europe/Berlin]')).toBe('2026-11-23');
    expect(at('2026-11-24T03:00[Europe/Berlin]')).toBe('2026-11-24');
  });

  it('holds every moment that lies in it, whatever the clock does', () => {
    fc.assert(
      fc.property(moments, zones, (now, zone) => {
        const begins = startOfDay(dayOf(now, zone), zone);
        expect(Temporal.Instant.compare(begins, now)).toBeLessThanOrEqual(0);
        expect(Temporal.Instant.compare(now, endOfDay(now, zone))).toBeLessThan(0);
        const hours = begins.until(endOfDay(now, zone)).total('hours');
        expect(hours).toBeGreaterThanOrEqual(23);
        expect(hours).toBeLessThanOrEqual(25);
      }),
    );
  });

  it('asks next on one of their days at their hour, and at no earlier one', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(moments, zones, days, hour, (now, zone, chosen, at) => {
        const settings: Settings = { days: chosen, at: new Temporal.PlainTime(at), zone, most: 10, isPaused: false };
        const next = nextAskAt(settings, now);
        if (next === undefined) throw new Error('never asked');
        expect(Temporal.Instant.compare(next, now)).toBeGreaterThan(0);
        expect(chosen).toContain(next.toZonedDateTimeISO(zone).dayOfWeek);
        // An hour that the spring leaves out is asked an hour later.
        expect([at, at + 1]).toContain(next.toZonedDateTimeISO(zone).hour);
        let between = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
        while (Temporal.PlainDate.compare(between, next.toZonedDateTimeISO(zone).toPlainDate()) < 0) {
          expect(chosen).not.toContain(between.dayOfWeek);
          between = between.add({ days: 1 });
        }
        expect(nextAskAt({ ...settings, isPaused: true }, now)).toBeUndefined();
        expect(nextAskAt({ ...settings, days: [] }, now)).toBeUndefined();
        expect(nextAskAt({ ...settings, at: null }, now)).toBeUndefined();
      }),
    );
  });
});
