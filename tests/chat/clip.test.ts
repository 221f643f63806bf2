import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitView } from '../../src/adapters/playground/limits.ts';
import { clip, wholeLetters } from '../../src/chat/clip.ts';
import { cutSource } from '../../src/chat/cut.ts';
import { code, view } from '../../src/chat/view.ts';

const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Letters as people count them: plain ones, one under accents, a flag, a family, a hand with its colour. */
const letter = fc.constantFrom('a', ' ', 'é', 'e\u0301\u0323', '🇩🇪', '👩‍👩‍👧‍👦', '👋🏽', 'नि', '\n');

const words = fc.array(letter, { maxLength: 60 }).map((letters) => letters.join(''));

function endsBetweenLetters(whole: string, part: string): boolean {
  const ends = new Set([0, whole.length, ...[...LETTERS.segment(whole)].map(({ index }) => index)]);
  return whole.startsWith(part) && ends.has(part.length);
}

it('cuts no letter, accent or emoji in half, wherever the end falls', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 80 }), (whole, length) => {
      const kept = wholeLetters(whole, length);
      expect(kept.length).toBeLessThanOrEqual(length);
      expect(endsBetweenLetters(whole, kept)).toBe(true);
      const clipped = clip(whole, length);
      expect(clipped.length).toBeLessThanOrEqual(length);
      if (clipped !== whole) expect(clipped).toBe(`${wholeLetters(whole, length - 1).trimEnd()}…`);
    }),
  );
});

it('cuts code and long words between letters, too', () => {
  const family = '👩‍👩‍👧‍👦';
  const [first = ''] = cutSource(family.repeat(20), (piece) => piece.length <= 100) ?? [];
  expect(first).toBe(family.repeat(9));
  const parts = splitView(view(code(family.repeat(2000), 'text')));
  const sources = parts.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'code' ? [block.source] : [])),
  );
  expect(sources.length).toBeGreaterThan(1);
  expect(sources.join('')).toBe(family.repeat(2000));
  for (const source of sources) expect(source.length % family.length).toBe(0);
});
