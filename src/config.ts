import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');

/** A variable that is set to nothing counts as not set: compose files and shells do that. */
function optional<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

function url(protocols: readonly string[], message: string) {
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: message,
  });
}

const moment = z.string().transform((value, context) => {
  try {
    return Temporal.Instant.from(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be an ISO instant like 2026-11-24T17:00:00Z' });
    return z.NEVER;
  }
});

const Environment = z.object({
  DATABASE_URL: optional(
    url(['postgres:', 'postgresql:'], 'must be an address like postgres://user:password@host:5432/name'),
  ),
  DATA_DIR: optional(z.string()),
  PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a port, 0-65535' })
      .transform(Number)
      .refine((port) => port <= 65_535, { error: 'must be a port, 0-65535' }),
  ),
  HOST: optional(z.string().regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be a host name or an address like 127.0.0.1' })),
  PUBLIC_URL: optional(
    url(['https:', 'http:'], 'must be an address like https://pythia.example.org').and(
      z.string().refine((value) => !/[?#]/.test(value), { error: 'must have no ? and no #' }),
    ),
  ),
  PLAYGROUND: optional(z.enum(['on', 'off'], { error: 'must be on or off' })),
  DISCORD_TOKEN: optional(
    z.string().regex(/^\S{20,}$/, { error: "must be the bot's token from the Discord developer portal" }),
  ),
  DISCORD_API_URL: optional(
    url(['http:', 'https:'], 'must be an address like https://discord.com/api').and(
      z.string().refine((value) => !/\/v\d+\/?$/.test(value), { error: 'must not end in a version: leave /v10 away' }),
    ),
  ),
  SLACK_BOT_TOKEN: optional(
    z.string().regex(/^xoxb-\S{10,}$/, { error: 'must be the Bot User OAuth Token, which begins with xoxb-' }),
  ),
  SLACK_APP_TOKEN: optional(
    z.string().regex(/^xapp-\S{10,}$/, { error: 'must be an app-level token, which begins with xapp-' }),
  ),
  SLACK_SIGNING_SECRET: optional(
    z.string().regex(/^\S{16,}$/, { error: "must be the Signing Secret of the app's Basic Information page" }),
  ),
  SLACK_CLIENT_ID: optional(z.string().regex(/^[\d.]+$/, { error: "must be the app's Client ID, digits and a dot" })),
  SLACK_CLIENT_SECRET: optional(z.string().regex(/^\S{16,}$/, { error: "must be the app's Client Secret" })),
  SLACK_STATE_SECRET: optional(
    z.string().regex(/^\S{32,}$/, { error: 'must be at least 32 letters that nobody guesses: openssl rand -hex 32' }),
  ),
  SLACK_API_URL: optional(url(['http:', 'https:'], 'must be an address like https://slack.com/api/')),
  SLACK_COMMAND_PREFIX: optional(
    z.string().regex(/^[a-z][a-z0-9_-]{0,11}$/, { error: 'must be up to 12 small letters, digits, - and _, like py-' }),
  ),
  ENCRYPTION_KEYS: optional(
    z.string().regex(/^[\w-]{1,32}:[A-Za-z0-9+/=_-]{43,44}(\s*,\s*[\w-]{1,32}:[A-Za-z0-9+/=_-]{43,44})*$/, {
      error: 'must be keys with their ids, the newest first, like k1:… (make one with: openssl rand -base64 32)',
    }),
  ),
  LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, silent',
    }),
  ),
  CURRICULUM_DIR: optional(z.string()),
  PYTHIA_NOW: optional(moment),
});

/** Everything that can be set from outside, with what holds when it is not. */
export interface Config {
  databaseUrl: string | undefined;
  dataDir: string;
  port: number;
  host: string;
  /** Where the HTTP server is reached from outside, without a slash at the end. */
  publicUrl: string | undefined;
  playground: boolean;
  discord: { token: string; apiUrl: string | undefined } | undefined;
  slack: SlackConfig | undefined;
  /** Goes before the name of every command on Slack; empty if none. */
  slackCommandPrefix: string;
  logLevel: string;
  curriculumDir: string;
  /** Where the program's clock starts, for rehearsal. */
  startsAt: Temporal.Instant | undefined;
}

