import type { Interactions } from './interactions.ts';
import { ApiError, type FakeChannel, type FakeMessage, type FakeUser, type Json, type World } from './shapes.ts';
import { isJson, validateBlocks } from './validate.ts';
import { validateView } from './validate-view.ts';

/** A call of the Web API: which bot, and its arguments with JSON read. */
export interface Request {
  method: string;
  token: string;
  args: Json;
}

type Bot = { team: string; botId: string; userId: string };
type Method = (args: Json, bot: Bot) => Json;

/** How long Slack takes to look at a file before a block may show it. */
const LOOKED_AT_AFTER = 120;

/** The methods of the Web API that the adapter uses: https://docs.slack.dev/reference/methods. */
export function methodsOf(
  world: World,
  interactions: () => Interactions,
  address: () => string,
): Record<string, Method> {
  const methods: Record<string, Method> = {
    'auth.test': (_, bot) => ({ user_id: bot.userId, bot_id: bot.botId, team_id: bot.team, team: 'Fake' }),

    'chat.postMessage'(args, bot) {
      const channel = getInside(world, args['channel']);
      const message = post(args, bot, channel, undefined);
      // What is posted under a key comes by itself: it answers nothing that somebody just did.
      if (channel.user !== undefined && message.metadata === undefined) {
        interactions().showMessage(message, { user: channel.user, updated: false, direct: true });
      }
      return { channel: channel.id, ts: message.ts, message: describeMessage(message, true) };
    },

    'chat.postEphemeral'(args, bot) {
      const channel = getInside(world, args['channel']);
      if (channel.kind === 'direct') throw new ApiError('channel_not_found');
      const user = getUser(world, args['user']);
      const message = post(args, bot, channel, user.id);
      interactions().showMessage(message, { user: user.id, updated: false, direct: false });
      return { message_ts: message.ts };
    },

    'chat.update'(args) {
      const channel = getChannel(world, args['channel']);
      const message = world.messages.find(
        ({ ts, channel: of, onlyFor }) => ts === args['ts'] && of === channel.id && onlyFor === undefined,
      );
      if (message === undefined) throw new ApiError('message_not_found');
      const blocks = validateBlocks(world, args['blocks'], 'message');
      Object.assign(message, { blocks, text: String(args['text'] ?? ''), edits: message.edits + 1 });
      return { channel: channel.id, ts: message.ts, text: message.text };
    },

    'conversations.open'(args) {
      const ids = String(args['users']).split(',');
      if (ids.length > 1) return openGroup(world, ids);
      const user = getUser(world, args['users']);
      if (user.deleted) throw new ApiError('user_disabled');
      let channel = [...world.channels.values()].find((one) => one.user === user.id);
      if (channel === undefined) {
        const id = world.newId('D');
        channel = {
          id,
          name: 'directmessage',
          team: user.team,
          kind: 'direct',
          archived: false,
          joined: true,
          user: user.id,
        };
        world.channels.set(id, channel);
      }
      return { channel: { id: channel.id } };
    },

    'conversations.join'(args) {
      const channel = getChannel(world, args['channel']);
      if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type');
      if (channel.archived) throw new ApiError('is_archived');
      channel.joined = true;
      return { channel: { id: channel.id } };
    },

    'conversations.info'(args) {
      const { id, name, kind, archived, joined } = getChannel(world, args['channel']);
      return { channel: { id, name, is_private: kind === 'private', is_member: joined, is_archived: archived } };
    },

    'conversations.members'(args) {
      const { outsiders = [] } = getChannel(world, args['channel']);
      return { members: [...world.users.keys()].filter((id) => !outsiders.includes(id)) };
    },

    'conversations.history'(args) {
      const channel = getInside(world, args['channel']);
      const top = (message: FakeMessage) => message.thread === undefined;
      const all = listMessages(world, channel, args).filter(top).toReversed();
      return page(all, args, (message) => describeMessage(message, args['include_all_metadata'] === true));
    },

    'conversations.replies'(args) {
      const channel = getInside(world, args['channel']);
      const thread = String(args['ts']);
      // The message of the thread comes first, however old it is.
      const root = world.messages.filter(({ ts, channel: of }) => ts === thread && of === channel.id);
      const all = [...root, ...listMessages(world, channel, args).filter((one) => one.thread === thread)];
      if (all.length === 0) throw new ApiError('thread_not_found');
      return page(all, args, (message) => describeMessage(message, args['include_all_metadata'] === true));
    },

    'users.info': (args) => ({ user: describeUser(getUser(world, args['user']), args['include_locale'] === true) }),

    'users.lookupByEmail'(args) {
      if (!world.scopes.has('users:read.email')) throw new ApiError('missing_scope');
      const [name = ''] = String(args['email']).split('@');
      const user = [...world.users.values()].find((one) => one.name === name);
      if (user === undefined) throw new ApiError('users_not_found');
      return { user: describeUser(user, false) };
    },

    'usergroups.list': (args) => ({
      usergroups: world.groups.map(({ users, ...group }) => ({
        ...group,
        ...(args['include_users'] === true ? { users: [...users] } : {}),
      })),
    }),

    'views.open': (args) => describeView(interactions().openView(String(args['trigger_id']), args['view'])),

    'views.publish'(args) {
      const user = getUser(world, args['user_id']);
      const view = validateView(world, args['view'], 'home');
      world.homes.set(user.id, view);
      interactions().show(user.id, ({ ackMs }) => ({ kind: 'home', blocks: view['blocks'] as Json[], ackMs }));
      return { view: { id: `V${user.id}`, hash: 'h' } };
    },

    'files.getUploadURLExternal'(args) {
      const size = Number(args['length']);
      if (!(size > 0)) throw new ApiError('invalid_arguments', ['must be greater than 0 [json-pointer:/length]']);
      const id = world.newId('F');
      const file = { id, name: String(args['filename']), size, alt: String(args['alt_txt'] ?? '') };
      world.files.set(id, { ...file, content: Buffer.alloc(0), readyAt: Number.POSITIVE_INFINITY, completed: false });
      return { file_id: id, upload_url: `${address()}/upload/${id}` };
    },

    'files.completeUploadExternal'(args, bot) {
      const wanted = (args['files'] as Json[]).map(({ id }) => world.files.get(String(id)));
      const files = wanted.map((file) => {
        if (file === undefined || file.content.length === 0) throw new ApiError('file_not_found');
        if (file.completed) throw new ApiError('file_already_completed');
        return file;
      });
      const channel = args['channel_id'] === undefined ? undefined : getInside(world, args['channel_id']);
      for (const file of files) Object.assign(file, { completed: true, readyAt: world.now() + LOOKED_AT_AFTER });
      if (channel !== undefined) {
        const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined;
        const text = String(args['initial_comment'] ?? '');
        const common = { blocks: [], metadata: undefined, onlyFor: undefined, edits: 0, bot: bot.botId };
        world.messages.push({ ...common, channel: channel.id, ts: world.newTs(), thread, text, files });
      }
      return { files: files.map(({ id, name }) => ({ id, title: name })) };
    },

    'files.info'(args) {
      const file = world.files.get(String(args['file']));
      if (file === undefined) throw new ApiError('file_not_found');
      const isReady = file.completed && file.readyAt <= world.now();
      const mimetype = file.name.endsWith('.png') ? 'image/png' : 'text/plain';
      return {
        file: {
          id: file.id,
          name: file.name,
          mimetype: isReady ? mimetype : '',
          permalink: `https://fake.slack.com/files/${file.id}`,
        },
      };
    },

    'bookmarks.list'(args) {
      const channel = getInside(world, args['channel_id']);
      return { bookmarks: world.bookmarks.filter((one) => one.channel === channel.id).map((one) => ({ ...one })) };
    },

    'bookmarks.add'(args) {
      const channel = getInside(world, args['channel_id']);
      if (args['type'] !== 'link') throw new ApiError('invalid_bookmark_type');
      if (!URL.canParse(String(args['link']))) throw new ApiError('invalid_link');
      const bookmark = {
        id: world.newId('B'),
        channel: channel.id,
        title: String(args['title']),
        link: String(args['link']),
      };
      world.bookmarks.push(bookmark);
      return { bookmark };
    },

    'bookmarks.edit'(args) {
      const bookmark = world.bookmarks.find(({ id }) => id === args['bookmark_id']);
      if (bookmark === undefined) throw new ApiError('not_found');
      bookmark.title = String(args['title'] ?? bookmark.title);
      return { bookmark };
    },
  };

  function post(args: Json, bot: Bot, channel: FakeChannel, onlyFor: string | undefined): FakeMessage {
    if (channel.archived) throw new ApiError('is_archived');
    const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined;
    const parent = world.messages.find(({ ts, channel: of }) => ts === thread && of === channel.id);
    if (thread !== undefined && parent === undefined && onlyFor === undefined) throw new ApiError('thread_not_found');
    const blocks = args['blocks'] === undefined ? [] : validateBlocks(world, args['blocks'], 'message');
    const text = String(args['text'] ?? '');
    if (blocks.length === 0 && text === '') throw new ApiError('no_text');
    const message: FakeMessage = {
      channel: channel.id,
      ts: world.newTs(),
      thread,
      bot: bot.botId,
      text,
      blocks,
      metadata: readMetadata(args['metadata']),
      onlyFor,
      files: [],
      edits: 0,
    };
    world.messages.push(message);
    return message;
  }

  return methods;
}

