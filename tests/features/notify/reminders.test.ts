import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isQuiet,
  MOST_A_DAY,
  nextReminderAt,
  parseHours,
  type Quiet,
  reasonNotNow,
} from '../../../src/features/notify/reminders.ts';

const at = (words: string) => Temporal.Instant.from(words);
const quiet = (from: string, until: string, zone = 'UTC'): Quiet => ({
  from: Temporal.PlainTime.from(from),
  until: Temporal.PlainTime.from(until),
  zone,
});

it('lets at most two reminders a day through, however many there could be', () => {
  const start = at('2026-11-24T00:00:00Z');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10 * 24 * 60 }), { maxLength: 60 }), (minutes) => {
      const sent: Temporal.Instant[] = [];
      for (const minute of minutes.toSorted((one, other) => one - other)) {
        const now = start.add({ minutes: minute });
        const lately = sent.filter((one) => one.until(now).total('hours') < 24);
        const reason = reasonNotNow({ quiet: null }, sent, now);
        expect(reason).toBe(lately.length >= MOST_A_DAY ? 'enough' : undefined);
        if (reason === undefined) sent.push(now);
      }
      for (const one of sent) {
        const withinADay = sent.filter((other) => {
          const hours = one.until(other).total('hours');
          return hours >= 0 && hours < 24;
        });
        expect(withinADay.length).toBeLessThanOrEqual(2);
      }
    }),
  );
});

it('says nothing in quiet hours, through midnight too, by the clock of the person', () => {
  const night = quiet('22:00', '07:00', 'Asia/Tokyo');
  expect(isQuiet(night, at('2026-11-24T12:59:00Z'))).toBe(false);
  expect(isQuiet(night, at('2026-11-24T13:00:00Z'))).toBe(true);
  expect(isQuiet(night, at('2026-11-24T21:59:00Z'))).toBe(true);
  expect(isQuiet(night, at('2026-11-24T22:00:00Z'))).toBe(false);
  expect(isQuiet(quiet('12:00', '14:00'), at('2026-11-24T13:00:00Z'))).toBe(true);
  expect(isQuiet(quiet('12:00', '14:00'), at('2026-11-24T22:00:00Z'))).toBe(false);
  expect(reasonNotNow({ quiet: night }, [], at('2026-11-24T13:00:00Z'))).toBe('quiet');
});

it('is quiet as many minutes of a day as the hours say, and the hours turned round are the rest', () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const clock = (minutes: number) => Temporal.PlainTime.from('00:00').add({ minutes });
  fc.assert(
    fc.property(minute, minute, minute, (from, until, now) => {
      fc.pre(from !== until);
      const hours = { from: clock(from), until: clock(until), zone: 'UTC' };
      const moment = at('2026-11-24T00:00:00Z').add({ minutes: now });
      const turned = { ...hours, from: hours.until, until: hours.from };
      expect(isQuiet(hours, moment)).toBe((now - from + 1440) % 1440 < (until - from + 1440) % 1440);
      expect(isQuiet(turned, moment)).toBe(!isQuiet(hours, moment));
    }),
  );
});

it('reads hours as people write them, and nothing else', () => {
  const read = (typed: string) => {
    const hours = parseHours(typed);
    return hours === undefined ? undefined : `${hours.from.toString()} ${hours.until.toString()}`;
  };
  for (const typed of ['22-7', '22:00 – 07:00', '10 pm to 7 am', '22.00-7.00']) {
    expect(read(typed)).toBe('22:00:00 07:00:00');
  }
  for (const typed of ['', '22', '22-22', '25-7', '22-7-9', '22:60-7', '0 pm - 7', 'night']) {
    expect(read(typed), typed).toBeUndefined();
  }
});

it('knows the first moment at which somebody may be reminded again: nothing before it is allowed, it is', () => {
  const start = at('2026-10-20T00:00:00Z');
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const clock = (minutes: number) => Temporal.PlainTime.from('00:00').add({ minutes });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
  const sentAt = fc.array(fc.integer({ min: 0, max: 7 * 24 * 60 }), { maxLength: 5 });
  fc.assert(
    fc.property(
      minute,
      minute,
      zone,
      sentAt,
      fc.integer({ min: 0, max: 7 * 24 * 60 }),
      (from, until, where, sent, from0) => {
        fc.pre(from !== until);
        const wishes = { quiet: { from: clock(from), until: clock(until), zone: where } };
        const now = start.add({ minutes: from0 });
        const before = sent.map((minutes) => now.subtract({ minutes }));
        const next = nextReminderAt(wishes, before, now);
        expect(reasonNotNow(wishes, before, next)).toBeUndefined();
        for (let tried = now; Temporal.Instant.compare(tried, next) < 0; tried = tried.add({ minutes: 30 })) {
          expect(reasonNotNow(wishes, before, tried)).toBeDefined();
        }
      },
    ),
  );
});
