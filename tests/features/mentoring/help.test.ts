import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Happening,
  type Help,
  type HelpEvent,
  helpFrom,
  isLapsed,
  isOpen,
  LOCK_MINUTES,
  reasonNot,
} from '../../../src/features/mentoring/help.ts';

const START = Temporal.Instant.from('2026-11-24T09:00Z');
const after = (minutes: number) => START.add({ minutes });

type Told = [minutes: number, by: string | null, what: Happening];

const eventsOf = (told: readonly Told[]): HelpEvent[] =>
  told.map(([minutes, by, what], index) => ({ id: index + 1, at: after(minutes), by, ...what }));
const helpOf = (...told: readonly Told[]) => helpFrom('ann', eventsOf(told));
const asked: Told = [0, 'ann', { kind: 'asked' }];
const taken = (minutes: number, by = 'maya'): Told => [minutes, by, { kind: 'taken', waited: 0 }];
const spoke = (minutes: number, by: string): Told => [minutes, by, { kind: 'spoke', words: null }];

describe('a request', () => {
  it('waits, is taken for half an hour, and is held for good with the first word of whoever has it', () => {
    expect(helpOf(asked)).toMatchObject({ state: 'waiting', holder: null, turn: 'mentors', waitingSince: START });
    const help = helpOf(asked, taken(10));
    expect(help).toMatchObject({ state: 'taken', holder: 'maya', turn: 'holder', heldUntil: after(10 + LOCK_MINUTES) });
    expect([isLapsed(help, after(39)), isLapsed(help, after(40))]).toEqual([false, true]);
    // The asker's word changes whose turn it is, and not the time.
    expect(helpOf(asked, taken(10), spoke(15, 'ann'))).toMatchObject({ turn: 'holder', heldUntil: after(40) });
    expect(helpOf(asked, taken(10), spoke(15, 'maya'))).toMatchObject({ turn: 'asker', heldUntil: null });
    expect(helpOf(asked, taken(10), [20, 'maya', { kind: 'extended' }]).heldUntil).toEqual(after(50));
  });

  it('is one mentor’s at a time, until the time runs out', () => {
    expect(helpOf(asked, taken(10), taken(11, 'milo')).holder).toBe('maya');
    expect(helpOf(asked, taken(10), taken(41, 'milo'))).toMatchObject({ holder: 'milo', helpers: ['maya', 'milo'] });
    const lapsed: Told = [39, null, { kind: 'released', isLapsed: true }];
    expect(helpOf(asked, taken(10), lapsed).holder).toBe('maya');
    expect(helpOf(asked, taken(10), [40, ...lapsed.slice(1)] as Told)).toMatchObject({
      state: 'waiting',
      holder: null,
    });
  });

  it('is given back, extended and handed over by whoever has it, and by nobody else', () => {
    for (const what of [
      { kind: 'released', isLapsed: false },
      { kind: 'extended' },
      { kind: 'handed-over', to: 'milo' },
    ] as const satisfies Happening[]) {
      const help = helpOf(asked, taken(10));
      expect(reasonNot(help, { at: after(12), by: 'milo', ...what }, 'ann')).toBe(
        what.kind === 'handed-over' ? 'not-yours' : 'not-yours',
      );
      expect(reasonNot(help, { at: after(12), by: 'maya', ...what }, 'ann')).toBeUndefined();
    }
    expect(helpOf(asked, taken(10), [12, 'maya', { kind: 'handed-over', to: 'milo' }])).toMatchObject({
      holder: 'milo',
      heldUntil: after(12 + 24 * 60),
    });
  });

  it('is never theirs for shorter once they want it for longer, handed over or opened again', () => {
    const handed: Told = [12, 'maya', { kind: 'handed-over', to: 'milo' }];
    const extended = (minutes: number, by: string): Told => [minutes, by, { kind: 'extended' }];
    expect(helpOf(asked, taken(10), handed, extended(20, 'milo')).heldUntil).toEqual(after(12 + 24 * 60));
    const again: readonly Told[] = [
      [60, 'ann', { kind: 'resolved' }],
      [90, 'ann', { kind: 'reopened' }],
    ];
    expect(helpOf(asked, taken(10), ...again, extended(95, 'maya')).heldUntil).toEqual(after(90 + 24 * 60));
    // In its last half hour it is theirs for longer.
    const late = 12 + 24 * 60 - 10;
    expect(helpOf(asked, taken(10), handed, extended(late, 'milo')).heldUntil).toEqual(after(late + LOCK_MINUTES));
  });

  it('goes back to whoever helped when it is opened again, and to all mentors when nobody did', () => {
    const over: Told = [60, 'ann', { kind: 'resolved' }];
    const again: Told = [90, 'ann', { kind: 'reopened' }];
    expect(helpOf(asked, taken(10), spoke(12, 'maya'), over, again)).toMatchObject({ state: 'taken', holder: 'maya' });
    expect(helpOf(asked, over, again)).toMatchObject({ state: 'waiting', waitingSince: after(90), mark: null });
  });

  it('is rated once, unless it did not help yet', () => {
    const over: Told = [60, 'ann', { kind: 'resolved' }];
    const rate = (minutes: number, mark: 'solved' | 'not-yet'): Told => [minutes, 'ann', { kind: 'rated', mark }];
    expect(helpOf(asked, over, rate(61, 'solved'), rate(62, 'not-yet')).mark).toBe('solved');
    expect(helpOf(asked, over, rate(61, 'not-yet'), rate(62, 'solved')).mark).toBe('solved');
    expect(helpOf(asked, rate(61, 'solved')).mark).toBeNull();
  });

  it('counts nudges since the last sign of life of a person', () => {
    const nudge = (minutes: number): Told => [minutes, null, { kind: 'nudged', turn: 'asker' }];
    const talk = [asked, taken(1), spoke(2, 'maya')] as const;
    expect(helpOf(...talk, nudge(100), nudge(200)).nudges).toBe(2);
    expect(helpOf(...talk, nudge(100), spoke(150, 'ann'), nudge(200))).toMatchObject({
      nudges: 1,
      aliveAt: after(150),
    });
  });
});

