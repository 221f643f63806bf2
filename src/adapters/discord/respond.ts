import { type APIInteractionResponse, InteractionResponseType, MessageFlags, type REST, Routes } from 'discord.js';
import { APOLOGY, askHandler, describeFault, findReady, type Log, sentence } from '../../chat/answering.ts';
import { clip } from '../../chat/clip.ts';
import type { Handler, Outcome } from '../../chat/event.ts';
import type { Dialect } from '../../chat/spelling.ts';
import { text } from '../../chat/text.ts';
import type { Reply, View } from '../../chat/view.ts';
import { messageBody } from './body.ts';
import type { Callbacks, Sent } from './callback.ts';
import { describeFailure, type Failure } from './failures.ts';
import { type Payload, SUGGESTIONS } from './limits.ts';
import type { Interaction, Parsed } from './parse.ts';
import { renderMessage, renderModal } from './render.ts';
import { ageOf } from './snowflake.ts';
import { split } from './split.ts';

/** How interactions are answered: callbacks have a deadline, follow-ups have none. */
export interface Line {
  callbacks: Callbacks;
  webhooks: REST;
  /** Sends nothing twice. */
  followUps: REST;
  dialect: Dialect;
  log: Log;
}

/** One interaction being answered. */
interface Exchange extends Line {
  interaction: Interaction;
  receivedAt: number;
}

/** Answers one interaction, to its end. Never rejects. */
export async function respond(line: Line, parsed: Parsed, handler: Handler): Promise<void> {
  const receivedAt = performance.now();
  if (parsed.kind === 'ignored') {
    line.log('info', 'discord: interaction ignored', { reason: parsed.reason });
    return;
  }
  const exchange: Exchange = { ...line, interaction: parsed.interaction, receivedAt };
  try {
    switch (parsed.kind) {
      case 'event': {
        const outcome = askHandler({ handler, log: exchange.log }, parsed.event, describeFailure);
        return await (outcome === undefined ? apologise(exchange) : carryOut(exchange, outcome));
      }
      case 'completion':
        return await suggest(exchange, handler.complete(parsed.completion), parsed.isNumber);
      case 'unreadable':
        line.log('warn', 'discord: interaction not understood', { reason: parsed.reason });
        if (parsed.interaction.isCompletion) return await suggest(exchange, Promise.resolve([]), false);
        return await sayAll(exchange, sentence(parsed.explanation));
    }
  } catch (error) {
    line.log('error', 'discord: answering an interaction failed', describeFault(error, describeFailure));
  }
}

async function apologise(exchange: Exchange): Promise<void> {
  await sayAtOnce(exchange, sentence(APOLOGY));
}

async function carryOut(exchange: Exchange, outcome: Outcome): Promise<void> {
  if (outcome.ack === 'modal') return answerAtOnce(exchange, outcome.reply);
  // A message that others see too stays as it is. A command has no message, and a form only the one it was opened from.
  const ack = outcome.ack === 'update' && exchange.interaction.onPrivate ? 'update' : 'private';
  const ready = await findReady(outcome.reply);
  if (ready !== undefined) return answerWhole(exchange, ack, ready);
  const [acknowledged, reply] = await Promise.all([acknowledge(exchange, ack), outcome.reply]);
  if (!acknowledged) return;
  await showOrApologise(exchange, ack, reply);
}

