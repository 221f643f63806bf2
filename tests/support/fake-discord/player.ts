import { createHash } from 'node:crypto';
import type { Interactions } from './interactions.ts';
import { type MessageView, viewMessage } from './look.ts';
import type { Seen, SeenModal } from './seen.ts';
import type { StoredMessage } from './shapes.ts';
import type { CommandBody } from './validate.ts';
import { addMessage, describeChannel, describeMessage, type World } from './world.ts';

/** Who somebody is, and where they type. */
export interface PlayerOptions {
  /** May manage the server. */
  manages?: boolean;
  /** Ids of roles. */
  roles?: readonly string[];
  nick?: string;
  /** Where commands are typed; the home channel, if left out. */
  channel?: string;
  locale?: string;
}

type Value = string | number | boolean;

/** Somebody at the keyboard. What Discord's own client prevents, throws; what the bot answers is what the promise brings. */
export interface Player {
  /** A snowflake, also when the player was named by a word. */
  readonly id: string;
  command(name: string, options?: Readonly<Record<string, Value>>): Promise<Seen>;
  /** Presses the button with that label or custom id. */
  press(message: string | { id: string }, labelOrCustomId: string): Promise<Seen>;
  /** Picks an option by value or label, in the first select that has it. */
  choose(message: string | { id: string }, valueOrLabel: string): Promise<Seen>;
  /** Sends a form. Fields go by name or label; those left out keep what they were filled with. */
  submit(modal: SeenModal, fields: Readonly<Record<string, string>>): Promise<Seen>;
  /** Writes a message of their own, which the bot is not told of. */
  says(words: string, channelId?: string): { id: string };
  /** Opens a message's menu of apps and picks the entry of that name. */
  pick(message: string | { id: string }, entry: string): Promise<Seen>;
  /** Types into an option of a command and waits for suggestions. */
  complete(name: string, option: string, typed: string, soFar?: Readonly<Record<string, Value>>): Promise<Seen>;
  /** What stands in a channel for this person: everything public, and what only they see. */
  sees(channelId?: string): MessageView[];
  /** The private threads that they are in. */
  privateThreads(): string[];
}

/** Turns a word into a snowflake that is always the same. */
export function idOf(user: string): string {
  if (/^\d{17,19}$/.test(user)) return user;
  const number = createHash('sha256').update(user).digest().readBigUInt64BE(0);
  return String(10n ** 17n + (number % 10n ** 17n));
}

const MANAGE_GUILD = 0x20n;
const EVERYBODY = 0x800n | 0x400n | 0x8000_0000n;

