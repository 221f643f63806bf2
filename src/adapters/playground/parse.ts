import { z } from 'zod';
import { decodeAction } from '../../chat/action.ts';
import { clip } from '../../chat/clip.ts';
import { BadInput } from '../../chat/errors.ts';
import type { Completion, Event, Person } from '../../chat/event.ts';
import { explainInput, faultOfWords, LONGEST } from '../../chat/input.ts';
import { type CommandSpec, findCommandSpec, type ShortcutSpec } from '../../chat/route.ts';
import { phrase } from '../../chat/spelling.ts';
import { readQuote } from './html.ts';
import { assertOptions, type Known } from './options.ts';
import type { Channel, Message } from './store.ts';

/** A person of the playground: whoever opens the page may be any of them. */
export interface Persona {
  id: string;
  name: string;
  manages: boolean;
  roles: readonly string[];
  /** What they are here, in a word: organiser, mentor, learner. */
  note: string;
  /** Takes part by itself. */
  isScripted?: boolean;
}

const words = (max: number) =>
  z
    .string({ error: ({ input }) => (input === undefined ? undefined : 'must be text') })
    .max(max, { error: `is longer than ${max} characters` });

/** A name or an id, as a query may ask for it. */
export const name = words(64)
  .min(1, { error: 'is empty' })
  .refine((typed) => faultOfWords(typed) === undefined, { error: 'has a character in it that no name has' });

const eventId = z.uuid({ error: ({ input }) => (input === undefined ? undefined : 'must be a UUID') });

const values = z.record(words(64), words(LONGEST), {
  error: ({ input }) => (input === undefined ? undefined : 'must be an object of texts'),
});

const who = { id: eventId, persona: name };

function body<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, { error: 'The body must be a JSON object' });
}

/** The bodies that the page posts. */
export const bodies = {
  command: body({ ...who, channel: name, command: words(100), options: values }),
  press: body({ ...who, message: name, action: words(200), value: words(200).optional() }),
  submit: body({ ...who, channel: name, message: name.optional(), action: words(200), fields: values }),
  complete: body({ ...who, channel: name, command: words(100), option: name, options: values }),
  pick: body({ ...who, message: name, route: words(100) }),
  dismiss: body({ persona: name, message: name }),
  clock: body({
    move: z.enum(['hour', 'day', 'next'], {
      error: ({ input }) => (input === undefined ? undefined : 'must be hour, day or next'),
    }),
  }),
};

/** Reads a body, or says in a sentence what is wrong with it. */
export function parseBody<S extends z.ZodType>(schema: S, json: string): z.output<S> {
  const parsed = schema.safeParse(readJson(json));
  if (!parsed.success) throw new BadInput(phrase(explainInput(parsed.error)));
  return parsed.data;
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new BadInput('The body is not JSON.');
  }
}

/** What a person is to the bot: nothing of the playground's own note. */
export function toPerson({ id, name, manages, roles }: Persona, locale: string): Person {
  return { id, name, manages, roles, locale };
}

/** A thread's place is its parent channel. */
function placeOf(channel: Channel): Event['place'] {
  return { platform: 'playground', workspace: 'local', channel: channel.parent ?? channel.id };
}

type Body<Name extends keyof typeof bodies> = z.output<(typeof bodies)[Name]>;

export function parseCommand(body: Body<'command'>, person: Person, channel: Channel, known: Known): Event {
  const command = getCommand(known.commands, body.command);
  const state = Object.fromEntries(Object.entries(body.options).filter(([, value]) => value !== ''));
  checkNames(command, state);
  const missing = command.options.find(({ name, required }) => required && state[name] === undefined);
  if (missing !== undefined) throw new BadInput(`/${body.command} needs ${missing.name}.`);
  assertOptions(command.options, state, known);
  return { id: body.id, place: placeOf(channel), person, action: { route: body.command, state } };
}

export function parseCompletion(body: Body<'complete'>, person: Person, channel: Channel, known: Known): Completion {
  const command = getCommand(known.commands, body.command);
  checkNames(command, body.options);
  const option = command.options.find(({ name }) => name === body.option);
  if (option?.completes !== true) throw new BadInput(`/${body.command} has no suggestions for ${body.option}.`);
  const action = { route: body.command, state: body.options };
  return { id: body.id, place: placeOf(channel), person, action, option: body.option };
}

/** A press counts only if the message carries that control, switched on, with that value. */
export function parsePress(body: Body<'press'>, person: Person, channel: Channel, message: Message): Event {
  const control = message.controls.find(({ action, select }) => {
    if (action !== body.action) return false;
    return select === undefined ? body.value === undefined : select.values.includes(body.value ?? '');
  });
  if (control === undefined) throw new BadInput('That message has no such control any more.');
  const { route, state } = decodeAction(control.action);
  const chosen = control.select === undefined ? {} : { [control.select.name]: body.value ?? '' };
  return { id: body.id, place: placeOf(channel), person, action: { route, state: { ...state, ...chosen } } };
}

/** An entry picked from a message's menu. The page says which answers only the person sees, because others may be for everybody. */
export function parsePick(
  body: Body<'pick'>,
  person: Person,
  channel: Channel,
  message: Message,
  shortcuts: readonly ShortcutSpec[],
  personas: readonly Persona[],
): Event {
  const shortcut = shortcuts.find(({ on, route }) => on === 'message' && route === body.route);
  if (shortcut === undefined) throw new BadInput('That is not in the menu of a message any more.');
  const { author, html, visibleTo } = message;
  const state = {
    words: clip(readQuote(html), LONGEST),
    author: personas.find(({ id }) => id === author)?.name ?? 'Pythia',
    ...(author === null ? {} : { by: author }),
    channel: message.channel,
    // An address of the page means nothing in a text, and leads nobody to what only one person sees.
    link: '',
    ...(visibleTo === null && channel.person === null ? {} : { private: 'yes' }),
  };
  return { id: body.id, place: placeOf(channel), person, action: { route: shortcut.route, state } };
}

/** A form's own state wins over a field of the same name, which only a forged form could have. */
export function parseSubmit(body: Body<'submit'>, person: Person, channel: Channel): Event {
  const { route, state } = decodeAction(body.action);
  return { id: body.id, place: placeOf(channel), person, action: { route, state: { ...body.fields, ...state } } };
}

function getCommand(commands: readonly CommandSpec[], name: string): CommandSpec {
  const command = findCommandSpec(commands, name);
  if (command === undefined) throw new BadInput(`There is no command /${name}.`);
  return command;
}

function checkNames(command: CommandSpec, state: Readonly<Record<string, string>>): void {
  const names = new Set(command.options.map(({ name }) => name));
  const stray = Object.keys(state).find((name) => !names.has(name));
  if (stray !== undefined) throw new BadInput(`/${command.path.join(' ')} has no option ${stray}.`);
}
