import type { types } from '@slack/bolt';
import type { Action } from '../../chat/action.ts';
import { APOLOGY, askHandler, describeFault, findReady, type Log, sentence } from '../../chat/answering.ts';
import type { Event, Handler, Outcome, Suggestion } from '../../chat/event.ts';
import { type CommandOption, type CommandSpec, findCommandSpec } from '../../chat/route.ts';
import { type Dialect, speltPhrase } from '../../chat/spelling.ts';
import { type Text, text } from '../../chat/text.ts';
import { type Refusal, type Reply, refusal, type View } from '../../chat/view.ts';
import { readCommand } from './command-text.ts';
import { describeFailure } from './failures.ts';
import { renderCommandForm, renderForm } from './forms.ts';
import { findIdFault } from './ids.ts';
import type { FormMemory } from './memory.ts';
import { eventOf, type Parsed, type Source } from './parse.ts';
import type { Facts, People } from './people.ts';
import type { Pictures } from './pictures.ts';
import { split } from './split.ts';
import { inTime, renderChoices } from './suggest.ts';
import { createVoice, type Voice } from './voice.ts';
import type { Workspaces } from './workspaces.ts';

/** What the answers to all events share. */
export interface Line {
  workspaces: Workspaces;
  people: People;
  pictures: Pictures;
  commands: readonly CommandSpec[];
  /** The route of the page that Slack keeps for everybody. */
  page: string | undefined;
  /** What stands before each of our commands in this workspace. */
  prefix: string;
  dialect: Dialect;
  /** Whether a route opens a form: then nothing may be looked up first. */
  opensForm: (route: string) => boolean;
  /** What forms of routes that nobody types may hold, by route. */
  formOptions: ReadonlyMap<string, readonly CommandOption[]>;
  onWorkspaceGone: (workspace: string) => Promise<void> | void;
  log: Log;
}

/** Tells Slack that something arrived; the argument is what Slack does at once. False when that was lost. Never rejects. */
export type Ack = (answer?: object) => Promise<boolean>;

/** One event being answered. */
interface Exchange extends Line {
  source: Source;
  ack: Ack;
  voice: Voice;
  handler: Handler;
}

const NOT_KNOWN = text`I could not look you up just now. Please try again in a moment.`;

const STRANGER = text`You are here from another company’s workspace, where I am not installed, so I can’t keep a record for you. Ask whoever runs this cohort for an account in this workspace.`;

/** Answers one event, to its end. Never rejects. */
export async function respond(line: Line, parsed: Parsed, ack: Ack, handler: Handler): Promise<void> {
  if (parsed.kind === 'ignored') {
    await ack();
    line.log('info', 'slack: an event was ignored', { reason: parsed.reason });
    return;
  }
  try {
    if (parsed.kind === 'gone') {
      await ack();
      line.log('info', 'slack: a workspace removed the app', { workspace: parsed.workspace });
      await Promise.all([handler.removed('slack', parsed.workspace), line.onWorkspaceGone(parsed.workspace)]);
      return;
    }
    if (parsed.kind === 'left') {
      await ack();
      await handler.left('slack', parsed.workspace, parsed.user);
      return;
    }
    if (parsed.source === undefined) {
      await ack();
      line.log('warn', 'slack: an event was not understood', {
        reason: parsed.kind === 'unreadable' ? parsed.reason : '',
      });
      return;
    }
    const { source } = parsed;
    const exchange: Exchange = {
      ...line,
      source,
      ack,
      voice: createVoice(line, source),
      handler,
    };
    await answer(exchange, parsed);
  } catch (error) {
    line.log('error', 'slack: answering failed', describeFault(error, describeFailure));
  }
}

