import type { Scenario } from '../../../src/curriculum/scenario.ts';
import { cheapestPath } from '../../../src/curriculum/scenario-paths.ts';
import { digest, shuffled } from '../../../src/domain/seed.ts';
import { CONFIDENCES, type Made, type Move } from '../../../src/features/scenarios/moves.ts';
import {
  isAtFix,
  isDiagnosed,
  type Position,
  position,
  possibleActions,
  possibleMitigations,
  rightCauseOf,
  step,
} from '../../../src/features/scenarios/position.ts';
import { MOST_CITED } from '../../../src/features/scenarios/proof.ts';

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

/** What stops the harm, first of all. */
function stopping({ mitigations }: Scenario): Move[] {
  const stop = mitigations.find(({ effect }) => effect === 'stops');
  return stop === undefined ? [] : [{ kind: 'mitigate', mitigation: stop.id }];
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
      ...stopping(scenario),
      ...scenario.expert.actions.map((action): Move => ({ kind: 'act', action })),
      { kind: 'hypothesise', cause: right.id, confidence: pick(CONFIDENCES, chance) ?? 50, words: '' },
      ...(right.needs[0] ?? []).map((clue): Move => ({ kind: 'pin', clue })),
      { kind: 'diagnose', cause: right.id },
      { kind: 'fix', fix: pick(fixes, chance)?.id ?? '' },
    ]),
  );
}

/** Goes the cheapest way to one of the sets that prove the cause, cites it and nothing else, and takes a right fix. */
export function playProof(scenario: Scenario, place: number): Position {
  const right = rightCauseOf(scenario);
  const clues = right.needs[place] ?? [];
  const seenIn = new Map(scenario.clues.map((clue) => [clue.id, clue.seenIn]));
  const way = cheapestPath({ actions: scenario.actions, seenIn }, clues);
  return position(
    scenario,
    'solo',
    alone([
      ...(way?.actions ?? []).map((action): Move => ({ kind: 'act', action })),
      ...clues.map((clue): Move => ({ kind: 'pin', clue })),
      { kind: 'diagnose', cause: right.id },
      { kind: 'fix', fix: scenario.fixes.find((fix) => fix.right)?.id ?? '' },
    ]),
  );
}

