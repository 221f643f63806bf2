import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nearest } from './chat/nearest.ts';

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

/** Whether nobody on the way can read what goes there: over TLS, or not leaving this machine. */
function isUnreadable(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { protocol, hostname } = new URL(value);
  return protocol !== 'http:' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** An address that a token or a cookie goes to. */
function secretUrl(message: string) {
  return url(['http:', 'https:'], message).and(
    z.string().refine(isUnreadable, { error: 'must begin with https://, as secrets go there' }),
  );
}

/** Of letters that somebody typed again and again few differ. */
const GUESSABLE = { error: 'can be guessed: it must have at least eight different letters' };

function isVaried(value: string): boolean {
  return new Set(value).size >= 8;
}

/** On or off, in the words that people use for it. */
function onOrOff() {
  const words = new Map([
    ...['on', 'true', '1', 'yes'].map((word) => [word, true] as const),
    ...['off', 'false', '0', 'no'].map((word) => [word, false] as const),
  ]);
  return z.string().transform((value, context) => {
    const isOn = words.get(value.trim().toLowerCase());
    if (isOn !== undefined) return isOn;
    context.addIssue({ code: 'custom', message: 'must be on or off' });
    return z.NEVER;
  });
}

/** A key that somebody typed, or filled with one byte, keeps no secret: of 32 random bytes nearly all differ. */
function isGuessable(keys: string): boolean {
  const encoded = keys.split(',').map((entry) => entry.slice(entry.indexOf(':') + 1).trim());
  return encoded.some((key) => new Set(Buffer.from(key, 'base64')).size < 16);
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
  DATABASE_PREPARE: optional(onOrOff()),
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
    secretUrl('must be an address like https://pythia.example.org').and(
      z.string().refine((value) => !/[?#]/.test(value), { error: 'must have no ? and no #' }),
    ),
  ),
  PLAYGROUND: optional(onOrOff()),
  PLAYGROUND_PASSWORD: optional(
    z.string().min(12, { error: 'must be at least 12 letters long', abort: true }).refine(isVaried, GUESSABLE),
  ),
  PLAYGROUND_SHARES_DATABASE: optional(onOrOff()),
  DISCORD_TOKEN: optional(
    z.string().regex(/^\S{20,}$/, { error: "must be the bot's token from the Discord developer portal" }),
  ),
  DISCORD_API_URL: optional(
    secretUrl('must be an address like https://discord.com/api').and(
      z.string().refine((value) => !/\/v\d+\/?$/.test(value), { error: 'must not end in a version: leave /v10 away' }),
    ),
  ),
  DISCORD_SHARDS: optional(
    z.string().transform((value, context): number | 'auto' => {
      if (value.trim().toLowerCase() === 'auto') return 'auto';
      if (/^[1-9]\d{0,3}$/.test(value.trim())) return Number(value);
      context.addIssue({ code: 'custom', message: 'must be auto, or a number of shards like 2' });
      return z.NEVER;
    }),
  ),
  GATEWAY_GRACE_SECONDS: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a number of seconds, like 60' })
      .transform(Number),
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
    z
      .string()
      .regex(/^\S{32,}$/, {
        error: 'must be at least 32 letters that nobody guesses: openssl rand -hex 32',
        abort: true,
      })
      .refine(isVaried, GUESSABLE),
  ),
  SLACK_API_URL: optional(secretUrl('must be an address like https://slack.com/api/')),
  SLACK_COMMAND_PREFIX: optional(
    z.string().regex(/^[a-z][a-z0-9_-]{0,11}$/, { error: 'must be up to 12 small letters, digits, - and _, like py-' }),
  ),
  ENCRYPTION_KEYS: optional(
    z
      .string()
      .regex(/^[\w-]{1,32}:[A-Za-z0-9+/=_-]{43,44}(\s*,\s*[\w-]{1,32}:[A-Za-z0-9+/=_-]{43,44})*$/, {
        error: 'must be keys with their ids, the newest first, like k1:… (make one with: openssl rand -base64 32)',
      })
      .refine((keys) => !/^[\w-]{1,32}:\S{43}/.test(keys) || !isGuessable(keys), {
        error: 'must be random keys, and one of these can be guessed: openssl rand -base64 32',
      }),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    url(['http:', 'https:'], 'must be the address of a collector, like http://127.0.0.1:4318'),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: optional(
    z
      .string()
      .regex(/^[\w-]+=[^,=\s]+(,[\w-]+=[^,=\s]+)*$/, { error: 'must be names and values, like api-key=…,tenant=…' }),
  ),
  LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, silent',
    }),
  ),
  CURRICULUM_DIR: optional(z.string()),
  PYTHIA_NOW: optional(moment),
});

