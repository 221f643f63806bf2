/** What stands for a name of which no letter can be written: the words beside every picture have it whole. */
export const STAND_IN = '(name in the text)';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text with only those letters that `has` says can be written, so that no empty box stands in a picture. Ornamental letters
 * become plain ones, accents that are missing are left away, emoji and foreign scripts too; a name that is written in nothing
 * else becomes `STAND_IN`.
 */
export function writable(typed: string, has: (codePoint: number) => boolean): string {
  const all = (text: string) => [...text].every((letter) => has(letter.codePointAt(0) ?? 0));
  let written = '';
  for (const { segment } of graphemes.segment(typed.replaceAll(/\p{C}/gu, '').normalize('NFC'))) {
    const choices = [segment, segment.normalize('NFKD').replaceAll(/\p{M}/gu, '')];
    written += choices.find((choice) => choice !== '' && all(choice)) ?? ' ';
  }
  const tidy = written.replaceAll(/\s+/g, ' ').trim();
  if (tidy === '' && typed.trim() === '') return '';
  const isLost = /[\p{L}\p{N}]/u.test(typed) && !/[\p{L}\p{N}]/u.test(tidy);
  return tidy === '' || isLost ? STAND_IN : tidy;
}
