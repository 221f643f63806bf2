import { DefaultRestOptions, REST, type RESTOptions } from 'discord.js';

const SECOND = 1000;

const TIMEOUT = 10 * SECOND;

const RETRIES = 2;

/** What all our calls share. `apiUrl` is the address without its version. */
export function restOptions(apiUrl: string | undefined): Partial<RESTOptions> {
  return {
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
    timeout: TIMEOUT,
    retries: RETRIES,
    makeRequest: nameResets,
  };
}

/**
 * For what an interaction's own token opens. Such calls don't count towards the 50 a second of a bot, which discord.js
 * counts them into: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit. It keeps a queue for every
 * token it has seen, and sweeps those once an hour; a minute is enough.
 */
export function createInteractionRest(apiUrl: string | undefined, retries: number = RETRIES): REST {
  return new REST({
    ...restOptions(apiUrl),
    retries,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    handlerSweepInterval: 60 * SECOND,
  });
}

/**
 * discord.js repeats a call whose connection was reset, and knows it by that name only. A connection that the other side
 * closed has another name, and is as good as reset. All calls that are repeated may be.
 */
const nameResets: RESTOptions['makeRequest'] = async (url, init) => {
  try {
    return await DefaultRestOptions.makeRequest(url, init);
  } catch (error) {
    if (!isClosed(error)) throw error;
    throw Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
  }
};

/** Whether the other side closed the connection. */
export function isClosed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'EPIPE' || isClosed(error.cause);
}
