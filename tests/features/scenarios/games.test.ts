import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import type { Position } from '../../../src/features/scenarios/position.ts';
import { rightCauseOf } from '../../../src/features/scenarios/position.ts';
import { score } from '../../../src/features/scenarios/score.ts';
import { fixtureScenario } from './fixture.ts';
import { playExpert, playLucky, playProof, playRandomly, playWanderer, STRATEGIES } from './players.ts';

const real = [...loadCurriculum('curriculum').scenarios.values()];
const GAMES = 200;

type Play = (scenario: Scenario, seed: string) => Position;

function totals(scenario: Scenario, play: Play): number[] {
  return Array.from({ length: GAMES }, (_, game) => score(scenario, play(scenario, `${scenario.slug}/${game}`)).total);
}

const mean = (scores: readonly number[]) => scores.reduce((sum, one) => sum + one, 0) / scores.length;

describe.each([fixtureScenario(), ...real].map((scenario) => [scenario.slug, scenario] as const))(
  'two hundred games of %s',
  (_, scenario) => {
    it('reward whoever goes the expert’s way with at least 95, every time', () => {
      expect(Math.min(...totals(scenario, playExpert))).toBeGreaterThanOrEqual(95);
    });

    it('reward whoever proves the cause by any other set of clues and mends it with at least 85', () => {
      for (const [place] of rightCauseOf(scenario).needs.entries()) {
        expect(score(scenario, playProof(scenario, place)).total).toBeGreaterThanOrEqual(85);
      }
    });

    it('reward whoever comes upon any proof by any looks, cites it with what supports it, and mends it, with at least 85', () => {
      const games = Array.from({ length: GAMES }, (_, game) => playWanderer(scenario, `${scenario.slug}/${game}`));
      const scores = games.flatMap((at) => (at === undefined ? [] : [score(scenario, at).total]));
      expect(scores.length).toBeGreaterThanOrEqual(GAMES / 4);
      expect(Math.min(...scores)).toBeGreaterThanOrEqual(85);
    });

    it('give a player who does anything less than 40 on average', () => {
      expect(mean(totals(scenario, playRandomly))).toBeLessThan(40);
    });

    it('never give a lucky guess without evidence 40', () => {
      expect(Math.max(...totals(scenario, playLucky))).toBeLessThan(40);
    });
  },
);

/** What each strategy may come to in the mean of any one scenario. */
const AT_MOST = {
  'no look, one random cause, fixes till right': 25,
  'no look, all causes till right, fixes till right': 25,
  'no look, longest cause, longest fix title': 40,
  'no look, told cause and fix': 40,
  'no look, told cause, fix and what stops the harm': 40,
  'random looks to the budget, pins all, causes and fixes at random till right': 40,
  'random looks, pins all, longest cause only, fixes at random': 40,
  'cheap looks first, cause and four pins by words in common, fixes at random': 40,
  'random looks, pins all, perfect elimination, fixes at random': 45,
  'random looks, pins all, told cause and fix': 60,
  'cheap looks first, pins all, told cause and fix': 60,
  'cheap looks first, pins all, told cause, fix and what stops the harm': 60,
} satisfies Record<keyof typeof STRATEGIES, number>;

describe.each(Object.entries(AT_MOST))('whoever plays “%s”', (name, most) => {
  it(`has at most ${most} in the mean of any incident`, () => {
    const play = STRATEGIES[name as keyof typeof STRATEGIES] as Play;
    const above = real.map((scenario) => [scenario.slug, mean(totals(scenario, play))] as const);
    expect(above.filter(([, points]) => points > most)).toEqual([]);
  });
});
