import { webApi } from '@slack/bolt';
import { PlatformFailure, Unreachable } from '../../chat/errors.ts';

/**
 * What may be known of a failed call. Slack's own errors carry whole answers, and the addresses of sockets and replies are
 * secrets; nothing of them is passed on.
 */
export interface Failure {
  /** Slack's own word for the error, `ratelimited`, `http_500`, or the name of a network error. */
  code: string;
  /** 0 when there was no answer. */
  status: number;
  method: string;
  /** Seconds to wait, where Slack said so. */
  retryAfter?: number;
  /** Which part of a refused payload was wrong. */
  faults?: readonly string[];
  /** The page where the app is installed, where it is not any more. */
  installAt?: string;
}

/** What Slack calls a token that it takes no more. */
export const LOST_TOKEN: ReadonlySet<string> = new Set([
  'account_inactive',
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
]);

/** A call that Slack refused or that did not get through. */
export class SlackFailure extends PlatformFailure {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.method} failed: status ${failure.status}, ${failure.code}`, meantStatus(failure));
    this.name = 'SlackFailure';
    this.failure = failure;
  }
}

/** Slack answers 200 to what it refuses: the status that another platform would have said it with. */
function meantStatus(failure: Failure): number {
  if (failure.status !== 200) return failure.status;
  if (LOST_TOKEN.has(failure.code)) return 401;
  return isUnclear(failure) || failure.code === 'service_unavailable' ? 503 : 400;
}

export function describeFailure(error: unknown, method = ''): Failure {
  if (error instanceof SlackFailure) return error.failure;
  if (error instanceof Unreachable) return describeFailure(error.cause, method);
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code, response_metadata: metadata } = error.data;
    // An answer that is not JSON is here as a whole.
    const word = /^\w{1,80}$/.test(String(code)) ? String(code) : 'unknown_answer';
    const faults = metadata?.messages?.map((message) => message.replace(/"[^"]*"/g, '"…"').slice(0, 200));
    return { code: word, status: 200, method, ...(faults === undefined ? {} : { faults }) };
  }
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { code: 'ratelimited', status: 429, method, retryAfter: error.retryAfter };
  }
  if (error instanceof webApi.WebAPIHTTPError)
    return { code: `http_${error.statusCode}`, status: error.statusCode, method };
  return { code: networkName(error), status: 0, method };
}

function networkName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && !code.startsWith('slack_')) return code;
  return error.cause instanceof Error ? networkName(error.cause) : error.name;
}

/** Whether Slack may have carried out the call although it did not say so. */
export function isUnclear({ status, code }: Failure): boolean {
  return (
    status === 0 || status >= 500 || code === 'internal_error' || code === 'fatal_error' || code === 'request_timeout'
  );
}

/** Turns whatever a call threw into what a feature may see: `Unreachable` where somebody must act. */
export function toFailure(error: unknown): SlackFailure | Unreachable {
  if (error instanceof Unreachable) return error;
  const failure = describeFailure(error);
  const cause = error instanceof SlackFailure ? error : new SlackFailure(failure);
  const remedy = findRemedy(failure);
  return remedy === undefined ? cause : new Unreachable(remedy, { cause, isForGood: FOR_GOOD.has(failure.code) });
}

/** What nobody can mend who reads of it: somebody who takes no messages or is gone, a message that was deleted or is too old. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
  'user_not_found',
  'users_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
  'cannot_dm_user',
]);

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors, and those of the other methods in use. */
function findRemedy({ code, method, installAt }: Failure): string | undefined {
  if (LOST_TOKEN.has(code)) return notInstalled(installAt);
  switch (code) {
    case 'channel_not_found':
      return method === 'views.publish'
        ? undefined
        : 'I can’t find that channel: it is gone, or private without me. If it is private, invite me there with /invite; else choose another one.';
    case 'not_in_channel':
      return 'I am not in that channel. Invite me there with /invite.';
    case 'method_not_supported_for_channel_type':
      return 'That is a private channel, which I can’t join by myself. Invite me there with /invite.';
    case 'is_archived':
      return 'That channel is archived. Unarchive it, or choose another one.';
    case 'restricted_action':
    case 'restricted_action_read_only_channel':
    case 'restricted_action_thread_only_channel':
    case 'restricted_action_non_threadable_channel':
    case 'restricted_action_thread_locked':
      return 'A setting of this workspace keeps me from posting in that channel. An admin can allow it under the channel’s posting permissions.';
    case 'message_not_found':
    case 'thread_not_found':
    case 'cant_update_message':
      return 'That message is gone: somebody deleted it.';
    case 'edit_window_closed':
      return 'This workspace does not let messages be changed any more after a while. An admin can change that under Message editing.';
    case 'user_not_found':
    case 'users_not_found':
    case 'user_not_visible':
      return 'I can’t find that person in this workspace.';
    case 'user_disabled':
      return 'That person’s account is deactivated.';
    case 'cannot_dm_bot':
    case 'cannot_dm_user':
    case 'messages_tab_disabled':
      return 'That person can’t be sent direct messages by me. An admin can turn on the Messages tab under App Home in my settings.';
    case 'missing_scope':
    case 'no_permission':
    case 'not_allowed_token_type':
      return `My Slack app may not do that yet (${method}). An admin has to install it anew from the current manifest.`;
    case 'access_denied':
    case 'ekm_access_denied':
    case 'team_access_not_granted':
    case 'org_login_required':
      return 'This workspace’s administrators have suspended access for apps like me. Ask them to allow it.';
    default:
      return undefined;
  }
}

/** What an admin does about a workspace that has us no more; `installAt` is the page where they do it, if there is one. */
export function notInstalled(installAt: string | undefined): string {
  const how = installAt === undefined ? ', and whoever runs me sets the new token' : ` at ${installAt}`;
  return `I am not installed in that Slack workspace any more. An admin has to install me again${how}.`;
}
