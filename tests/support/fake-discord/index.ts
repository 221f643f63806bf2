import type { AddressInfo } from 'node:net';
import { createGateway, type Gateway } from './gateway.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { type MessageView, viewMessage } from './look.ts';
import { createPlayer, idOf, type Player, type PlayerOptions } from './player.ts';
import { type Call, createRest, type Fault } from './rest.ts';
import { createWorld, getChannel, type World } from './world.ts';

export type { MessageView } from './look.ts';
export type { Player, PlayerOptions } from './player.ts';
export type { Call, Fault } from './rest.ts';
export type { Seen, SeenChoices, SeenFailure, SeenField, SeenMessage, SeenModal } from './seen.ts';

export interface FakeDiscordOptions {
  /** Within which an interaction must be acknowledged. Discord: 3000, the default. */
  deadlineMs?: number;
  /** After which a player who sees nothing fails the test; 15 000, if left out. */
  patienceMs?: number;
  /** How many shards it recommends; one, if left out. */
  shards?: number;
  /** The server's clock in milliseconds: ids are made from it, tokens and nonces expire by it. */
  now?: () => number;
}

/** What a channel shows to everybody. */
export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly messages: readonly MessageView[];
  readonly last: MessageView | undefined;
}

/**
 * A Discord on this machine, over real sockets: REST and gateway, one server with a home channel, one bot.
 *
 *     await using fake = await createFakeDiscord();
 *     const platform = createDiscord({ token: fake.token, apiUrl: fake.api, commands, log });
 *     const ada = fake.as('ada', { nick: 'Ada', manages: true });
 *     const seen = await ada.command('cohort create', { name: 'Spring' });
 *     if (seen.kind === 'message') await ada.press(seen, 'Join');
 *     fake.channel(fake.home).messages.map((message) => message.text);
 */
export interface FakeDiscord {
  /** For `apiUrl`. */
  readonly api: string;
  readonly token: string;
  readonly guildId: string;
  readonly applicationId: string;
  /** The id of the first channel. */
  readonly home: string;
  /** Everything that reached the REST side, in order. */
  readonly calls: readonly Call[];
  readonly gateway: Gateway;
  readonly interactions: Interactions;
  readonly commands: World['commands'];
  /** Somebody; a word instead of a snowflake is a name, and gets an id of its own. */
  as(user: string, options?: PlayerOptions): Player;
  /** The members of the server, in the order of their ids, whom the application may list from now on. */
  list(members: NonNullable<World['listed']>): void;
  /** The members whom a search finds from now on. */
  search(members: World['searchable']): void;
  /** Somebody leaves the server. */
  leave(user: string): void;
  channel(id: string): ChannelView;
  /** A message as it stands now, whoever may see it. */
  message(id: string): MessageView | undefined;
  /** A person's direct messages with the bot. */
  direct(user: string): ChannelView | undefined;
  createChannel(name: string, options?: { type?: number; parentId?: string }): string;
  /** Somebody deletes a channel, with all that stands in it. */
  deleteChannel(id: string): void;
  /** Takes every exception of a channel back. */
  clearOverwrites(channelId: string): void;
  /** Who was put into a thread. */
  membersOf(threadId: string): readonly string[];
  /** The server's own events. */
  readonly events: World['events'];
  newId(): string;
  /** Lets calls go wrong. */
  inject(fault: Fault): void;
  /** Answers every call on a channel with that error: 50001, 50013, 10003 ...; undefined makes it work again. */
  deny(channelId: string, code: number | undefined): void;
  /** Answers every opening of a thread in a channel with that error: 50013, 160006; undefined makes it work again. */
  denyThreads(channelId: string, code: number | undefined): void;
  /** A role's permissions; `everyone` is the role of all. */
  setRole(id: string, permissions: bigint): void;
  /** Lets anybody mention a role. */
  letMention(role: string): void;
  /** Gives the bot a new role. */
  giveRole(permissions: bigint): string;
  /** Makes an exception in a channel, for a role or, with `everyone`, for all; `bot` is the bot itself. */
  overwrite(channelId: string, whom: string, change: { allow?: bigint; deny?: bigint }): void;
  closeDirectMessages(user: string): void;
  deleteMessage(id: string): void;
  /** Delivers an interaction a second time, unchanged; the last one, if no id is given. */
  redeliver(id?: string): void;
  dropGateway(options?: { forget?: boolean }): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const { deadlineMs = 3000, patienceMs = 15_000, shards = 1, now = Date.now } = options;
  const token = 'MTA.fake.token-of-a-length-as-real-ones-have';
  const world = createWorld(now);
  world.shards = shards;
  const port = () => (rest.server.address() as AddressInfo).port;
  const gatewayUrl = () => `ws://127.0.0.1:${port()}/gateway`;
  const rest = createRest(world, token, () => interactions, gatewayUrl);
  const gateway = createGateway(rest.server, world, token, gatewayUrl);
  const interactions = createInteractions(world, gateway, { deadlineMs, patienceMs });
  await new Promise<void>((done) => rest.server.listen(0, '127.0.0.1', done));

