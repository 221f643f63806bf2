import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js';
import { clip } from '../../chat/clip.ts';
import type { OptionKind } from '../../chat/input.ts';
import type { CommandSpec, ShortcutSpec } from '../../chat/route.ts';
import { type Dialect, speltPhrase } from '../../chat/spelling.ts';
import { createDialect } from './dialect.ts';

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object */
const COMMAND = { commands: 100, options: 25, choices: 25, choice: 100, description: 100 } as const;

const NAME = /^[-_\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

/** A command, a subcommand or an option as Discord stores it: only what we set, so that two of them can be compared. */
interface Declared {
  name: string;
  description: string;
  type: number;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  min_value?: number;
  max_value?: number;
  channel_types?: number[];
  options?: Declared[];
}

interface DeclaredCommand extends Declared {
  contexts: number[];
  integration_types: number[];
  default_member_permissions: string | null;
}

/**
 * The commands as Discord wants them, sorted. Rights are checked when a command is used, so the platform lets everybody see them all.
 * Throws a RangeError that names everything Discord would refuse: a mistake of the programmer.
 */
export function declareCommands(
  specs: readonly CommandSpec[],
  shortcuts: readonly ShortcutSpec[] = [],
): DeclaredCommand[] {
  const roots = Map.groupBy(specs, (spec) => spec.path[0] ?? '');
  const commands = [...roots].map(
    ([name, members]): DeclaredCommand => ({
      ...declareLevel(name, members, 1),
      type: ApplicationCommandType.ChatInput,
      contexts: contextsOf(members),
      integration_types: [ApplicationIntegrationType.GuildInstall],
      default_member_permissions: null,
    }),
  );
  // A menu of Discord's belongs to a message or to a person. A form that belongs to neither has a slash command as well.
  const onThings = shortcuts.filter(({ on }) => on !== 'anywhere').map(declareShortcut);
  const faults = [
    ...(commands.length > COMMAND.commands ? [`${commands.length} commands`] : []),
    ...commands.flatMap((command) => findFaults(command, `/${command.name}`)),
  ];
  if (faults.length > 0) throw new RangeError(`Discord would refuse these commands: ${faults.join('; ')}`);
  return [...commands, ...onThings].sort(byName);
}

/** https://docs.discord.com/developers/interactions/application-commands#user-commands and message commands: its name is its label. */
function declareShortcut({ label, on }: ShortcutSpec): DeclaredCommand {
  return {
    name: label,
    description: '',
    type: on === 'person' ? ApplicationCommandType.User : ApplicationCommandType.Message,
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: null,
  };
}

/**
 * Where a command is offered: in direct messages with the bot, too, where there is something in it for everybody. Nobody's roles
 * are seen there, so what only mentors and organisers do is of no use.
 */
function contextsOf(members: readonly CommandSpec[]): number[] {
  const isForAll = members.some(({ who }) => who === 'anyone' || who === 'learner');
  return [InteractionContextType.Guild, ...(isForAll ? [InteractionContextType.BotDM] : [])];
}

function declareLevel(name: string, members: readonly CommandSpec[], depth: number): Declared {
  const [own, ...others] = members.filter((spec) => spec.path.length === depth);
  const below = members.filter((spec) => spec.path.length > depth);
  if (others.length > 0 || (own !== undefined && below.length > 0)) {
    throw new RangeError(
      `"/${members[0]?.path.slice(0, depth).join(' ')}" is declared twice, or both alone and with more words`,
    );
  }
  if (own !== undefined) {
    const options = own.options
      .map(declareOption)
      .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false));
    return { name, description: inOurWords(own.summary), type: ApplicationCommandOptionType.Subcommand, options };
  }
  const words = Map.groupBy(below, (spec) => spec.path[depth] ?? '');
  const options = [...words].map(([word, specs]) => declareLevel(word, specs, depth + 1)).sort(byName);
  return {
    name,
    description: clip([...words.keys()].join(', '), COMMAND.description),
    type: ApplicationCommandOptionType.SubcommandGroup,
    options,
  };
}

const WORDS: Dialect = createDialect({ ids: new Map(), prefixElsewhere: '' });

function inOurWords(phrase: string): string {
  return speltPhrase(WORDS, phrase);
}

function byName(a: Declared, b: Declared): number {
  return a.name < b.name ? -1 : 1;
}

