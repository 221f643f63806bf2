import { wholeLetters } from './clip.ts';
import type { Inline, Text } from './text.ts';

/** Stands for a moment, a mention or a command, which are never cut. */
const WHOLE = '\uFFFC';

/** Mark-up that a cut would break: escapes, code, links, bold, italics, strikes, spoilers. */
const SPANS =
  /\\[\s\S]|```[\s\S]*?```|(`{1,2})(?!`)[\s\S]+?(?<!`)\1(?!`)|\[[^\]\n]*\]\([^)\n]*\)|(\*\*|__|~~|\|\|)(?=\S)[\s\S]+?\2|([*_])(?=\S)[^*_\n]+\3/g;

const FENCE = /```(?:([\w+#.-]*)\n)?([\s\S]*?)\n?```/g;

/** The first piece that `fits` and the rest, or nothing if not one character fits. */
export function cutText(text: Text, fits: (piece: Text) => boolean): [Text, Text] | undefined {
  const letters = flatten(text);
  let most = findLargest(letters.length, (length) => fits(slice(text, 0, length)));
  while (most > 0) {
    const at = findCut(letters, maskTyped(text), most);
    const piece = slice(text, 0, at);
    if (at > 0 && fits(piece)) return [piece, slice(text, at, letters.length)];
    most = Math.min(most, at) - 1;
  }
  return undefined;
}

/** The first piece of a code block's source that `fits` and the rest: cut after a line, else anywhere. */
export function cutSource(source: string, fits: (piece: string) => boolean): [string, string] | undefined {
  const most = findLargest(source.length, (length) => fits(source.slice(0, length)));
  if (most === 0) return undefined;
  const line = source.lastIndexOf('\n', most - 1) + 1;
  const at = line > 0 ? line : avoidHalves(source, most);
  return at > 0 ? [source.slice(0, at), source.slice(at)] : undefined;
}

/** Takes the code blocks that stand inside a text out of it, so that each can be cut and fenced again. */
export function separateFences(text: Text): ({ kind: 'text'; text: Text } | Fenced)[] {
  const letters = flatten(text);
  const pieces: ({ kind: 'text'; text: Text } | Fenced)[] = [];
  let position = 0;
  for (const match of maskTyped(text).matchAll(FENCE)) {
    const start = match.index;
    const inside = start + match[0].indexOf(match[2] ?? '', 3 + (match[1] === undefined ? 0 : match[1].length + 1));
    if (start > position) pieces.push({ kind: 'text', text: slice(text, position, start) });
    const source = letters.slice(inside, inside + (match[2] ?? '').length);
    pieces.push({ kind: 'code', language: match[1] ?? '', source });
    position = start + match[0].length;
  }
  if (position < letters.length) pieces.push({ kind: 'text', text: slice(text, position, letters.length) });
  return pieces;
}

interface Fenced {
  kind: 'code';
  language: string;
  source: string;
}

/** After a paragraph, else after a line, else after a word, else anywhere: and outside of mark-up if it can be. */
function findCut(letters: string, masked: string, most: number): number {
  if (most >= letters.length) return letters.length;
  const spans = [...masked.matchAll(SPANS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const outside = (at: number) => !spans.some(({ start, end }) => start < at && at < end);
  const least = Math.floor(most / 3);
  for (const boundary of [/\n\s*\n/g, /\n/g, /[^\S\n]+/g]) {
    const ends = [...letters.slice(0, most).matchAll(boundary)].map((match) => match.index + match[0].length);
    const best = ends.findLast((at) => at > least && outside(at));
    if (best !== undefined) return best;
  }
  const before = spans.find(({ start, end }) => start < most && most < end)?.start ?? most;
  return avoidHalves(letters, before > 0 ? before : most);
}

/** Half of an emoji, or a letter without its accents, is not text. */
function avoidHalves(letters: string, most: number): number {
  return wholeLetters(letters, most).length || most;
}

function findLargest(length: number, fits: (length: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lettersOf(inline: Inline): string {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown;
    case 'typed':
      return inline.text;
    case 'command':
    case 'word':
    case 'time':
    case 'mention':
      return WHOLE;
  }
}

function flatten(text: Text): string {
  return text.map(lettersOf).join('');
}

/** The same positions, with everything typed cleared of what could be taken for mark-up. */
function maskTyped(text: Text): string {
  return text
    .map((inline) => (inline.kind === 'typed' ? inline.text.replace(/[^\s]/g, 'x') : lettersOf(inline)))
    .join('');
}

function slice(text: Text, from: number, to: number): Text {
  let position = 0;
  return text.flatMap((inline): Text => {
    const start = position;
    const length = lettersOf(inline).length;
    position += length;
    const [first, last] = [Math.max(0, from - start), Math.min(length, to - start)];
    if (first >= last) return [];
    if (inline.kind === 'markdown') return [{ kind: 'markdown', markdown: inline.markdown.slice(first, last) }];
    if (inline.kind === 'typed') return [{ kind: 'typed', text: inline.text.slice(first, last) }];
    return [inline];
  });
}
