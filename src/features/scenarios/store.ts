import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import type { RowJson } from '../../database/rows.ts';
import { ownersOf } from '../../domain/cohorts/near-store.ts';
import { enrolments } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';
import { recordPoints } from '../../domain/points/store.ts';
import type { Incident, InvestigationRow, Log, Outcome } from './investigation.ts';
import type { Move } from './moves.ts';
import { investigationFrom, type LogJson, logFrom } from './rows.ts';
import { pointsFor } from './score.ts';
import { investigations } from './tables.ts';

/** Keeps a run for one person and returns it as it is kept: a person has one of an incident, and one that is open of a scenario alone. */
export async function recordInvestigation(
  db: Db,
  row: InvestigationRow & { memberId: string },
): Promise<InvestigationRow> {
  const { id, incidentId, memberId, scenario } = row;
  const open = and(isNull(investigations.incidentId), isNull(investigations.closedAt));
  const ofIncident = incidentId === null ? open : eq(investigations.incidentId, incidentId);
  const own = and(eq(investigations.memberId, memberId), eq(investigations.scenario, scenario), ofIncident);
  return db.transaction(async (tx) => {
    // Two presses at the same moment are two events.
    await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    const [begun] = await tx
      .select()
      .from(investigations)
      .where(or(eq(investigations.id, id), own));
    if (begun !== undefined) return begun;
    const [made] = await tx.insert(investigations).values(row).returning();
    return made ?? row;
  });
}

/**
 * Turns a person's own open run into the run of an incident that has opened since, unless they have another one of it or
 * have ended its scenario, by any account of theirs.
 * Returns the run as it is kept then; undefined where it can't be one.
 */
export async function recordTied(
  db: Db,
  row: InvestigationRow,
  incident: Pick<Incident, 'id' | 'cohortId' | 'closesAt'>,
  memberId: string,
): Promise<InvestigationRow | undefined> {
  const [tied] = await db
    .update(investigations)
    .set({ incidentId: incident.id, cohortId: incident.cohortId, closesAt: incident.closesAt })
    .where(
      and(
        eq(investigations.id, row.id),
        eq(investigations.memberId, memberId),
        isNull(investigations.incidentId),
        isNull(investigations.closedAt),
        sql`not exists (select 1 from investigations r where ${takesPartAnywhere(memberId)}
          and (r.incident_id = ${incident.id} or (r.scenario = ${row.scenario} and r.closed_at is not null)))`,
      ),
    )
    .returning();
  return tied;
}

/** A run that counts as somebody's run of an incident. One of another account of theirs is not theirs to open here. */
export type Played = InvestigationRow & { isMine: boolean };

/**
 * The run for which somebody gets no other one of an incident: the newest of its scenario that they have ended, alone or in
 * a team, for they have seen the solution; or one of the incident itself by another account of theirs. Their own come first.
 */
export async function findPlayed(
  db: Db,
  { id, scenario }: Pick<Incident, 'id' | 'scenario'>,
  memberId: string,
): Promise<Played | undefined> {
  const [found] = await rows<{ row: RowJson; mine: boolean }>(
    db,
    sql`select to_jsonb(r) as row, ${takesPart(memberId)} as mine from investigations r
      where r.scenario = ${scenario} and ${takesPartAnywhere(memberId)}
        and (r.closed_at is not null or (r.incident_id = ${id} and not ${takesPart(memberId)}))
      order by mine desc, r.opened_at desc, r.id limit 1`,
  );
  return found && { ...investigationFrom(found.row), isMine: found.mine };
}

/** A run with what was done in it, and whether the asker takes part. Undefined: there is no such run. */
export type Found = Log & { isMine: boolean };

interface FoundJson extends LogJson {
  mine: boolean;
}

const IS_STAFF = sql`exists (select 1 from enrolments e where e.cohort_id = r.cohort_id and e.member_id = p.id
  and e.role = 'mentor' and e.left_at is null)`;

export function logColumns(moves: SQL): SQL {
  return sql`to_jsonb(r) as row, (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from ${moves} m) as moves,
    coalesce(
      (select jsonb_agg(jsonb_build_object('memberId', p.id, 'name', p.name, 'hidden', p.hidden,
        'pseudonym', p.pseudonym, 'isStaff', ${IS_STAFF}) order by i.joined_at, p.id)
        from investigators i join members p on p.id = i.member_id where i.investigation_id = r.id),
      (select jsonb_build_array(jsonb_build_object('memberId', p.id, 'name', p.name, 'hidden', p.hidden,
        'pseudonym', p.pseudonym, 'isStaff', ${IS_STAFF}))
        from members p where p.id = r.member_id),
      '[]') as people`;
}

