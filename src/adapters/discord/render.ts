import {
  type APIActionRowComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  SeparatorSpacingSize,
  TextInputStyle,
} from 'discord.js';
import { type Action, encodeAction } from '../../chat/action.ts';
import { clip } from '../../chat/clip.ts';
import { bytesOf, mediaTypeOf } from '../../chat/files.ts';
import { plainSpelling } from '../../chat/spelling.ts';
import type { Inline, Text, TimeStyle } from '../../chat/text.ts';
import type {
  Block,
  Button,
  ChoiceField,
  Control,
  Fact,
  Field,
  Modal,
  Option,
  Select,
  TextField,
  View,
  WhenField,
} from '../../chat/view.ts';
import { breakFences, escapeTyped, findSettings, type Setting } from './escape.ts';
import { ALT, BUTTON_LABEL_SHOWN, BUTTONS_PER_ROW, CUSTOM_ID, MODAL, type Payload, SELECT } from './limits.ts';

/** The line at the side of a card. */
const ACCENT = 0x3776ab;

/** The key in a select's id that says under which name the chosen value is read. */
export const SELECT_NAME = '_';

/**
 * A view as one message. A view with a heading is a card, whatever stands above it, so that a question stays a card when it
 * says what became of the last answer, and a page when there is something to celebrate; anything else stands for itself.
 */
export function renderMessage(view: View): Payload {
  if (last?.blocks === view.blocks && last.count === view.blocks.length) return last.payload;
  const files: Payload['files'] = [];
  const inside = view.blocks.flatMap((block) => renderBlock(block, files));
  const components: APIMessageTopLevelComponent[] =
    view.blocks.some(({ kind }) => kind === 'heading') && inside.length > 0
      ? [{ type: ComponentType.Container, accent_color: ACCENT, components: inside }]
      : inside;
  const payload = { components, files };
  last = { blocks: view.blocks, count: view.blocks.length, payload };
  return payload;
}

/** Keeps what was rendered to see whether it fits, because it is sent next. A list that has grown meanwhile counts as another one. */
let last: { blocks: View['blocks']; count: number; payload: Payload } | undefined;

/** Gives a message's first component an id of our own, by which the message is found again. */
export function nameFirst(payload: Payload, id: number): Payload {
  const [first, ...rest] = payload.components;
  return first === undefined ? payload : { ...payload, components: [{ ...first, id }, ...rest] };
}

function renderBlock(block: Block, files: Payload['files']): APIComponentInContainer[] {
  if (!isLong(block)) return makeComponents(block, files);
  const known = pieces.get(block);
  if (known !== undefined) return known;
  const made = makeComponents(block, files);
  pieces.set(block, made);
  return made;
}

/**
 * What a round shows to everybody is the same block each time, and is rendered once. Short ones are made anew for each
 * message: to remember them costs the collector more than to render them.
 */
const pieces = new WeakMap<Block, APIComponentInContainer[]>();

const LONG = 120;

function isLong(block: Block): boolean {
  if (block.kind === 'code') return block.source.length > LONG;
  return (
    block.kind === 'text' && block.text.some((inline) => inline.kind === 'markdown' && inline.markdown.length > LONG)
  );
}

function makeComponents(block: Block, files: Payload['files']): APIComponentInContainer[] {
  switch (block.kind) {
    case 'heading':
      return display(prefixLines('## ', renderText(block.text).replace(/\s*\n\s*/g, ' ')));
    case 'text':
      return display(renderText(block.text));
    case 'code':
      return display(renderCode(block.source, block.language));
    case 'facts':
      return display(block.facts.map(renderFact).join('\n'));
    case 'divider':
      return [{ type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small }];
    case 'controls':
      return rowsOf(block.controls).map(renderRow);
    case 'file':
      return [
        { type: ComponentType.File, file: { url: addFile(files, block.name, mediaTypeOf(block), bytesOf(block)) } },
      ];
    case 'picture': {
      const url = addFile(files, block.name, 'image/png', Buffer.from(block.png));
      return [{ type: ComponentType.MediaGallery, items: [{ media: { url }, description: clip(block.alt, ALT) }] }];
    }
    case 'footnote':
      return display(prefixLines('-# ', renderText(block.text)));
  }
}

function display(content: string): APIComponentInContainer[] {
  return content.trim() === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
}

function prefixLines(prefix: string, lines: string): string {
  return lines.replace(/^(?=.*\S)/gm, prefix);
}

function renderFact({ label, value }: Fact): string {
  return `**${escapeTyped(label, 'text')}** ${renderText(value)}`;
}

function renderCode(source: string, language: string): string {
  const tag = /^[\w+#.-]*$/.test(language) ? language : '';
  // Discord shows the fences themselves when nothing is between them.
  const body = source.trim() === '' ? ' \n' : source;
  return `\`\`\`${tag}\n${breakFences(body)}${body.endsWith('\n') ? '' : '\n'}\`\`\``;
}

/** Text as Discord's markdown. What a person typed shows as typed. */
export function renderText(text: Text): string {
  const settings = findSettings(text);
  return text.map((inline, index) => renderInline(inline, settings[index] ?? 'text')).join('');
}

function renderInline(inline: Inline, setting: Setting): string {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown;
    case 'typed':
      return escapeTyped(inline.text, setting);
    case 'command':
    case 'word':
      return plainSpelling(inline);
    case 'time':
      return `<t:${Math.floor(inline.at.epochMilliseconds / 1000)}:${timeStyle(inline.style)}>`;
    case 'mention':
      // A member of another platform has no mention here; the id is better than a broken one.
      return /^\d{17,20}$/.test(inline.id) ? `<${sigil(inline.of)}${inline.id}>` : escapeTyped(inline.id, setting);
  }
}

