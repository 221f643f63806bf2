import type { Inline } from '../../chat/text.ts';
import type { Block } from '../../chat/view.ts';

/** Letters of a line of prose on a phone of 390 px, and columns of code there. */
const PROSE = 44;
const CODE = 46;

/** Lines that a phone shows at once. */
const SCREEN = 28;

/** How many screens of a phone blocks fill. */
export function screensOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + linesOf(block), 0) / SCREEN;
}

/** What a question's title, its buttons and the lines around these take of two screens. */
const AROUND = 0.35;

/** How many screens of a phone a question fills with all that stands around it, where they are more than two. */
export function longQuestion(blocks: readonly Block[]): number | undefined {
  const screens = screensOf(blocks) + AROUND;
  return screens > 2 ? Math.ceil(screens) : undefined;
}

/** Lines with the room below them. */
function linesOf(block: Block): number {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return wrapped(block.text.map(wordsOf).join(''), PROSE) + 0.5;
    case 'code':
      return wrapped(block.source, CODE) + 1;
    case 'facts':
      return block.facts.length;
    case 'controls':
      return 2 * Math.ceil(block.controls.length / 5);
    case 'divider':
    case 'file':
      return 1;
    case 'picture':
      return SCREEN / 2;
  }
}

function wordsOf(inline: Inline): string {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown;
    case 'typed':
      return inline.text;
    case 'time':
    case 'mention':
    case 'command':
    case 'word':
      return ' '.repeat(16);
  }
}

function wrapped(words: string, width: number): number {
  return words.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}
