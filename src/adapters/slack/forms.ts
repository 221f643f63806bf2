import type { types } from '@slack/bolt';
import { clip, wholeLetters } from '../../chat/clip.ts';
import type { Picked } from '../../chat/input.ts';
import type { CommandSpec } from '../../chat/route.ts';
import { type Dialect, speltPhrase } from '../../chat/spelling.ts';
import type { Field, Modal, WhenField } from '../../chat/view.ts';
import { BLOCKS_PER_VIEW, FORM, SELECT } from './limits.ts';
import { type FormMemory, writeMemory } from './memory.ts';
import { plain, renderOption } from './render.ts';

type Option = CommandSpec['options'][number];

type Element = types.InputBlock['element'];

/** The kinds of inputs that Slack fills while one types, and who is asked for it. */
export const ROLE_PREFIX = 'role:';

/** The time of a moment stands in a field of its own beside its day, which has the moment's name. */
export const CLOCK_PREFIX = 'clock:';

/** A form, ready to open. Throws a RangeError when Slack would refuse it: a mistake of the programmer. */
export function renderForm(modal: Modal, memory: Omit<FormMemory, 'route' | 'state' | 'isCommand'>): types.ModalView {
  const { route, state } = modal.action;
  return {
    ...frame(modal.title, { ...memory, route, state, isCommand: false }),
    blocks: checkCount(modal.title, modal.fields.map(renderField)),
  };
}

/** A form that asks for a command's options, with what was understood filled in and what was not said above its field. */
export function renderCommandForm(
  spec: CommandSpec,
  read: { state: Readonly<Record<string, string>>; faults: Readonly<Record<string, string>> },
  memory: Omit<FormMemory, 'route' | 'state' | 'isCommand'>,
  { prefix, dialect }: { prefix: string; dialect: Dialect },
): types.ModalView {
  const known = new Set(spec.options.map(({ name }) => name));
  const state = Object.fromEntries(Object.entries(read.state).filter(([name]) => !known.has(name)));
  const blocks = spec.options.flatMap((option): types.KnownBlock[] => {
    const [fault, value] = [read.faults[option.name], read.state[option.name]];
    return [
      // An empty field that must be filled is marked by Slack itself.
      ...(fault === undefined || value === undefined ? [] : [faultBlock(option, speltPhrase(dialect, fault), value)]),
      input(option.name, {
        label: clip(labelOf(option.name), FORM.label),
        hint: speltPhrase(dialect, option.description),
        required: option.required,
        element: optionElement(option, value),
      }),
      ...(option.when === 'moment' ? [clockOfMoment(option, value)] : []),
    ];
  });
  const title = `/${prefix}${spec.path.join(' ')}`;
  return {
    ...frame(title, { ...memory, route: spec.path.join(' '), state, isCommand: true }),
    blocks: checkCount(title, blocks),
  };
}

/** An option's name as a label: `Start`. */
function labelOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll(/[_-]/g, ' ')}`;
}

function frame(title: string, memory: FormMemory) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain(clip(title, FORM.title)),
    submit: plain('Send'),
    close: plain('Cancel'),
    private_metadata: writeMemory(memory),
  };
}

function checkCount(title: string, blocks: types.KnownBlock[]): types.KnownBlock[] {
  if (blocks.length >= 1 && blocks.length <= BLOCKS_PER_VIEW) return blocks;
  throw new RangeError(`the form "${title}" has ${blocks.length} blocks, Slack shows 1 to ${BLOCKS_PER_VIEW}`);
}

/** A picker can't hold words that say no day and no time: they stand here, for whoever typed them. */
function faultBlock({ name, when }: Option, fault: string, value: string): types.ContextBlock {
  const words = when === undefined ? fault : `${clip(value, 200)}: ${fault}`;
  return { type: 'context', block_id: `fault:${name}`, elements: [plain(`⚠ ${clip(words, 500)}`)] };
}

/** https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element */
function clockOfMoment(option: Option, value: string | undefined): types.InputBlock {
  return input(`${CLOCK_PREFIX}${option.name}`, {
    label: 'At',
    hint: 'Left empty, the time stays.',
    required: false,
    element: whenPicker('time', `${CLOCK_PREFIX}${option.name}`, pickedIn(option, value).time),
  });
}

function pickedIn({ pickedOf }: Option, value: string | undefined): Picked {
  return value === undefined ? {} : (pickedOf?.(value) ?? {});
}

/** https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element */
function whenPicker(
  kind: WhenField['kind'],
  name: string,
  value: string | undefined,
): types.Datepicker | types.Timepicker {
  if (kind === 'date') {
    return {
      type: 'datepicker',
      action_id: name,
      ...(value === undefined || !/^\d{4}-\d\d-\d\d$/.test(value) ? {} : { initial_date: value }),
    };
  }
  return {
    type: 'timepicker',
    action_id: name,
    ...(value === undefined || !/^\d\d:\d\d$/.test(value) ? {} : { initial_time: value }),
  };
}

interface Input {
  label: string;
  hint: string | undefined;
  required: boolean;
  element: Element;
}

function input(name: string, { label, hint, required, element }: Input): types.InputBlock {
  if (name.length < 1 || name.length > FORM.callback) throw new RangeError(`"${name}" can't name a field`);
  return {
    type: 'input',
    block_id: name,
    label: plain(label),
    optional: !required,
    ...(hint === undefined || hint === '' ? {} : { hint: plain(clip(hint, FORM.hint)) }),
    element,
  };
}

