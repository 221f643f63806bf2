import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import { APOLOGY, askHandler, describeFault, type Log, sentence } from '../../chat/answering.ts';
import { clip } from '../../chat/clip.ts';
import type { Handler, Outcome } from '../../chat/event.ts';
import type { Reply, View } from '../../chat/view.ts';
import { messageBody } from './body.ts';
import { CODES, describeFailure } from './failures.ts';
import { type Payload, SUGGESTIONS } from './limits.ts';
import type { Interaction, Parsed } from './parse.ts';
import { renderMessage, renderModal } from './render.ts';
import { ageOf } from './snowflake.ts';
import { split } from './split.ts';

/** How interactions are answered: callbacks have a deadline, what follows has not. */
export interface Line {
  callbacks: REST;
  webhooks: REST;
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
  // What others see, too, stays as it is. A command has no message, and a form only the one that it was opened from.
  const ack = outcome.ack === 'update' && exchange.interaction.onPrivate ? 'update' : 'private';
  const [acknowledged, reply] = await Promise.all([acknowledge(exchange, ack), outcome.reply]);
  if (!acknowledged) return;
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
      const [first, ...rest] = split(reply);
      if (first !== undefined) await editOriginal(exchange, first);
      return followUp(exchange, rest);
    }
    case 'refusal': {
      const said = split(sentence(reply.text));
      const [first, ...rest] = said;
      // What an update would rewrite stays as it was.
      if (ack === 'update' || first === undefined) return followUp(exchange, said);
      await editOriginal(exchange, first);
      return followUp(exchange, rest);
    }
    case 'modal':
      throw new TypeError(`a form came where ${ack} was promised`);
  }
}

async function answerAtOnce(exchange: Exchange, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'modal': {
      const form = exchange.interaction.isForm ? undefined : tryRender(exchange, reply);
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
  const [first, ...rest] = split(view);
  if (first !== undefined && (await sayAtOnce(exchange, first))) await followUp(exchange, rest);
}

function tryRender(
  exchange: Exchange,
  modal: Parameters<typeof renderModal>[0],
): APIModalInteractionResponseCallbackData | undefined {
  try {
    return renderModal(modal);
  } catch (error) {
    exchange.log('error', 'discord: a form could not be rendered', describeFault(error, describeFailure));
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

/** Sends the first answer. Answers whether Discord may have it; what went wrong is logged. */
async function callBack(
  exchange: Exchange,
  body: APIInteractionResponse,
  files: Payload['files'] = [],
): Promise<boolean> {
  const { interaction, receivedAt, callbacks, log } = exchange;
  try {
    await callbacks.post(Routes.interactionCallback(interaction.id, interaction.token), { body, files, auth: false });
    return true;
  } catch (error) {
    const failure = describeFailure(error);
    // The answer to an earlier attempt was lost, not the attempt.
    if (failure.code === CODES.alreadyAcknowledged) return true;
    const delays = {
      sinceReceivedMs: Math.round(performance.now() - receivedAt),
      sinceCreatedMs: ageOf(interaction.id),
    };
    const late = failure.code === CODES.unknownInteraction;
    const message = late ? 'discord: acknowledged too late' : 'discord: acknowledging failed';
    log('error', message, { ...failure, ...delays });
    // Without a clear refusal it may have arrived, and then what follows will too.
    return failure.status === 0 || failure.status >= 500;
  }
}

async function editOriginal({ webhooks, interaction }: Exchange, view: View): Promise<void> {
  const { body, files } = messageBody(renderMessage(view));
  const route = Routes.webhookMessage(interaction.applicationId, interaction.token, '@original');
  // What an earlier version of the message carried goes with it.
  await webhooks.patch(route, { body: { attachments: [], ...body }, files, auth: false });
}

async function followUp({ webhooks, interaction }: Exchange, views: readonly View[]): Promise<void> {
  for (const view of views) {
    const { body, files } = messageBody(renderMessage(view), MessageFlags.Ephemeral);
    const route = Routes.webhook(interaction.applicationId, interaction.token);
    await webhooks.post(route, { body, files, auth: false });
  }
}