/** Looks at anything until some set that proves the cause has been seen whole, cites it and what supports it, and takes a right fix. */
export function playWanderer(scenario: Scenario, seed: string): Position | undefined {
  const right = rightCauseOf(scenario);
  const order = shuffled(
    scenario.actions.map(({ id }) => id),
    `${seed}/looks`,
  );
  let at = position(scenario, 'solo', []);
  while (true) {
    const proof = right.needs.find((needs) => needs.every((clue) => at.seen.has(clue)));
    if (proof !== undefined) {
      const supporting = scenario.clues.filter(({ id, kind }) => kind === 'supporting' && at.seen.has(id));
      const cited = [...proof, ...supporting.map(({ id }) => id)].slice(0, MOST_CITED);
      return after(scenario, at, [
        ...pinned(cited),
        { kind: 'diagnose', cause: right.id },
        ...deployed(shuffled(rightOnes(scenario.fixes), `${seed}/fixes`)),
      ]);
    }
    const possible = possibleActions(scenario, at);
    const next = order.find((id) => possible.some((action) => action.id === id));
    if (next === undefined) return undefined;
    at = step(scenario, at, { move: { kind: 'act', action: next }, by: 'ada' });
  }
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
    ...possibleMitigations(scenario, at).map(({ id }): Move => ({ kind: 'mitigate', mitigation: id })),
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

/** Clue, cause or fix, by the words that its author has written. */
function contentWords(words: string): Set<string> {
  return new Set((words.toLowerCase().match(/[a-z_]{4,}/g) ?? []).map((word) => word.replace(/(?:ing|ed|es|s)$/, '')));
}

function sharedWords(words: string, others: ReadonlySet<string>): number {
  return contentWords(words).intersection(others).size;
}

/** Looks in this order at whatever there is still time for, and comes back until nothing is left. */
function lookAt(scenario: Scenario, order: readonly string[], begun = position(scenario, 'solo', [])): Position {
  let at = begun;
  while (true) {
    const possible = possibleActions(scenario, at);
    const next = order.find((id) => possible.some((action) => action.id === id));
    if (next === undefined) return at;
    at = step(scenario, at, { move: { kind: 'act', action: next }, by: 'ada' });
  }
}

function after(scenario: Scenario, at: Position, moves: readonly Move[]): Position {
  return alone(moves).reduce((before, made) => step(scenario, before, made), at);
}

const pinned = (clues: Iterable<string>) => [...clues].map((clue): Move => ({ kind: 'pin', clue }));
const claimed = (causes: readonly { id: string }[]) => causes.map(({ id }): Move => ({ kind: 'diagnose', cause: id }));
const deployed = (fixes: readonly { id: string }[]) => fixes.map(({ id }): Move => ({ kind: 'fix', fix: id }));
const commit: Move = { kind: 'commit' };
const rightOnes = <Thing extends { right: boolean }>(things: readonly Thing[]) => things.filter(({ right }) => right);
const longestFirst = <Thing>(things: readonly Thing[], words: (thing: Thing) => string) =>
  things.toSorted((one, other) => words(other).length - words(one).length);

/** Several players look at the same things before they part ways: what a seed leads to is kept. */
const looked = new Map<string, Position>();

function lookOnce(name: string, look: () => Position): Position {
  const found = looked.get(name) ?? look();
  looked.set(name, found);
  return found;
}

function randomLooks(scenario: Scenario, seed: string): Position {
  const order = () =>
    shuffled(
      scenario.actions.map(({ id }) => id),
      `${seed}/looks`,
    );
  return lookOnce(`random ${seed}`, () => lookAt(scenario, order()));
}

function cheapestFirst(scenario: Scenario, seed: string): string[] {
  return shuffled(scenario.actions, `${seed}/looks`)
    .toSorted((one, other) => one.cost - other.cost)
    .map(({ id }) => id);
}

/** As many looks as the budget has room for. */
function cheapLooks(scenario: Scenario, seed: string): Position {
  return lookOnce(`cheap ${seed}`, () => lookAt(scenario, cheapestFirst(scenario, seed)));
}

/** Players who don't think, and some who need not. Each is a whole game that follows from its seed. */
export const STRATEGIES = {
  'no look, one random cause, fixes till right': (scenario, seed) =>
    after(scenario, position(scenario, 'solo', []), [
      ...claimed(shuffled(scenario.causes, `${seed}/causes`).slice(0, 1)),
      commit,
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]),
  'no look, all causes till right, fixes till right': (scenario, seed) =>
    after(scenario, position(scenario, 'solo', []), [
      ...claimed(shuffled(scenario.causes, `${seed}/causes`)),
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]),
  'no look, longest cause, longest fix title': (scenario) =>
    after(scenario, position(scenario, 'solo', []), [
      ...claimed(longestFirst(scenario.causes, ({ text }) => text).slice(0, 1)),
      commit,
      ...deployed(longestFirst(scenario.fixes, ({ title }) => title)),
    ]),
  'no look, told cause and fix': (scenario, seed) =>
    after(scenario, position(scenario, 'solo', []), [
      ...claimed(rightOnes(scenario.causes)),
      ...deployed(shuffled(rightOnes(scenario.fixes), `${seed}/fixes`)),
    ]),
  'no look, told cause, fix and what stops the harm': (scenario, seed) =>
    after(scenario, position(scenario, 'solo', []), [
      ...stopping(scenario),
      ...claimed(rightOnes(scenario.causes)),
      ...deployed(shuffled(rightOnes(scenario.fixes), `${seed}/fixes`)),
    ]),
  'random looks to the budget, pins all, causes and fixes at random till right': (scenario, seed) => {
    const at = randomLooks(scenario, seed);
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(shuffled(scenario.causes, `${seed}/causes`)),
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]);
  },
  'random looks, pins all, longest cause only, fixes at random': (scenario, seed) => {
    const at = randomLooks(scenario, seed);
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(longestFirst(scenario.causes, ({ text }) => text).slice(0, 1)),
      commit,
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]);
  },
  'cheap looks first, cause and four pins by words in common, fixes at random': (scenario, seed) => {
    const at = cheapLooks(scenario, seed);
    const seen = scenario.clues.filter(({ id }) => at.seen.has(id));
    const words = contentWords(seen.map(({ text }) => text).join(' '));
    const causes = scenario.causes.toSorted(
      (one, other) => sharedWords(other.text, words) - sharedWords(one.text, words),
    );
    const said = contentWords(causes[0]?.text ?? '');
    const pins = seen.toSorted((one, other) => sharedWords(other.text, said) - sharedWords(one.text, said)).slice(0, 4);
    return after(scenario, at, [
      ...pinned(pins.map(({ id }) => id)),
      ...claimed(causes),
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]);
  },
  'random looks, pins all, perfect elimination, fixes at random': (scenario, seed) => {
    const at = randomLooks(scenario, seed);
    const causes = shuffled(scenario.causes, `${seed}/causes`);
    const left = causes.filter((cause) => cause.right || !cause.refutedBy.some((clue) => at.seen.has(clue)));
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(left),
      ...deployed(shuffled(scenario.fixes, `${seed}/fixes`)),
    ]);
  },
  'random looks, pins all, told cause and fix': (scenario, seed) => {
    const at = randomLooks(scenario, seed);
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(rightOnes(scenario.causes)),
      ...deployed(rightOnes(scenario.fixes)),
    ]);
  },
  'cheap looks first, pins all, told cause and fix': (scenario, seed) => {
    const at = cheapLooks(scenario, seed);
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(rightOnes(scenario.causes)),
      ...deployed(rightOnes(scenario.fixes)),
    ]);
  },
  'cheap looks first, pins all, told cause, fix and what stops the harm': (scenario, seed) => {
    const at = lookAt(
      scenario,
      cheapestFirst(scenario, seed),
      after(scenario, position(scenario, 'solo', []), stopping(scenario)),
    );
    return after(scenario, at, [
      ...pinned(at.seen),
      ...claimed(rightOnes(scenario.causes)),
      ...deployed(rightOnes(scenario.fixes)),
    ]);
  },
} satisfies Record<string, (scenario: Scenario, seed: string) => Position>;