/** Slack as it is set up: whose tokens, and how events come. */
export interface SlackConfig {
  tokens:
    | { kind: 'one'; botToken: string }
    | { kind: 'many'; clientId: string; clientSecret: string; stateSecret: string; encryptionKeys: string };
  reach: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
  apiUrl: string | undefined;
}

/** The variables, in the order of `.env.example`. */
export const VARIABLES = Object.keys(Environment.shape);

/** What is wrong with the environment: all of it, a line each. */
export class ConfigFault extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}`,
    );
    this.name = 'ConfigFault';
  }
}

/** Reads the environment, the only place that does. Throws `ConfigFault` naming every fault at once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigFault(parsed.error.issues.map((issue) => `- ${issue.path.join('.')} ${issue.message}`));
  }
  const set = parsed.data;
  const slack = readSlack(set);
  const isServed = set.DISCORD_TOKEN !== undefined || slack !== undefined;
  return {
    databaseUrl: set.DATABASE_URL,
    dataDir: set.DATA_DIR ?? join(root, '.data'),
    port: set.PORT ?? 3000,
    host: set.HOST ?? '127.0.0.1',
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, ''),
    playground: set.PLAYGROUND === undefined ? !isServed : set.PLAYGROUND === 'on',
    discord: set.DISCORD_TOKEN === undefined ? undefined : { token: set.DISCORD_TOKEN, apiUrl: set.DISCORD_API_URL },
    slack,
    slackCommandPrefix: set.SLACK_COMMAND_PREFIX ?? '',
    logLevel: set.LOG_LEVEL ?? (isServed ? 'info' : 'warn'),
    curriculumDir: set.CURRICULUM_DIR ?? join(root, 'curriculum'),
    startsAt: set.PYTHIA_NOW,
  };
}

/** One workspace with a bot token, or many that install the app; over Socket Mode where there is an app token. */
function readSlack(set: z.output<typeof Environment>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = set;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = set;
  const { ENCRYPTION_KEYS: encryptionKeys, SLACK_API_URL: apiUrl } = set;
  const isMany = clientId !== undefined || clientSecret !== undefined || stateSecret !== undefined;
  if (!isMany && botToken === undefined && appToken === undefined && signingSecret === undefined) return undefined;
  const faults: string[] = [];
  const needed = <Value>(value: Value | undefined, fault: string): Value => {
    if (value === undefined) faults.push(fault);
    return value as Value;
  };
  const reach: SlackConfig['reach'] =
    appToken !== undefined
      ? { kind: 'socket', appToken }
      : {
          kind: 'http',
          signingSecret: needed(
            signingSecret,
            '- SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) must be set for Slack',
          ),
        };
  if (!isMany) {
    const one = needed(botToken, '- SLACK_BOT_TOKEN must be set for Slack, or SLACK_CLIENT_ID for many workspaces');
    if (faults.length > 0) throw new ConfigFault(faults);
    return { tokens: { kind: 'one', botToken: one }, reach, apiUrl };
  }
  if (botToken !== undefined)
    faults.push('- SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many: set one of them');
  const tokens = {
    kind: 'many',
    clientId: needed(clientId, '- SLACK_CLIENT_ID must be set, for many workspaces'),
    clientSecret: needed(clientSecret, '- SLACK_CLIENT_SECRET must be set, for many workspaces'),
    stateSecret: needed(stateSecret, '- SLACK_STATE_SECRET must be set, for many workspaces: openssl rand -hex 32'),
    encryptionKeys: needed(encryptionKeys, '- ENCRYPTION_KEYS must be set, to keep the tokens of many workspaces'),
  } as const;
  needed(set.PUBLIC_URL, '- PUBLIC_URL must be set, for people of many workspaces to install the app');
  if (faults.length > 0) throw new ConfigFault(faults);
  return { tokens, reach, apiUrl };
}