async function answer(exchange: Exchange, parsed: Exclude<Parsed, { kind: 'ignored' | 'gone' }>): Promise<void> {
  switch (parsed.kind) {
    case 'command':
      return answerCommand(exchange, parsed.command, parsed.text);
    case 'action':
    case 'shortcut':
      return exchange.opensForm(parsed.action.route)
        ? openForm(exchange, parsed.action)
        : work(exchange, parsed.action);
    case 'form':
      if (await keptOpen(exchange, parsed)) return;
      return exchange.opensForm(parsed.action.route)
        ? turnForm(exchange, parsed.action)
        : work(exchange, parsed.action);
    case 'home':
      return showHome(exchange);
    case 'suggestion':
      await exchange.ack(await findChoices(exchange, parsed));
      return;
    case 'unreadable':
      exchange.log('warn', 'slack: an event was not understood', { reason: parsed.reason });
      await exchange.ack();
      return exchange.voice.say(sentence(parsed.explanation));
  }
}

/**
 * Answers a form whose values can't be read with all that is wrong, at the fields: it stays open with what was typed.
 * https://docs.slack.dev/surfaces/modals#displaying_errors
 */
async function keptOpen(
  { commands, formOptions, dialect, ack }: Exchange,
  { action, fields }: Extract<Parsed, { kind: 'form' }>,
): Promise<boolean> {
  const options = findCommandSpec(commands, action.route)?.options ?? formOptions.get(action.route) ?? [];
  const faults = options.flatMap((option): [string, string][] => {
    const value = fields.includes(option.name) ? action.state[option.name] : undefined;
    const fault = value === undefined ? undefined : option.faultOf?.(value);
    return fault === undefined ? [] : [[option.name, sentenceOf(speltPhrase(dialect, fault))]];
  });
  if (faults.length === 0) return false;
  await ack({ response_action: 'errors', errors: Object.fromEntries(faults) });
  return true;
}

/** `must be a date` as it stands alone under its field. */
function sentenceOf(fault: string): string {
  return `${fault.charAt(0).toUpperCase()}${fault.slice(1).replaceAll('`', '')}.`;
}

function answerCommand(exchange: Exchange, command: string, words: string): Promise<void> {
  const { commands, prefix } = exchange;
  const own = command.startsWith(`/${prefix}`) ? `/${command.slice(1 + prefix.length)}` : command;
  const read = readCommand(commands, own, words);
  switch (read.kind) {
    case 'ready': {
      const action = { route: read.route, state: read.state };
      return exchange.opensForm(read.route) ? openForm(exchange, action) : workAtOnce(exchange, action);
    }
    case 'form': {
      const spec = findCommandSpec(commands, read.route);
      if (spec === undefined) return sayAfterAck(exchange, APOLOGY);
      return open(exchange, () => renderCommandForm(spec, read, memoryOf(exchange.source), exchange));
    }
    case 'unclear':
      return sayAfterAck(exchange, read.text);
  }
}

async function sayAfterAck(exchange: Exchange, words: Text): Promise<void> {
  await exchange.ack();
  await exchange.voice.say(sentence(words));
}

/** Opens the form before anything else: after waiting for the acknowledgement the trigger may have expired. */
async function openForm(exchange: Exchange, action: Action): Promise<void> {
  const outcome = askHandler(exchange, eventOf(exchange.source, action), describeFailure);
  if (outcome === undefined) return sayAfterAck(exchange, APOLOGY);
  // What looked like a form turned out to be work: it is under way, and is carried out as such.
  if (outcome.ack !== 'modal') return carryOut(exchange, outcome);
  const { reply } = outcome;
  if (reply.kind !== 'modal') return carryOut(exchange, { ack: 'private', reply: Promise.resolve(reply) });
  return open(exchange, () => renderForm(reply, memoryOf(exchange.source)));
}

async function open(exchange: Exchange, render: () => types.ModalView): Promise<void> {
  const form = tryRender(exchange, FORM_FAULT, render);
  if (form === undefined || exchange.source.trigger === undefined) return sayAfterAck(exchange, APOLOGY);
  const opened = openView(exchange, exchange.source.trigger, form);
  await exchange.ack();
  const failure = await opened;
  if (failure === undefined) return;
  exchange.log('error', 'slack: a form could not be opened', failure);
  const isLate = failure['code'] === 'expired_trigger_id' || failure['code'] === 'trigger_expired';
  await exchange.voice.say(sentence(isLate ? LATE : APOLOGY));
}

const LATE = text`Slack gives me three seconds to open a form, and this time I took longer. Please try again.`;

