import { describe, expect, it } from 'vitest';
import { callAt, reachedOf } from '../../../src/features/mentoring/calling.ts';
import { checksOf } from '../../../src/features/mentoring/checks.ts';
import { type Happening, helpFrom } from '../../../src/features/mentoring/help.ts';
import { usualHours } from '../../../src/features/mentoring/hours.ts';
import type { HelpRequest } from '../../../src/features/mentoring/requests.ts';

const at = (moment: string) => Temporal.Instant.from(moment);
const ZONE = 'Europe/Berlin';

function planned(mentors: Parameters<typeof checksOf>[1], ...told: [string, string | null, Happening][]) {
  const help = helpFrom(
    'ann',
    told.map(([moment, by, what], index) => ({ id: index, at: at(moment), by, ...what })),
  );
  return Object.fromEntries(
    checksOf({ help } as HelpRequest, mentors, ZONE).map(({ check, dueAt }) => [check, dueAt.toString()]),
  );
}

const asked = (moment: string): [string, string, Happening] => [moment, 'ann', { kind: 'asked' }];
const taken = (moment: string): [string, string, Happening] => [moment, 'maya', { kind: 'taken', waited: 0 }];
const spoke = (moment: string, by: string): [string, string, Happening] => [moment, by, { kind: 'spoke', words: null }];

describe('when a request is looked at again', () => {
  it('is after a working day and after two, by the hours of whoever works', () => {
    // Friday at four in Berlin: an hour is left of the week.
    expect(planned([], asked('2026-11-27T15:00Z'))['waiting']).toBe('2026-11-30T15:00:00Z');
    const told = [
      asked('2026-11-27T15:00Z'),
      ['2026-11-30T15:00Z', null, { kind: 'escalated', to: 'mentors' }],
    ] as const;
    expect(planned([], ...(told as never as [string, string, Happening][]))['waiting']).toBe('2026-12-01T15:00:00Z');
    const sunday = { ...usualHours(ZONE), days: [7] };
    expect(planned([{ memberId: 'maya', hours: sunday }], asked('2026-11-27T15:00Z'))['waiting']).toBe(
      '2026-11-29T16:00:00Z',
    );
  });

  it('is after elapsed days where nobody works', () => {
    const off = { ...usualHours(ZONE), isPaused: true };
    expect(planned([{ memberId: 'maya', hours: off }], asked('2026-11-27T15:00Z'))['waiting']).toBe(
      '2026-11-28T15:00:00Z',
    );
  });

  it('is when the half hour of a mentor is over, as long as they have not said a word', () => {
    expect(planned([], asked('2026-11-27T15:00Z'), taken('2026-11-27T15:10Z'))).toEqual({
      lock: '2026-11-27T15:40:00Z',
      silent: '2026-12-04T15:10:00Z',
    });
    const talk = [asked('2026-11-27T15:00Z'), taken('2026-11-27T15:10Z'), spoke('2026-11-27T15:20Z', 'maya')] as const;
    expect(planned([], ...talk)).toEqual({ silent: '2026-12-04T15:20:00Z' });
  });

  it('is a week after each nudge; a mentor’s week counts working hours, an asker’s has seven days', () => {
    const talk = [asked('2026-11-27T15:00Z'), taken('2026-11-27T15:10Z'), spoke('2026-11-27T15:20Z', 'maya')] as const;
    const late: [string, null, Happening] = ['2026-12-10T08:00Z', null, { kind: 'nudged', turn: 'asker' }];
    expect(planned([], ...talk, late)['silent']).toBe('2026-12-17T08:00:00Z');
    const away = {
      ...usualHours(ZONE),
      holidays: [{ from: Temporal.PlainDate.from('2026-11-30'), until: Temporal.PlainDate.from('2026-12-02') }],
    };
    const answered = [...talk, spoke('2026-11-27T16:00Z', 'ann')] as const;
    expect(planned([{ memberId: 'maya', hours: away }], ...answered)['silent']).toBe('2026-12-10T08:00:00Z');
    expect(planned([{ memberId: 'maya', hours: away }], ...talk)['silent']).toBe('2026-12-04T15:20:00Z');
  });

  it('is never once it is over', () => {
    expect(planned([], asked('2026-11-27T15:00Z'), ['2026-11-27T16:00Z', 'ann', { kind: 'withdrawn' }])).toEqual({});
  });
});

describe('calling mentors', () => {
  it('is done at once, and then together for what comes in the next half hour', () => {
    const now = at('2026-11-27T15:00Z');
    expect(callAt(undefined, now)).toEqual(now);
    expect(callAt(now.subtract({ minutes: 31 }), now)).toEqual(now);
    expect(callAt(now.subtract({ minutes: 10 }), now)).toEqual(now.add({ minutes: 20 }));
    expect(callAt(now.add({ minutes: 20 }), now)).toEqual(now.add({ minutes: 20 }));
  });

  it('reaches nobody twice: the role only while nobody wants it otherwise', () => {
    const [ping, direct, off] = (['ping', 'direct', 'off'] as const).map((reach) => ({ reach }));
    if (ping === undefined || direct === undefined || off === undefined) throw new Error('nobody');
    expect(reachedOf([ping, ping], true)).toEqual({ isRole: true, pinged: [], direct: [] });
    expect(reachedOf([ping, direct], true)).toEqual({ isRole: false, pinged: [ping], direct: [direct] });
    expect(reachedOf([ping, off], true)).toEqual({ isRole: false, pinged: [ping], direct: [] });
    expect(reachedOf([ping], false)).toEqual({ isRole: false, pinged: [ping], direct: [] });
    expect(reachedOf([], true)).toEqual({ isRole: true, pinged: [], direct: [] });
  });
});