/** One conversation for each set of people: https://docs.slack.dev/reference/methods/conversations.open */
function openGroup(world: World, ids: readonly string[]): Json {
  if (!world.scopes.has('mpim:write')) throw new ApiError('missing_scope');
  const people = ids.map((id) => getUser(world, id).id).sort();
  if (ids.length > 8) throw new ApiError('too_many_users');
  const same = (one: FakeChannel) => one.kind === 'group' && String(one.people) === String(people);
  let channel = [...world.channels.values()].find(same);
  if (channel === undefined) {
    const id = world.newId('G');
    const [first = ''] = people;
    const common = { archived: false, joined: true, user: undefined };
    channel = { id, name: `mpdm-${id}`, team: world.users.get(first)?.team ?? '', kind: 'group', people, ...common };
    world.channels.set(id, channel);
  }
  return { channel: { id: channel.id } };
}

function readMetadata(value: unknown): FakeMessage['metadata'] {
  if (value === undefined) return undefined;
  const isRight = isJson(value) && typeof value['event_type'] === 'string' && isJson(value['event_payload']);
  if (!isRight || !/^\w{1,80}$/.test(String(value['event_type']))) throw new ApiError('invalid_metadata_format');
  return { event_type: String(value['event_type']), event_payload: value['event_payload'] as Json };
}