  function look(id: string, name: string): ChannelView {
    const messages = () =>
      [...world.messages.values()]
        .filter((message) => message.channelId === id && message.onlyFor === undefined)
        .map(viewMessage);
    return {
      id,
      name,
      get messages() {
        return messages();
      },
      get last() {
        return messages().at(-1);
      },
    };
  }

  async function close(): Promise<void> {
    interactions.close();
    await gateway.close();
    rest.server.closeAllConnections();
    await new Promise<void>((done) => rest.server.close(() => done()));
  }

  return {
    api: `http://127.0.0.1:${port()}/api`,
    token,
    guildId: world.guildId,
    applicationId: world.applicationId,
    home: world.home,
    calls: rest.calls,
    gateway,
    interactions,
    get commands() {
      return world.commands;
    },
    as: (user, playerOptions = {}) => createPlayer(world, interactions, user, playerOptions),
    channel(id) {
      const channel = world.channels.get(id);
      if (channel === undefined) throw new Error(`there is no channel ${id}`);
      return look(id, channel.name);
    },
    message(id) {
      const found = world.messages.get(id);
      return found === undefined ? undefined : viewMessage(found);
    },
    direct(user) {
      const channel = [...world.channels.values()].find(({ recipientId }) => recipientId === idOf(user));
      return channel === undefined ? undefined : look(channel.id, channel.name);
    },
    createChannel(name, { type = 0, parentId } = {}) {
      const id = world.newId();
      world.channels.set(id, { id, type, name, ...(parentId === undefined ? {} : { parentId }) });
      return id;
    },
    deleteChannel(id) {
      world.channels.delete(id);
      for (const [message, { channelId }] of world.messages) if (channelId === id) world.messages.delete(message);
    },
    clearOverwrites(channelId) {
      getChannel(world, channelId).overwrites = [];
    },
    membersOf: (threadId) => getChannel(world, threadId).members ?? [],
    events: world.events,
    newId: world.newId,
    inject: (fault) => void rest.faults.push({ ...fault }),
    deny(channelId, code) {
      const channel = world.channels.get(channelId) ?? getChannel(world, channelId);
      if (code === undefined) delete channel.denies;
      else channel.denies = code;
    },
    denyThreads(channelId, code) {
      const channel = getChannel(world, channelId);
      if (code === undefined) delete channel.deniesThreads;
      else channel.deniesThreads = code;
    },
    setRole: (id, permissions) => void world.roles.set(id === 'everyone' ? world.guildId : id, permissions),
    letMention: (role) => void world.mentionable.add(role),
    giveRole(permissions) {
      const id = world.newId();
      world.roles.set(id, permissions);
      world.botRoles.push(id);
      return id;
    },
    overwrite(channelId, whom, { allow = 0n, deny = 0n }) {
      const id = whom === 'everyone' ? world.guildId : whom === 'bot' ? world.botId : whom;
      const channel = getChannel(world, channelId);
      channel.overwrites = [...(channel.overwrites ?? []), { id, type: whom === 'bot' ? 1 : 0, allow, deny }];
    },
    closeDirectMessages: (user) => void world.closedTo.add(idOf(user)),
    list(members) {
      world.listed = members;
    },
    search(members) {
      world.searchable = members;
    },
    leave: (user) => void world.left.add(idOf(user)),
    deleteMessage: (id) => void world.messages.delete(id),
    redeliver: interactions.redeliver,
    dropGateway: gateway.drop,
    close,
    [Symbol.asyncDispose]: close,
  };
}
