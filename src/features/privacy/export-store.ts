import { and, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { members } from '../../domain/people/tables.ts';
import { containing } from './erasing-store.ts';
import { type OwnTable, PERSONAL, type Personal } from './personal.ts';

/** All accounts of a person: the one to whom their rows belong first. */
export async function listAccounts(db: Db, personId: string): Promise<string[]> {
  const found = await db
    .select({ id: members.id })
    .from(members)
    .where(or(eq(members.id, personId), eq(members.primaryId, personId)));
  return found.map(({ id }) => id).sort((one, other) => Number(other === personId) - Number(one === personId));
}

/** Every row about these accounts, whole, table by table; tables without one are left out. */
export async function listOwnRows(db: Db, accounts: readonly string[]): Promise<OwnTable[]> {
  const found: OwnTable[] = [];
  for (const entry of PERSONAL) {
    if (entry.unexported !== undefined) continue;
    const own = await rowsOf(db, entry.table, isTheirs(entry, accounts));
    if (own.length > 0) found.push({ table: entry.table, what: entry.what, rows: own });
    if (own.length === 0) continue;
    for (const { table, column, key = 'id', what, where = 'true' } of entry.parts ?? []) {
      const keys = own.map((row) => String(row[key]));
      const known = PERSONAL.find((other) => other.table === table);
      const others = known === undefined ? sql`true` : sql`not coalesce(${isTheirs(known, accounts)}, false)`;
      const of = sql`t.${sql.identifier(column)}::text in ${keys}`;
      const parts = await rowsOf(db, table, sql`${of} and ${others} and (${sql.raw(where)})`);
      if (parts.length > 0) found.push({ table, what, rows: parts });
    }
  }
  return found;
}

/** Which of these ids are people's other than these accounts: of whoever is known, and of anybody in the same workspaces. */
export async function listOthers(db: Db, ids: ReadonlySet<string>, accounts: readonly string[]): Promise<Set<string>> {
  const found = await db
    .select({ id: members.id })
    .from(members)
    .where(and(inArray(members.id, [...ids]), notInArray(members.id, [...accounts])));
  const near = new Set(accounts.map((id) => parseMemberId(id).workspaceId));
  const alike = [...ids].filter((id) => near.has(parseMemberId(id).workspaceId) && !accounts.includes(id));
  return new Set([...alike, ...found.map(({ id }) => id)]);
}

/** The ids of what is not over: rounds in which somebody answered, and their self-tests. */
export async function listOpenIds(db: Db, personId: string): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    sql`select id from rounds where kind = 'cohort' and closed_at is null
      union all select id from selftests where member_id = ${personId} and finished_at is null`,
  );
  return new Set(found.map(({ id }) => id));
}

function isTheirs({ ids }: Personal, accounts: readonly string[]): SQL {
  const conditions = ids.flatMap(({ column, holds }) =>
    accounts.map((id) =>
      holds === 'contains'
        ? sql`t.${sql.identifier(column)}::text ~ ${containing(id)}`
        : sql`t.${sql.identifier(column)} = ${id}`,
    ),
  );
  return sql`(${sql.join(conditions, sql` or `)})`;
}

async function rowsOf(db: Db, table: string, where: SQL): Promise<Record<string, unknown>[]> {
  const found = await rows<{ row: Record<string, unknown> }>(
    db,
    sql`select to_jsonb(t) as row from ${sql.identifier(table)} t where ${where}`,
  );
  return found.map(({ row }) => row);
}
