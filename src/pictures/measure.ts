import { lettersOf } from '../chat/clip.ts';
import type { Words } from './parts.ts';
import type { Laid, Shape } from './shapes.ts';
import type { Typeface, Weight } from './typeface.ts';
import { writable } from './writable.ts';

/** How wide letters are, in units. */
export function widthOf(text: string, size: number, weight: Weight, typeface: Typeface): number {
  let units = 0;
  for (const letter of text) units += typeface.find(letter.codePointAt(0) ?? 0, weight)?.advance ?? 0;
  return (units * size) / typeface.unitsPerEm;
}

const LINE = 1.3;
/** Capitals stand in the middle of their line. */
const BASELINE = 1.01;

export function lineHeight(size: number): number {
  return Math.round(size * LINE);
}

export function layWords(part: Words, width: number, typeface: Typeface): Laid {
  const { size, weight, tone, align, lines } = part;
  const measure = (text: string) => widthOf(text, size, weight, typeface);
  const written = breakLines(writable(part.text, typeface.has), width, lines, measure);
  const shapes = written.map((text, index): Shape => {
    const spare = align === 'start' ? 0 : width - measure(text);
    const x = align === 'middle' ? spare / 2 : spare;
    return { kind: 'letters', x, baseline: index * lineHeight(size) + size * BASELINE, size, weight, tone, text };
  });
  return { height: written.length * lineHeight(size), shapes };
}

/** How wide words would like to be: on one line. */
export function naturalWidth({ text, size, weight }: Words, typeface: Typeface): number {
  return Math.ceil(widthOf(writable(text, typeface.has), size, weight, typeface));
}

/** Lines that are at most so wide, broken at spaces, and inside a word only where it is wider than a line. */
function breakLines(text: string, width: number, most: number, measure: (text: string) => number): string[] {
  const fits = (line: string) => measure(line) <= width;
  const lines: string[] = [];
  for (let rest = text; rest !== ''; ) {
    if (fits(rest)) return [...lines, rest];
    if (lines.length === most - 1) return [...lines, `${longest(rest, (start) => fits(`${start}…`)).trimEnd()}…`];
    const line = fittingWords(rest, fits) ?? longest(rest, fits);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}

/** As many whole words as fit, without the space after them; undefined where the first does not. A number keeps its per cent sign. */
function fittingWords(text: string, fits: (line: string) => boolean): string | undefined {
  let line: string | undefined;
  for (let at = text.indexOf(' '); at >= 0 && fits(text.slice(0, at)); at = text.indexOf(' ', at + 1)) {
    if (text[at + 1] !== '%') line = text.slice(0, at);
  }
  return line;
}

/** The longest start of a text that fits; one letter where none does, whole with its accents. */
function longest(text: string, fits: (start: string) => boolean): string {
  const letters = lettersOf(text);
  let count = letters.length - 1;
  while (count > 1 && !fits(letters.slice(0, count).join(''))) count--;
  return letters.slice(0, count).join('');
}
