import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { type Cohort, type Home, movedUp } from '../../domain/cohorts/cohort.ts';
import { listLearnerIds, lockCohort } from '../../domain/cohorts/store.ts';
import { cohorts, enrolments, homes } from '../../domain/cohorts/tables.ts';

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

/** The names of the running cohorts that live in a channel, the oldest first. */
export async function listNeighbours(
  db: Db,
  { workspaceId, channel }: Pick<Home, 'workspaceId' | 'channel'>,
): Promise<string[]> {
  const found = await db
    .select({ name: cohorts.name })
    .from(homes)
    .innerJoin(cohorts, eq(cohorts.id, homes.cohortId))
    .where(
      and(
        eq(homes.workspaceId, workspaceId),
        eq(homes.channel, channel),
        isNull(homes.closedAt),
        inArray(cohorts.status, ['active', 'paused']),
      ),
    )
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
  return found.map(({ name }) => name);
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
  const removed = await db
    .delete(cohorts)
    .where(and(eq(cohorts.id, id), eq(cohorts.status, 'draft')))
    .returning({ id: cohorts.id });
  return removed.length === 1;
}
