import { createHmac, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Live } from './interactions.ts';
import { ApiError, type Json } from './shapes.ts';

/** What the bot answered to one delivery: with an acknowledgement, or not in time, or not at all. */
export type Delivered =
  | { kind: 'acknowledged'; answer: Json | undefined; ms: number }
  | { kind: 'failed'; reason: string };

export interface Parcel {
  type: Live['type'];
  payload: Json;
  retry?: { number: number; reason: string };
}

/** How events reach the bot. */
export interface Delivery {
  deliver(parcel: Parcel): Promise<Delivered>;
  close(): Promise<void>;
}

/** The sockets of Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode. */
export interface Sockets extends Delivery {
  open(token: string): string;
  /** "Please come back on another connection": to the oldest, or to all of them. Slack ends the connection itself much later. */
  refresh(which?: 'oldest' | 'all'): void;
  /** Cuts connections without a goodbye. */
  drop(which?: 'oldest' | 'all'): void;
  /** Acknowledgements that arrive are not read, so many times. */
  loseAcks(times: number): void;
  readonly counts: { opened: number; live: number };
}

interface Waiting {
  settle: (delivered: Delivered) => void;
  startedAt: number;
}

export function createSockets(server: Server, appToken: string, address: () => string, deadlineMs: number): Sockets {
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const live: WebSocket[] = [];
  /** They were asked to leave, and get nothing more. */
  const leaving = new WeakSet<WebSocket>();
  const waiting = new Map<string, Waiting & { socket: WebSocket }>();
  const counts = { opened: 0, live: 0 };
  let turn = 0;
  let lost = 0;

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (connection) => {
      counts.opened += 1;
      live.push(connection);
      counts.live = live.length;
      connection.send(
        JSON.stringify({
          type: 'hello',
          num_connections: live.length,
          connection_info: { app_id: 'A0FAKE' },
          debug_info: { host: 'fake', approximate_connection_time: 18_060 },
        }),
      );
      connection.on('message', (raw) => receive(JSON.parse(String(raw)) as Json));
      connection.on('close', () => forget(connection));
    });
    return undefined;
  });

  function forget(connection: WebSocket): void {
    const index = live.indexOf(connection);
    if (index >= 0) live.splice(index, 1);
    counts.live = live.length;
    for (const [id, one] of waiting) {
      if (one.socket !== connection) continue;
      waiting.delete(id);
      one.settle({ kind: 'failed', reason: 'connection_lost' });
    }
  }

  function receive(message: Json): void {
    const id = String(message['envelope_id']);
    const one = waiting.get(id);
    if (one === undefined) return;
    if (lost > 0) {
      lost -= 1;
      return;
    }
    waiting.delete(id);
    const answer = message['payload'] as Json | undefined;
    const isEmpty = answer === undefined || Object.keys(answer).length === 0;
    one.settle({ kind: 'acknowledged', answer: isEmpty ? undefined : answer, ms: performance.now() - one.startedAt });
  }

  function deliver({ type, payload, retry }: Parcel): Promise<Delivered> {
    // Each event goes to one of the connections.
    const open = live.filter((one) => one.readyState === one.OPEN && !leaving.has(one));
    turn += 1;
    const socket = open[turn % Math.max(1, open.length)];
    if (socket === undefined) return Promise.resolve({ kind: 'failed', reason: 'dispatch_failed' });
    const envelope_id = randomBytes(12).toString('hex');
    const { promise, resolve } = Promise.withResolvers<Delivered>();
    const timer = setTimeout(() => settle({ kind: 'failed', reason: 'timeout' }), deadlineMs);
    function settle(delivered: Delivered): void {
      clearTimeout(timer);
      waiting.delete(envelope_id);
      resolve(delivered);
    }
    waiting.set(envelope_id, { settle, startedAt: performance.now(), socket });
    const retried =
      type === 'events_api' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {};
    socket.send(
      JSON.stringify({ envelope_id, payload, type, accepts_response_payload: type !== 'events_api', ...retried }),
    );
    return promise;
  }

  const chosen = (which: 'oldest' | 'all') => (which === 'all' ? [...live] : live.slice(0, 1));

  return {
    counts,
    open(token) {
      if (token !== appToken) throw new ApiError('invalid_auth');
      const ticket = randomBytes(8).toString('hex');
      tickets.add(ticket);
      return `${address().replace('http', 'ws')}/link/?ticket=${ticket}`;
    },
    refresh(which = 'oldest') {
      for (const connection of chosen(which)) {
        leaving.add(connection);
        connection.send(
          JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'fake' } }),
        );
      }
    },
    drop(which = 'oldest') {
      for (const connection of chosen(which)) connection.terminate();
    },
    loseAcks(times) {
      lost = times;
    },
    deliver,
    async close() {
      for (const connection of sockets.clients) connection.terminate();
      await new Promise<void>((done) => sockets.close(() => done()));
    },
  };
}

/** Signed requests: https://docs.slack.dev/authentication/verifying-requests-from-slack. */
export function createPoster(
  signingSecret: string,
  target: () => string,
  now: () => number,
  deadlineMs: number,
): Delivery {
  return {
    async deliver({ type, payload, retry }) {
      const body = encodeParcel(type, payload);
      const headers = signedHeaders(signingSecret, body, Math.floor(now() / 1000), type);
      const retried =
        retry === undefined ? {} : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason };
      const startedAt = performance.now();
      try {
        const signal = AbortSignal.timeout(deadlineMs);
        const response = await fetch(target(), { method: 'POST', body, headers: { ...headers, ...retried }, signal });
        const answer = await response.text();
        if (response.status !== 200) return { kind: 'failed', reason: `http_${response.status}` };
        const ms = performance.now() - startedAt;
        return { kind: 'acknowledged', answer: answer === '' ? undefined : (JSON.parse(answer) as Json), ms };
      } catch (error) {
        const isLate = error instanceof Error && error.name === 'TimeoutError';
        return { kind: 'failed', reason: isLate ? 'timeout' : 'dispatch_failed' };
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Events are JSON, commands a form, and interactions JSON in a form. */
export function encodeParcel(type: Live['type'], payload: Json): string {
  if (type === 'events_api') return JSON.stringify(payload);
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, String(value)])).toString();
}

export function signedHeaders(
  secret: string,
  body: string,
  timestamp: number,
  type: Live['type'],
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${signature}`,
  };
}
