import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COLUMNS, folded } from '../../../src/features/scenarios/folding.ts';

it('lets a line go on below, under its own indentation, behind an arrow', () => {
  const call = '    return connect(host, port, timeout=timeout, retries=retries, certificate=certificate)';
  expect(folded(call)).toBe(
    '    return connect(host, port, timeout=timeout, retries=retries,\n    ↪ certificate=certificate)',
  );
  const added = `+   total = ${'x'.repeat(90)}`;
  expect(folded(added).split('\n')[1]).toMatch(/^\+ {3}↪ x+$/);
});

it('leaves what is narrow as it is, and keeps every character of what is not, whole', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 300 }).map((words) => words.replaceAll(/\s/gu, ' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
      const words = lines.join('\n');
      const shown = folded(words);
      const widths = shown.split('\n').map((one) => [...new Intl.Segmenter('en').segment(one)].length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(COLUMNS);
      const bare = (text: string) => text.replaceAll(/[\s↪+-]/gu, '');
      expect(bare(shown)).toBe(bare(words));
      if (lines.every(({ length }) => length <= COLUMNS)) expect(shown).toBe(words);
    }),
  );
});
