import { stripVTControlCharacters } from 'node:util';
import { plainSpelling } from '../../chat/spelling.ts';
import type { Inline, Text } from '../../chat/text.ts';
import type { Block, Control, Field, Modal, View } from '../../chat/view.ts';

/** How a terminal is written to: with colours or as plain text. */
export interface Style {
  colour: boolean;
}

/** Authors write lines of 80 letters at most; a little more spares them a break behind mark-up that is shown. */
const WIDTH = 88;

const BAR = '┃ ';

/** A message as it looks in a chat: a bar at its side, code in a block, controls in brackets. */
export function drawView({ blocks }: View, style: Style): string {
  const drawn = blocks.map((block) => drawBlock(block, style)).filter((words) => words !== '');
  return drawn.join('\n\n').split('\n').map(withBar).join('\n');
}

/** A form as it opens over the chat. */
export function drawModal({ title, fields }: Modal, style: Style): string {
  const drawn = fields.map((field) => {
    const hint = field.hint === undefined ? [] : [paint(wrap(clean(field.hint)), 'dim', style)];
    return [clean(field.label), ...hint, drawField(field)].join('\n');
  });
  return [paint(clean(title), 'bold', style), ...drawn].join('\n\n').split('\n').map(withBar).join('\n');
}

function drawField(field: Field): string {
  switch (field.kind) {
    case 'text':
      return `[ ${'_'.repeat(field.long ? 40 : 24)} ] at most ${field.maxLength} characters`;
    case 'date':
      return '[ 2026-11-24 ]';
    case 'time':
      return '[ 18:00 ]';
    case 'choice':
      return wrap(field.options.map(({ label }) => `( ${clean(label)} )`).join('  '));
  }
}

function withBar(line: string): string {
  return `${BAR}${line}`.trimEnd();
}

function drawBlock(block: Block, style: Style): string {
  switch (block.kind) {
    case 'heading': {
      const words = drawText(block.text, { colour: false });
      return style.colour
        ? paint(wrap(words), 'bold', style)
        : `${wrap(words)}\n${'='.repeat(Math.min(words.length, WIDTH))}`;
    }
    case 'text':
      return wrap(drawText(block.text, style));
    case 'code':
      return clean(block.source)
        .split('\n')
        .map((line) => `    ${paint(line, 'code', style)}`)
        .join('\n');
    case 'facts':
      return block.facts
        .map(({ label, value }) => wrap(`${paint(clean(label), 'bold', style)}: ${drawText(value, style)}`))
        .join('\n');
    case 'divider':
      return '─'.repeat(WIDTH);
    case 'controls':
      return wrap(block.controls.map((control) => drawControl(control, style)).join('  '));
    case 'file':
      return `<${clean(block.name)}>`;
    case 'picture':
      return wrap(`<${clean(block.name)}: ${clean(block.alt)}>`);
    case 'footnote':
      return paint(wrap(drawText(block.text, { colour: false })), 'dim', style);
  }
}

function drawControl(control: Control, style: Style): string {
  if (control.kind === 'select') return `[ ${clean(control.placeholder)} ▾ ]`;
  const label = clean(control.label).replaceAll(' ', NO_BREAK);
  if (control.disabled) return paint(`(${NO_BREAK}${label}${NO_BREAK})`, 'dim', style);
  const drawn = `[${NO_BREAK}${label}${NO_BREAK}]`;
  return control.style === 'secondary' ? drawn : paint(drawn, 'bold', style);
}

/** Keeps a button's label on one line; wrap turns it into a space again. */
const NO_BREAK = '\u00a0';

function drawText(text: Text, style: Style): string {
  // Mark-up can begin in one inline and end in another, but never within a value that is not ours: those are put in afterwards.
  const source = text.map((inline, index) =>
    inline.kind === 'markdown'
      ? clean(inline.markdown)
      : inline.kind === 'command' || inline.kind === 'word'
        ? plainSpelling(inline)
        : `\ue000${index}\ue001`,
  );
  return drawMarkdown(source.join(''), style).replace(/\ue000(\d+)\ue001/g, (_, index) => {
    const inline = text[Number(index)];
    return inline === undefined ? '' : drawForeign(inline);
  });
}

function drawForeign(inline: Inline): string {
  switch (inline.kind) {
    case 'markdown':
    case 'command':
    case 'word':
      return '';
    case 'typed':
      return clean(inline.text);
    case 'time':
      return `<${inline.at.toString({ smallestUnit: 'minute' })}>`;
    case 'mention':
      return `@${clean(inline.id)}`;
  }
}

/** Our own markdown: mark-up that a chat hides is hidden, except around code where no colour tells it. */
function drawMarkdown(source: string, style: Style): string {
  return source.replace(
    /(`+)(.+?)\1|\*\*(.+?)\*\*|(?<![\w*])\*([^*\n]+)\*(?![\w*])|\[([^\]]*)\]\((https:[^)\s]*)\)/gs,
    (whole: string, _mark?: string, code?: string, bold?: string, italic?: string, label?: string, target?: string) => {
      if (code !== undefined) return style.colour ? paint(code, 'code', style) : whole;
      if (bold !== undefined) return paint(drawMarkdown(bold, style), 'bold', style);
      if (italic !== undefined) return paint(drawMarkdown(italic, style), 'italic', style);
      return `${drawMarkdown(label ?? '', style)} (${target ?? ''})`;
    },
  );
}

/** Text that an author wrote must not steer the terminal. */
function clean(words: string): string {
  return words.replaceAll('\t', '    ').replace(/(?!\n)\p{Cc}/gu, '·');
}

const PAINTS = { bold: ['1', '22'], italic: ['3', '23'], dim: ['2', '22'], code: ['36', '39'] } as const;

function paint(words: string, how: keyof typeof PAINTS, { colour }: Style): string {
  const [on, off] = PAINTS[how];
  return colour && words !== '' ? `\u001b[${on}m${words}\u001b[${off}m` : words;
}

/** Breaks lines between words; what follows a list's mark stays behind it. */
function wrap(words: string): string {
  return words
    .split('\n')
    .flatMap((line) => wrapLine(line))
    .join('\n')
    .replaceAll(NO_BREAK, ' ');
}

function wrapLine(line: string): string[] {
  const hang = ' '.repeat(/^\s*(?:[-*] |\d+\. |> )?/.exec(line)?.[0].length ?? 0);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current.trim() !== '' && width(longer) > WIDTH) {
      lines.push(current);
      current = `${hang}${word}`;
    } else {
      current = lines.length === 0 && current === '' && word === '' ? ' ' : longer;
    }
  }
  return [...lines, current];
}

function width(words: string): number {
  return stripVTControlCharacters(words).length;
}
