import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedUp, standings } from '../../../src/domain/cohorts/cohort.ts';

const people = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
const capacity = fc.option(fc.integer({ min: 1, max: 20 }), { nil: null });

describe('the waiting list', () => {
  it('lets in the first who came, as many as there are places', () => {
    fc.assert(
      fc.property(people, capacity, (present, places) => {
        const standing = [...standings(present, places).values()];
        const inside = standing.filter((one) => one === 'in').length;
        expect(inside).toBe(Math.min(present.length, places ?? present.length));
        expect(standing).toEqual([...standing].sort());
      }),
    );
  });

  it('moves up exactly the first who waited when somebody inside leaves, and nobody when somebody waiting leaves', () => {
    fc.assert(
      fc.property(people, capacity, fc.nat(), (present, places, pick) => {
        fc.pre(present.length > 0);
        const leaver = present[pick % present.length] ?? '';
        const after = present.filter((person) => person !== leaver);
        const wasInside = standings(present, places).get(leaver) === 'in';
        const firstWaiting = places === null ? undefined : present[places];
        const expected = wasInside && firstWaiting !== undefined ? [firstWaiting] : [];
        expect(movedUp(present, after, places)).toEqual(expected);
      }),
    );
  });
});
