import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';
import { type HelpEvent, helpFrom, isLapsed, isOpen } from './help.ts';
import type { HelpRequest } from './requests.ts';
import { happeningFrom, happeningRow, type Told } from './rows.ts';
import { helpEvents, helpRequests } from './tables.ts';

/** A request before anybody looked at it. */
export type NewHelpRequest = typeof helpRequests.$inferInsert;

/** Keeps what somebody wants to ask; the same event twice keeps it once. */
export async function recordHelpRequest(db: Db, request: NewHelpRequest): Promise<void> {
  await db.insert(helpRequests).values(request).onConflictDoNothing();
}

/** Says for which cohort a question is: only its asker may, and once. Returns whether this was the once. */
export async function recordHelpCohort(db: Db, id: string, memberId: string, cohortId: string): Promise<boolean> {
  const said = await db
    .update(helpRequests)
    .set({ cohortId })
    .where(and(eq(helpRequests.id, id), eq(helpRequests.memberId, memberId), isNull(helpRequests.cohortId)))
    .returning({ id: helpRequests.id });
  return said.length > 0;
}

/** Says which skill a question is about. */
export async function recordHelpSkill(db: Db, id: string, skill: string | null): Promise<void> {
  await db.update(helpRequests).set({ skill }).where(eq(helpRequests.id, id));
}

/** Adds what happened. Returns the id of its row; undefined when this cause has made it happen already. */
export async function recordHappening(tx: Db, requestId: string, told: Told): Promise<number | undefined> {
  const [added] = await tx
    .insert(helpEvents)
    .values({ requestId, ...happeningRow(told) })
    .onConflictDoNothing({ target: helpEvents.cause })
    .returning({ id: helpEvents.id });
  return added?.id;
}

export async function findHelpRequest(db: Db, id: string): Promise<HelpRequest | undefined> {
  const [request] = await readRequests(db, eq(helpRequests.id, id));
  return request;
}

