import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Interactions } from './interactions.ts';
import { methodsOf } from './methods.ts';
import { ApiError, type Json, type World } from './shapes.ts';

/** One call that reached the server: a method of the Web API, `response_url` or `upload`. */
export interface Call {
  method: string;
  args: Json;
  /** Slack's own word for the error, if it answered one. */
  error: string | undefined;
  at: number;
}

/**
 * Something that goes wrong. `reset` cuts the connection before anything happened, `lostAnswer` after everything did,
 * `delay` waits `ms` before it does anything, `slowAnswer` after; `error` is an answer that is one.
 */
export interface Fault {
  method: string | RegExp;
  fault: '429' | '500' | 'reset' | 'lostAnswer' | 'delay' | 'slowAnswer' | 'error';
  error?: string;
  /** How many calls it strikes; one, if left out. */
  times?: number;
  /** For `429` in seconds how long to wait, for delays in milliseconds how long they are. */
  after?: number;
}

export interface Api {
  server: Server;
  calls: Call[];
  faults: Fault[];
}

interface Options {
  world: World;
  interactions: () => Interactions;
  address: () => string;
  /** Returns the address of a socket, if the token is the app's. */
  openSocket: (token: string) => string;
  /** Answers 429 where a channel gets more than a message a second, after a few at once. */
  keepsLimits: boolean;
}

interface Answer {
  status: number;
  body: Json | string;
  headers?: Record<string, string>;
}

const BURST = 8;

export function createApi({ world, interactions, address, openSocket, keepsLimits }: Options): Api {
  const calls: Call[] = [];
  const faults: Fault[] = [];
  const methods = methodsOf(world, interactions, address);
  const posts = new Map<string, { tokens: number; at: number }>();
  const server = createServer((incoming, response) => {
    void serve(incoming).then((answer) => {
      if (answer === 'reset') return incoming.socket.resetAndDestroy();
      if (answer === 'cut') return incoming.socket.destroy();
      const isText = typeof answer.body === 'string';
      const type = isText ? 'text/plain' : 'application/json; charset=utf-8';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
      return response.end(isText ? (answer.body as string) : JSON.stringify(answer.body));
    });
  });

  async function serve(incoming: IncomingMessage): Promise<Answer | 'reset' | 'cut'> {
    const raw = await readBody(incoming);
    const [, root = '', rest = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(incoming.url ?? '/') ?? [];
    const method = root === 'api' ? rest : root;
    const args = root === 'api' ? readForm(raw) : root === 'response_url' ? readJson(raw) : {};
    const call: Call = { method, args, error: undefined, at: performance.now() };
    calls.push(call);
    const fault = strike(faults, method);
    if (fault?.fault === 'reset') return 'reset';
    if (fault?.fault === 'delay') await wait(fault.after);
    const answer = fault === undefined ? undefined : failure(fault);
    const done = answer ?? act(incoming, root, rest, args, raw);
    const body = done.body;
    if (typeof body !== 'string' && body['ok'] === false) call.error = String(body['error']);
    if (done.status === 429) call.error = 'ratelimited';
    if (fault?.fault === 'lostAnswer') return 'cut';
    if (fault?.fault === 'slowAnswer') await wait(fault.after);
    return done;
  }

  function act(incoming: IncomingMessage, root: string, rest: string, args: Json, raw: Buffer): Answer {
    if (root === 'response_url') return interactions().respond(rest, args);
    if (root === 'upload') {
      const file = world.files.get(rest);
      if (file === undefined || file.content.length > 0) return { status: 404, body: 'gone' };
      if (raw.length !== file.size) return { status: 400, body: 'the length is another' };
      file.content = raw;
      return { status: 200, body: `OK - ${raw.length}` };
    }
    try {
      const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
      if (rest === 'apps.connections.open') return ok({ url: openSocket(token) });
      if (rest === 'oauth.v2.access') return ok(install(world));
      const bot = world.bots.get(token);
      if (world.revoked.has(token)) throw new ApiError('token_revoked');
      if (bot === undefined) throw new ApiError('invalid_auth');
      const method = methods[rest];
      if (method === undefined) throw new ApiError('unknown_method');
      const seconds = rest === 'chat.postMessage' && keepsLimits ? tooFast(String(args['channel'])) : undefined;
      if (seconds !== undefined) return limited(seconds);
      return { ...ok(method(args, bot)), headers: { 'x-oauth-scopes': [...world.scopes].join(',') } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const metadata =
        error.faults.length === 0
          ? {}
          : { response_metadata: { messages: error.faults.map((one) => `[ERROR] ${one}`) } };
      return { status: 200, body: { ok: false, error: error.code, ...metadata, ...error.extra } };
    }
  }

  function tooFast(channel: string): number | undefined {
    const now = performance.now();
    const before = posts.get(channel) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, before.tokens + (now - before.at) / 1000);
    posts.set(channel, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens < 1 ? 1 : undefined;
  }

  return { server, calls, faults };
}

/** An installation gives the workspace's bot a new token: https://docs.slack.dev/reference/methods/oauth.v2.access. */
function install(world: World): Json {
  const [first] = world.bots.values();
  const bot = first ?? { team: '', botId: '', userId: '' };
  const token = `xoxb-installed-${world.bots.size}`;
  world.bots.set(token, bot);
  return { access_token: token, bot_user_id: bot.userId, team: { id: bot.team, name: 'Fake' } };
}

function ok(body: Json): Answer {
  return { status: 200, body: { ok: true, ...body } };
}

function limited(seconds: number): Answer {
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(seconds) } };
}

function failure({ fault, after = 1, error = 'internal_error' }: Fault): Answer | undefined {
  if (fault === '429') return limited(after);
  if (fault === '500') return { status: 500, body: 'internal error' };
  return fault === 'error' ? { status: 200, body: { ok: false, error } } : undefined;
}

function strike(faults: Fault[], method: string): Fault | undefined {
  const fault = faults.find((one) => {
    const fits = typeof one.method === 'string' ? one.method === method : one.method.test(method);
    return fits && (one.times ?? 1) > 0;
  });
  if (fault !== undefined) fault.times = (fault.times ?? 1) - 1;
  return fault;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Arguments come as a form, in which lists and objects are JSON. */
function readForm(raw: Buffer): Json {
  return Object.fromEntries([...new URLSearchParams(raw.toString())].map(([key, value]) => [key, readValue(value)]));
}

function readValue(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function readJson(raw: Buffer): Json {
  return JSON.parse(raw.toString()) as Json;
}

function wait(ms = 300): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
