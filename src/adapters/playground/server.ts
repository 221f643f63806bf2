import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../chat/answering.ts';
import { wholeLetters } from '../../chat/clip.ts';
import { BadInput } from '../../chat/errors.ts';
import type { CommandSpec, ShortcutSpec } from '../../chat/route.ts';
import { plainSpelling } from '../../chat/spelling.ts';
import type { Inline } from '../../chat/text.ts';
import { type Conversation, findPersona, getChannel } from './conversation.ts';
import { type Extras, turnExtras } from './extras.ts';
import { assertOwnHost, assertSameOrigin, RequestRefused, readBody, sendCompressed, sendJson } from './http.ts';
import { FaultyOptions } from './options.ts';
import { createPage } from './page.ts';
import type { Persona } from './parse.ts';
import { presentChannel, presentMessage } from './present.ts';
import { describePicker, findNearest } from './register.ts';
import type { Speaking } from './speaking.ts';
import type { Channel, PlaygroundStore } from './store.ts';
import type { Streams } from './streams.ts';
import type { TimeMachine } from './time.ts';

const PAGE_OF_MESSAGES = 40;

/** How many characters of messages come with the page: more than a screen, and still quick on a slow network. */
const FIRST_ROOM = 24_000;

interface ServerOptions {
  store: PlaygroundStore;
  streams: Streams;
  speaking: Speaking;
  extras: Extras | undefined;
  conversation: Conversation;
  time: TimeMachine;
  personas: readonly Persona[];
  roles: readonly { id: string; name: string }[];
  commands: readonly CommandSpec[];
  /** What a message's menu offers. */
  shortcuts: readonly ShortcutSpec[];
  /** False before the start and from the stop on. */
  isOpen(): boolean;
  log: Log;
}

