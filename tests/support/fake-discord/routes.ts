import { changeEvent, createEvent, listEvents } from './events.ts';
import type { Interactions } from './interactions.ts';
import { ApiError, type MessageBody, type UploadedFile } from './shapes.ts';
import { type CommandBody, validateCommands } from './validate.ts';
import {
  addMessage,
  denial,
  describeBot,
  describeChannel,
  describeMessage,
  editMessage,
  getChannel,
  getPublicMessage,
  isThread,
  type World,
} from './world.ts';

/** What a call says, read. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  files: UploadedFile[];
}

/** Which calls a route takes, whether they need the bot's token, and what is answered: nothing, or JSON. */
export type Route = [method: string, path: RegExp, auth: boolean, run: (request: Request, ids: string[]) => unknown];

const ID = '(\\d{17,20})';
const route = (path: string) => new RegExp(`^${path.replaceAll(':id', ID).replaceAll(':token', '([\\w-]+)')}$`);

/** Everything of the API that the bot uses. */
export function routesOf(world: World, interactions: () => Interactions, gatewayUrl: () => string): Route[] {
  const gateway = () => ({
    url: gatewayUrl(),
    shards: world.shards,
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
    ['GET', route('/guilds/:id/roles'), true, () => listRoles(world)],
    ['GET', route('/guilds/:id/members'), true, ({ query }) => listMembers(world, query)],
    ['GET', route('/guilds/:id/members/search'), true, ({ query }) => searchMembers(world, query)],
    [
      'GET',
      route('/guilds/:id/members/:id'),
      true,
      (_, [, id = '']) => {
        if (id === world.botId) return { user: describeBot(world), roles: world.botRoles };
        if (world.left.has(id)) throw new ApiError(404, 10007, 'Unknown Member');
        return { user: { ...describeBot(world), id, username: `user-${id}`, bot: false }, nick: null, roles: [] };
      },
    ],
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
    [
      'POST',
      route('/channels/:id/threads'),
      true,
      ({ body }, [channel = '']) => openPrivateThread(world, channel, body as { name: string; type: number }),
    ],
    ['PUT', route('/channels/:id/thread-members/:id'), true, (_, [id = '', user = '']) => join(world, id, user)],
    ['DELETE', route('/channels/:id/thread-members/:id'), true, (_, [id = '', user = '']) => leave(world, id, user)],
    ['GET', route('/guilds/:id/threads/active'), true, () => listActive(world)],
    ['GET', route('/guilds/:id/scheduled-events'), true, () => listEvents(world)],
    ['POST', route('/guilds/:id/scheduled-events'), true, ({ body }) => createEvent(world, body as object)],
    [
      'PATCH',
      route('/guilds/:id/scheduled-events/:id'),
      true,
      ({ body }, [, id = '']) => changeEvent(world, id, body as object),
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

function listRoles({ roles, mentionable }: World) {
  return [...roles].map(([id, permissions]) => ({
    id,
    name: id,
    permissions: String(permissions),
    mentionable: mentionable.has(id),
  }));
}

function openDirect(world: World, recipientId: string) {
  const present = [...world.channels.values()].find((channel) => channel.recipientId === recipientId);
  const channel = present ?? { id: world.newId(), type: 1, name: 'direct', recipientId };
  world.channels.set(channel.id, channel);
  return describeChannel(world, channel);
}

/** By id; only where the application's Server Members Intent is on: https://docs.discord.com/developers/resources/guild#list-guild-members */
function listMembers(world: World, query: URLSearchParams) {
  if (world.listed === undefined) throw new ApiError(403, 50001, 'Missing Access');
  const limit = Number(query.get('limit') ?? 1);
  if (limit < 1 || limit > 1000) throw new ApiError(400, 50035, 'Invalid Form Body');
  const after = BigInt(query.get('after') ?? '0');
  return world.listed
    .filter(({ id }) => BigInt(id) > after)
    .slice(0, limit)
    .map(({ id, roles, bot = false }) => ({
      user: { ...describeBot(world), id, username: `user-${id}`, bot },
      nick: null,
      roles,
    }));
}

/** Whose names begin so; no intent is asked for: https://docs.discord.com/developers/resources/guild#search-guild-members */
function searchMembers(world: World, query: URLSearchParams) {
  const [wanted, limit] = [query.get('query')?.toLowerCase() ?? '', Number(query.get('limit') ?? 1)];
  if (wanted === '' || limit < 1 || limit > 1000) throw new ApiError(400, 50035, 'Invalid Form Body');
  return world.searchable
    .filter(({ names }) => names.some((name) => name.toLowerCase().startsWith(wanted)))
    .slice(0, limit)
    .map(({ id, names: [username = '', nick = null], bot = false }) => ({
      user: { ...describeBot(world), id, username, bot },
      nick,
      roles: [],
    }));
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
  if (parent.deniesThreads !== undefined) throw denial(parent.deniesThreads);
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

/** A thread without a message, which only its members see: https://docs.discord.com/developers/resources/channel#start-thread-without-message */
function openPrivateThread(world: World, channelId: string, { name, type }: { name: string; type: number }) {
  const parent = getChannel(world, channelId);
  if (parent.deniesThreads !== undefined) throw denial(parent.deniesThreads);
  if (parent.type !== 0) throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  if (type !== 12 || name.length < 1 || name.length > 100) throw new ApiError(400, 50035, 'Invalid Form Body');
  const id = world.newId();
  const thread = { id, type: 12, name, parentId: channelId, members: [] };
  world.channels.set(id, thread);
  return describeChannel(world, thread);
}

function join(world: World, threadId: string, user: string): undefined {
  const thread = getChannel(world, threadId);
  if (!isThread(thread)) throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  thread.members = [...new Set([...(thread.members ?? []), user])];
  return undefined;
}

function leave(world: World, threadId: string, user: string): undefined {
  const thread = getChannel(world, threadId);
  if (!(thread.members ?? []).includes(user)) throw new ApiError(404, 10007, 'Unknown Member');
  thread.members = (thread.members ?? []).filter((member) => member !== user);
  return undefined;
}

function listActive(world: World) {
  const threads = [...world.channels.values()].filter(isThread).map((thread) => describeChannel(world, thread));
  return { threads, members: [] };
}
