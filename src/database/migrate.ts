import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import type { Say } from './reach.ts';

export const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations');

/** Longer than any migration of ours has taken. */
const WAIT_SECONDS = 60;

/**
 * Brings the tables up to date, one process at a time. The lock is a transaction's: a session's stays on the server
 * connection of a pooler, and the next start would wait for it for ever.
 */
export async function migratePostgres(client: pg.Client, say: Say, waitSeconds: number = WAIT_SECONDS): Promise<void> {
  await client.query('begin');
  try {
    await takeTurn(client, say, waitSeconds);
    refuseNewer(await findNewestMigration(async (text) => (await client.query(text)).rows));
    // Of pg-boss's own start only this is not safe against another process that starts with it.
    await client.query('create schema if not exists pgboss');
    // drizzle begins once more, which only earns a notice, and its commit is that of the transaction begun here.
    await migrate(drizzle({ client }), { migrationsFolder });
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

const KEY = `hashtextextended('pythia:migrate', 0)`;

async function takeTurn(client: pg.Client, say: Say, waitSeconds: number): Promise<void> {
  await client.query(`set local lock_timeout = ${waitSeconds * 1000}`);
  const { rows } = await client.query<{ free: boolean }>(`select pg_try_advisory_xact_lock(${KEY}) as free`);
  if (rows[0]?.free === true) return;
  say('another process brings the tables up to date; I wait for it', { seconds: waitSeconds });
  try {
    await client.query(`select pg_advisory_xact_lock(${KEY})`);
  } catch (error) {
    throw new Error(
      `another process has been changing the tables for ${waitSeconds} s: end it (pg_stat_activity shows it as pythia-start), then start me again`,
      { cause: error },
    );
  }
}

type Ask = (text: string) => Promise<readonly Record<string, unknown>[]>;

/** When the newest migration that this database has seen was made, in milliseconds; 0 on an empty one. */
export async function findNewestMigration(ask: Ask): Promise<number> {
  const [known] = await ask(`select to_regclass('drizzle.__drizzle_migrations') is not null as "exists"`);
  if (known?.['exists'] !== true) return 0;
  const [newest] = await ask('select coalesce(max(created_at), 0)::text as "when" from drizzle.__drizzle_migrations');
  return Number(newest?.['when'] ?? 0);
}

/** Throws when the database was written by a newer program than this one. */
export function refuseNewer(newest: number): void {
  const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { when: number }[];
  };
  if (newest <= Math.max(...journal.entries.map(({ when }) => when))) return;
  throw new Error(
    'this database was written by a newer Pythia: start that version, or restore the backup made before the update',
  );
}
