import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { lockCohort } from '../../domain/cohorts/store.ts';
import { POINTS } from '../../domain/points/points.ts';
import { recordPoints } from '../../domain/points/store.ts';
import { type Attending, pointsOf } from './attending.ts';
import { attendance, attendanceCorrections, preworkDone } from './tables.ts';

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

interface Attendance {
  session: number;
  memberId: string;
  said: Attending;
}

/**
 * A table of who is down as what at each session of a cohort (session, member_id, said): a mentor's last correction, else `present`,
 * else what was said last.
 */
export function attendanceOf(cohortId: string): SQL {
  return sql`(select distinct on (session, member_id) session, member_id, said from (
      select session, member_id, said, id, false as corrected from attendance where cohort_id = ${cohortId}
      union all select session, member_id, said, id, true from attendance_corrections where cohort_id = ${cohortId}
    ) spoken order by session, member_id, corrected desc, not corrected and said = 'present' desc, id desc)`;
}

/** What is down for each person about each session, as far as anything is. */
export async function listAttendance(db: Db, cohortId: string): Promise<Attendance[]> {
  return rows<Attendance & Record<string, unknown>>(
    db,
    sql`select session, member_id as "memberId", said from ${attendanceOf(cohortId)} down order by session, member_id`,
  );
}

/**
 * Adds a correction, and with it the points that make presence pay once and nothing else: one at a time for a cohort, the same event
 * once.
 */
export async function recordCorrection(
  db: Db,
  correction: Omit<typeof attendanceCorrections.$inferInsert, 'id'>,
): Promise<void> {
  const { cohortId, session, memberId, said, at, eventId } = correction;
  await db.transaction(async (tx) => {
    await lockCohort(tx, cohortId);
    const added = await tx
      .insert(attendanceCorrections)
      .values(correction)
      .onConflictDoNothing({ target: attendanceCorrections.eventId })
      .returning({ id: attendanceCorrections.id });
    if (added.length === 0) return;
    const [paid] = await rows<{ points: number }>(
      tx,
      sql`select coalesce(sum(points), 0)::int as points from ledger
        where cohort_id = ${cohortId} and member_id = ${memberId} and board = 'learners'
          and (source = ${`present:${cohortId}:${session}:${memberId}`}
            or source in (select 'attendance:' || event_id from attendance_corrections
              where cohort_id = ${cohortId} and session = ${session} and member_id = ${memberId}))`,
    );
    const points = pointsOf(said, paid?.points ?? 0, POINTS.present);
    if (points === 0) return;
    const source = `attendance:${eventId}`;
    await recordPoints(tx, [{ cohortId, memberId, board: 'learners', points, reason: 'present', source, at }]);
  });
}

/** Keeps that somebody has done the pre-work of a session; saying so twice is once. */
export async function recordPreworkDone(
  db: Db,
  done: { memberId: string; session: number; at: Temporal.Instant },
): Promise<void> {
  await db.insert(preworkDone).values(done).onConflictDoNothing();
}

/** Whether somebody has said that they did the pre-work of a session. */
export async function isPreworkDone(db: Db, memberId: string, session: number): Promise<boolean> {
  return (await db.$count(preworkDone, and(eq(preworkDone.memberId, memberId), eq(preworkDone.session, session)))) > 0;
}
