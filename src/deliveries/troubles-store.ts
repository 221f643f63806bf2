import { eq } from 'drizzle-orm';
import type { Db } from '../database/client.ts';
import { recordTroubleNotice } from './notices.ts';
import { troubles } from './tables.ts';

export type Trouble = typeof troubles.$inferSelect;

/**
 * Writes down that a cohort's posts do not arrive until somebody acts, and plans to tell them: once, however often and
 * whatever else is tried meanwhile. `of` says what could not be posted, if anything was tried.
 */
export async function recordTrouble(
  db: Db,
  cohortId: string,
  { remedy, of }: { remedy: string; of?: string },
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [news] = await tx.insert(troubles).values({ cohortId, remedy, since: now }).onConflictDoNothing().returning();
    if (news !== undefined)
      await recordTroubleNotice(tx, cohortId, { kind: 'troubled', remedy, ...(of === undefined ? {} : { of }) }, now);
  });
}

/** Writes down that a cohort's posts arrive, and plans to tell so where they did not. */
export async function recordMended(db: Db, cohortId: string, now: Temporal.Instant): Promise<void> {
  await db.transaction(async (tx) => {
    const [mended] = await tx.delete(troubles).where(eq(troubles.cohortId, cohortId)).returning();
    if (mended !== undefined) await recordTroubleNotice(tx, cohortId, { kind: 'mended' }, now);
  });
}

/** What keeps a cohort's posts from arriving, if anything does. */
export async function findTrouble(db: Db, cohortId: string): Promise<Trouble | undefined> {
  const [trouble] = await db.select().from(troubles).where(eq(troubles.cohortId, cohortId));
  return trouble;
}
