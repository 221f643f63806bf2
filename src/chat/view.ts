import type { Action } from './action.ts';
import { join, markdown, type Part, type Text, text } from './text.ts';

/** A message as data. Every platform renders the same View; no platform's type appears here. */
export interface View {
  kind: 'view';
  blocks: readonly Block[];
}

export type Block =
  | { kind: 'heading'; text: Text }
  | { kind: 'text'; text: Text }
  | { kind: 'code'; source: string; language: string }
  | { kind: 'facts'; facts: readonly Fact[] }
  | { kind: 'divider' }
  | { kind: 'controls'; controls: readonly Control[] }
  | AttachedFile
  | Picture
  | { kind: 'footnote'; text: Text };

/** A file to keep: text, or bytes of the kind that its name's ending says. */
export interface AttachedFile {
  kind: 'file';
  name: string;
  content: string | Uint8Array;
}

/** A PNG. `alt` describes it in words, for people who can't see it; at most 1,000 characters. */
export interface Picture {
  kind: 'picture';
  name: string;
  alt: string;
  png: Uint8Array;
}

export interface Fact {
  label: string;
  value: Text;
}

export type Control = Button | Select;

/** `label` is at most 40 characters: a phone clips the rest. */
export interface Button {
  kind: 'button';
  label: string;
  style: 'primary' | 'secondary' | 'danger';
  disabled: boolean;
  action: Action;
}

/** A choice of one. The chosen option's value is added to the action's state under `name`. At most 25 options. */
export interface Select {
  kind: 'select';
  name: string;
  placeholder: string;
  options: readonly Option[];
  action: Action;
}

export interface Option {
  label: string;
  value: string;
  description?: string;
}

/** A form. Its fields come back in the state of `action`, each under its name. */
export interface Modal {
  kind: 'modal';
  title: string;
  fields: readonly Field[];
  action: Action;
}

/** One thing that a form asks for. Labels hold at most 45 characters, hints 100. */
export type Field = TextField | ChoiceField | WhenField;

/** A line (or, if `long`, a box) of text. */
export interface TextField {
  kind: 'text';
  name: string;
  label: string;
  hint?: string;
  value?: string;
  long: boolean;
  required: boolean;
  maxLength: number;
}

/** One of at most 25 options. `value` is the option that is chosen already. */
export interface ChoiceField {
  kind: 'choice';
  name: string;
  label: string;
  hint?: string;
  value?: string;
  options: readonly Option[];
  required: boolean;
}

/**
 * A day as `2026-11-24`, or a time of day as `18:00`, which platforms that have a picker for it let people pick. Where there is
 * none it is typed, and comes back as it was typed: the route reads it as it reads what stands behind a command.
 */
export interface WhenField {
  kind: 'date' | 'time';
  name: string;
  label: string;
  hint?: string;
  value?: string;
  required: boolean;
}

/** Said to one person, whatever was promised; leaves the message that it answers as it was. */
export interface Refusal {
  kind: 'refusal';
  text: Text;
}

export type Reply = View | Modal | Refusal;

export function view(...blocks: readonly (Block | readonly Block[])[]): View {
  return { kind: 'view', blocks: blocks.flat() };
}

export function heading(part: Part): Block {
  return { kind: 'heading', text: text`${part}` };
}

export function paragraph(strings: TemplateStringsArray, ...parts: readonly Part[]): Block {
  return { kind: 'text', text: text(strings, ...parts) };
}

/** A list of our own markdown lines. */
export function bullets(lines: readonly string[]): Block {
  return lineBlock(lines.map((line) => text`- ${markdown(line)}`));
}

/** Texts, each on a line of its own. */
export function lineBlock(lines: readonly Text[]): Block {
  return { kind: 'text', text: join(lines, '\n') };
}

export function code(source: string, language = 'python'): Block {
  return { kind: 'code', source, language };
}

export function facts(...entries: readonly (readonly [label: string, value: Part])[]): Block {
  return { kind: 'facts', facts: entries.map(([label, value]) => ({ label, value: text`${value}` })) };
}

export const divider: Block = { kind: 'divider' };

export function controls(...items: readonly Control[]): Block {
  return { kind: 'controls', controls: items };
}

export function footnote(strings: TemplateStringsArray, ...parts: readonly Part[]): Block {
  return { kind: 'footnote', text: text(strings, ...parts) };
}

export function file(name: string, content: string | Uint8Array): Block {
  return { kind: 'file', name, content };
}

export function picture(name: string, alt: string, png: Uint8Array): Block {
  return { kind: 'picture', name, alt, png };
}

export function button(
  label: string,
  route: string,
  state: Record<string, string> = {},
  options: { style?: Button['style']; disabled?: boolean } = {},
): Button {
  const { style = 'secondary', disabled = false } = options;
  return { kind: 'button', label, style, disabled, action: { route, state } };
}

export function refusal(explanation: Text): Refusal {
  return { kind: 'refusal', text: explanation };
}
