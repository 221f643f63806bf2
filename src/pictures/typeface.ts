import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createFont, type Font, type Glyph } from './font.ts';
import { readWoff } from './woff.ts';

export type Weight = 400 | 600;

/** Letters of both weights, measured in em (1 is the size of the letters). */
export interface Typeface {
  has(codePoint: number): boolean;
  /** Undefined where there is no such letter. */
  find(codePoint: number, weight: Weight): Glyph | undefined;
  unitsPerEm: number;
}

/** Inter comes in one file a script and weight. They are read in this order, each when a letter is first missing in those before it. */
const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese', 'cyrillic-ext', 'greek-ext'] as const;

/** Inter, from the files of its package. Reads no file before a letter asks for it. */
export function createTypeface(): Typeface {
  const fonts = new Map<string, Font>();
  const font = (script: (typeof SCRIPTS)[number], weight: Weight): Font => {
    const known = fonts.get(`${script} ${weight}`);
    if (known !== undefined) return known;
    const address = import.meta.resolve(`@fontsource/inter/files/inter-${script}-${weight}-normal.woff`);
    const read = createFont(readWoff(readFileSync(fileURLToPath(address))));
    fonts.set(`${script} ${weight}`, read);
    return read;
  };
  const scriptOf = (codePoint: number) => SCRIPTS.find((script) => font(script, 400).has(codePoint));
  return {
    unitsPerEm: 2048,
    has: (codePoint) => scriptOf(codePoint) !== undefined,
    find(codePoint, weight) {
      const script = scriptOf(codePoint);
      return script === undefined ? undefined : font(script, weight).find(codePoint);
    },
  };
}
