import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../chat/answering.ts';
import { TokenRefused } from '../../chat/errors.ts';
import { pause } from './budget.ts';
import { describeFailure } from './failures.ts';
import { quietLogger } from './quiet.ts';

/** How events reach us: Bolt's port of three methods, and what keeps events away while we stop. */
export interface Door {
  init(app: App): void;
  start(): Promise<void>;
  /** From now on nothing is taken, so that Slack gives it to another connection. */
  shut(): void;
  stop(): Promise<void>;
}

interface SocketOptions {
  appToken: string;
  apiUrl: string | undefined;
  /** How many connections stand, each time that it changes. */
  connected?: (count: number) => void;
  log: Log;
}

/**
 * Slack ends every connection once in a while, and a client alone is deaf for seconds until it has the next: an app may
 * hold several, and gets each event on one of them. https://docs.slack.dev/apis/events-api/using-socket-mode#connections
 */
const CONNECTIONS = 2;

const LONGEST_PAUSE = 30_000;

const GOODBYE = 1000;

/** Socket Mode. */
export function createSocketDoor({ appToken, apiUrl, connected = () => {}, log }: SocketOptions): Door {
  let isOpen = true;
  const up = new Set<number>();
  const connections = Array.from({ length: CONNECTIONS }, (_, index) =>
    createConnection({
      appToken,
      apiUrl,
      turned(isUp) {
        if (isUp) up.add(index);
        else up.delete(index);
        connected(up.size);
      },
      log,
    }),
  );
  return {
    init(app) {
      for (const { receiver } of connections) {
        const gated: App = Object.create(app);
        gated.processEvent = async (event) => {
          if (isOpen) await app.processEvent(event);
        };
        receiver.init(gated);
      }
    },
    async start() {
      await Promise.all(connections.map((connection) => connection.open()));
    },
    shut() {
      isOpen = false;
    },
    async stop() {
      isOpen = false;
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}

interface ConnectionOptions extends Omit<SocketOptions, 'connected'> {
  turned: (isUp: boolean) => void;
}

function createConnection({ appToken, apiUrl, turned, log }: ConnectionOptions) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    // The client's own way back rejects outside of any handler when Slack can't be reached, which ends the process.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 10_000,
      },
    },
    // An event that was not acknowledged comes again, on another connection.
    processEventErrorHandler: async ({ error }) => {
      log('warn', 'slack: an event could not be acknowledged', { ...describeFailure(error) });
      return false;
    },
  });
  const { client } = receiver;
  let isClosing = false;
  let isOpening = true;

  async function reopen(): Promise<void> {
    if (isOpening || isClosing) return;
    isOpening = true;
    for (let failures = 0; !isClosing; failures += 1) {
      try {
        await client.start();
        if (failures > 0) log('info', 'slack: connected again', { failures });
        break;
      } catch (error) {
        const failure = describeFailure(error);
        log('warn', 'slack: connecting failed', { failures: failures + 1, code: failure.code, status: failure.status });
        const asked = (failure.retryAfter ?? 0) * 1000;
        await pause(isClosing ? 0 : Math.max(asked, Math.min(LONGEST_PAUSE, 250 * 2 ** failures)));
      }
    }
    isOpening = false;
    if (isClosing) await client.disconnect().catch(() => {});
  }

  client.on('connected', () => turned(true));
  client.on('disconnected', () => {
    turned(false);
    void reopen();
  });

  return {
    receiver,
    async open() {
      try {
        await client.start();
        isOpening = false;
      } catch (error) {
        throw sayWhy(error);
      }
    },
    async close() {
      isClosing = true;
      // Slack may take half a minute to say goodbye.
      await Promise.race([client.disconnect().catch(() => {}), pause(GOODBYE)]);
    },
  };
}

function sayWhy(error: unknown): Error {
  const { code, status } = describeFailure(error);
  if (status !== 200) return new Error(`Slack could not be reached: status ${status}, ${code}`);
  if (code === 'missing_scope' || code === 'not_allowed_token_type') {
    return new TokenRefused(
      'SLACK_APP_TOKEN: Slack takes the app token for something else: it needs the scope connections:write.',
    );
  }
  return new TokenRefused(
    `SLACK_APP_TOKEN: Slack does not take the app token (${code}). Make one under Basic Information, App-Level Tokens, with connections:write, and switch Socket Mode on.`,
  );
}
