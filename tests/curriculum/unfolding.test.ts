import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { unfold } from '../../src/curriculum/unfolding.ts';

it('takes a line break inside a paragraph or an item for a space', () => {
  expect(unfold('One sentence that\nan author wrapped.\n\nA new\nparagraph.')).toBe(
    'One sentence that an author wrapped.\n\nA new paragraph.',
  );
  expect(unfold('- an item that\n  goes on\n- another\n  1. deeper\n     still')).toBe(
    '- an item that goes on\n- another\n  1. deeper still',
  );
});

it('leaves code, lists, quotes, tables, titles and breaks that are meant', () => {
  for (const kept of [
    'Text:\n```python\na = 1\nb = 2\n```\nmore',
    'Text:\n\n    a = 1\n    b = 2',
    '- one\n- two\n1. three',
    '> a\n> b',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '# Title\nText',
    'One  \ntwo\\\nthree',
    '![what it shows](a.png)\nText',
    '- ```python\n  a = 1\n  b = 2\n  ```\n- x',
  ]) {
    expect(unfold(kept)).toBe(kept);
  }
});

it('changes white space only, and nothing the second time', () => {
  const piece = fc.constantFrom(
    'word',
    'two words',
    '- item',
    '  go on',
    '> quote',
    '```',
    '',
    '# Title',
    '1. one',
    'end  ',
    '    deep',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (lines) => {
      const once = unfold(lines.join('\n'));
      expect(unfold(once)).toBe(once);
      expect(once.replace(/\s+/g, '')).toBe(lines.join('').replace(/\s+/g, ''));
    }),
  );
});

it('leaves no sentence of the curriculum broken in its middle', () => {
  const { items, scenarios, sessions } = loadCurriculum('curriculum');
  const texts = [
    ...[...items.values()].flatMap(({ question, explanation }) => [question, explanation]),
    ...[...scenarios.values()].flatMap(({ incident, debrief }) => [
      ...Object.values(incident),
      debrief.cause,
      debrief.mechanism,
      debrief.fix,
    ]),
    ...sessions.flatMap(({ prework, practice }) => [...prework, ...practice].map(({ text }) => text)),
  ];
  expect(texts.length).toBeGreaterThan(700);
  for (const words of texts) expect(words.replace(/```[\s\S]*?```/g, '')).not.toMatch(/[a-z,]\n[a-z]/);
});