const people = fc.constantFrom('ann', 'maya', 'milo', null);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { kind: 'asked' },
    { kind: 'taken', waited: 1 },
    { kind: 'extended' },
    { kind: 'spoke', words: null },
    { kind: 'released', isLapsed: false },
    { kind: 'released', isLapsed: true },
    { kind: 'handed-over', to: 'milo' },
    { kind: 'resolved' },
    { kind: 'reopened' },
    { kind: 'withdrawn' },
    { kind: 'closed' },
    { kind: 'nudged', turn: 'asker' },
    { kind: 'escalated', to: 'mentors' },
    { kind: 'rated', mark: 'helped' },
  ),
);
const stories = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 90 }), people, happening), { maxLength: 25 })
  .map((told) => {
    let minutes = 0;
    return told.map(([more, by, what]): Told => {
      minutes += more;
      return [minutes, by, what];
    });
  });

describe('whatever happens to a request', () => {
  it('somebody has it exactly when it is taken, and it waits exactly when nobody has it', () => {
    fc.assert(
      fc.property(stories, (told) => {
        const help = helpOf(...told);
        if (help.state === 'taken') expect(help.holder).not.toBeNull();
        if (help.state === 'waiting' || help.state === 'draft') expect(help.holder).toBeNull();
        expect(help.waitingSince !== null).toBe(help.state === 'waiting');
        if (help.heldUntil !== null) expect(help.state).toBe('taken');
        if (!isOpen(help) && help.state !== 'draft') expect(help.overAt).not.toBeNull();
        if (help.mark !== null) expect(help.state).toBe('resolved');
        expect(help.nudges === 0).toBe(help.nudgedAt === null);
      }),
    );
  });

  it('what was impossible changes nothing', () => {
    fc.assert(
      fc.property(stories, people, happening, (told, by, what) => {
        const before = helpOf(...told);
        const at = after((told.at(-1)?.[0] ?? 0) + 1);
        if (reasonNot(before, { at, by, ...what }, 'ann') === undefined) return;
        const { events: _, ...kept } = helpFrom('ann', [...before.events, { id: 99, at, by, ...what }]);
        const { events: __, ...was } = before as Help;
        expect(kept).toEqual(was);
      }),
    );
  });
});
