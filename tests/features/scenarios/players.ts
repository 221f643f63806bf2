import type { Scenario } from '../../../src/curriculum/scenario.ts';
import { digest } from '../../../src/domain/seed.ts';
import { CONFIDENCES, type Made, type Move } from '../../../src/features/scenarios/moves.ts';
import {
  isAtFix,
  isDiagnosed,
  type Position,
  position,
  possibleActions,
  rightCauseOf,
  step,
} from '../../../src/features/scenarios/position.ts';

/** Players of whole games. Each game follows from its seed. */

const alone = (moves: readonly Move[]): Made[] => moves.map((move) => ({ move, by: 'ada' }));

/** Numbers from 0 up to below 1 that follow from a seed. */
export function chances(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return Number.parseInt(digest(`${seed}/${drawn}`, 8), 36) / 36 ** 8;
  };
}

function pick<Thing>(things: readonly Thing[], chance: () => number): Thing | undefined {
  return things[Math.floor(chance() * things.length)];
}

/** Goes the expert's path, cites what is needed, and takes a right fix; may look at a clue or two more and be less than sure. */
export function playExpert(scenario: Scenario, seed: string): Position {
  const chance = chances(seed);
  const right = rightCauseOf(scenario);
  const fixes = scenario.fixes.filter((fix) => fix.right);
  return position(
    scenario,
    'solo',
    alone([
      ...scenario.expert.actions.map((action): Move => ({ kind: 'act', action })),
      { kind: 'hypothesise', cause: right.id, confidence: pick(CONFIDENCES, chance) ?? 50, words: '' },
      ...right.needs.map((clue): Move => ({ kind: 'pin', clue })),
      { kind: 'diagnose', cause: right.id },
      { kind: 'fix', fix: pick(fixes, chance)?.id ?? '' },
    ]),
  );
}

/** Names the right cause and a right fix by luck, and has looked at nothing. */
export function playLucky(scenario: Scenario, seed: string): Position {
  const chance = chances(seed);
  const fixes = scenario.fixes.filter((fix) => fix.right);
  return position(
    scenario,
    'solo',
    alone([
      ...(chance() < 0.5 ? scenario.clues.map(({ id }): Move => ({ kind: 'pin', clue: id })) : []),
      { kind: 'diagnose', cause: rightCauseOf(scenario).id },
      { kind: 'fix', fix: pick(fixes, chance)?.id ?? '' },
    ]),
  );
}

/** Does anything that can be done, one thing after the other, until it is over. */
export function playRandomly(scenario: Scenario, seed: string): Position {
  const chance = chances(seed);
  let at = position(scenario, 'solo', []);
  while (at.ended === undefined) {
    const kinds = Map.groupBy(possibleMoves(scenario, at, chance), ({ kind }) => kind);
    const moves = pick([...kinds.values()], chance) ?? [];
    const move = pick(moves, chance);
    if (move === undefined) return at;
    at = step(scenario, at, { move, by: 'ada' });
  }
  return at;
}

/** Every move that would change something. */
function possibleMoves(scenario: Scenario, at: Position, chance: () => number): Move[] {
  const fixing = isAtFix(at);
  const open = scenario.causes.filter((cause) => !at.diagnoses.some((diagnosis) => diagnosis.cause === cause));
  return [
    ...possibleActions(scenario, at).map(({ id }): Move => ({ kind: 'act', action: id })),
    ...[...at.seen].filter((clue) => !at.pinned.includes(clue)).map((clue): Move => ({ kind: 'pin', clue })),
    ...(isDiagnosed(at)
      ? []
      : scenario.causes.map(
          ({ id }): Move => ({
            kind: 'hypothesise',
            cause: id,
            confidence: pick(CONFIDENCES, chance) ?? 50,
            words: '',
          }),
        )),
    ...(isDiagnosed(at) || at.hints.length === scenario.hints.length
      ? []
      : [{ kind: 'hint', hint: at.hints.length } satisfies Move]),
    ...(fixing ? [] : open.map(({ id }): Move => ({ kind: 'diagnose', cause: id }))),
    ...(fixing ? [] : [{ kind: 'commit' } satisfies Move]),
    ...(fixing
      ? scenario.fixes
          .filter((fix) => !at.fixes.some((tried) => tried.fix === fix))
          .map(({ id }): Move => ({ kind: 'fix', fix: id }))
      : []),
  ];
}
