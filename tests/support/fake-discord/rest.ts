import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Interactions } from './interactions.ts';
import { ApiError, type MessageBody, type UploadedFile } from './shapes.ts';
import { type CommandBody, validateCommands } from './validate.ts';
import {
  addMessage,
  describeBot,
  describeChannel,
  describeMessage,
  editMessage,
  getChannel,
  getPublicMessage,
  isThread,
  type World,
} from './world.ts';

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
  fault: '429' | '500' | 'reset' | 'lostAnswer' | 'delay' | 'slowAnswer';
  /** How many calls it strikes; one, if left out. */
  times?: number;
  /** For `429` how long to wait, for delays how long they are; 300, if left out. */
  ms?: number;
}

/** What a call says, read. */
interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  files: UploadedFile[];
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

type Route = [method: string, path: RegExp, auth: boolean, run: (request: Request, ids: string[]) => unknown];

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
      fault?.fault === '429' || fault?.fault === '500' ? fail(fault) : run(routes, request, incoming, token);
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

const ID = '(\\d{17,20})';
const route = (path: string) => new RegExp(`^${path.replaceAll(':id', ID).replaceAll(':token', '([\\w-]+)')}$`);

function routesOf(world: World, interactions: () => Interactions, gatewayUrl: () => string): Route[] {
  const gateway = () => ({
    url: gatewayUrl(),
    shards: 1,
    session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
  });
  return [
    ['GET', route('/gateway/bot'), true, gateway],
    ['GET', route('/users/@me'), true, () => describeBot(world)],
    ['GET', route('/applications/@me'), true, () => ({ id: world.applicationId, name: 'pythia', flags: 0 })],
    ['GET', route('/applications/:id/commands'), true, () => world.commands],
    [
      'PUT',
      route('/applications/:id/commands'),
      true,
      ({ body }) => {
        const commands = body as CommandBody[];
        validateCommands(commands);
        world.commands = commands.map((command) => storeCommand(world, command));
        return world.commands;
      },
    ],
    [
      'POST',
      route('/interactions/:id/:token/callback'),
      false,
      ({ body, files }, [id = '', token = '']) => interactions().callBack(id, token, body as { type: number }, files),
    ],
    [
      'POST',
      route('/webhooks/:id/:token'),
      false,
      ({ body, files }, [, token = '']) =>
        describeMessage(world, interactions().followUp(token, body as MessageBody, files)),
    ],
    [
      'PATCH',
      route('/webhooks/:id/:token/messages/(@original|\\d+)'),
      false,
      ({ body, files }, [, token = '', message = '']) =>
        describeMessage(world, interactions().editReply(token, message, body as MessageBody, files)),
    ],
    [
      'POST',
      route('/users/@me/channels'),
      true,
      ({ body }) => openDirect(world, (body as { recipient_id: string }).recipient_id),
    ],
    ['GET', route('/channels/:id'), true, (_, [id = '']) => describeChannel(world, getChannel(world, id))],
    ['GET', route('/channels/:id/messages'), true, ({ query }, [id = '']) => listMessages(world, id, query)],
    [
      'POST',
      route('/channels/:id/messages'),
      true,
      ({ body, files }, [id = '']) => {
        const channel = getChannel(world, id);
        if (world.closedTo.has(channel.recipientId ?? ''))
          throw new ApiError(403, 50007, 'Cannot send messages to this user');
        return describeMessage(world, addMessage(world, id, body as MessageBody, files));
      },
    ],
    [
      'GET',
      route('/channels/:id/messages/:id'),
      true,
      (_, [channel = '', id = '']) => describeMessage(world, getPublicMessage(world, channel, id)),
    ],
    [
      'PATCH',
      route('/channels/:id/messages/:id'),
      true,
      ({ body, files }, [channel = '', id = '']) =>
        describeMessage(world, editMessage(getPublicMessage(world, channel, id), body as MessageBody, files)),
    ],
    [
      'POST',
      route('/channels/:id/messages/:id/threads'),
      true,
      ({ body }, [channel = '', id = '']) => openThread(world, channel, id, body as { name: string }),
    ],
  ];
}

/** Discord adds to a command what was not said, and leaves out of its options what is false or empty. */
function storeCommand(world: World, command: CommandBody) {
  const trim = ({
    options = [],
    required = false,
    choices = [],
    autocomplete = false,
    ...rest
  }: CommandBody): CommandBody => ({
    ...rest,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(choices.length === 0 ? {} : { choices }),
    ...(options.length === 0 ? {} : { options: options.map(trim) }),
  });
  const id = world.newId();
  const added = { id, version: id, application_id: world.applicationId, dm_permission: false, nsfw: false };
  return { default_member_permissions: null, type: 1, ...trim(command), ...added };
}

function openDirect(world: World, recipientId: string) {
  const present = [...world.channels.values()].find((channel) => channel.recipientId === recipientId);
  const channel = present ?? { id: world.newId(), type: 1, name: 'direct', recipientId };
  world.channels.set(channel.id, channel);
  return describeChannel(world, channel);
}

/** Newest first; with `after`, those that follow it, and still newest first. */
function listMessages(world: World, channelId: string, query: URLSearchParams) {
  getChannel(world, channelId);
  const limit = Number(query.get('limit') ?? 50);
  if (limit < 1 || limit > 100) throw new ApiError(400, 50035, 'Invalid Form Body');
  const after = query.get('after');
  const before = query.get('before');
  const shown = [...world.messages.values()]
    .filter((message) => message.channelId === channelId && message.onlyFor === undefined)
    .filter(
      ({ id }) => (after === null || BigInt(id) > BigInt(after)) && (before === null || BigInt(id) < BigInt(before)),
    )
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const page = after === null ? shown.slice(-limit) : shown.slice(0, limit);
  return page.reverse().map((message) => describeMessage(world, message));
}

function openThread(world: World, channelId: string, messageId: string, { name }: { name: string }) {
  const parent = getChannel(world, channelId);
  getPublicMessage(world, channelId, messageId);
  if (parent.type === 1 || isThread(parent))
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  if (world.channels.has(messageId))
    throw new ApiError(400, 160004, 'A thread has already been created for this message');
  if (name.length < 1 || name.length > 100) {
    throw new ApiError(400, 50035, 'Invalid Form Body', {
      name: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message: '' }] },
    });
  }
  const thread = { id: messageId, type: 11, name, parentId: channelId };
  world.channels.set(messageId, thread);
  return describeChannel(world, thread);
}
