import { plainSpelling } from '../../chat/spelling.ts';
import type { Inline, Text, TimeStyle } from '../../chat/text.ts';

/** How words look. A flag that is absent is off. */
export interface Look {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
}

/** The smallest part of a text: words that mean nothing but themselves, or a thing that Slack draws. */
export type Span =
  | { kind: 'words'; words: string; look: Look }
  | { kind: 'link'; url: string; words: string; look: Look }
  | { kind: 'time'; at: Temporal.Instant; style: TimeStyle; look: Look }
  | { kind: 'mention'; of: 'member' | 'channel' | 'role'; id: string; look: Look };

/** A text as Slack lays it out: lines, lists, quotes, code. */
export type Piece =
  | { kind: 'lines'; spans: Span[] }
  | { kind: 'quote'; spans: Span[] }
  | { kind: 'item'; ordered: boolean; number: number; indent: number; spans: Span[] }
  | { kind: 'fence'; source: string };

/** Everything that is not our own markdown is replaced by one character of this plane, so that no mark-up can be found in it. */
const FIRST_ATOM = 0xf0000;

const ATOM = /[\u{F0000}-\u{FFFFD}]/gu;

const FENCE = /```(?:[\w+#.-]*\n)?([\s\S]*?)\n?```/g;

const ITEM = /^(\s*)(?:[-*+•]|(\d{1,9})[.)])\s+(.*)$/;

const QUOTE = /^\s{0,3}>\s?(.*)$/;

