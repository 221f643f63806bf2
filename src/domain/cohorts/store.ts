import { and, asc, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { type RowJson, rowFrom } from '../../database/rows.ts';
import { members } from '../people/tables.ts';
import { CalendarChange, changeToJson, type MadeChange, type Rhythm } from './calendar.ts';
import type { Cohort, Home } from './cohort.ts';
import { calendarChanges, cohorts, enrolments } from './tables.ts';

/** The columns of a cohort with its homes, the first one first, for any statement in which its table has its own name. */
export const cohortColumns = {
  ...getTableColumns(cohorts),
  homes: sql<Home[]>`(select coalesce(jsonb_agg(
      jsonb_build_object('workspaceId', h.workspace_id, 'channel', h.channel, 'mentorRole', h.mentor_role,
        'pingRole', h.ping_role)
      order by h.workspace_id <> cohorts.workspace_id, h.since, h.workspace_id), '[]')
    from homes h where h.cohort_id = cohorts.id and h.closed_at is null)`,
};

/** A cohort that came as JSON, with its homes. */
export function cohortFrom(json: RowJson & { homes?: readonly Home[] }): Cohort {
  return { ...rowFrom(cohorts, json), homes: json.homes ?? [] };
}

/** Whether a cohort has a home in a workspace. */
function livesIn(workspaceId: string | SQL) {
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

/** How many people the pairs of a cohort have in each module; null where nobody is paired. */
export async function readPairSize(db: Db, cohortId: string): Promise<2 | 3 | null> {
  const [found] = await db.select({ pairs: cohorts.pairs }).from(cohorts).where(eq(cohorts.id, cohortId));
  return found?.pairs ?? null;
}

/** A cohort by its name, which is to be read wherever it was created or lives. */
type Called = Pick<Cohort, 'id' | 'name' | 'workspaceId' | 'homes'>;

function workspacesOf({ workspaceId, homes }: Called): string[] {
  return [...new Set([workspaceId, ...homes.map((home) => home.workspaceId)])];
}

/** True when another running cohort that was created or lives where this one is has its name. */
export async function isNameTaken(db: Db, called: Called): Promise<boolean> {
  const here = workspacesOf(called).map((workspaceId) => sql`workspace_id = ${workspaceId} or ${livesIn(workspaceId)}`);
  const taken = await rows(
    db,
    sql`select 1 from cohorts where (${sql.join(here, sql` or `)}) and id <> ${called.id}
      and lower(name) = lower(${called.name}) and status in ('active', 'paused') limit 1`,
  );
  return taken.length > 0;
}

/**
 * The opposite, and nobody else gives a cohort of these workspaces a name until the transaction ends: two homes of one name
 * have no row in common that a constraint could watch.
 */
export async function claimName(tx: Db, called: Called): Promise<boolean> {
  // In one order for everybody, so that two who wait never wait for each other.
  for (const workspaceId of workspacesOf(called).sort()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cohort names in ${workspaceId}`}, 0))`);
  }
  return !(await isNameTaken(tx, called));
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

/** Gives a cohort other weekdays, another time or zone, as it keeps them; in another zone, boards count their weeks anew. */
export async function recordRhythm(tx: Db, { id, zone }: Cohort, rhythm: Rhythm): Promise<void> {
  await tx.update(cohorts).set(rhythm).where(eq(cohorts.id, id));
  if (rhythm.zone !== zone) await rows(tx, sql`select rebuild_standings()`);
}

/** Somebody present in a cohort. */
export interface Enrolled {
  memberId: string;
  externalId: string;
  name: string;
  role: 'learner' | 'mentor';
  hidden: boolean;
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
      hidden: members.hidden,
      joinedAt: enrolments.joinedAt,
    })
    .from(enrolments)
    .innerJoin(members, eq(members.id, enrolments.memberId))
    .where(and(eq(enrolments.cohortId, cohortId), isNull(enrolments.leftAt)))
    .orderBy(asc(enrolments.id));
}

/** Whether somebody learns in any cohort that goes on, wherever it lives. */
export async function isLearnerSomewhere(db: Db, memberId: string): Promise<boolean> {
  const [place] = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        eq(enrolments.memberId, memberId),
        eq(enrolments.role, 'learner'),
        isNull(enrolments.leftAt),
        inArray(cohorts.status, ['active', 'paused']),
      ),
    )
    .limit(1);
  return place !== undefined;
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

/** Whether somebody is or ever was in a cohort. */
export async function wasEnrolled(db: Db, cohortId: string, memberId: string): Promise<boolean> {
  const found = await db
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.memberId, memberId)))
    .limit(1);
  return found.length === 1;
}

/** The cohort of a workspace that goes on for longest. */
export async function findEldest(db: Db, workspaceId: string): Promise<string | undefined> {
  const [eldest] = await db
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(and(eq(cohorts.workspaceId, workspaceId), eq(cohorts.status, 'active')))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id))
    .limit(1);
  return eldest?.id;
}
