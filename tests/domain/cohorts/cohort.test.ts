import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedUp, placeAfter, placeOf } from '../../../src/domain/cohorts/cohort.ts';

const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
const capacity = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });

describe('the places of a cohort', () => {
  it('go to the first who came, as many as there are; the others wait, numbered from 1 without a gap', () => {
    fc.assert(
      fc.property(people, capacity, (learners, places) => {
        const inside = Math.min(learners.length, places ?? learners.length);
        expect(learners.map((learner) => placeOf(learners, places, learner))).toEqual([
          ...Array.from({ length: inside }, () => ({ kind: 'in' })),
          ...Array.from({ length: learners.length - inside }, (_, index) => ({ kind: 'waiting', number: index + 1 })),
        ]);
      }),
    );
  });

  it('are the same for whoever counts those before a learner', () => {
    fc.assert(
      fc.property(people, capacity, (learners, places) => {
        for (const [ahead, learner] of learners.entries()) {
          expect(placeAfter(ahead, places)).toEqual(placeOf(learners, places, learner));
        }
      }),
    );
  });

  it('are for learners only, each their own even where two are called the same', () => {
    expect(placeOf(['ada'], 1, 'mentor')).toBeUndefined();
    const [ada, other] = [{ name: 'Ada' }, { name: 'Ada' }];
    expect(placeOf([ada, other], 1, other)).toEqual({ kind: 'waiting', number: 1 });
  });

  it('never lose anybody by somebody else leaving: whoever is in stays in, whoever waits comes nearer or stays', () => {
    fc.assert(
      fc.property(people, capacity, fc.nat(), (before, places, pick) => {
        const leaver = before[pick % Math.max(before.length, 1)];
        const after = before.filter((person) => person !== leaver);
        const rank = (learners: readonly string[], person: string) => {
          const place = placeOf(learners, places, person);
          return place?.kind === 'waiting' ? place.number : 0;
        };
        for (const person of after) expect(rank(after, person)).toBeLessThanOrEqual(rank(before, person));
      }),
    );
  });
});

describe('the waiting list', () => {
  it('moves up exactly the first who waited when somebody inside leaves, and nobody when somebody waiting leaves', () => {
    fc.assert(
      fc.property(people, capacity, fc.nat(), (present, places, pick) => {
        fc.pre(present.length > 0);
        const leaver = present[pick % present.length] ?? '';
        const after = present.filter((person) => person !== leaver);
        const wasInside = placeOf(present, places, leaver)?.kind === 'in';
        const firstWaiting = places === null ? undefined : present[places];
        const expected = wasInside && firstWaiting !== undefined ? [firstWaiting] : [];
        expect(movedUp(present, after, places)).toEqual(expected);
      }),
    );
  });
});
