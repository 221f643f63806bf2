const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The letters of a text as people count them, each with its accents. */
export function lettersOf(words: string): string[] {
  return Array.from(LETTERS.segment(words), ({ segment }) => segment);
}

/** At most this many letters, with an ellipsis for what is missing; no letter, accent or emoji is cut in half. For captions, never for what must be read whole. */
export function clip(caption: string, length: number): string {
  if (caption.length <= length) return caption;
  return `${wholeLetters(caption, length - 1).trimEnd()}…`;
}

/** No letter is longer than this: a family of emoji has 11 units, a letter under many accents some more. */
const LONGEST_LETTER = 64;

/** The beginning of a text, of at most `length` units, that ends between two letters as people count them. */
export function wholeLetters(words: string, length: number): string {
  if (words.length <= length) return words;
  const from = Math.max(0, length - LONGEST_LETTER);
  const around = [...LETTERS.segment(words.slice(from, length + LONGEST_LETTER))];
  const end = around.findLast(({ index }) => index > 0 && from + index <= length);
  if (end !== undefined) return words.slice(0, from + end.index);
  // Either not one letter fits, or one goes on without an end.
  return from === 0 ? '' : words.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
