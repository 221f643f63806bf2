import { is, Placeholder, type Query, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';
import { findShortcut } from './shortcut.ts';

/** The placeholder of each value in a statement that is built before the values are known. */
export type Places<Values> = { readonly [Name in keyof Values]: SQL };

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
  const kept = new WeakMap<Db, Prepared<{ rows: Row[] }>>();
  return async (db, values) => {
    query ??= dialect.sqlToQuery(write(placesOf()));
    const shortcut = findShortcut(db);
    if (shortcut !== undefined) return shortcut<Row>(name, query.sql, fill(query.params, values));
    let prepared = kept.get(db);
    if (prepared === undefined) {
      prepared = db._.session.prepareQuery<{ execute: { rows: Row[] }; all: never; values: never }>(
        query,
        undefined,
        name,
        false,
      );
      kept.set(db, prepared);
    }
    return (await prepared.execute(values)).rows;
  };
}

interface Prepared<Result> {
  execute(values: Record<string, unknown>): Promise<Result>;
}

/** The values in the order of the places that stand for them. */
function fill(places: readonly unknown[], values: Record<string, unknown>): unknown[] {
  return places.map((place) => (is(place, Placeholder) ? values[place.name] : place));
}

/** Two statements of one name would be refused by the connection that has prepared the other one. */
function takeName(name: string): void {
  if (names.has(name)) throw new Error(`two statements are called ${name}`);
  names.add(name);
}

function placesOf<Places>(): Places {
  return new Proxy({}, { get: (_, name): Placeholder => sql.placeholder(String(name)) }) as Places;
}
