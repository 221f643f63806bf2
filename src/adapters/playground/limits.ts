import { wholeLetters } from '../../chat/clip.ts';
import { plainSpelling } from '../../chat/spelling.ts';
import { type Inline, markdown, type Text } from '../../chat/text.ts';
import type { Block, View } from '../../chat/view.ts';

/** The playground's own limits: nothing forces them but that a message should be read, and that a press should be found. */
const MESSAGE_LENGTH = 6000;

const MESSAGE_BLOCKS = 40;

export const MESSAGE_CONTROLS = 25;

/** A time or a mention takes about as much room as this. */
const MARK_LENGTH = 40;

/** What closing and opening a fence again may add to a cut text. */
const FENCE_ROOM = 40;

/** Cuts a view into messages within the limits: between blocks, else between lines, else between words. */
export function splitView(view: View): View[] {
  const messages: Block[][] = [[]];
  for (const block of view.blocks.flatMap(cutBlock)) {
    const last = messages.at(-1) ?? [];
    if (last.length > 0 && !fits([...last, block])) messages.push([block]);
    else last.push(block);
  }
  return messages.map((blocks) => ({ kind: 'view', blocks }));
}

/** Throws when a view is more than one message: the caller must have split it. */
export function assertFits({ blocks }: View): void {
  if (!fits(blocks)) throw new RangeError('the view does not fit one message of the playground: split it first');
}

function fits(blocks: readonly Block[]): boolean {
  const length = blocks.reduce((sum, block) => sum + blockLength(block), 0);
  const controls = blocks.reduce((sum, block) => sum + (block.kind === 'controls' ? block.controls.length : 0), 0);
  return length <= MESSAGE_LENGTH && blocks.length <= MESSAGE_BLOCKS && controls <= MESSAGE_CONTROLS;
}

function blockLength(block: Block): number {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return textLength(block.text);
    case 'code':
      return block.source.length;
    case 'facts':
      return block.facts.reduce((sum, { label, value }) => sum + label.length + textLength(value), 0);
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return 0;
  }
}

function textLength(text: Text): number {
  return text.reduce((sum, inline) => sum + inlineLength(inline), 0);
}

function inlineLength(inline: Inline): number {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown.length;
    case 'typed':
      return inline.text.length;
    case 'command':
    case 'word':
      return plainSpelling(inline).length;
    case 'time':
    case 'mention':
      return MARK_LENGTH;
  }
}

function cutBlock(block: Block): Block[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return cutText(block.text, MESSAGE_LENGTH).map((text) => ({ ...block, text }));
    case 'code':
      return cutWords(block.source, MESSAGE_LENGTH).map((source) => ({ ...block, source }));
    case 'facts': {
      if (blockLength(block) <= MESSAGE_LENGTH) return [block];
      return block.facts.flatMap(({ label, value }) => {
        // Labels are our own and short; a floor keeps the cutting finite whatever they are.
        const values = cutText(value, Math.max(MESSAGE_LENGTH - label.length, 1000));
        return values.map((part): Block => ({ kind: 'facts', facts: [{ label, value: part }] }));
      });
    }
    case 'controls': {
      const rows = Math.ceil(block.controls.length / MESSAGE_CONTROLS);
      return Array.from({ length: rows }, (_, row) => ({
        kind: 'controls',
        controls: block.controls.slice(row * MESSAGE_CONTROLS, (row + 1) * MESSAGE_CONTROLS),
      }));
    }
    case 'divider':
    case 'file':
    case 'picture':
      return [block];
  }
}

/** Cuts between lines, so that no mark-up is torn; a fence that is cut is closed and opened again. */
function cutText(text: Text, max: number): Text[] {
  if (textLength(text) <= max) return [text];
  const room = max - FENCE_ROOM;
  const parts: Inline[][] = [[]];
  let fence: string | undefined;
  for (const line of linesOf(text).flatMap((whole) => cutLine(whole, room))) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && textLength(last) + textLength(line) > room) {
      if (fence !== undefined) last.push(markdown('\n```'));
      parts.push([...(fence === undefined ? [] : [markdown(`${fence}\n`)]), ...line]);
    } else {
      last.push(...line);
    }
    const mark = line[0]?.kind === 'markdown' ? /^\s*(```\s*[\w-]{0,20})/.exec(line[0].markdown)?.[1] : undefined;
    if (mark !== undefined) fence = fence === undefined ? mark.trimEnd() : undefined;
  }
  return parts;
}

/** A line ends where our own markdown has a line break; a break within a person's words stays with the words. */
function linesOf(text: Text): Inline[][] {
  const lines: Inline[][] = [[]];
  for (const inline of text) {
    if (inline.kind !== 'markdown') {
      lines.at(-1)?.push(inline);
      continue;
    }
    for (const piece of inline.markdown.split(/(?<=\n)/)) {
      if (piece !== '') lines.at(-1)?.push(markdown(piece));
      if (piece.endsWith('\n')) lines.push([]);
    }
  }
  return lines.filter((line) => line.length > 0);
}

function cutLine(line: readonly Inline[], max: number): Inline[][] {
  if (textLength(line) <= max) return [[...line]];
  return line.flatMap((inline) => cutInline(inline, max)).map((inline) => [inline]);
}

function cutInline(inline: Inline, max: number): Inline[] {
  switch (inline.kind) {
    case 'markdown':
      return cutWords(inline.markdown, max).map(markdown);
    case 'typed':
      return cutWords(inline.text, max).map((text) => ({ kind: 'typed', text }));
    case 'command':
    case 'word':
    case 'time':
    case 'mention':
      return [inline];
  }
}

/** Cuts after a line, else after a word, else between characters; the pieces together are what came in. */
function cutWords(source: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = source;
  while (rest.length > max) {
    const head = rest.slice(0, max);
    const line = head.lastIndexOf('\n') + 1;
    const word = head.lastIndexOf(' ') + 1;
    const end = line > max / 2 ? line : word > max / 2 ? word : wholeLetters(rest, max).length || max;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}
