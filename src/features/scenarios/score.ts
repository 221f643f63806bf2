import type { Scenario } from '../../curriculum/scenario.ts';
import type { Mitigation } from '../../curriculum/scenario-schema.ts';
import { POINTS } from '../../domain/points/points.ts';
import type { Position } from './position.ts';
import { citesOf, proofBy, strengthOf } from './proof.ts';

/** What an investigation is worth, part by part. The parts together, less the hints, are the total of at most 100. */
export interface Score {
  cause: number;
  evidence: number;
  fix: number;
  mitigation: number;
  efficiency: number;
  /** What was taken off for hints. */
  hints: number;
  total: number;
}

/** The most that each part is worth. */
export const MOST = { cause: 35, evidence: 30, fix: 24, mitigation: 6, efficiency: 5 } as const;

/** Of the points for the cause, what naming it without any evidence is worth. */
const BARE_CLAIM = 0.25;

const WRONG_DIAGNOSIS = 10;

const NEEDLESS_CITATION = 3;

const FAILED_FIX = 6;

/** What one step against the harm takes off: one that does nothing, and one that makes it worse. */
const IDLE_MITIGATION = 2;
const HARMFUL_MITIGATION = 4;

/** What a score follows from, counted. */
export interface Basis {
  isNamed: boolean;
  wrongDiagnoses: number;
  /** Of the nearest set of clues that proves the cause: how many were cited, and how many it has. */
  cited: number;
  needed: number;
  /** Cited clues that are beside the point. */
  beside: number;
  /** How many clues were cited in all. */
  all: number;
  isFixed: boolean;
  failedFixes: number;
}

export function basisOf(scenario: Scenario, at: Position): Basis {
  const cites = citesOf(at);
  const { set, cited } = proofBy(scenario, cites);
  return {
    isNamed: at.diagnoses.some(({ cause }) => cause.right),
    wrongDiagnoses: at.diagnoses.filter(({ cause }) => !cause.right).length,
    cited: cited.length,
    needed: set.length,
    beside: scenario.clues.filter(({ id, kind }) => kind === 'beside' && cites.includes(id)).length,
    all: cites.length,
    isFixed: at.ended === 'fixed',
    failedFixes: at.fixes.filter(({ fix }) => !fix.right).length,
  };
}

/**
 * Scores a position by its proof: the share that the right diagnosis cited of whichever set of clues it comes nearest to.
 * A case that cites more clues than a choice has is weaker. The cause counts in proportion, less wrong diagnoses; evidence
 * the same, less what is beside the point; the fix less failed tries; stopping the harm by itself; minutes only in proportion. How sure people were is
 * shown beside it and counts for nothing.
 */
export function score(scenario: Scenario, at: Position): Score {
  const basis = basisOf(scenario, at);
  const share = (basis.cited / basis.needed) * strengthOf(basis.all);
  const named = basis.isNamed ? MOST.cause * (BARE_CLAIM + (1 - BARE_CLAIM) * share) : 0;
  const wrong = WRONG_DIAGNOSIS * basis.wrongDiagnoses;
  const parts = {
    cause: atLeastZero(named - wrong),
    // Whatever wrong diagnoses cost beyond the cause's own points is taken off here: trying all causes proves none.
    evidence: atLeastZero(MOST.evidence * share - NEEDLESS_CITATION * basis.beside - Math.max(0, wrong - named)),
    mitigation: mitigationOf(scenario, at),
    fix: basis.isFixed ? atLeastZero(MOST.fix - FAILED_FIX * basis.failedFixes) : 0,
    efficiency: Math.round(MOST.efficiency * share * nearness(scenario, at)),
  };
  const hints = at.hints.reduce((sum, { cost }) => sum + cost, 0);
  const earned = parts.cause + parts.evidence + parts.fix + parts.mitigation + parts.efficiency;
  const total = atLeastZero(earned - hints);
  return { ...parts, hints, total };
}

function atLeastZero(points: number): number {
  return Math.max(0, Math.round(points));
}

/**
 * Whether the harm was stopped before the cause was known: all of it for a step that stops it in the first half of the
 * budget, half for one that only eases it or comes later.
 */
function mitigationOf({ budget }: Scenario, { mitigated }: Position): number {
  const worths = mitigated.map(({ mitigation: { effect }, at }) => {
    const share = effect === 'stops' ? 1 : effect === 'eases' ? 0.5 : 0;
    return MOST.mitigation * share * (at * 2 <= budget ? 1 : 0.5);
  });
  const count = (effect: Mitigation['effect']) =>
    mitigated.filter(({ mitigation }) => mitigation.effect === effect).length;
  return atLeastZero(Math.max(0, ...worths) - IDLE_MITIGATION * count('nothing') - HARMFUL_MITIGATION * count('harms'));
}

/** 1 for the expert's minutes or fewer, 0 when the whole budget is spent. What went into stopping the harm is no look. */
function nearness({ expert, budget }: Scenario, { spent, mitigated }: Position): number {
  const stopping = mitigated.reduce((sum, { mitigation }) => sum + mitigation.cost, 0);
  const over = Math.max(0, spent - stopping - expert.cost);
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
