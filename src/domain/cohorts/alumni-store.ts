import { eq } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { parseMemberId } from '../people/ids.ts';
import type { Cohort } from './cohort.ts';
import { homeIn } from './homes.ts';
import { findCohort, listCohortsOf } from './store.ts';
import { cohorts } from './tables.ts';

/** Keeps which cohort people may join after the course of this one; null for none. */
export async function recordAlumni(db: Db, cohortId: string, alumniId: string | null): Promise<void> {
  await db.update(cohorts).set({ alumniId }).where(eq(cohorts.id, cohortId));
}

/** The cohort that people may join after the course of this one, while it runs or rests. */
export async function findAlumni(db: Db, cohortId: string): Promise<Cohort | undefined> {
  const [found] = await db.select({ alumniId: cohorts.alumniId }).from(cohorts).where(eq(cohorts.id, cohortId));
  const alumni = found?.alumniId == null ? undefined : await findCohort(db, found.alumniId);
  return alumni?.status === 'active' || alumni?.status === 'paused' ? alumni : undefined;
}

/** The same, where it lives in somebody's own workspace and they are not in it yet. */
export async function findAlumniFor(db: Db, cohortId: string, memberId: string): Promise<Cohort | undefined> {
  const alumni = await findAlumni(db, cohortId);
  if (alumni === undefined || homeIn(alumni, parseMemberId(memberId).workspaceId) === undefined) return undefined;
  const isIn = (await listCohortsOf(db, memberId)).some(({ id }) => id === alumni.id);
  return isIn ? undefined : alumni;
}
