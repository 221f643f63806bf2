import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionType,
  MessageFlags,
} from 'discord.js';
import { z } from 'zod';
import { type Action, decodeAction } from '../../chat/action.ts';
import { clip } from '../../chat/clip.ts';
import { BadInput } from '../../chat/errors.ts';
import { type Completion, directWorkspace, type Event, type Person, type Place } from '../../chat/event.ts';
import { keepable, LONGEST } from '../../chat/input.ts';
import type { ShortcutSpec } from '../../chat/route.ts';
import { type Text, text } from '../../chat/text.ts';
import { SELECT_NAME } from './render.ts';
import { assertResolved, Resolved } from './resolved.ts';

/** What it takes to answer an interaction. */
export interface Interaction {
  id: string;
  token: string;
  applicationId: string;
  /** It came from a message that only this person sees, which an `update` can rewrite. */
  onPrivate: boolean;
  isCompletion: boolean;
  /** It was a form; Discord opens no second form in answer to one. */
  isForm: boolean;
}

export type Parsed =
  | { kind: 'event'; event: Event; interaction: Interaction }
  /** `isNumber`: what is typed is a number, and so must be what is suggested. */
  | { kind: 'completion'; completion: Completion; isNumber: boolean; interaction: Interaction }
  | { kind: 'unreadable'; explanation: Text; reason: string; interaction: Interaction }
  | { kind: 'ignored'; reason: string };

const Answerable = z.object({
  id: z.string().regex(/^\w{1,64}$/),
  token: z.string().regex(/^[\w.=-]{1,1000}$/),
  application_id: z.string().regex(/^\w{1,64}$/),
  type: z.number(),
  message: z
    .object({ flags: z.number().catch(0) })
    .nullish()
    .catch(undefined),
});

const User = z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() });

const Envelope = z.object({
  guild_id: z.string().nullish(),
  channel_id: z.string().nullish(),
  channel: z.object({ id: z.string(), type: z.number().nullish(), parent_id: z.string().nullish() }).nullish(),
  member: z
    .object({
      user: User,
      nick: z.string().nullish(),
      permissions: z.string().regex(/^\d+$/).catch('0'),
      roles: z.array(z.string()).catch([]),
    })
    .nullish(),
  user: User.nullish(),
  locale: z.string().catch('en-US'),
  data: z.unknown().optional(),
});

const Option = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  focused: z.boolean().nullish(),
  get options() {
    return z.array(Option).nullish();
  },
});

type Option = z.infer<typeof Option>;

const Command = z.object({
  name: z.string(),
  type: z.number().nullish(),
  options: z.array(Option).nullish(),
  target_id: z.string().nullish(),
  resolved: Resolved.nullish(),
});

/** The message that a menu was opened on. */
const Target = z.object({
  content: z.string().catch(''),
  author: User,
  components: z.array(z.unknown()).catch([]),
});

/** What stands in a message that is made of components, as ours are. */
const Shown = z.object({
  content: z.string().catch(''),
  get components() {
    return z.array(Shown).catch([]);
  },
});

const Component = z.object({
  custom_id: z.string(),
  component_type: z.number(),
  values: z.array(z.string()).nullish(),
});

const Input = z.object({ custom_id: z.string(), value: z.string().nullish(), values: z.array(z.string()).nullish() });

/** An action row holds inputs (the older form), a label holds one. Anything else in a form says nothing. */
const Form = z.object({
  custom_id: z.string(),
  components: z.array(z.object({ components: z.array(z.unknown()).nullish(), component: z.unknown().optional() })),
});

/**
 * Reads what the gateway sent as `INTERACTION_CREATE`. It is outside input and never makes this throw.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
 */
export function parseInteraction(raw: unknown, shortcuts: readonly ShortcutSpec[] = []): Parsed {
  const answerable = Answerable.safeParse(raw);
  if (!answerable.success) return { kind: 'ignored', reason: 'no id or token' };
  const { id, token, application_id, type, message } = answerable.data;
  if (type === InteractionType.Ping) return { kind: 'ignored', reason: 'ping' };
  const interaction: Interaction = {
    id,
    token,
    applicationId: application_id,
    onPrivate: ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
    isCompletion: type === InteractionType.ApplicationCommandAutocomplete,
    isForm: type === InteractionType.ModalSubmit,
  };
  try {
    return readEvent(interaction, type, raw, shortcuts);
  } catch (error) {
    if (error instanceof BadInput) {
      return { kind: 'unreadable', explanation: error.explanation, reason: 'bad input', interaction };
    }
    const reason =
      error instanceof z.ZodError ? `unknown shape at ${error.issues[0]?.path.join('.')}` : 'unknown shape';
    return { kind: 'unreadable', explanation: text`Discord sent me something I can't read.`, reason, interaction };
  }
}

function readEvent(interaction: Interaction, type: number, raw: unknown, shortcuts: readonly ShortcutSpec[]): Parsed {
  const envelope = Envelope.parse(raw);
  const person = readPerson(envelope);
  const event = (action: Action): Event => ({
    id: interaction.id,
    place: readPlace(envelope, person),
    person,
    action,
  });
  switch (type) {
    case InteractionType.ApplicationCommand: {
      const command = Command.parse(envelope.data);
      const named = (on: ShortcutSpec['on']) => shortcuts.find((one) => one.on === on && one.label === command.name);
      const onMessage = command.type === ApplicationCommandType.Message ? named('message') : undefined;
      const onPerson = command.type === ApplicationCommandType.User ? named('person') : undefined;
      const action =
        onMessage !== undefined
          ? readShortcut(onMessage, command, envelope)
          : onPerson !== undefined
            ? readMenu(onPerson, command)
            : readChecked(command, envelope);
      return { kind: 'event', event: event(action), interaction };
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const { action, focused } = readCommand(Command.parse(envelope.data));
      if (focused === undefined) throw new BadInput('Nothing is being typed.');
      const { name, isNumber } = focused;
      return { kind: 'completion', completion: { ...event(action), option: name }, isNumber, interaction };
    }
    case InteractionType.MessageComponent:
      return { kind: 'event', event: event(readComponent(Component.parse(envelope.data))), interaction };
    case InteractionType.ModalSubmit:
      return { kind: 'event', event: event(readForm(Form.parse(envelope.data))), interaction };
  }
  throw new BadInput("I don't know this kind of interaction.");
}

