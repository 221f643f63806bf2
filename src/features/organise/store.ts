import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { UNLISTED_KINDS } from '../../deliveries/kinds.ts';
import { deliveries, posts } from '../../deliveries/tables.ts';
import { cohorts, homes } from '../../domain/cohorts/tables.ts';

/** Gives a cohort another channel in a workspace in which it lives: false when it has no home there. */
export async function recordHomeMoved(
  db: Db,
  cohortId: string,
  { workspaceId, channel }: { workspaceId: string; channel: string },
): Promise<boolean> {
  const moved = await db
    .update(homes)
    .set({ channel })
    .where(and(eq(homes.cohortId, cohortId), eq(homes.workspaceId, workspaceId), isNull(homes.closedAt)))
    .returning({ channel: homes.channel });
  return moved.length === 1;
}

/** Says to whom a cohort answers. */
export async function recordOwner(tx: Db, cohortId: string, personId: string): Promise<void> {
  await tx.update(cohorts).set({ createdBy: personId }).where(eq(cohorts.id, cohortId));
}

/** A delivery as an organiser sees it; `posted` is where its message stands. */
export type Listed = typeof deliveries.$inferSelect & { channel: string | null };

const listed = {
  key: deliveries.key,
  cohortId: deliveries.cohortId,
  kind: deliveries.kind,
  session: deliveries.session,
  detail: deliveries.detail,
  dueAt: deliveries.dueAt,
  uselessAt: deliveries.uselessAt,
  queuedAt: deliveries.queuedAt,
  settledAt: deliveries.settledAt,
  outcome: deliveries.outcome,
  note: deliveries.note,
  channel: posts.channel,
};

/** What is to come for a cohort, the next first, including deliveries that are being tried. */
export async function listComing(db: Db, cohortId: string, most: number): Promise<Listed[]> {
  return db
    .select(listed)
    .from(deliveries)
    .leftJoin(posts, eq(posts.key, deliveries.key))
    .where(
      and(
        eq(deliveries.cohortId, cohortId),
        isNull(deliveries.settledAt),
        or(notInArray(deliveries.kind, UNLISTED_KINDS), isNotNull(deliveries.queuedAt)),
      ),
    )
    .orderBy(asc(deliveries.dueAt), asc(deliveries.key))
    .limit(most);
}

/** What is settled for a cohort, the newest first. */
export async function listSettled(db: Db, cohortId: string, most: number): Promise<Listed[]> {
  return db
    .select(listed)
    .from(deliveries)
    .leftJoin(posts, eq(posts.key, deliveries.key))
    .where(
      and(
        eq(deliveries.cohortId, cohortId),
        isNotNull(deliveries.settledAt),
        or(notInArray(deliveries.kind, UNLISTED_KINDS), eq(deliveries.outcome, 'failed')),
      ),
    )
    .orderBy(desc(deliveries.settledAt), desc(deliveries.key))
    .limit(most);
}

/** The newest failure of each kind of delivery of a cohort, the newest first. */
export async function listLastFailures(db: Db, cohortId: string): Promise<Listed[]> {
  const newest = db
    .selectDistinctOn([deliveries.kind], listed)
    .from(deliveries)
    .leftJoin(posts, eq(posts.key, deliveries.key))
    .where(and(eq(deliveries.cohortId, cohortId), eq(deliveries.outcome, 'failed')))
    .orderBy(asc(deliveries.kind), desc(deliveries.settledAt));
  return (await newest).sort((one, other) => compareSettled(other, one));
}

function compareSettled(one: Listed, other: Listed): number {
  return (one.settledAt?.epochMilliseconds ?? 0) - (other.settledAt?.epochMilliseconds ?? 0);
}

/** Lets a delivery that was given up or skipped, or that is late, be tried again at once and from the beginning, however late it is. */
export async function recordRetry(db: Db, cohortId: string, key: string, now: Temporal.Instant): Promise<boolean> {
  const again = await db
    .update(deliveries)
    .set({ queuedAt: null, settledAt: null, outcome: null, note: null, uselessAt: null })
    .where(
      and(
        eq(deliveries.key, key),
        eq(deliveries.cohortId, cohortId),
        or(
          inArray(deliveries.outcome, ['failed', 'skipped']),
          // Its job in the queue finds it settled when its turn comes.
          and(isNull(deliveries.settledAt), lte(deliveries.dueAt, now)),
        ),
      ),
    )
    .returning({ key: deliveries.key });
  return again.length === 1;
}

/** Settles a delivery that has not been posted yet, or was given up, as dropped. The close of a round or an incident can't be dropped: people wait for it. */
export async function recordDropped(db: Db, cohortId: string, key: string, now: Temporal.Instant): Promise<boolean> {
  const dropped = await db
    .update(deliveries)
    .set({
      queuedAt: sql`coalesce(queued_at, ${now.toString()}::timestamptz)`,
      settledAt: now,
      outcome: 'skipped',
      note: 'dropped by an organiser',
    })
    .where(
      and(
        eq(deliveries.key, key),
        eq(deliveries.cohortId, cohortId),
        or(isNull(deliveries.settledAt), eq(deliveries.outcome, 'failed')),
        sql`${deliveries.kind} not in ('close', 'debrief')`,
      ),
    )
    .returning({ key: deliveries.key });
  return dropped.length === 1;
}
