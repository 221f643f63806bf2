import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import { score } from '../../../src/features/scenarios/score.ts';
import { fixtureScenario } from './fixture.ts';
import { playExpert, playLucky, playRandomly } from './players.ts';

const scenarios = [fixtureScenario(), ...loadCurriculum('curriculum').scenarios.values()];
const GAMES = 1000;

function totals(scenario: Scenario, play: typeof playExpert): number[] {
  return Array.from({ length: GAMES }, (_, game) => score(scenario, play(scenario, `${scenario.slug}/${game}`)).total);
}

describe.each(scenarios.map((scenario) => [scenario.slug, scenario] as const))(
  'a thousand games of %s',
  (_, scenario) => {
    it('reward whoever goes the expert’s way with at least 90, every time', () => {
      expect(Math.min(...totals(scenario, playExpert))).toBeGreaterThanOrEqual(90);
    });

    it('give a player who does anything less than 40 on average', () => {
      const scores = totals(scenario, playRandomly);
      expect(scores.reduce((sum, one) => sum + one, 0) / GAMES).toBeLessThan(40);
    });

    it('never give a lucky guess without evidence 40', () => {
      expect(Math.max(...totals(scenario, playLucky))).toBeLessThan(40);
    });
  },
);
