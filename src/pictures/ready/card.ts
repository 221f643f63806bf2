import { column, type Part, space, words } from '../parts.ts';

/** What every picture is: a title, a quiet line below it where there is one, and the rest with air between. */
export function card(title: string, note: string | undefined, parts: readonly Part[], gap = 16): Part {
  const top = words(title, { size: 38, weight: 600, lines: 2 });
  const below = note === undefined ? [] : [words(note, { tone: 'quiet', lines: 3 })];
  return column([column([top, ...below], 4), space(4), ...parts], gap);
}

/** A smaller heading inside a card. */
export function section(title: string): Part {
  return words(title, { size: 28, weight: 600, lines: 2 });
}