const TITLE = /^(?:#{1,6}|-#)\s+(.*)$/;

/**
 * Reads a text. Ours is a subset of markdown that Slack's own mark-up can't say safely: nothing in `mrkdwn` escapes an
 * asterisk, so texts are sent as structure, in which words are words.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function parseText(text: Text): Piece[] {
  const atoms = text.filter(isAtom);
  let count = 0;
  const source = text
    .map((inline) => {
      if (!isAtom(inline)) return ownWords(inline).replace(ATOM, '');
      count += 1;
      return String.fromCodePoint(FIRST_ATOM + count - 1);
    })
    .join('');
  const pieces: Piece[] = [];
  let position = 0;
  for (const fence of source.matchAll(FENCE)) {
    pieces.push(...parseLines(source.slice(position, fence.index), atoms));
    pieces.push({ kind: 'fence', source: spell(fence[1] ?? '', atoms) });
    position = fence.index + fence[0].length;
  }
  pieces.push(...parseLines(source.slice(position), atoms));
  return pieces;
}

type Atom = Exclude<Inline, { kind: 'markdown' | 'command' | 'word' }>;

function isAtom(inline: Inline): inline is Atom {
  return inline.kind === 'typed' || inline.kind === 'time' || inline.kind === 'mention';
}

function ownWords(inline: Exclude<Inline, Atom>): string {
  return inline.kind === 'markdown' ? inline.markdown : plainSpelling(inline);
}

/** The words of a text, without their looks. */
export function plainWords(spans: readonly Span[]): string {
  return spans.map((span) => ('words' in span ? span.words : '')).join('');
}

/** The spans of all pieces, a line break between one and the next. */
export function spansOf(pieces: readonly Piece[]): Span[] {
  return pieces.flatMap((piece, index): Span[] => {
    const spans: Span[] =
      piece.kind === 'fence' ? [{ kind: 'words', words: piece.source, look: { code: true } }] : piece.spans;
    return index === 0 ? spans : [{ kind: 'words', words: '\n', look: {} }, ...spans];
  });
}

function parseLines(source: string, atoms: readonly Atom[]): Piece[] {
  const pieces: { kind: Piece['kind']; lines: string[]; ordered: boolean; number: number; indent: number }[] = [];
  for (const line of source.split('\n')) {
    const last = pieces.at(-1);
    const item = ITEM.exec(line);
    const quote = QUOTE.exec(line);
    if (item !== null) {
      const [, space = '', number, words = ''] = item;
      const ordered = number !== undefined;
      const indent = Math.min(8, Math.floor(space.replaceAll('\t', '  ').length / 2));
      pieces.push({ kind: 'item', lines: [words], ordered, number: Number(number ?? 1), indent });
    } else if (quote !== null) {
      if (last?.kind === 'quote') last.lines.push(quote[1] ?? '');
      else pieces.push({ kind: 'quote', lines: [quote[1] ?? ''], ordered: false, number: 1, indent: 0 });
    } else if (last?.kind === 'item' && /^\s{2,}\S/.test(line)) {
      last.lines.push(line.trim());
    } else {
      const title = TITLE.exec(line);
      const words = title === null ? line : line.startsWith('-') ? (title[1] ?? '') : `**${title[1] ?? ''}**`;
      if (last?.kind === 'lines') last.lines.push(words);
      else pieces.push({ kind: 'lines', lines: [words], ordered: false, number: 1, indent: 0 });
    }
  }
  return pieces.flatMap(({ kind, lines, ordered, number, indent }): Piece[] => {
    const words = lines.join('\n');
    if (words.trim() === '') return [];
    const spans = parseSpans(kind === 'lines' ? words.replace(/^(\s*\n)+|\s+$/g, '') : words, {}, atoms);
    // The value put in may have been empty, and Slack takes no empty text.
    if (spans.every((span) => span.kind === 'words' && span.words.trim() === '')) return [];
    return [kind === 'item' ? { kind, ordered, number, indent, spans } : { kind: kind as 'lines' | 'quote', spans }];
  });
}

const SPAN = new RegExp(
  [
    '\\\\(?<escaped>[!-/:-@\\[-`{-~])',
    '(?<tick>`{1,2})(?!`)(?<code>[\\s\\S]+?)(?<!`)\\k<tick>(?!`)',
    '\\[(?<label>[^\\]\\n]*)\\]\\(<?(?<url>(?:https?://|mailto:)[^)\\s>]+)>?\\)',
    '<(?<angled>https?://[^>\\s]+)>',
    '(?<bare>https?://[^\\s<>()\\[\\]`*]*[^\\s<>()\\[\\]`*.,;:!?\'"])',
    '(?<mark>\\*\\*|~~|\\|\\||\\*)(?=\\S)(?<inside>[\\s\\S]*?\\S)\\k<mark>(?!\\*)',
    '(?<![\\p{L}\\p{N}_])(?<line>__|_)(?=[^\\s_])(?<under>[^\\n]*?[^\\s_])\\k<line>(?![\\p{L}\\p{N}_])',
  ].join('|'),
  'gu',
);

function parseSpans(source: string, look: Look, atoms: readonly Atom[]): Span[] {
  const spans: Span[] = [];
  let position = 0;
  for (const match of source.matchAll(SPAN)) {
    spans.push(...dissolve(source.slice(position, match.index), look, atoms));
    position = match.index + match[0].length;
    const { escaped, code, label, url, angled, bare, mark, inside, line, under } = match.groups ?? {};
    if (escaped !== undefined) spans.push(...dissolve(escaped, look, atoms));
    else if (code !== undefined) spans.push(...dissolve(code, { ...look, code: true }, atoms));
    else if (url !== undefined) spans.push(link(url, spell(label ?? '', atoms), look));
    else if (angled !== undefined) spans.push(link(angled, angled, look));
    else if (bare !== undefined) spans.push(...linkBare(bare, look, atoms));
    else if (mark !== undefined) spans.push(...parseSpans(inside ?? '', { ...look, ...lookOf(mark) }, atoms));
    else if (line !== undefined) spans.push(...parseSpans(under ?? '', { ...look, italic: true }, atoms));
  }
  spans.push(...dissolve(source.slice(position), look, atoms));
  return spans;
}

function link(url: string, words: string, look: Look): Span {
  return { kind: 'link', url, words: words.replace(/[`*]/g, '') === '' ? url : words.replace(/`/g, ''), look };
}

/** An address of ours may be followed by something typed, which is not part of it. */
function linkBare(bare: string, look: Look, atoms: readonly Atom[]): Span[] {
  const at = bare.search(ATOM);
  if (at < 0) return [link(bare, bare, look)];
  return [link(bare.slice(0, at), bare.slice(0, at), look), ...dissolve(bare.slice(at), look, atoms)];
}

/** Slack has neither underlines nor spoilers. */
function lookOf(mark: string): Look {
  if (mark === '**') return { bold: true };
  if (mark === '*') return { italic: true };
  return mark === '~~' ? { strike: true } : {};
}

/** Puts back what the placeholders replaced. */
function dissolve(source: string, look: Look, atoms: readonly Atom[]): Span[] {
  const spans: Span[] = [];
  let position = 0;
  const say = (words: string) => {
    if (words !== '') spans.push({ kind: 'words', words, look });
  };
  for (const match of source.matchAll(ATOM)) {
    say(source.slice(position, match.index));
    position = match.index + match[0].length;
    const atom = atomOf(match[0], atoms);
    if (atom === undefined) continue;
    if (atom.kind === 'typed') say(atom.text);
    else if (atom.kind === 'time') spans.push({ kind: 'time', at: atom.at, style: atom.style, look });
    else spans.push({ kind: 'mention', of: atom.of, id: atom.id, look });
  }
  say(source.slice(position));
  return spans;
}

/** The same where only words can stand: in code and in a link. */
function spell(source: string, atoms: readonly Atom[]): string {
  return source.replace(ATOM, (letter) => {
    const atom = atomOf(letter, atoms);
    if (atom === undefined) return '';
    if (atom.kind === 'typed') return atom.text;
    return atom.kind === 'time' ? atom.at.toString() : atom.id;
  });
}

function atomOf(letter: string, atoms: readonly Atom[]): Atom | undefined {
  return atoms[(letter.codePointAt(0) ?? 0) - FIRST_ATOM];
}
