import type { Log } from '../../chat/answering.ts';
import type { Health } from '../../chat/platform.ts';
import type { Failure } from './failures.ts';

/** What is known of how we stand with Slack: whether it takes our token, and whether its events can reach us. */
export interface Standing {
  /** A call with the operator's own bot token succeeded, or failed so. */
  answered(failure: Failure | undefined): void;
  /** An answer of Slack's, to whichever token, said by how many seconds our clock is ahead. */
  dated(aheadSeconds: number): void;
  /** The same, at the newest answer. */
  clockAhead(): number | undefined;
  /** How many connections of Socket Mode are up. */
  connected(count: number): void;
  health(): Health;
}

/** Slack names these when it is the token that is wrong: https://docs.slack.dev/reference/methods/auth.test#errors */
const OF_THE_TOKEN: ReadonlySet<number | string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'token_expired',
  'token_revoked',
]);

/** One refusal passes. */
const REFUSALS = 2;

/** The other connection, or the next one, takes over within seconds. */
const PATIENCE_MILLISECONDS = 15_000;

export function createStanding(log: Log): Standing {
  let refusals = 0;
  let code: number | string = '';
  let deafSince: number | undefined;
  let ahead: number | undefined;
  return {
    dated(aheadSeconds) {
      ahead = aheadSeconds;
    },
    clockAhead: () => ahead,
    answered(failure) {
      if (failure === undefined) {
        if (refusals >= REFUSALS) log('info', 'slack: SLACK_BOT_TOKEN is taken again', {});
        refusals = 0;
      } else if (OF_THE_TOKEN.has(failure.code)) {
        refusals += 1;
        code = failure.code;
        if (refusals === REFUSALS)
          log('error', 'slack: SLACK_BOT_TOKEN is not taken, and nothing can be posted', { code });
      }
    },
    connected(count) {
      deafSince = count > 0 ? undefined : (deafSince ?? performance.now());
    },
    health() {
      if (refusals >= REFUSALS) {
        const reason = `Slack does not take SLACK_BOT_TOKEN (${code}): copy it anew from OAuth & Permissions of the app's settings`;
        return { state: 'troubled', reason };
      }
      if (deafSince !== undefined && performance.now() - deafSince > PATIENCE_MILLISECONDS) {
        return { state: 'troubled', reason: 'Slack sends no events: Socket Mode is being connected anew' };
      }
      return { state: 'serving' };
    },
  };
}