function declareOption(option: CommandSpec['options'][number]): Declared {
  const { name, kind, description, required, choices, min, max, maxLength, completes } = option;
  const whole = kind === 'integer';
  return {
    name,
    description: inOurWords(description),
    type: optionType(kind),
    required,
    ...(completes && choices.length === 0 && (whole || kind === 'string') ? { autocomplete: true } : {}),
    ...(choices.length === 0
      ? {}
      : { choices: choices.map(({ label, value }) => ({ name: label, value: whole ? Number(value) : value })) }),
    ...(whole && min !== undefined ? { min_value: min } : {}),
    ...(whole && max !== undefined ? { max_value: max } : {}),
    ...(maxLength === undefined ? {} : { max_length: maxLength }),
    // Where a message can be posted and a thread opened from it.
    ...(kind === 'channel' ? { channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement] } : {}),
  };
}

function optionType(kind: OptionKind): number {
  switch (kind) {
    case 'string':
      return ApplicationCommandOptionType.String;
    case 'integer':
      return ApplicationCommandOptionType.Integer;
    case 'boolean':
      return ApplicationCommandOptionType.Boolean;
    case 'channel':
      return ApplicationCommandOptionType.Channel;
    case 'role':
      return ApplicationCommandOptionType.Role;
    case 'member':
      return ApplicationCommandOptionType.User;
    case 'file':
      return ApplicationCommandOptionType.Attachment;
  }
}

function findFaults({ name, description, options = [], choices = [] }: Declared, path: string): string[] {
  const texts = choices.flatMap((choice) => [choice.name, String(choice.value)]);
  return [
    ...(NAME.test(name) ? [] : [`${path} is not a lower-case name of 1 to 32 letters`]),
    ...(description.length >= 1 && description.length <= COMMAND.description
      ? []
      : [`${path} is described in ${description.length} characters, not 1 to ${COMMAND.description}`]),
    ...(options.length > COMMAND.options ? [`${path} has ${options.length} options`] : []),
    ...(choices.length > COMMAND.choices ? [`${path} has ${choices.length} choices`] : []),
    ...(texts.every((text) => text.length >= 1 && text.length <= COMMAND.choice)
      ? []
      : [`${path} has a choice too long`]),
    ...options.flatMap((option) => findFaults(option, `${path} ${option.name}`)),
  ];
}

/** What registering found: whether it had to write, and the id of each command by its name. */
interface Registered {
  wrote: boolean;
  ids: ReadonlyMap<string, string>;
}

/**
 * Makes Discord's commands ours, with one write and only when they differ. An entry point, which an
 * app with an activity has and which may not be removed in bulk, is kept: discord-api-docs, error 50240.
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  wanted: DeclaredCommand[],
): Promise<Registered> {
  const route = Routes.applicationCommands(applicationId);
  const present = (await rest.get(route)) as Stored[];
  const entryPoints = present.filter((command) => command['type'] === ApplicationCommandType.PrimaryEntryPoint);
  const others = present.filter((command) => !entryPoints.includes(command)).map(normaliseCommand);
  const inOrder = others.sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
  if (
    isDeepStrictEqual(
      inOrder,
      wanted.map((command) => normaliseCommand({ ...command })),
    )
  )
    return { wrote: false, ids: idsOf(present) };
  const written = (await rest.put(route, { body: [...wanted, ...entryPoints] })) as Stored[];
  return { wrote: true, ids: idsOf(written) };
}

/** The same, where another process registers: only the ids. */
export async function readCommandIds(rest: REST): Promise<ReadonlyMap<string, string>> {
  const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
  return idsOf((await rest.get(Routes.applicationCommands(id))) as Stored[]);
}

type Stored = Record<string, unknown>;

function idsOf(commands: readonly Stored[]): ReadonlyMap<string, string> {
  const typed = commands.filter((command) => (command['type'] ?? 1) === ApplicationCommandType.ChatInput);
  return new Map(typed.map((command) => [String(command['name']), String(command['id'])]));
}

const COMPARED = [
  'name',
  'description',
  'type',
  'required',
  'autocomplete',
  'min_value',
  'max_value',
  'max_length',
  'contexts',
  'integration_types',
  'default_member_permissions',
];

/** The parts of a stored command that are compared. Discord leaves out anything false or empty, and adds ids, versions and defaults. */
function normaliseCommand(command: Record<string, unknown>): Record<string, unknown> {
  const kept = COMPARED.flatMap((key) => {
    const value = command[key];
    return value === undefined || value === null || value === false || value === '' ? [] : [[key, sorted(value)]];
  });
  const lists = ['options', 'choices', 'channel_types'].flatMap((key) => {
    const value = command[key];
    if (!Array.isArray(value) || value.length === 0) return [];
    if (key === 'channel_types') return [[key, sorted(value)]];
    return [
      [key, value.map((item) => (key === 'options' ? normaliseCommand(item) : { name: item.name, value: item.value }))],
    ];
  });
  return Object.fromEntries([...kept, ...lists]);
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}
