import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Interactions } from './interactions.ts';
import { type Request, type Route, routesOf } from './routes.ts';
import { ApiError } from './shapes.ts';
import type { World } from './world.ts';

/** One call that reached the server. `path` is without `/api/v10`. */
export interface Call {
  method: string;
  path: string;
  body: unknown;
  status: number;
  at: number;
}

/**
 * Something that goes wrong. `reset` cuts the connection before anything happened, `lostAnswer` after everything did,
 * `delay` waits `ms` before it does anything, `slowAnswer` after.
 */
export interface Fault {
  method: string;
  path: RegExp;
  fault: '401' | '429' | '500' | 'reset' | 'lostAnswer' | 'delay' | 'slowAnswer';
  /** How many calls it strikes; one, if left out. */
  times?: number;
  /** For `429` how long to wait, for delays how long they are; 300, if left out. */
  ms?: number;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

export interface Rest {
  server: Server;
  calls: Call[];
  faults: Fault[];
}

/** The REST side. `interactions` is asked for late, because the gateway needs the server first. */
export function createRest(
  world: World,
  token: string,
  interactions: () => Interactions,
  gatewayUrl: () => string,
): Rest {
  const calls: Call[] = [];
  const faults: Fault[] = [];
  const routes = routesOf(world, interactions, gatewayUrl);
  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const call: Call = { method: request.method, path: request.path, body: request.body, status: 0, at: Date.now() };
    calls.push(call);
    const fault = strike(faults, request);
    if (fault?.fault === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault?.fault === 'delay') await wait(fault.ms);
    const answer =
      fault !== undefined && /^\d+$/.test(fault.fault) ? fail(fault) : run(routes, request, incoming, token);
    call.status = answer.status;
    if (fault?.fault === 'lostAnswer') return void incoming.socket.destroy();
    if (fault?.fault === 'slowAnswer') await wait(fault.ms);
    // discord.js would read the body of anything that calls itself JSON.
    const type = answer.body === undefined ? {} : { 'content-type': 'application/json' };
    response.writeHead(answer.status, { ...type, ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  return { server, calls, faults };
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const path = decodeURIComponent(url.pathname).replace(/^\/api\/v\d+/, '');
  const raw = Buffer.concat(chunks);
  const type = incoming.headers['content-type'] ?? '';
  const request: Request = {
    method: incoming.method ?? 'GET',
    path,
    query: url.searchParams,
    body: undefined,
    files: [],
  };
  if (!type.startsWith('multipart/'))
    return { ...request, body: raw.length === 0 ? undefined : JSON.parse(String(raw)) };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form) {
    if (name === 'payload_json') request.body = JSON.parse(String(value));
    else if (typeof value !== 'string') request.files.push({ name: value.name, content: await value.text() });
  }
  return request;
}

function strike(faults: Fault[], { method, path }: Request): Fault | undefined {
  const fault = faults.find((one) => one.method === method && one.path.test(path) && (one.times ?? 1) > 0);
  if (fault !== undefined) fault.times = (fault.times ?? 1) - 1;
  return fault;
}

function wait(ms = 300): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function fail({ fault, ms = 300 }: Fault): Answer {
  if (fault === '401') return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
  if (fault === '500') return { status: 500, body: { message: '500: Internal Server Error', code: 0 } };
  const seconds = ms / 1000;
  const headers = { 'retry-after': String(seconds), 'x-ratelimit-scope': 'user', via: '1.1 google' };
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
    headers,
  };
}

function run(routes: readonly Route[], request: Request, incoming: IncomingMessage, token: string): Answer {
  try {
    for (const [method, path, auth, handle] of routes) {
      const match = request.method === method ? path.exec(request.path) : null;
      if (match === null) continue;
      if (auth && incoming.headers.authorization !== `Bot ${token}`) throw new ApiError(401, 0, '401: Unauthorized');
      const body = handle(request, match.slice(1));
      return body === undefined ? { status: 204 } : { status: 200, body };
    }
    throw new ApiError(404, 0, '404: Not Found');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, code, message, errors } = error;
    return { status, body: { code, message, ...(errors === undefined ? {} : { errors }) } };
  }
}
