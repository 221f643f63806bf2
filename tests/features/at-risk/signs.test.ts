import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type LearnerFacts,
  lettersOf,
  makeUpOf,
  nudgeText,
  type Sign,
  signsOf,
  signWords,
  weightOf,
} from '../../../src/features/at-risk/signs.ts';

const fine: LearnerFacts = { sessions: [], rounds: [], answers: [], open: [], waitingDays: [] };
const sessions = (missed: readonly boolean[]) => missed.map((isMissed, index) => ({ session: index + 1, isMissed }));
const rounds = (taken: readonly boolean[]) => taken.map((isTaken, index) => ({ session: index + 1, isTaken }));
const kinds = (facts: Partial<LearnerFacts>) => signsOf({ ...fine, ...facts }).map(({ kind }) => kind);

it('has no sign for somebody who is there, or missed one thing', () => {
  expect(signsOf(fine)).toEqual([]);
  expect(kinds({ sessions: sessions([true, true, false]), rounds: rounds([false, false, true]) })).toEqual([]);
  expect(kinds({ sessions: sessions([false, true]), rounds: rounds([true, false]) })).toEqual([]);
  expect(kinds({ open: [{ scenario: 'x', idleDays: 2.9, isTeam: false }], waitingDays: [1.9] })).toEqual([]);
});

it('counts missed sessions and rounds from the last one back', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), fc.integer({ min: 0, max: 8 }), (before, last) => {
      const missed = [...before, false, ...Array<boolean>(last).fill(true)];
      const expected = last >= 2 ? [{ kind: 'missed', sessions: last }] : [];
      expect(signsOf({ ...fine, sessions: sessions(missed) })).toEqual(expected);
      const silent = last >= 2 ? [{ kind: 'silent', rounds: last }] : [];
      expect(signsOf({ ...fine, rounds: rounds(missed.map((isMissed) => !isMissed)) })).toEqual(silent);
    }),
  );
});

it('sees results fall by a quarter over eight answers, and neither a single bad answer nor a rise', () => {
  const answers = (before: number, after: number) =>
    [before, after].flatMap((right) => Array.from({ length: 8 }, (_, index) => index < right));
  expect(signsOf({ ...fine, answers: answers(8, 6) })).toEqual([{ kind: 'falling', from: 1, to: 0.75 }]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), (before, after) => {
      expect(kinds({ answers: answers(before, after) })).toEqual(before - after >= 2 ? ['falling'] : []);
      expect(kinds({ answers: answers(before, after).slice(1) })).toEqual([]);
    }),
  );
});

it('sees an incident that stands still for three days and a question that waits for two', () => {
  const open = [
    { scenario: 'fire', idleDays: 4.5, isTeam: false },
    { scenario: 'flood', idleDays: 0.1, isTeam: false },
  ];
  expect(signsOf({ ...fine, open, waitingDays: [0.5, 2.2] })).toEqual([
    { kind: 'stuck', scenario: 'fire', days: 4 },
    { kind: 'waiting', days: 2 },
  ]);
  const none = () => undefined;
  expect(makeUpOf({ ...fine, open, rounds: rounds([true, false, true]) }, none)).toEqual({
    session: 2,
    scenario: 'fire',
  });
  expect(makeUpOf({ ...fine, sessions: sessions([true, false]) }, none)).toEqual({ session: 1, scenario: null });
  // The incident of the session that they missed, unless one of their own stands still.
  const alone = (session: number) => `of-${session}`;
  expect(makeUpOf({ ...fine, sessions: sessions([true, false]) }, alone)).toEqual({ session: 1, scenario: 'of-1' });
  expect(makeUpOf({ ...fine, open, sessions: sessions([true, false]) }, alone).scenario).toBe('fire');
  expect(makeUpOf(fine, alone)).toEqual({ session: null, scenario: null });
});

const sign = fc.oneof(
  fc.record({ kind: fc.constant('missed' as const), sessions: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ kind: fc.constant('silent' as const), rounds: fc.integer({ min: 2, max: 9 }) }),
  fc.constant<Sign>({ kind: 'falling', from: 0.9, to: 0.4 }),
  fc.constant<Sign>({ kind: 'stuck', scenario: 'fire', days: 4 }),
  fc.constant<Sign>({ kind: 'waiting', days: 3 }),
);

it('says each sign and each nudge in a sentence, and weighs more signs more', () => {
  fc.assert(
    fc.property(fc.uniqueArray(sign, { selector: ({ kind }) => kind, maxLength: 5 }), (signs) => {
      for (const one of signs) expect(signWords(one, () => 'A fire')).toMatch(/^[a-z0-9].*[^.]$/);
      const words = nudgeText(lettersOf(signs));
      expect(words).toMatch(/^[A-Z].*\.$/);
      expect(words).not.toMatch(/undefined| {2}/);
      expect(lettersOf(signs)).toMatch(/^[msfiw]{0,5}$/);
      const [first, ...others] = signs;
      if (first !== undefined) expect(weightOf(signs)).toBeGreaterThan(weightOf(others));
    }),
  );
});

it('makes up for an investigation of one’s own, not for a team’s, which nobody goes on with alone', () => {
  const team = { scenario: 'fire', idleDays: 4, isTeam: true };
  expect(makeUpOf({ ...fine, open: [team] }, () => undefined).scenario).toBeNull();
  expect(signsOf({ ...fine, open: [team] })).toEqual([{ kind: 'stuck', scenario: 'fire', days: 4 }]);
  expect(
    makeUpOf({ ...fine, open: [team, { scenario: 'flood', idleDays: 3, isTeam: false }] }, () => undefined).scenario,
  ).toBe('flood');
});
