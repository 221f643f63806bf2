import { type Placeholder, type Query, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';

/** The placeholder of each value in a statement that is built before the values are known. */
type Places<Values> = { readonly [Name in keyof Values]: SQL };

const dialect = new PgDialect();

const names = new Set<string>();

/**
 * A hand-written statement for what happens at every click: its words are made once, and by its name each connection of
 * Postgres parses and plans it once. A new connection does so again; behind a pooler that does not follow names it goes
 * without (`DATABASE_PREPARE`). Cast counts and sums to int, as in `rows`.
 */
export function statement<Values extends Record<string, unknown>, Row extends Record<string, unknown>>(
  name: string,
  write: (places: Places<Values>) => SQL,
): (db: Db, values: Values) => Promise<Row[]> {
  takeName(name);
  let query: Query | undefined;
  return async (db, values) => {
    query ??= dialect.sqlToQuery(write(placesOf()));
    const prepared = db._.session.prepareQuery<{ execute: { rows: Row[] }; all: never; values: never }>(
      query,
      undefined,
      name,
      false,
    );
    return (await prepared.execute(values)).rows;
  };
}

interface Prepared<Result> {
  execute(values: Record<string, unknown>): Promise<Result>;
}

/** The same for what drizzle's builder makes, kept for each handle: a transaction's lasts as long as that. */
export function builtStatement<Name extends string, Result>(
  name: string,
  _values: readonly Name[],
  build: (db: Db, places: Readonly<Record<Name, SQL>>) => { prepare(name: string): Prepared<Result> },
): (db: Db, values: Readonly<Record<Name, string>>) => Promise<Result> {
  takeName(name);
  const kept = new WeakMap<Db, Prepared<Result>>();
  return (db, given) => {
    const known = kept.get(db);
    if (known !== undefined) return known.execute(given);
    const made = build(db, placesOf()).prepare(name);
    kept.set(db, made);
    return made.execute(given);
  };
}

/** Two statements of one name would be refused by the connection that has prepared the other one. */
function takeName(name: string): void {
  if (names.has(name)) throw new Error(`two statements are called ${name}`);
  names.add(name);
}

function placesOf<Places>(): Places {
  return new Proxy({}, { get: (_, name): Placeholder => sql.placeholder(String(name)) }) as Places;
}