const MANAGES = 0x20n | 0x8n;

// Manage Server, Administrator

function readPerson({ member, user, locale }: z.infer<typeof Envelope>): Person {
  const account = member?.user ?? user;
  if (account === null || account === undefined) throw new BadInput("I can't see who you are.");
  return {
    id: account.id,
    name: member?.nick ?? account.global_name ?? account.username,
    manages: (BigInt(member?.permissions ?? '0') & MANAGES) !== 0n,
    roles: member?.roles ?? [],
    locale,
  };
}

const THREADS: readonly number[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

function readPlace({ guild_id, channel_id, channel }: z.infer<typeof Envelope>, person: Person): Place {
  const inThread = typeof channel?.type === 'number' && THREADS.includes(channel.type);
  const id = (inThread ? channel?.parent_id : undefined) ?? channel_id ?? channel?.id;
  if (id === undefined) throw new BadInput("I can't see where you are.");
  return { platform: 'discord', workspace: guild_id ?? directWorkspace(person.id), channel: id };
}

/** An entry of somebody's menu, with who they are where it is about them. */
function readMenu({ route, into }: ShortcutSpec, { target_id: target }: z.infer<typeof Command>): Action {
  return { route, state: into === undefined || target === undefined || target === null ? {} : { [into]: target } };
}

/** What was written there, by whom, and where it stands. */
function readShortcut(
  { route }: ShortcutSpec,
  { target_id, resolved }: z.infer<typeof Command>,
  { guild_id, channel_id }: z.infer<typeof Envelope>,
): Action {
  const { content, author, components } = Target.parse(resolved?.messages?.[target_id ?? '']);
  const words = [content, ...components.map(readShown)].filter((line) => line !== '').join('\n');
  const link = `https://discord.com/channels/${guild_id ?? '@me'}/${channel_id ?? ''}/${target_id ?? ''}`;
  return {
    route,
    state: {
      words: clip(keepable(words), LONGEST),
      author: author.global_name ?? author.username,
      by: author.id,
      link,
      // A thread of Discord's is a channel of its own.
      channel: channel_id ?? '',
    },
  };
}

function readShown(component: unknown): string {
  const { data } = Shown.safeParse(component);
  if (data === undefined) return '';
  return [data.content, ...data.components.map(readShown)].filter((line) => line !== '').join('\n');
}

/** Every id in a command is checked here, against the server and what its sender may do there. */
function readChecked(command: z.infer<typeof Command>, { guild_id }: z.infer<typeof Envelope>): Action {
  const { action, level } = readCommand(command);
  for (const option of level) assertResolved(option, command.resolved, guild_id);
  const files = level
    .filter(({ type }) => type === ApplicationCommandOptionType.Attachment)
    .map(({ name, value }) => [name, command.resolved?.attachments?.[String(value)]?.url ?? '']);
  return { ...action, state: { ...action.state, ...Object.fromEntries(files) } };
}

const CHAT_INPUT = 1;

function readCommand({ name, type, options }: z.infer<typeof Command>): {
  action: Action;
  level: readonly Option[];
  focused: { name: string; isNumber: boolean } | undefined;
} {
  if ((type ?? CHAT_INPUT) !== CHAT_INPUT) throw new BadInput('I have no commands in that menu.');
  const words = [name];
  let level = options ?? [];
  for (let first = level[0]; first !== undefined && isGroup(first); first = level[0]) {
    words.push(first.name);
    level = first.options ?? [];
  }
  const state = Object.fromEntries(level.flatMap(({ name, value }) => (value == null ? [] : [[name, String(value)]])));
  const typed = level.find((option) => option.focused === true);
  const focused = typed && { name: typed.name, isNumber: NUMBERS.has(typed.type) };
  return { action: { route: words.join(' '), state }, level, focused };
}

const NUMBERS: ReadonlySet<number> = new Set([
  ApplicationCommandOptionType.Integer,
  ApplicationCommandOptionType.Number,
]);

function isGroup({ type }: Option): boolean {
  return type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;
}

function readComponent({ custom_id, component_type, values }: z.infer<typeof Component>): Action {
  const { route, state } = decodeAction(custom_id);
  const { [SELECT_NAME]: name, ...rest } = state;
  if (component_type !== ComponentType.StringSelect) return { route, state: rest };
  const chosen = values?.[0];
  if (name === undefined || chosen === undefined) throw new BadInput('Please choose again: nothing was chosen.');
  return { route, state: { ...rest, [name]: chosen } };
}

/** A form's own state wins over a field of the same name, which only a forged form could have; so on every platform. */
function readForm({ custom_id, components }: z.infer<typeof Form>): Action {
  const { route, state } = decodeAction(custom_id);
  const inputs = components.flatMap((container) => [...(container.components ?? []), container.component]);
  const fields = inputs.flatMap((input) => {
    const read = Input.safeParse(input);
    if (!read.success) return [];
    const value = read.data.value ?? read.data.values?.[0];
    return value === undefined ? [] : [[read.data.custom_id, value] as const];
  });
  return { route, state: { ...Object.fromEntries(fields), ...state } };
}
