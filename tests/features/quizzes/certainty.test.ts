import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CERTAINTIES,
  type Certainty,
  calibrationOf,
  honestCertainty,
  markOf,
  markText,
  STAKES,
  STAKES_LINE,
} from '../../../src/features/quizzes/certainty.ts';

/** What a word earns on average of somebody who is right with this probability. */
const expected = (certainty: Certainty, belief: number) =>
  belief * markOf(certainty, true) + (1 - belief) * markOf(certainty, false);

it('pays nobody more, on average, for another word than the honest one', () => {
  const belief = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(belief, (p) => {
      const honest = expected(honestCertainty(p), p);
      for (const other of CERTAINTIES) expect(honest).toBeGreaterThanOrEqual(expected(other, p) - 1e-9);
    }),
  );
});

it('pays less for every other word, away from where two of them meet', () => {
  const belief = fc
    .double({ min: 0, max: 1, noNaN: true })
    .filter((p) => [2 / 3, 4 / 5].every((at) => Math.abs(p - at) > 0.01));
  fc.assert(
    fc.property(belief, (p) => {
      const honest = honestCertainty(p);
      for (const other of CERTAINTIES) {
        if (other !== honest) expect(expected(honest, p)).toBeGreaterThan(expected(other, p));
      }
    }),
  );
});

it('cannot be gamed by any plan that chooses words without knowing more', () => {
  const plan = fc
    .tuple(fc.nat(100), fc.nat(100), fc.nat(100))
    .filter((weights) => weights.some((weight) => weight > 0));
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), plan, (p, weights) => {
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      const mixed = CERTAINTIES.reduce((sum, one, at) => sum + ((weights[at] ?? 0) / all) * expected(one, p), 0);
      expect(mixed).toBeLessThanOrEqual(expected(honestCertainty(p), p) + 1e-9);
    }),
  );
});

it('is told in one line that says the very numbers', () => {
  for (const { right, wrong } of Object.values(STAKES)) {
    expect(STAKES_LINE).toContain(markText(right));
    expect(STAKES_LINE).toContain(markText(wrong));
  }
});

it('counts how often somebody was right for each word that they said', () => {
  const answers = [
    { certainty: 'sure', right: true },
    { certainty: 'sure', right: false },
    { certainty: 'guess', right: true },
    { certainty: null, right: true },
    { right: false },
  ] as const;
  expect(calibrationOf(answers)).toEqual({
    said: [
      { certainty: 'sure', answered: 2, right: 1, mark: -3 },
      { certainty: 'guess', answered: 1, right: 1, mark: 1 },
    ],
    mark: -2,
  });
});
