import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPayload, type Payload } from '../../../src/adapters/slack/limits.ts';
import { renderMessage } from '../../../src/adapters/slack/render.ts';
import { split } from '../../../src/adapters/slack/split.ts';
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
import { blockText } from '../../support/fake-slack/index.ts';
import { createWorld } from '../../support/fake-slack/shapes.ts';
import { countText, validateBlocks } from '../../support/fake-slack/validate.ts';

const world = createWorld(() => 0);

/** What the fake would say of a message once its pictures were uploaded. */
function validate({ blocks }: Payload): void {
  const sent = blocks.map((block) =>
    block.type === 'image' ? { type: 'image', alt_text: block.alt_text, image_url: 'x' } : block,
  );
  validateBlocks(world, JSON.parse(JSON.stringify(sent)), 'message');
}

/** All that people read, without white space. */
function letters(views: readonly View[]): string {
  const said = views.flatMap((one) => renderMessage(one).blocks.map((block) => blockText(block as never)));
  return said
    .join('')
    .replaceAll('---', '')
    .replace(/\s+/g, '')
    .replace(/•|(?<=^|\D)\d+\.(?=\D|$)/g, '');
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
  .tuple(fc.array(word, { maxLength: 40 }), fc.integer({ min: 1, max: 120 }))
  .map(([words, times]) => `${words.join(' ')} `.repeat(times));
const fence = prose.map((source) => `\n\`\`\`py\n${source.replaceAll('`', '')}\n\`\`\`\n`);
const hostile = fc.constantFrom(
  '```',
  '<!here>',
  '<@U123456>',
  '**',
  '# x',
  '`',
  '\\',
  '&amp;',
  '日本語',
  '🧑‍💻',
  ' ',
  '\n',
  ':bomb:',
);
const typed = fc
  .tuple(fc.array(fc.oneof(hostile, fc.string({ maxLength: 20 })), { maxLength: 30 }), fc.integer({ min: 1, max: 60 }))
  .map(([parts, times]) => parts.join('').repeat(times));
const moment = fc.integer({ min: 0, max: 4e9 }).map((s) => Temporal.Instant.fromEpochMilliseconds(s * 1000));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: prose.map(markdown) },
  { weight: 1, arbitrary: fence.map(markdown) },
  { weight: 4, arbitrary: typed.map((said): Inline => ({ kind: 'typed', text: said })) },
  { weight: 1, arbitrary: moment.map((at) => time(at)) },
  { weight: 1, arbitrary: fc.constant(mention('member', 'U123456')) },
);
const words: fc.Arbitrary<Text> = fc.array(inline, { minLength: 1, maxLength: 6 });

const blocks: fc.Arbitrary<Block> = fc.oneof(
  { weight: 6, arbitrary: words.map((value): Block => ({ kind: 'text', text: value })) },
  { weight: 2, arbitrary: words.map((value): Block => ({ kind: 'footnote', text: value })) },
  { weight: 1, arbitrary: words.map((value): Block => ({ kind: 'heading', text: value })) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 60 }).map((title) => heading(title)) },
  { weight: 2, arbitrary: fc.oneof(prose, typed).map((source) => code(source)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.tuple(fc.string({ maxLength: 20 }), words), { maxLength: 30 }).map((all) => facts(...all)),
  },
  { weight: 1, arbitrary: fc.constant(divider) },
  { weight: 1, arbitrary: fc.string({ maxLength: 50 }).map((content) => file('export.csv', content)) },
  { weight: 1, arbitrary: fc.string({ maxLength: 1000 }).map((alt) => picture('board.png', alt, new Uint8Array(4))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.boolean())
      .map(([count, disabled]) =>
        controls(
          ...Array.from({ length: count }, (_, index) =>
            button('Go', 'go', { n: String(index) }, { disabled: disabled && index % 3 === 0 }),
          ),
        ),
      ),
  },
);

const views = fc.array(blocks, { minLength: 1, maxLength: 14, size: 'max' }).map((all) => view(...all));

test('every part of any view obeys every limit of the adapter and of the fake', () => {
  fc.assert(
    fc.property(views, (whole) => {
      fc.pre(renderMessage(whole).blocks.length > 0);
      for (const part of split(whole)) {
        const payload = checkPayload(renderMessage(part));
        validate(payload);
        expect(countText(payload.blocks)).toBeLessThanOrEqual(13_200);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('the parts together carry everything that the view carries', () => {
  fc.assert(
    fc.property(views, (whole) => {
      fc.pre(renderMessage(whole).blocks.length > 0);
      const parts = split(whole);
      const count = (all: readonly View[], kind: Block['kind']) =>
        all.flatMap((one) => one.blocks).filter((one) => one.kind === kind).length;
      for (const kind of ['file', 'picture'] as const) expect(count(parts, kind)).toBe(count([whole], kind));
      const buttons = (all: readonly View[]) =>
        all.flatMap((one) => one.blocks).flatMap((one) => (one.kind === 'controls' ? one.controls : []));
      expect(buttons(parts)).toEqual(buttons([whole]));
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('nothing that people read is lost or doubled where a view is cut', () => {
  const plain = fc.array(
    fc.oneof(
      typed.map((said): Block => paragraph`${said}`),
      typed.map((source) => code(source)),
      typed.map((said): Block => ({ kind: 'footnote', text: text`${said}` })),
      fc.array(fc.tuple(fc.constantFrom('One', 'Two'), typed), { maxLength: 8 }).map((all) => facts(...all)),
      fc
        .constantFrom('the lock', 'is held ', 'a_b ')
        .map((said): Block => ({ kind: 'text', text: [markdown(said.repeat(900))] })),
    ),
    { minLength: 1, maxLength: 12, size: 'max' },
  );
  fc.assert(
    fc.property(plain, (all) => {
      const whole = view(...all);
      fc.pre(renderMessage(whole).blocks.length > 0);
      expect(letters(split(whole))).toBe(letters([whole]));
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('a heading goes with what follows it, and controls with what precedes them', () => {
  const filler = Array.from({ length: 3 }, () => paragraph`${'word '.repeat(750)}`);
  const parts = split(
    view(...filler, heading('Next'), paragraph`${'text '.repeat(600)}`, controls(button('Go', 'go'))),
  );
  expect(parts.map((part) => part.blocks.map(({ kind }) => kind))).toEqual([
    ['text', 'text', 'text'],
    ['heading', 'text', 'controls'],
  ]);
});

test('a list of a thousand points is cut between two of them', () => {
  const list = Array.from({ length: 1000 }, (_, index) => `- point number ${index} of many`).join('\n');
  const parts = split(view({ kind: 'text', text: [markdown(list)] }));
  expect(parts.length).toBeGreaterThan(1);
  const lines = parts.flatMap((part) =>
    renderMessage(part)
      .blocks.map((block) => blockText(block as never))
      .join('\n')
      .split('\n'),
  );
  expect(lines).toEqual(Array.from({ length: 1000 }, (_, index) => `• point number ${index} of many`));
});
