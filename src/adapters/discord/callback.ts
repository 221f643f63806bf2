import {
  type APIInteractionResponse,
  DefaultRestOptions,
  DefaultUserAgent,
  DiscordAPIError,
  HTTPError,
  Routes,
} from 'discord.js';
import { NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { CODES, describeFailure, type Failure } from './failures.ts';
import type { Payload } from './limits.ts';
import { isClosed } from './rest.ts';

/**
 * What became of a first answer. `taken`: Discord has it. `elsewhere`: another process was first. `unclear`: it may have
 * arrived. `refused`: Discord did not take this answer and waits for another one. `gone`: it no longer waits for one.
 */
export type Sent = { kind: 'taken' | 'elsewhere' } | { kind: 'unclear' | 'refused' | 'gone'; failure: Failure };

const request = DefaultRestOptions.makeRequest;

export interface Callbacks {
  send(
    interaction: { id: string; token: string },
    body: APIInteractionResponse,
    files: Payload['files'],
  ): Promise<Sent>;
}

/** Discord waits 3 s for the first answer to an interaction: three attempts of a second. */
const ATTEMPTS = 3;

const TICK_MILLISECONDS = 100;

const TICKS = 10;

/**
 * First answers to interactions. They need none of what discord.js keeps for its other calls (no token, no bucket, no
 * limit of a bot: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit), and a queue for each would
 * cost as much as the call.
 */
export function createCallbacks(apiUrl: string = DefaultRestOptions.api, traffic: Traffic = NO_TRAFFIC): Callbacks {
  const root = `${apiUrl}/v${DefaultRestOptions.version}`;

  async function attempt(url: string, body: string | FormData): Promise<Attempt> {
    const patience = createPatience();
    try {
      const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
      const headers = { 'user-agent': DefaultUserAgent, ...type };
      // The types of Node and of discord.js differ in what a file of a form is.
      const init = { method: 'POST', headers, body, signal: patience.signal } as Parameters<typeof request>[1];
      const response = await request(url, init);
      // A body that is left unread keeps its connection busy.
      const words = await response.text();
      traffic.call('discord', `POST ${CALLBACK}`, response.status);
      if (response.ok) return { kind: 'taken' };
      if (response.status === 429) {
        return { kind: 'again', error: readError(words, 429, url), afterMs: waitOf(words), mayBeThere: false };
      }
      const error = readError(words, response.status, url);
      return response.status >= 500
        ? { kind: 'again', error, afterMs: 0, mayBeThere: true }
        : { kind: 'failed', error };
    } catch (error) {
      traffic.call('discord', `POST ${CALLBACK}`, 0);
      const isLost = patience.signal.aborted || isReset(error) || isClosed(error);
      return isLost ? { kind: 'again', error, afterMs: 0, mayBeThere: true } : { kind: 'failed', error };
    } finally {
      patience.end();
    }
  }

  async function send(
    interaction: { id: string; token: string },
    body: APIInteractionResponse,
    files: Payload['files'],
  ): Promise<Sent> {
    const url = root + Routes.interactionCallback(interaction.id, interaction.token);
    const json = JSON.stringify(body);
    let mayBeThere = false;
    for (let tried = 1; ; tried += 1) {
      const made = await attempt(url, files.length === 0 ? json : withFiles(json, files));
      if (made.kind === 'taken') return made;
      if (made.kind === 'again') {
        mayBeThere ||= made.mayBeThere;
        if (tried < ATTEMPTS) {
          await new Promise((resolve) => setTimeout(resolve, made.afterMs));
          continue;
        }
      }
      const failure = { ...describeFailure(made.error), method: 'POST', route: CALLBACK };
      // The answer to an earlier attempt was lost, not the attempt; else somebody else made one.
      if (failure.code === CODES.alreadyAcknowledged) return { kind: mayBeThere ? 'taken' : 'elsewhere' };
      if (failure.code === CODES.unknownInteraction) return { kind: 'gone', failure };
      return { kind: failure.status === 0 || failure.status >= 500 ? 'unclear' : 'refused', failure };
    }
  }

  return { send };
}

type Attempt =
  | { kind: 'taken' }
  | { kind: 'again'; error: unknown; afterMs: number; mayBeThere: boolean }
  | { kind: 'failed'; error: unknown };

const CALLBACK = '/interactions/:id/:token/callback';

/**
 * Patience that is counted in turns of the event loop: while the processor is too busy to read what has arrived, a clock
 * would give up a call that was answered long ago, and send it twice.
 */
function createPatience(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  let left = TICKS;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    // Data that arrived meanwhile is read before the timers of the next turn.
    setImmediate(() => controller.abort());
  }, TICK_MILLISECONDS);
  return { signal: controller.signal, end: () => clearInterval(timer) };
}

function withFiles(json: string, files: Payload['files']): FormData {
  const form = new FormData();
  for (const [index, { name, data, contentType }] of files.entries()) {
    const type = contentType === undefined ? {} : { type: contentType };
    form.append(`files[${index}]`, new Blob([new Uint8Array(data)], type), name);
  }
  form.append('payload_json', json);
  return form;
}

function readError(words: string, status: number, url: string): unknown {
  if (status >= 500) return new HTTPError(status, '', 'POST', url, {});
  try {
    const data = JSON.parse(words);
    return new DiscordAPIError(data, data.code ?? 0, status, 'POST', url, {});
  } catch {
    return new HTTPError(status, '', 'POST', url, {});
  }
}

/** https://docs.discord.com/developers/topics/rate-limits: seconds. No longer than there is time. */
function waitOf(words: string): number {
  const seconds = Number(/"retry_after"\s*:\s*([\d.]+)/.exec(words)?.[1] ?? 0);
  return Math.min(seconds * 1000, 1000);
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}
