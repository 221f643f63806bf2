import { DefaultRestOptions, REST, RESTEvents, type RESTOptions } from 'discord.js';
import { clockAhead } from '../../chat/clock-ahead.ts';
import { measured } from '../../chat/measuring.ts';
import { followed, NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { routeOf } from './failures.ts';

const SECOND = 1000;

const TIMEOUT = 10 * SECOND;

const RETRIES = 2;

/** Who wants to know of each answer: its status, whether the call carried the bot's token, and how far our clock is ahead of Discord's. */
export type Seen = (status: number, isAuthorised: boolean, aheadSeconds: number | undefined) => void;

/** What all our calls share. `apiUrl` is the address without its version. */
export function restOptions(
  apiUrl: string | undefined,
  traffic: Traffic = NO_TRAFFIC,
  seen: Seen = () => {},
): Partial<RESTOptions> {
  return {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    timeout: TIMEOUT,
    retries: RETRIES,
    makeRequest: requestWatched(traffic, seen),
  };
}

/**
 * For what an interaction's own token opens. Such calls don't count towards the 50 a second of a bot, which discord.js
 * counts them into: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit. It keeps a queue for every
 * token it has seen, and sweeps those once an hour; a minute is enough.
 */
export function createInteractionRest(
  apiUrl: string | undefined,
  { retries = RETRIES, traffic = NO_TRAFFIC }: { retries?: number; traffic?: Traffic } = {},
): REST {
  return new REST({
    ...restOptions(apiUrl, traffic),
    retries,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    handlerSweepInterval: 60 * SECOND,
  });
}

/** Tells of waits for Discord's limits: those that discord.js keeps, and those that Discord asks for. */
export function tellWaits(rest: REST, traffic: Traffic): void {
  rest.on(RESTEvents.RateLimited, ({ timeToReset, retryAfter }) => {
    traffic.wait('discord', Math.max(timeToReset, retryAfter, 0) / SECOND);
  });
}

/**
 * discord.js repeats a call whose connection was reset, and knows it by that name only. A connection that the other side
 * closed has another name, and is as good as reset. All calls that are repeated may be.
 */
function requestWatched(traffic: Traffic, seen: Seen): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const route = `${init.method ?? 'GET'} ${routeOf(url)}`;
    try {
      const request = () => DefaultRestOptions.makeRequest(url, init);
      const { answer: response, asked } = await measured(() => followed(traffic, 'discord', route, request));
      traffic.call('discord', route, response.status);
      seen(response.status, isAuthorised(init.headers), clockAhead(response.headers.get('date'), asked));
      return response;
    } catch (error) {
      traffic.call('discord', route, 0);
      if (!isClosed(error)) throw error;
      throw Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
    }
  };
}

function isAuthorised(headers: unknown): boolean {
  return typeof headers === 'object' && headers !== null && 'Authorization' in headers;
}

/** Whether the other side closed the connection. */
export function isClosed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'EPIPE' || isClosed(error.cause);
}