/** The question of a workspace that is talked about in one of these channels, the one that came there last. */
export async function findTalkedAbout(
  db: Db,
  workspaceId: string,
  channels: readonly string[],
): Promise<HelpRequest | undefined> {
  const [found] = await rows<{ id: string }>(
    db,
    sql`select request_id as id from help_events where kind = 'opened'
      and detail ->> 'workspaceId' = ${workspaceId} and detail ->> 'channel' in ${['', ...channels]}
      order by id desc limit 1`,
  );
  return found && findHelpRequest(db, found.id);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockHelpRequest(tx: Db, id: string): Promise<HelpRequest | undefined> {
  await tx.select({ id: helpRequests.id }).from(helpRequests).where(eq(helpRequests.id, id)).for('update');
  return findHelpRequest(tx, id);
}

/** Whoever is asked for something at the same time waits: what one person may have at once is counted under this. */
export async function lockMember(tx: Db, memberId: string): Promise<void> {
  await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
}

/** Requests that were asked and are not over: nothing ended them since they were asked, or opened again. */
const OPEN = sql`exists (select 1 from help_events a where a.request_id = help_requests.id and a.kind = 'asked')
  and not exists (select 1 from help_events o where o.request_id = help_requests.id
    and o.kind in ('resolved', 'withdrawn', 'closed')
    and not exists (select 1 from help_events r
      where r.request_id = o.request_id and r.kind = 'reopened' and r.id > o.id))`;

/** The questions of a cohort that are open, the oldest first. */
export async function listOpenRequests(db: Db, cohortId: string): Promise<HelpRequest[]> {
  const found = await readRequests(db, and(eq(helpRequests.cohortId, cohortId), OPEN));
  return found.filter(({ help }) => isOpen(help));
}

/** The questions of a cohort that were resolved, the oldest first. */
export async function listResolvedRequests(db: Db, cohortId: string): Promise<HelpRequest[]> {
  const wasResolved = sql`exists (select 1 from help_events o
    where o.request_id = help_requests.id and o.kind = 'resolved')`;
  const found = await readRequests(db, and(eq(helpRequests.cohortId, cohortId), wasResolved));
  return found.filter(({ help }) => help.state === 'resolved');
}

/** What somebody asked in a cohort, the newest last, at most 50. */
export async function listRequestsOf(db: Db, cohortId: string, memberId: string): Promise<HelpRequest[]> {
  const own = await readRequests(db, and(eq(helpRequests.cohortId, cohortId), eq(helpRequests.memberId, memberId)));
  return own.filter(({ help }) => help.state !== 'draft').slice(-50);
}

/** The requests that a mentor has now, in all cohorts. */
export async function listHeld(db: Db, mentorId: string, now: Temporal.Instant): Promise<HelpRequest[]> {
  const touched = sql`exists (select 1 from help_events t where t.request_id = help_requests.id
    and t.kind in ('taken', 'handed-over') and (t.member_id = ${mentorId} or t.other_id = ${mentorId}))`;
  const found = await readRequests(db, and(OPEN, touched));
  return found.filter(({ help }) => help.state === 'taken' && help.holder === mentorId && !isLapsed(help, now));
}

/** The skills of what a mentor has helped with to the end. */
export async function listHelpedSkills(db: Db, mentorId: string): Promise<string[]> {
  const found = await rows<{ skill: string }>(
    db,
    sql`select distinct r.skill from help_requests r join help_events e on e.request_id = r.id
      where r.skill is not null and e.kind = 'taken' and e.member_id = ${mentorId}
        and exists (select 1 from help_events o where o.request_id = r.id and o.kind = 'resolved')`,
  );
  return found.map(({ skill }) => skill);
}

/** What was asked in a question's workspace, or in its cohort wherever that lives, solved, and kept with its asker's word for whoever asks the like; the newest last. */
export async function listKept(
  db: Db,
  { workspaceId, cohortId }: Pick<HelpRequest, 'workspaceId' | 'cohortId'>,
): Promise<HelpRequest[]> {
  const isHere = eq(helpRequests.workspaceId, workspaceId);
  const isNear = cohortId === null ? isHere : or(isHere, eq(helpRequests.cohortId, cohortId));
  const isKept = sql`exists (select 1 from help_events k where k.request_id = help_requests.id and k.kind = 'kept')`;
  const found = await readRequests(db, and(isNear, isKept));
  return found.filter(({ help }) => help.kept !== null && help.kept !== '');
}

/** How long questions of a cohort waited until a mentor took them first, in milliseconds, of those taken since then. */
export async function listWaits(db: Db, cohortId: string, since: Temporal.Instant): Promise<number[]> {
  const found = await rows<{ waited: number }>(
    db,
    sql`select waited::float8 as waited from (
        select distinct on (e.request_id) (e.detail ->> 'waited') as waited, e.at
        from help_events e join help_requests r on r.id = e.request_id
        where r.cohort_id = ${cohortId} and e.kind = 'taken' order by e.request_id, e.id
      ) first where at >= ${moment(since)} and waited is not null`,
  );
  return found.map(({ waited }) => waited);
}

async function readRequests(db: Db, where: SQL | undefined): Promise<HelpRequest[]> {
  const found = await db
    .select({ request: helpRequests, asker: members.name })
    .from(helpRequests)
    .innerJoin(members, eq(members.id, helpRequests.memberId))
    .where(where)
    .orderBy(asc(helpRequests.askedAt), asc(helpRequests.id));
  if (found.length === 0) return [];
  const ids = found.map(({ request }) => request.id);
  const told = await db.select().from(helpEvents).where(inArray(helpEvents.requestId, ids)).orderBy(asc(helpEvents.id));
  const eventsOf = Map.groupBy(told, ({ requestId }) => requestId);
  const requests = found.map(({ request, asker }) => {
    const events: HelpEvent[] = (eventsOf.get(request.id) ?? []).map(happeningFrom);
    return { ...request, asker, help: helpFrom(request.memberId, events) };
  });
  const names = await readNames(db, new Set(requests.flatMap(({ help }) => help.holder ?? [])));
  return requests.map((one) => ({
    ...one,
    mentor: one.help.holder === null ? null : (names.get(one.help.holder) ?? null),
  }));
}

async function readNames(db: Db, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map();
  const named = await db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(inArray(members.id, [...ids]));
  return new Map(named.map(({ id, name }) => [id, name]));
}
