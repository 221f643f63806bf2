import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, isPassing } from './outages.ts';
import { connectionOptions } from './pool.ts';

/** Says something an operator should know while the start goes on. */
export type Say = (message: string, fields: Record<string, unknown>) => void;

const MOST_SECONDS_BETWEEN = 2;

/**
 * Connects to a Postgres that may still be starting: tries for so many seconds, says so once. Throws a sentence that names
 * DATABASE_URL and what to do.
 */
export async function reachPostgres(connectionString: string, seconds: number, say: Say): Promise<pg.Client> {
  const where = placeOf(connectionString);
  const startedAt = performance.now();
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client(connectionOptions(connectionString, 'pythia-start'));
    client.on('error', () => {});
    try {
      await client.connect();
      await requireVersion(client);
      return client;
    } catch (error) {
      void client.end().catch(() => {});
      const code = codeOf(error);
      const passed = (performance.now() - startedAt) / 1000;
      if (!isPassing(code) || passed >= seconds) throw new Error(explain(error, code, where, passed), { cause: error });
      if (tries === 1) say('Postgres does not answer yet; I go on trying', { postgres: where, code, seconds });
      await sleep(1000 * Math.min(MOST_SECONDS_BETWEEN, tries / 4, Math.max(0.1, seconds - passed)));
    }
  }
}

/** `host:port/database`, without who and the password. */
export function placeOf(connectionString: string): string {
  const { hostname, port, pathname, searchParams } = new URL(connectionString);
  return `${searchParams.get('host') ?? hostname}:${port === '' ? 5432 : port}${pathname}`;
}

/** `16.4`, of `16.4 (Debian 16.4-1)`. */
export async function readVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version.split(' ')[0] ?? '';
}

const OLDEST = 15;

async function requireVersion(client: pg.Client): Promise<void> {
  const version = await readVersion(client);
  if (Number.parseInt(version, 10) >= OLDEST) return;
  throw new Error(`DATABASE_URL: this is Postgres ${version}, and Pythia needs ${OLDEST} or later`);
}

function explain(error: unknown, code: string, where: string, seconds: number): string {
  const said = error instanceof Error ? error.message : String(error);
  if (said.startsWith('DATABASE_URL')) return said;
  switch (code) {
    case '28P01':
    case '28000':
      return `DATABASE_URL: Postgres at ${where} does not take this user and password (${said})`;
    case '3D000':
      return `DATABASE_URL: there is no such database at ${where}: create it, or name another one (${said})`;
    case 'ENOTFOUND':
      return `DATABASE_URL: nobody knows the host of ${where} (${code}): check its spelling`;
    default:
      return isPassing(code)
        ? `DATABASE_URL: Postgres at ${where} could not be reached for ${Math.round(seconds)} s (${code}): start it, or correct the address`
        : `DATABASE_URL: Postgres at ${where} could not be used (${said})`;
  }
}
