import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPayload, fitsMessage } from '../../../src/adapters/discord/limits.ts';
import { renderMessage } from '../../../src/adapters/discord/render.ts';
import { split } from '../../../src/adapters/discord/split.ts';
import { plainSpelling } from '../../../src/chat/spelling.ts';
import { type Inline, markdown, mention, type Text, text, time } from '../../../src/chat/text.ts';
import {
  type Block,
  button,
  code,
  controls,
  divider,
  facts,
  file,
  heading,
  paragraph,
  picture,
  type View,
  view,
} from '../../../src/chat/view.ts';
import { validateMessage } from '../../support/fake-discord/validate.ts';

/** Everything a view says, without white space and without the fences, which a cut may add. */
function letters({ blocks }: View): string {
  return blocks.map(lettersOfBlock).join('').replace(/\s+/g, '');
}

function lettersOfBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return lettersOfText(block.text);
    case 'code':
      return block.source;
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}${lettersOfText(value)}`).join('');
    case 'divider':
      return '';
    case 'controls':
      return block.controls.map((control) => JSON.stringify(control)).join('');
    case 'file':
      return block.name + block.content;
    case 'picture':
      return block.name + block.alt;
  }
}

function lettersOfText(words: Text): string {
  return words.map(lettersOfInline).join('');
}

function lettersOfInline(inline: Inline): string {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown.replace(/```(\w*\n)?/g, '');
    case 'typed':
      return inline.text;
    case 'command':
    case 'word':
      return plainSpelling(inline);
    case 'time':
      return `(${inline.at} ${inline.style})`;
    case 'mention':
      return `(${inline.of} ${inline.id})`;
  }
}

const word = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('the', 'lock', 'is', 'held', 'while', 'another', 'thread', 'waits\n', 'why?\n\n'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '**bold words**',
      '`a b c`',
      '[the docs](https://docs.python.org)',
      '日本語',
      '🧑‍💻',
      '\\*',
    ),
  },
);
const prose = fc
  .tuple(fc.array(word, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }))
  .map(([words, times]) => `${words.join(' ')} `.repeat(times));
const fence = prose.map((source) => `\n\`\`\`py\n${source.replaceAll('`', '')}\n\`\`\`\n`);
const hostile = fc.constantFrom(
  '```',
  '@everyone',
  '<@123456789012345678>',
  '**',
  '# x\n- y',
  '`',
  '\\',
  '||',
  '日本語',
  '🧑‍💻',
  ' ',
  '\n',
);
const typed = fc
  .tuple(fc.array(fc.oneof(hostile, fc.string({ maxLength: 20 })), { maxLength: 30 }), fc.integer({ min: 1, max: 40 }))
  .map(([parts, times]) => parts.join('').repeat(times));
const moment = fc.integer({ min: 0, max: 4e9 }).map((s) => Temporal.Instant.fromEpochMilliseconds(s * 1000));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: prose.map(markdown) },
  { weight: 1, arbitrary: fence.map(markdown) },
  { weight: 4, arbitrary: typed.map((words): Inline => ({ kind: 'typed', text: words })) },
  { weight: 1, arbitrary: moment.map((at) => time(at)) },
  { weight: 1, arbitrary: fc.constant(mention('member', '123456789012345678')) },
);
const words: fc.Arbitrary<Text> = fc.array(inline, { minLength: 1, maxLength: 6 });

/** Ids are given later, so that no two controls of a view have the same one. */
const blocks: fc.Arbitrary<Block> = fc.oneof(
  { weight: 6, arbitrary: words.map((value): Block => ({ kind: 'text', text: value })) },
  { weight: 1, arbitrary: words.map((value): Block => ({ kind: 'footnote', text: value })) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 60 }).map((title) => heading(title)) },
  { weight: 2, arbitrary: fc.oneof(prose, typed).map((source) => code(source)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.tuple(fc.string({ maxLength: 20 }), words), { maxLength: 30 }).map((all) => facts(...all)),
  },
  { weight: 1, arbitrary: fc.constant(divider) },
  { weight: 1, arbitrary: fc.string({ maxLength: 50 }).map((content) => file('export.csv', content)) },
  {
    weight: 1,
    arbitrary: fc.string({ maxLength: 2000 }).map((alt) => picture('memory.png', alt, new Uint8Array([137]))),
  },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 1, max: 30 })
      .map((count) => controls(...Array.from({ length: count }, () => button('A', 'a')))),
  },
);

function distinguish(all: readonly Block[]): View {
  let count = 0;
  const next = () => String(count++);
  return view(
    ...all.map((block) =>
      block.kind === 'controls' ? controls(...block.controls.map(() => button('Go', 'go', { n: next() }))) : block,
    ),
  );
}

const views = fc.array(blocks, { minLength: 1, maxLength: 12, size: 'max' }).map(distinguish);

