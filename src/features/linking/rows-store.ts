import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { ledger } from '../../domain/points/tables.ts';
import { type Merged, OWNED, type Owned, type Pair, renameSource } from './merge.ts';

/** Rows that change hands, whatever their table: see `OWNED`. */

type Aside = Merged['aside'];

/** Gives all rows of one member to another, or those with these keys. Returns the keys. */
export async function give(
  tx: Db,
  { table, column, key }: Owned,
  { from, to }: { from: string; to: string },
  keys?: readonly string[],
): Promise<string[]> {
  if (keys?.length === 0) return [];
  const [which, whose] = [sql.identifier(key), sql.identifier(column)];
  const among = keys === undefined ? sql`true` : sql`${which}::text in ${[...keys]}`;
  const given = await rows<{ key: string }>(
    tx,
    sql`update ${sql.identifier(table)} set ${whose} = ${to} where ${whose} = ${from} and ${among}
      returning ${which}::text as key`,
  );
  return given.map((row) => row.key);
}

/** Whether any row of a table is a member's. */
export async function isOwner(db: Db, { table, column }: Owned, memberId: string): Promise<boolean> {
  const found = await rows(
    db,
    sql`select 1 from ${sql.identifier(table)} where ${sql.identifier(column)} = ${memberId} limit 1`,
  );
  return found.length > 0;
}

/** Takes rows out of a table, whole. */
export function takeOut(tx: Db, table: string, column: string, keys: readonly string[]): Promise<Aside> {
  if (keys.length === 0) return Promise.resolve([]);
  return takeWhere(tx, table, sql`t.${sql.identifier(column)}::text in ${[...keys]}`);
}

async function takeWhere(tx: Db, table: string, where: SQL): Promise<Aside> {
  const taken = await rows<{ row: Record<string, unknown> }>(
    tx,
    sql`delete from ${sql.identifier(table)} t where ${where} returning to_jsonb(t) as row`,
  );
  return taken.map(({ row }) => ({ table, row }));
}

/** Takes out what the secondary has about the same things as the primary. A row stands before its parts. */
export async function setAside(tx: Db, owned: Owned, { primaryId, secondaryId }: Pair): Promise<Aside> {
  const { table, column, key, same, parts = [] } = owned;
  if (same === undefined) return [];
  const [whose, name] = [sql.identifier(column), sql.identifier(table)];
  const matching = same.columns.map((shared) => sql`p.${sql.identifier(shared)} = t.${sql.identifier(shared)}`);
  const { only } = same;
  const narrowing =
    only === undefined
      ? []
      : ['t', 'p'].map((row) => sql`${sql.identifier(row)}.${sql.identifier(only.column)} = ${only.value}`);
  const doubled = sql`t.${whose} = ${secondaryId} and exists (select 1 from ${name} p
    where p.${whose} = ${primaryId} and ${sql.join([sql`true`, ...matching, ...narrowing], sql` and `)})`;
  const found = await rows<{ key: string }>(
    tx,
    sql`select t.${sql.identifier(key)}::text as key from ${name} t where ${doubled}`,
  );
  const keys = found.map((row) => row.key);
  const inside: Aside = [];
  for (const part of parts) inside.push(...(await takeOut(tx, part.table, part.column, keys)));
  return [...(keys.length === 0 ? [] : await takeWhere(tx, table, doubled)), ...inside];
}

/**
 * Sets aside the secondary's points for what is set aside, and for what has earned the primary points already. Sources that
 * name the secondary name the primary from here on, so that nothing is paid again.
 */
export async function movePoints(
  tx: Db,
  { primaryId, secondaryId }: Pair,
  aside: Aside,
): Promise<{ aside: Aside; sources: Merged['sources'] }> {
  const lost = new Set(aside.flatMap(({ table, row }) => sourcesOf(table, row)));
  const earned = await tx.select().from(ledger).where(eq(ledger.memberId, secondaryId));
  const renamed = earned.map(({ id, source }) => ({ id, source, as: renameSource(source, secondaryId, primaryId) }));
  const changing = renamed.filter(({ source, as }) => source !== as).map(({ as }) => as);
  const taken = await tx
    .select({ source: ledger.source })
    .from(ledger)
    .where(inArray(ledger.source, changing.length === 0 ? [''] : changing));
  const isTaken = new Set(taken.map(({ source }) => source));
  const isDouble = ({ source, as }: (typeof renamed)[number]) => lost.has(source) || isTaken.has(as);
  const doubled = renamed.filter(isDouble).map(({ id }) => String(id));
  const setOff = await takeOut(tx, 'ledger', 'id', doubled);
  const sources: Merged['sources'] = [];
  for (const points of renamed) {
    if (isDouble(points) || points.source === points.as) continue;
    sources.push({ id: String(points.id), source: points.source });
    await tx.update(ledger).set({ source: points.as }).where(eq(ledger.id, points.id));
  }
  return { aside: setOff, sources };
}

/** How the ledger calls a row as a source of points. */
function sourcesOf(table: string, row: Record<string, unknown>): string[] {
  return OWNED.flatMap((owned) =>
    owned.table === table && owned.source !== undefined ? [`${owned.source}:${row[owned.key]}`] : [],
  );
}

/** Calls points by what earned them again. */
export async function renamePoints(tx: Db, sources: Merged['sources']): Promise<void> {
  for (const { id, source } of sources) {
    await tx
      .update(ledger)
      .set({ source })
      .where(eq(ledger.id, Number(id)));
  }
}

/** Points that the primary got for what goes back go with it. */
export async function pointsGoBack(
  tx: Db,
  sources: readonly string[],
  { primaryId, secondaryId }: Pair,
): Promise<void> {
  if (sources.length === 0) return;
  await tx
    .update(ledger)
    .set({ memberId: secondaryId })
    .where(and(eq(ledger.memberId, primaryId), inArray(ledger.source, [...sources])));
}

/** Puts a row back as it was, its number included. Columns that came later have what they have by themselves. */
export async function restore(tx: Db, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = sql.join(
    Object.keys(row).map((column) => sql.identifier(column)),
    sql`, `,
  );
  const name = sql.identifier(table);
  await tx.execute(
    sql`insert into ${name} (${columns}) overriding system value
      select ${columns} from jsonb_populate_record(null::${name}, ${JSON.stringify(row)}::jsonb)`,
  );
}