/** Everything that can be set from outside, with its defaults. */
export interface Config {
  databaseUrl: string | undefined;
  /** Whether statements may have names; not behind a pooler that does not follow them. */
  prepares: boolean;
  dataDir: string;
  port: number;
  host: string;
  /** Where the HTTP server is reached from outside, without a slash at the end. */
  publicUrl: string | undefined;
  playground: boolean;
  /** Whether the playground may stand beside people who are real. */
  playgroundShares: boolean;
  /** What the playground asks for, where others than this machine can reach it. */
  playgroundPassword: string | undefined;
  discord: { token: string; apiUrl: string | undefined; shards: number | 'auto' } | undefined;
  /** How long to stay, not ready, once Discord has closed the connection for good; then the program ends. */
  gatewayGraceSeconds: number;
  slack: SlackConfig | undefined;
  /** Goes before the name of every command on Slack; empty if none. */
  slackCommandPrefix: string;
  /** Where traces are sent, over OTLP; undefined where nowhere. */
  traces: { endpoint: string; headers: Readonly<Record<string, string>> } | undefined;
  logLevel: string;
  curriculumDir: string;
  /** Where the program's clock starts, for rehearsal. */
  startsAt: Temporal.Instant | undefined;
  /** Oddities of the environment that stop nothing, a sentence each. */
  warnings: readonly string[];
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

/** Everything that is wrong with the environment, a line each. */
export class ConfigFault extends Error {
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}`,
    );
    this.name = 'ConfigFault';
  }
}

/** Adds the variables of a file that are not set yet; a file that is not there adds none. */
export function readEnvironmentFile(path: string): void {
  if (!existsSync(path)) return;
  try {
    process.loadEnvFile(path);
  } catch {
    throw new ConfigFault([`- ${path} can not be read: it must be a file of lines like PORT=3000`]);
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
  const playground = set.PLAYGROUND ?? !isServed;
  const host = set.HOST ?? '127.0.0.1';
  const faults = playground ? findPlaygroundFaults(set, isServed, host) : [];
  if (set.OTEL_EXPORTER_OTLP_HEADERS !== undefined && !isUnreadable(set.OTEL_EXPORTER_OTLP_ENDPOINT ?? '')) {
    faults.push('- OTEL_EXPORTER_OTLP_ENDPOINT must begin with https://, as OTEL_EXPORTER_OTLP_HEADERS hold secrets');
  }
  if (faults.length > 0) throw new ConfigFault(faults);
  return {
    databaseUrl: set.DATABASE_URL,
    prepares: set.DATABASE_PREPARE ?? true,
    dataDir: set.DATA_DIR ?? join(root, '.data'),
    port: set.PORT ?? 3000,
    host,
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, ''),
    playground,
    playgroundShares: set.PLAYGROUND_SHARES_DATABASE ?? false,
    playgroundPassword: set.PLAYGROUND_PASSWORD,
    discord:
      set.DISCORD_TOKEN === undefined
        ? undefined
        : { token: set.DISCORD_TOKEN, apiUrl: set.DISCORD_API_URL, shards: set.DISCORD_SHARDS ?? 1 },
    gatewayGraceSeconds: set.GATEWAY_GRACE_SECONDS ?? 60,
    slack,
    slackCommandPrefix: set.SLACK_COMMAND_PREFIX ?? '',
    traces:
      set.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT, headers: readHeaders(set.OTEL_EXPORTER_OTLP_HEADERS) },
    logLevel: set.LOG_LEVEL ?? (isServed ? 'info' : 'warn'),
    curriculumDir: set.CURRICULUM_DIR ?? join(root, 'curriculum'),
    startsAt: set.PYTHIA_NOW,
    warnings: [
      ...findMistyped(environment),
      ...(playground || isServed
        ? []
        : ['Nothing is served: set DISCORD_TOKEN, or SLACK_BOT_TOKEN and what goes with it, or PLAYGROUND=on.']),
    ],
  };
}

/** `api-key=abc,tenant=x`, with values as in an address: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables */
function readHeaders(list = ''): Record<string, string> {
  const pairs = list.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), decodeURIComponent(pair.slice(equals + 1))];
    }),
  );
}

/** The playground has no accounts: it opens to this machine alone, and stands apart from people who are real. */
function findPlaygroundFaults(set: z.output<typeof Environment>, isServed: boolean, host: string): string[] {
  const faults: string[] = [];
  if (!/^(localhost|127\.[\d.]+|::1)$/i.test(host) && set.PLAYGROUND_PASSWORD === undefined) {
    faults.push(
      `- PLAYGROUND_PASSWORD must be set: HOST=${host} opens the playground to other machines (or set PLAYGROUND=off)`,
    );
  }
  if (isServed && set.PLAYGROUND_SHARES_DATABASE !== true) {
    faults.push(
      '- PLAYGROUND must be off beside Discord or Slack, whose cohorts its visitors could change; if that is meant, set PLAYGROUND_SHARES_DATABASE=on too',
    );
  }
  return faults;
}

/** Short names are like too many others. */
const SHORTEST_COMPARED = 8;

/** A variable that nobody reads and that is nearly one of ours. */
function findMistyped(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = VARIABLES.filter((name) => name.length >= SHORTEST_COMPARED).map((slug) => ({ slug }));
  return Object.keys(environment).flatMap((name) => {
    if (VARIABLES.includes(name) || name.length < SHORTEST_COMPARED - 2 || !/^[A-Z_]+$/.test(name)) return [];
    const [close] = nearest(name, known, 2);
    return close === undefined ? [] : [`Nothing reads ${name}: did you mean ${close}?`];
  });
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
