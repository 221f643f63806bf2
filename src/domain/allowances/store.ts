import { and, eq, lt, sql } from 'drizzle-orm';
import type { Spending } from '../../chat/route.ts';
import type { Db } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { freeAt, latestFull, type Rate } from './allowances.ts';
import { allowances } from './tables.ts';

/** One taking from one bucket. */
export interface Spent {
  owner: string;
  what: Spending;
  rate: Rate;
  eventKey: string;
}

/** Takes one from a bucket, with one statement. If the bucket is empty it takes nothing and returns when the next is free. */
export async function recordSpent(
  db: Db,
  { owner, what, rate, eventKey }: Spent,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const minutes = sql`make_interval(mins => ${rate.everyMinutes}::int)`;
  const isSame = eq(allowances.spentBy, eventKey);
  const taken = await db
    .insert(allowances)
    .values({ owner, what, fullAt: now.add({ minutes: rate.everyMinutes }), spentBy: eventKey })
    .onConflictDoUpdate({
      target: [allowances.owner, allowances.what],
      set: {
        fullAt: sql`case when ${isSame} then ${allowances.fullAt}
          else greatest(${allowances.fullAt}, ${moment(now)}::timestamptz) + ${minutes} end`,
        spentBy: eventKey,
      },
      setWhere: sql`${isSame} or ${allowances.fullAt} <= ${moment(latestFull(rate, now))}::timestamptz`,
    })
    .returning({ owner: allowances.owner });
  if (taken.length > 0) return undefined;
  const [kept] = await db
    .select({ fullAt: allowances.fullAt })
    .from(allowances)
    .where(and(eq(allowances.owner, owner), eq(allowances.what, what)));
  return kept === undefined ? undefined : freeAt(rate, kept.fullAt);
}

/** Gives back what an event took if it then did nothing. */
export async function recordUnspent(db: Db, { owner, what, rate, eventKey }: Spent): Promise<void> {
  await db
    .update(allowances)
    .set({ fullAt: sql`${allowances.fullAt} - make_interval(mins => ${rate.everyMinutes}::int)`, spentBy: '' })
    .where(and(eq(allowances.owner, owner), eq(allowances.what, what), eq(allowances.spentBy, eventKey)));
}

/** Removes buckets that are full again. */
export async function removeFull(db: Db, now: Temporal.Instant): Promise<void> {
  await db.delete(allowances).where(lt(allowances.fullAt, now));
}
