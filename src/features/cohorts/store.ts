import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { type Cohort, movedUp } from '../../domain/cohorts/cohort.ts';
import { cohortColumns, listLearnerIds, lockCohort, recordChange } from '../../domain/cohorts/store.ts';
import { calendarChanges, cohorts, enrolments, homes } from '../../domain/cohorts/tables.ts';

/** Keeps a draft; the same draft twice is kept once. */
export async function recordDraft(db: Db, { homes: where, ...draft }: Cohort): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .insert(cohorts)
      .values({ ...draft, weekdays: [...draft.weekdays] })
      .onConflictDoNothing();
    for (const home of where) {
      const row = { ...home, cohortId: draft.id, since: draft.createdAt };
      await tx.insert(homes).values(row).onConflictDoNothing();
    }
  });
}

/** Makes a draft another one, with the days that it leaves out: false when it is none any more. */
export async function recordRedraft(
  tx: Db,
  { id, startsOn, weekdays, startTime, zone, capacity, createdBy, createdAt }: Cohort,
  skipped: readonly Temporal.PlainDate[],
): Promise<boolean> {
  const changed = await tx
    .update(cohorts)
    .set({ startsOn, weekdays: [...weekdays], startTime, zone, capacity })
    .where(and(eq(cohorts.id, id), eq(cohorts.status, 'draft')))
    .returning({ id: cohorts.id });
  if (changed.length === 0) return false;
  await tx.delete(calendarChanges).where(eq(calendarChanges.cohortId, id));
  for (const date of skipped) {
    const made = { change: { kind: 'skip', date } as const, madeAt: createdAt };
    await recordChange(tx, id, made, { memberId: createdBy, eventKey: `draft/${id}/${date.toString()}` });
  }
  return true;
}

/** The names of the cohorts that were created in a workspace, those that ended included, the newest first. */
export async function listNames(db: Db, workspaceId: string): Promise<string[]> {
  const found = await db
    .select({ name: cohorts.name })
    .from(cohorts)
    .where(and(eq(cohorts.workspaceId, workspaceId), ne(cohorts.status, 'draft')))
    .orderBy(desc(cohorts.createdAt), asc(cohorts.id));
  return [...new Set(found.map(({ name }) => name))];
}

/** The newest cohort of that name that was created in a workspace, also where it has ended. */
export async function findByName(db: Db, workspaceId: string, name: string): Promise<Cohort | undefined> {
  const [found] = await db
    .select(cohortColumns)
    .from(cohorts)
    .where(
      and(
        eq(cohorts.workspaceId, workspaceId),
        ne(cohorts.status, 'draft'),
        sql`lower(${cohorts.name}) = lower(${name.trim()})`,
      ),
    )
    .orderBy(desc(cohorts.createdAt))
    .limit(1);
  return found;
}

/** Adds somebody at the end. One at a time per cohort, so that no two people are told they have the same place. */
export async function recordJoin(
  db: Db,
  cohortId: string,
  memberId: string,
  role: 'learner' | 'mentor',
  now: Temporal.Instant,
): Promise<{ joined: boolean; learners: string[] }> {
  return db.transaction(async (tx) => {
    await lockCohort(tx, cohortId);
    const added = await tx
      .insert(enrolments)
      .values({ cohortId, memberId, role, joinedAt: now })
      .onConflictDoNothing()
      .returning({ id: enrolments.id });
    return { joined: added.length === 1, learners: await listLearnerIds(tx, cohortId) };
  });
}

/** Takes somebody out and tells who moved up from the waiting list. */
export async function recordLeave(
  db: Db,
  cohortId: string,
  memberId: string,
  now: Temporal.Instant,
  alsoInside: (tx: Db, movedUp: string[]) => Promise<void>,
): Promise<{ left: boolean; movedUp: string[] }> {
  return db.transaction(async (tx) => {
    const cohort = await lockCohort(tx, cohortId);
    const before = await listLearnerIds(tx, cohortId);
    const closed = await tx
      .update(enrolments)
      .set({ leftAt: now })
      .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.memberId, memberId), isNull(enrolments.leftAt)))
      .returning({ id: enrolments.id });
    const up = movedUp(before, await listLearnerIds(tx, cohortId), cohort?.capacity ?? null);
    await alsoInside(tx, up);
    return { left: closed.length === 1, movedUp: up };
  });
}

/** Throws a draft away: false when it has become a cohort. */
export async function removeDraft(db: Db, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const isDraft = and(eq(cohorts.id, id), eq(cohorts.status, 'draft'));
    const [draft] = await tx.select({ id: cohorts.id }).from(cohorts).where(isDraft).for('update');
    if (draft === undefined) return false;
    await tx.delete(calendarChanges).where(eq(calendarChanges.cohortId, id));
    await tx.delete(cohorts).where(eq(cohorts.id, id));
    return true;
  });
}
