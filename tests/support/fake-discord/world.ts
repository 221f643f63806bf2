import type { ServerEvent } from './events.ts';
import {
  ApiError,
  type Component,
  FLAGS,
  type MessageBody,
  type StoredMessage,
  type UploadedFile,
  walk,
} from './shapes.ts';
import type { CommandBody } from './validate.ts';
import { validateMessage } from './validate.ts';

const EPOCH = 1_420_070_400_000;
const NONCE_KEPT_MS = 5 * 60_000;

/** A channel, a thread (types 10 to 12) or a direct message (type 1). */
export interface Channel {
  id: string;
  type: number;
  name: string;
  parentId?: string;
  /** Whose direct messages these are. */
  recipientId?: string;
  /** The error code that every call on it is answered with. */
  denies?: number;
  /** The error code that every opening of a thread in it is answered with. */
  deniesThreads?: number;
  /** Who is in a private thread. */
  members?: string[];
  /** Exceptions for a role (type 0) or a member (type 1). */
  overwrites?: Overwrite[];
}

export interface Overwrite {
  id: string;
  type: 0 | 1;
  allow: bigint;
  deny: bigint;
}

/** Everything the fake remembers: one server, its channels, messages, and the bot's commands. */
export interface World {
  guildId: string;
  applicationId: string;
  botId: string;
  home: string;
  /** How many shards it recommends. */
  shards: number;
  channels: Map<string, Channel>;
  messages: Map<string, StoredMessage>;
  commands: (CommandBody & { id: string })[];
  closedTo: Set<string>;
  /** The server's own events. */
  events: ServerEvent[];
  /** People who are not in the server any more, or never were. */
  left: Set<string>;
  /** Its members, where the application may list them: https://docs.discord.com/developers/resources/guild#list-guild-members */
  /** Members whom a search finds, by their name on Discord and the one in the server. */
  searchable: { id: string; names: readonly string[]; bot?: boolean }[];
  listed: { id: string; roles: readonly string[]; bot?: boolean }[] | undefined;
  /** The server's roles with their permissions; @everyone has the server's id. */
  roles: Map<string, bigint>;
  /** Roles that anybody may mention. */
  mentionable: Set<string>;
  /** The roles of the bot, without @everyone. */
  botRoles: string[];
  now: () => number;
  newId: () => string;
}

/** View Channel, Send Messages, Send Messages in Threads, Create Public Threads, Create Private Threads, Attach Files, Read Message History. */
const INVITED = (1n << 10n) | (1n << 11n) | (1n << 38n) | (1n << 35n) | (1n << 36n) | (1n << 15n) | (1n << 16n);

export function createWorld(now: () => number): World {
  let last = 0n;
  function newId(): string {
    const id = BigInt(Math.floor(now()) - EPOCH) << 22n;
    last = id > last ? id : last + 1n;
    return String(last);
  }
  const home = newId();
  const channels = new Map<string, Channel>([[home, { id: home, type: 0, name: 'home' }]]);
  const guildId = newId();
  return {
    guildId,
    applicationId: newId(),
    botId: newId(),
    home,
    shards: 1,
    channels,
    messages: new Map(),
    commands: [],
    closedTo: new Set(),
    events: [],
    left: new Set(),
    listed: undefined,
    searchable: [],
    roles: new Map([[guildId, INVITED]]),
    mentionable: new Set(),
    botRoles: [],
    now,
    newId,
  };
}

const DENIALS: Record<number, [status: number, message: string]> = {
  10003: [404, 'Unknown Channel'],
  50001: [403, 'Missing Access'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50083: [400, 'Thread is archived'],
  160006: [400, 'Maximum number of active threads reached'],
};

/** The channel, if the bot may use it. */
export function getChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new ApiError(404, 10003, 'Unknown Channel');
  if (channel.denies !== undefined) throw denial(channel.denies);
  return channel;
}

export function denial(code: number): ApiError {
  const [status, message] = DENIALS[code] ?? [403, 'Refused'];
  return new ApiError(status, code, message);
}

/** A message that the bot can address with its own token: not one that only a person sees. */
export function getPublicMessage(world: World, channelId: string, id: string): StoredMessage {
  getChannel(world, channelId);
  const message = world.messages.get(id);
  if (message === undefined || message.channelId !== channelId || message.onlyFor !== undefined) {
    throw new ApiError(404, 10008, 'Unknown Message');
  }
  return message;
}

