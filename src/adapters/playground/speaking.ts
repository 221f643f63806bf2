import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { BadInput } from '../../chat/errors.ts';
import { escapeHtml } from '../../chat/html.ts';
import { faultOfWords } from '../../chat/input.ts';
import { findPersona, getChannel } from './conversation.ts';
import { readWords } from './html.ts';
import { name, type Persona, parseBody } from './parse.ts';
import { presentChannel, presentMessage } from './present.ts';
import type { Channel, PlaygroundStore } from './store.ts';
import type { Streams } from './streams.ts';

/** People's own words, which the bot does not read: shown as typed, they ping nobody and link nowhere. */
export interface Speaking {
  say(json: string): Promise<object>;
  /** Opens the thread of a message and tells which it is. */
  openThread(json: string): Promise<{ channel: object }>;
  sayAs(person: string, where: Where, words: string, key: string): Promise<void>;
}

/** A channel by its id, or the thread of a message. */
export type Where = { channel: string } | { thread: string };

interface SpeakingOptions {
  store: PlaygroundStore;
  streams: Streams;
  personas: readonly Persona[];
  now(): Temporal.Instant;
}

/** As long as a message may be on Discord. */
const WORDS_LENGTH = 2000;

const TITLE_LENGTH = 60;

const bodies = {
  say: z.object({
    id: z.uuid({ error: 'must be a UUID' }),
    persona: name,
    channel: name,
    words: z
      .string()
      .trim()
      .min(1, { error: 'is empty: type something first' })
      .max(WORDS_LENGTH, { error: `is longer than ${WORDS_LENGTH} characters` })
      .refine((typed) => faultOfWords(typed) === undefined, { error: ({ input }) => faultOfWords(String(input)) }),
  }),
  thread: z.object({ persona: name, message: name }),
};

export function createSpeaking({ store, streams, personas, now }: SpeakingOptions): Speaking {
  async function openThreadOf(id: string, persona: string): Promise<Channel> {
    const message = await store.findMessage(id);
    if (message === undefined) throw new BadInput('There is no such message.');
    if (message.visibleTo !== null) throw new BadInput('Only you see this message: nobody else could answer there.');
    const parent = await getChannel(store, message.channel, persona);
    if (parent.person !== null) throw new BadInput('Direct messages have no threads.');
    if (parent.parent !== null) return parent;
    const [title = ''] = readWords(message.html).split('\n');
    const { channel, isNew } = await store.recordThread(message, clip(title, TITLE_LENGTH) || 'Thread');
    if (isNew) streams.tell({ kind: 'channel', channel: { ...presentChannel(channel), newest: null } });
    return channel;
  }

  async function record(person: string, channel: Channel, words: string, key: string): Promise<void> {
    if (channel.person !== null) throw new BadInput('I read no words here: type / to see what I can do.');
    const { message, isNew } = await store.recordMessage({
      channel: channel.id,
      key,
      visibleTo: null,
      answers: null,
      author: person,
      html: `<p class="typed">${escapeHtml(words)}</p>`,
      controls: [],
      postedAt: now(),
    });
    if (isNew) streams.tell({ kind: 'message', message: presentMessage(message) });
  }

  return {
    async say(json) {
      const { id, persona, channel, words } = parseBody(bodies.say, json);
      const person = findPersona(personas, persona).id;
      await record(person, await getChannel(store, channel, person), words, `said/${person}/${id}`);
      return {};
    },
    async openThread(json) {
      const { persona, message } = parseBody(bodies.thread, json);
      const thread = await openThreadOf(message, findPersona(personas, persona).id);
      return { channel: { ...presentChannel(thread), newest: null } };
    },
    async sayAs(person, where, words, key) {
      const channel =
        'thread' in where ? await openThreadOf(where.thread, person) : await getChannel(store, where.channel, person);
      await record(person, channel, words, `said/${person}/${key}`);
    },
  };
}
