import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakFences, escapeTyped } from '../../../src/adapters/discord/escape.ts';
import { checkPayload } from '../../../src/adapters/discord/limits.ts';
import { renderMessage, renderModal, renderText } from '../../../src/adapters/discord/render.ts';
import { clip } from '../../../src/chat/clip.ts';
import { markdown, mention, text, time } from '../../../src/chat/text.ts';
import {
  type Block,
  button,
  code,
  controls,
  divider,
  facts,
  file,
  footnote,
  heading,
  paragraph,
  picture,
  type View,
  view,
} from '../../../src/chat/view.ts';

const contents = (...blocks: readonly Block[]) =>
  renderMessage(view(...blocks)).components.map((one) => ('content' in one ? one.content : one.type));

test('a view that begins with a heading is a card', () => {
  const { components } = renderMessage(
    view(heading('Session 49'), paragraph`Tonight.`, divider, footnote`One hour.\nBring tea.`),
  );
  expect(components).toEqual([
    {
      type: 17,
      accent_color: 0x3776ab,
      components: [
        { type: 10, content: '## Session 49' },
        { type: 10, content: 'Tonight.' },
        { type: 14, divider: true, spacing: 1 },
        { type: 10, content: '-# One hour.\n-# Bring tea.' },
      ],
    },
  ]);
});

test('each block has its mark-up', () => {
  expect(contents(facts(['Points', 3], ['G_I_L', text`**${'on*'}**`]), code('x = 1'), code('a\n', 'text'))).toEqual([
    '**Points** 3\n**G\\_I\\_L** **on\\***',
    '```python\nx = 1\n```',
    '```text\na\n```',
  ]);
});

test('buttons spread over rows of five, selects stand alone', () => {
  const select = {
    kind: 'select',
    name: 'n',
    placeholder: 'p',
    options: [{ label: 'l', value: 'v' }],
    action: { route: 's', state: {} },
  } as const;
  const buttons = Array.from({ length: 7 }, (_, index) => button(String(index), 'b', { i: String(index) }));
  const { components } = renderMessage(view(controls(...buttons, select, button('z', 'z'))));
  expect(components.map((row) => ('components' in row ? row.components.length : 0))).toEqual([5, 2, 1, 1]);
});

test('moments and mentions are in Discord’s mark-up', () => {
  const at = Temporal.Instant.from('2026-03-01T18:00:00.900Z');
  const of = '123456789012345678';
  const all = text`${time(at, 'date')} ${time(at, 'time')} ${time(at)} ${time(at, 'relative')} ${mention('member', of)} ${mention('channel', of)} ${mention('role', of)}`;
  expect(renderText(all)).toBe(
    `<t:1772388000:D> <t:1772388000:t> <t:1772388000:F> <t:1772388000:R> <@${of}> <#${of}> <@&${of}>`,
  );
  expect(renderText(text`${mention('member', 'U024BE7LH')}`)).toBe('U024BE7LH');
});

test.each([
  ['@everyone and @here', '\\@everyone and \\@here'],
  ['<@123456789012345678>', '\\<@123456789012345678>'],
  ['<t:0:R> <#1> </cohort create:1>', '\\<t\\:0:R> \\<#1> \\</cohort create:1>'],
  ['**b** __u__ ~~s~~ ||sp|| `c`', '\\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~ \\|\\|sp\\|\\| \\`c\\`'],
  ['[x](https://evil.example)', '\\[x\\](https\\://evil.example)'],
  [
    '# big\n-# small\n> quote\n- list\n+ list\n* list\n1. one\n  2) two',
    '\\# big\n\\-# small\n\\> quote\n\\- list\n\\+ list\n\\* list\n1\\. one\n  2\\) two',
  ],
  [':skull: \\', '\\:skull: \\\\'],
  ['ada@example.org at 10:30, C# > C', 'ada@example.org at 10:30, C# > C'],
  ['a well-known 3.14 + 1 - 2', 'a well-known 3.14 + 1 - 2'],
])('typed %j shows as typed', (typed, written) => {
  expect(renderText(text`${typed}`)).toBe(written);
});

test('what is typed into our code closes no code and needs no backslash', () => {
  expect(renderText(text`Use \`${'a*b`c'}\` or \`\`\`py\n${'x\n```\ny'}\n\`\`\` and ${'a*b'}`)).toBe(
    'Use `a*bˋc` or ```py\nx\n`\u200B`\u200B`\ny\n``` and a\\*b',
  );
  expect(renderText([markdown('a lone ` here '), ...text`${'**x**'}`])).toBe('a lone ` here \\*\\*x\\*\\*');
});

