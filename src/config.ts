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
  PLAYGROUND: optional(z.enum(['on', 'off'], { error: 'must be on or off' })),
  DISCORD_TOKEN: optional(
    z.string().regex(/^\S{20,}$/, { error: "must be the bot's token from the Discord developer portal" }),
  ),
  DISCORD_API_URL: optional(
    url(['http:', 'https:'], 'must be an address like https://discord.com/api').and(
      z.string().refine((value) => !/\/v\d+\/?$/.test(value), { error: 'must not end in a version: leave /v10 away' }),
    ),
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
  playground: boolean;
  discord: { token: string; apiUrl: string | undefined } | undefined;
  logLevel: string;
  curriculumDir: string;
  /** Where the program's clock starts, for rehearsal. */
  startsAt: Temporal.Instant | undefined;
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
  const isServed = set.DISCORD_TOKEN !== undefined;
  return {
    databaseUrl: set.DATABASE_URL,
    dataDir: set.DATA_DIR ?? join(root, '.data'),
    port: set.PORT ?? 3000,
    host: set.HOST ?? '127.0.0.1',
    playground: set.PLAYGROUND === undefined ? !isServed : set.PLAYGROUND === 'on',
    discord: set.DISCORD_TOKEN === undefined ? undefined : { token: set.DISCORD_TOKEN, apiUrl: set.DISCORD_API_URL },
    logLevel: set.LOG_LEVEL ?? (isServed ? 'info' : 'warn'),
    curriculumDir: set.CURRICULUM_DIR ?? join(root, 'curriculum'),
    startsAt: set.PYTHIA_NOW,
  };
}
