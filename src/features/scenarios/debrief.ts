import type { Action, Fix, Scenario } from '../../curriculum/scenario.ts';
import type { Clue, WrongCause } from '../../curriculum/scenario-schema.ts';
import { cluesOf, type Hypothesis, type Position, rightCauseOf } from './position.ts';
import { brier, type Score, score } from './score.ts';

/**
 * What an action was worth, by what it showed first: a clue that the cause needs, one that rules something out, or a way to
 * such a step; else its minutes found nothing out.
 */
export type Worth = 'needed' | 'refutes' | 'opens' | 'nothing';

/** One step of a path. `at` is the simulated minute at its end. */
export interface PathStep {
  action: Action;
  at: number;
  worth: Worth;
  /** The needed and the refuting clues that it was the first to show. */
  clues: readonly Clue[];
}

/** Everything that is told about an investigation when it is over. */
export interface Debrief {
  score: Score;
  path: readonly PathStep[];
  expert: readonly PathStep[];
  /** Minutes of steps that found nothing out. */
  wasted: number;
  /** Needed clues by what became of them. */
  needs: { cited: readonly Clue[]; uncited: readonly Clue[]; unseen: readonly Clue[] };
  wrongCauses: readonly WrongCause[];
  failedFixes: readonly Extract<Fix, { right: false }>[];
  calibration: { hypotheses: readonly Hypothesis[]; brier: number | undefined };
}

export function debrief(scenario: Scenario, at: Position): Debrief {
  const path = pathSteps(
    scenario,
    at.done.map(({ action }) => action),
  );
  const expert = scenario.expert.actions.flatMap((id) => scenario.actions.find((action) => action.id === id) ?? []);
  return {
    score: score(scenario, at),
    path,
    expert: pathSteps(scenario, expert),
    wasted: path.reduce((sum, { action, worth }) => sum + (worth === 'nothing' ? action.cost : 0), 0),
    needs: needsOf(scenario, at),
    wrongCauses: at.diagnoses.flatMap(({ cause }) => (cause.right ? [] : [cause])),
    failedFixes: at.fixes.flatMap(({ fix }) => (fix.right ? [] : [fix])),
    calibration: { hypotheses: at.hypotheses, brier: brier(at) },
  };
}

function needsOf(scenario: Scenario, { diagnoses, seen }: Position): Debrief['needs'] {
  const { needs } = rightCauseOf(scenario);
  const clues = scenario.clues.filter(({ id }) => needs.includes(id));
  const cites = diagnoses.find(({ cause }) => cause.right)?.cites ?? [];
  return {
    cited: clues.filter(({ id }) => cites.includes(id)),
    uncited: clues.filter(({ id }) => !cites.includes(id) && seen.has(id)),
    unseen: clues.filter(({ id }) => !cites.includes(id) && !seen.has(id)),
  };
}

/** A path with what each of its steps was worth. */
function pathSteps(scenario: Scenario, actions: readonly Action[]): PathStep[] {
  const needed = new Set(rightCauseOf(scenario).needs);
  const refuting = new Set(scenario.causes.flatMap((cause) => (cause.right ? [] : cause.refutedBy)));
  const known = new Set<string>();
  let at = 0;
  const steps = actions.map((action): PathStep => {
    at += action.cost;
    const fresh = cluesOf(scenario, action.id).filter(({ id }) => !known.has(id));
    for (const { id } of fresh) known.add(id);
    const clues = fresh.filter(({ id }) => needed.has(id) || refuting.has(id));
    const worth = clues.some(({ id }) => needed.has(id)) ? 'needed' : clues.length > 0 ? 'refutes' : 'nothing';
    return { action, at, worth, clues };
  });
  return steps.map((one) =>
    one.worth === 'nothing' && opensWay(one.action, steps) ? { ...one, worth: 'opens' } : one,
  );
}

/** Whether a step of some worth requires this one, at once or by way of others. */
function opensWay(action: Action, steps: readonly PathStep[]): boolean {
  return steps.some(
    (later) =>
      later.action.requires.includes(action.id) && (later.worth !== 'nothing' || opensWay(later.action, steps)),
  );
}