/** The reply itself as the acknowledgement. */
async function answerWhole(exchange: Exchange, ack: 'private' | 'update', reply: Reply): Promise<void> {
  if (reply.kind === 'modal') throw new TypeError(`a form came where ${ack} was promised`);
  // When an update is refused, the message that it would rewrite stays as it was.
  const isUpdate = ack === 'update' && reply.kind === 'view';
  const rendered = tryRender(exchange, 'discord: a reply could not be shown', () => {
    const [first, ...rest] = split(reply.kind === 'view' ? reply : sentence(reply.text), exchange.dialect);
    const shown = first ?? sentence(APOLOGY);
    // That only one person sees a message is said when it is made, and never again.
    return { shown, first: messageBody(renderMessage(shown), isUpdate ? 0 : MessageFlags.Ephemeral), rest };
  });
  if (rendered === undefined) return apologise(exchange);
  const { shown, first, rest } = rendered;
  const sent = await exchange.callbacks.send(
    exchange.interaction,
    isUpdate
      ? // Files of an earlier version of the message are removed with it.
        { type: InteractionResponseType.UpdateMessage, data: { attachments: [], ...first.body } }
      : { type: InteractionResponseType.ChannelMessageWithSource, data: first.body },
    first.files,
  );
  switch (sent.kind) {
    case 'taken':
      return goOn(exchange, shown, rest);
    case 'elsewhere':
      return;
    case 'refused':
      exchange.log('error', 'discord: a reply could not be shown', { ...sent.failure });
      return apologise(exchange);
    case 'unclear':
      logFailure(exchange, sent);
      // Where it arrived, this changes nothing.
      return showOrApologise(exchange, reply.kind === 'view' ? ack : 'private', reply);
    case 'gone':
      return logFailure(exchange, sent);
  }
}

async function showOrApologise(exchange: Exchange, ack: 'private' | 'update', reply: Reply): Promise<void> {
  try {
    await show(exchange, ack, reply);
  } catch (error) {
    exchange.log('error', 'discord: a reply could not be shown', describeFault(error, describeFailure));
    await show(exchange, ack, { kind: 'refusal', text: APOLOGY });
  }
}

function acknowledge(exchange: Exchange, ack: 'private' | 'update'): Promise<boolean> {
  switch (ack) {
    case 'private':
      return callBack(exchange, {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        // That the reply is made of components is said when it is written: a deferral takes no other flag than this.
        data: { flags: MessageFlags.Ephemeral },
      });
    case 'update':
      return callBack(exchange, { type: InteractionResponseType.DeferredMessageUpdate });
  }
}

async function show(exchange: Exchange, ack: 'private' | 'update', reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'view': {
      const [first, ...rest] = split(reply, exchange.dialect);
      if (first === undefined) return;
      await editOriginal(exchange, first);
      return goOn(exchange, first, rest);
    }
    case 'refusal': {
      // The message that an update would rewrite stays as it was. Saying it twice is better than not at all: nothing else does.
      if (ack === 'update') {
        for (const part of split(sentence(reply.text), exchange.dialect))
          await followUp(exchange, exchange.webhooks, part);
        return;
      }
      return show(exchange, ack, sentence(reply.text));
    }
    case 'modal':
      throw new TypeError(`a form came where ${ack} was promised`);
  }
}

async function answerAtOnce(exchange: Exchange, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'modal': {
      const form = exchange.interaction.isForm
        ? undefined
        : tryRender(exchange, 'discord: a form could not be rendered', () => renderModal(reply));
      if (form !== undefined) {
        await callBack(exchange, { type: InteractionResponseType.Modal, data: form });
        return;
      }
      if (exchange.interaction.isForm) exchange.log('error', 'discord: a form cannot answer a form', {});
      return apologise(exchange);
    }
    case 'refusal':
      return sayAll(exchange, sentence(reply.text));
    case 'view':
      return sayAll(exchange, reply);
  }
}

async function sayAll(exchange: Exchange, view: View): Promise<void> {
  const [first, ...rest] = split(view, exchange.dialect);
  if (first !== undefined && (await sayAtOnce(exchange, first))) await goOn(exchange, first, rest);
}

function tryRender<Payload>({ log }: Exchange, message: string, render: () => Payload): Payload | undefined {
  try {
    return render();
  } catch (error) {
    log('error', message, describeFault(error, describeFailure));
    return undefined;
  }
}

