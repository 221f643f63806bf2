import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { deeds, doneEvents } from './tables.ts';

export type Deed = Omit<typeof deeds.$inferSelect, 'eventId'>;

/** How long it is known who did what. */
const KEPT_DAYS = 365;

/**
 * Writes down what somebody is about to do; the same event once. What the workspace did more than a year ago goes. Returns
 * whether this very event has done it before.
 */
export async function recordDeed(db: Db, deed: Omit<typeof deeds.$inferInsert, 'id' | 'doneAt'>): Promise<boolean> {
  const since = deed.at.subtract({ hours: 24 * KEPT_DAYS });
  await db.delete(deeds).where(and(eq(deeds.workspaceId, deed.workspaceId), lt(deeds.at, since)));
  const added = await db.insert(deeds).values(deed).onConflictDoNothing().returning({ id: deeds.id });
  if (added.length === 1) return false;
  const [before] = await db.select({ doneAt: deeds.doneAt }).from(deeds).where(eq(deeds.eventId, deed.eventId));
  return before !== undefined && before.doneAt !== null;
}

/** For how long a platform may deliver an event again: hours; and a day more. */
const REDELIVERED_HOURS = 48;

/** Whether this very event has done its work before. */
export async function isDoneEvent(db: Db, eventId: string): Promise<boolean> {
  const found = await db.select({ at: doneEvents.at }).from(doneEvents).where(eq(doneEvents.eventId, eventId));
  return found.length === 1;
}

/** Keeps that an event has done its work; those that can't come again go. */
export async function recordDoneEvent(db: Db, eventId: string, at: Temporal.Instant): Promise<void> {
  await db.delete(doneEvents).where(lt(doneEvents.at, at.subtract({ hours: REDELIVERED_HOURS })));
  await db.insert(doneEvents).values({ eventId, at }).onConflictDoNothing();
}

/** Writes down that it is done. */
export async function recordDeedDone(db: Db, eventId: string, at: Temporal.Instant): Promise<void> {
  await db
    .update(deeds)
    .set({ doneAt: at })
    .where(and(eq(deeds.eventId, eventId), isNull(deeds.doneAt)));
}

/** Takes back what was refused: it has not happened. */
export async function removeDeed(db: Db, eventId: string): Promise<void> {
  await db.delete(deeds).where(and(eq(deeds.eventId, eventId), isNull(deeds.doneAt)));
}

/** What was done to a cohort from anywhere, and to the workspace in which it is asked, the newest first. */
export async function listDeeds(
  db: Db,
  { cohortId, workspaceId }: { cohortId: string; workspaceId: string },
  { offset, most }: { offset: number; most: number },
): Promise<Deed[]> {
  return db
    .select()
    .from(deeds)
    .where(
      or(
        eq(deeds.cohortId, cohortId),
        sql`${deeds.options} ->> 'draft' = ${cohortId}`,
        and(isNull(deeds.cohortId), eq(deeds.workspaceId, workspaceId), sql`not ${deeds.options} ? 'draft'`),
      ),
    )
    .orderBy(desc(deeds.id))
    .offset(offset)
    .limit(most);
}