test('code that holds fences stays one block', () => {
  expect(breakFences('a ``` b ```` c `` d')).toBe('a `\u200B`\u200B` b `\u200B`\u200B`\u200B` c `` d');
  expect(contents(code('```\n@everyone', 'py"'))).toEqual(['```\n`\u200B`\u200B`\n@everyone\n```']);
  expect(contents(code(''))).toEqual(['```python\n \n```']);
});

test('a heading is one line whatever is put into it', () => {
  expect(renderMessage(view(heading('a\n# b'))).components).toMatchObject([
    { components: [{ content: '## a \\# b' }] },
  ]);
});

test('nothing blank becomes a component', () => {
  expect(contents(paragraph`${' \n'}`, facts(), paragraph`x`)).toEqual(['x']);
});

test('labels are shortened with an ellipsis', () => {
  const [row] = renderMessage(view(controls(button('A label that is longer than any phone shows', 'a')))).components;
  expect(row).toMatchObject({ components: [{ label: 'A label that is longer than any phone s…' }] });
  expect(clip('👍'.repeat(3), 4)).toBe('👍…');
});

test('a picture is shown with what it says for whoever cannot see it', () => {
  const png = new Uint8Array([137, 80, 78, 71]);
  const { components, files } = renderMessage(view(picture('memory.png', 'Memory climbs.', png)));
  expect(components).toMatchObject([
    { type: 12, items: [{ media: { url: 'attachment://memory.png' }, description: 'Memory climbs.' }] },
  ]);
  expect(files).toEqual([{ name: 'memory.png', data: Buffer.from(png), contentType: 'image/png' }]);
});

test('files of one name get two, and odd names become plain', () => {
  const { components, files } = renderMessage(view(file('a b.csv', '1'), file('a b.csv', '2'), file('../é', '3')));
  expect(files.map(({ name }) => name)).toEqual(['a_b.csv', '1-a_b.csv', 'file.txt']);
  expect(components).toMatchObject(files.map(({ name }) => ({ file: { url: `attachment://${name}` } })));
});

test('a form clips its captions and keeps what it is filled with', () => {
  const field = {
    kind: 'text' as const,
    name: 'n',
    label: 'l'.repeat(60),
    hint: 'h'.repeat(120),
    value: 'v'.repeat(30),
    long: false,
    required: false,
    maxLength: 10,
  };
  const modal = renderModal({
    kind: 'modal',
    title: 't'.repeat(60),
    fields: [field],
    action: { route: 'r', state: {} },
  });
  expect(modal.title).toHaveLength(45);
  expect(modal.components).toMatchObject([{ component: { value: field.value, max_length: 30 } }]);
});

test('a payload that breaks limits is not let through, and every breach is named', () => {
  const twice = Array.from({ length: 45 }, () => button('', 'same'));
  expect(() => checkPayload(renderMessage(view(paragraph`${'x'.repeat(4001)}`, controls(...twice))))).toThrow(
    /55 components, at most 40; 4001 characters of text, at most 4000; no characters of a label.*two controls with the id "same"/,
  );
  expect(escapeTyped('', 'text')).toBe('');
});

test('a question stays a card when a note stands above it', () => {
  const kindsOf = (shown: View) => renderMessage(shown).components.map(({ type }) => type);
  const question = [heading('2 of 6'), paragraph`Why?`];
  expect(kindsOf(view(question))).toEqual([17]);
  expect(kindsOf(view(paragraph`Kept: A.`, question))).toEqual([17]);
  expect(kindsOf(view(paragraph`Two.`, paragraph`Sentences.`))).toEqual([10, 10]);
});

test('whatever stands above a heading, the view stays the card that it was: a celebration, a picture, a note', () => {
  const page = view(heading('Where you stand'), paragraph`Points: 12`);
  const above = fc.constantFrom<Block>(
    paragraph`Kept: A`,
    divider,
    code('x = 1'),
    footnote`Once.`,
    controls(button('On', 'next')),
  );
  fc.assert(
    fc.property(fc.array(above, { maxLength: 6 }), (blocks) => {
      const [first] = renderMessage({ ...page, blocks: [...blocks, ...page.blocks] }).components;
      expect(first?.type).toBe(17);
    }),
  );
});
