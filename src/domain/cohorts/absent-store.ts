import { and, asc, eq, inArray, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { members } from '../people/tables.ts';
import { cohorts, enrolments } from './tables.ts';

/** Writes down that a person is in no workspace of theirs any more; the first time counts. Returns the cohorts whose place that concerns. */
export async function recordAbsent(db: Db, personId: string, now: Temporal.Instant): Promise<string[]> {
  const absent = await db
    .update(enrolments)
    .set({ absentSince: now })
    .where(and(eq(enrolments.memberId, personId), isNull(enrolments.leftAt), isNull(enrolments.absentSince)))
    .returning({ cohortId: enrolments.cohortId });
  return absent.map(({ cohortId }) => cohortId);
}

/** Writes down that a person is there after all. */
export async function recordPresent(db: Db, personId: string): Promise<void> {
  await db
    .update(enrolments)
    .set({ absentSince: null })
    .where(and(eq(enrolments.memberId, personId), isNotNull(enrolments.absentSince)));
}

/** The places of cohorts that go on, whose people have been absent since that moment or longer. */
export async function listAbsent(db: Db, since: Temporal.Instant): Promise<{ cohortId: string; memberId: string }[]> {
  return db
    .select({ cohortId: enrolments.cohortId, memberId: enrolments.memberId })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(isNull(enrolments.leftAt), lte(enrolments.absentSince, since), inArray(cohorts.status, ['active', 'paused'])),
    )
    .orderBy(asc(enrolments.id))
    .limit(50);
}

/** Who of a cohort is absent, by the members to whom their places belong. */
export async function listAbsentIn(db: Db, cohortId: string): Promise<string[]> {
  const absent = await db
    .select({ memberId: enrolments.memberId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), isNull(enrolments.leftAt), isNotNull(enrolments.absentSince)))
    .orderBy(asc(enrolments.id));
  return absent.map(({ memberId }) => memberId);
}

/** Where a person can be: each account of theirs by its workspace and the platform's id. */
export async function listAccountsOf(db: Db, personId: string): Promise<{ workspaceId: string; externalId: string }[]> {
  return db
    .select({ workspaceId: members.workspaceId, externalId: members.externalId })
    .from(members)
    .where(or(eq(members.id, personId), eq(members.primaryId, personId)))
    .orderBy(asc(members.id));
}
