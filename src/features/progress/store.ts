import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { statement } from '../../database/statement.ts';
import { placeAfter } from '../../domain/cohorts/cohort.ts';
import type { Board } from '../../domain/points/store.ts';
import { attendanceOf } from '../sessions/store.ts';
import type { Entry } from './boards.ts';

/** Everybody who belongs on a board, with the points of one week or of all time; ranks are made by `rankEntries`. */
export async function listEntries(
  db: Db,
  cohortId: string,
  board: Board,
  week?: Temporal.PlainDate | undefined,
): Promise<Entry[]> {
  const role = board === 'learners' ? 'learner' : 'mentor';
  const found = await readEntries(db, { cohortId, board, role, week: week?.toString() ?? '-infinity' });
  const isOn = ({ ahead, capacity }: EntryRow) =>
    board === 'mentors' || ahead === null || placeAfter(ahead, capacity).kind === 'in';
  return found.filter(isOn).map(({ ahead, capacity, ...entry }) => entry);
}

type EntryRow = Entry & { ahead: number | null; capacity: number | null } & Record<string, unknown>;

const readEntries = statement<{ cohortId: string; board: Board; role: string; week: string }, EntryRow>(
  'progress-entries',
  ({ cohortId, board, role, week }) => sql`with present as (
      select member_id, (row_number() over (order by id) - 1)::int as ahead from enrolments
      where cohort_id = ${cohortId} and role = ${role} and left_at is null
    ), belonging as (
      select member_id, ahead from present
      union all select member_id, null::int from standings
      where cohort_id = ${cohortId} and board = 'mentors' and ${board} = 'mentors' and week = '-infinity' and entries > 0
        and member_id not in (select member_id from present)
    ), sums as (
      select member_id, points from standings
      where cohort_id = ${cohortId} and board = ${board} and week = ${week}::date
    )
    select b.ahead, c.capacity, m.id as "memberId", m.workspace_id as "workspaceId", m.external_id as "externalId", m.name,
      m.hidden, m.pseudonym, coalesce(s.points, 0) as points
    from belonging b join members m on m.id = b.member_id join cohorts c on c.id = ${cohortId}
      left join sums s on s.member_id = b.member_id`,
);

/** Who is in a cohort as a mentor, and these people, as they stand on a board before anything is counted. */
export async function listEntriesOf(db: Db, cohortId: string, memberIds: readonly string[]): Promise<Entry[]> {
  return rows<Entry & Record<string, unknown>>(
    db,
    sql`select m.id as "memberId", m.workspace_id as "workspaceId", m.external_id as "externalId", m.name, m.hidden,
        m.pseudonym, 0 as points
      from members m where m.id in ${['', ...memberIds]} or exists (select 1 from enrolments e
        where e.cohort_id = ${cohortId} and e.member_id = m.id and e.role = 'mentor' and e.left_at is null)`,
  );
}

/** What one person did in one cohort, in numbers. */
export interface Attended {
  /** Sessions that count: those they were at and those they made up, which are `madeUp`. */
  present: number;
  madeUp: number;
  excused: number;
  /** Rounds of the cohort that are closed, and in how many of them the person answered. */
  rounds: number;
  roundsTaken: number;
}

export async function readRecord(db: Db, cohortId: string, memberId: string): Promise<Attended> {
  const [found] = await rows<Attended & Record<string, unknown>>(
    db,
    sql`with said as (
        select session, said from ${attendanceOf(cohortId)} down where member_id = ${memberId}
      ), closed as (
        select id from rounds where cohort_id = ${cohortId} and kind = 'cohort' and closed_at is not null
      )
      select (select count(*)::int from said where said in ('present', 'made-up')) as present,
        (select count(*)::int from said where said = 'made-up') as "madeUp",
        (select count(*)::int from said where said = 'excused') as excused,
        (select count(*)::int from closed) as rounds,
        (select count(distinct a.round_id)::int from answers a join closed c on c.id = a.round_id
          where a.member_id = ${memberId}) as "roundsTaken"`,
  );
  return found ?? { present: 0, madeUp: 0, excused: 0, rounds: 0, roundsTaken: 0 };
}
