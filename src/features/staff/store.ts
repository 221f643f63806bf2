import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { homes } from '../../domain/cohorts/tables.ts';
import { parseWorkspaceId } from '../../domain/people/ids.ts';
import { workspaces } from '../workspaces/tables.ts';
import { mentors, organisers } from './tables.ts';

/** Says which role the mentors of a cohort have in one of its homes. */
export async function recordMentorRole(db: Db, cohortId: string, workspaceId: string, role: string): Promise<void> {
  await db
    .update(homes)
    .set({ mentorRole: role })
    .where(and(eq(homes.cohortId, cohortId), eq(homes.workspaceId, workspaceId)));
}

/** Whoever has this role is an organiser too; null for no role. */
export async function recordOrganiserRole(db: Db, workspaceId: string, role: string | null): Promise<void> {
  await db
    .insert(workspaces)
    .values({ ...parseWorkspaceId(workspaceId), organiserRole: role })
    .onConflictDoUpdate({ target: workspaces.id, set: { organiserRole: role } });
}

/** Somebody who was named, and by whom. */
export interface Naming {
  memberId: string;
  namedBy: string;
  namedAt: Temporal.Instant;
}

/** Names an organiser; somebody who already is one stays one. */
export async function recordOrganiser(db: Db, workspaceId: string, naming: Naming): Promise<void> {
  await db
    .insert(organisers)
    .values({ workspaceId, ...naming })
    .onConflictDoNothing();
}

/** Takes back that somebody is an organiser by name: false when they were not. */
export async function removeOrganiser(db: Db, workspaceId: string, memberId: string): Promise<boolean> {
  const removed = await db
    .delete(organisers)
    .where(and(eq(organisers.workspaceId, workspaceId), eq(organisers.memberId, memberId)))
    .returning({ id: organisers.memberId });
  return removed.length === 1;
}

/** Who is an organiser of a workspace by role and by name. */
export async function readOrganisers(
  db: Db,
  workspaceId: string,
): Promise<{ role: string | null; memberIds: readonly string[] }> {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
  const named = await db
    .select({ id: organisers.memberId })
    .from(organisers)
    .where(eq(organisers.workspaceId, workspaceId))
    .orderBy(asc(organisers.namedAt), asc(organisers.memberId));
  return { role: workspace?.organiserRole ?? null, memberIds: named.map(({ id }) => id) };
}

/** Names a mentor of a cohort; somebody who already is one stays one. */
export async function recordMentor(db: Db, cohortId: string, naming: Naming): Promise<void> {
  await db
    .insert(mentors)
    .values({ cohortId, ...naming })
    .onConflictDoNothing();
}

/** Takes back that somebody is a mentor by name, whichever of their accounts was named: false when none was. */
export async function removeMentor(db: Db, cohortId: string, memberId: string): Promise<boolean> {
  const accounts = sql`select one.id from members one
    join members other on coalesce(one.primary_id, one.id) = coalesce(other.primary_id, other.id)
    where other.id = ${memberId}`;
  const removed = await db
    .delete(mentors)
    .where(
      and(
        eq(mentors.cohortId, cohortId),
        sql`(${mentors.memberId} = ${memberId} or ${mentors.memberId} in (${accounts}))`,
      ),
    )
    .returning({ id: mentors.memberId });
  return removed.length > 0;
}

/** Who is a mentor of a cohort by name. */
export async function listMentors(db: Db, cohortId: string): Promise<string[]> {
  const named = await db
    .select({ id: mentors.memberId })
    .from(mentors)
    .where(eq(mentors.cohortId, cohortId))
    .orderBy(asc(mentors.namedAt), asc(mentors.memberId));
  return named.map(({ id }) => id);
}
