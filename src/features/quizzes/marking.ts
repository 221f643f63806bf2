import { z } from 'zod';
import { findReject, matchesShort } from '../../curriculum/matching.ts';
import type { Item, OrderItem } from '../../curriculum/schema.ts';
import { onceFor } from '../../domain/once.ts';
import { shuffled } from '../../domain/seed.ts';

const index = z.int().min(0);

/**
 * What a person answered, as it is kept. Options and steps are counted from 0 in the author's order and lines from 1, so
 * that answers can be counted together however a round displayed them.
 */
export const Response = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('option'), option: index }),
  z.strictObject({ kind: z.literal('options'), options: z.array(index) }),
  z.strictObject({ kind: z.literal('line'), line: z.int().min(1) }),
  z.strictObject({ kind: z.literal('steps'), steps: z.array(index) }),
  z.strictObject({ kind: z.literal('typed'), typed: z.string() }),
]);

export type Response = z.output<typeof Response>;

/** A typed answer is at most this long. */
export const TYPED_LENGTH = 200;

/** A letter people see and what a response keeps for it: an authored index, or a line's number. */
export interface Lettered {
  letter: string;
  value: number;
}

/** The lettered lines of an item as one round shows them to everybody. Nothing in their order depends on the key. */
export function letteredLines(item: Item, roundId: string): readonly Lettered[] {
  return drawnOnce(item, roundId, () =>
    displayed(item, `${roundId}/${item.slug}`).map((value, place) => ({ letter: letterAt(place), value })),
  );
}

/** Drawing by hash costs, and everybody in a round gets the same: so it is done once. Made of content alone. */
const drawnOnce = onceFor<Item, readonly Lettered[]>();

function displayed(item: Item, seed: string): number[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'prints':
    case 'fix':
      return shuffled([...item.options.keys()], seed);
    case 'line':
      return [...new Set([item.line, ...item.decoys.map((decoy) => decoy.line)])].sort((one, other) => one - other);
    case 'order':
      return shuffledSteps(item, seed);
    case 'short':
      return [];
  }
}

/** Sorted by their words before they are shuffled: the author's order, which is the key, must not shape what is shown. */
function shuffledSteps({ steps }: OrderItem, seed: string): number[] {
  const words = (step: number) => steps[step] ?? '';
  const sorted = [...steps.keys()].sort((one, other) => {
    if (words(one) === words(other)) return one - other;
    return words(one) < words(other) ? -1 : 1;
  });
  const drawn = shuffled(sorted, seed);
  const solved = drawn.every((step, place) => words(step) === words(place));
  return solved ? [...drawn.slice(1), ...drawn.slice(0, 1)] : drawn;
}

function letterAt(place: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + place);
}

/** Letters pressed so far, as a control's state carries them: known ones, each once; in pressing order only for steps. */
export function readDraft(item: Item, roundId: string, draft: string): string {
  const known = letteredLines(item, roundId).map(({ letter }) => letter);
  const pressed = [...new Set(draft)].filter((letter) => known.includes(letter));
  return (item.kind === 'order' ? pressed : pressed.sort()).join('');
}

/** Reads an answer from a control's state (letters) or a form (what was typed). Undefined when it does not fit the item. */
export function readAnswer(item: Item, roundId: string, answer: string): Response | undefined {
  if (item.kind === 'short') {
    const typed = answer.trim();
    return typed === '' || typed.length > TYPED_LENGTH ? undefined : { kind: 'typed', typed };
  }
  const lines = letteredLines(item, roundId);
  const values = [...answer].flatMap((letter) => lines.find((line) => line.letter === letter)?.value ?? []);
  if (values.length !== answer.length || new Set(values).size !== values.length) return undefined;
  const [first] = values;
  if (first === undefined) return undefined;
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return values.length === 1 ? { kind: 'option', option: first } : undefined;
    case 'line':
      return values.length === 1 ? { kind: 'line', line: first } : undefined;
    case 'multiple':
      return { kind: 'options', options: values.sort((one, other) => one - other) };
    case 'order':
      return values.length === lines.length ? { kind: 'steps', steps: values } : undefined;
  }
}

/** The answer as this round's letters, or as it was typed: what `readAnswer` reads. */
export function writeAnswer(item: Item, roundId: string, response: Response): string {
  const lines = letteredLines(item, roundId);
  const letters = (values: readonly number[]) =>
    values.map((value) => lines.find((line) => line.value === value)?.letter ?? '?');
  switch (response.kind) {
    case 'option':
      return letters([response.option]).join('');
    case 'options':
      return letters(response.options).sort().join('');
    case 'line':
      return letters([response.line]).join('');
    case 'steps':
      return letters(response.steps).join('');
    case 'typed':
      return response.typed;
  }
}

/** The answer that is right. */
export function keyOf(item: Item): Response {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return { kind: 'option', option: item.options.findIndex((option) => option.right) };
    case 'multiple':
      return { kind: 'options', options: rightOptions(item.options) };
    case 'line':
      return { kind: 'line', line: item.line };
    case 'order':
      return { kind: 'steps', steps: [...item.steps.keys()] };
    case 'short':
      return { kind: 'typed', typed: item.answer };
  }
}

/** All or nothing. An answer of another kind than the item's, left by an older version of it, is wrong. */
export function isRight(item: Item, response: Response): boolean {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return response.kind === 'option' && item.options[response.option]?.right === true;
    case 'multiple': {
      if (response.kind !== 'options') return false;
      const right = rightOptions(item.options);
      return right.length === response.options.length && right.every((option) => response.options.includes(option));
    }
    case 'line':
      return response.kind === 'line' && response.line === item.line;
    case 'order':
      return (
        response.kind === 'steps' &&
        response.steps.length === item.steps.length &&
        response.steps.every((step, place) => item.steps[step] === item.steps[place])
      );
    case 'short':
      return response.kind === 'typed' && matchesShort(item, response.typed);
  }
}

function rightOptions(options: readonly { right: boolean }[]): number[] {
  return [...options.entries()].flatMap(([option, { right }]) => (right ? [option] : []));
}

/** The misconceptions (slugs) that a wrong answer gives away; none for a right one. */
export function misconceptionsOf(item: Item, response: Response): string[] {
  if (isRight(item, response)) return [];
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'multiple': {
      const chosen =
        response.kind === 'options' ? response.options : response.kind === 'option' ? [response.option] : [];
      return [...new Set(chosen.flatMap((option) => wrongBelief(item.options[option])))];
    }
    case 'line':
      return item.decoys.flatMap((decoy) =>
        response.kind === 'line' && decoy.line === response.line ? [decoy.misconception] : [],
      );
    case 'order':
      return [item.misconception];
    case 'short': {
      const belief = response.kind === 'typed' ? findReject(item, response.typed) : undefined;
      return belief === undefined ? [] : [belief];
    }
  }
}

function wrongBelief(option: { right: boolean; misconception?: string } | undefined): string[] {
  return option === undefined || option.right || option.misconception === undefined ? [] : [option.misconception];
}

/** How an answer to a multiple choice differs from the key: authored indexes. */
export function differences(
  item: Extract<Item, { kind: 'multiple' }>,
  response: Response,
): { missed: number[]; wrong: number[] } {
  const chosen = response.kind === 'options' ? response.options : [];
  const right = rightOptions(item.options);
  return {
    missed: right.filter((option) => !chosen.includes(option)),
    wrong: chosen.filter((option) => !right.includes(option)),
  };
}
