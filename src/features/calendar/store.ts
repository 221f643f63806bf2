import { eq } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { calendarFeeds } from './tables.ts';

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
