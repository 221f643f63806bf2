import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Entry,
  type EntryKind,
  HELD_DAYS,
  objectionTo,
  type Standing,
  standingOf,
} from '../../../src/features/checkpoint/standing.ts';

const start = Temporal.Instant.from('2026-12-01T09:00:00Z');
const LEARNER = 'learner';
const PEOPLE = [LEARNER, 'maya', 'milo'];
const KINDS = ['added', 'withdrawn', 'taken', 'released', 'asked', 'signed-off', 'declined'] as const;

function entry(id: number, kind: EntryKind, memberId: string, hours: number): Entry {
  const at = start.add({ hours });
  return { id, kind, memberId, name: memberId, words: `words ${id}`, links: [], runs: [], at };
}

/** Everything that people tried, in order, as the store would keep it: what may not be done is left out. */
function play(tried: readonly { kind: (typeof KINDS)[number]; who: string; hours: number }[]): Entry[] {
  const entries = [entry(1, 'requested', LEARNER, 0)];
  let hours = 0;
  for (const { kind, who, hours: later } of tried) {
    hours += later;
    const now = start.add({ hours });
    if (objectionTo(kind, { learnerId: LEARNER, standing: standingOf(entries) }, who, now) !== undefined) continue;
    entries.push(entry(entries.length + 1, kind, who, hours));
  }
  return entries;
}

const trials = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), who: fc.constantFrom(...PEOPLE), hours: fc.nat(100) }),
  { maxLength: 30 },
);

function stood(...steps: readonly [EntryKind, string, number][]): Standing {
  return standingOf([
    entry(1, 'requested', LEARNER, 0),
    ...steps.map(([kind, who, at], i) => entry(i + 2, kind, who, at)),
  ]);
}

const may = (kind: (typeof KINDS)[number], standing: Standing, who: string, hours = 1) =>
  objectionTo(kind, { learnerId: LEARNER, standing }, who, start.add({ hours }));

describe('where a request stands', () => {
  it('ends once, by the mentor who has it or by its learner, and nothing follows', () => {
    fc.assert(
      fc.property(trials, (tried) => {
        const entries = play(tried);
        const ends = entries.filter(({ kind }) => kind === 'signed-off' || kind === 'declined' || kind === 'withdrawn');
        expect(ends.length).toBeLessThanOrEqual(1);
        const [end] = ends;
        if (end === undefined) return;
        expect(entries.at(-1)).toBe(end);
        const before = standingOf(entries.slice(0, -1));
        expect(end.memberId).toBe(end.kind === 'withdrawn' ? LEARNER : before.holder?.memberId);
      }),
    );
  });

  it('is never taken, judged or given back by the learner whose it is', () => {
    fc.assert(
      fc.property(trials, (tried) => {
        const own = play(tried).filter(({ memberId }) => memberId === LEARNER);
        expect(own.filter(({ kind }) => !['requested', 'added', 'withdrawn'].includes(kind))).toEqual([]);
      }),
    );
  });

  it('belongs to one mentor at a time', () => {
    const taken = stood(['taken', 'maya', 1]);
    expect(may('taken', taken, 'milo', 2)).toBe('held');
    expect(may('signed-off', taken, 'milo', 2)).toBe('held');
    expect(may('signed-off', taken, 'maya', 2)).toBeUndefined();
    expect(may('signed-off', stood(), 'maya')).toBe('not-held');
    expect(stood(['taken', 'maya', 1], ['released', 'maya', 2]).holder).toBeUndefined();
  });

  it('may be taken over when it has waited a week for who has it, and not while the learner is asked', () => {
    const week = 24 * HELD_DAYS;
    const taken = stood(['taken', 'maya', 1]);
    expect(may('taken', taken, 'milo', week)).toBe('held');
    expect(may('taken', taken, 'milo', week + 1)).toBeUndefined();
    const asked = stood(['taken', 'maya', 1], ['asked', 'maya', 2]);
    expect(may('taken', asked, 'milo', 10 * week)).toBe('held');
    const more = stood(['taken', 'maya', 1], ['asked', 'maya', 2], ['added', LEARNER, 500]);
    expect(may('taken', more, 'milo', 500 + week - 1)).toBe('held');
    expect(may('taken', more, 'milo', 500 + week)).toBeUndefined();
  });

  it('is the learner’s turn after a mentor asked, and the mentor’s again after more was added', () => {
    const asked = stood(['taken', 'maya', 1], ['asked', 'maya', 2]);
    expect([asked.turn, asked.holder?.memberId]).toEqual(['learner', 'maya']);
    expect(may('asked', asked, 'maya', 3)).toBe('waits-for-learner');
    const more = stood(['taken', 'maya', 1], ['asked', 'maya', 2], ['added', LEARNER, 3]);
    expect([more.turn, more.since]).toEqual(['mentors', start.add({ hours: 3 })]);
  });

  it('waits since it was asked for, however much is added before a mentor asks', () => {
    expect(stood(['added', LEARNER, 5]).since).toEqual(start);
  });

  it('says who ended it, when and with which words', () => {
    const { ended, turn } = stood(['taken', 'maya', 1], ['signed-off', 'maya', 2]);
    expect(turn).toBe('nobody');
    expect(ended).toMatchObject({ as: 'signed-off', memberId: 'maya', words: 'words 3', at: start.add({ hours: 2 }) });
  });
});
