import { type APIUser, Client, Events, GatewayDispatchEvents, GatewayIntentBits, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { createUnderWay, type Log } from '../../chat/answering.ts';
import { TokenRefused } from '../../chat/errors.ts';
import type { Handler } from '../../chat/event.ts';
import type { Lack, Platform } from '../../chat/platform.ts';
import type { CommandSpec, ShortcutSpec } from '../../chat/route.ts';
import { NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { readAttachment } from './attachments.ts';
import { createCallbacks } from './callback.ts';
import { createDialect } from './dialect.ts';
import { cancelEvent, changeEvent, keepEvent } from './events.ts';
import { describeFailure } from './failures.ts';
import { findLacks } from './lacks.ts';
import { editMessage, findMessage, openThread, postMessage } from './messages.ts';
import { type Parsed, parseInteraction } from './parse.ts';
import { findNamed, findPerson, listHolders } from './people.ts';
import { declareCommands, readCommandIds, registerCommands } from './register.ts';
import { type Line, respond } from './respond.ts';
import { createInteractionRest, restOptions, tellWaits } from './rest.ts';
import { split } from './split.ts';
import { createStanding } from './standing.ts';
import { bringIn, listVoices, openPrivateThread, openTalk, takeOut } from './talks.ts';

interface DiscordOptions {
  token: string;
  /** The address of the REST API without its version. Discord's own if it is left out. */
  apiUrl?: string;
  commands: readonly CommandSpec[];
  shortcuts?: readonly ShortcutSpec[];
  /** What stands before our commands on the other platform. */
  prefixElsewhere?: string;
  /** Which part of the servers it receives events of; the first one registers commands. All of them, if left out. */
  shard?: { id: number; count: number };
  traffic?: Traffic;
  log: Log;
}

const LeftGuild = z.object({ id: z.string().regex(/^\w{1,64}$/), unavailable: z.boolean().nullish() });

const OUTDATED: Lack = {
  what: 'My commands on Discord are not in step with this version of me',
  loss: 'new ones are not offered yet',
  remedy: 'I go on trying by myself; if it lasts, whoever operates me reads why in my log.',
};

/** How long after a failure the commands are registered again, in milliseconds; doubled each time, up to ten minutes. */
const REGISTER_AGAIN = 15_000;

/**
 * Discord, over the gateway, with no privileged intent. Can be started once; what is posted, found and edited needs no
 * start.
 */
export function createDiscord(options: DiscordOptions): Platform {
  const { token, apiUrl, commands, shortcuts = [], prefixElsewhere = '', traffic = NO_TRAFFIC, log } = options;
  const { shard = { id: 0, count: 1 } } = options;
  const declared = declareCommands(commands, shortcuts);
  const names = { ids: new Map() as ReadonlyMap<string, string>, prefixElsewhere };
  const dialect = createDialect(names);
  const standing = createStanding(log);
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: [shard.id],
    shardCount: shard.count,
    rest: restOptions(apiUrl, traffic, standing.answered),
  });
  const line: Line = {
    callbacks: createCallbacks(apiUrl, traffic),
    webhooks: createInteractionRest(apiUrl, { traffic }),
    followUps: createInteractionRest(apiUrl, { retries: 0, traffic }),
    dialect,
    log,
  };
  tellWaits(client.rest, traffic);
  let own: string | undefined;
  let registering: NodeJS.Timeout | undefined;
  let isLearning = false;
  const underWay = createUnderWay();
  let takesEvents = true;
  /** The commands that Discord has may be those of an older version. */
  let isOutdated = false;

  function answer(parsed: Parsed, handler: Handler): void {
    underWay.add(respond(line, parsed, handler));
  }

  /** https://docs.discord.com/developers/events/gateway-events#guild-delete: an outage says `unavailable`. */
  function takeLeave(raw: unknown, handler: Handler): void {
    const left = LeftGuild.safeParse(raw);
    if (!left.success || left.data.unavailable === true) return;
    log('info', 'discord: removed from a server', { guild: left.data.id });
    underWay.add(handler.removed('discord', left.data.id));
  }

  function listen(handler: Handler): void {
    client.on(Events.Error, (error) => log('error', 'discord: client error', { ...describeFailure(error) }));
    client.on(Events.ShardError, (error) => log('warn', 'discord: connection error', { ...describeFailure(error) }));
    client.on(Events.ShardReconnecting, () => {
      standing.dropped();
      log('info', 'discord: reconnecting', {});
    });
    client.on(Events.ShardResume, (_, replayed) => {
      standing.connected();
      log('info', 'discord: resumed', { replayed });
    });
    client.on(Events.ShardReady, () => standing.connected());
    client.on(Events.ShardDisconnect, ({ code }) => standing.closed(code));
    client.ws.on(GatewayDispatchEvents.InteractionCreate, (raw: unknown) => {
      if (takesEvents) answer(parseInteraction(raw, shortcuts), handler);
      blank(raw);
    });
    client.ws.on(GatewayDispatchEvents.GuildDelete, (raw: unknown) => {
      if (takesEvents) takeLeave(raw, handler);
    });
  }

  return {
    name: 'discord',
    async start(handler) {
      listen(handler);
      const ready = Promise.withResolvers<string>();
      client.ws.once(GatewayDispatchEvents.Ready, (packet: { application: { id: string } }) => {
        ready.resolve(packet.application.id);
      });
      await logIn(client, token);
      const applicationId = await ready.promise;
      await (shard.id === 0 ? register(applicationId) : learnIds());
    },
    async stop() {
      takesEvents = false;
      clearTimeout(registering);
      await underWay.finish();
      await client.destroy();
      await line.callbacks.close();
      for (const rest of [client.rest, line.webhooks, line.followUps]) {
        rest.clearHashSweeper();
        rest.clearHandlerSweeper();
      }
    },
    health: standing.health,
    clockAhead: standing.clockAhead,
    split: (view) => split(view, dialect),
    async post(_workspace, target, view, key) {
      if (!isLearning) void learnIds();
      return postMessage(rest(), target, view, key);
    },
    find: async (_workspace, target, key, since) => findMessage(rest(), await ownId(), target, key, since),
    edit: (_workspace, posted, view) => editMessage(rest(), posted, view),
    openThread: (_workspace, posted, title) => openThread(rest(), posted, title),
    bringIn: (_workspace, thread, people) => bringIn(rest(), thread, people),
    openTalk: (workspace, talk) => openTalk(rest(), workspace, talk),
    openPrivateThread: (workspace, talk) => openPrivateThread(rest(), workspace, talk),
    takeOut: (_workspace, thread, people) => takeOut(rest(), thread, people),
    listVoices: async (_workspace, channel, since) => listVoices(rest(), await ownId(), channel, since),
    // A channel here has no place for links. The announcement carries it; pinning that would be more than was asked.
    async keepLink() {},
    keepEvent: async (workspace, listing) => keepEvent(rest(), await ownId(), workspace, listing),
    changeEvent: (workspace, event, listing) => changeEvent(rest(), workspace, event, listing),
    cancelEvent: (workspace, event) => cancelEvent(rest(), workspace, event),
    async findLacks(workspace, channel, wishes = {}) {
      const lacks = await findLacks(rest(), await ownId(), { guild: workspace, channel, wishes });
      return isOutdated ? [...lacks, OUTDATED] : lacks;
    },
    listHolders: (workspace, role) => listHolders(rest(), workspace, role),
    findNamed: (workspace, words) => findNamed(rest(), workspace, words),
    readFile: (_workspace, file) => readAttachment(file, apiUrl),
    findPerson: (workspace, person) => findPerson(rest(), workspace, person),
  };

  /** discord.js forgets the token at the first 401, and would then refuse every call by itself. */
  function rest(): REST {
    return client.rest.setToken(token);
  }

  /** Whose messages are ours. */
  async function ownId(): Promise<string> {
    own ??= client.user?.id ?? ((await rest().get(Routes.user())) as APIUser).id;
    return own;
  }

  /** A process that only posts registers nothing. Until it has learnt the ids, commands stand in its posts as plain words. */
  async function learnIds(): Promise<void> {
    isLearning = true;
    try {
      learn(await readCommandIds(rest()));
    } catch (error) {
      log('warn', 'discord: the ids of the commands could not be read', { ...describeFailure(error) });
      isLearning = false;
    }
  }

  function learn(roots: ReadonlyMap<string, string>): void {
    names.ids = new Map(
      commands.flatMap(({ path }) => {
        const id = roots.get(path[0] ?? '');
        return id === undefined ? [] : [[path.join(' '), id]];
      }),
    );
  }

  async function register(applicationId: string, pause = REGISTER_AGAIN): Promise<void> {
    try {
      isLearning = true;
      const { wrote, ids } = await registerCommands(rest(), applicationId, declared);
      learn(ids);
      isOutdated = false;
      log('info', 'discord: commands checked', { wrote, commands: declared.length });
    } catch (error) {
      isOutdated = true;
      // The commands that Discord has go on working meanwhile.
      log('error', 'discord: commands could not be registered', { ...describeFailure(error) });
      if (!takesEvents) return;
      registering = setTimeout(() => void register(applicationId, Math.min(pause * 2, 600_000)), pause);
    }
  }
}

async function logIn(client: Client, token: string): Promise<void> {
  try {
    await client.login(token);
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === 'TokenInvalid') {
      throw new TokenRefused(
        'DISCORD_TOKEN: Discord does not know this bot token. Copy it anew from the Bot page of the developer portal.',
      );
    }
    throw new Error(
      `Discord could not be reached (status ${failure.status}, code ${failure.code}): look at the network, and at DISCORD_API_URL if it is set`,
    );
  }
}

/**
 * discord.js goes on to build its own objects from the same packet, and throws outside of any handler when something in it
 * is new or missing. Nobody needs those objects: an unknown type makes it stop.
 */
function blank(raw: unknown): void {
  if (typeof raw !== 'object' || raw === null) return;
  Object.assign(raw, { type: 0, channel: undefined });
}
