import { describe, expect, it } from 'vitest';
import { planDeliveries } from '../../src/deliveries/plan.ts';
import { type CalendarChange, layOut } from '../../src/domain/cohorts/calendar.ts';

const plan = {
  startsOn: Temporal.PlainDate.from('2026-03-24'),
  weekdays: [2, 4],
  startTime: Temporal.PlainTime.from('18:00'),
  zone: 'Europe/Berlin',
};

function planned(changes: { change: CalendarChange; madeAt: Temporal.Instant }[] = []) {
  const slots = layOut(plan, changes, 12);
  return planDeliveries({ cohortId: 'c', zone: plan.zone, slots, minutesOf: () => 210, moduleEnds: [2, 4] });
}

describe('planning what a cohort is sent', () => {
  it('plans six things a session and a digest each Monday until the last round is closed', () => {
    const kinds = Object.groupBy(planned(), ({ kind }) => kind);
    const six = [kinds.prework, kinds.reminder, kinds['session-reminder'], kinds.start, kinds.round, kinds.scenario];
    expect(six.map((rows) => rows?.length)).toEqual([12, 12, 12, 12, 12, 12]);
    expect(kinds['checkpoint-prompt']?.map(({ key }) => key)).toEqual([
      'c/s02/checkpoint-prompt',
      'c/s04/checkpoint-prompt',
    ]);
    expect(kinds.digest?.map(({ dueAt }) => dueAt.toZonedDateTimeISO(plan.zone).toPlainDateTime().toString())).toEqual([
      '2026-03-30T09:00:00',
      '2026-04-06T09:00:00',
      '2026-04-13T09:00:00',
      '2026-04-20T09:00:00',
      '2026-04-27T09:00:00',
      '2026-05-04T09:00:00',
    ]);
  });

  it('draws pairs at the start of the sessions that open a module, where there are pairs', () => {
    expect(planned().filter(({ kind }) => kind === 'pairs')).toEqual([]);
    const slots = layOut(plan, [], 12);
    const paired = planDeliveries({
      cohortId: 'c',
      zone: plan.zone,
      slots,
      minutesOf: () => 210,
      moduleEnds: [],
      pairsAt: [1, 3],
    });
    const due = paired.filter(({ kind }) => kind === 'pairs').map(({ key, dueAt }) => [key, dueAt.toString()]);
    expect(due).toEqual([
      ['c/s01/pairs', '2026-03-24T17:00:00Z'],
      ['c/s03/pairs', '2026-03-31T16:00:00Z'],
    ]);
  });

  it('posts pre-work in the morning, after the session before it, through a clock change, and the reminder an hour before', () => {
    const due = new Map(planned().map(({ key, dueAt }) => [key, dueAt.toString()]));
    // The clocks go forward on 29 March: session 3 is on Tuesday the 31st at 18:00 summer time, session 4 two days later.
    expect(due.get('c/s03/prework')).toBe('2026-03-29T07:00:00Z');
    expect(due.get('c/s04/prework')).toBe('2026-04-01T07:00:00Z');
    expect(due.get('c/s01/prework')).toBe('2026-03-22T08:00:00Z');
    expect(due.get('c/s03/reminder/2026-03-31T16:00:00Z')).toBe('2026-03-31T15:00:00Z');
    expect(due.get('c/s03/session-reminder/2026-03-31T16:00:00Z')).toBe('2026-03-31T15:00:00Z');
    expect(due.get('c/s03/start')).toBe('2026-03-31T16:00:00Z');
    expect(due.get('c/s03/round')).toBe('2026-03-31T19:30:00Z');
    expect(due.get('c/s03/scenario')).toBe('2026-04-01T19:30:00Z');
    // Session 2 is on Thursday the 26th; on Saturday the 28th it is winter time still.
    expect(due.get('c/s02/checkpoint-prompt')).toBe('2026-03-28T08:00:00Z');
    expect(due.get('c/s04/checkpoint-prompt')).toBe('2026-04-04T07:00:00Z');
  });

  it('asks for the choice of a capstone around the first session with a milestone, and tells of each two mornings before', () => {
    const slots = layOut(plan, [], 12);
    const milestones = [
      { slug: 'one', due: { session: 9 } },
      { slug: 'last', due: { weeksAfter: 2 } },
    ];
    const rows = planDeliveries({
      cohortId: 'c',
      zone: plan.zone,
      slots,
      minutesOf: () => 210,
      moduleEnds: [],
      capstones: [{ slug: 'a', milestones }],
    });
    const due = new Map(rows.map(({ key, dueAt }) => [key, dueAt.toString()]));
    // Session 9 is on Tuesday, 21 April; the last one on Thursday, 30 April, and two weeks later it is 14 May.
    expect(due.get('c/capstone-choice')).toBe('2026-04-20T07:00:00Z');
    expect(due.get('c/capstone-choice/again')).toBe('2026-04-22T07:00:00Z');
    expect(due.get('c/capstone/a/one')).toBe('2026-04-19T07:00:00Z');
    expect(due.get('c/capstone/a/last')).toBe('2026-05-12T07:00:00Z');
    // In the second morning after it.
    expect(due.get('c/farewell')).toBe('2026-05-02T07:00:00Z');
    expect(due.get('c/graduation-ask')).toBe('2026-05-15T07:00:00Z');
    expect(due.get('c/graduation')).toBe('2026-05-22T07:00:00Z');
    expect(planned().filter(({ kind }) => /^(capstone|graduation)/.test(kind))).toEqual([]);
  });

  it('says until when each thing is of use', () => {
    const useless = new Map(planned().map(({ key, uselessAt }) => [key, uselessAt?.toString() ?? 'never']));
    // Session 3 is on 31 March from 18:00 to 21:30 in Berlin.
    expect(useless.get('c/s03/prework')).toBe('2026-03-31T16:00:00Z');
    expect(useless.get('c/s03/reminder/2026-03-31T16:00:00Z')).toBe('2026-03-31T16:00:00Z');
    expect(useless.get('c/s03/session-reminder/2026-03-31T16:00:00Z')).toBe('2026-03-31T16:00:00Z');
    expect(useless.get('c/s03/start')).toBe('2026-03-31T19:30:00Z');
    expect(useless.get('c/s03/round')).toBe('never');
    expect(useless.get('c/s03/scenario')).toBe('2026-04-08T19:30:00Z');
    expect(useless.get('c/digest/2026-04-06')).toBe('2026-04-07T07:00:00Z');
  });

  it('names each thing once, and the same thing the same after a move, but for the reminders of a moment', () => {
    const before = planned().map(({ key }) => key);
    expect(new Set(before).size).toBe(before.length);
    const move = {
      change: { kind: 'move', session: 3, date: Temporal.PlainDate.from('2026-04-01'), time: plan.startTime } as const,
      madeAt: Temporal.Instant.from('2026-03-25T00:00:00Z'),
    };
    const after = planned([move]).map(({ key }) => key);
    const gone = before.filter((key) => !after.includes(key));
    expect(gone).toEqual(['c/s03/reminder/2026-03-31T16:00:00Z', 'c/s03/session-reminder/2026-03-31T16:00:00Z']);
    expect(after).toContain('c/s03/reminder/2026-04-01T16:00:00Z');
  });
});
