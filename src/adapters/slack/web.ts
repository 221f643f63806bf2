import { webApi } from '@slack/bolt';
import type { Log } from '../../chat/answering.ts';
import { clockAhead } from '../../chat/clock-ahead.ts';
import { measured } from '../../chat/measuring.ts';
import { followed, NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { type Budget, pause } from './budget.ts';
import { describeFailure, type Failure, isUnclear, LOST_TOKEN, SlackFailure } from './failures.ts';
import { quietLogger } from './quiet.ts';

/** Slack's Web API, with one workspace's token. */
export interface Web {
  /** Calls a method, in its turn. Throws `SlackFailure`. */
  call(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;
}

interface WebOptions {
  token: string;
  /** Whose limits the calls count against. */
  workspace: string;
  /** Slack's own if it is left out. */
  apiUrl: string | undefined;
  /** Where people install the app, if they do that by themselves. */
  installAt?: string | undefined;
  budget: Budget;
  traffic?: Traffic;
  /** Called after each call: with its failure, if it failed. */
  answered?: (failure: Failure | undefined) => void;
  /** Called with each answer's word on the time: by how many seconds our clock is ahead. */
  dated?: (aheadSeconds: number) => void;
  log: Log;
}

const SECOND = 1000;

const TIMEOUT = 10 * SECOND;

/** A call that opens a form has three seconds in all: https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses. */
const FORM_TIMEOUT = 1.2 * SECOND;

/** Doing these twice is visible to people. The caller finds out what became of the first attempt. */
const ONCE: ReadonlySet<string> = new Set([
  'bookmarks.add',
  'chat.postEphemeral',
  'chat.postMessage',
  'files.completeUploadExternal',
]);

/** A call that opens a form can't wait: its trigger lives for three seconds. */
const AT_ONCE: ReadonlySet<string> = new Set(['views.open']);

const ATTEMPTS = 3;

const WAITS = 5;

const LONGEST_WAIT = 120;

export function createWeb(options: WebOptions): Web {
  const {
    token,
    workspace,
    apiUrl,
    installAt,
    budget,
    traffic = NO_TRAFFIC,
    answered = () => {},
    dated = () => {},
    log,
  } = options;
  const common = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // The client's own retries repeat a post whose answer was lost, and its own waiting holds up every other method.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quietLogger(log),
    fetch: fetchDated(dated),
  };
  const client = new webApi.WebClient(token, { ...common, timeout: TIMEOUT });
  const urgent = new webApi.WebClient(token, { ...common, timeout: FORM_TIMEOUT });

  async function attempt(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    try {
      const ask = () => (AT_ONCE.has(method) ? urgent : client).apiCall(method, args);
      const answer = { ...(await followed(traffic, 'slack', method, ask)) };
      traffic.call('slack', method, 200);
      answered(undefined);
      return answer;
    } catch (error) {
      const described = describeFailure(error, method);
      const isLost = installAt !== undefined && LOST_TOKEN.has(described.code);
      const failure = isLost ? { ...described, installAt } : described;
      traffic.call('slack', method, failure.status);
      answered(failure);
      throw new SlackFailure(failure);
    }
  }

  return {
    async call(method, args) {
      const channel = typeof args['channel'] === 'string' ? args['channel'] : undefined;
      let tried = 1;
      let waited = 0;
      for (;;) {
        // A form is asked for a hundred times a minute at the most, and would be too late after any wait.
        if (!AT_ONCE.has(method)) {
          const waited = await budget.take(workspace, method, channel);
          if (waited > 0) traffic.wait('slack', waited / SECOND);
        }
        try {
          return await attempt(method, args);
        } catch (error) {
          const failure = describeFailure(error, method);
          // The first attempt got through, and only its answer was lost.
          if (tried > 1 && failure.code === 'exchanged_trigger_id') return {};
          if (failure.retryAfter !== undefined && mayWait(method, failure, waited)) {
            waited += 1;
            log('warn', 'slack: waiting as Slack asked', { method, seconds: failure.retryAfter });
            budget.close(workspace, method, failure.retryAfter * SECOND);
            if (AT_ONCE.has(method)) await pause(failure.retryAfter * SECOND);
            continue;
          }
          if (ONCE.has(method) || tried >= ATTEMPTS || !isUnclear(failure)) throw error;
          await pause(AT_ONCE.has(method) ? 50 : 250 * 4 ** (tried - 1));
          tried += 1;
        }
      }
    },
  };
}

/** `fetch`, which tells of each answer how far our clock is from Slack's. */
function fetchDated(dated: (aheadSeconds: number) => void): typeof fetch {
  return async (input, init) => {
    const { answer: response, asked } = await measured(() => fetch(input, init));
    const ahead = clockAhead(response.headers.get('date'), asked);
    if (ahead !== undefined) dated(ahead);
    return response;
  };
}

function mayWait(method: string, { retryAfter = 0 }: Failure, waited: number): boolean {
  return waited < WAITS && retryAfter <= (AT_ONCE.has(method) ? 1 : LONGEST_WAIT);
}