async function openView({ workspaces, source }: Exchange, trigger: string, view: types.ModalView) {
  try {
    const { web } = await workspaces.get(source.workspace);
    await web.call('views.open', { trigger_id: trigger, view });
    return undefined;
  } catch (error) {
    return describeFault(error, describeFailure);
  }
}

/** A form in answer to a form takes its place. */
async function turnForm(exchange: Exchange, action: Action): Promise<void> {
  const outcome = askHandler(exchange, eventOf(exchange.source, action), describeFailure);
  if (outcome === undefined) return sayAfterAck(exchange, APOLOGY);
  if (outcome.ack !== 'modal') return carryOut(exchange, outcome);
  const { reply } = outcome;
  if (reply.kind !== 'modal') return carryOut(exchange, { ack: 'private', reply: Promise.resolve(reply) });
  const view = tryRender(exchange, FORM_FAULT, () => renderForm(reply, memoryOf(exchange.source)));
  if (view === undefined) return sayAfterAck(exchange, APOLOGY);
  await exchange.ack({ response_action: 'update', view });
}

/** Acknowledges, then finds out who this is, then asks. */
async function work(exchange: Exchange, action: Action): Promise<void> {
  await exchange.ack();
  await carryOut(exchange, await ask(exchange, action));
}

/**
 * A command is answered with its acknowledgement when the answer is ready in time: of all that people do, Slack takes a
 * message back only from that.
 */
async function workAtOnce(exchange: Exchange, action: Action): Promise<void> {
  const asked = ask(exchange, action);
  const ready = await findReady(asked.then(({ reply }) => reply));
  const parts = ready === undefined || ready.kind === 'modal' ? [] : split(viewOf(ready), exchange.dialect);
  const [first, ...rest] = parts;
  const answer =
    first && tryRender(exchange, 'slack: a reply could not be shown', () => exchange.voice.inAnswer(first));
  if (answer === undefined || !(await exchange.ack(answer))) return carryOut(exchange, await asked);
  for (const part of rest) await exchange.voice.say(part);
}

/** Finds out who this is, and asks the handler. */
async function ask(exchange: Exchange, action: Action): Promise<Outcome> {
  const event = eventOf(exchange.source, action);
  const facts = await findFacts(exchange);
  if (facts?.isStranger === true) return told(STRANGER);
  if (facts === undefined && mayBeStranger(exchange.source)) return told(NOT_KNOWN);
  const fault = await findFault(exchange, action);
  if (fault !== undefined) return told(fault);
  return askHandler(exchange, withFacts(event, facts), describeFailure) ?? told(APOLOGY);
}

/** Why the command may not name what it names. A check that can't be made says no. */
async function findFault(exchange: Exchange, action: Action): Promise<Text | undefined> {
  const { source, log } = exchange;
  try {
    return await findIdFault(exchange, source, source.user.id, action);
  } catch (error) {
    log('warn', 'slack: an id could not be checked', describeFault(error, describeFailure));
    return text`Slack did not tell me in time what that names, so I have done nothing. Please try again in a moment.`;
  }
}

function told(words: Text): Outcome {
  return { ack: 'private', reply: Promise.resolve(refusal(words)) };
}

function viewOf(reply: View | Refusal): View {
  return reply.kind === 'view' ? reply : sentence(reply.text);
}

/** Without an answer from Slack somebody is who they say they are, and what they may do is not known. */
async function findFacts({ people, source, log }: Exchange): Promise<Facts | undefined> {
  try {
    return await people.find(source, source.user.id);
  } catch (error) {
    log('warn', 'slack: a person could not be looked up', describeFault(error, describeFailure));
    return undefined;
  }
}

function withFacts(event: Event, facts: Facts | undefined): Event {
  if (facts === undefined) return { ...event, person: { ...event.person, isUnsure: true } };
  const { name, manages, roles, locale, zone } = facts;
  const person = { id: event.person.id, name, manages, roles, locale, ...(zone === undefined ? {} : { zone }) };
  return { ...event, person };
}

