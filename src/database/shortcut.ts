import pg from 'pg';
import type { Db } from './client.ts';

/** Carries out a named statement with its values, and returns its rows. */
export type Shortcut = <Row>(name: string, words: string, values: unknown[]) => Promise<Row[]>;

/** Of each handle on a pool. A transaction has none: it goes through drizzle. */
const shortcuts = new WeakMap<Db, Shortcut>();

export function findShortcut(db: Db): Shortcut | undefined {
  return shortcuts.get(db);
}

/** Lets the named statements of a handle go to its pool at once: what drizzle wraps around each costs as much as the statement's answer. */
export function shortenStatements(db: Db, pool: pg.Pool): void {
  shortcuts.set(db, async <Row>(name: string, text: string, values: unknown[]) => {
    const { rows } = await pool.query({ name, text, values, types: AS_TEXT });
    return rows as Row[];
  });
}

/** Moments and days come as text, as through drizzle: `timestamptz` and the like, and their arrays. */
const TEXTS: ReadonlySet<number> = new Set([1082, 1114, 1115, 1182, 1184, 1185, 1186, 1187, 1231]);

const getTypeParser: typeof pg.types.getTypeParser = (id: number, format?: 'text' | 'binary') =>
  TEXTS.has(id) ? (value: string) => value : pg.types.getTypeParser(id, format);

const AS_TEXT = { getTypeParser };
