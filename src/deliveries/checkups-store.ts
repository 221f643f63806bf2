import { and, asc, eq, isNull, lte, ne, or } from 'drizzle-orm';
import type { Db } from '../database/client.ts';
import { cohorts } from '../domain/cohorts/tables.ts';
import { checkups } from './tables.ts';

export type Checkup = typeof checkups.$inferSelect;

/** What lacked in each home of a cohort at its last checkup. */
export async function findCheckup(db: Db, cohortId: string): Promise<Checkup | undefined> {
  const [kept] = await db.select().from(checkups).where(eq(checkups.cohortId, cohortId));
  return kept;
}

/** Keeps a checkup, unless another process was quicker: then it is that one's to tell. */
export async function recordCheckup(
  tx: Db,
  { cohortId, at, found }: typeof checkups.$inferInsert,
  before: Temporal.Instant | undefined,
): Promise<boolean> {
  const kept = await tx
    .insert(checkups)
    .values({ cohortId, at, found })
    .onConflictDoUpdate({
      target: checkups.cohortId,
      set: { at, found },
      setWhere: before === undefined ? eq(checkups.at, at) : eq(checkups.at, before),
    })
    .returning({ at: checkups.at });
  return kept.length === 1;
}

/** A cohort that goes on and was not looked after since that moment, or, where something was found, since `again`. */
export async function findUnexamined(
  db: Db,
  { since, again }: { since: Temporal.Instant; again: Temporal.Instant },
): Promise<string | undefined> {
  const isLeftOver = and(lte(checkups.at, again), ne(checkups.found, {}));
  const [due] = await db
    .select({ id: cohorts.id })
    .from(cohorts)
    .leftJoin(checkups, eq(checkups.cohortId, cohorts.id))
    .where(and(eq(cohorts.status, 'active'), or(isNull(checkups.at), lte(checkups.at, since), isLeftOver)))
    .orderBy(asc(cohorts.id))
    .limit(1);
  return due?.id;
}
