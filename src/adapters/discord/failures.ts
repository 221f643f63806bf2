import { DiscordAPIError, HTTPError } from 'discord.js';
import { PlatformFailure, Unreachable } from '../../chat/errors.ts';
import { NEEDED_NAMES } from './rights.ts';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
export const CODES = {
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  unknownEvent: 10070,
  tooManyEvents: 30038,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  wrongInDirectMessage: 50003,
  closedToMessages: 50007,
  noText: 50008,
  missingPermissions: 50013,
  wrongChannelType: 50024,
  expiredToken: 50027,
  unknownRecipient: 50033,
  archivedThread: 50083,
  noMutualServer: 50278,
  threadExists: 160004,
  threadLocked: 160005,
  tooManyThreads: 160006,
  finishedEvent: 180000,
} as const;

/**
 * What may be known of a failed call. discord.js's own errors carry addresses with interaction tokens and whole messages;
 * nothing of them is passed on.
 */
export interface Failure {
  /** Discord's own number of the error, the name of a network error, or 0. */
  code: number | string;
  status: number;
  method: string;
  /** The route, without ids and tokens. */
  route: string;
  /** Which part of a refused payload was wrong, as path and code. */
  faults?: readonly string[];
}

/** A call that Discord refused or that did not get through. */
export class DiscordFailure extends PlatformFailure {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.method} ${failure.route} failed: status ${failure.status}, code ${failure.code}`, failure.status);
    this.name = 'DiscordFailure';
    this.failure = failure;
  }
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof DiscordFailure) return error.failure;
  if (error instanceof DiscordAPIError) {
    const { code, status, method, url } = error;
    const faults = listFaults('errors' in error.rawError ? error.rawError.errors : undefined);
    return { code, status, method, route: routeOf(url), ...(faults.length === 0 ? {} : { faults }) };
  }
  if (error instanceof HTTPError) {
    return { code: 0, status: error.status, method: error.method, route: routeOf(error.url) };
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { code: code ?? (error instanceof Error ? error.name : 'unknown'), status: 0, method: '', route: '' };
}

/** `/webhooks/:id/:token/messages/@original`: an address without what identifies, or opens, anything. */
export function routeOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path
    .replace('%40', '@')
    .replace(/^.*?\/v\d+(?=\/)/, '')
    .replace(/^\/(webhooks|interactions)\/[^/]+\/[^/]+/, '/$1/:id/:token')
    .replace(/\/\d{5,}(?=\/|$)/g, '/:id');
}

/** Discord nests faults by their path: `{ components: { 0: { content: { _errors: [{ code }] } } } }`. */
function listFaults(errors: unknown, path = ''): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) => {
    if (key !== '_errors') return listFaults(value, path === '' ? key : `${path}.${key}`);
    if (!Array.isArray(value)) return [];
    return value.map((fault: { code?: unknown }) => `${path}: ${String(fault.code)}`);
  });
}

/** Turns whatever discord.js threw into what a feature may see: `Unreachable` where somebody must act. */
export function toFailure(error: unknown): DiscordFailure | Unreachable {
  if (error instanceof Unreachable) return error;
  const failure = describeFailure(error);
  const cause = new DiscordFailure(failure);
  const remedy = findRemedy(failure.code);
  return remedy === undefined ? cause : new Unreachable(remedy, { cause, isForGood: FOR_GOOD.has(failure.code) });
}

/** What no organiser can mend: somebody who takes no messages or is gone, a message that was deleted. */
const FOR_GOOD: ReadonlySet<number | string> = new Set([
  CODES.unknownMessage,
  CODES.closedToMessages,
  CODES.noMutualServer,
  CODES.unknownUser,
  CODES.unknownRecipient,
]);

/** The same for a thread that could not be opened: being allowed to post in a channel does not mean being allowed to open one there. */
export function toThreadFailure(error: unknown): DiscordFailure | Unreachable {
  const failure = describeFailure(error);
  if (failure.code !== CODES.missingPermissions) return toFailure(error);
  const remedy = 'I may not open threads in that channel. Give my role Create Public Threads there.';
  return new Unreachable(remedy, { cause: new DiscordFailure(failure) });
}

function findRemedy(code: number | string): string | undefined {
  switch (code) {
    case CODES.unknownChannel:
      return 'That channel is gone. An organiser gives the cohort another one.';
    case CODES.unknownGuild:
      return 'I am not in that server any more. Invite me again.';
    case CODES.unknownMessage:
      return 'That message is gone: somebody deleted it.';
    case CODES.missingAccess:
      return `I can't see that channel. Give my role ${NEEDED_NAMES} there.`;
    case CODES.missingPermissions:
      return `I may not post in that channel. Give my role ${NEEDED_NAMES} there.`;
    case CODES.noText:
    case CODES.wrongChannelType:
    case CODES.wrongInDirectMessage:
      return 'That channel takes no messages of mine. Choose a text channel.';
    case CODES.closedToMessages:
    case CODES.noMutualServer:
      return 'That person takes no direct messages from here. They can allow them under Privacy Settings of this server.';
    case CODES.unknownUser:
    case CODES.unknownRecipient:
      return 'That person is not on Discord any more.';
    case CODES.archivedThread:
    case CODES.threadLocked:
      return 'That thread is closed. Open it again, or give my role Manage Threads.';
    case CODES.tooManyThreads:
      return 'This server has too many open threads. Archive some.';
    default:
      return undefined;
  }
}
