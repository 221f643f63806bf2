import type { MessageView } from './look.ts';
import type { Component } from './shapes.ts';

/** What a person sees after doing something. `ackMs` is how long the bot took to acknowledge, `replyMs` to show something. */
export type Seen = SeenMessage | SeenModal | SeenChoices | SeenFailure;

export interface SeenMessage extends MessageView {
  kind: 'message';
  /** The message that held the control was rewritten, rather than a new one shown. */
  updated: boolean;
  ackMs: number;
  replyMs: number;
  /** What came after the first answer, so far: look again later for more. */
  readonly followUps: readonly MessageView[];
}

export interface SeenModal {
  kind: 'modal';
  customId: string;
  title: string;
  fields: readonly SeenField[];
  /** The message whose control opened the form. */
  from?: string;
  channelId: string;
  ackMs: number;
}

export interface SeenField {
  name: string;
  label: string;
  hint: string;
  value: string;
  long: boolean;
  required: boolean;
  maxLength: number;
  /** What can be chosen; none where words are typed. */
  options: readonly { label: string; value: string }[];
}

export interface SeenChoices {
  kind: 'choices';
  choices: readonly { name: string; value: string | number }[];
  ackMs: number;
}

/** "The application did not respond." */
export interface SeenFailure {
  kind: 'failed';
  reason: string;
}

export function readField({ label = '', description = '', component }: Component): SeenField {
  return {
    name: component?.custom_id ?? '',
    label,
    hint: description,
    value: component?.value ?? component?.options?.find((option) => option.default)?.value ?? '',
    long: component?.style === 2,
    required: component?.required ?? true,
    maxLength: component?.max_length ?? 4000,
    options: (component?.options ?? []).map(({ label, value }) => ({ label, value })),
  };
}
