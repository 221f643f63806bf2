import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseText } from '../../../src/adapters/slack/markdown.ts';
import { renderMessage } from '../../../src/adapters/slack/render.ts';
import { markdown, mention, text, time } from '../../../src/chat/text.ts';
import {
  type Block,
  bullets,
  button,
  controls,
  facts,
  heading,
  lineBlock,
  paragraph,
  view,
} from '../../../src/chat/view.ts';
import { blockText } from '../../support/fake-slack/index.ts';

const blocksOf = (...blocks: Block[]) => renderMessage(view(...blocks)).blocks;
const ours = (source: string): Block => ({ kind: 'text', text: [markdown(source)] });
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
const words = (said: string, style?: object) => ({
  type: 'text',
  text: said,
  ...(style === undefined ? {} : { style }),
});

test.each([
  [
    '**bold** and *slanted* or _slanted_',
    [
      words('bold', { bold: true }),
      words(' and '),
      words('slanted', { italic: true }),
      words(' or '),
      words('slanted', { italic: true }),
    ],
  ],
  ['***both*** ~~gone~~', [words('both', { italic: true, bold: true }), words(' '), words('gone', { strike: true })]],
  ['`a * b` and ``a ` b``', [words('a * b', { code: true }), words(' and '), words('a ` b', { code: true })]],
  [
    '**see `x` here**',
    [words('see ', { bold: true }), words('x', { bold: true, code: true }), words(' here', { bold: true })],
  ],
  ['2 * 3 * 4 and snake_case_name', [words('2 * 3 * 4 and snake_case_name')]],
  [
    'a \\*star\\* and \\_line\\_',
    [words('a '), words('*'), words('star'), words('*'), words(' and '), words('_'), words('line'), words('_')],
  ],
  [
    '[docs](https://docs.python.org/3/) <https://a.org> https://b.org/x_y.',
    [
      { type: 'link', url: 'https://docs.python.org/3/', text: 'docs' },
      words(' '),
      { type: 'link', url: 'https://a.org', text: 'https://a.org' },
      words(' '),
      { type: 'link', url: 'https://b.org/x_y', text: 'https://b.org/x_y' },
      words('.'),
    ],
  ],
  ['[no](javascript:alert)', [words('[no](javascript:alert)')]],
])('our markdown %j is structure', (source, elements) => {
  expect(blocksOf(ours(source))).toEqual([{ type: 'rich_text', elements: [section(...elements)] }]);
});

test('lists, quotes, code and titles in a text stand as Slack has them', () => {
  const source =
    'Before\n\n- one\n- two\n  - deeper\n3. third\n4. fourth\n> said\n> twice\n```py\nx = 1\n```\n### After\nend';
  const [block] = blocksOf(ours(source));
  expect(block).toEqual({
    type: 'rich_text',
    elements: [
      section(words('Before')),
      { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section(words('one')), section(words('two'))] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section(words('deeper'))] },
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 0,
        offset: 2,
        elements: [section(words('third')), section(words('fourth'))],
      },
      { type: 'rich_text_quote', elements: [words('said\ntwice')] },
      { type: 'rich_text_preformatted', elements: [words('x = 1')] },
      section(words('After', { bold: true }), words('\nend')),
    ],
  });
});

test('what somebody typed is words, wherever it was put', () => {
  const typed = '*x* `y` ](https://evil.example) \n- z';
  expect(blocksOf(paragraph`**${typed}** and ${markdown('`')}${typed}${markdown('`')}`)).toEqual([
    {
      type: 'rich_text',
      elements: [section(words(typed, { bold: true }), words(' and '), words(typed, { code: true }))],
    },
  ]);
  expect(blocksOf(lineBlock([text`- ${typed}`]))).toEqual([
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section(words(typed))] }],
    },
  ]);
  expect(blocksOf(paragraph`https://docs.python.org/${typed}`)).toEqual([
    {
      type: 'rich_text',
      elements: [
        section({ type: 'link', url: 'https://docs.python.org/', text: 'https://docs.python.org/' }, words(typed)),
      ],
    },
  ]);
});

test('a character by which texts are taken apart can’t be smuggled in', () => {
  const stand = String.fromCodePoint(0xf0000);
  expect(parseText([markdown(`a${stand}b`), { kind: 'typed', text: `c${stand}` }])).toEqual([
    {
      kind: 'lines',
      spans: [
        { kind: 'words', words: 'ab', look: {} },
        { kind: 'words', words: `c${stand}`, look: {} },
      ],
    },
  ]);
});

test('a heading is a header, and a bold line where it is too long or says more than words', () => {
  expect(blocksOf(heading('Round *3*'))).toEqual([
    { type: 'header', text: { type: 'plain_text', text: 'Round *3*', emoji: false } },
  ]);
  expect(blocksOf(heading('x'.repeat(151)))[0]?.type).toBe('rich_text');
  const at = time(Temporal.Instant.from('2026-11-24T17:00:00Z'), 'date');
  expect(blocksOf(heading(text`On ${at}`)).map((block) => blockText(block as never))).toEqual([
    'On <!date^1795539600^{date_long_full}|2026-11-24>',
  ]);
});

test('a footnote is small print, and rich text where nothing could escape what was typed', () => {
  const note = (said: string): Block => ({
    kind: 'footnote',
    text: text`**Note** by ${said}: ${mention('channel', 'C0AB')}`,
  });
  expect(blocksOf(note('A & <b>'))).toEqual([
    { type: 'context', elements: [{ type: 'mrkdwn', text: '*Note* by A &amp; &lt;b&gt;: <#C0AB>', verbatim: true }] },
  ]);
  for (const said of ['*a*', '_a_', '~a~', '`a`', ':bomb:', '> a']) {
    expect(blocksOf(note(said))[0]?.type).toBe('rich_text');
  }
  expect(blocksOf({ kind: 'footnote', text: text`${'> a'}` })[0]?.type).toBe('rich_text');
});

