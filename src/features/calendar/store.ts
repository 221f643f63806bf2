import { eq } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { calendarFeeds, retiredFeeds } from './tables.ts';

/** The token of a cohort's feed; the one that is offered becomes it when there is none yet. */
export async function getFeedToken(db: Db, cohortId: string, offered: string): Promise<string> {
  await db.insert(calendarFeeds).values({ cohortId, token: offered }).onConflictDoNothing();
  const [feed] = await db.select().from(calendarFeeds).where(eq(calendarFeeds.cohortId, cohortId));
  if (feed === undefined) throw new Error('a calendar feed was not kept');
  return feed.token;
}

/** Gives a cohort's feed another token; the one before stops working. */
export async function recordFeedRenewal(db: Db, cohortId: string, token: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [before] = await tx.select().from(calendarFeeds).where(eq(calendarFeeds.cohortId, cohortId)).for('update');
    if (before !== undefined) await tx.insert(retiredFeeds).values({ token: before.token }).onConflictDoNothing();
    const target = calendarFeeds.cohortId;
    await tx.insert(calendarFeeds).values({ cohortId, token }).onConflictDoUpdate({ target, set: { token } });
  });
}

/** The cohort whose feed has this token; `gone` when it was one once. */
export async function findFeed(db: Db, token: string): Promise<{ cohortId: string } | 'gone' | undefined> {
  const [feed] = await db.select().from(calendarFeeds).where(eq(calendarFeeds.token, token));
  if (feed !== undefined) return feed;
  const [retired] = await db.select().from(retiredFeeds).where(eq(retiredFeeds.token, token));
  return retired === undefined ? undefined : 'gone';
}
