import { type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { PgBoss } from 'pg-boss';
import type { Lease } from './lease.ts';

/** What both drivers return from `execute`: drizzle's two result types, cut down to what they share. */
interface Rows<Row> {
  rows: Row[];
}

interface RowsResult extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** Postgres through a pool, PGlite in this process, or a transaction on either: stores cannot tell. */
export type Db = PgDatabase<RowsResult>;

/** A pool's connections at this moment, and how many wait for one. */
export interface PoolUse {
  name: string;
  busy: number;
  idle: number;
  waiting: number;
}

export interface Database {
  db: Db;
  boss: PgBoss;
  /** True when this process alone uses the database. */
  embedded: boolean;
  /** For the operator: `Postgres 16.4 at host:5432/pythia`. */
  description: string;
  pools(): readonly PoolUse[];
  /** How long the queue's connections have answered nothing, in milliseconds; it asks twice a second. */
  queueSilence(): number;
  /** For what one process at a time may hold; undefined where there is but one. */
  openLease(name: string, yieldMs?: () => number): Lease | undefined;
  close(): Promise<void>;
}

export type Report = (error: Error) => void;

/** Stands around a statement, by its name or its first word, where somebody wants to know how long it takes. */
export type Follow = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** pg-boss looks for what a killed process left every few seconds, not every minute. */
export const bossTiming = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };

/** The rows of a hand-written query. Cast counts and sums to int: the drivers read bigint differently. */
export async function rows<Row extends Record<string, unknown>>(db: Db, query: SQL): Promise<Row[]> {
  return (await db.execute<Row>(query)).rows;
}

/** Rejects when the database does not answer. */
export async function ping(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}

/** What the clock of the database's machine says: to be compared with ours, and for nothing else. */
export async function readDatabaseClock(db: Db): Promise<Temporal.Instant> {
  const [row] = await rows<{ ms: string }>(
    db,
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms`,
  );
  return Temporal.Instant.fromEpochMilliseconds(Number(row?.ms ?? 0));
}