function takesPart(memberId: string): SQL {
  return sql`(r.member_id is not distinct from ${memberId}
    or exists (select 1 from investigators i where i.investigation_id = r.id and i.member_id = ${memberId}))`;
}

/** By any account of the person's. */
function takesPartAnywhere(memberId: string): SQL {
  const owners = ownersOf(sql`${memberId}`);
  return sql`(r.member_id in ${owners}
    or exists (select 1 from investigators i where i.investigation_id = r.id and i.member_id in ${owners}))`;
}

function movesOf(id: string): SQL {
  return sql`(select * from investigation_moves where investigation_id = ${id})`;
}

export async function findLog(db: Db, id: string, memberId: string): Promise<Found | undefined> {
  const [found] = await rows<FoundJson>(
    db,
    sql`select ${logColumns(movesOf(id))}, ${takesPart(memberId)} as mine from investigations r where r.id = ${id}`,
  );
  return found && { ...logFrom(found), isMine: found.mine };
}

/** The investigations that somebody took part in and that are over, with all their moves, newest first. */
export async function listEndedLogs(db: Db, memberId: string): Promise<Log[]> {
  const found = await rows<LogJson>(
    db,
    sql`select ${logColumns(sql`(select * from investigation_moves where investigation_id = r.id)`)} from investigations r
      where ${takesPart(memberId)} and r.closed_at is not null order by r.closed_at desc, r.id`,
  );
  return found.map(logFrom);
}

/** A move on its way into the log. */
interface NewMove {
  investigationId: string;
  memberId: string;
  move: Move;
  at: Temporal.Instant;
  eventId: string;
}

/** `closed`: the run no longer takes moves. `kept`: this event was written down before. `added` is the new row's id. */
export type Recorded = Found & { outcome: 'recorded' | 'kept' | 'closed'; added: number | undefined };

/**
 * Writes a move down and returns everything that was done. One statement: the run's row is locked while it is open and the
 * asker takes part, which waits for a close under way. In a team two people can move at once; there they go one after the
 * other, so that nobody is shown what the other's minutes have made impossible.
 */
export async function recordMove(db: Db, move: NewMove, kind: InvestigationRow['kind']): Promise<Recorded | undefined> {
  if (kind === 'solo') return insertMove(db, move);
  return db.transaction(async (tx) => {
    await rows(tx, sql`select 1 from investigations where id = ${move.investigationId} for update`);
    return insertMove(tx, move);
  });
}

async function insertMove(
  db: Db,
  { investigationId, memberId, move, at, eventId }: NewMove,
): Promise<Recorded | undefined> {
  const now = moment(at);
  const [found] = await rows<FoundJson & { open: boolean; added: { id: number } | null }>(
    db,
    sql`with open_run as materialized (
        select r.id from investigations r
        where r.id = ${investigationId} and ${takesPart(memberId)} and r.closed_at is null
          and (r.closes_at is null or r.closes_at > ${now}::timestamptz)
        for share
      ), before as materialized ${movesOf(investigationId)},
      added as (
        insert into investigation_moves (investigation_id, member_id, move, at, event_id)
        select id, ${memberId}, ${JSON.stringify(move)}::jsonb, ${now}::timestamptz, ${eventId} from open_run
        on conflict (event_id) do nothing
        returning *
      )
      select ${logColumns(sql`(select * from before union all select * from added)`)}, ${takesPart(memberId)} as mine,
        exists (select 1 from open_run) as open, (select to_jsonb(added) from added) as added
      from investigations r where r.id = ${investigationId}`,
  );
  if (found === undefined) return undefined;
  const outcome = found.open ? (found.added === null ? 'kept' : 'recorded') : 'closed';
  return { ...logFrom(found), isMine: found.mine, outcome, added: found.added?.id };
}

/**
 * Ends a run and pays for it, each once however often it is tried. Points go to those who are learners of its cohort now;
 * whoever had points for the scenario in this cohort gets none again. Returns the run as it is kept, and who was paid.
 */
