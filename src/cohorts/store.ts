import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Event } from '../chat/event.ts';
import type { CohortScope } from '../chat/route.ts';
import type { Asker } from '../context.ts';
import { type Db, rows } from '../database/client.ts';
import { attendance, calendarChanges, cohorts, enrolments, members, workspaces } from '../database/schema.ts';
import { CalendarChange, changeToJson, type MadeChange } from './calendar.ts';
import type { ExportFacts } from './export.ts';
import type { Cohort } from './rules.ts';
import { movedUp } from './rules.ts';

/** Where the asker stands and which cohort is meant. */
export interface Standpoint {
  workspaceId: string;
  asker: Asker;
  cohort: Cohort | undefined;
  /** The cohorts it could be, when it could be several. */
  candidates: readonly Cohort[];
  /** Nothing can be done before the asker has said which: a cohort is needed, or they are in several. */
  mustChoose: boolean;
}

export function workspaceIdOf(platform: string, workspace: string): string {
  return `${platform}:${workspace}`;
}

export function memberIdOf(workspaceId: string, externalId: string): string {
  return `${workspaceId}/${externalId}`;
}

/** Where the asker stands: one statement, and a second one when the person is new or has another name than before. */
export async function getStandpoint(
  db: Db,
  event: Event,
  scope: CohortScope,
  now: Temporal.Instant,
): Promise<Standpoint> {
  const { place, person } = event;
  const workspaceId = workspaceIdOf(place.platform, place.workspace);
  const memberId = memberIdOf(workspaceId, person.id);
  const named = event.action.state['cohort'] ?? '';
  let found = await readStandpoint(db, memberId, workspaceId, named);
  if (found[0]?.name !== person.name) {
    await recordMember(db, { id: memberId, workspaceId, externalId: person.id, name: person.name, seenAt: now });
    found = await readStandpoint(db, memberId, workspaceId, named);
  }
  const places = new Map(found.flatMap((row) => (row.cohort === null ? [] : [[row.cohort.id, row] as const])));
  const known = found.flatMap(({ cohort }) => (cohort === null ? [] : [cohort]));
  const organiserRole = found[0]?.organiserRole ?? null;
  const isMine = (cohort: Cohort) => (places.get(cohort.id)?.role ?? null) !== null;
  const candidates = narrow(known, named, place.channel, isMine);
  const cohort = scope === 'none' || candidates.length !== 1 ? undefined : candidates[0];
  const about = cohort === undefined ? known : [cohort];
  const standing = (candidate: Cohort) => {
    const row = places.get(candidate.id);
    if (row?.role !== 'learner') return undefined;
    return candidate.capacity === null || row.ahead < candidate.capacity ? 'in' : 'waiting';
  };
  // By the role as it is now: a place as staff is kept when the role is taken away, the rights are not.
  const isMentor = ({ mentorRole }: Cohort) => mentorRole !== null && person.roles.includes(mentorRole);
  const asker = {
    memberId,
    name: person.name,
    organiser: person.manages || (organiserRole !== null && person.roles.includes(organiserRole)),
    mentor: about.some(isMentor),
    learner: about.some((candidate) => standing(candidate) === 'in'),
    waiting: about.some((candidate) => standing(candidate) === 'waiting'),
    hidden: found[0]?.hidden ?? false,
  };
  const isTorn = scope === 'any' && candidates.length > 1 && candidates.every(isMine);
  return { workspaceId, asker, cohort, candidates, mustChoose: isTorn || (scope === 'one' && cohort === undefined) };
}

async function readStandpoint(db: Db, memberId: string, workspaceId: string, named: string) {
  return db
    .select({
      name: members.name,
      hidden: members.hidden,
      organiserRole: workspaces.organiserRole,
      cohort: cohorts,
      role: enrolments.role,
      ahead: sql<number>`(select count(*)::int from enrolments o
        where o.cohort_id = ${cohorts.id} and o.role = 'learner' and o.left_at is null and o.id < ${enrolments.id})`,
    })
    .from(members)
    .leftJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .leftJoin(
      cohorts,
      and(
        eq(cohorts.workspaceId, workspaceId),
        or(inArray(cohorts.status, ['active', 'paused']), and(eq(cohorts.id, named), eq(cohorts.status, 'archived'))),
      ),
    )
    .leftJoin(
      enrolments,
      and(eq(enrolments.cohortId, cohorts.id), eq(enrolments.memberId, memberId), isNull(enrolments.leftAt)),
    )
    .where(eq(members.id, memberId))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
}

/** Keeps what the platform calls somebody now. */
export async function recordMember(db: Db, member: typeof members.$inferInsert): Promise<void> {
  await db
    .insert(members)
    .values(member)
    .onConflictDoUpdate({ target: members.id, set: { name: member.name, seenAt: member.seenAt } });
}

