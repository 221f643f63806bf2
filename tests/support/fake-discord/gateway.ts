import type { Server } from 'node:http';
import { GatewayIntentBits } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { describeBot, describeChannel, type World } from './world.ts';

interface Session {
  id: string;
  sequence: number;
  events: { op: 0; t: string; s: number; d: unknown }[];
}

/** What one shard of the bot is sent. */
interface Shard {
  session: Session | undefined;
  socket: WebSocket | undefined;
}

/** The gateway of the fake: one bot, one connection at a time for each of its shards. */
export interface Gateway {
  /** Sends an event to the shard of its server; while the connection is down it waits for a RESUME, as on Discord. */
  dispatch(type: string, data: unknown): void;
  /** Cuts the connection without a goodbye. With `forget`, the session can't be resumed either. */
  drop(options?: { forget?: boolean }): void;
  /** Closes the connection with a code, like 4014; no client may come back after some of them. */
  closeWith(code: number): void;
  /** Op 7: asks the client to come back. */
  requestReconnect(): void;
  /** Op 9: declares the session over. */
  invalidateSession(): void;
  /** The shards that have a connection. */
  connected(): number[];
  close(): Promise<void>;
  readonly counts: { identified: number; resumed: number; heartbeats: number };
}

/** The intents that Discord takes only from applications that have them switched on. */
const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

/** https://docs.discord.com/developers/events/gateway */
export function createGateway(server: Server, world: World, token: string, urlOf: () => string): Gateway {
  const sockets = new WebSocketServer({ server });
  const counts = { identified: 0, resumed: 0, heartbeats: 0 };
  const shards = new Map<number, Shard>();
  let shardCount = 1;

  function send(to: WebSocket, payload: object): void {
    if (to.readyState === to.OPEN) to.send(JSON.stringify(payload));
  }

  /** https://docs.discord.com/developers/events/gateway#sharding: direct messages come to the first. */
  function shardOf(data: unknown): number {
    const guild = (data as { guild_id?: string | null }).guild_id;
    return guild === undefined || guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(shardCount));
  }

  function dispatchTo(shard: Shard | undefined, type: string, data: unknown): void {
    const session = shard?.session;
    if (session === undefined) return;
    session.sequence += 1;
    // A copy, as the other side of a socket would have it.
    const event = { op: 0 as const, t: type, s: session.sequence, d: structuredClone(data) };
    session.events.push(event);
    if (shard?.socket !== undefined) send(shard.socket, event);
  }

  function dispatch(type: string, data: unknown): void {
    dispatchTo(
      shards.get(type.startsWith('GUILD_') ? shardOf({ guild_id: world.guildId }) : shardOf(data)),
      type,
      data,
    );
  }

  function identify(
    from: WebSocket,
    data: { token: string; intents: number; shard?: [id: number, count: number] },
  ): void {
    if (data.token !== token) {
      from.close(4004, 'Authentication failed.');
      return;
    }
    // The application has none of them switched on, as README.md says.
    if ((data.intents & PRIVILEGED) !== 0) {
      from.close(4014, 'Disallowed intent(s).');
      return;
    }
    counts.identified += 1;
    const [id, count] = data.shard ?? [0, 1];
    shardCount = count;
    const shard: Shard = { session: { id: world.newId(), sequence: 0, events: [] }, socket: from };
    shards.set(id, shard);
    const isHome = id === shardOf({ guild_id: world.guildId });
    dispatchTo(shard, 'READY', {
      v: 10,
      user: describeBot(world),
      guilds: isHome ? [{ id: world.guildId, unavailable: true }] : [],
      session_id: shard.session?.id,
      resume_gateway_url: urlOf(),
      session_type: 'normal',
      application: { id: world.applicationId, flags: 0 },
      shard: [id, count],
    });
    if (isHome) dispatchTo(shard, 'GUILD_CREATE', describeGuild(world));
  }

  function resume(from: WebSocket, data: { token: string; session_id: string; seq: number }): void {
    const shard = [...shards.values()].find(({ session }) => session?.id === data.session_id);
    if (shard?.session === undefined) {
      send(from, { op: 9, d: false });
      return;
    }
    counts.resumed += 1;
    shard.socket = from;
    for (const event of shard.session.events.filter(({ s }) => s > data.seq)) send(from, event);
    dispatchTo(shard, 'RESUMED', {});
  }

  sockets.on('connection', (connection) => {
    send(connection, { op: 10, d: { heartbeat_interval: 41_250 }, t: null, s: null });
    connection.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: never };
      if (op === 1) {
        counts.heartbeats += 1;
        send(connection, { op: 11 });
      }
      if (op === 2) identify(connection, d);
      if (op === 6) resume(connection, d);
    });
    connection.on('close', () => {
      for (const shard of shards.values()) if (shard.socket === connection) shard.socket = undefined;
    });
  });

  return {
    counts,
    dispatch,
    drop({ forget = false } = {}) {
      for (const shard of shards.values()) {
        if (forget) shard.session = undefined;
        const dropped = shard.socket;
        shard.socket = undefined;
        dropped?.terminate();
      }
    },
    closeWith(code) {
      for (const shard of shards.values()) {
        shard.session = undefined;
        shard.socket?.close(code);
      }
    },
    requestReconnect() {
      for (const { socket } of shards.values()) if (socket !== undefined) send(socket, { op: 7, d: null });
    },
    invalidateSession() {
      for (const shard of shards.values()) {
        shard.session = undefined;
        if (shard.socket !== undefined) send(shard.socket, { op: 9, d: false });
      }
    },
    connected: () => [...shards].filter(([, { socket }]) => socket !== undefined).map(([id]) => id),
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((done) => sockets.close(() => done()));
    },
  };
}

function describeGuild(world: World) {
  const channels = [...world.channels.values()];
  return {
    id: world.guildId,
    name: 'Fake server',
    owner_id: world.botId,
    unavailable: false,
    large: false,
    member_count: 2,
    joined_at: new Date(world.now()).toISOString(),
    features: [],
    roles: [
      {
        id: world.guildId,
        name: '@everyone',
        permissions: '0',
        position: 0,
        color: 0,
        colors: {},
        hoist: false,
        managed: false,
        mentionable: false,
      },
    ],
    channels: channels.filter(({ type }) => type === 0).map((channel) => describeChannel(world, channel)),
    threads: [],
    members: [],
    emojis: [],
    stickers: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: 'en-GB',
    premium_tier: 0,
    verification_level: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    default_message_notifications: 1,
    system_channel_flags: 0,
    nsfw_level: 0,
    afk_timeout: 300,
  };
}
