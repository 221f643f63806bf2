import { expect, it } from 'vitest';
import { draw, drawPicture } from '../../src/pictures/draw.ts';
import { altText, type Drawing } from '../../src/pictures/drawing.ts';
import { paint } from '../../src/pictures/painting.ts';
import { PALETTE, type Theme, type Tone } from '../../src/pictures/palette.ts';
import { words } from '../../src/pictures/parts.ts';
import { barRows, bars } from '../../src/pictures/ready/bars.ts';
import { card } from '../../src/pictures/ready/card.ts';
import { certificate } from '../../src/pictures/ready/certificate.ts';
import { curve, curveParts } from '../../src/pictures/ready/curve.ts';
import { listCard, listRows } from '../../src/pictures/ready/list-card.ts';
import { tableCard } from '../../src/pictures/ready/table-card.ts';
import { topicArcs, topicGraph } from '../../src/pictures/ready/topic-graph.ts';
import { decodePng } from './png.ts';

const LONG = 'Language internals, the object model and whatever else a title may say '.repeat(3);
const NAMES = ['Ana Lima', '李雷', '🎉', '‮evil', 'x'.repeat(200), LONG, '<b>&amp;"'];

const drawings: Drawing[] = [
  bars({ name: 'bars', title: LONG, rows: NAMES.map((label, at) => ({ label, share: at / 6, note: `${at} of 6` })) }),
  curve({
    name: 'curve',
    title: 'Sure and right',
    says: ['you: from 30 % to 80 %'],
    x: NAMES.map((label, at) => ({ at: at / 6, label })),
    y: [
      { at: 0, label: '0 %' },
      { at: 1, label: LONG },
    ],
    lines: [
      { label: 'You', points: [[0, 0.3]] },
      { label: 'Nobody', points: [] },
      {
        label: 'As sure as right',
        points: [
          [0, 0],
          [1, 1],
        ],
        isCompared: true,
      },
    ],
  }),
  topicGraph({
    name: 'topics',
    title: 'The map',
    topics: NAMES.map((title, at) => ({
      slug: `${at}`,
      title,
      after: at === 0 ? [] : ['0', `${at - 1}`, 'gone'],
      share: at / 6,
      note: '',
    })),
  }),
  listCard({
    name: 'list',
    title: 'Board',
    rows: NAMES.map((label, at) => ({ label, note: `${at}`, below: label, isMarked: at === 1 })),
    end: LONG,
  }),
  tableCard({
    name: 'table',
    title: 'Table',
    columns: ['Who', 'One', 'Two'],
    rows: NAMES.map((label) => [label, 'yes', { sign: 'ring', tone: 'track', means: 'open' }]),
  }),
  tableCard({ name: 'empty', title: 'Nothing', columns: ['Who'], rows: [] }),
  certificate({
    title: LONG,
    person: LONG,
    sentence: LONG,
    facts: NAMES.slice(0, 4).map((name) => [name, name]),
    signed: LONG,
    dated: LONG,
  }),
  {
    name: 'together',
    alt: 'Everything together.',
    tree: card('Together', undefined, [
      barRows([{ label: 'One', share: 0.5, note: '1 of 2' }]),
      ...curveParts({ x: [], y: [], lines: [] }),
      topicArcs([]),
      listRows([
        { label: 'Two', sign: 'tick' },
        { before: '3.', label: 'Three' },
      ]),
    ]),
    width: 720,
    theme: 'dark',
  },
];

const themes: readonly Theme[] = ['light', 'dark'];

it.each(drawings.map((drawing) => [drawing.name, drawing] as const))(
  'draws %s in both themes, with a margin all around and words in the middle',
  async (_, { tree, width }) => {
    for (const theme of themes) {
      const { width: across, height, at } = decodePng(await draw(tree, { width, theme }));
      expect(across).toBeGreaterThanOrEqual(width);
      const paper = PALETTE[theme].paper.slice(1);
      for (let x = 0; x < across; x++) for (const y of [0, 8, height - 9, height - 1]) expect(at(x, y)).toBe(paper);
      for (let y = 0; y < height; y++) for (const x of [0, 8, across - 9, across - 1]) expect(at(x, y)).toBe(paper);
      let ink = 0;
      for (let y = 0; y < height; y += 2)
        for (let x = 0; x < across; x += 2) if (at(x, y) === PALETTE[theme].ink.slice(1)) ink++;
      expect(ink).toBeGreaterThan(100);
    }
  },
);

it('says in words what is to be seen, in at most 1,000 characters', () => {
  for (const { alt } of drawings) {
    expect(alt.length).toBeGreaterThan(5);
    expect(alt.length).toBeLessThanOrEqual(1000);
  }
  expect(altText('Areas', ['a 1 of 2', 'b 2 of 2'])).toBe('Areas: a 1 of 2; b 2 of 2.');
  expect(
    altText(
      'Areas',
      Array.from({ length: 200 }, (_, at) => `area ${at}`),
    ),
  ).toMatch(/; and \d+ more\.$/);
  expect(altText('x'.repeat(3000), ['a']).length).toBeLessThanOrEqual(1000);
  expect(altText(`x${'👩‍👩‍👧'.repeat(300)}`, [])).toMatch(/^x(?:👩‍👩‍👧)+…$/u);
});

it('keeps what is drawn, by content, and gives up the oldest', async () => {
  const once = await draw(words('kept'), { width: 720, theme: 'dark' });
  expect(await draw(words('kept'), { width: 720, theme: 'dark' })).toBe(once);
  expect(await draw(words('kept'), { width: 720, theme: 'light' })).not.toBe(once);
  for (let at = 0; at < 400; at++) await draw(words(`another one, ${at}`, { size: 60 }), { width: 720, theme: 'dark' });
  const again = await draw(words('kept'), { width: 720, theme: 'dark' });
  expect(again).not.toBe(once);
  expect(Buffer.from(again).equals(Buffer.from(once))).toBe(true);
});

it('says what cannot be painted, and paints the next', async () => {
  await expect(paint('<svg')).rejects.toThrow();
  await expect(draw(words('after a failure'), { width: 720, theme: 'dark' })).resolves.toBeInstanceOf(Uint8Array);
});

it('gives a block of a View under a file name', async () => {
  const [first] = drawings;
  if (first === undefined) throw new Error('There is no drawing.');
  expect(await drawPicture(first)).toMatchObject({ kind: 'picture', name: 'bars.png', alt: first.alt });
});

function light(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

it.each(themes)('has colours in %s that are read on paper and on panels', (theme) => {
  const colours = PALETTE[theme];
  const read: Tone[] = ['ink', 'quiet', 'accent', 'good', 'warn', 'series1', 'series2', 'series3', 'series4'];
  for (const tone of read)
    for (const ground of ['paper', 'panel'] as const) {
      expect(contrast(colours[tone], colours[ground]), `${tone} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
});
