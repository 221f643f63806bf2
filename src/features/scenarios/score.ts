import type { Scenario } from '../../curriculum/scenario.ts';
import { POINTS } from '../../domain/points/points.ts';
import { type Position, rightCauseOf } from './position.ts';

/** What an investigation is worth, part by part. The parts together, less the hints, are the total of at most 100. */
export interface Score {
  cause: number;
  evidence: number;
  fix: number;
  efficiency: number;
  /** What was taken off for hints. */
  hints: number;
  total: number;
}

/** The most that each part is worth. */
export const MOST = { cause: 35, evidence: 30, fix: 25, efficiency: 10 } as const;

/** Of the points for the cause, what naming it without any evidence is worth. */
const BARE_CLAIM = 0.3;

const WRONG_DIAGNOSIS = 10;

const NEEDLESS_CITATION = 3;

const FAILED_FIX = 6;

/**
 * Scores a position. The cause counts in proportion to the needed clues that the right diagnosis cited, less wrong
 * diagnoses; evidence the same, less what was cited without need; the fix less failed tries; minutes only in proportion to
 * the evidence. How sure people were is shown beside it and counts for nothing.
 */
export function score(scenario: Scenario, at: Position): Score {
  const share = citedShare(scenario, at);
  const right = at.diagnoses.find(({ cause }) => cause.right);
  const wrong = at.diagnoses.filter(({ cause }) => !cause.right).length;
  const failed = at.fixes.filter(({ fix }) => !fix.right).length;
  const needs = rightCauseOf(scenario).needs;
  const needless = right?.cites.filter((clue) => !needs.includes(clue)).length ?? 0;
  const bare = right === undefined ? 0 : BARE_CLAIM + (1 - BARE_CLAIM) * share;
  const parts = {
    cause: atLeastZero(MOST.cause * bare - WRONG_DIAGNOSIS * wrong),
    evidence: atLeastZero(MOST.evidence * share - NEEDLESS_CITATION * needless),
    fix: at.ended === 'fixed' ? atLeastZero(MOST.fix - FAILED_FIX * failed) : 0,
    efficiency: Math.round(MOST.efficiency * share * nearness(scenario, at)),
  };
  const hints = at.hints.reduce((sum, { cost }) => sum + cost, 0);
  const total = atLeastZero(parts.cause + parts.evidence + parts.fix + parts.efficiency - hints);
  return { ...parts, hints, total };
}

function atLeastZero(points: number): number {
  return Math.max(0, Math.round(points));
}

/** The share of the needed clues that the right diagnosis cited; 0 without one. */
function citedShare(scenario: Scenario, { diagnoses }: Position): number {
  const { needs } = rightCauseOf(scenario);
  const right = diagnoses.find(({ cause }) => cause.right);
  if (right === undefined) return 0;
  return needs.filter((clue) => right.cites.includes(clue)).length / needs.length;
}

/** 1 for the expert's minutes or fewer, 0 when the whole budget is spent. */
function nearness({ expert, budget }: Scenario, { spent }: Position): number {
  const over = Math.max(0, spent - expert.cost);
  return Math.max(0, 1 - over / (budget - expert.cost));
}

/** How well somebody's certainty fitted: 0 is perfect, 0.25 is a coin's, 1 is certain and wrong. Undefined without hypotheses. */
export function brier({ hypotheses }: Pick<Position, 'hypotheses'>): number | undefined {
  if (hypotheses.length === 0) return undefined;
  const misses = hypotheses.map(({ cause, confidence }) => (confidence / 100 - (cause.right ? 1 : 0)) ** 2);
  return misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
}

/** The points on the board that a score earns. */
export function pointsFor(total: number): number {
  return Math.round((total * POINTS.scenario) / 100);
}
