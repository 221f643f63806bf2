import type { Fix, Scenario } from '../../curriculum/scenario.ts';
import type { Cause, Clue } from '../../curriculum/scenario-schema.ts';
import { digest, shuffled, tagOf } from '../../domain/seed.ts';
import type { Position } from './position.ts';

/** One of several things to choose from, as it is shown: its letter, and the tag by which a control names it. */
export interface Lettered<Thing> {
  letter: string;
  tag: string;
  thing: Thing;
}

const LETTERS = 'ABCDEFGH';

/** Shuffled by the investigation, so that no letter is right more often, and A of one team is not A of another. */
function lettered<Thing extends { id: string }>(things: readonly Thing[], seed: string): Lettered<Thing>[] {
  return shuffled(things, seed).map((thing, index) => ({ letter: LETTERS[index] ?? '?', tag: tagOf(thing.id), thing }));
}

export function letteredCauses({ causes }: Pick<Scenario, 'causes'>, row: string): Lettered<Cause>[] {
  return lettered(causes, `${row}/causes`);
}

export function letteredFixes({ fixes }: Pick<Scenario, 'fixes'>, row: string): Lettered<Fix>[] {
  return lettered(fixes, `${row}/fixes`);
}

/**
 * The clues that were seen, in the order in which the looks showed them. Those of one look come in an order that only the
 * investigation decides: authors write down first what the cause needs.
 */
export function seenClues(
  { clues }: Pick<Scenario, 'clues'>,
  at: Pick<Position, 'done' | 'seen'>,
  row: string,
): Clue[] {
  const lot = ({ id }: Clue) => digest(`${row}/clues/${id}`, 20);
  const drawn = clues.filter(({ id }) => at.seen.has(id)).sort((one, other) => (lot(one) < lot(other) ? -1 : 1));
  const firstLook = ({ seenIn }: Clue) => at.done.findIndex(({ action }) => seenIn.includes(action.id));
  return drawn.sort((one, other) => firstLook(one) - firstLook(other));
}

/** Markdown without its marks, for selects and forms, which show them. */
export function plainly(source: string): string {
  return source
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|`+)(.*?)\1/g, '$2')
    .replace(/(?<![\w*])\*([^*]+)\*(?![\w*])/g, '$1');
}
