import type { types } from '@slack/bolt';
import { encodeAction } from '../../chat/action.ts';
import { clip } from '../../chat/clip.ts';
import { bytesOf } from '../../chat/files.ts';
import type { Text } from '../../chat/text.ts';
import type { Block, Button, Control, Fact, Select, View } from '../../chat/view.ts';
import { BUTTON, CONTROLS_PER_ROW, HEADER, type Payload, SELECT } from './limits.ts';
import { parseText, plainWords, type Span, spansOf } from './markdown.ts';
import { isRisky, mrkdwn } from './mrkdwn.ts';
import { elementsOf, preformatted, richText } from './rich-text.ts';
import { summarise } from './summary.ts';

/** The key in a select's id that says under which name the chosen value is read. */
export const SELECT_NAME = '_';

type Blocks = types.KnownBlock[];

/** A view as one message. */
export function renderMessage(view: View): Payload {
  const payload: Payload = { blocks: [], pictures: [], files: [], summary: summarise(view) };
  for (const block of view.blocks) payload.blocks.push(...renderBlock(block, payload));
  return payload;
}

function renderBlock(block: Block, payload: Payload): Blocks {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.text);
    case 'text':
      return rich(richText(parseText(block.text)));
    case 'code':
      return rich([preformatted(block.source)]);
    case 'facts':
      return rich(block.facts.map((fact) => ({ type: 'rich_text_section', elements: elementsOf(factSpans(fact)) })));
    case 'divider':
      return [{ type: 'divider' }];
    case 'controls':
      return rowsOf(block.controls).flatMap(renderRow);
    case 'file': {
      payload.files.push({ name: plainName(block.name, 'file.txt'), data: bytesOf(block) });
      return [fileNote(payload.files.length - 1, `Attached: ${plainName(block.name, 'file.txt')}`)];
    }
    case 'picture': {
      const name = plainName(block.name, 'picture.png');
      payload.pictures.push({ name, data: Buffer.from(block.png), alt: block.alt });
      const id = `picture:${payload.pictures.length - 1}`;
      // The id of the file is not known before it was uploaded.
      return [{ type: 'image', block_id: id, alt_text: block.alt === '' ? name : block.alt, slack_file: { id: '' } }];
    }
    case 'footnote':
      return renderFootnote(block.text);
  }
}

/** Says where a file is; sending it may put other words here. */
export function fileNote(index: number, words: string): types.ContextBlock {
  return { type: 'context', block_id: `file:${index}`, elements: [{ type: 'plain_text', text: words, emoji: false }] };
}

function rich(elements: types.RichTextBlock['elements']): Blocks {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

/** A header holds words only; one that is too long, or says more, is a bold line. */
function renderHeading(text: Text): Blocks {
  const spans = spansOf(parseText(text));
  const words = plainWords(spans).replace(/\s+/g, ' ').trim();
  if (spans.every((span) => span.kind === 'words') && words.length <= HEADER) {
    return words === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text: words, emoji: false } }];
  }
  const bold = spans.map((span) => ({ ...span, look: { ...span.look, bold: true as const } }));
  return rich([{ type: 'rich_text_section', elements: elementsOf(bold) }]);
}

function renderFootnote(text: Text): Blocks {
  const pieces = parseText(text);
  const spans = spansOf(pieces);
  if (spans.length === 0) return [];
  if (isRisky(spans) || pieces.some(({ kind }) => kind !== 'lines')) return rich(richText(pieces));
  // Verbatim: nothing in it is made a link or a mention that was not written as one.
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: mrkdwn(spans), verbatim: true }] }];
}

function factSpans({ label, value }: Fact): Span[] {
  return [
    { kind: 'words', words: label === '' ? ' ' : label, look: { bold: true } },
    { kind: 'words', words: ' ', look: {} },
    ...spansOf(parseText(value)),
  ];
}

/** Controls in rows: Slack wraps a row by itself, and takes 25 controls in one. */
export function rowsOf(controls: readonly Control[]): Control[][] {
  const rows: Control[][] = [];
  for (const control of controls) {
    const row = rows.at(-1);
    if (row !== undefined && row.length < CONTROLS_PER_ROW) row.push(control);
    else rows.push([control]);
  }
  return rows;
}

/** Slack has no greyed-out buttons: buttons that can't be pressed now are named under the others. */
function renderRow(row: readonly Control[]): Blocks {
  const [asleep, awake] = [row.filter(isAsleep), row.filter((control) => !isAsleep(control))];
  const names = asleep.map((control) => (control.kind === 'button' ? control.label : control.placeholder)).join(', ');
  return [
    ...(awake.length === 0 ? [] : [{ type: 'actions' as const, elements: awake.map(renderControl) }]),
    ...(asleep.length === 0
      ? []
      : [
          {
            type: 'context' as const,
            elements: [{ type: 'plain_text' as const, text: `Not now: ${names}`, emoji: false }],
          },
        ]),
  ];
}

function isAsleep(control: Control): boolean {
  return control.kind === 'button' && control.disabled;
}

function renderControl(control: Control): types.Button | types.StaticSelect {
  switch (control.kind) {
    case 'button':
      return {
        type: 'button',
        action_id: encodeAction(control.action),
        text: plain(clip(control.label, BUTTON.shown)),
        ...buttonStyle(control.style),
      };
    case 'select':
      return {
        type: 'static_select',
        action_id: nameSelect(control),
        placeholder: plain(clip(control.placeholder, SELECT.placeholder)),
        options: control.options.map(renderOption),
      };
  }
}

function nameSelect({ action, name }: Select): string {
  return encodeAction({ route: action.route, state: { ...action.state, [SELECT_NAME]: name } });
}

export function renderOption({ label, value, description }: Select['options'][number]): types.PlainTextOption {
  return {
    text: plain(clip(label, SELECT.label)),
    value,
    ...(description === undefined || description === ''
      ? {}
      : { description: plain(clip(description, SELECT.description)) }),
  };
}

/** Plain words, without mark-up or `:emoji:`. Slack refuses an empty one. */
export function plain(words: string): types.PlainTextElement {
  return { type: 'plain_text', text: words === '' ? ' ' : words, emoji: false };
}

function buttonStyle(style: Button['style']): { style?: 'primary' | 'danger' } {
  switch (style) {
    case 'primary':
    case 'danger':
      return { style };
    case 'secondary':
      return {};
  }
}

function plainName(name: string, otherwise: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._]+/, '') || otherwise;
}
