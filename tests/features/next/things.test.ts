import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../../../src/chat/text.ts';
import { button, controls, footnote, paragraph, type View, view } from '../../../src/chat/view.ts';
import { endsWork, onward } from '../../../src/domain/onward.ts';
import { inOrder, isBefore, type Place, type Thing, type Whose } from '../../../src/features/next/things.ts';
import { isShownBy, leadOn, nextBlocks, nextView } from '../../../src/features/next/views.ts';
import { plain } from '../../support/platform.ts';

const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
const at = (hours: number) => now.add({ minutes: Math.round(60 * hours) });

const autumn: Whose = { id: 'autumn', name: 'Autumn' };

const round: Thing = { kind: 'round', cohort: autumn, round: 'r', session: 3, of: 6, left: 2, closesAt: at(5) };
const incident = {
  kind: 'incident',
  cohort: autumn,
  incident: 'i',
  title: 'A pool stops',
  isHere: true,
  closesAt: at(60),
} as const;
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
const half: Thing = { kind: 'set', round: 'p', cohortId: null, at: 2, title: 'Practice: Session 1', left: 3, of: 5 };
const join: Thing = { kind: 'join', cohorts: 1 };

const EVERY: Thing[] = [
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

/** What each of these things is in the order, where it is not called so. */
const PLACES = {
  ...Object.fromEntries(EVERY.map(({ kind }) => [kind, kind])),
  ...{ round: 'closing', incident: 'open', investigation: 'begun' },
} as Readonly<Record<Thing['kind'], Place>>;

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

  it('is known before everything was looked for: what comes before the best that is left is first of all', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(EVERY), fc.shuffledSubarray(EVERY, { minLength: 1 }), (found, left) => {
        const [best = practise] = inOrder(left, now);
        if (isBefore(found, PLACES[best.kind] ?? 'practise', now))
          expect(inOrder([...found, ...left], now)[0]).toEqual(inOrder(found, now)[0]);
      }),
    );
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

  it('lets an incident be taken alone where its teams do not meet', () => {
    expect(told(incident)).toContain('[Join a team]');
    expect(told({ ...incident, isHere: false })).toContain('[Begin alone]');
  });

  it('goes on with practice in the cohort that it was begun in, so that nobody is asked which', () => {
    const [, block] = nextBlocks([{ ...half, cohortId: 'autumn' } as Thing]);
    const states = block?.kind === 'controls' ? block.controls.map(({ action }) => action.state) : [];
    expect(states).toEqual([{ cohort: 'autumn', round: 'p', at: '2' }]);
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

describe('an answer that ends a piece of work', () => {
  const again = button('Another round', 'practice.again', {}, { style: 'primary' });
  const answer = view(paragraph`5 of 6.`, controls(again, onward()), footnote`Small print.`);

  it('carries the one next thing, with its own button, in the place of the one that leads to it', () => {
    expect(endsWork(answer)).toBe(true);
    const led = leadOn(answer, round);
    expect(plain(led)).toMatch(
      /^5 of 6\.\n\[Another round\]\n\*\*Next: Finish the round of session 3\.\*\* 2 of 6 left.*\n\[Go on\] \[What else\]\n.*Small print/,
    );
    expect(endsWork(led)).toBe(false);
  });

  it('has one button that stands out', () => {
    const stands = (shown: View) =>
      shown.blocks
        .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
        .flatMap((one) => (one.kind === 'button' && one.style === 'primary' ? one.label : []));
    expect(stands(leadOn(answer, round))).toEqual(['Another round']);
    expect(stands(leadOn(view(paragraph`Done.`, controls(onward())), round))).toEqual(['Go on']);
  });

  it('says no thing twice: a button that does the same goes down to it, and what is on show is not next', () => {
    const twice = view(paragraph`Five are in.`, controls(button('Five more', 'selftest.go'), onward()));
    const words = plain(leadOn(twice, { kind: 'selftest', answered: 5, of: 30 }));
    expect(words).toMatch(/^Five are in\.\n\*\*Next: /);
    expect(words).toContain('[Five more] [What else]');
    expect(isShownBy(stage, { route: 'roadmap.month', state: { month: '2' } })).toBe(true);
    expect(isShownBy(stage, { route: 'roadmap.month', state: { month: '3' } })).toBe(false);
    expect(isShownBy(review, { route: 'review', state: {} })).toBe(true);
    expect(isShownBy(review, { route: 'review', state: { typed: 'x'.repeat(3000) } })).toBe(false);
    expect(isShownBy(review, { route: 'review', state: { at: '8:00' } })).toBe(false);
  });
});
