import { eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { members } from '../../domain/people/tables.ts';
import { type Celebration, chooseCelebration, isTooSoon } from './celebrations.ts';
import { celebrations } from './tables.ts';

/** When somebody first had answered all questions of a cohort's round; undefined before. */
export async function findFirstRound(db: Db, memberId: string): Promise<Temporal.Instant | undefined> {
  const [found] = await rows<{ at: number }>(
    db,
    sql`select extract(epoch from max(firsts.at))::float8 as at
      from (select round_id, item, min(answered_at) as at from answers where member_id = ${memberId} group by round_id, item) firsts
        join rounds r on r.id = firsts.round_id
      where r.kind = 'cohort' group by r.id having count(*) >= cardinality(r.items) order by 1 limit 1`,
  );
  return found && Temporal.Instant.fromEpochMilliseconds(Math.floor(1000 * Number(found.at)));
}

/** The sessions of a cohort at which somebody was, or whose closed round they answered. */
export async function listSessionsTaken(db: Db, cohortId: string, memberId: string): Promise<number[]> {
  const found = await rows<{ session: number }>(
    db,
    sql`select session from attendance where cohort_id = ${cohortId} and member_id = ${memberId} and said = 'present'
      union select r.session from rounds r where r.cohort_id = ${cohortId} and r.kind = 'cohort' and r.closed_at is not null
        and r.session is not null and exists (select 1 from answers a where a.round_id = r.id and a.member_id = ${memberId})`,
  );
  return found.map(({ session }) => session);
}

/**
 * The one thing to celebrate now with somebody, which is then kept as celebrated; undefined where there is none. Waits for the
 * same person's other answers, so that two at once celebrate one thing.
 */
export async function takeCelebration(
  db: Db,
  memberId: string,
  readHappened: () => Promise<readonly Celebration[]>,
  now: Temporal.Instant,
): Promise<Celebration | undefined> {
  // Nearly always there is nothing, and nothing to wait for or to read.
  const before = await listTold(db, memberId);
  if (isTooSoon(before, now)) return undefined;
  const happened = await readHappened();
  if (chooseCelebration(happened, before, now) === undefined) return undefined;
  return db.transaction(async (tx) => {
    await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    const chosen = chooseCelebration(happened, await listTold(tx, memberId), now);
    if (chosen !== undefined) {
      await tx.insert(celebrations).values({ memberId, kind: chosen.kind, about: chosen.about, at: now });
    }
    return chosen;
  });
}

function listTold(db: Db, memberId: string): Promise<Celebration[]> {
  return db
    .select({ kind: celebrations.kind, about: celebrations.about, at: celebrations.at })
    .from(celebrations)
    .where(eq(celebrations.memberId, memberId));
}