/** The playground's part of the program's HTTP server: the page, what it reads, and what a person does on it. */
export function createListener(options: ServerOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { store, streams, speaking, extras, conversation, time, personas, roles, shortcuts, isOpen, log } = options;
  const commands = describePicker(options.commands);
  const page = createPage();

  /** Everything that one person's page shows: with the messages of the wanted channel, or of the first. */
  async function readState(persona: Persona, wanted: string | null, room = Number.POSITIVE_INFINITY): Promise<object> {
    // Taken first: anything that happens while this is read is read again.
    const position = streams.position();
    const [channels, newest, clock] = await Promise.all([
      store.listChannels(),
      store.listNewest(persona.id),
      time.state(),
    ]);
    const visible = channels.filter(({ person }) => person === null || person === persona.id);
    const opened = visible.find(({ id }) => id === wanted) ?? visible[0];
    return {
      position,
      opened:
        opened === undefined ? null : { channel: opened.id, ...(await readMessages(opened, persona, undefined, room)) },
      persona: persona.id,
      personas: personas.map(({ id, name, note, roles, isScripted = false }) => ({
        id,
        name,
        note,
        roles,
        isScripted,
      })),
      extras: extras === undefined ? null : { isOn: await extras.isOn() },
      roles,
      channels: visible.map((channel) => ({ ...presentChannel(channel), newest: newest.get(channel.id) ?? null })),
      commands,
      shortcuts: shortcuts.map(({ route, label }) => ({ route, label })),
      clock,
    };
  }

  /** One page of messages, or the newest of them that fit into so many characters: at least one. */
  async function readMessages(
    channel: Channel,
    persona: Persona,
    before: string | undefined,
    room = Number.POSITIVE_INFINITY,
  ): Promise<{ messages: object[]; hasMore: boolean }> {
    const found = await store.listMessages(channel.id, persona.id, PAGE_OF_MESSAGES + 1, before);
    let left = room;
    const fitting = found.toReversed().findIndex(({ html }, index) => {
      left -= html.length;
      return index === PAGE_OF_MESSAGES || (index > 0 && left < 0);
    });
    const shown = fitting < 0 ? found : found.slice(-fitting);
    return { messages: shown.map(presentMessage), hasMore: shown.length < found.length };
  }

  /** What the page shows first, so that it need not ask; nothing for an unknown persona, and before the start. */
  async function readFirst(searchParams: URLSearchParams): Promise<object | null> {
    const wanted = searchParams.get('as');
    const persona = wanted === null ? personas[0] : personas.find(({ id }) => id === wanted);
    if (!isOpen() || persona === undefined) return null;
    return readState(persona, searchParams.get('in'), FIRST_ROOM);
  }

  async function answerGet(
    { pathname, searchParams }: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const send = (body: object) =>
      sendCompressed(request, response, 200, JSON.stringify(body), {
        'content-type': 'application/json; charset=utf-8',
      });
    const persona = () => findPersona(personas, searchParams.get('persona') ?? personas[0]?.id ?? '');
    switch (pathname) {
      case '/api/state':
        return send(await readState(persona(), searchParams.get('channel')));
      case '/api/messages': {
        const channel = await getChannel(store, searchParams.get('channel') ?? '', persona().id);
        return send(await readMessages(channel, persona(), searchParams.get('before') ?? undefined));
      }
      case '/api/nearest': {
        const typed = wholeLetters(searchParams.get('typed') ?? '', 100);
        return sendJson(response, 200, { names: findNearest(options.commands, typed) });
      }
      case '/api/clock':
        return sendJson(response, 200, await time.state());
      case '/api/events':
        return streams.open(persona().id, response);
    }
    throw new RequestRefused(404, 'There is no such page.');
  }

  async function answerPost(pathname: string, request: IncomingMessage): Promise<object> {
    const json = await readBody(request);
    const locale = /^[\w-]{2,20}/.exec(request.headers['accept-language'] ?? '')?.[0] ?? 'en-GB';
    // Asked after the body came: a stop must not overtake it.
    assertOpen();
    switch (pathname) {
      case '/api/command':
        return conversation.command(json, locale);
      case '/api/press':
        return conversation.press(json, locale);
      case '/api/pick':
        return conversation.pick(json, locale);
      case '/api/submit':
        return conversation.submit(json, locale);
      case '/api/complete':
        return conversation.complete(json, locale);
      case '/api/dismiss':
        return conversation.dismiss(json);
      case '/api/say':
        return speaking.say(json);
      case '/api/thread':
        return speaking.openThread(json);
      case '/api/extras':
        return turnExtras(json, extras, streams);
      case '/api/clock':
        return time.move(json);
    }
    throw new RequestRefused(404, 'There is no such page.');
  }

  function assertOpen(): void {
    if (!isOpen()) throw new RequestRefused(503, 'The playground is starting or stopping. Try again in a moment.');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    assertOwnHost(request);
    const url = URL.parse(request.url ?? '/', 'http://playground');
    if (url === null) throw new RequestRefused(400, 'That is not an address.');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && url.pathname === '/') return page.send(request, response, await readFirst(url.searchParams));
    if (isRead && page.sendMark(url.pathname, response)) return;
    assertSameOrigin(request);
    if (request.method === 'GET') {
      assertOpen();
      return answerGet(url, request, response);
    }
    if (request.method !== 'POST') throw new RequestRefused(405, 'Only GET and POST are answered here.');
    sendJson(response, 200, await answerPost(url.pathname, request));
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (error instanceof RequestRefused) return sendJson(response, error.status, { error: error.message });
      if (error instanceof BadInput) {
        const faults = error instanceof FaultyOptions ? { faults: error.faults } : {};
        return sendJson(response, 400, { error: sentence(error), ...faults });
      }
      log('error', 'a request to the playground failed', { method: request.method, path: request.url, error });
      sendJson(response, 500, { error: 'Something went wrong on my side. It is in the log.' });
    });
  };
}

/** `BadInput` explains in a text; the playground's own are words only. */
function sentence({ explanation }: BadInput): string {
  return explanation.map(words).join('');
}

function words(inline: Inline): string {
  switch (inline.kind) {
    case 'typed':
      return inline.text;
    case 'markdown':
      return inline.markdown;
    case 'command':
    case 'word':
      return plainSpelling(inline);
    case 'time':
      return inline.at.toString();
    case 'mention':
      return inline.id;
  }
}