export async function recordEnd(
  db: Db,
  row: InvestigationRow,
  end: { outcome: Outcome; score: number; at: Temporal.Instant },
  people: readonly string[],
): Promise<{ row: InvestigationRow; paid: readonly string[] }> {
  return db.transaction(async (tx) => {
    const [ended] = await tx
      .update(investigations)
      .set({ closedAt: end.at, outcome: end.outcome, score: end.score })
      .where(and(eq(investigations.id, row.id), isNull(investigations.closedAt)))
      .returning();
    if (ended === undefined) {
      const [kept] = await tx.select().from(investigations).where(eq(investigations.id, row.id));
      return { row: kept ?? row, paid: [] };
    }
    return { row: ended, paid: await payFor(tx, ended, end, people) };
  });
}

async function payFor(
  tx: Db,
  { cohortId, scenario }: InvestigationRow,
  { score, at }: { score: number; at: Temporal.Instant },
  people: readonly string[],
): Promise<string[]> {
  const points = pointsFor(score);
  if (cohortId === null || points === 0 || people.length === 0) return [];
  const learners = await tx
    .select({ memberId: enrolments.memberId })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        eq(enrolments.role, 'learner'),
        isNull(enrolments.leftAt),
        inArray(enrolments.memberId, [...people]),
      ),
    );
  const paid: string[] = [];
  for (const { memberId } of learners) {
    const source = `scenario:${cohortId}:${memberId}:${scenario}`;
    const award = { cohortId, memberId, board: 'learners', points, reason: 'scenario', source, at } as const;
    if ((await recordPoints(tx, [award])) > 0) paid.push(memberId);
  }
  return paid;
}

/** A team's thread, and whether only the team sees it. */
export type TeamThread = Pick<InvestigationRow, 'isThreadPrivate'> & { thread: string };

/** Keeps which thread a team has. The first one stays: two who join at the same moment are in the same. Returns the one that is kept. */
export async function recordThread(db: Db, investigationId: string, opened: TeamThread): Promise<TeamThread> {
  const [kept] = await db
    .update(investigations)
    .set({
      thread: sql`coalesce(${investigations.thread}, ${opened.thread})`,
      isThreadPrivate: sql`case when ${investigations.thread} is null then ${opened.isThreadPrivate} else ${investigations.isThreadPrivate} end`,
    })
    .where(eq(investigations.id, investigationId))
    .returning({ thread: investigations.thread, isThreadPrivate: investigations.isThreadPrivate });
  return kept === undefined || kept.thread === null ? opened : { ...kept, thread: kept.thread };
}

/** The threads of a cohort that only teams of this person see. */
export async function listPrivateThreads(
  db: Db,
  { cohortId, memberId }: { cohortId: string; memberId: string },
): Promise<{ workspaceId: string; thread: string }[]> {
  return rows(
    db,
    sql`select r.workspace_id as "workspaceId", r.thread from investigations r
      join investigators i on i.investigation_id = r.id and i.member_id = ${memberId}
      where r.cohort_id = ${cohortId} and r.is_thread_private and r.thread is not null order by r.id`,
  );
}

/** Everybody's runs that a person takes or took part in, newest first. */
export async function listInvestigations(db: Db, memberId: string): Promise<InvestigationRow[]> {
  const found = await rows<{ row: RowJson }>(
    db,
    sql`select to_jsonb(r) as row from investigations r where ${takesPart(memberId)} order by r.opened_at desc, r.id`,
  );
  return found.map(({ row }) => investigationFrom(row));
}

/** What a person's investigations have come to: how many scenarios they ended, how many they fixed, and their best scores' mean. */
export interface ScenarioRecord {
  ended: number;
  fixed: number;
  /** Undefined before the first has ended. */
  meanScore: number | undefined;
}

export async function readScenarioRecord(db: Db, memberId: string): Promise<ScenarioRecord> {
  const [found] = await rows<{ ended: number; fixed: number; mean: number | null }>(
    db,
    sql`select count(*)::int as ended, (count(*) filter (where fixed))::int as fixed, round(avg(best))::int as mean
      from (
        select r.scenario, max(r.score) as best, bool_or(r.outcome = 'fixed') as fixed from investigations r
        where ${takesPart(memberId)} and r.closed_at is not null
          and exists (select 1 from investigation_moves m
            where m.investigation_id = r.id and m.member_id = ${memberId} and m.move->>'kind' <> 'role')
        group by r.scenario
      ) as ended_scenarios`,
  );
  return { ended: found?.ended ?? 0, fixed: found?.fixed ?? 0, meanScore: found?.mean ?? undefined };
}
