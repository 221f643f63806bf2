import type { Action, Fix, Scenario } from '../../curriculum/scenario.ts';
import type { Clue, Mitigation, WrongCause } from '../../curriculum/scenario-schema.ts';
import { cluesOf, type Hypothesis, type Mitigated, type Position, relaysOwed } from './position.ts';
import { citesOf, proofBy } from './proof.ts';
import { type Basis, basisOf, brier, type Score, score } from './score.ts';

/**
 * What an action was worth, by what it showed first: a clue that proves the cause, one that supports the case, or a way to
 * such a step. Only where the author says so was it a dead end; else it showed nothing new.
 */
export type Worth = 'needed' | 'supports' | 'opens' | 'nothing-new' | 'dead-end';

/** One step of a path. `at` is the simulated minute at its end. */
export interface PathStep {
  action: Action;
  at: number;
  worth: Worth;
  /** The needed and the supporting clues that it was the first to show. */
  clues: readonly Clue[];
}

/** A clue of the proof that one of a team was shown and did not tell the others. */
export interface Kept {
  clue: Clue;
  action: Action;
  /** A member's id. */
  by: string;
}

/** Everything that is told about an investigation when it is over. */
export interface Debrief {
  score: Score;
  path: readonly PathStep[];
  expert: readonly PathStep[];
  basis: Basis;
  /** Minutes of dead ends. */
  wasted: number;
  /** The clues of the nearest proof by what became of them. */
  needs: { cited: readonly Clue[]; uncited: readonly Clue[]; unseen: readonly Clue[]; kept: readonly Kept[] };
  /** Other clues that were cited and belong to the case. */
  supporting: readonly Clue[];
  /** What was done against the harm, in order. */
  mitigated: readonly Mitigated[];
  /** What stops the harm, where they did not. */
  missedStops: readonly Mitigation[];
  wrongCauses: readonly WrongCause[];
  failedFixes: readonly Extract<Fix, { right: false }>[];
  calibration: { hypotheses: readonly Hypothesis[]; brier: number | undefined };
}

export function debrief(scenario: Scenario, at: Position): Debrief {
  const path = pathSteps(
    scenario,
    at.done.map(({ action }) => action),
  );
  return {
    score: score(scenario, at),
    basis: basisOf(scenario, at),
    path,
    expert: expertSteps(scenario),
    wasted: path.reduce((sum, { action, worth }) => sum + (worth === 'dead-end' ? action.cost : 0), 0),
    ...evidenceOf(scenario, at),
    mitigated: at.mitigated,
    missedStops: at.mitigated.some(({ mitigation }) => mitigation.effect === 'stops')
      ? []
      : scenario.mitigations.filter(({ effect }) => effect === 'stops'),
    wrongCauses: at.diagnoses.flatMap(({ cause }) => (cause.right ? [] : [cause])),
    failedFixes: at.fixes.flatMap(({ fix }) => (fix.right ? [] : [fix])),
    calibration: { hypotheses: at.hypotheses, brier: brier(at) },
  };
}

/** An expert's path with what each of its steps is worth. */
export function expertSteps(scenario: Scenario): PathStep[] {
  const { actions } = scenario.expert;
  return pathSteps(
    scenario,
    actions.flatMap((id) => scenario.actions.find((action) => action.id === id) ?? []),
  );
}

function evidenceOf(scenario: Scenario, at: Position): Pick<Debrief, 'needs' | 'supporting'> {
  const cites = citesOf(at);
  const { set, cited } = proofBy(scenario, cites, at.seen);
  const missing = set.filter((clue) => !cited.includes(clue) && !at.seen.has(clue.id));
  const kept = missing.flatMap((clue) => {
    const owed = relaysOwed(at).find(({ action }) => clue.seenIn.includes(action.id));
    return owed === undefined ? [] : [{ clue, action: owed.action, by: owed.to }];
  });
  return {
    needs: {
      cited,
      uncited: set.filter((clue) => !cited.includes(clue) && at.seen.has(clue.id)),
      unseen: missing.filter((clue) => !kept.some((one) => one.clue === clue)),
      kept,
    },
    supporting: scenario.clues.filter(
      (clue) => clue.kind !== 'beside' && cites.includes(clue.id) && !cited.includes(clue),
    ),
  };
}

/** A path with what each of its steps was worth. */
function pathSteps(scenario: Scenario, actions: readonly Action[]): PathStep[] {
  const known = new Set<string>();
  let at = 0;
  const steps = actions.map((action): PathStep => {
    at += action.cost;
    const clues = cluesOf(scenario, action.id).filter(({ id, kind }) => kind !== 'beside' && !known.has(id));
    for (const { id } of clues) known.add(id);
    return { action, at, worth: worthOf(action, clues), clues };
  });
  return steps.map((one) => (one.clues.length === 0 && opensWay(one.action, steps) ? { ...one, worth: 'opens' } : one));
}

function worthOf({ deadEnd }: Action, clues: readonly Clue[]): Worth {
  if (clues.some(({ kind }) => kind === 'needed')) return 'needed';
  if (clues.length > 0) return 'supports';
  return deadEnd === undefined ? 'nothing-new' : 'dead-end';
}

/** Whether a step of some worth requires this one, at once or by way of others. */
function opensWay(action: Action, steps: readonly PathStep[]): boolean {
  return steps.some(
    (later) => later.action.requires.includes(action.id) && (later.clues.length > 0 || opensWay(later.action, steps)),
  );
}