/** The cohort that was named; else the one at home in this channel; else the one the asker is in; else all. */
function narrow(
  known: readonly Cohort[],
  named: string,
  channel: string,
  enrolledIn: (cohort: Cohort) => boolean,
): readonly Cohort[] {
  if (named !== '') return known.filter((cohort) => cohort.id === named);
  const here = known.filter((cohort) => cohort.channel === channel);
  const pool = here.length > 0 ? here : known;
  if (pool.length === 1) return pool;
  const mine = pool.filter(enrolledIn);
  return mine.length > 0 ? mine : pool;
}

/** The cohorts of a workspace that run or rest, oldest first. */
export async function listCohorts(db: Db, workspaceId: string): Promise<Cohort[]> {
  return db
    .select()
    .from(cohorts)
    .where(and(eq(cohorts.workspaceId, workspaceId), inArray(cohorts.status, ['active', 'paused'])))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
}

export async function findCohort(db: Db, id: string): Promise<Cohort | undefined> {
  const [cohort] = await db.select().from(cohorts).where(eq(cohorts.id, id));
  return cohort;
}

/** Keeps a draft; the same draft twice is kept once. */
export async function recordDraft(db: Db, draft: Cohort): Promise<void> {
  await db
    .insert(cohorts)
    .values({ ...draft, weekdays: [...draft.weekdays] })
    .onConflictDoNothing();
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

/** True when another running cohort of the workspace has this name. */
export async function isNameTaken(db: Db, workspaceId: string, name: string): Promise<boolean> {
  const taken = await rows(
    db,
    sql`select 1 from cohorts where workspace_id = ${workspaceId} and lower(name) = lower(${name})
      and status in ('active', 'paused') limit 1`,
  );
  return taken.length > 0;
}

export async function recordOrganiserRole(
  db: Db,
  workspace: { id: string; platform: string; externalId: string },
  role: string | null,
): Promise<void> {
  await db
    .insert(workspaces)
    .values({ ...workspace, organiserRole: role })
    .onConflictDoUpdate({ target: workspaces.id, set: { organiserRole: role } });
}

/** Waits until nobody else changes this cohort's places or calendar; lasts until the transaction ends. */
export async function lockCohort(tx: Db, id: string): Promise<Cohort | undefined> {
  const [cohort] = await tx.select().from(cohorts).where(eq(cohorts.id, id)).for('update');
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

async function listLearnerIds(db: Db, cohortId: string): Promise<string[]> {
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

export async function findMember(db: Db, id: string): Promise<{ id: string; externalId: string } | undefined> {
  const [member] = await db
    .select({ id: members.id, externalId: members.externalId })
    .from(members)
    .where(eq(members.id, id));
  return member;
}

/** Throws a draft away: false when it has become a cohort. */
export async function removeDraft(db: Db, id: string): Promise<boolean> {
  const removed = await db
    .delete(cohorts)
    .where(and(eq(cohorts.id, id), eq(cohorts.status, 'draft')))
    .returning({ id: cohorts.id });
  return removed.length === 1;
}

interface ExportRow extends Record<string, unknown> {
  name: string;
  external_id: string;
  role: 'learner' | 'mentor';
  joined_at: string;
  left_at: string | null;
  attendance: Record<string, string> | null;
  answered: number;
  right: number;
  points: number;
}

/** Everybody who ever was in a cohort, once each at their last place, with what they did. */
export async function listExportFacts(db: Db, cohortId: string): Promise<ExportFacts[]> {
  const exported = await rows<ExportRow>(
    db,
    sql`with places as (
        select distinct on (member_id) * from enrolments where cohort_id = ${cohortId} order by member_id, id desc
      ), said as (
        select distinct on (session, member_id) session, member_id, said from attendance
        where cohort_id = ${cohortId} order by session, member_id, said = 'present' desc, id desc
      ), last_answers as (
        select distinct on (a.round_id, a.item, a.member_id) a.member_id, a."right" from answers a
        join rounds r on r.id = a.round_id
        where r.cohort_id = ${cohortId} and r.kind = 'cohort' and r.closed_at is not null order by a.round_id, a.item, a.member_id, a.id desc
      )
      select m.name, m.external_id, p.role,
        to_char(p.joined_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as joined_at,
        to_char(p.left_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as left_at,
        (select jsonb_object_agg(s.session::text, s.said) from said s where s.member_id = p.member_id) as attendance,
        (select count(*)::int from last_answers l where l.member_id = p.member_id) as answered,
        (select count(*)::int from last_answers l where l.member_id = p.member_id and l."right") as "right",
        (select coalesce(sum(points), 0)::int from ledger g
          where g.cohort_id = ${cohortId} and g.member_id = p.member_id) as points
      from places p join members m on m.id = p.member_id order by p.id`,
  );
  return exported.map((row) => ({
    name: row.name,
    externalId: row.external_id,
    role: row.role,
    joinedAt: Temporal.Instant.from(row.joined_at),
    leftAt: row.left_at === null ? null : Temporal.Instant.from(row.left_at),
    attendance: row.attendance ?? {},
    answered: row.answered,
    right: row.right,
    points: row.points,
  }));
}
