import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/pictures/draw.ts';
import { lay } from '../../src/pictures/layout.ts';
import type { Shape } from '../../src/pictures/shapes.ts';
import { createTypeface } from '../../src/pictures/typeface.ts';
import { KINDS } from './kinds.ts';

/** What a phone is wide, in its own pixels, and how high its smallest letters may be there. */
const PHONE = 390;
const LEAST = 11.9;
/** The margin that `draw` puts around every picture. */
const MARGIN = 36;

const typeface = createTypeface();

type Letters = Extract<Shape, { kind: 'letters' }>;

function lettersIn(shapes: readonly Shape[]): Letters[] {
  return shapes.flatMap((shape) => {
    if (shape.kind === 'group') return lettersIn(shape.shapes);
    return shape.kind === 'letters' ? [shape] : [];
  });
}

it('has an example of every function that makes a picture', () => {
  const sources = globSync('src/{features,pictures}/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const makers = sources.flatMap((source) =>
    source
      .split(/^export function /m)
      .slice(1)
      .filter((part) => /^[^;]*?\): Drawing(?: \| undefined)? \{\n/.test(part))
      .map((part) => /^\w+/.exec(part)?.[0] ?? ''),
  );
  expect(makers.length).toBeGreaterThan(12);
  expect(makers.filter((name) => KINDS[name] === undefined)).toEqual([]);
});

describe.each(Object.entries(KINDS))('%s', (name, { drawing, says }) => {
  it('has no letters that are too small on a phone', () => {
    const { tree, width } = drawing;
    const letters = lettersIn(lay(tree, width - 2 * MARGIN, typeface).shapes).filter(({ text }) => text !== '');
    expect(letters.length).toBeGreaterThan(0);
    const small = letters.filter(({ size }) => (size * PHONE) / width < LEAST);
    expect(small.map(({ text, size }) => `${text}: ${size}`)).toEqual([]);
  });

  it('says in words what is to be seen', () => {
    expect(drawing.alt).not.toMatch(/NaN|undefined|null/);
    for (const words of says) expect(drawing.alt).toContain(words);
  });

  // To look at them: PICTURES=a-folder.
  it.runIf(process.env['PICTURES'] !== undefined)('is drawn to be looked at, light and dark', async () => {
    const folder = process.env['PICTURES'] ?? '';
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark'] as const) {
      const png = await draw(drawing.tree, { width: drawing.width, theme: drawing.theme ?? theme });
      writeFileSync(`${folder}/${name.replaceAll(/\W+/g, '-')}-${theme}.png`, png);
    }
  });
});
