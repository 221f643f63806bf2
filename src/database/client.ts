import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleLite } from 'drizzle-orm/pglite';
import { migrate as migrateLite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { fromPglite, PgBoss } from 'pg-boss';
import { guard } from './guard.ts';
import { lockDirectory } from './lock.ts';

/** What both drivers answer to `execute`: drizzle's two result types, cut down to what they share. */
interface Rows<Row> {
  rows: Row[];
}

interface RowsResult extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** Postgres through a pool, PGlite in this process, or a transaction on either: stores cannot tell. */
export type Db = PgDatabase<RowsResult>;

export interface Database {
  db: Db;
  boss: PgBoss;
  /** True when this process alone uses the database. */
  embedded: boolean;
  close(): Promise<void>;
}

type Report = (error: Error) => void;

const migrationsFolder = join(import.meta.dirname, '..', '..', 'migrations');

/** pg-boss looks for what a killed process left every few seconds, not every minute. */
const timing = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };

/** Opens Postgres 15 or later and brings its tables up to date, one process at a time. */
export async function openPostgres(connectionString: string, report: Report): Promise<Database> {
  const client = new pg.Client({ connectionString, application_name: 'pythia-migrate' });
  await client.connect();
  try {
    // drizzle's migrator takes no lock of its own: replicas that start together would race.
    await client.query(`select pg_advisory_lock(hashtextextended('pythia:migrate', 0))`);
    await migratePg(drizzlePg({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
  const pool = new pg.Pool({ connectionString, max: 10, application_name: 'pythia' });
  pool.on('error', report);
  const boss = new PgBoss({ connectionString, max: 4, ...timing });
  boss.on('error', report);
  await boss.start();
  return {
    db: drizzlePg({ client: pool }),
    boss,
    embedded: false,
    async close() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await pool.end();
    },
  };
}

/** Opens the embedded Postgres: in `directory`, which it locks, or in memory from a test's snapshot. */
export async function openEmbedded(
  source: { directory: string } | { snapshot: Blob },
  report: Report,
): Promise<Database> {
  let unlock = () => {};
  if ('directory' in source) {
    mkdirSync(dirname(source.directory), { recursive: true });
    unlock = lockDirectory(source.directory);
  }
  const options = 'directory' in source ? { dataDir: source.directory } : { loadDataDir: source.snapshot };
  const lite = guard(await PGlite.create(options));
  const db = drizzleLite({ client: lite });
  await migrateLite(db, { migrationsFolder });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite', ...timing });
  boss.on('error', report);
  await boss.start();
  return {
    db,
    boss,
    embedded: true,
    async close() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await lite.close();
      unlock();
    },
  };
}

/** The rows of a hand-written query. Cast counts and sums to int: the drivers read bigint differently. */
export async function rows<Row extends Record<string, unknown>>(db: Db, query: SQL): Promise<Row[]> {
  return (await db.execute<Row>(query)).rows;
}

/** Rejects when the database does not answer. */
export async function ping(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}
