import { eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../database/client.ts';
import { calendarFeeds } from '../database/schema.ts';

/** The token of a cohort's feed; the one that is offered becomes it when there is none yet. */
export async function getFeedToken(db: Db, cohortId: string, offered: string): Promise<string> {
  await db.insert(calendarFeeds).values({ cohortId, token: offered }).onConflictDoNothing();
  const [feed] = await db.select().from(calendarFeeds).where(eq(calendarFeeds.cohortId, cohortId));
  if (feed === undefined) throw new Error('a calendar feed was not kept');
  return feed.token;
}

/** The cohort whose feed has this token. */
export async function findFeed(db: Db, token: string): Promise<string | undefined> {
  const [feed] = await db.select().from(calendarFeeds).where(eq(calendarFeeds.token, token));
  return feed?.cohortId;
}

/** The sessions of a cohort that began, or are about to this minute: nothing takes that back any more. */
export async function listBegun(db: Db, cohortId: string): Promise<number[]> {
  const begun = await rows<{ session: number }>(
    db,
    sql`select session from deliveries
      where cohort_id = ${cohortId} and kind = 'start' and queued_at is not null and session is not null`,
  );
  return begun.map(({ session }) => session);
}
