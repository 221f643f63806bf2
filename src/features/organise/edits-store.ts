import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { listLearnerIds, lockCohort } from '../../domain/cohorts/store.ts';
import { cohorts, homes } from '../../domain/cohorts/tables.ts';
import { Edit, editToJson } from './edits.ts';
import { edits } from './tables.ts';

/** How long a preview can be confirmed. */
const KEPT = { hours: 24 } as const;

/** Keeps what an organiser looks at, and lets go of what was looked at long ago. */
export async function recordLookedAt(
  db: Db,
  looked: { id: string; cohortId: string; edit: Edit; madeBy: string; madeAt: Temporal.Instant },
): Promise<void> {
  await db
    .delete(edits)
    .where(and(eq(edits.cohortId, looked.cohortId), lt(edits.madeAt, looked.madeAt.subtract(KEPT))));
  await db
    .insert(edits)
    .values({ ...looked, edit: editToJson(looked.edit) })
    .onConflictDoNothing();
}

/** What an organiser looked at in a cohort, and the event that carried it out, if one did. */
export async function findLookedAt(
  tx: Db,
  cohortId: string,
  id: string,
): Promise<{ edit: Edit; doneBy: string | null } | undefined> {
  const [kept] = await tx
    .select()
    .from(edits)
    .where(and(eq(edits.id, id), eq(edits.cohortId, cohortId)))
    .for('update');
  return kept && { edit: Edit.parse(kept.edit), doneBy: kept.doneBy };
}

export async function recordLookedAtDone(tx: Db, id: string, eventKey: string): Promise<void> {
  await tx.update(edits).set({ doneBy: eventKey }).where(eq(edits.id, id));
}

/** What became of an edit: `small`: that many are in already, so the places can't be fewer. */
export type Edited =
  | { outcome: 'edited'; movedUp: string[] }
  | { outcome: 'small'; placed: number }
  | { outcome: 'gone' };

/**
 * Changes a cohort's name, places and, in one workspace, its roles. More places move people up. The name must have been claimed.
 */
export async function recordEdit(
  tx: Db,
  cohortId: string,
  workspaceId: string,
  edit: Omit<Edit, 'rhythm' | 'seen' | 'track' | 'trackBefore' | 'alumni' | 'channel'>,
): Promise<Edited> {
  const cohort = await lockCohort(tx, cohortId);
  if (cohort === undefined || cohort.status === 'archived') return { outcome: 'gone' };
  const learners = await listLearnerIds(tx, cohortId);
  const capacity = edit.capacity === undefined ? cohort.capacity : edit.capacity;
  const placed = Math.min(learners.length, cohort.capacity ?? learners.length);
  if (capacity !== null && capacity < placed) return { outcome: 'small', placed };
  await tx
    .update(cohorts)
    .set({
      name: edit.name ?? cohort.name,
      capacity,
      certainty: edit.certainty ?? cohort.certainty ?? false,
      events: edit.events ?? cohort.events ?? false,
    })
    .where(eq(cohorts.id, cohortId));
  const roles = {
    ...(edit.mentorRole === undefined ? {} : { mentorRole: edit.mentorRole }),
    ...(edit.pingRole === undefined ? {} : { pingRole: edit.pingRole }),
  };
  if (Object.keys(roles).length > 0) {
    await tx
      .update(homes)
      .set(roles)
      .where(and(eq(homes.cohortId, cohortId), eq(homes.workspaceId, workspaceId), isNull(homes.closedAt)));
  }
  const before = learners.slice(0, placed);
  const now = learners.slice(0, capacity ?? learners.length);
  return { outcome: 'edited', movedUp: now.filter((member) => !before.includes(member)) };
}
