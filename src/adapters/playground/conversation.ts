import { createUnderWay, type Log } from '../../chat/answering.ts';
import { BadInput } from '../../chat/errors.ts';
import type { Event, Handler, Outcome, Suggestion } from '../../chat/event.ts';
import { faultOfWords } from '../../chat/input.ts';
import type { CommandSpec, ShortcutSpec } from '../../chat/route.ts';
import type { Reply } from '../../chat/view.ts';
import { splitView } from './limits.ts';
import type { Names } from './markdown.ts';
import type { Known } from './options.ts';
import {
  bodies,
  type Persona,
  parseBody,
  parseCommand,
  parseCompletion,
  parsePick,
  parsePress,
  parseSubmit,
  toPerson,
} from './parse.ts';
import { presentMessage } from './present.ts';
import { type Rendered, type RenderedModal, renderModal, renderRefusal, renderView } from './render.ts';
import type { Channel, Message, PlaygroundStore } from './store.ts';
import type { Streams } from './streams.ts';

/** The first answer to what a person did. */
export type Answer = { ack: 'private' | 'update' } | { modal: RenderedModal };

/** Everything a person does on the page. Each takes the body as it came and throws `BadInput` with what is wrong in it. */
export interface Conversation {
  command(json: string, locale: string): Promise<Answer>;
  press(json: string, locale: string): Promise<Answer>;
  pick(json: string, locale: string): Promise<Answer>;
  submit(json: string, locale: string): Promise<Answer>;
  complete(json: string, locale: string): Promise<{ suggestions: readonly Suggestion[] }>;
  dismiss(json: string): Promise<object>;
  /** Settles when all that was acknowledged is answered. */
  finish(): Promise<void>;
}

interface ConversationOptions {
  store: PlaygroundStore;
  streams: Streams;
  personas: readonly Persona[];
  roles: readonly { id: string; name: string }[];
  commands: readonly CommandSpec[];
  shortcuts: readonly ShortcutSpec[];
  now(): Temporal.Instant;
  handler(): Handler;
  log: Log;
}

/** Where a reply goes: the channel as the person sees it, and the message that held the control. */
interface Origin {
  channel: Channel;
  answers: string | null;
  held: Message | undefined;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { store, streams, personas, roles, commands, shortcuts, now, handler, log } = options;
  const underWay = createUnderWay();

  async function findKnown(): Promise<Known> {
    return { commands, personas, roles, channels: await store.listChannels() };
  }

  function getPersona(id: string): Persona {
    return findPersona(personas, id);
  }

  async function getMessage(id: string, persona: string): Promise<{ message: Message; channel: Channel }> {
    const message = await store.findMessage(id);
    const isHidden = message !== undefined && message.visibleTo !== null && message.visibleTo !== persona;
    if (message === undefined || isHidden) throw new BadInput('There is no such message.');
    return { message, channel: await getChannel(store, message.channel, persona) };
  }

  /** Returns at once; what the bot says later goes to the page by itself. */
  function answer(event: Event, origin: Origin): Answer {
    const outcome = handler().handle(event);
    if (outcome.ack === 'modal' && outcome.reply.kind === 'modal') return { modal: renderModal(outcome.reply) };
    underWay.add(
      deliver(event, outcome, origin).catch((error: unknown) => {
        log('error', 'a reply could not be shown', { route: event.action.route, error });
        streams.tell({ kind: 'failed', reply: event.id }, event.person.id);
      }),
    );
    return { ack: outcome.ack === 'update' && isOnlyTheirs(origin) ? 'update' : 'private' };
  }

  async function deliver(event: Event, { ack, reply }: Outcome, origin: Origin): Promise<void> {
    const parts = renderReply(await reply, await readNames(store, personas, roles));
    const [first, ...rest] = parts.rendered;
    const isRewrite = ack === 'update' && parts.kind === 'view' && isOnlyTheirs(origin);
    const edited =
      isRewrite && first !== undefined && origin.held !== undefined
        ? await store.recordEdit(origin.held.id, first, now())
        : undefined;
    if (edited !== undefined) {
      streams.tell({ kind: 'edited', message: presentMessage(edited), reply: event.id }, event.person.id);
    }
    // The message may have been dismissed in the meantime: then its new words are a message of their own.
    for (const [index, { html, controls }] of (edited === undefined ? parts.rendered : rest).entries()) {
      const { message } = await store.recordMessage({
        channel: origin.channel.id,
        // A repeated delivery of the event must not answer twice.
        key: `reply/${event.person.id}/${event.id}/${index}`,
        visibleTo: event.person.id,
        answers: index === 0 && edited === undefined ? origin.answers : null,
        html,
        controls,
        postedAt: now(),
      });
      streams.tell({ kind: 'message', message: presentMessage(message), reply: event.id }, event.person.id);
    }
  }

