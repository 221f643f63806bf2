import { and, eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { attendance, preworkDone } from './tables.ts';

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
