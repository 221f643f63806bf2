import { clip } from '../../chat/clip.ts';
import type { Block, View } from '../../chat/view.ts';
import { type Piece, parseText, type Span, spansOf } from './markdown.ts';
import { mrkdwn } from './mrkdwn.ts';
import { dateOf } from './rich-text.ts';

/** How many letters of a message its notification shows. */
const LENGTH = 200;

/** How much room a name gets, which is not known yet. */
const NAME_LENGTH = 20;

/**
 * What a notification and a screen reader say first: a message's words as `mrkdwn`, with its moments and names whole. It is
 * cut between its pieces and inside of words, never inside of a moment or a name.
 */
export function summarise({ blocks }: View): string {
  const said = blocks.map(spansIn).filter((spans) => spans.some(isSaid));
  const spans = said.flatMap((part, index) => (index === 0 ? part : [plain(' · '), ...part]));
  const words = mrkdwn(fit(spans.map(onOneLine)))
    .replace(/ {2,}/g, ' ')
    .trim();
  return words === '' ? 'A message from Pythia' : words;
}

function spansIn(block: Block): Span[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return flowing(parseText(block.text));
    case 'facts':
      return block.facts.flatMap(({ label, value }, index) => [
        plain(`${index === 0 ? '' : ', '}${label} `),
        ...spansOf(parseText(value)),
      ]);
    case 'code':
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return [];
  }
}

/** Lines of a list run on in one line, with commas where nothing else parts them. */
function flowing(pieces: readonly Piece[]): Span[] {
  return pieces.flatMap((piece, index) => {
    const spans = spansOf([piece]);
    const before = pieces[index - 1];
    if (before === undefined) return spans;
    const isListed = before.kind === 'item' && piece.kind === 'item' && !ENDS.test(wordsAtEnd(before));
    return [plain(isListed ? ', ' : '\n'), ...spans];
  });
}

const ENDS = /[.!?:;,…]["”’)]?$/;

/** What a piece ends with; a moment or a name, which says nothing here, is no end of a sentence. */
function wordsAtEnd(piece: Piece): string {
  const last = spansOf([piece]).at(-1);
  return last !== undefined && 'words' in last ? last.words.trimEnd() : '';
}

function isSaid(span: Span): boolean {
  return !('words' in span) || span.words.trim() !== '';
}

function plain(words: string): Span {
  return { kind: 'words', words, look: {} };
}

/** Only code keeps its look, in which nothing is taken for mark-up; a notification shows no other. */
function onOneLine(span: Span): Span {
  const look = span.look.code ? { code: true as const } : {};
  return 'words' in span
    ? { kind: 'words', words: span.words.replace(/\s+/g, ' '), look: span.words.includes('`') ? {} : look }
    : { ...span, look: {} };
}

function fit(spans: readonly Span[]): Span[] {
  const fitting: Span[] = [];
  let room = LENGTH;
  for (const span of spans) {
    const length = lengthOf(span);
    if (length <= room) {
      fitting.push(span);
      room -= length;
      continue;
    }
    fitting.push('words' in span && room > 1 ? { ...span, words: clip(span.words, room) } : plain('…'));
    break;
  }
  return fitting;
}

function lengthOf(span: Span): number {
  if ('words' in span) return span.words.length;
  return span.kind === 'time' ? dateOf(span.at, span.style).fallback.length : NAME_LENGTH;
}
