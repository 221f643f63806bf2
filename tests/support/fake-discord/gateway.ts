import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { describeBot, describeChannel, type World } from './world.ts';

interface Session {
  id: string;
  sequence: number;
  events: { op: 0; t: string; s: number; d: unknown }[];
}

/** The gateway of the fake: one bot, one connection at a time. */
export interface Gateway {
  /** Sends an event; while the connection is down it waits for a RESUME, as on Discord. */
  dispatch(type: string, data: unknown): void;
  /** Cuts the connection without a goodbye. With `forget`, the session can't be resumed either. */
  drop(options?: { forget?: boolean }): void;
  /** Closes the connection with a code, like 4014; no client may come back after some of them. */
  closeWith(code: number): void;
  /** Op 7: asks the client to come back. */
  requestReconnect(): void;
  /** Op 9: declares the session over. */
  invalidateSession(): void;
  close(): Promise<void>;
  readonly counts: { identified: number; resumed: number; heartbeats: number };
}

/** https://docs.discord.com/developers/events/gateway */
export function createGateway(server: Server, world: World, token: string, urlOf: () => string): Gateway {
  const sockets = new WebSocketServer({ server });
  const counts = { identified: 0, resumed: 0, heartbeats: 0 };
  let session: Session | undefined;
  let socket: WebSocket | undefined;

  function send(to: WebSocket, payload: object): void {
    if (to.readyState === to.OPEN) to.send(JSON.stringify(payload));
  }

  function dispatch(type: string, data: unknown): void {
    if (session === undefined) return;
    session.sequence += 1;
    // A copy, as the other side of a socket would have it.
    const event = { op: 0 as const, t: type, s: session.sequence, d: structuredClone(data) };
    session.events.push(event);
    if (socket !== undefined) send(socket, event);
  }

  function identify(from: WebSocket, data: { token: string }): void {
    if (data.token !== token) {
      from.close(4004, 'Authentication failed.');
      return;
    }
    counts.identified += 1;
    session = { id: world.newId(), sequence: 0, events: [] };
    socket = from;
    dispatch('READY', {
      v: 10,
      user: describeBot(world),
      guilds: [{ id: world.guildId, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: urlOf(),
      session_type: 'normal',
      application: { id: world.applicationId, flags: 0 },
      shard: [0, 1],
    });
    dispatch('GUILD_CREATE', describeGuild(world));
  }

  function resume(from: WebSocket, data: { token: string; session_id: string; seq: number }): void {
    if (session === undefined || session.id !== data.session_id) {
      send(from, { op: 9, d: false });
      return;
    }
    counts.resumed += 1;
    socket = from;
    for (const event of session.events.filter(({ s }) => s > data.seq)) send(from, event);
    dispatch('RESUMED', {});
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
      if (socket === connection) socket = undefined;
    });
  });

  return {
    counts,
    dispatch,
    drop({ forget = false } = {}) {
      if (forget) session = undefined;
      const dropped = socket;
      socket = undefined;
      dropped?.terminate();
    },
    closeWith(code) {
      session = undefined;
      socket?.close(code);
    },
    requestReconnect() {
      if (socket !== undefined) send(socket, { op: 7, d: null });
    },
    invalidateSession() {
      session = undefined;
      if (socket !== undefined) send(socket, { op: 9, d: false });
    },
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