/** https://docs.discord.com/developers/reference#message-formatting-timestamp-styles */
function timeStyle(style: TimeStyle): string {
  switch (style) {
    case 'date':
      return 'D';
    case 'time':
      return 't';
    case 'full':
      return 'F';
    case 'relative':
      return 'R';
  }
}

function sigil(of: 'member' | 'channel' | 'role'): string {
  switch (of) {
    case 'member':
      return '@';
    case 'channel':
      return '#';
    case 'role':
      return '@&';
  }
}

/** Controls in rows: five buttons to a row, each select alone. */
export function rowsOf(controls: readonly Control[]): Control[][] {
  const rows: Control[][] = [];
  for (const control of controls) {
    const row = rows.at(-1);
    const joins = control.kind === 'button' && row?.[0]?.kind === 'button' && row.length < BUTTONS_PER_ROW;
    if (joins) row.push(control);
    else rows.push([control]);
  }
  return rows;
}

function renderRow(row: readonly Control[]): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components: row.map(renderControl) };
}

function renderControl(control: Control): APIComponentInMessageActionRow {
  switch (control.kind) {
    case 'button':
      return {
        type: ComponentType.Button,
        custom_id: encodeAction(control.action),
        label: clip(control.label, BUTTON_LABEL_SHOWN),
        style: buttonStyle(control.style),
        ...(control.disabled ? { disabled: true } : {}),
      };
    case 'select':
      return {
        type: ComponentType.StringSelect,
        custom_id: encodeAction(nameSelect(control)),
        placeholder: clip(control.placeholder, SELECT.placeholder),
        options: control.options.map(renderOption),
      };
  }
}

function renderOption({ label, value, description }: Option) {
  return {
    label: clip(label, SELECT.label),
    value,
    ...(description === undefined ? {} : { description: clip(description, SELECT.description) }),
  };
}

function nameSelect({ action, name }: Select): Action {
  return { route: action.route, state: { ...action.state, [SELECT_NAME]: name } };
}

function buttonStyle(style: Button['style']): ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger {
  switch (style) {
    case 'primary':
      return ButtonStyle.Primary;
    case 'secondary':
      return ButtonStyle.Secondary;
    case 'danger':
      return ButtonStyle.Danger;
  }
}

/**
 * Adds a file to the message and returns the address by which a component shows it. Discord rewrites other characters in a
 * file's name, and `attachment://` would then point nowhere.
 */
function addFile(files: Payload['files'], name: string, contentType: string, data: Buffer): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._]+/, '') || 'file.txt';
  const unique = files.some((file) => file.name === plain) ? `${files.length}-${plain}` : plain;
  files.push({ name: unique, data, contentType });
  return `attachment://${unique}`;
}

/** A form, ready to open. Throws a RangeError when it has more fields than Discord shows: a mistake of the programmer. */
export function renderModal(modal: Modal): APIModalInteractionResponseCallbackData {
  if (modal.fields.length < 1 || modal.fields.length > MODAL.fields) {
    throw new RangeError(
      `the form "${modal.title}" has ${modal.fields.length} fields, Discord shows 1 to ${MODAL.fields}`,
    );
  }
  return {
    custom_id: encodeAction(modal.action),
    title: clip(modal.title, MODAL.title),
    components: modal.fields.map((field) => ({
      type: ComponentType.Label,
      label: clip(field.label, MODAL.label),
      ...(field.hint === undefined || field.hint === '' ? {} : { description: clip(field.hint, MODAL.description) }),
      component: renderField(field),
    })),
  };
}

function renderField(field: Field) {
  if (field.name.length < 1 || field.name.length > CUSTOM_ID)
    throw new RangeError(`"${field.name}" can't name a field`);
  switch (field.kind) {
    case 'text':
      return renderTextField(field);
    case 'choice':
      return renderChoiceField(field);
    case 'date':
    case 'time':
      return renderWhenField(field);
  }
}

/** https://docs.discord.com/developers/components/reference#string-select: in a form it may be `required`. */
function renderChoiceField({ name, options, value, required }: ChoiceField) {
  if (options.length < 1 || options.length > SELECT.options) {
    throw new RangeError(`the field "${name}" has ${options.length} options, Discord shows 1 to ${SELECT.options}`);
  }
  return {
    type: ComponentType.StringSelect as const,
    custom_id: name,
    required,
    options: options.map((option) => ({
      ...renderOption(option),
      ...(option.value === value ? { default: true } : {}),
    })),
  };
}

/** Discord has no picker for either: it is typed, and shows what that looks like while it is empty. */
function renderWhenField({ kind, name, value, required }: WhenField) {
  return {
    type: ComponentType.TextInput as const,
    custom_id: name,
    style: TextInputStyle.Short,
    required,
    max_length: MODAL.when,
    placeholder: kind === 'date' ? '2026-11-24' : '18:00',
    ...(value === undefined || value === '' ? {} : { value }),
  };
}

function renderTextField({ name, long, required, maxLength, value }: TextField) {
  // A prefilled value must pass the field's own maximum, or Discord refuses the whole form.
  const most = Math.min(MODAL.value, Math.max(1, maxLength, value?.length ?? 0));
  if (value !== undefined && value.length > most) throw new RangeError(`the field "${name}" is filled with too much`);
  return {
    type: ComponentType.TextInput as const,
    custom_id: name,
    style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: most,
    ...(value === undefined || value === '' ? {} : { value }),
  };
}
