import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../chat/answering.ts';
import { Unreachable } from '../../chat/errors.ts';
import type { Handler } from '../../chat/event.ts';
import type { Platform, Posted, Target } from '../../chat/platform.ts';
import { type CommandSpec, type ShortcutSpec, withoutFiles } from '../../chat/route.ts';
import { createConversation, readNames } from './conversation.ts';
import type { Extras } from './extras.ts';
import { RequestRefused } from './http.ts';
import { assertFits, splitView } from './limits.ts';
import type { Persona } from './parse.ts';
import { presentChannel, presentMessage } from './present.ts';
import { renderView } from './render.ts';
import { createListener } from './server.ts';
import { createSpeaking, type Where } from './speaking.ts';
import type { Channel, Message, PlaygroundStore } from './store.ts';
import { createStreams } from './streams.ts';
import { createTimeMachine, type PlaygroundClock } from './time.ts';

export type { Persona } from './parse.ts';
export type { PlaygroundClock } from './time.ts';

export interface ChannelSeed {
  id: string;
  name: string;
  topic: string;
}

export interface RoleSeed {
  id: string;
  name: string;
}

interface PlaygroundOptions {
  store: PlaygroundStore;
  clock: PlaygroundClock;
  personas: readonly Persona[];
  channels: readonly ChannelSeed[];
  roles: readonly RoleSeed[];
  commands: readonly CommandSpec[];
  shortcuts?: readonly ShortcutSpec[];
  /** Present where some of the personas take part by themselves, and may be told to or not to. */
  extras?: Extras;
  log: Log;
}

export type Playground = Platform & {
  /** Lets somebody say something in a channel or a thread, once under each key. */
  say(person: string, where: Where, words: string, key: string): Promise<void>;
  /** For the program's HTTP server: the page at `/`, its files under `/page/`, its requests under `/api/`. */
  listener: (request: IncomingMessage, response: ServerResponse) => void;
};

/** A chat platform on one page, with people to be and a clock to move. One workspace, `local`; nobody logs in. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { store, clock, personas, channels, roles, shortcuts = [], extras, log } = options;
  const commands = options.commands.map(withoutFiles);
  const streams = createStreams();
  const time = createTimeMachine(clock, streams);
  const speaking = createSpeaking({ store, streams, personas, now: clock.now });
  let handler: Handler | undefined;
  const conversation = createConversation({
    store,
    streams,
    personas,
    roles,
    commands,
    shortcuts,
    now: clock.now,
    handler: getHandler,
    log,
  });

  function getHandler(): Handler {
    if (handler === undefined) throw new RequestRefused(503, 'The playground is stopping. Try again in a moment.');
    return handler;
  }

  async function getTarget(target: Target): Promise<Channel> {
    switch (target.kind) {
      case 'channel': {
        const channel = await store.findChannel(target.channel);
        if (channel !== undefined) return channel;
        throw new Unreachable(`The playground has no channel ${target.channel}: choose one that it has.`);
      }
      case 'person': {
        const channel = await store.findDirectChannel(target.person);
        if (channel !== undefined) return channel;
        throw new Unreachable(`The playground has nobody called ${target.person}.`);
      }
    }
  }

  async function getPosted(posted: Posted): Promise<{ channel: Channel; message: Message }> {
    const channel = await getTarget({ kind: 'channel', channel: posted.channel });
    const message = await store.findMessage(posted.message);
    if (message?.channel === channel.id) return { channel, message };
    throw new Unreachable(`The message ${posted.message} is not in #${channel.name} any more.`);
  }

  return {
    name: 'playground',

    async start(given) {
      const direct = personas.map(({ id, name }) => ({ id: `dm-${id}`, name, topic: '', person: id }));
      const seeds = [...channels.map((channel) => ({ ...channel, person: null })), ...direct];
      await store.recordChannels(seeds.map((seed, position) => ({ ...seed, position })));
      handler = given;
    },

    async stop() {
      handler = undefined;
      await Promise.all([conversation.finish(), time.finish()]);
      streams.close();
    },

    health: () => ({ state: 'serving' }),
    // It goes by this machine's.
    clockAhead: () => undefined,
    split: splitView,

    async post(_workspace, target, view, key) {
      assertFits(view);
      const channel = await getTarget(target);
      const { message, isNew } = await store.recordMessage({
        channel: channel.id,
        key,
        visibleTo: null,
        answers: null,
        ...renderView(view, await readNames(store, personas, roles)),
        postedAt: clock.now(),
      });
      if (isNew) streams.tell({ kind: 'message', message: presentMessage(message) }, channel.person);
      return { channel: message.channel, message: message.id };
    },

    // A key always names the same message, so it does not matter since when to look.
    async find(_workspace, _target, key) {
      const message = await store.findMessageByKey(key);
      return message && { channel: message.channel, message: message.id };
    },

    async edit(_workspace, posted, view) {
      assertFits(view);
      const { channel, message } = await getPosted(posted);
      const rendered = renderView(view, await readNames(store, personas, roles));
      const edited = await store.recordEdit(message.id, rendered, clock.now());
      if (edited !== undefined) streams.tell({ kind: 'edited', message: presentMessage(edited) }, channel.person);
    },

    async openThread(_workspace, posted, title) {
      const { channel: parent, message } = await getPosted(posted);
      const { channel, isNew } = await store.recordThread(message, title);
      if (isNew)
        streams.tell({ kind: 'channel', channel: { ...presentChannel(channel), newest: null } }, parent.person);
      return channel.id;
    },

    // Everybody sees every thread, and a message that somebody is named in is marked.
    async bringIn() {},

    async openTalk() {
      throw new Unreachable('The playground has no conversations of few.');
    },

    openPrivateThread: async () => undefined,
    async takeOut() {},

    async listVoices(_workspace, channel, since) {
      const { id } = await getTarget({ kind: 'channel', channel });
      return store.listVoices(id, since);
    },

    // The page has no place for links over a channel: the announcement carries it.
    async keepLink() {},

    // The page has no events of its own: the calendar's address is in the announcement.
    keepEvent: async () => undefined,
    async changeEvent() {},
    async cancelEvent() {},

    // There are no rights to give: whoever finds a channel may do everything in it.
    async findLacks(_workspace, channel) {
      await getTarget({ kind: 'channel', channel });
      return [];
    },

    async listHolders(_workspace, role) {
      return personas.filter((one) => one.roles.includes(role)).map(({ id }) => id);
    },
    async findNamed(_workspace, words) {
      return personas.filter(({ name }) => name.toLowerCase() === words.toLowerCase());
    },
    async readFile() {
      throw new Unreachable('Commands here take no files: paste the words.');
    },
    async findPerson(_workspace, person) {
      return personas.find(({ id }) => id === person);
    },

    say: speaking.sayAs,

    listener: createListener({
      store,
      streams,
      speaking,
      extras,
      conversation,
      time,
      personas,
      roles,
      commands,
      shortcuts: shortcuts.filter(({ on }) => on === 'message'),
      isOpen: () => handler !== undefined,
      log,
    }),
  };
}
