import { and, asc, eq, inArray, isNull, lte, notInArray, sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Db } from '../database/client.ts';
import { deliveries, posts, settings } from '../database/schema.ts';
import type { Delivery } from './job.ts';
import { CALENDAR_KINDS, type PlannedDelivery } from './plan.ts';

/** Makes the calendar's rows what the plan says. What was handed to the queue already stays as it is. */
export async function recordPlan(db: Db, cohortId: string, planned: readonly PlannedDelivery[]): Promise<void> {
  const keys = planned.map(({ key }) => key);
  await db
    .delete(deliveries)
    .where(
      and(
        eq(deliveries.cohortId, cohortId),
        inArray(deliveries.kind, [...CALENDAR_KINDS]),
        isNull(deliveries.queuedAt),
        ...(keys.length === 0 ? [] : [notInArray(deliveries.key, keys)]),
      ),
    );
  if (planned.length === 0) return;
  await db
    .insert(deliveries)
    .values([...planned])
    .onConflictDoUpdate({
      target: deliveries.key,
      set: { dueAt: sql`excluded.due_at`, uselessAt: sql`excluded.useless_at` },
      setWhere: isNull(deliveries.queuedAt),
    });
}

/** Adds one thing to post; the same key twice is one thing. */
export async function recordDelivery(db: Db, delivery: Delivery): Promise<void> {
  await db.insert(deliveries).values(delivery).onConflictDoNothing();
}

/** Hands what is due to the queue, at most 100 at a time, each for ever once. Answers how many. */
export async function enqueueDue(db: Db, boss: PgBoss, queue: string, now: Temporal.Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select({ key: deliveries.key })
      .from(deliveries)
      .where(and(isNull(deliveries.queuedAt), lte(deliveries.dueAt, now)))
      .orderBy(asc(deliveries.dueAt), asc(deliveries.key))
      .limit(100)
      .for('update', { skipLocked: true });
    if (due.length === 0) return 0;
    const keys = due.map(({ key }) => key);
    await tx.update(deliveries).set({ queuedAt: now }).where(inArray(deliveries.key, keys));
    // All of one transaction are created at the same moment, so their order is said by priority: what was due first goes first.
    for (const [index, key] of keys.entries()) {
      await boss.send(queue, { key }, { priority: keys.length - index, db: fromDrizzle(tx, sql) });
    }
    return due.length;
  });
}

/** A delivery that is not settled yet. */
export async function findUnsettled(db: Db, key: string): Promise<Delivery | undefined> {
  const [delivery] = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)));
  return delivery;
}

export async function recordSettled(
  db: Db,
  key: string,
  settled: { outcome: 'posted' | 'skipped' | 'failed'; note: string | null; at: Temporal.Instant },
): Promise<void> {
  await db
    .update(deliveries)
    .set({ outcome: settled.outcome, note: settled.note, settledAt: settled.at })
    .where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)));
}

/** Takes back a delivery that is not settled. */
export async function removeDelivery(db: Db, key: string): Promise<void> {
  await db.delete(deliveries).where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)));
}

/** When the next thing is due that was not handed to the queue yet, and what it is. */
export async function findNextDue(db: Db): Promise<Delivery | undefined> {
  const [next] = await db
    .select()
    .from(deliveries)
    .where(isNull(deliveries.queuedAt))
    .orderBy(asc(deliveries.dueAt), asc(deliveries.key))
    .limit(1);
  return next;
}

/** How many are in the queue and not settled. */
export async function countInFlight(db: Db): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(deliveries)
    .where(and(sql`${deliveries.queuedAt} is not null`, isNull(deliveries.settledAt)));
  return row?.n ?? 0;
}

/** A claim older than this belongs to a process that is gone. Longer than a platform call can take with its retries. */
const CLAIM_MINUTES = 2;

/** A post under its key: whether it is there, whose turn it is to send it, and whether it was tried before. */
export type Claim =
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

/** How far the clock was moved, kept over restarts. */
export async function findClockOffset(db: Db): Promise<Temporal.Duration | undefined> {
  const [kept] = await db.select().from(settings).where(eq(settings.name, 'clock-offset'));
  return typeof kept?.value === 'string' ? Temporal.Duration.from(kept.value) : undefined;
}

export async function recordClockOffset(db: Db, offset: Temporal.Duration): Promise<void> {
  const value = offset.toString();
  await db
    .insert(settings)
    .values({ name: 'clock-offset', value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}
