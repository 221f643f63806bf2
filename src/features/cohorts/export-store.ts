import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { attendanceOf } from '../sessions/store.ts';
import type { AnswerFacts, ExportFacts } from './export.ts';

interface ExportRow extends Record<string, unknown> {
  name: string;
  id: string;
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
        select session, member_id, said from ${attendanceOf(cohortId)} down
      ), last_answers as (
        select distinct on (a.round_id, a.item, a.member_id) a.member_id, a."right" from answers a
        join rounds r on r.id = a.round_id
        where r.cohort_id = ${cohortId} and r.kind = 'cohort' and r.closed_at is not null order by a.round_id, a.item, a.member_id, a.id desc
      )
      select m.name, split_part(m.workspace_id, ':', 1) || ':' || m.external_id as id, p.role,
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
    id: row.id,
    role: row.role,
    joinedAt: Temporal.Instant.from(row.joined_at),
    leftAt: row.left_at === null ? null : Temporal.Instant.from(row.left_at),
    attendance: row.attendance ?? {},
    answered: row.answered,
    right: row.right,
    points: row.points,
  }));
}

interface AnswerRow extends Record<string, unknown> {
  name: string;
  id: string;
  session: number;
  closed_at: string;
  item: string;
  answered_at: string;
  right: boolean;
  points: number;
}

/** Every answer that counted in the cohort's closed rounds: the last of each person to each question. */
export async function listAnswerFacts(db: Db, cohortId: string): Promise<AnswerFacts[]> {
  const exported = await rows<AnswerRow>(
    db,
    sql`with counted as (
        select distinct on (a.round_id, a.item, a.member_id) a.*, r.session, r.closed_at, r.opened_at
        from answers a join rounds r on r.id = a.round_id
        where r.cohort_id = ${cohortId} and r.kind = 'cohort' and r.closed_at is not null and a.answered_at <= r.closed_at
        order by a.round_id, a.item, a.member_id, a.id desc
      )
      select m.name, split_part(m.workspace_id, ':', 1) || ':' || m.external_id as id, c.session, c.item, c."right",
        to_char(c.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as closed_at,
        to_char(c.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as answered_at,
        coalesce((select sum(l.points)::int from ledger l where l.source = 'answer:' || c.id), 0) as points
      from counted c join members m on m.id = c.member_id
      order by c.opened_at, c.round_id, m.name, m.id, c.item`,
  );
  return exported.map((row) => ({
    name: row.name,
    id: row.id,
    session: row.session,
    closedAt: Temporal.Instant.from(row.closed_at),
    item: row.item,
    answeredAt: Temporal.Instant.from(row.answered_at),
    right: row.right,
    points: row.points,
  }));
}
