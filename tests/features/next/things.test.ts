import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../../../src/chat/text.ts';
import { inOrder, isHere, type Thing, type Whose } from '../../../src/features/next/things.ts';
import { nextView } from '../../../src/features/next/views.ts';
import { plain } from '../../support/platform.ts';

const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
const at = (hours: number) => now.add({ minutes: Math.round(60 * hours) });

const autumn: Whose = { id: 'autumn', name: 'Autumn', isHere: true, where: text`the channel` };
const away: Whose = { ...autumn, id: 'away', name: 'Away', isHere: false, where: text`its channel on Slack` };

const round: Thing = { kind: 'round', cohort: autumn, round: 'r', session: 3, of: 6, left: 2, closesAt: at(5) };
const incident: Thing = { kind: 'incident', cohort: autumn, incident: 'i', title: 'A pool stops', closesAt: at(60) };
const begun: Thing = { kind: 'investigation', run: 'x', of: 'solo', title: 'A cache', closesAt: null };
const present: Thing = { kind: 'present', cohort: autumn, session: 3, title: 'Session 3', endsAt: at(2) };
const prework: Thing = {
  kind: 'prework',
  cohort: autumn,
  session: 4,
  title: 'Session 4',
  minutes: 80,
  startsAt: at(30),
};
const confirm: Thing = { kind: 'confirm', cohort: autumn, session: 4, title: 'Session 4', startsAt: at(30) };
const mend: Thing = { kind: 'mend', cohort: autumn, failed: 2, isTroubled: false };
const answering: Thing = { kind: 'answering', cohort: autumn, taken: 1, asker: 'Ada' };
const questions: Thing = { kind: 'questions', cohort: autumn, waiting: 3, since: at(-4) };
const checkpoints: Thing = { kind: 'checkpoints', cohort: autumn, waiting: 1, since: at(-30) };
const assess: Thing = { kind: 'assess', cohort: autumn, capstones: 2 };
const asked: Thing = { kind: 'asked', area: 'runtime', title: 'The runtime', mentor: 'Mia', since: at(-5) };
const milestone: Thing = { kind: 'milestone', cohort: autumn, milestone: 'plan', title: 'A plan', dueAt: at(50) };
const submit: Thing = { kind: 'submit', cohort: autumn, title: 'A tracer' };
const choose: Thing = { kind: 'choose', cohort: autumn };
const meet: Thing = { kind: 'meet', cohort: autumn, round: 'p', names: text`Ben`, isAsked: false };
const hours: Thing = { kind: 'hours', cohort: autumn };
const written: Thing = { kind: 'post-mortem', run: 'x', of: 'team', title: 'A pool stops', isCommented: false };
const selftest: Thing = { kind: 'selftest', answered: 0, of: 30 };
const review: Thing = { kind: 'review', due: 7 };
const stage: Thing = { kind: 'stage', month: 2, of: 7, stages: ['Iterators'], hours: 24 };
const lay: Thing = { kind: 'lay' };
const practise: Thing = { kind: 'practise', session: undefined, skill: undefined };
const half: Thing = { kind: 'set', round: 'p', at: 2, title: 'Practice: Session 1', left: 3, of: 5 };
const join: Thing = { kind: 'join', cohorts: 1 };

const EVERY = [
  present,
  mend,
  round,
  answering,
  questions,
  checkpoints,
  assess,
  asked,
  confirm,
  prework,
  milestone,
  meet,
  begun,
  incident,
  submit,
  choose,
  written,
  review,
  half,
  join,
  hours,
  stage,
  selftest,
  lay,
  practise,
];

describe('the order', () => {
  it('is what is over in a moment, what others wait for, what closes soon, what prepares, what was begun, what can wait', () => {
    expect(inOrder(EVERY.toReversed(), now)).toEqual(EVERY);
  });

  it('does not depend on the order in which things are found', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(EVERY), (found) => {
        expect(inOrder(found, now)).toEqual(EVERY.filter((thing) => found.includes(thing)));
      }),
    );
  });

  it('takes of two rounds the one that closes first, and a round before an incident that has days left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 23 }), (one, other) => {
        const rounds: Thing[] = [
          { ...round, closesAt: at(one) },
          { ...round, round: 's', closesAt: at(other) },
        ];
        const [first] = inOrder([...rounds, incident], now);
        expect(first?.kind === 'round' && first.closesAt).toEqual(at(Math.min(one, other)));
      }),
    );
  });

  it('lets what has days left wait until its last day', () => {
    const kinds = (closesAt: Temporal.Instant) =>
      inOrder([prework, { ...incident, closesAt }], now).map(({ kind }) => kind);
    expect(kinds(at(24.1))).toEqual(['prework', 'incident']);
    expect(kinds(at(24))).toEqual(['incident', 'prework']);
    const run: Thing = { ...begun, closesAt: at(20) };
    expect(inOrder([prework, run], now)[0]).toBe(run);
  });

  it('puts first what was begun before what was not: a self-test under way before one that was never begun, and before joining', () => {
    expect(inOrder([join, { ...selftest, answered: 5 }], now)[0]).toMatchObject({ kind: 'selftest' });
    expect(inOrder([selftest, join], now)[0]).toBe(join);
  });

  it('puts first what can be done where one is, however soon something closes elsewhere', () => {
    const elsewhere: Thing = { ...round, cohort: away };
    expect(isHere(elsewhere)).toBe(false);
    expect(inOrder([elsewhere, practise], now)).toEqual([practise, elsewhere]);
  });
});

describe('what is said', () => {
  const told = (...things: Thing[]) => plain(nextView(inOrder(things, now)));

  it('is one thing with its reason and one button, and what comes after it in words', () => {
    const words = told(practise, round, confirm);
    expect(words).toMatch(
      /^# What comes next\n\*\*Finish the round of session 3\.\*\* 2 of 6 left, it closes <2026-12-01T17:00Z>/,
    );
    expect(words).toContain('[Go on]\nAfter that:\n- Say whether you come to Session 4\n- Practise');
    expect(words.match(/\[/g)).toHaveLength(2);
  });

  it('tells a round that was not begun from one that was', () => {
    expect(told({ ...round, left: 6 } as Thing)).toContain('**Take the round of session 3.** 6 questions, it closes');
  });

  it('says where what is elsewhere is, without a button that would not work', () => {
    const words = told({ ...round, cohort: away } as Thing, practise);
    expect(words).toContain('**Practise.** Five questions');
    expect(words).toContain('- Finish the round of session 3: 2 of 6 left');
    expect(words).toContain('In its channel on Slack.');
    expect(words).not.toContain('[Go on]');
  });

  it('has words for everything, and a label that no phone clips', () => {
    const others: Thing[] = [{ ...meet, isAsked: true } as Thing, { ...written, isCommented: true } as Thing];
    for (const thing of [...EVERY, ...others]) {
      const view = nextView([thing]);
      expect(plain(view)).not.toMatch(/undefined|\[object/);
      for (const block of view.blocks) {
        if (block.kind !== 'controls') continue;
        for (const control of block.controls)
          expect(control.kind === 'button' && control.label.length).toBeLessThan(40);
      }
    }
    expect(plain(nextView([]))).toContain('Nothing is open.');
  });
});
