import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { members } from '../../domain/people/tables.ts';
import type { MakeUp } from './signs.ts';
import { nudges } from './tables.ts';

/** A nudge as it is kept. */
export type Nudge = typeof nudges.$inferSelect;

/** A person gets one nudge in so many days, whoever sends it and whatever cohort it is about. */
const NUDGE_DAYS = 7;

/** A round of a cohort that has closed, and who answered in it. */
export interface ClosedRound {
  session: number | null;
  closedAt: Temporal.Instant;
  takers: ReadonlySet<string>;
}

/** The closed rounds of a cohort, the oldest first. */
export async function listClosedRounds(db: Db, cohortId: string): Promise<ClosedRound[]> {
  const found = await rows<{ session: number | null; closedAt: string; takers: string[] }>(
    db,
    sql`select r.session, to_char(r.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "closedAt",
        (select coalesce(jsonb_agg(distinct a.member_id), '[]') from answers a where a.round_id = r.id) as takers
      from rounds r where r.cohort_id = ${cohortId} and r.kind = 'cohort' and r.closed_at is not null
      order by r.closed_at, r.id`,
  );
  return found.map(({ session, closedAt, takers }) => ({
    session,
    closedAt: Temporal.Instant.from(closedAt),
    takers: new Set(takers),
  }));
}

/** Whether the last answers of each of these people were right, the newest last; of rounds that are still open none. */
export async function listVerdicts(
  db: Db,
  memberIds: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  if (memberIds.length === 0) return new Map();
  const found = await rows<{ memberId: string; verdicts: boolean[] }>(
    db,
    sql`select member_id as "memberId", jsonb_agg("right" order by id) as verdicts from (
        select a.member_id, a."right", a.id, row_number() over (partition by a.member_id order by a.id desc) as back
        from answers a join rounds r on r.id = a.round_id
        where a.member_id in ${[...memberIds]} and (r.kind = 'practice' or r.closed_at is not null)
          and not exists (select 1 from answers later
            where later.round_id = a.round_id and later.item = a.item and later.member_id = a.member_id
              and r.kind = 'cohort' and later.id > a.id)
      ) counted where back <= ${most}::int group by member_id`,
  );
  return new Map(found.map(({ memberId, verdicts }) => [memberId, verdicts]));
}

/** The investigations of these people that are open, alone or in a team, and how many days ago something was done in each. */
export async function listOpenRuns(
  db: Db,
  memberIds: readonly string[],
  now: Temporal.Instant,
): Promise<{ memberId: string; scenario: string; idleDays: number; isTeam: boolean }[]> {
  if (memberIds.length === 0) return [];
  const at = moment(now);
  return rows<{ memberId: string; scenario: string; idleDays: number; isTeam: boolean }>(
    db,
    sql`select p.id as "memberId", r.scenario, r.kind = 'team' as "isTeam", (extract(epoch from ${at}::timestamptz - coalesce(
        (select max(m.at) from investigation_moves m where m.investigation_id = r.id), r.opened_at)) / 86400)::float as "idleDays"
      from investigations r join members p on p.id = r.member_id
        or exists (select 1 from investigators i where i.investigation_id = r.id and i.member_id = p.id)
      where r.closed_at is null and (r.closes_at is null or r.closes_at > ${at}::timestamptz) and p.id in ${[...memberIds]}
      order by r.opened_at, r.id`,
  );
}

/** The scenarios (slugs) of a cohort's incidents that are over. */
export async function listClosedIncidents(db: Db, cohortId: string): Promise<string[]> {
  const found = await rows<{ scenario: string }>(
    db,
    sql`select scenario from incidents where cohort_id = ${cohortId} and closed_at is not null order by closed_at, id`,
  );
  return found.map(({ scenario }) => scenario);
}

/** The scenarios (slugs) that each of these people has begun, alone or in a team. */
export async function listPlayed(
  db: Db,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (memberIds.length === 0) return new Map();
  const found = await rows<{ memberId: string; scenarios: string[] }>(
    db,
    sql`select p.id as "memberId", jsonb_agg(distinct r.scenario) as scenarios
      from investigations r join members p on p.id = r.member_id
        or exists (select 1 from investigators i where i.investigation_id = r.id and i.member_id = p.id)
      where p.id in ${[...memberIds]} group by p.id`,
  );
  return new Map(found.map(({ memberId, scenarios }) => [memberId, new Set(scenarios)]));
}

/** When each of these people was nudged last, of those who were within the days that keep them from another one. */
export async function listNudged(
  db: Db,
  memberIds: readonly string[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, Temporal.Instant>> {
  if (memberIds.length === 0) return new Map();
  const lately = gt(nudges.at, now.subtract({ hours: 24 * NUDGE_DAYS }));
  const found = await db
    .select({ memberId: nudges.memberId, at: nudges.at })
    .from(nudges)
    .where(and(inArray(nudges.memberId, [...memberIds]), lately))
    .orderBy(nudges.at);
  return new Map(found.map(({ memberId, at }) => [memberId, at]));
}

/**
 * Keeps a nudge with the delivery that brings it: `sent`; `before` when the person had one within a week. The same event
 * sends it once, and is `sent` again. One at a time for each person.
 */
export async function recordNudge(
  db: Db,
  nudge: Omit<Nudge, 'session' | 'scenario'> & { makeUp: MakeUp },
): Promise<'sent' | 'before'> {
  const { makeUp, ...kept } = nudge;
  return db.transaction(async (tx) => {
    await tx.select({ id: members.id }).from(members).where(eq(members.id, kept.memberId)).for('update');
    const [last] = await tx
      .select()
      .from(nudges)
      .where(eq(nudges.memberId, kept.memberId))
      .orderBy(desc(nudges.at))
      .limit(1);
    if (last?.eventId === kept.eventId) return 'sent';
    const again = last?.at.add({ hours: 24 * NUDGE_DAYS });
    if (again !== undefined && Temporal.Instant.compare(again, kept.at) > 0) return 'before';
    await tx.insert(nudges).values({ ...kept, ...makeUp });
    const { id, cohortId, at } = kept;
    await recordDelivery(tx, {
      key: `nudge/${id}`,
      cohortId,
      kind: 'nudge',
      detail: { nudge: id },
      dueAt: at,
    });
    return 'sent';
  });
}

export async function findNudge(db: Db, id: string): Promise<Nudge | undefined> {
  const [nudge] = await db.select().from(nudges).where(eq(nudges.id, id));
  return nudge;
}
