import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CalendarChange,
  type CalendarPlan,
  changeToJson,
  layOut,
  type MadeChange,
  type Rhythm,
  reasonAgainstChange,
  rhythmOf,
} from '../../../src/domain/cohorts/calendar.ts';
import { plainText } from '../../support/platform.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const date = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);

function plan(startsOn: string, weekdays: number[], startTime: string, zone: string): CalendarPlan {
  return { startsOn: date(startsOn), weekdays, startTime: time(startTime), zone };
}

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/St_Johns',
];

const anyPlan = fc
  .record({
    day: fc.integer({ min: 0, max: 365 * 12 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    zone: fc.constantFrom(...zones),
  })
  .map(
    ({ day, weekdays, minute, zone }): CalendarPlan => ({
      startsOn: date('2024-01-01').add({ days: day }),
      weekdays: weekdays.sort(),
      startTime: new Temporal.PlainTime(Math.floor(minute / 60), minute % 60),
      zone,
    }),
  );

describe('laying out a calendar', () => {
  it('puts twelve sessions on the wanted weekdays, in order, at the wanted wall-clock time, in any zone and year', () => {
    fc.assert(
      fc.property(anyPlan, (given) => {
        const slots = layOut(given, [], 12);
        expect(slots.map(({ session }) => session)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        for (const [index, slot] of slots.entries()) {
          expect(given.weekdays).toContain(slot.date.dayOfWeek);
          const held = slot.startsAt.toZonedDateTimeISO(given.zone);
          const sameWallClock = held.toPlainTime().equals(given.startTime);
          // Only the hour that the clocks skip can't be held on time; it is held later, on the same day or just after it.
          const asked = slot.date.toPlainDateTime(given.startTime);
          if (!sameWallClock)
            expect(() => asked.toZonedDateTime(given.zone, { disambiguation: 'reject' })).toThrow(RangeError);
          const previous = slots[index - 1];
          if (previous !== undefined) expect(Temporal.Instant.compare(previous.startsAt, slot.startsAt)).toBe(-1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps 18:00 at 18:00 through both clock changes of New York', () => {
    const spring = layOut(plan('2026-03-03', [2, 7], '18:00', 'America/New_York'), [], 4);
    expect(spring.map(({ startsAt }) => startsAt.toString())).toEqual([
      '2026-03-03T23:00:00Z',
      '2026-03-08T22:00:00Z',
      '2026-03-10T22:00:00Z',
      '2026-03-15T22:00:00Z',
    ]);
    const autumn = layOut(plan('2026-10-31', [6, 7], '18:00', 'America/New_York'), [], 2);
    expect(autumn.map(({ startsAt }) => startsAt.toString())).toEqual(['2026-10-31T22:00:00Z', '2026-11-01T23:00:00Z']);
  });

  it('holds a session in the spring gap as much later as the gap is long', () => {
    const [first] = layOut(plan('2026-03-29', [7], '02:30', 'Europe/Berlin'), [], 1);
    expect(first?.startsAt.toString()).toBe('2026-03-29T01:30:00Z');
    expect(first?.startsAt.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString()).toBe('03:30:00');
    const [halfHour] = layOut(plan('2026-10-04', [7], '02:15', 'Australia/Lord_Howe'), [], 1);
    expect(halfHour?.startsAt.toZonedDateTimeISO('Australia/Lord_Howe').toPlainTime().toString()).toBe('02:45:00');
  });

  it('holds a session in the autumn fold the first time', () => {
    const [first] = layOut(plan('2026-10-25', [7], '02:30', 'Europe/Berlin'), [], 1);
    expect(first?.startsAt.toString()).toBe('2026-10-25T00:30:00Z');
  });
});

describe('changing a calendar', () => {
  const tueThu = plan('2026-11-24', [2, 4], '18:00', 'Europe/Berlin');
  const before = instant('2026-11-23T12:00:00Z');
  const made = (change: CalendarChange, madeAt = before): MadeChange => ({ change, madeAt });
  const dates = (changes: MadeChange[]) => layOut(tueThu, changes, 4).map((slot) => slot.date.toString());

  it('moves the skipped session and all later ones on by one', () => {
    expect(dates([])).toEqual(['2026-11-24', '2026-11-26', '2026-12-01', '2026-12-03']);
    expect(dates([made({ kind: 'skip', date: date('2026-11-26') })])).toEqual([
      '2026-11-24',
      '2026-12-01',
      '2026-12-03',
      '2026-12-08',
    ]);
  });

  it('moves one session and leaves the others', () => {
    const move = made({ kind: 'move', session: 2, date: date('2026-11-27'), time: time('09:00') });
    expect(dates([move])).toEqual(['2026-11-24', '2026-11-27', '2026-12-01', '2026-12-03']);
    expect(layOut(tueThu, [move], 4)[1]?.startsAt.toString()).toBe('2026-11-27T08:00:00Z');
  });

  it('shifts what has not started, and the weekly pattern with it', () => {
    const afterFirst = instant('2026-11-25T12:00:00Z');
    const shift = made({ kind: 'shift', days: 1 }, afterFirst);
    expect(dates([shift])).toEqual(['2026-11-24', '2026-11-27', '2026-12-02', '2026-12-04']);
    const skip = made({ kind: 'skip', date: date('2026-12-02') }, afterFirst);
    expect(dates([shift, skip])).toEqual(['2026-11-24', '2026-11-27', '2026-12-04', '2026-12-09']);
  });

  it('never lands on a skipped date, and leaves a moved session where it was put', () => {
    const skip = made({ kind: 'skip', date: date('2026-12-01') });
    expect(dates([skip])).toEqual(['2026-11-24', '2026-11-26', '2026-12-03', '2026-12-08']);
    // Shifted back by two days, session 3 would be on the skipped 1 December.
    expect(dates([skip, made({ kind: 'shift', days: -2 }, instant('2026-11-27T00:00:00Z'))])).toEqual([
      '2026-11-24',
      '2026-11-26',
      '2026-12-06',
      '2026-12-08',
    ]);
    const move = made({ kind: 'move', session: 4, date: date('2026-12-11'), time: time('09:00') });
    const moved = layOut(tueThu, [move, made({ kind: 'skip', date: date('2026-11-26') })], 4);
    expect(moved.map((slot) => slot.date.toString())).toEqual(['2026-11-24', '2026-12-01', '2026-12-03', '2026-12-11']);
    expect(moved[3]?.time.toString()).toBe('09:00:00');
  });

  it('goes on after a pause with the next free day, and leaves alone what the pause did not touch', () => {
    const paused = made({ kind: 'pause' }, instant('2026-11-25T12:00:00Z'));
    const late = made({ kind: 'resume' }, instant('2026-12-02T12:00:00Z'));
    expect(dates([paused, late])).toEqual(['2026-11-24', '2026-12-03', '2026-12-08', '2026-12-10']);
    const soon = made({ kind: 'resume' }, instant('2026-11-26T08:00:00Z'));
    expect(dates([paused, soon])).toEqual(dates([]));
    const sharp = made({ kind: 'resume' }, instant('2026-12-01T17:00:00Z'));
    expect(dates([paused, sharp])).toEqual(['2026-11-24', '2026-12-01', '2026-12-03', '2026-12-08']);
    const sameDayTooLate = made({ kind: 'resume' }, instant('2026-12-01T17:30:00Z'));
    expect(dates([paused, sameDayTooLate])).toEqual(['2026-11-24', '2026-12-03', '2026-12-08', '2026-12-10']);
  });

  it('takes another time and zone on the same dates, and leaves alone what has begun or has a time of its own', () => {
    const was = rhythmOf(tueThu);
    const rhythm: Rhythm = { ...was, startTime: time('19:30'), zone: 'Europe/London' };
    const move = made({ kind: 'move', session: 4, date: date('2026-12-04'), time: time('09:00') });
    const change = made({ kind: 'rhythm', rhythm, was }, instant('2026-11-25T12:00:00Z'));
    // The row has the newest rhythm by then.
    const starts = layOut({ ...tueThu, ...rhythm }, [move, change], 4).map(({ startsAt }) => startsAt.toString());
    expect(starts).toEqual([
      '2026-11-24T17:00:00Z',
      '2026-11-26T19:30:00Z',
      '2026-12-01T19:30:00Z',
      '2026-12-04T09:00:00Z',
    ]);
  });

  it('takes other weekdays from the week of the next session on, never back in time and never on a skipped date', () => {
    const was = rhythmOf(tueThu);
    const to = (weekdays: number[], madeAt: string) =>
      made({ kind: 'rhythm', rhythm: { ...was, weekdays }, was }, instant(madeAt));
    expect(dates([to([1, 3], '2026-11-25T12:00:00Z')])).toEqual([
      '2026-11-24',
      '2026-11-25',
      '2026-11-30',
      '2026-12-02',
    ]);
    expect(dates([to([1, 3], '2026-11-25T17:30:00Z')])).toEqual([
      '2026-11-24',
      '2026-11-30',
      '2026-12-02',
      '2026-12-07',
    ]);
    // Not before the first day, where nothing has begun.
    expect(dates([to([1, 3], '2026-11-20T12:00:00Z')])[0]).toBe('2026-11-25');
    const skip = made({ kind: 'skip', date: date('2026-11-26') });
    const shift = made({ kind: 'shift', days: 14 });
    expect(dates([skip, shift, to([4], '2026-11-24T08:00:00Z')])).toEqual([
      '2026-12-10',
      '2026-12-17',
      '2026-12-24',
      '2026-12-31',
    ]);
  });

  it('says why a change cannot be made', () => {
    const now = instant('2026-11-25T12:00:00Z');
    const words = (against: ReturnType<typeof reasonAgainstChange>) => against && plainText(against);
    const reason = (change: CalendarChange) => words(reasonAgainstChange(tueThu, [], change, now, 4));
    expect(reason({ kind: 'skip', date: date('2026-11-25') })).toMatch('no session on 2026-11-25');
    expect(reason({ kind: 'skip', date: date('2026-11-24') })).toMatch('already started');
    expect(reason({ kind: 'move', session: 1, date: date('2026-12-09'), time: time('18:00') })).toMatch(
      'already started',
    );
    expect(reason({ kind: 'move', session: 2, date: date('2026-11-24'), time: time('18:00') })).toMatch('in the past');
    expect(reason({ kind: 'move', session: 2, date: date('2026-12-02'), time: time('18:00') })).toMatch(
      'before session 3',
    );
    expect(reason({ kind: 'move', session: 3, date: date('2026-11-26'), time: time('12:00') })).toMatch(
      'after session 2',
    );
    expect(reason({ kind: 'shift', days: 0 })).toMatch('at least one day');
    expect(reason({ kind: 'shift', days: -3 })).toMatch('in the past');
    expect(reason({ kind: 'skip', date: date('2026-11-26') })).toBeUndefined();
    const was = rhythmOf(tueThu);
    const early = { ...was, startTime: time('10:00') };
    const at = (moment: string) =>
      words(reasonAgainstChange(tueThu, [], { kind: 'rhythm', rhythm: early, was }, instant(moment), 4));
    expect(at('2026-11-24T12:00:00Z')).toMatch('put session 1 in the past');
    expect(at('2026-11-25T12:00:00Z')).toBeUndefined();
    expect(at('2027-01-01T12:00:00Z')).toMatch('All sessions have started');
    const sameDay: MadeChange = {
      change: { kind: 'move', session: 2, date: date('2026-11-24'), time: time('20:00') },
      madeAt: before,
    };
    const late: CalendarChange = { kind: 'rhythm', rhythm: { ...was, startTime: time('21:00') }, was };
    expect(words(reasonAgainstChange(tueThu, [sameDay], late, before, 4))).toMatch('must stay before session 2');
  });

  const anyChange = fc.oneof(
    fc.record({ kind: fc.constant('skip' as const), at: fc.integer({ min: 0, max: 11 }) }),
    fc.record({ kind: fc.constant('shift' as const), days: fc.integer({ min: -10, max: 20 }) }),
    fc.record({
      kind: fc.constant('move' as const),
      at: fc.integer({ min: 0, max: 11 }),
      days: fc.integer({ min: -5, max: 5 }),
    }),
    fc.record({ kind: fc.constant('pause' as const) }),
    fc.record({ kind: fc.constant('resume' as const) }),
    anyPlan.map((to) => ({ kind: 'rhythm' as const, to: rhythmOf(to) })),
  );

  it('keeps the sessions in order and what has started untouched, whatever organisers do', () => {
    fc.assert(
      fc.property(
        anyPlan,
        fc.array(fc.tuple(anyChange, fc.integer({ min: 0, max: 240 })), { maxLength: 8 }),
        (given, wishes) => {
          const changes: MadeChange[] = [];
          let rhythm = rhythmOf(given);
          let now = layOut(given, [], 12)[0]?.startsAt.subtract({ hours: 30 }) ?? before;
          for (const [wish, hours] of wishes) {
            now = now.add({ hours });
            const slots = layOut(given, changes, 12);
            const slot = 'at' in wish ? slots[wish.at] : undefined;
            const change: CalendarChange | undefined =
              wish.kind === 'skip' && slot !== undefined
                ? { kind: 'skip', date: slot.date }
                : wish.kind === 'move' && slot !== undefined
                  ? { kind: 'move', session: slot.session, date: slot.date.add({ days: wish.days }), time: slot.time }
                  : wish.kind === 'rhythm'
                    ? { kind: 'rhythm', rhythm: wish.to, was: rhythm }
                    : wish.kind === 'shift' || wish.kind === 'pause' || wish.kind === 'resume'
                      ? wish
                      : undefined;
            if (change === undefined || reasonAgainstChange(given, changes, change, now, 12) !== undefined) continue;
            const started = slots.filter(({ startsAt }) => Temporal.Instant.compare(startsAt, now) < 0);
            changes.push({
              change: CalendarChange.parse(JSON.parse(JSON.stringify(changeToJson(change)))),
              madeAt: now,
            });
            if (change.kind === 'rhythm') rhythm = change.rhythm;
            const after = layOut(given, changes, 12);
            for (const [index, next] of after.entries()) {
              const previous = after[index - 1];
              if (previous !== undefined) expect(Temporal.Instant.compare(previous.startsAt, next.startsAt)).toBe(-1);
            }
            // A session that began while the cohort was paused was not held: resuming may move it.
            if (change.kind !== 'resume') {
              expect(after.slice(0, started.length).map(({ startsAt }) => startsAt.toString())).toEqual(
                started.map(({ startsAt }) => startsAt.toString()),
              );
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
