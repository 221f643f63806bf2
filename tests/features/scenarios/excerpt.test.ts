import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { readPattern } from '../../../src/curriculum/scenario-schema.ts';
import { excerptOf } from '../../../src/features/scenarios/excerpt.ts';
import { COLUMNS } from '../../../src/features/scenarios/folding.ts';
import { evidenceBlocks } from '../../../src/features/scenarios/texts.ts';

const scenarios = [...loadCurriculum('curriculum').scenarios.values()];

it('shows the lines that matter before the others, in the order of the text', () => {
  const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`);
  const { text, left } = excerptOf(lines.join('\n'), [/line 70/, /line 40.*line 42/s], 110);
  const shown = text.split('\n');
  expect(shown).toEqual(expect.arrayContaining(['line 40', 'line 41', 'line 42', 'line 70']));
  expect(shown.filter((line) => line !== '⋮')).toEqual(lines.filter((line) => shown.includes(line)));
  expect(shown[shown.indexOf('line 70') + 3]).toBe('⋮');
  expect(left).toBe(100 - shown.filter((line) => line !== '⋮').length);
});

it('cuts a first line that is too long between two characters', () => {
  const family = '👩‍👩‍👧';
  expect(excerptOf(`ab${family}${family}`, [], 2 + family.length + 3).text).toBe(`ab${family}`);
});

it('is never longer than it may be, and shows nothing that is not there', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 20, max: 300 }), (parts, length) => {
      const lines = parts.join('\n').split('\n');
      const { text, left } = excerptOf(lines.join('\n'), [/a/, /b.*c/s], length);
      expect(text.length).toBeLessThanOrEqual(length + 2);
      expect(left).toBeLessThan(lines.length);
      const whole = lines.join('\n');
      for (const line of text.split('\n')) expect(line === '⋮' || whole.includes(line)).toBe(true);
    }),
  );
});

it('shows where each clue begins in each thing that can be looked at, and no line that is too wide for a phone', () => {
  for (const { slug, actions, clues } of scenarios) {
    for (const action of actions) {
      const { artefact } = action;
      if (artefact.kind === 'said') continue;
      const blocks = evidenceBlocks(action, clues);
      const shown = blocks.flatMap((block) => (block.kind === 'code' ? [block.source] : [])).join('\n');
      const whole = blocks.flatMap((block) => (block.kind === 'file' ? [block.content] : [])).join('\n');
      const widest = Math.max(...`${shown}\n${whole}`.split('\n').map((line) => [...line].length));
      expect(widest, `${slug} ${action.id}`).toBeLessThanOrEqual(COLUMNS);
      for (const { id, match } of clues.filter(({ seenIn }) => seenIn.includes(action.id))) {
        const found = readPattern(match)?.exec(artefact.text);
        const start = artefact.text.lastIndexOf('\n', found?.index ?? 0) + 1;
        const first = artefact.text.slice(start).split('\n')[0] ?? '';
        const bare = (words: string) => words.replaceAll(/[\s↪]/g, '');
        expect(bare(shown), `${slug} ${action.id} ${id}`).toContain(bare(first));
      }
    }
  }
});