function getChannel(world: World, id: unknown): FakeChannel {
  const channel = world.channels.get(String(id));
  if (channel === undefined) throw new ApiError('channel_not_found');
  if (channel.denies !== undefined) throw new ApiError(channel.denies);
  // Somebody who is not in a private channel does not learn that there is one.
  if (channel.kind === 'private' && !channel.joined) throw new ApiError('channel_not_found');
  return channel;
}

function getInside(world: World, id: unknown): FakeChannel {
  const channel = getChannel(world, id);
  if (!channel.joined) throw new ApiError('not_in_channel');
  return channel;
}

function getUser(world: World, id: unknown): FakeUser {
  const user = world.users.get(String(id));
  if (user === undefined) throw new ApiError('user_not_found');
  return user;
}

function listMessages(world: World, channel: FakeChannel, args: Json): FakeMessage[] {
  const oldest = Number(args['oldest'] ?? 0);
  return world.messages.filter(
    (one) => one.channel === channel.id && one.onlyFor === undefined && Number(one.ts) >= oldest,
  );
}

function page(all: readonly FakeMessage[], args: Json, describe: (message: FakeMessage) => Json): Json {
  const from = Number(args['cursor'] ?? 0);
  const limit = Number(args['limit'] ?? 100);
  const next = from + limit < all.length ? String(from + limit) : '';
  return {
    messages: all.slice(from, from + limit).map(describe),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

export function describeMessage(message: FakeMessage, withMetadata: boolean): Json {
  const { ts, text, blocks, bot, thread, metadata, files, user } = message;
  return {
    type: 'message',
    ts,
    text,
    blocks,
    ...(user === undefined ? { bot_id: bot, user: 'U0FAKEBOT', app_id: 'A0FAKE' } : { user }),
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...(files.length === 0 ? {} : { files: files.map(({ id, name }) => ({ id, name })) }),
  };
}

function describeUser(user: FakeUser, withLocale: boolean): Json {
  const { id, team, name, displayName, locale, zone, admin, owner, guest, deleted, stranger, orgTeams } = user;
  return {
    id,
    team_id: team,
    name,
    deleted,
    real_name: displayName,
    profile: { display_name: displayName, real_name: displayName },
    is_admin: admin,
    is_owner: owner,
    is_restricted: guest !== undefined,
    is_ultra_restricted: guest === 'single',
    is_bot: false,
    ...(stranger ? { is_stranger: true } : {}),
    ...(orgTeams === undefined ? {} : { enterprise_user: { id, enterprise_id: 'E0FAKE', teams: [...orgTeams] } }),
    ...(zone === undefined ? {} : { tz: zone }),
    ...(withLocale ? { locale } : {}),
  };
}

function describeView({ id, hash, view }: { id: string; hash: string; view: Json }): Json {
  return { view: { ...view, id, hash } };
}
