import { asc, eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { readSettings } from '../review/settings-store.ts';
import type { Wish } from './streak.ts';
import { streakWishes } from './tables.ts';

/** The days of somebody who never chose any. */
const USUAL_DAYS: readonly number[] = [1, 2, 3, 4, 5];

const ALWAYS = Temporal.Instant.fromEpochMilliseconds(0);

/** What somebody wished, oldest first; before they said anything, the days and the zone of their reviews, or working days. */
export async function listWishes(db: Db, memberId: string): Promise<[Wish, ...Wish[]]> {
  const [first, ...later] = await db
    .select({ days: streakWishes.days, zone: streakWishes.zone, since: streakWishes.at })
    .from(streakWishes)
    .where(eq(streakWishes.memberId, memberId))
    .orderBy(asc(streakWishes.at), asc(streakWishes.id));
  if (first !== undefined) return [first, ...later];
  const { days, zone } = await readSettings(db, memberId);
  return [{ days: days.length === 0 ? USUAL_DAYS : days, zone, since: ALWAYS }];
}

/** A first wish holds for all before it: what was until then the days and the zone goes with it. */
export async function recordWish(db: Db, memberId: string, before: Wish, wish: Wish): Promise<void> {
  const isFirst = before.since.equals(ALWAYS);
  const added = isFirst ? [before, wish] : [wish];
  await db
    .insert(streakWishes)
    .values(added.map(({ days, zone, since }) => ({ memberId, days: [...days], zone, at: since })));
}

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
