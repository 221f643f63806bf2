import type { Scenario } from '../../curriculum/scenario.ts';
import type { Clue } from '../../curriculum/scenario-schema.ts';
import { type Position, rightCauseOf } from './position.ts';

/** How far a case is proven: by the set of needed clues that it comes nearest to. */
export interface Proof {
  /** The set's clues, in the scenario's order. */
  set: readonly Clue[];
  cited: readonly Clue[];
  /** From 0 to 1; 1 is proven. */
  share: number;
}

/** With more clues than this in a case file, nothing was chosen: each one beyond weakens the whole case. */
export const MOST_CITED = 7;

const LESS_FOR_EACH_BEYOND = 0.35;

/** What is left of a case's strength when it cites this many clues, from 0 to 1. */
export function strengthOf(count: number): number {
  return Math.max(0, 1 - LESS_FOR_EACH_BEYOND * Math.max(0, count - MOST_CITED));
}

/** What the right diagnosis cited; nothing without one. */
export function citesOf({ diagnoses }: Pick<Position, 'diagnoses'>): readonly string[] {
  return diagnoses.find(({ cause }) => cause.right)?.cites ?? [];
}

/** The proof by these clues: of all sets the one of which most is there, then the one of which most was seen, then the first. */
export function proofBy(scenario: Scenario, cites: readonly string[], seen: ReadonlySet<string> = new Set()): Proof {
  const proofs = rightCauseOf(scenario).needs.map((needs) => ({
    ...proofOf(scenario, needs, cites),
    seen: needs.filter((clue) => seen.has(clue)).length / needs.length,
  }));
  const [first, ...others] = proofs;
  if (first === undefined) throw new Error('a right cause has no set of clues that proves it');
  return others.reduce(
    (best, next) => (next.share > best.share || (next.share === best.share && next.seen > best.seen) ? next : best),
    first,
  );
}

function proofOf({ clues }: Scenario, needs: readonly string[], cites: readonly string[]): Proof {
  const set = clues.filter(({ id }) => needs.includes(id));
  const cited = set.filter(({ id }) => cites.includes(id));
  return { set, cited, share: cited.length / needs.length };
}
