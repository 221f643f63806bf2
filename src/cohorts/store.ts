import { and, asc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { type Db, rows } from '../database/client.ts';
import { attendance, calendarChanges, cohorts, enrolments, homes, members } from '../database/schema.ts';
import { CalendarChange, changeToJson, type MadeChange } from './calendar.ts';
import type { Cohort, Home } from './rules.ts';
import { movedUp } from './rules.ts';

/** The columns of a cohort with its homes, the first one first, for any statement in which its table has its own name. */
export const cohortColumns = {
  ...getTableColumns(cohorts),
  homes: sql<Home[]>`(select coalesce(jsonb_agg(
      jsonb_build_object('workspaceId', h.workspace_id, 'channel', h.channel, 'mentorRole', h.mentor_role)
      order by h.workspace_id <> cohorts.workspace_id, h.since, h.workspace_id), '[]')
    from homes h where h.cohort_id = cohorts.id and h.closed_at is null)`,
};

/** Whether a cohort has a home in a workspace. */
export function livesIn(workspaceId: string) {
  return sql`exists (select 1 from homes h
    where h.cohort_id = cohorts.id and h.workspace_id = ${workspaceId} and h.closed_at is null)`;
}

/** The cohorts of a workspace that run or rest, oldest first. */
export async function listCohorts(db: Db, workspaceId: string): Promise<Cohort[]> {
  return db
    .select(cohortColumns)
    .from(cohorts)
    .where(and(livesIn(workspaceId), inArray(cohorts.status, ['active', 'paused'])))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
}

/** The cohorts that somebody is in or waits for, that run or rest, oldest first. */
export async function listCohortsOf(db: Db, memberId: string): Promise<Cohort[]> {
  return db
    .select(cohortColumns)
    .from(cohorts)
    .where(
      and(
        inArray(cohorts.status, ['active', 'paused']),
        sql`exists (select 1 from enrolments e
          where e.cohort_id = cohorts.id and e.member_id = ${memberId} and e.left_at is null)`,
      ),
    )
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
}

export async function findCohort(db: Db, id: string): Promise<Cohort | undefined> {
  const [cohort] = await db.select(cohortColumns).from(cohorts).where(eq(cohorts.id, id));
  return cohort;
}

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

/** Moves a cohort from one of `from` to `to`: true for the one call that did it. */
export async function recordStatus(
  db: Db,
  id: string,
  from: readonly Cohort['status'][],
  to: Cohort['status'],
): Promise<boolean> {
  const changed = await db
    .update(cohorts)
    .set({ status: to })
    .where(and(eq(cohorts.id, id), inArray(cohorts.status, [...from])))
    .returning({ id: cohorts.id });
  return changed.length === 1;
}

/** True when another running cohort that was created or lives in the workspace has this name. */
export async function isNameTaken(db: Db, workspaceId: string, name: string): Promise<boolean> {
  const taken = await rows(
    db,
    sql`select 1 from cohorts where (workspace_id = ${workspaceId} or ${livesIn(workspaceId)})
      and lower(name) = lower(${name}) and status in ('active', 'paused') limit 1`,
  );
  return taken.length > 0;
}

/** Waits until nobody else changes this cohort's places or calendar; lasts until the transaction ends. */
export async function lockCohort(tx: Db, id: string): Promise<Cohort | undefined> {
  const [cohort] = await tx.select(cohortColumns).from(cohorts).where(eq(cohorts.id, id)).for('update');
  return cohort;
}

export async function listChanges(db: Db, cohortId: string): Promise<MadeChange[]> {
  const kept = await db
    .select({ change: calendarChanges.change, madeAt: calendarChanges.madeAt })
    .from(calendarChanges)
    .where(eq(calendarChanges.cohortId, cohortId))
    .orderBy(asc(calendarChanges.id));
  return kept.map(({ change, madeAt }) => ({ change: CalendarChange.parse(change), madeAt }));
}

/** Says which role the mentors of a cohort have in one of its homes. */
export async function recordMentorRole(db: Db, cohortId: string, workspaceId: string, role: string): Promise<void> {
  await db
    .update(homes)
    .set({ mentorRole: role })
    .where(and(eq(homes.cohortId, cohortId), eq(homes.workspaceId, workspaceId)));
}

/** Adds a change to a calendar: false when this event has made it already. */
export async function recordChange(
  db: Db,
  cohortId: string,
  made: MadeChange,
  by: { memberId: string; eventKey: string },
): Promise<boolean> {
  const added = await db
    .insert(calendarChanges)
    .values({
      cohortId,
      change: changeToJson(made.change),
      madeAt: made.madeAt,
      madeBy: by.memberId,
      eventId: by.eventKey,
    })
    .onConflictDoNothing({ target: calendarChanges.eventId })
    .returning({ id: calendarChanges.id });
  return added.length === 1;
}

/** Somebody present in a cohort. */
export interface Enrolled {
  memberId: string;
  externalId: string;
  name: string;
  role: 'learner' | 'mentor';
  joinedAt: Temporal.Instant;
}

/** Who is in a cohort, waiting learners included, in the order in which they joined. */
export async function listEnrolled(db: Db, cohortId: string): Promise<Enrolled[]> {
  return db
    .select({
      memberId: enrolments.memberId,
      externalId: members.externalId,
      name: members.name,
      role: enrolments.role,
      joinedAt: enrolments.joinedAt,
    })
    .from(enrolments)
    .innerJoin(members, eq(members.id, enrolments.memberId))
    .where(and(eq(enrolments.cohortId, cohortId), isNull(enrolments.leftAt)))
    .orderBy(asc(enrolments.id));
}

/** Adds somebody at the end. One at a time per cohort, so that nobody is told a place that another then gets. */
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

/** The learners of a cohort, waiting ones included, in the order of their places. */
export async function listLearnerIds(db: Db, cohortId: string): Promise<string[]> {
  const present = await db
    .select({ memberId: enrolments.memberId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.role, 'learner'), isNull(enrolments.leftAt)))
    .orderBy(asc(enrolments.id));
  return present.map(({ memberId }) => memberId);
}

/** Keeps what somebody said about a session: false when it was said before. */
export async function recordAttendance(
  db: Db,
  said: {
    cohortId: string;
    session: number;
    memberId: string;
    said: 'coming' | 'excused' | 'present';
    at: Temporal.Instant;
    eventId: string;
  },
): Promise<boolean> {
  const added = await db.insert(attendance).values(said).onConflictDoNothing().returning({ id: attendance.id });
  return added.length === 1;
}

export interface Attendance {
  session: number;
  memberId: string;
  said: 'coming' | 'excused' | 'present';
}

/** What each person said last about each session; `present` beats whatever was said before or after. */
export async function listAttendance(db: Db, cohortId: string): Promise<Attendance[]> {
  return rows<Attendance & Record<string, unknown>>(
    db,
    sql`select distinct on (session, member_id) session, member_id as "memberId", said
      from attendance where cohort_id = ${cohortId}
      order by session, member_id, said = 'present' desc, id desc`,
  );
}

/** Throws a draft away: false when it has become a cohort. */
export async function removeDraft(db: Db, id: string): Promise<boolean> {
  const removed = await db
    .delete(cohorts)
    .where(and(eq(cohorts.id, id), eq(cohorts.status, 'draft')))
    .returning({ id: cohorts.id });
  return removed.length === 1;
}
