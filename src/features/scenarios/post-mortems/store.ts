import { asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, rows } from '../../../database/client.ts';
import type { Log } from '../investigation.ts';
import { type LogJson, logFrom } from '../rows.ts';
import { logColumns } from '../store.ts';
import { postMortems } from '../tables.ts';
import { BLANKS, type Blanks } from './post-mortem.ts';

/** One thing that became of a post-mortem, oldest first. */
export interface Entry {
  id: number;
  investigationId: string;
  memberId: string;
  kind: 'handed-in' | 'approved' | 'commented';
  blanks: Blanks | undefined;
  words: string | null;
  at: Temporal.Instant;
}

const KeptBlanks = z.object(
  Object.fromEntries(BLANKS.map(({ name }) => [name, z.string().default('')])) as Record<
    keyof Blanks,
    z.ZodDefault<z.ZodString>
  >,
);

/** Adds to what became of a post-mortem: the same event once. */
export async function recordEntry(
  db: Db,
  entry: Pick<Entry, 'investigationId' | 'memberId' | 'kind' | 'at'> & {
    blanks?: Blanks;
    words?: string;
    eventId: string;
  },
): Promise<void> {
  const { investigationId, blanks = null, words = null, ...rest } = entry;
  await db
    .insert(postMortems)
    .values({ ...rest, investigationId, blanks, words })
    .onConflictDoNothing({ target: postMortems.eventId });
}

/** Adds an approval, unless the last entry is the same mentor's approval. One at a time for each investigation. */
export async function recordApproval(
  db: Db,
  approval: Pick<Entry, 'investigationId' | 'memberId' | 'at'> & { eventId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await rows(tx, sql`select 1 from investigations where id = ${approval.investigationId} for update`);
    const last = (await listEntries(tx, approval.investigationId)).at(-1);
    if (last?.kind === 'approved' && last.memberId === approval.memberId) return;
    await recordEntry(tx, { ...approval, kind: 'approved' });
  });
}

/** What became of an investigation's post-mortem, in order. */
export async function listEntries(db: Db, investigationId: string): Promise<Entry[]> {
  const found = await db
    .select()
    .from(postMortems)
    .where(eq(postMortems.investigationId, investigationId))
    .orderBy(asc(postMortems.id));
  return found.map(({ id, investigationId, memberId, kind, blanks, words, at }) => {
    const read = KeptBlanks.safeParse(blanks);
    return { id, investigationId, memberId, kind, blanks: read.success ? read.data : undefined, words, at };
  });
}

/** An investigation whose post-mortem waits for a mentor, and since when. */
export interface Waiting extends Log {
  since: Temporal.Instant;
}

/** The post-mortems of a cohort that were handed in and not looked at since, the longest-waiting first. */
export async function listWaiting(db: Db, cohortId: string): Promise<Waiting[]> {
  const found = await rows<LogJson & { since: string }>(
    db,
    sql`select ${logColumns(sql`(select * from investigation_moves where investigation_id = r.id)`)},
        to_char(last.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
      from investigations r join lateral (
        select kind, at from post_mortems p where p.investigation_id = r.id order by p.id desc limit 1
      ) last on last.kind = 'handed-in'
      where r.cohort_id = ${cohortId} order by last.at, r.id`,
  );
  return found.map((row) => ({ ...logFrom(row), since: Temporal.Instant.from(row.since) }));
}

/** An investigation of a cohort, for its mentors. */
export async function findCohortLog(db: Db, cohortId: string, investigationId: string): Promise<Log | undefined> {
  const [found] = await rows<LogJson>(
    db,
    sql`select ${logColumns(sql`(select * from investigation_moves where investigation_id = r.id)`)}
      from investigations r where r.id = ${investigationId} and r.cohort_id = ${cohortId}`,
  );
  return found && logFrom(found);
}