function renderField(field: Field): types.InputBlock {
  const { name, hint, required } = field;
  const common = { label: clip(field.label, FORM.label), hint, required };
  switch (field.kind) {
    case 'text': {
      // A prefilled value must pass the field's own maximum, or Slack refuses the whole form.
      const most = Math.min(FORM.value, Math.max(1, field.maxLength, field.value?.length ?? 0));
      if (field.value !== undefined && field.value.length > most) {
        throw new RangeError(`the field "${name}" is filled with too much`);
      }
      return input(name, { ...common, element: textInput(name, field.long, most, field.value) });
    }
    case 'choice': {
      const options = field.options.map(renderOption);
      return input(name, { ...common, element: choiceInput(name, options, field.value) });
    }
    case 'date':
    case 'time':
      return input(name, { ...common, element: whenPicker(field.kind, name, field.value) });
  }
}

function textInput(name: string, long: boolean, most: number, value: string | undefined): types.PlainTextInput {
  const filled = value === undefined || value === '' ? {} : { initial_value: value };
  return { type: 'plain_text_input', action_id: name, multiline: long, max_length: most, ...filled };
}

function choiceInput(name: string, options: types.PlainTextOption[], value: string | undefined): types.StaticSelect {
  const chosen = options.find((option) => option.value === value);
  return {
    type: 'static_select',
    action_id: name,
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}

function optionElement(option: Option, value: string | undefined): Element {
  const { name, kind, choices, when } = option;
  if (choices.length > 0) return choiceInput(name, choices.map(renderOption), value);
  if (option.completes && (kind === 'string' || kind === 'integer')) return externalSelect(name, value);
  if (when !== undefined) {
    const { date, time } = pickedIn(option, value);
    return when === 'time' ? whenPicker('time', name, time) : whenPicker('date', name, date);
  }
  switch (kind) {
    // None of theirs: commands here take no files.
    case 'file':
    case 'string':
      return typedInput(option, value);
    case 'integer':
      return {
        type: 'number_input',
        action_id: name,
        is_decimal_allowed: false,
        ...(option.min === undefined ? {} : { min_value: String(option.min) }),
        ...(option.max === undefined ? {} : { max_value: String(option.max) }),
        ...(value !== undefined && isWithin(value, option) ? { initial_value: value } : {}),
      };
    case 'boolean':
      return choiceInput(name, YES_OR_NO, value);
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: name,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(value !== undefined && /^[CG]\w+$/.test(value) ? { initial_conversation: value } : {}),
      };
    case 'member':
      return {
        type: 'users_select',
        action_id: name,
        ...(value !== undefined && /^[UW]\w+$/.test(value) ? { initial_user: value } : {}),
      };
    case 'role':
      // Slack has no select for user groups: we are asked for them.
      return externalSelect(`${ROLE_PREFIX}${name}`, value);
  }
}

/** Typed text that is too long stays in the form, so that it can be shortened. */
function typedInput({ name, maxLength = FORM.value }: Option, value: string | undefined): types.PlainTextInput {
  const most = Math.min(FORM.value, Math.max(maxLength, value?.length ?? 0));
  return textInput(name, false, most, value === undefined ? undefined : wholeLetters(value, most));
}

const YES_OR_NO: types.PlainTextOption[] = [
  { text: plain('Yes'), value: 'true' },
  { text: plain('No'), value: 'false' },
];

function isWithin(value: string, { min, max }: Option): boolean {
  const number = Number(value);
  return /^-?\d+$/.test(value) && number >= (min ?? number) && number <= (max ?? number);
}

function externalSelect(name: string, value: string | undefined): types.ExternalSelect {
  const isFillable = value !== undefined && value !== '' && value.length <= SELECT.value;
  return {
    type: 'external_select',
    action_id: name,
    min_query_length: 0,
    placeholder: plain('Type to find'),
    ...(isFillable ? { initial_option: { text: plain(clip(value, SELECT.label)), value } } : {}),
  };
}