/** As far as the event tells: in a shared channel somebody of another company may press, and nothing is kept of them. */
function mayBeStranger({ workspace, user }: Source): boolean {
  return workspace.startsWith('T') && user.team !== undefined && user.team !== workspace;
}

/** The page that Slack keeps for each person is rewritten whenever they look at it. */
async function showHome(exchange: Exchange): Promise<void> {
  await exchange.ack();
  if (exchange.page === undefined) return;
  const facts = await findFacts(exchange);
  if (facts === undefined && mayBeStranger(exchange.source)) return;
  if (facts?.isStranger === true) return exchange.voice.rewrite(sentence(STRANGER));
  const event = withFacts(eventOf(exchange.source, { route: exchange.page, state: {} }), facts);
  const reply = await askHandler(exchange, event, describeFailure)?.reply;
  if (reply === undefined || reply.kind === 'modal') return;
  await exchange.voice.rewrite(reply.kind === 'refusal' ? sentence(reply.text) : reply);
}

async function carryOut(exchange: Exchange, outcome: Outcome): Promise<void> {
  await exchange.ack();
  const reply = await outcome.reply;
  try {
    await show(exchange, outcome.ack === 'update' ? 'update' : 'private', reply);
  } catch (error) {
    exchange.log('error', 'slack: a reply could not be shown', describeFault(error, describeFailure));
    await exchange.voice.say(sentence(APOLOGY));
  }
}

async function show(exchange: Exchange, ack: 'private' | 'update', reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'view':
      return ack === 'update' ? exchange.voice.rewrite(reply) : exchange.voice.say(reply);
    case 'refusal':
      // The message that an update would rewrite stays as it was.
      return exchange.voice.say(sentence(reply.text));
    case 'modal': {
      // Slack still opens a form for an action less than three seconds old.
      const { trigger } = exchange.source;
      const form = tryRender(exchange, FORM_FAULT, () => renderForm(reply, memoryOf(exchange.source)));
      if (trigger === undefined || form === undefined) return exchange.voice.say(sentence(APOLOGY));
      if ((await openView(exchange, trigger, form)) !== undefined) await exchange.voice.say(sentence(LATE));
    }
  }
}

const FORM_FAULT = 'slack: a form could not be rendered';

function tryRender<Payload>({ log }: Exchange, message: string, render: () => Payload): Payload | undefined {
  try {
    return render();
  } catch (error) {
    log('error', message, describeFault(error, describeFailure));
    return undefined;
  }
}

function memoryOf(source: Source): Omit<FormMemory, 'route' | 'state' | 'isCommand'> {
  const { workspace, channel, thread, responseUrl, onPrivate, onHome } = source;
  return {
    workspace,
    channel,
    ...(thread === undefined ? {} : { thread }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
    onPrivate,
    onHome,
  };
}

async function findChoices(exchange: Exchange, asked: Extract<Parsed, { kind: 'suggestion' }>): Promise<object> {
  const found = await inTime(findSuggestions(exchange, asked));
  return renderChoices(found, asked.ofRoles ? undefined : asked.typed);
}

async function findSuggestions(
  exchange: Exchange,
  { action, option, typed, ofRoles }: Extract<Parsed, { kind: 'suggestion' }>,
): Promise<readonly Suggestion[]> {
  const { people, source, handler } = exchange;
  try {
    if (ofRoles) return await suggestGroups(people, source, typed);
    const facts = await findFacts(exchange);
    if (facts?.isStranger === true || (facts === undefined && mayBeStranger(source))) return [];
    const event = withFacts(eventOf(source, action), facts);
    return (await handler.complete({ ...event, option })).slice(0, 25);
  } catch (error) {
    exchange.log('warn', 'slack: suggestions could not be found', describeFault(error, describeFailure));
    return [];
  }
}

async function suggestGroups(people: People, source: Source, typed: string): Promise<Suggestion[]> {
  const wanted = typed.replace(/^@/, '').toLowerCase();
  const fitting = (await people.groups(source)).filter(({ handle, name }) =>
    `${handle} ${name}`.toLowerCase().includes(wanted),
  );
  return fitting.map(({ id, handle, name }) => ({ label: `@${handle} (${name})`, value: id }));
}