export function createPlayer(world: World, interactions: Interactions, user: string, options: PlayerOptions): Player {
  const id = idOf(user);
  const { manages = false, roles = [], nick, channel: home = world.home, locale = 'en-GB' } = options;
  const account = {
    id,
    username: user,
    global_name: null,
    discriminator: '0',
    avatar: null,
    bot: false,
    public_flags: 0,
  };

  function envelopeIn(channelId: string): object {
    const channel = world.channels.get(channelId);
    if (channel === undefined) throw new Error(`there is no channel ${channelId}`);
    const where = { channel: describeChannel(world, channel), channel_id: channelId, locale };
    const common = { app_permissions: '2248473465835073', entitlements: [], attachment_size_limit: 10_485_760 };
    if (channel.type === 1)
      return { ...where, ...common, user: account, context: 1, authorizing_integration_owners: {} };
    const permissions = String(EVERYBODY | (manages ? MANAGE_GUILD : 0n));
    const guild = { id: world.guildId, locale: 'en-GB', features: [] };
    return {
      ...where,
      ...common,
      guild_id: world.guildId,
      guild,
      guild_locale: 'en-GB',
      context: 0,
      authorizing_integration_owners: { 0: world.guildId },
      member: {
        user: account,
        nick: nick ?? null,
        roles: [...roles],
        permissions,
        joined_at: '2026-01-04T20:21:10.139000+00:00',
        avatar: null,
        deaf: false,
        mute: false,
        pending: false,
        flags: 0,
      },
    };
  }

  function sends(type: number, data: object, channelId: string, message?: StoredMessage): Promise<Seen> {
    const source = message === undefined ? {} : { message: describeMessage(world, message) };
    const envelope = { ...envelopeIn(channelId), ...source };
    return interactions.start({ type, data, userId: id, channelId, messageId: message?.id, envelope });
  }

  /** What Discord knows of the ids in a command; of others it says nothing. */
  function resolve(values: readonly Given[]): object {
    const ids = (type: number) => values.filter((one) => one.type === type).map(({ value }) => String(value));
    const permissions = String(EVERYBODY | (manages ? MANAGE_GUILD : 0n));
    const channels = ids(7).flatMap((id) => {
      const channel = world.channels.get(id);
      return channel === undefined ? [] : [[id, { id, name: channel.name, type: channel.type, permissions }] as const];
    });
    return {
      channels: Object.fromEntries(channels),
      roles: Object.fromEntries(ids(8).map((id) => [id, { id, name: 'a role' }])),
      members: Object.fromEntries(ids(6).map((id) => [id, { roles: [] }])),
      // What is attached is named by its address here, under an id of Discord's.
      attachments: Object.fromEntries(ids(11).map((url) => [url, { id: url, filename: 'file', size: 1, url }])),
    };
  }

  /** A private thread is seen by those who are in it. */
  function mayRead(channelId: string): boolean {
    const channel = world.channels.get(channelId);
    return channel?.type !== 12 || (channel.members ?? []).includes(id);
  }

  function getMessage(message: string | { id: string }): StoredMessage {
    const wanted = typeof message === 'string' ? message : message.id;
    const found = world.messages.get(wanted);
    if (found === undefined || (found.onlyFor !== undefined && found.onlyFor !== id) || !mayRead(found.channelId)) {
      throw new Error(`${user} sees no message ${wanted}`);
    }
    return found;
  }

  return {
    id,
    async command(name, given = {}) {
      const { command, leaf, words } = findCommand(world, name);
      const values = (leaf.options ?? []).flatMap((option) => readOption(option, given[option.name]));
      refuseUnknown(name, leaf, given);
      return sends(2, { ...commandData(command, words, values), resolved: resolve(values) }, home);
    },
    async press(message, labelOrCustomId) {
      const stored = getMessage(message);
      const { buttons, text } = viewMessage(stored);
      const button = buttons.find(({ label, customId }) => label === labelOrCustomId || customId === labelOrCustomId);
      if (button === undefined) throw new Error(`no button "${labelOrCustomId}" in:\n${text}`);
      if (button.disabled) throw new Error(`the button "${button.label}" is greyed out`);
      return sends(3, { component_type: 2, custom_id: button.customId, id: button.id }, stored.channelId, stored);
    },
    async choose(message, valueOrLabel) {
      const stored = getMessage(message);
      for (const { id: component, customId, options } of viewMessage(stored).selects) {
        const option = options.find(({ value, label }) => value === valueOrLabel || label === valueOrLabel);
        if (option === undefined) continue;
        const data = { component_type: 3, custom_id: customId, values: [option.value], id: component };
        return sends(3, data, stored.channelId, stored);
      }
      throw new Error(`no option "${valueOrLabel}" in:\n${viewMessage(stored).text}`);
    },
    async submit(modal, fields) {
      const known = new Set(modal.fields.flatMap(({ name, label }) => [name, label]));
      const unknown = Object.keys(fields).find((name) => !known.has(name));
      if (unknown !== undefined) throw new Error(`the form "${modal.title}" has no field "${unknown}"`);
      const components = modal.fields.map((field, index) => {
        const value = fields[field.name] ?? fields[field.label] ?? field.value;
        if (field.required && value === '') throw new Error(`"${field.label}" is required`);
        if (value.length > field.maxLength) throw new Error(`"${field.label}" takes ${field.maxLength} characters`);
        const shared = { id: 2 * index + 2, custom_id: field.name };
        if (field.options.length === 0)
          return { type: 18, id: 2 * index + 1, component: { ...shared, type: 4, value } };
        const chosen = field.options.find((option) => option.value === value || option.label === value);
        if (chosen === undefined && value !== '') throw new Error(`"${field.label}" has no option "${value}"`);
        const values = chosen === undefined ? [] : [chosen.value];
        return { type: 18, id: 2 * index + 1, component: { ...shared, type: 3, values } };
      });
      const data = { custom_id: modal.customId, components };
      return sends(5, data, modal.channelId, modal.from === undefined ? undefined : world.messages.get(modal.from));
    },
    says(words, channelId = home) {
      return addMessage(world, channelId, { content: words }, [], { authorId: id, authorName: user });
    },
    async pick(message, entry) {
      const stored = getMessage(message);
      const command = world.commands.find(({ name, type }) => name === entry && type === 3);
      if (command === undefined) throw new Error(`no entry "${entry}" in the menu of messages`);
      const resolved = { messages: { [stored.id]: describeMessage(world, stored) } };
      const data = { id: command.id, name: entry, type: 3, target_id: stored.id, resolved };
      return sends(2, data, stored.channelId);
    },
    async complete(name, optionName, typed, soFar = {}) {
      const { command, leaf, words } = findCommand(world, name);
      const option = leaf.options?.find((one) => one.name === optionName);
      if (option?.autocomplete !== true) throw new Error(`/${name} ${optionName} has no suggestions`);
      const others = Object.entries(soFar).map(([key, value]) => ({ name: key, type: typeOf(leaf, key), value }));
      const focused = { name: optionName, type: option.type ?? 3, value: typed, focused: true };
      return sends(4, commandData(command, words, [...others, focused]), home);
    },
    sees(channelId = home) {
      return [...world.messages.values()]
        .filter((message) => message.channelId === channelId && (message.onlyFor ?? id) === id && mayRead(channelId))
        .map(viewMessage);
    },
    privateThreads: () =>
      [...world.channels.values()].filter(({ id, type }) => type === 12 && mayRead(id)).map(({ id }) => id),
  };
}

