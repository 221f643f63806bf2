import {
  type APIInteractionResponse,
  DefaultRestOptions,
  DefaultUserAgent,
  DiscordAPIError,
  HTTPError,
  Routes,
} from 'discord.js';
import { type Dispatcher, FormData, Pool } from 'undici';
import { followed, NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { CODES, describeFailure, type Failure } from './failures.ts';
import type { Payload } from './limits.ts';
import { isClosed } from './rest.ts';

/**
 * What became of a first answer. `taken`: Discord has it. `elsewhere`: another process was first. `unclear`: it may have
 * arrived. `refused`: Discord did not take this answer and waits for another one. `gone`: it no longer waits for one.
 */
export type Sent = { kind: 'taken' | 'elsewhere' } | { kind: 'unclear' | 'refused' | 'gone'; failure: Failure };

export interface Callbacks {
  send(
    interaction: { id: string; token: string },
    body: APIInteractionResponse,
    files: Payload['files'],
  ): Promise<Sent>;
  /** Closes the connections that it keeps. */
  close(): Promise<void>;
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
  const { origin, pathname } = new URL(`${apiUrl}/v${DefaultRestOptions.version}`);
  const pool = new Pool(origin);
  const patience = createPatience();

  async function attempt(path: string, body: string | FormData): Promise<Attempt> {
    const waiting = patience.start();
    const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
    const headers = { 'user-agent': DefaultUserAgent, ...type };
    const ask = () => {
      const call = Promise.withResolvers<Answer>();
      pool.dispatch({ method: 'POST', path, headers, body }, listener(waiting, call));
      return call.promise;
    };
    try {
      const { status, words } = await followed(traffic, 'discord', `POST ${CALLBACK}`, ask);
      traffic.call('discord', `POST ${CALLBACK}`, status);
      if (status < 300) return { kind: 'taken' };
      const url = origin + path;
      if (status === 429) {
        return { kind: 'again', error: readError(words, 429, url), afterMs: waitOf(words), mayBeThere: false };
      }
      const error = readError(words, status, url);
      return status >= 500 ? { kind: 'again', error, afterMs: 0, mayBeThere: true } : { kind: 'failed', error };
    } catch (error) {
      traffic.call('discord', `POST ${CALLBACK}`, 0);
      const isLost = waiting.isOver || isReset(error) || isClosed(error);
      return isLost ? { kind: 'again', error, afterMs: 0, mayBeThere: true } : { kind: 'failed', error };
    } finally {
      patience.end(waiting);
    }
  }

  async function send(
    interaction: { id: string; token: string },
    body: APIInteractionResponse,
    files: Payload['files'],
  ): Promise<Sent> {
    const path = pathname + Routes.interactionCallback(interaction.id, interaction.token);
    const json = JSON.stringify(body);
    let mayBeThere = false;
    for (let tried = 1; ; tried += 1) {
      const made = await attempt(path, files.length === 0 ? json : withFiles(json, files));
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

  return {
    send,
    async close() {
      patience.stop();
      await pool.destroy();
    },
  };
}

interface Answer {
  status: number;
  words: string;
}

type Attempt =
  | { kind: 'taken' }
  | { kind: 'again'; error: unknown; afterMs: number; mayBeThere: boolean }
  | { kind: 'failed'; error: unknown };

const CALLBACK = '/interactions/:id/:token/callback';

/** Hears one call to its end: what `request` of the library makes of it, without a stream and an object for each header. */
function listener(
  waiting: Waiting,
  { resolve, reject }: Pick<PromiseWithResolvers<Answer>, 'resolve' | 'reject'>,
): Dispatcher.DispatchHandlers {
  let status = 0;
  const chunks: Buffer[] = [];
  return {
    onConnect(abort) {
      // Connecting may have taken longer than there is patience.
      if (waiting.isOver) abort();
      else waiting.giveUp = () => abort();
    },
    onHeaders(code) {
      status = code;
      return true;
    },
    onData(chunk) {
      chunks.push(chunk);
      return true;
    },
    onComplete: () => resolve({ status, words: chunks.length === 0 ? '' : Buffer.concat(chunks).toString() }),
    onError: reject,
  };
}

/** One call that is waited for. */
interface Waiting {
  left: number;
  isOver: boolean;
  giveUp: () => void;
}

/**
 * Patience that is counted in turns of the event loop: while the processor is too busy to read what has arrived, a clock
 * would give up a call that was answered long ago, and send it twice. One timer ticks for all calls.
 */
function createPatience() {
  const calls = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function tick(): void {
    for (const call of calls) {
      call.left -= 1;
      if (call.left > 0) continue;
      calls.delete(call);
      // Data that arrived meanwhile is read before the timers of the next turn.
      setImmediate(() => {
        call.isOver = true;
        call.giveUp();
      });
    }
    if (calls.size === 0) stop();
  }

  return {
    start(): Waiting {
      const call = { left: TICKS, isOver: false, giveUp() {} };
      calls.add(call);
      timer ??= setInterval(tick, TICK_MILLISECONDS);
      return call;
    },
    end(call: Waiting) {
      calls.delete(call);
      call.giveUp = () => {};
    },
    stop,
  };
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
