import { Client, Events, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { z } from 'zod';
import { createUnderWay, type Log } from '../../chat/answering.ts';
import type { Handler } from '../../chat/event.ts';
import type { Platform } from '../../chat/platform.ts';
import type { CommandSpec, ShortcutSpec } from '../../chat/route.ts';
import { createCallbacks } from './callback.ts';
import { describeFailure } from './failures.ts';
import { editMessage, findMessage, openThread, postMessage } from './messages.ts';
import { type Parsed, parseInteraction } from './parse.ts';
import { declareCommands, registerCommands } from './register.ts';
import { type Line, respond } from './respond.ts';
import { createInteractionRest, restOptions } from './rest.ts';
import { split } from './split.ts';

export interface DiscordOptions {
  token: string;
  /** The address of the REST API without its version. Discord's own if it is left out. */
  apiUrl?: string;
  commands: readonly CommandSpec[];
  shortcuts?: readonly ShortcutSpec[];
  log: Log;
}

const LeftGuild = z.object({ id: z.string().regex(/^\w{1,64}$/), unavailable: z.boolean().nullish() });

/** Discord, over the gateway, with no privileged intent. Can be started once. */
export function createDiscord({ token, apiUrl, commands, shortcuts = [], log }: DiscordOptions): Platform {
  const declared = declareCommands(commands, shortcuts);
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: restOptions(apiUrl) });
  const line: Line = {
    callbacks: createCallbacks(apiUrl),
    webhooks: createInteractionRest(apiUrl),
    followUps: createInteractionRest(apiUrl, 0),
    log,
  };
  const underWay = createUnderWay();
  let takesEvents = true;

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
    client.on(Events.ShardReconnecting, () => log('info', 'discord: reconnecting', {}));
    client.on(Events.ShardResume, (_, replayed) => log('info', 'discord: resumed', { replayed }));
    client.on(Events.ShardDisconnect, ({ code }) => log('error', 'discord: disconnected for good', { code }));
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
      await register(await ready.promise);
    },
    async stop() {
      takesEvents = false;
      await underWay.finish();
      await client.destroy();
      for (const rest of [client.rest, line.webhooks, line.followUps]) {
        rest.clearHashSweeper();
        rest.clearHandlerSweeper();
      }
    },
    split,
    post: (_workspace, target, view, key) => postMessage(client.rest, target, view, key),
    find: async (_workspace, target, key, since) => findMessage(client.rest, ownId(client), target, key, since),
    edit: (_workspace, posted, view) => editMessage(client.rest, posted, view),
    openThread: (_workspace, posted, title) => openThread(client.rest, posted, title),
    // A channel here has no place for links. The announcement carries it; pinning that would be more than was asked.
    async keepLink() {},
  };

  async function register(applicationId: string): Promise<void> {
    try {
      const wrote = await registerCommands(client.rest, applicationId, declared);
      log('info', 'discord: commands checked', { wrote, commands: declared.length });
    } catch (error) {
      // The commands that Discord has go on working; the next start tries again.
      log('error', 'discord: commands could not be registered', { ...describeFailure(error) });
    }
  }
}

/** Whose messages are ours. Asked before the start, an empty answer would look like a message that is not there. */
function ownId(client: Client): string {
  if (client.user === null) throw new Error('Discord was not started');
  return client.user.id;
}

async function logIn(client: Client, token: string): Promise<void> {
  try {
    await client.login(token);
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === 'TokenInvalid') {
      throw new Error('Discord does not know this bot token. Copy it anew from the Bot page of the developer portal.');
    }
    throw new Error(`Discord could not be reached: status ${failure.status}, code ${failure.code}`);
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
