import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type App, verifySlackRequest } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../chat/answering.ts';
import { describeFailure } from './failures.ts';
import type { Door } from './socket.ts';

const EVENTS = '/slack/events';

interface HttpOptions {
  signingSecret: string;
  log: Log;
}

interface HttpDoor extends Door {
  /** For the program's one HTTP server. */
  listener: RequestListener;
}

/** Ours are some kilobytes; a form may hold a hundred fields. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Slack's clock and ours differ by seconds. A request signed for a later time would stay valid until then. */
const AHEAD_SECONDS = 300;

/**
 * Signed requests, each an event of its own, so that it doesn't matter which replica gets it. Bolt's own receiver opens a
 * port; this one gets the requests to `/slack/events`. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createHttpDoor({ signingSecret, log }: HttpOptions): HttpDoor {
  let isOpen = true;
  let app: App | undefined;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readBody(request);
    const body = raw === undefined ? undefined : parseBody(request, raw);
    if (raw !== undefined && !isGenuine(request, raw)) {
      log('warn', 'slack: a request without a valid signature was refused', {});
      end(response, 401);
    } else if (body === undefined || !isWhole(body)) {
      end(response, raw === undefined ? 413 : 400);
    } else if (body['type'] === 'url_verification') {
      end(response, 200, { challenge: String(body['challenge']) });
    } else if (body['ssl_check'] !== undefined) {
      end(response, 200);
    } else if (!isOpen || app === undefined) {
      // Slack sends an event again, and to another replica.
      end(response, 503);
    } else {
      await pass(app, request, response, body);
    }
  }

  async function takeIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await receive(request, response);
    } catch (error) {
      log('warn', 'slack: a request broke off', { ...describeFailure(error) });
      response.destroy();
    }
  }

  async function pass(
    to: App,
    request: IncomingMessage,
    response: ServerResponse,
    body: Record<string, unknown>,
  ): Promise<void> {
    const retry = Number(request.headers['x-slack-retry-num']);
    const reason = request.headers['x-slack-retry-reason'];
    try {
      await to.processEvent({
        body,
        ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
        ...(typeof reason === 'string' ? { retryReason: reason } : {}),
        async ack(answer?: unknown) {
          end(response, 200, answer);
        },
      });
      // An event that Bolt does not know is not ours, and need not be sent again.
      end(response, 404);
    } catch (error) {
      log('error', 'slack: a request was not processed', { ...describeFailure(error) });
      end(response, 500);
    }
  }

  function isGenuine(request: IncomingMessage, raw: Buffer): boolean {
    const signature = request.headers['x-slack-signature'];
    const timestamp = Number(request.headers['x-slack-request-timestamp'] ?? Number.NaN);
    if (typeof signature !== 'string' || !Number.isInteger(timestamp)) return false;
    if (timestamp > Date.now() / 1000 + AHEAD_SECONDS) return false;
    try {
      const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
      // Also refuses requests older than five minutes.
      verifySlackRequest({ signingSecret, body: raw.toString(), headers });
      return true;
    } catch {
      return false;
    }
  }

  function listener(request: IncomingMessage, response: ServerResponse): void {
    const [pathname] = (request.url ?? '/').split('?');
    if (pathname !== EVENTS) end(response, 404);
    else if (request.method !== 'POST') end(response, 405);
    else void takeIn(request, response);
  }

  return {
    listener,
    init(initialised) {
      app = initialised;
    },
    start: () => Promise.resolve(),
    shut() {
      isOpen = false;
    },
    stop() {
      isOpen = false;
      return Promise.resolve();
    },
  };
}

/** Nothing when it is too long. It is read to its end, because a client that is still writing reads no answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks);
}

/** Events are JSON, commands a form, and interactions JSON in a form. */
function parseBody(request: IncomingMessage, raw: Buffer): Record<string, unknown> | undefined {
  try {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) return asRecord(JSON.parse(raw.toString()));
    const fields = Object.fromEntries(new URLSearchParams(raw.toString()));
    return fields['payload'] === undefined ? fields : asRecord(JSON.parse(fields['payload']));
  } catch {
    return undefined;
  }
}

/** A form or a press comes with the parts that Bolt reads before it asks us; without them it is not from Slack. */
function isWhole(body: Record<string, unknown>): boolean {
  switch (body['type']) {
    case 'view_submission':
    case 'view_closed':
      return Submission.safeParse(body).success;
    case 'block_actions':
      return Pressed.safeParse(body).success;
    default:
      return true;
  }
}

const Submission = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  view: z.looseObject({ callback_id: z.string(), type: z.string() }),
});

const Pressed = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
});

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** The first answer holds. */
function end(response: ServerResponse, status: number, answer?: unknown): void {
  if (response.headersSent || response.writableEnded) return;
  if (answer === undefined || answer === '') {
    response.writeHead(status).end();
    return;
  }
  if (typeof answer === 'string') {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(answer);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}