test('every part of any view obeys every limit, and together they say everything', () => {
  fc.assert(
    fc.property(views, (whole) => {
      fc.pre(renderMessage(whole).components.length > 0);
      const parts = split(whole);
      for (const part of parts) {
        const payload = checkPayload(renderMessage(part));
        validateMessage({ flags: 1 << 15, components: payload.components as never }, payload.files);
      }
      expect(parts.map(letters).join('')).toBe(letters(whole));
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('a long text is cut without losing a character, and none of it is cut in a word', () => {
  const source = 'Alpha beta gamma delta. '.repeat(700);
  const parts = split(view({ kind: 'text', text: [markdown(source)] }));
  const pieces = parts.flatMap(({ blocks: all }) => all.map((block) => (block.kind === 'text' ? block.text : [])));
  expect(
    pieces.map((piece) => piece.map((one) => (one.kind === 'markdown' ? one.markdown : '')).join('')).join(''),
  ).toBe(source);
  expect(parts).toHaveLength(5);
  for (const piece of pieces)
    expect(piece.at(-1)).toMatchObject({ markdown: expect.stringMatching(/(Alpha|beta|gamma|delta\.) $/) });
});

test('a view that fits is left as it is', () => {
  const whole = view(heading('Title'), paragraph`Short.`, controls(button('A', 'a')));
  expect(split(whole)).toEqual([whole]);
});

test('a cut prefers the end of a paragraph to the end of a line, and that to a space', () => {
  const line = `${'word '.repeat(39)}end`;
  const paragraphs = `${Array.from({ length: 5 }, () => line).join('\n')}\n\n`.repeat(6);
  for (const part of split(view({ kind: 'text', text: [markdown(paragraphs)] })).slice(0, -1)) {
    expect(lettersOfBlock(part.blocks[0] ?? divider)).toMatch(/end\n\n$/);
  }
  const lines = `${line}\n`.repeat(40);
  for (const part of split(view({ kind: 'text', text: [markdown(lines)] })).slice(0, -1)) {
    expect(lettersOfBlock(part.blocks[0] ?? divider)).toMatch(/end\n$/);
  }
});

test('bold words, code and links are not cut in two', () => {
  const part = '**these words belong together** and `so do these` and [these too](https://docs.python.org/3/) ';
  for (const piece of split(view({ kind: 'text', text: [markdown(part.repeat(150))] }))) {
    const shown = lettersOfBlock(piece.blocks[0] ?? divider);
    expect(shown.match(/\*\*/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    expect(shown.match(/`/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    expect(shown.match(/\[/g)?.length).toBe(shown.match(/\)/g)?.length);
  }
});

test('long code is cut after a line, and every piece is fenced', () => {
  const source = Array.from({ length: 300 }, (_, index) => `line_${index} = compute(${index})  # some remark`).join(
    '\n',
  );
  const parts = split(view(paragraph`The log:`, code(source)));
  expect(parts.length).toBeGreaterThan(2);
  const fences = parts
    .flatMap((part) => renderMessage(part).components)
    .map((one) => ('content' in one ? one.content : ''));
  for (const content of fences.filter((one) => one.startsWith('```')))
    expect(content).toMatch(/^```python\nline_[\s\S]*remark\n```$/);
  expect(
    parts.flatMap(({ blocks: all }) => all.flatMap((one) => (one.kind === 'code' ? [one.source] : []))).join(''),
  ).toBe(source);
});

test('code inside a long text is fenced again on both sides of the cut', () => {
  const source = 'x = 1\n'.repeat(900);
  const parts = split(view({ kind: 'text', text: [markdown(`Look:\n\`\`\`py\n${source}\`\`\`\nThat was it.`)] }));
  for (const part of parts) {
    for (const component of renderMessage(part).components) {
      const ticks = 'content' in component ? component.content.match(/```/g)?.length : 0;
      expect(ticks ?? 0).toSatisfy((count: number) => count % 2 === 0);
    }
  }
  expect(parts.map(letters).join('')).toContain('Thatwasit.');
});

test('a question and its buttons stay together', () => {
  const story = paragraph`${'A long story. '.repeat(260)}`;
  const rows = controls(...Array.from({ length: 30 }, (_, index) => button('Go', 'go', { n: String(index) })));
  const parts = split(
    view(story, paragraph`First question`, rows, heading('Second'), paragraph`Which?`, controls(button('A', 'a'))),
  );
  expect(parts.at(-1)?.blocks.map(({ kind }) => kind)).toEqual(['heading', 'text', 'controls']);
});

test('a heading is never the last thing of a part', () => {
  const long = paragraph`${'words and words '.repeat(200)}`;
  for (const part of split(view(long, heading('One'), long, heading('Two'), long))) {
    expect(part.blocks.at(-1)?.kind).not.toBe('heading');
  }
});

test('3390 Japanese characters, which Discord cannot take, are two messages', () => {
  const parts = split(view(paragraph`${'日'.repeat(3390)}`));
  expect(parts.map(letters).join('')).toHaveLength(3390);
  expect(parts).toHaveLength(2);
  expect(parts.every((part) => fitsMessage(renderMessage(part)))).toBe(true);
});

test('emoji are not cut in half', () => {
  const parts = split(view(paragraph`${'👩‍👩‍👧‍👦'.repeat(700)}`));
  for (const part of parts) expect(letters(part)).toMatch(/^(👩‍👩‍👧‍👦)+$/u);
});

test('what a person typed is escaped in every part, however it is cut', () => {
  const parts = split(view({ kind: 'text', text: text`${'@everyone **x** '.repeat(400)}` }));
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect(JSON.stringify(renderMessage(part).components)).not.toMatch(/(^|[^\\])@everyone|[^\\]\*[^\\]\*/);
  }
});

test('white space before a cut makes no message of its own', () => {
  const long = `\n\`\`\`py\n${Array.from({ length: 900 }, (_, index) => `the ${index} waits`).join('\n\n')}\n\`\`\``;
  const parts = split({ kind: 'view', blocks: [{ kind: 'footnote', text: [{ kind: 'markdown', markdown: long }] }] });
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(() => checkPayload(renderMessage(part))).not.toThrow();
});