test('facts are lines of a bold label and its value', () => {
  const shown = blocksOf(facts(['Starts', 'Monday'], ['Zone', markdown('`Europe/Rome`')]));
  expect(shown.map((block) => blockText(block as never))).toEqual(['Starts Monday\nZone Europe/Rome']);
});

test('a button that can’t be pressed now is named beside those that can', () => {
  const shown = blocksOf(controls(button('A', 'a'), button('B', 'b', {}, { disabled: true, style: 'primary' })));
  expect(shown.map((block) => blockText(block as never))).toEqual(['[A]', 'Not now: B']);
});

test('thirty buttons stand in two rows of at most twenty-five', () => {
  const many = Array.from({ length: 30 }, (_, index) => button(String(index), 'go', { n: String(index) }));
  expect(blocksOf(controls(...many)).map((block) => block.type === 'actions' && block.elements.length)).toEqual([
    25, 5,
  ]);
});

test('a notification says what a message begins with, in words that mention nobody', () => {
  const { summary } = renderMessage(view(heading('Round 3'), paragraph`By ${'<!here> *x* & y'} at ${'z'.repeat(200)}`));
  expect(summary).toMatch(/^Round 3 · By &lt;!here&gt; \*x\* &amp; y at z+…$/);
});

test('a notification has no holes: moments, names and identifiers stand in it whole', () => {
  const at = Temporal.Instant.from('2026-11-24T17:00:00Z');
  const { summary } = renderMessage(
    view(
      paragraph`Starts ${time(at, 'relative')}, at ${time(at, 'time')}. Set ${markdown('`__init__` and `*args`')}, max_workers.`,
      facts(['Who', text`${mention('member', 'U0EVE')} of ${mention('role', 'S0MENTORS')}`]),
    ),
  );
  expect(summary).toBe(
    'Starts <!date^1795539600^{ago}|2026-11-24 17:00 UTC>, at <!date^1795539600^{time}|17:00 UTC>. Set `__init__` and `*args`, max_workers. · Who <@U0EVE> of <!subteam^S0MENTORS>',
  );
});

test('whatever a short message is made of, its notification says all of it', () => {
  const at = Temporal.Instant.from('2026-11-24T17:00:00Z');
  const parts = {
    moment: [time(at), '2026-11-24 17:00 UTC'],
    day: [time(at, 'date'), '2026-11-24'],
    member: [mention('member', 'U0EVE'), '<@U0EVE>'],
    channel: [mention('channel', 'C0HOME'), '<#C0HOME>'],
    role: [mention('role', 'S0TEAM'), '<!subteam^S0TEAM>'],
    stranger: [mention('member', '123456789012345678'), '123456789012345678'],
    typed: ['max_workers', 'max_workers'],
    code: [markdown('`__init__`'), '`__init__`'],
    bold: [markdown('**Session 3**'), 'Session 3'],
  } as const;
  const name = fc.constantFrom(...(Object.keys(parts) as (keyof typeof parts)[]));
  const place = fc.constantFrom('heading', 'text', 'facts', 'footnote');
  fc.assert(
    fc.property(fc.array(fc.tuple(place, name), { minLength: 1, maxLength: 5 }), (chosen) => {
      const blocks = chosen.map(([kind, one]): Block => {
        const words = text`It is ${parts[one][0]}.`;
        return kind === 'facts'
          ? facts(['What', words])
          : { kind: kind as 'heading' | 'text' | 'footnote', text: words };
      });
      const said = chosen.map(([kind, one]) => `${kind === 'facts' ? 'What ' : ''}It is ${parts[one][1]}.`);
      const shown = renderMessage(view(...blocks)).summary.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1');
      expect(shown).toBe(said.join(' · '));
    }),
  );
});

test('a list in a notification is one line, parted by commas where no sentence ends', () => {
  const summaryOf = (...lines: string[]) => renderMessage(view(bullets(lines))).summary;
  expect(summaryOf('Ada: 69 points', '**Ben**: 35 points')).toBe('Ada: 69 points, Ben: 35 points');
  expect(summaryOf('Read it.', 'Run “it.”', 'Come')).toBe('Read it. Run “it.” Come');
  const counted = [text`1. ${'Ada'}`, text`2. ${'Ben'}`];
  expect(renderMessage(view(lineBlock(counted), paragraph`Hardest: none.`)).summary).toBe('Ada, Ben · Hardest: none.');
});

test('a notification is cut between moments and names, never inside of one', () => {
  const at = Temporal.Instant.from('2026-11-24T17:00:00Z');
  for (let length = 150; length < 210; length += 1) {
    const { summary } = renderMessage(
      view(paragraph`${'z'.repeat(length)} ${time(at)} and ${mention('member', 'U0EVE')}`),
    );
    expect(summary.replaceAll(/<!date\^\d+\^[^|]+\|2026-11-24 17:00 UTC>|<@U0EVE>/g, '')).toMatch(/^z+[ and]*…?$/);
  }
});

test('a thread is one tap away: its mention is its own link, in the message and in the notification', () => {
  const shown = view(paragraph`Your thread is ${mention('channel', 'C0123ABCD:1712345678.000900')}.`);
  const { blocks, summary } = renderMessage(shown);
  const url = 'https://slack.com/archives/C0123ABCD/p1712345678000900?thread_ts=1712345678.000900&cid=C0123ABCD';
  expect(JSON.stringify(blocks)).toContain(JSON.stringify({ type: 'link', url, text: 'this thread' }));
  expect(summary).toBe(`Your thread is <${url.replaceAll('&', '&amp;')}|this thread>.`);
});
