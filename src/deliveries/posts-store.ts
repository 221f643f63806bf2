import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Db, rows } from '../database/client.ts';
import { posts } from './tables.ts';

/** A claim older than this belongs to a process that is gone. Longer than a platform call can take with its retries. */
const CLAIM_MINUTES = 2;

/** A post under its key: whether it is there, whose turn it is to send it, and whether it was tried before. */
type Claim =
  | { kind: 'posted'; channel: string; message: string }
  | { kind: 'mine'; triedBefore: Temporal.Instant | undefined }
  | { kind: 'taken' };

export async function claimPost(db: Db, key: string, workspaceId: string, now: Temporal.Instant): Promise<Claim> {
  const [claimed] = await db
    .insert(posts)
    .values({ key, workspaceId, claimedAt: now, triedAt: now })
    .onConflictDoUpdate({
      target: posts.key,
      set: { claimedAt: now },
      setWhere: sql`${posts.message} is null and ${posts.claimedAt} <= ${now.subtract({ minutes: CLAIM_MINUTES }).toString()}`,
    })
    .returning({ triedAt: posts.triedAt, fresh: sql<boolean>`xmax = 0` });
  if (claimed !== undefined) return { kind: 'mine', triedBefore: claimed.fresh ? undefined : claimed.triedAt };
  const [post] = await db.select().from(posts).where(eq(posts.key, key));
  if (post === undefined || post.message === null || post.channel === null) return { kind: 'taken' };
  return { kind: 'posted', channel: post.channel, message: post.message };
}

/** Gives a claim back after a failed try, so that the next one need not wait. */
export async function releaseClaim(db: Db, key: string): Promise<void> {
  await db
    .update(posts)
    .set({ claimedAt: LONG_AGO })
    .where(and(eq(posts.key, key), isNull(posts.message)));
}

/** Gives back all claims: right when no other process uses this database. */
export async function releaseAllClaims(db: Db): Promise<void> {
  await db.update(posts).set({ claimedAt: LONG_AGO }).where(isNull(posts.message));
}

const LONG_AGO = Temporal.Instant.fromEpochMilliseconds(0);

export async function recordPosted(db: Db, key: string, posted: { channel: string; message: string }): Promise<void> {
  await db.update(posts).set(posted).where(eq(posts.key, key));
}

export async function findPost(
  db: Db,
  key: string,
): Promise<{ workspaceId: string; channel: string; message: string } | undefined> {
  const [post] = await db.select().from(posts).where(eq(posts.key, key));
  if (post === undefined || post.message === null || post.channel === null) return undefined;
  return { workspaceId: post.workspaceId, channel: post.channel, message: post.message };
}

export async function removePost(db: Db, key: string): Promise<void> {
  await db.delete(posts).where(eq(posts.key, key));
}

/** Which of these messages are posted. */
export async function listPostedKeys(db: Db, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await rows<{ key: string }>(
    db,
    sql`select key from posts where message is not null and key in ${[...keys]}`,
  );
  return new Set(found.map(({ key }) => key));
}
