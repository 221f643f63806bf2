import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';

/** The quarters of an hour in which somebody learnt: answered, investigated, reviewed, was at a session. No zone needs finer ones. */
export async function listLearnt(db: Db, memberId: string): Promise<Temporal.Instant[]> {
  const found = await rows<{ at: number }>(
    db,
    sql`select distinct (900 * floor(extract(epoch from at) / 900))::float8 as at from (
        select answered_at as at from answers where member_id = ${memberId}
        union all select answered_at from selftest_answers where member_id = ${memberId}
        union all select at from investigation_moves where member_id = ${memberId}
        union all select r.at from reviews r join cards c on c.id = r.card_id
          where c.member_id = ${memberId} and r.cause = 'asked'
        union all select at from attendance where member_id = ${memberId} and said = 'present'
      ) as learnt`,
  );
  return found.map(({ at }) => Temporal.Instant.fromEpochMilliseconds(1000 * Number(at)));
}