/** Autocomplete is answered within the deadline or not at all: no suggestions are better than an error in the picker. */
const SUGGEST_WITHIN = 2500;

async function suggest(
  exchange: Exchange,
  suggestions: ReturnType<Handler['complete']>,
  isNumber: boolean,
): Promise<void> {
  const late = Promise.withResolvers<[]>();
  const timer = setTimeout(() => late.resolve([]), SUGGEST_WITHIN);
  const found = await Promise.race([suggestions, late.promise]);
  clearTimeout(timer);
  const choices = found
    // A value that is cut would be another value.
    .filter(({ label, value }) => label !== '' && value !== '' && value.length <= SUGGESTIONS.value)
    .slice(0, SUGGESTIONS.count)
    // https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
    .map(({ label, value }) => ({ name: clip(label, SUGGESTIONS.label), value: isNumber ? Number(value) : value }));
  await callBack(exchange, {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices },
  });
}

function sayAtOnce(exchange: Exchange, view: View): Promise<boolean> {
  const { body, files } = messageBody(renderMessage(view), MessageFlags.Ephemeral);
  return callBack(exchange, { type: InteractionResponseType.ChannelMessageWithSource, data: body }, files);
}

/** Sends the first answer. Returns whether Discord may have received it from this process; failures are logged. */
async function callBack(
  exchange: Exchange,
  body: APIInteractionResponse,
  files: Payload['files'] = [],
): Promise<boolean> {
  const sent = await exchange.callbacks.send(exchange.interaction, body, files);
  switch (sent.kind) {
    case 'taken':
      return true;
    case 'elsewhere':
      return false;
    case 'unclear':
    case 'refused':
    case 'gone':
      logFailure(exchange, sent);
      // Without a clear refusal it may have arrived, and then the follow-ups will too.
      return sent.kind === 'unclear';
  }
}

function logFailure(
  { interaction, receivedAt, log }: Exchange,
  { kind, failure }: Extract<Sent, { failure: Failure }>,
): void {
  const delays = {
    sinceReceivedMs: Math.round(performance.now() - receivedAt),
    sinceCreatedMs: ageOf(interaction.id),
  };
  const message = kind === 'gone' ? 'discord: acknowledged too late' : 'discord: acknowledging failed';
  log('error', message, { ...failure, ...delays });
}

async function editOriginal({ webhooks, interaction }: Exchange, view: View): Promise<void> {
  const { body, files } = messageBody(renderMessage(view));
  const route = Routes.webhookMessage(interaction.applicationId, interaction.token, '@original');
  // Files of an earlier version of the message are removed with it.
  await webhooks.patch(route, { body: { attachments: [], ...body }, files, auth: false });
}

/**
 * What did not fit into the first message. Discord knows no follow-up again, so one that may have arrived is not sent
 * twice: the first message says then that something may be missing, which can be said as often as it takes.
 */
async function goOn(exchange: Exchange, first: View, rest: readonly View[]): Promise<void> {
  let isWhole = true;
  for (const view of rest) {
    try {
      await followUp(exchange, exchange.followUps, view);
    } catch (error) {
      const failure = describeFailure(error);
      if (failure.status !== 0 && failure.status < 500) throw error;
      exchange.log('warn', 'discord: a follow-up may be missing', { ...failure });
      isWhole = false;
    }
  }
  if (isWhole) return;
  const [noted, ...more] = split({ kind: 'view', blocks: [...first.blocks, { kind: 'footnote', text: MISSING }] });
  if (noted !== undefined && more.length === 0) await editOriginal(exchange, noted);
}

const MISSING = text`A part of this may be missing below: Discord did not say that it took it. Ask for it again to see the whole.`;

async function followUp({ interaction }: Exchange, rest: REST, view: View): Promise<void> {
  const { body, files } = messageBody(renderMessage(view), MessageFlags.Ephemeral);
  await rest.post(Routes.webhook(interaction.applicationId, interaction.token), { body, files, auth: false });
}