  return {
    async command(json, locale) {
      const body = parseBody(bodies.command, json);
      const person = toPerson(getPersona(body.persona), locale);
      const channel = await getChannel(store, body.channel, body.persona);
      const event = parseCommand(body, person, channel, await findKnown());
      return answer(event, { channel, answers: `/${body.command}`, held: undefined });
    },

    async press(json, locale) {
      const body = parseBody(bodies.press, json);
      const person = toPerson(getPersona(body.persona), locale);
      const { message, channel } = await getMessage(body.message, body.persona);
      return answer(parsePress(body, person, channel, message), { channel, answers: null, held: message });
    },

    async pick(json, locale) {
      const body = parseBody(bodies.pick, json);
      const person = toPerson(getPersona(body.persona), locale);
      const { message, channel } = await getMessage(body.message, body.persona);
      return answer(parsePick(body, person, channel, message, shortcuts, personas), {
        channel,
        answers: null,
        held: undefined,
      });
    },

    async submit(json, locale) {
      const body = parseBody(bodies.submit, json);
      const person = toPerson(getPersona(body.persona), locale);
      const held = body.message === undefined ? undefined : await getMessage(body.message, body.persona);
      const channel = held?.channel ?? (await getChannel(store, body.channel, body.persona));
      return answer(parseSubmit(body, person, channel), { channel, answers: null, held: held?.message });
    },

    async complete(json, locale) {
      const body = parseBody(bodies.complete, json);
      const person = toPerson(getPersona(body.persona), locale);
      const channel = await getChannel(store, body.channel, body.persona);
      const completion = parseCompletion(body, person, channel, await findKnown());
      return { suggestions: await handler().complete(completion) };
    },

    async dismiss(json) {
      const body = parseBody(bodies.dismiss, json);
      const persona = getPersona(body.persona);
      const message = await store.recordDismissal(body.message, persona.id);
      if (message === undefined) throw new BadInput('There is no such message.');
      streams.tell({ kind: 'removed', channel: message.channel, message: message.id }, persona.id);
      return {};
    },

    finish: underWay.finish,
  };
}

/** Only what one person sees may be rewritten for that person: their private replies and direct messages. */
function isOnlyTheirs({ channel, held }: Origin): boolean {
  return held !== undefined && (held.visibleTo !== null || channel.person !== null);
}

function renderReply(reply: Reply, names: Names): { kind: 'view' | 'refusal'; rendered: readonly Rendered[] } {
  switch (reply.kind) {
    case 'view':
      return { kind: 'view', rendered: splitView(reply).map((view) => renderView(view, names)) };
    case 'refusal':
      return { kind: 'refusal', rendered: [renderRefusal(reply, names)] };
    case 'modal':
      throw new Error('a form came after the acknowledgement: its route must be a form route');
  }
}

export function findPersona(personas: readonly Persona[], id: string): Persona {
  const persona = personas.find((one) => one.id === id);
  if (persona === undefined) throw new BadInput('Nobody here has that name.');
  return persona;
}

/** A channel that this person may see: all but the direct messages of others. */
export async function getChannel(store: PlaygroundStore, id: string, persona: string): Promise<Channel> {
  const channel = faultOfWords(id) === undefined ? await store.findChannel(id) : undefined;
  const isClosed = channel !== undefined && channel.person !== null && channel.person !== persona;
  if (channel === undefined || isClosed) throw new BadInput('There is no such channel.');
  return channel;
}

/** The current name of everything that can be mentioned. */
export async function readNames(
  store: PlaygroundStore,
  personas: readonly { id: string; name: string }[],
  roles: readonly { id: string; name: string }[],
): Promise<Names> {
  const known = { member: personas, role: roles, channel: await store.listChannels() };
  return { find: (of, id) => known[of].find((one) => one.id === id)?.name };
}