/** Keeps a new message of the bot. With `enforce_nonce`, a second one of the same nonce is the first one. */
export function addMessage(
  world: World,
  channelId: string,
  body: MessageBody,
  files: readonly UploadedFile[],
  extra: Partial<StoredMessage> = {},
): StoredMessage {
  const nonce = body.nonce === undefined ? undefined : String(body.nonce);
  if (nonce !== undefined && nonce.length > 25) {
    throw new ApiError(400, 50035, 'Invalid Form Body', {
      nonce: { _errors: [{ code: 'NONCE_TYPE_TOO_LONG', message: '' }] },
    });
  }
  if (nonce !== undefined && body.enforce_nonce) {
    const oldest = world.now() - NONCE_KEPT_MS;
    const same = [...world.messages.values()].find((message) => message.nonce === nonce && message.createdAt >= oldest);
    if (same !== undefined) return same;
  }
  validateMessage(body, files);
  const message: StoredMessage = {
    id: world.newId(),
    channelId,
    authorId: world.botId,
    flags: body.flags ?? 0,
    components: numberComponents(body.components ?? []),
    content: body.content ?? '',
    files: [...files],
    loading: false,
    edits: 0,
    createdAt: world.now(),
    ...(nonce === undefined ? {} : { nonce }),
    ...extra,
  };
  world.messages.set(message.id, message);
  return message;
}

/** Rewrites a message. That it is made of components, or seen by one person, can't be taken back. */
export function editMessage(message: StoredMessage, body: MessageBody, files: readonly UploadedFile[]): StoredMessage {
  const wasV2 = (message.flags & FLAGS.componentsV2) !== 0;
  const keptIds = body.attachments?.map(({ id }) => String(id));
  const kept = keptIds === undefined ? message.files : message.files.filter((file) => keptIds.includes(file.name));
  validateMessage(body, [...kept, ...files], wasV2);
  message.flags = (message.flags | ((body.flags ?? 0) & FLAGS.componentsV2)) & ~FLAGS.loading;
  message.components = numberComponents(body.components ?? message.components);
  message.content = body.content ?? message.content;
  message.files = [...kept, ...files];
  message.loading = false;
  message.edits += 1;
  return message;
}

/** Discord gives an id to every component that has none, counting from 1. */
function numberComponents(components: readonly Component[]): Component[] {
  const copy = structuredClone(components) as Component[];
  const taken = new Set([...walk(copy)].map(({ id }) => id));
  let next = 1;
  for (const component of walk(copy)) {
    if (component.id !== undefined && component.id !== 0) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    next += 1;
  }
  return copy;
}

/** A message as the API shows it. */
export function describeMessage(world: World, message: StoredMessage) {
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.interactionId === undefined ? 0 : 20,
    author: message.authorName === undefined ? describeBot(world) : describePerson(message),
    application_id: world.applicationId,
    content: message.content,
    components: message.components,
    attachments: message.files.map(({ name, content }, index) => ({
      id: String(BigInt(message.id) + BigInt(index) + 1n),
      filename: name,
      size: Buffer.byteLength(content),
      url: `https://cdn.discordapp.com/attachments/${name}`,
      proxy_url: `https://media.discordapp.net/attachments/${name}`,
    })),
    embeds: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    flags: message.flags | (message.loading ? FLAGS.loading : 0),
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.edits === 0 ? null : new Date(message.createdAt).toISOString(),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
  };
}

function describePerson({ authorId, authorName }: StoredMessage) {
  return { id: authorId, username: authorName, global_name: null, discriminator: '0', avatar: null, bot: false };
}

export function describeBot(world: World) {
  return { id: world.botId, username: 'pythia', global_name: null, discriminator: '0', avatar: null, bot: true };
}

export function describeChannel(world: World, channel: Channel) {
  const inGuild =
    channel.type === 1 ? {} : { guild_id: world.guildId, permission_overwrites: overwritesOf(channel), position: 0 };
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    ...inGuild,
    ...(channel.parentId === undefined ? {} : { parent_id: channel.parentId }),
    ...(channel.recipientId === undefined ? {} : { recipients: [{ id: channel.recipientId, username: 'recipient' }] }),
    ...(isThread(channel)
      ? {
          thread_metadata: {
            archived: false,
            auto_archive_duration: 10080,
            locked: false,
            archive_timestamp: new Date(0).toISOString(),
          },
        }
      : {}),
  };
}

function overwritesOf({ overwrites = [] }: Channel) {
  return overwrites.map(({ id, type, allow, deny }) => ({ id, type, allow: String(allow), deny: String(deny) }));
}

export function isThread({ type }: Channel): boolean {
  return type === 10 || type === 11 || type === 12;
}