interface Given {
  name: string;
  type: number;
  value?: Value;
  focused?: boolean;
  options?: Given[];
}

function findCommand(
  world: World,
  name: string,
): { command: CommandBody & { id: string }; leaf: CommandBody; words: string[] } {
  const words = name.split(' ');
  const command = world.commands.find((one) => one.name === words[0] && (one.type ?? 1) === 1);
  let leaf: CommandBody | undefined = command;
  for (const word of words.slice(1))
    leaf = leaf?.options?.find((one) => one.name === word && (one.type === 1 || one.type === 2));
  if (command === undefined || leaf === undefined) {
    throw new Error(`there is no command /${name}; registered: ${world.commands.map((one) => one.name).join(', ')}`);
  }
  if (leaf.options?.some(({ type }) => type === 1 || type === 2)) throw new Error(`/${name} needs another word`);
  return { command, leaf, words };
}

function commandData(command: CommandBody & { id: string }, words: readonly string[], values: Given[]): object {
  const nested = words.slice(1).reduceRight((inner: Given[], word, index, all): Given[] => {
    const type = index === all.length - 1 ? 1 : 2;
    return [{ name: word, type, options: inner }];
  }, values);
  return { id: command.id, name: command.name, type: 1, options: nested };
}

/** The checks that Discord's client makes before it sends a command. */
function readOption(option: CommandBody, value: Value | undefined): Given[] {
  const { name, type = 3, required = false, choices = [], min_value, max_value } = option;
  if (value === undefined) {
    if (required) throw new Error(`"${name}" is required`);
    return [];
  }
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new Error(`"${name}" is one of ${choices.map((choice) => choice.value).join(', ')}`);
  }
  if (type === 4) {
    const number = Number(value);
    const inRange = number >= (min_value ?? number) && number <= (max_value ?? number);
    if (!Number.isInteger(number) || !inRange) throw new Error(`"${name}" is a whole number in its range`);
    return [{ name, type, value: number }];
  }
  if (type === 5) return [{ name, type, value: value === true || value === 'true' }];
  return [{ name, type, value: String(value) }];
}

function refuseUnknown(name: string, leaf: CommandBody, given: Readonly<Record<string, Value>>): void {
  const unknown = Object.keys(given).find((key) => !leaf.options?.some((option) => option.name === key));
  if (unknown !== undefined) throw new Error(`/${name} has no option "${unknown}"`);
}

function typeOf(leaf: CommandBody, name: string): number {
  return leaf.options?.find((option) => option.name === name)?.type ?? 3;
}
